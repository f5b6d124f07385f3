"""A memorandum of understanding expires, or has no end; whoever is responsible is told in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect
from nithet.notices.services.settling import settle
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services
from nithet.registers.partners.cooperations import COOPERATIONS as BOOK
from nithet.registers.partners.models import Agency, Cooperation
from nithet.registers.partners.mou import mou_standing
from nithet.registers.partners.telling import MOU_EXPIRES, expiring
from nithet.registers.partners.tests.factories import address, make_agency, make_cooperation, said
from nithet.workspace.happenings import my_happenings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def agency(supervisor: User, supervision: Unit) -> Agency:
    return make_agency(supervisor, supervision)


def until(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [(-1, "late", "หมดอายุแล้ว"), (0, "back", "หมดอายุวันนี้"), (1, "back", "หมดอายุใน 1 วัน"), (90, "back", "หมดอายุใน 90 วัน"),
     (91, "done", "มีผลบังคับ"), (None, "done", "ไม่มีกำหนดสิ้นสุด")],
)  # fmt: skip
def test_how_long_it_holds(days: int | None, code: str, words: str) -> None:
    standing = mou_standing(Cooperation(has_mou=True, until_on=None if days is None else until(days)), DAY)
    assert standing is not None
    assert (standing.code, standing.words) == (code, words)


def test_without_an_agreement_nothing_expires() -> None:
    assert mou_standing(Cooperation(has_mou=False, until_on=until(5)), DAY) is None


def test_list_and_page_say_it_and_the_list_is_narrowed_by_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    for title, end in (("เรื่องใกล้หมด", until(20)), ("เรื่องหมดแล้ว", until(-3)), ("เรื่องไม่มีกำหนด", None)):
        make_cooperation(supervisor, supervision, agency, title=title, has_mou=True, until_on=end)
    make_cooperation(supervisor, supervision, agency, title="เรื่องไม่มีข้อตกลง", until_on=until(3))
    client.force_login(supervisor)
    assert "หมดอายุใน 20 วัน" in said(client.get(address(BOOK, office, "list")))
    for code, title in (("soon", "เรื่องใกล้หมด"), ("expired", "เรื่องหมดแล้ว"), ("endless", "เรื่องไม่มีกำหนด")):
        page = client.get(address(BOOK, office, "list"), {"mou": code})
        assert [item.title for item, *_ in page.context["rows"]] == [title]
    assert len(client.get(address(BOOK, office, "list"), {"mou": "any"}).context["rows"]) == 3
    endless = Cooperation.objects.get(title="เรื่องไม่มีกำหนด")
    assert "ไม่มีกำหนดสิ้นสุด" in said(client.get(address(BOOK, office, "page", endless.pk)))


def test_a_number_says_that_there_is_an_agreement(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency)
    client.force_login(supervisor)
    data = {
        "title": "ก",
        "agency": agency.pk,
        "direction": "out",
        "mou_number": "3/2569",
        "unit": supervision.pk,
        "fiscal_year_be": 2570,
        "revision": 1,
    }
    rows = {f"{kind}-{name}_FORMS": 0 for kind in ("contacts", "gains") for name in ("TOTAL", "INITIAL")}
    assert client.post(address(BOOK, office, "edit", item.pk), data | rows).status_code == 302
    item.refresh_from_db()
    assert item.has_mou


def told(day: date = DAY) -> list[tuple[str, str]]:
    collect(None, on=day)
    return sorted(Notice.objects.filter(kind="mou_expires").values_list("person__user__username", "occasion"))


def test_who_is_responsible_is_told_a_month_and_a_week_before_and_never_twice(
    supervision: Unit, supervisor: User, agency: Agency
) -> None:
    end = until(25)
    make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=end)
    assert told() == told() == [("supervisor", f"{end} month")]
    assert told(end - timedelta(days=7)) == [("supervisor", f"{end} month"), ("supervisor", f"{end} week")]
    assert not list(expiring(None, end + timedelta(days=1)))


def test_it_is_news_until_it_is_prolonged_or_another_is_responsible(
    supervision: Unit, supervisor: User, supervisor2: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(25))

    def unread() -> int:
        collect(None, on=DAY)
        settle([supervision.office])
        return Notice.objects.filter(kind="mou_expires", person=supervisor.person, read_at=None).count()

    assert unread() == 1
    Cooperation.objects.filter(pk=item.pk).update(until_on=until(400))
    assert unread() == 0
    Cooperation.objects.filter(pk=item.pk).update(until_on=until(20))
    assert unread() == 1
    Cooperation.objects.filter(pk=item.pk).update(owner=supervisor2.person)
    assert unread() == 0


def test_what_is_voided_endless_or_far_is_not_told(
    office: Office, supervision: Unit, supervisor: User, agency: Agency, other_office: Office
) -> None:
    voided = make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(5))
    services.void_item(BOOK, voided, why="ยกเลิก", by=as_member(supervisor, office))
    make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=None)
    make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(31))
    make_cooperation(supervisor, supervision, agency, has_mou=False, until_on=until(5))
    assert told() == []
    make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(5))
    assert list(expiring([other_office.pk], DAY)) == []


def test_where_nobody_is_responsible_who_recorded_it_is_told(
    supervision: Unit, supervisor: User, agency: Agency
) -> None:
    make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(5), owner=None)
    assert told() == [("supervisor", f"{until(5)} week")]


def test_the_notice_opens_for_who_may_see_it(
    office: Office, supervision: Unit, supervisor: User, teacher: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(5))
    assert MOU_EXPIRES.opens(as_member(supervisor, office), [item.pk]) == {item.pk}
    assert MOU_EXPIRES.opens(as_member(teacher, office), [item.pk]) == set()
    (one,) = expiring(None, DAY)
    assert (one.address, one.detail) == (
        address(BOOK, office, "page", item.pk), "บันทึกข้อตกลงกับเทศบาลตำบลสาธิต สิ้นสุด 25 พฤศจิกายน 2569",
    )  # fmt: skip


def test_all_are_asked_in_one_question(supervision: Unit, supervisor: User, agency: Agency) -> None:
    for _ in range(5):
        make_cooperation(supervisor, supervision, agency, has_mou=True, until_on=until(5))
    with CaptureQueriesContext(connection) as asked:
        assert len(list(expiring(None, DAY))) == 5
    assert len(asked) == 1


def test_its_end_stands_in_the_calendar(
    office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    make_cooperation(supervisor, supervision, agency, title="ขอวิทยากร", has_mou=True, until_on=until(5))
    make_cooperation(supervisor, supervision, agency, title="ขอสถานที่", has_mou=True, until_on=until(-1))
    found = my_happenings(as_member(supervisor, office), (until(-10), until(10)))
    ends = [(one.label, one.title, one.why, one.is_over) for one in found if one.label == "สิ้นสุดบันทึกข้อตกลง"]
    assert ends == [
        ("สิ้นสุดบันทึกข้อตกลง", agency.title, "ขอสถานที่", True),
        ("สิ้นสุดบันทึกข้อตกลง", agency.title, "ขอวิทยากร", False),
    ]
