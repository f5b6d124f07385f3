"""Joint work: request, decision, people and hours, summary; inside and outside the office."""

from __future__ import annotations

from datetime import date
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
from nithet.cycles.register import registers
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Office, Unit
from nithet.offices.services.merging import belongings, merge_people
from nithet.offices.tests.factories import DAY, as_member, make_person
from nithet.registers.generic.approvals import Approval
from nithet.registers.generic.errors import ItemNotCompleteError
from nithet.registers.generic.models import Item
from nithet.registers.generic.snapshots import snapshot_of
from nithet.registers.partners import joint_works
from nithet.registers.partners.joint_works import JOINT_WORKS as BOOK
from nithet.registers.partners.models import Agency, JointWork
from nithet.registers.partners.tests.factories import (
    DECIDED,
    address,
    finished,
    form_data,
    make_agency,
    make_joint_work,
    said,
    stint,
)
from nithet.registers.partners.tests.test_agencies import bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
STEPS: list[dict[str, Any]] = [
    {"title": "ประสานและปฏิบัติงานตามคำสั่ง", "months": [11], "actions": ["coordinate"]}
]


@pytest.fixture
def agency(supervisor: User, supervision: Unit) -> Agency:
    return make_agency(supervisor, supervision)


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(supervision, STEPS, title="งานร่วมกับหน่วยงานอื่น")
    Procedure.objects.filter(pk=procedure.pk).update(family="N")
    open_year(office)
    return task_of(procedure, "1")


def typed(unit: Unit, agency: Agency, *stints: dict[str, Any], **facts: Any) -> dict[str, Any]:
    known = {"title": "กรรมการตัดสิน", "agency": agency.pk, "decided": "waiting"}
    return form_data(unit, {"stints": list(stints)}, **{**known, **facts})


def test_a_task_of_joint_work_opens_joint_work_and_its_summary_is_evidence(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency
) -> None:
    client.force_login(supervisor)
    opened = address(BOOK, office, "of-task", task.pk)
    assert opened in said(client.get(reverse("cycles:task-page", args=[office.code, task.pk])))
    hours = {"person": supervisor.person.pk, "hours": "๗.๕", "days": "1", "on": "19 พ.ย. 2569"}
    decided = {"decided": "approved", "decided_on": "18 พ.ย. 2569", "decided_by": "ผู้อำนวยการ"}
    client.post(
        f"{address(BOOK, office, 'new')}?task={task.pk}", typed(supervision, agency, hours, **decided)
    )
    item = JointWork.objects.get()
    assert item.stints.get().hours == Decimal("7.50")
    page = client.post(address(BOOK, office, "finish", item.pk), {"on": "20 พ.ย. 2569", "output": "ตัดสินครบ"})
    assert page.status_code == 422
    client.post(
        address(BOOK, office, "finish", item.pk),
        {"on": "20 พ.ย. 2569", "output": "ตัดสินครบ", "benefit": "ได้เครือข่าย"},
    )
    task.refresh_from_db()
    assert (Evidence.objects.get(task=task).kind, task.is_met) == ("joint-work", True)
    told = snapshot_of(BOOK, office, item.pk)
    assert (told["track"], told["decided"], told["hours_words"], told["output"]) == (
        "ภายนอกสำนักงาน",
        "อนุมัติ",
        "7.5",
        "ตัดสินครบ",
    )


def test_a_decision_needs_day_and_who_and_a_refusal_its_reason(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    client.force_login(supervisor)
    text = said(client.post(address(BOOK, office, "new"), typed(supervision, agency, decided="refused")))
    for words in ("โปรดระบุวันที่พิจารณา", "โปรดระบุชื่อและตำแหน่งของผู้พิจารณา", "โปรดระบุเหตุผลที่ส่งคืนหรือไม่อนุมัติ"):
        assert words in text


@pytest.mark.parametrize("hours", ["0", "2001", "ทั้งวัน"])
def test_hours_that_cannot_be_are_told(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, hours: str
) -> None:
    client.force_login(supervisor)
    row = {"person": supervisor.person.pk, "hours": hours}
    assert client.post(address(BOOK, office, "new"), typed(supervision, agency, row)).status_code == 422


@pytest.mark.parametrize("days", ["367", "1000", "9999999999"])
def test_days_that_cannot_be_are_told(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, days: str
) -> None:
    client.force_login(supervisor)
    row = {"person": supervisor.person.pk, "hours": "3", "days": days}
    page = client.post(address(BOOK, office, "new"), typed(supervision, agency, row))
    assert (page.status_code, "จำนวนวันต้องไม่เกิน 366 ต่อแถว" in said(page)) == (422, True)


def test_the_decision_of_a_run_is_filled_in_once(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    given = Approval("อนุมัติ", "นายสมมติ ตัวอย่าง ผู้อำนวยการ", DAY)
    monkeypatch.setattr(joint_works, "approval_in_run", lambda _: given)
    by = as_member(supervisor, office)
    first = BOOK.prefilled(task, by)
    assert (first["decided"], first["decided_by"]) == ("approved", given.who)
    item = make_joint_work(
        supervisor,
        supervision,
        agency,
        **{name: first[name] for name in ("decided", "decided_on", "decided_by")},
    )
    JointWork.objects.filter(pk=item.pk).update(task=task)
    assert "decided" not in BOOK.prefilled(task, by)
    JointWork.objects.filter(pk=item.pk).update(state=Item.State.VOID)
    assert BOOK.prefilled(task, by)["decided"] == "approved"


def test_an_end_that_a_list_says_alone_is_compared_with_the_beginning_that_is_there(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_joint_work(supervisor, supervision, agency, title="ตัดสิน", from_on=DAY, until_on=DAY)
    client.force_login(supervisor)
    rows = f"ตัดสิน,{agency.title},1 พ.ย. 2569,2570\nเรื่องใหม่,{agency.title},30 พ.ย. 2569,2570\n"
    told = bring_in(client, office, "joint-work", f"เรื่อง,หน่วยงาน,ถึงวันที่,ปีงบประมาณ\n{rows}")
    assert "วันสิ้นสุดอยู่ก่อนวันเริ่ม" in told
    item.refresh_from_db()
    assert (item.until_on, JointWork.objects.filter(title="เรื่องใหม่").count()) == (DAY, 1)


def test_undecided_or_without_people_it_is_not_finished(
    supervision: Unit, supervisor: User, agency: Agency
) -> None:
    with pytest.raises(ItemNotCompleteError, match="ยังไม่มีผลการพิจารณา"):
        finished(BOOK, make_joint_work(supervisor, supervision, agency, stint(supervisor, "3")), supervisor)
    with pytest.raises(ItemNotCompleteError, match="ส่งคืนแก้ไข"):
        finished(BOOK, make_joint_work(supervisor, supervision, agency, decided="returned"), supervisor)
    with pytest.raises(ItemNotCompleteError, match="ยังไม่บันทึกผู้ปฏิบัติ"):
        finished(BOOK, make_joint_work(supervisor, supervision, agency, **DECIDED), supervisor)


def test_what_was_refused_ends_without_work_and_shows_none(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, agency: Agency
) -> None:
    item = make_joint_work(supervisor, supervision, agency, decided="refused", output="", benefit="")
    client.force_login(supervisor)
    assert client.post(address(BOOK, office, "finish", item.pk), {"on": "20 พ.ย. 2569"}).status_code == 302
    item.refresh_from_db()
    assert item.state == Item.State.DONE
    assert not Evidence.objects.filter(task=task).exists()


def test_hours_are_summed_for_each_person(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, agency: Agency
) -> None:
    item = make_joint_work(
        supervisor, supervision, agency, stint(supervisor, "2.25"), stint(head, "3"), stint(supervisor, "0.75", days=Decimal("0.5")), **DECIDED
    )  # fmt: skip
    client.force_login(supervisor)
    page = client.get(address(BOOK, office, "page", item.pk))
    assert [(one.person.pk, one.hours, share) for one, share in page.context["by_person"]] == [
        (supervisor.person.pk, Decimal("3.00"), Decimal("50.0")), (head.person.pk, Decimal(3), Decimal("50.0")),
    ]  # fmt: skip
    assert "6 ชั่วโมง" in said(page)


def test_the_year_by_person_counts_what_is_not_voided_and_of_this_year(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, agency: Agency
) -> None:
    for number in range(3):
        make_joint_work(
            supervisor, supervision, agency, stint(supervisor, "2.5"), stint(head, "1"), title=f"งาน {number}"
        )
    make_joint_work(supervisor, supervision, agency, stint(head, "100"), state="void")
    make_joint_work(supervisor, supervision, agency, stint(head, "100"), fiscal_year_be=2569)
    client.force_login(supervisor)
    page = client.get(reverse("partners:hours", args=[office.code]))
    people = [(one.person.pk, one.hours, one.works) for one, _ in page.context["people"]]
    assert people == [(supervisor.person.pk, Decimal("7.50"), 3), (head.person.pk, Decimal("3.00"), 3)]
    file = client.get(reverse("partners:hours", args=[office.code]), {"format": "csv"})
    assert "7.5" in b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def test_of_another_division_hours_stay_unseen(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User, teacher: User, agency: Agency
) -> None:  # fmt: skip
    make_joint_work(supervisor, supervision, agency, stint(supervisor, "2.5"))
    where = reverse("partners:hours", args=[office.code])
    client.force_login(computer_officer)
    assert client.get(where).context["people"] == []
    client.force_login(teacher)
    assert client.get(where).status_code == 403
    assert client.post(where).status_code == 405


def test_the_figure_of_the_office_counts_days_between(
    office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    make_joint_work(
        supervisor,
        supervision,
        agency,
        stint(supervisor, "2.5", on=DAY),
        stint(supervisor, "4", on=date(2026, 10, 1)),
    )
    make_joint_work(supervisor, supervision, agency, stint(supervisor, "1"), asked_on=DAY)
    (measure,) = next(one for one in registers() if one.code == "partners").measures
    assert measure.read(office, date(2026, 11, 1), date(2026, 11, 30)) == 4
    assert measure.read(office, date(2026, 10, 1), date(2026, 10, 31)) == 4
    assert measure.read(office, date(2026, 9, 1), date(2026, 9, 30)) == 0


@pytest.mark.parametrize(
    ("who", "code"),
    [("director", 200), ("head", 200), ("computer_officer", 404), ("teacher", 404), ("outsider", 404)],
)
def test_who_sees_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, who: str, code: int,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    item = make_joint_work(supervisor, supervision, agency)
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(BOOK, office, "page", item.pk)).status_code == code


def test_who_took_part_sees_it_and_has_it_on_their_page(
    client: Client,
    office: Office,
    supervision: Unit,
    supervisor: User,
    computer_officer: User,
    agency: Agency,
) -> None:
    item = make_joint_work(supervisor, supervision, agency, stint(computer_officer, "3"))
    client.force_login(computer_officer)
    assert client.get(address(BOOK, office, "page", item.pk)).status_code == 200
    page = said(client.get(reverse("offices:person-page", args=[office.code, computer_officer.person.pk])))
    assert item.title in page


def test_found_by_who_took_part_and_after_two_records_became_one_by_the_one_that_stays(
    client: Client, office: Office, supervision: Unit, supervisor: User, director: User, agency: Agency
) -> None:
    gone, kept = make_person(office, "แก้วกานดา สองชื่อ"), make_person(office, "ขวัญข้าว หนึ่งเดียว")
    item = make_joint_work(supervisor, supervision, agency, {**stint(supervisor, "3"), "person": gone})
    assert belongings(gone)["เวลาที่ใช้ในงานร่วม"] == 1
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(director, office))
    client.force_login(supervisor)
    where, page = reverse("workspace:search", args=[office.code]), str(item.pk)
    assert page in said(client.get(where, {"q": "ขวัญข้าว"}))
    assert page not in said(client.get(where, {"q": "แก้วกานดา"}))


def test_copied_it_begins_without_decision_and_people(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency
) -> None:
    item = make_joint_work(supervisor, supervision, agency, stint(supervisor, "3"), **DECIDED)
    client.force_login(supervisor)
    client.post(address(BOOK, office, "copy", item.pk), {"year": 2571, "key": new_id()})
    copy = JointWork.objects.get(fiscal_year_be=2571)
    assert (copy.agency, copy.decided, copy.stints.count(), copy.output) == (agency, "waiting", 0, "")


def test_list_page_and_hours_cost_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 6):
        people = [make_person(office) for _ in range(count)]
        for number in range(count):
            agency = make_agency(supervisor, supervision, f"หน่วยงาน {count} {number}")
            rows = [{**stint(supervisor, "1"), "person": one} for one in people]
            item = make_joint_work(supervisor, supervision, agency, *rows)
        with CaptureQueriesContext(connection) as asked:
            pages = (
                address(BOOK, office, "list"),
                address(BOOK, office, "page", item.pk),
                reverse("partners:hours", args=[office.code]),
            )
            assert {client.get(page).status_code for page in pages} == {200}
        told.append(len(asked))
    assert told[0] == told[1]


def test_what_was_refused_is_not_counted_as_incomplete(
    supervision: Unit, supervisor: User, agency: Agency
) -> None:
    make_joint_work(supervisor, supervision, agency, decided="refused")
    waits = make_joint_work(supervisor, supervision, agency, decided="waiting")
    assert [one.pk for one in BOOK.counted(BOOK.items())] == [waits.pk]
