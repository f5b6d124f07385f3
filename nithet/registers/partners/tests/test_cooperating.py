"""Work with an agency: from the task's page to evidence, contacts that count, schools that gained."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Evidence, Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_school
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemNotCompleteError, StaleItemError
from nithet.registers.generic.models import ItemVersion
from nithet.registers.generic.services import Typed
from nithet.registers.generic.snapshots import snapshot_of
from nithet.registers.partners.cooperations import COOPERATIONS as BOOK
from nithet.registers.partners.models import Agency, Contact, Cooperation, Gain
from nithet.registers.partners.services import log_contact
from nithet.registers.partners.tests.factories import (
    CONTACT,
    address,
    finished,
    form_data,
    make_agency,
    make_cooperation,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
STEPS: list[dict[str, Any]] = [{"title": "ประสานหน่วยงาน", "months": [11], "actions": ["coordinate"]}]


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(supervision, STEPS)
    open_year(office)
    return task_of(procedure, "1")


@pytest.fixture
def agency(supervisor: User, supervision: Unit) -> Agency:
    return make_agency(supervisor, supervision)


def typed(unit: Unit, agency: Agency, **facts: Any) -> dict[str, Any]:
    contact = {"on": "19 พ.ย. 2569", "how": "letter", "with_whom": "นางอรุณี", "what": "ส่งหนังสือขอวิทยากร"}
    rows = {
        "contacts": [contact, contact | {"on": "18 พ.ย. 2569", "how": "phone"}],
        "gains": facts.pop("gains", []),
    }
    known = {
        "title": "ขอวิทยากร",
        "agency": agency.pk,
        "direction": "out",
        "kinds": ["advice", "money"],
        "value": "๑,๒๓๔.๕๐ บาท",
    }
    return form_data(unit, rows, **{**known, **facts})


def test_from_the_task_to_its_evidence_each_contact_counts(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency
) -> None:
    client.force_login(supervisor)
    opened = address(BOOK, office, "of-task", task.pk)
    assert opened in said(client.get(reverse("cycles:task-page", args=[office.code, task.pk])))
    assert "ประสานหน่วยงาน" in said(client.get(opened, follow=True))
    sent = client.post(f"{address(BOOK, office, 'new')}?task={task.pk}", typed(supervision, agency))
    item = Cooperation.objects.get()
    assert sent["Location"] == address(BOOK, office, "page", item.pk)
    assert (item.task, item.value, item.kinds) == (task, Decimal("1234.50"), " money advice ")
    assert [one.how for one in item.contacts.all()] == ["phone", "letter"]
    client.post(
        address(BOOK, office, "finish", item.pk), {"on": "20 พ.ย. 2569", "result": "ครู 40 คนผ่านการอบรม"}
    )
    task.refresh_from_db()
    assert (Evidence.objects.get(task=task).value, task.done, task.is_met) == (2, 2, True)
    assert ItemVersion.objects.get().snapshot["contacts"][0]["how"] == "โทรศัพท์"
    page = said(client.get(address(BOOK, office, "version", item.pk, 1)))
    assert all(words in page for words in ("ครู 40 คนผ่านการอบรม", "งบประมาณ วิชาการและคำปรึกษา", "1,234.50"))


def test_opened_again_and_voided_it_shows_nothing(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency
) -> None:
    item = finished(BOOK, make_cooperation(supervisor, supervision, agency), supervisor)
    client.force_login(supervisor)
    client.post(address(BOOK, office, "reopen", item.pk), {"reason": "แก้ไขผล"})
    task.refresh_from_db()
    assert task.done == 0
    finished(BOOK, item, supervisor)
    client.post(address(BOOK, office, "void", item.pk), {"reason": "บันทึกซ้ำ"})
    task.refresh_from_db()
    assert (task.done, Evidence.objects.get(task=task).voided_at is not None) == (0, True)


def test_what_is_lacking_is_said(supervision: Unit, supervisor: User, agency: Agency) -> None:
    with pytest.raises(ItemNotCompleteError, match="ยังไม่บันทึกการติดต่อประสานงาน"):
        finished(BOOK, make_cooperation(supervisor, supervision, agency, contacts=0), supervisor)
    with pytest.raises(ItemNotCompleteError, match="ยังไม่ระบุผลที่ได้"):
        finished(BOOK, make_cooperation(supervisor, supervision, agency, result=""), supervisor)


# Contacts on the page


def logged(what: str = "นัดประชุม", **facts: Any) -> dict[str, Any]:
    return {
        f"contact-{name}": value
        for name, value in {
            "id": new_id(),
            "on": "20 พ.ย. 2569",
            "how": "line",
            "what": what,
            **facts,
        }.items()
    }


def test_a_contact_of_a_finished_cooperation_counts_at_once_and_once(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency
) -> None:
    item = finished(BOOK, make_cooperation(supervisor, supervision, agency), supervisor)
    client.force_login(supervisor)
    data = logged()
    for _ in range(2):
        assert client.post(address(BOOK, office, "contact", item.pk), data).status_code == 302
    task.refresh_from_db()
    assert (Contact.objects.count(), task.done) == (2, 2)
    assert "นัดประชุม" in said(client.get(address(BOOK, office, "page", item.pk)))


def test_a_contact_of_tomorrow_or_of_nothing_is_told_on_the_page(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency)
    client.force_login(supervisor)
    page = client.post(address(BOOK, office, "contact", item.pk), logged(what="", on="21 พ.ย. 2569"))
    assert page.status_code == 422
    assert "วันที่นี้ยังมาไม่ถึง" in said(page)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "code"), [("head", 302), ("director", 403), ("computer_officer", 404), ("outsider", 404)]
)
def test_who_logs_a_contact(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, who: str, code: int,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    item = make_cooperation(supervisor, supervision, agency)
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(BOOK, office, "contact", item.pk), logged()).status_code == code
    assert Contact.objects.count() == (2 if code == 302 else 1)


def test_nothing_is_logged_of_what_is_voided_and_only_by_post(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_cooperation(supervisor, supervision, agency)
    services.void_item(BOOK, item, why="บันทึกซ้ำ", by=as_member(supervisor, office))
    client.force_login(supervisor)
    assert client.post(address(BOOK, office, "contact", item.pk), logged()).status_code == 409
    assert client.get(address(BOOK, office, "contact", item.pk)).status_code == 405


# Schools


def test_a_cluster_in_one_row_becomes_its_schools_and_a_school_stands_once(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School, small_school: School, cluster: Cluster
) -> None:  # fmt: skip
    other = make_school(office, "โรงเรียนบ้านสอง", cluster=cluster)
    client.force_login(supervisor)
    gains = [
        {"school": school.pk, "what": "กล่องรับสัญญาณ"},
        {"cluster": cluster.pk, "what": "อบรมครู"},
        {"school": small_school.pk},
    ]
    assert (
        client.post(address(BOOK, office, "new"), typed(supervision, agency, gains=gains)).status_code == 302
    )
    found = dict(Gain.objects.values_list("school", "what"))
    assert found == {school.pk: "กล่องรับสัญญาณ", small_school.pk: "", other.pk: "อบรมครู"}


def test_a_row_of_schools_needs_one_and_not_both(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School, cluster: Cluster
) -> None:  # fmt: skip
    client.force_login(supervisor)
    for gain, words in (
        ({"what": "สื่อ"}, "โปรดเลือกโรงเรียน"),
        ({"school": school.pk, "cluster": cluster.pk}, "โปรดลบกลุ่มโรงเรียน"),
    ):
        page = client.post(address(BOOK, office, "new"), typed(supervision, agency, gains=[gain]))
        assert (page.status_code, words in said(page)) == (422, True)


def test_a_school_that_gained_shows_it_on_its_page_to_who_may_see(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School, teacher: User
) -> None:  # fmt: skip
    item = make_cooperation(supervisor, supervision, agency, gains=[{"school": school, "what": "สื่อ"}])
    page = reverse("offices:school-page", args=[office.code, school.pk])
    for user, shown in ((supervisor, True), (teacher, False)):
        client.force_login(user)
        assert (item.title in said(client.get(page))) is shown


# Form and copy


def test_an_agency_of_another_office_cannot_be_chosen(
    client: Client, office: Office, supervision: Unit, supervisor: User, outsider: User, other_office: Office
) -> None:
    unit = Unit.objects.filter(office=other_office).first() or Unit.objects.create(
        office=other_office, code="x", name="กลุ่มอื่น"
    )
    elsewhere = Agency.objects.create(
        office=other_office,
        unit=unit,
        title="หน่วยงานที่อื่น",
        fiscal_year_be=2570,
        made_by=outsider,
        made_at="2026-11-20T00:00Z",
        changed_at="2026-11-20T00:00Z",
    )
    client.force_login(supervisor)
    assert client.post(address(BOOK, office, "new"), typed(supervision, elsewhere)).status_code == 422
    assert elsewhere.title not in said(client.get(address(BOOK, office, "new")))


def test_an_end_before_the_beginning_is_told(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    client.force_login(supervisor)
    data = typed(supervision, agency, from_on="1 ต.ค. 2569", until_on="1 ก.ย. 2569")
    assert "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม" in said(client.post(address(BOOK, office, "new"), data))


def test_a_stale_save_is_refused(office: Office, supervision: Unit, supervisor: User, agency: Agency) -> None:
    item, by = make_cooperation(supervisor, supervision, agency), as_member(supervisor, office)
    change = Typed({"unit": supervision, "detail": "ใหม่"})
    services.change_item(BOOK, item, change, revision=1, by=by)
    with pytest.raises(StaleItemError):
        services.change_item(BOOK, item, change, revision=1, by=by)


def test_copied_it_keeps_agency_and_schools_but_no_contacts_and_no_agreement(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School
) -> None:
    agreed: dict[str, Any] = {
        "has_mou": True,
        "mou_number": "3/2569",
        "from_on": DAY,
        "until_on": DAY + timedelta(days=9),
    }
    item = make_cooperation(
        supervisor, supervision, agency, gains=[{"school": school, "what": "สื่อ"}], **agreed
    )
    client.force_login(supervisor)
    client.post(address(BOOK, office, "copy", item.pk), {"year": 2571, "key": new_id()})
    copy = Cooperation.objects.get(fiscal_year_be=2571)
    assert (copy.agency, copy.result) == (agency, "")
    assert (copy.has_mou, copy.mou_number, copy.from_on, copy.until_on) == (False, "", None, None)
    assert (copy.contacts.count(), [one.school for one in copy.gains.all()]) == (0, [school])


def test_begun_from_an_agencys_page_it_is_chosen(
    client: Client, office: Office, supervisor: User, agency: Agency
) -> None:
    client.force_login(supervisor)
    page = client.get(address(BOOK, office, "new"), {"agency": str(agency.pk)})
    assert str(page.context["form"]["agency"].value()) == str(agency.pk)


# List, search, cost


def test_the_list_is_narrowed_and_goes_out_as_a_file(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    temple = make_agency(supervisor, supervision, "วัดสาธิต", sector="temple")
    make_cooperation(supervisor, supervision, agency, title="ขอวิทยากร", kinds=" speaker ")
    make_cooperation(supervisor, supervision, temple, title="ขอสถานที่", kinds=" place ", direction="in")
    client.force_login(supervisor)
    for given in ({"kind": "place"}, {"sector": "temple"}, {"direction": "in"}):
        text = said(client.get(address(BOOK, office, "list"), given))
        assert ("ขอสถานที่" in text, "ขอวิทยากร</a>" in text) == (True, False)
    file = client.get(address(BOOK, office, "list"), {"format": "csv", "kind": "speaker"})
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert ("เทศบาลตำบลสาธิต" in content, "วัดสาธิต" in content) == (True, False)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("supervisor", True), ("director", True), ("computer_officer", False), ("teacher", False)],
)
def test_found_by_its_agency_and_school_by_who_may_see_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School, who: str, seen: bool,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    item = make_cooperation(
        supervisor, supervision, agency, title="ขอกล่องรับสัญญาณ", gains=[{"school": school, "what": ""}]
    )
    client.force_login(request.getfixturevalue(who))
    for words in ("เทศบาลตำบลสาธิต", "บ้านทุ่งสาธิต"):
        page = said(client.get(reverse("workspace:search", args=[office.code]), {"q": words}))
        assert (str(item.pk) in page) is seen


def test_the_list_counts_contacts_and_schools_each_by_itself(
    office: Office, supervision: Unit, supervisor: User, agency: Agency, school: School, small_school: School
) -> None:
    gains = [{"school": one, "what": ""} for one in (school, small_school)]
    full = make_cooperation(supervisor, supervision, agency, contacts=3, gains=gains)
    bare = make_cooperation(supervisor, supervision, agency, contacts=0)
    listed = BOOK.lines(as_member(supervisor, office), BOOK.items())
    assert "JOIN" not in str(listed.order_by().select_related(None).query)
    found = {one.pk: (one.contact_count, one.gain_count, one.last_contact) for one in listed}
    assert found == {full.pk: (3, 2, DAY), bare.pk: (0, 0, None)}


def test_list_and_page_cost_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User, school: School
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 6):
        for number in range(count):
            agency = make_agency(supervisor, supervision, f"หน่วยงาน {count} {number}")
            others = [make_school(office, f"โรงเรียน {count} {number} {place}") for place in range(count)]
            item = make_cooperation(
                supervisor,
                supervision,
                agency,
                contacts=count,
                gains=[{"school": one, "what": ""} for one in others],
            )
        with CaptureQueriesContext(connection) as asked:
            for path in (address(BOOK, office, "list"), address(BOOK, office, "page", item.pk)):
                assert client.get(path).status_code == 200
        told.append(len(asked))
    assert told[0] == told[1]


def test_the_snapshot_says_what_the_form_asks(
    supervision: Unit, supervisor: User, agency: Agency, office: Office
) -> None:
    until = DAY + timedelta(days=20)
    item = make_cooperation(
        supervisor,
        supervision,
        agency,
        has_mou=True,
        from_on=date(2026, 10, 1),
        until_on=until,
        value=Decimal("10.50"),
    )
    told = snapshot_of(BOOK, office, item.pk)
    assert (told["agency"], told["sector"], told["mou"]) == (
        "เทศบาลตำบลสาธิต",
        "องค์กรปกครองส่วนท้องถิ่น",
        "หมดอายุใน 20 วัน",
    )
    assert (told["value_words"], told["span"]) == ("10.50", "1 ต.ค. – 10 ธ.ค. 2569")
    assert set(told) - {"fiscal_year_be", "on", "from_on", "until_on"} <= set(BOOK.snapshot_labels)


def test_a_contact_by_service_is_the_same_for_the_same_key(
    supervision: Unit, supervisor: User, agency: Agency, office: Office
) -> None:
    item, key = make_cooperation(supervisor, supervision, agency, contacts=0), new_id()
    for _ in range(2):
        log_contact(item, CONTACT, key=key, by=as_member(supervisor, office))
    assert item.contacts.get().pk == key
