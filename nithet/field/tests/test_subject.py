"""Two that are of the same matter are known by it; what says nothing of its matter is never taken for another."""

from __future__ import annotations

from datetime import date

import pytest

from nithet.accounts.models import User
from nithet.field.models import Apart
from nithet.field.subject import subject_of
from nithet.field.tests.apart_kit import make_device, same_subject_twice, send
from nithet.forms.compiled import compiled
from nithet.forms.models import FormVersion
from nithet.forms.services.reading import read_submission
from nithet.forms.tests.filling_kit import AT, VISIT, make_form, publish, tables_of, xml_of
from nithet.offices.models import Office, School, Unit

pytestmark = pytest.mark.usefixtures("friday")
NAMED = VISIT.replace("| form_title | form_id |\n|---|---|", "| form_title | form_id | instance_name |\n|---|---|---|").replace(
    "| แบบบันทึกการเยี่ยม | visit_note |", "| แบบบันทึกการเยี่ยม | visit_note | ${topic} |"
)  # fmt: skip
DAY = date(2026, 11, 20)


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


def subject(version: FormVersion, user: User, xml: str, *, on: date = DAY) -> str:
    read = read_submission(xml.encode(), compiled(version), version.form, at=AT)
    return subject_of(version, read, sent_by=user.pk, filled_on=on)


def test_a_record_is_of_its_school_day_and_sender(version: FormVersion, teacher: User, supervisor: User, school: School, small_school: School) -> None:  # fmt: skip
    one = subject(version, teacher, xml_of(school.smis_code, students="1"))
    assert len(one) == 64
    assert one == subject(version, teacher, xml_of(school.smis_code, students="2"), on=date(2026, 12, 1))
    others = {
        subject(version, teacher, xml_of(small_school.smis_code)),
        subject(version, supervisor, xml_of(school.smis_code)),
        subject(version, teacher, xml_of(school.smis_code).replace("2026-11-20", "2026-11-19")),
    }
    assert len(others | {one}) == 4


def test_a_form_that_names_what_is_filled_in_it_is_of_that_name(
    office: Office, supervision: Unit, teacher: User, supervisor: User, school: School
) -> None:
    version = publish(make_form(office, unit=supervision), tables_of(NAMED))
    assert compiled(version).definition.instance_name

    def named(name: str) -> str:
        return xml_of(school.smis_code).replace("</meta>", f"<instanceName>{name}</instanceName></meta>")

    one = subject(version, teacher, named("ห้อง ป.1 ครูสาธิต"))
    assert one == subject(version, supervisor, named(" ห้อง  ป.1 ครูสาธิต "))
    assert one != subject(version, teacher, named("ห้อง ป.2 ครูสาธิต"))
    assert subject(version, teacher, xml_of(school.smis_code)) == ""


@pytest.mark.parametrize(("noted", "other"), [
    ("<today>2026-11-18</today>", "<today>2026-11-17</today>"),
    ("<end>2026-11-18T23:30:00.000+07:00</end>", "<end>2026-11-18T17:30:00.000Z</end>"),
    ("<start>2026-11-18T08:00:00.000+07:00</start><end/>", "<start>2026-11-17T08:00:00.000+07:00</start>"),
])  # fmt: skip
def test_it_is_of_the_day_on_which_it_was_filled_whenever_it_comes(
    office: Office, supervision: Unit, teacher: User, school: School, noted: str, other: str
) -> None:
    """As Collect notes it; of two phones the second may come home days later."""
    table = NAMED.replace(
        "| include | heading | | | | | | | |\n",
        "".join(f"| {name} | {name} | | | | | | | |\n" for name in ("today", "start", "end")),
    )
    version = publish(make_form(office, unit=supervision), tables_of(table))

    def of(noted: str, *, on: date) -> str:
        xml = f"<data id='visit_note' version='1'>{noted}<topic>x</topic><meta><instanceID>uuid:1</instanceID><instanceName>ห้อง</instanceName></meta></data>"
        return subject(version, teacher, xml, on=on)

    assert of(noted, on=DAY) == of(noted, on=date(2026, 11, 25)) == of("", on=date(2026, 11, 18))
    assert of(noted, on=DAY) != of(other, on=DAY)
    for unread in ("<today>วันนี้</today>", "<today>2569-11-18</today>", "<end>9999-12-31T23:59:59-12:00</end>"):
        assert of(unread, on=DAY) == of("", on=DAY)


def test_what_says_nothing_of_its_matter_has_none(version: FormVersion, office: Office, teacher: User, school: School) -> None:  # fmt: skip
    assert subject(version, teacher, xml_of("")) == ""
    assert (
        subject(version, teacher, xml_of(school.smis_code).replace("<date>2026-11-20</date>", "<date/>"))
        == ""
    )
    for kind in ("survey", "assessment", "report"):
        version.form.kind = kind
        assert subject(version, teacher, xml_of(school.smis_code)) == ""


def test_two_devices_that_recorded_the_same_wait_for_a_choice(
    version: FormVersion, teacher: User, school: School
) -> None:
    apart = same_subject_twice(version, teacher, school.smis_code)
    assert apart.other is not None
    assert apart.submission.received_at < apart.other.received_at
    assert apart.other.state == "received"


def test_one_device_may_record_the_same_matter_twice(
    version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    device = make_device(teacher)
    send(version, teacher, device=device, school=school.smis_code)
    send(version, teacher, device=device, school=school.smis_code, later=5)
    send(version, supervisor, device=make_device(supervisor), school=school.smis_code)
    assert not Apart.objects.exists()
