"""What registers know finds its tasks by itself, goes with the object, and comes again when windows or states change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.errors import NoEvidenceError, ReasonMissingError
from nithet.cycles.models import Evidence, Offer, Task, TaskRound
from nithet.cycles.register import RegisterError
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.evidence import attach_file, void_evidence, write_log
from nithet.cycles.services.offering import match_again, offer_evidence, withdraw_evidence
from nithet.cycles.services.working import submit, withdraw
from nithet.cycles.tests.factories import a_pdf, current, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import make_unit

pytestmark = pytest.mark.django_db
VISIT = {"title": "ออกนิเทศ", "cadence": "per_semester:2", "actions": ["visit"]}
IN_FIRST, IN_SECOND, BETWEEN = date(2026, 12, 1), date(2027, 7, 1), date(2027, 4, 20)


@pytest.fixture(autouse=True)
def _visits() -> Iterator[None]:
    with visits_declared():
        yield


@pytest.fixture
def procedure(office: Office, supervision: Unit) -> Procedure:
    made = make_procedure(
        supervision, [VISIT, {"title": "สรุป", "months": [12], "actions": ["visit", "report"]}]
    )
    open_year(office)
    return made


def first(procedure: Procedure) -> Task:
    return Task.objects.filter(
        run__procedure=procedure, number="1", starts_on__lte=IN_FIRST, due_on__gte=IN_FIRST
    ).get()


def second(procedure: Procedure) -> Task:
    return Task.objects.filter(
        run__procedure=procedure, number="1", starts_on__lte=IN_SECOND, due_on__gte=IN_SECOND
    ).get()


def counters(task: Task) -> tuple[int, int, bool]:
    task.refresh_from_db()
    return task.done, task.target, task.is_met


def test_one_object_serves_every_task_that_it_fits(office: Office, procedure: Procedure) -> None:
    a_visit(office, IN_FIRST)
    assert counters(first(procedure)) == (1, 2, False)
    assert counters(task_of(procedure, "2")) == (1, 2, False)
    assert counters(second(procedure)) == (0, 2, False)


def test_sent_twice_it_counts_once_and_is_told_once(office: Office, procedure: Procedure) -> None:
    pk = new_id()
    for _ in range(2):
        a_visit(office, IN_FIRST, pk=pk)
    assert counters(first(procedure)) == (1, 2, False)
    assert Entry.objects.filter(verb="evidence.arrived", object_id=first(procedure).pk).count() == 1


def test_a_correction_moves_it_to_the_other_semester(office: Office, procedure: Procedure) -> None:
    pk = new_id()
    a_visit(office, IN_FIRST, pk=pk)
    a_visit(office, IN_SECOND, pk=pk, value=2)
    assert (first(procedure).done, counters(second(procedure))) == (0, (2, 2, True))
    assert Offer.objects.count() == 1


def test_what_is_withdrawn_shows_nothing_even_where_it_is_done(
    office: Office, procedure: Procedure, doer: Member, boss: Member
) -> None:
    offer = a_visit(office, IN_FIRST, value=2)
    task = first(procedure)
    submit(task, "", by=doer)
    decision = current(task)
    give(decision, "", by=boss)
    with pytest.raises(ReasonMissingError):
        withdraw_evidence(office, "visit", offer.object_id, why="")
    assert withdraw_evidence(office, "visit", offer.object_id, why="บันทึกผิดโรงเรียน", by=doer)
    assert not withdraw_evidence(office, "visit", offer.object_id, why="บันทึกผิดโรงเรียน", by=doer)
    assert (counters(task), task.state) == ((0, 2, False), "done")
    assert (
        Entry.objects.filter(verb="evidence.unmatched", object_id=task.pk, why="บันทึกผิดโรงเรียน").count() == 1
    )
    a_visit(office, IN_FIRST, pk=offer.object_id)
    assert counters(task)[0] == 0  # what is done takes nothing new


def test_late_work_counts_until_the_next_window_begins(office: Office, procedure: Procedure) -> None:
    a_visit(office, BETWEEN)
    assert (first(procedure).done, second(procedure).done) == (1, 0)
    a_visit(office, IN_SECOND)
    assert (first(procedure).done, second(procedure).done) == (1, 1)
    assert task_of(procedure, "2").done == 1  # its step has one window: late until the year ends
    a_visit(office, date(2027, 10, 1))
    a_visit(office, date(2026, 9, 30))
    assert Evidence.objects.count() == 4


def test_a_unit_is_its_division_and_its_sections(
    office: Office, procedure: Procedure, supervision: Unit
) -> None:
    section = make_unit(office, "media", "กลุ่มงานสื่อ", parent=supervision)
    other = make_unit(office, "plan", "กลุ่มนโยบายและแผน")
    a_visit(office, IN_FIRST, unit=other)
    assert first(procedure).done == 0
    a_visit(office, IN_FIRST, unit=section)
    a_visit(office, IN_FIRST, unit=supervision)
    assert first(procedure).done == 2


def test_another_office_gains_nothing(office: Office, other_office: Office, procedure: Procedure) -> None:
    a_visit(other_office, IN_FIRST)
    assert Evidence.objects.count() == 0


def test_what_is_submitted_takes_nothing_until_it_comes_back(
    office: Office, procedure: Procedure, doer: Member, boss: Member
) -> None:
    task = first(procedure)
    submit(task, "ขอเสนอก่อนครบ", by=doer)
    a_visit(office, IN_FIRST)
    assert counters(task)[0] == 0
    withdraw(task, by=doer)
    assert counters(task)[0] == 1
    submit(task, "ยังไม่ครบ", by=doer)
    a_visit(office, IN_FIRST)
    decision = current(task)
    send_back(decision, "ไปให้ครบสองครั้ง", by=boss)
    assert counters(task) == (2, 2, True)


def test_a_moved_window_is_matched_again(office: Office, procedure: Procedure) -> None:
    a_visit(office, IN_FIRST)
    task = first(procedure)
    Task.objects.filter(pk=task.pk).update(starts_on=date(2027, 1, 5))
    match_again([task])
    assert counters(task)[0] == 0
    Task.objects.filter(pk=task.pk).update(starts_on=date(2026, 11, 1))
    match_again([task])
    assert counters(task)[0] == 1


def test_a_year_opened_later_has_what_was_done_before(office: Office, supervision: Unit) -> None:
    a_visit(office, IN_FIRST)
    procedure = make_procedure(supervision, [VISIT])
    open_year(office)
    assert counters(first(procedure)) == (1, 2, False)


def test_a_step_that_waited_for_its_parts_has_what_was_done_meanwhile(
    office: Office, supervision: Unit, doer: Member, boss: Member
) -> None:
    part = {"title": "ก", "actions": ["study"]}
    step = {"title": "งาน", "months": [12], "ask": "approve", "actions": ["visit"], "parts": [part]}
    procedure = make_procedure(supervision, [step])
    open_year(office)
    a_visit(office, IN_FIRST)
    assert counters(task_of(procedure, "1"))[0] == 0
    done = task_of(procedure, "1.1")
    submit(done, "แล้ว", by=doer)
    decision = current(done)
    give(decision, "", by=boss)
    assert counters(task_of(procedure, "1")) == (1, 1, True)


def test_what_a_person_takes_out_stays_out(office: Office, procedure: Procedure, doer: Member) -> None:
    offer = a_visit(office, IN_FIRST)
    task = first(procedure)
    void_evidence(Evidence.objects.get(task=task), why="ไม่ใช่ของงานนี้", by=doer)
    a_visit(office, IN_FIRST, pk=offer.object_id, value=3)
    match_again([task])
    assert counters(task)[0] == 0
    assert task_of(procedure, "2").done == 1


def test_of_two_actions_the_first_of_the_step_counts(office: Office, supervision: Unit) -> None:
    procedure = make_procedure(
        supervision, [{"title": "งาน", "months": [12], "actions": ["improve", "visit"]}]
    )
    open_year(office)
    pk = new_id()
    a_visit(office, IN_FIRST, pk=pk)
    a_visit(office, IN_FIRST, pk=pk, action="improve")
    assert Evidence.objects.get().action == "improve"
    assert counters(task_of(procedure, "1")) == (1, 2, False)


@pytest.mark.parametrize(("action", "kind"), [("dance", "visit"), ("visit", "dance")])
def test_what_is_not_declared_is_not_offered(office: Office, action: str, kind: str) -> None:
    with pytest.raises(RegisterError):
        offer_evidence(office, action, kind, new_id(), IN_FIRST, title="อื่น ๆ")


def statements(office: Office, count: int, supervision: Unit) -> list[int]:
    """Of an offer, a correction and a withdrawal."""
    steps = [{"title": f"งาน {n}", "months": [12], "actions": ["visit"]} for n in range(count)]
    make_procedure(supervision, steps, title=f"งาน {count}")
    open_year(office)
    pk, told = new_id(), []
    for act in (
        lambda: a_visit(office, IN_FIRST, pk=pk),
        lambda: a_visit(office, IN_FIRST, pk=pk, value=2),
        lambda: withdraw_evidence(office, "visit", pk, why="ผิด"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act()
        told.append(len(queries))
    return told


def test_statements_do_not_grow_with_tasks(office: Office, supervision: Unit) -> None:
    few = statements(office, 2, supervision)
    assert statements(office, 60, supervision) == few
    assert max(few) <= 20


def test_nothing_is_submitted_without_what_its_actions_ask(
    office: Office, procedure: Procedure, doer: Member, boss: Member
) -> None:
    """Two visits, and a reason that the decider sees where there is one only."""
    a_visit(office, IN_FIRST)
    task = first(procedure)
    write_log(task, "ไปมาแล้ว", on=doer.on, by=doer)
    with pytest.raises(NoEvidenceError, match="การนิเทศ 1 จาก 2 ครั้ง"):
        submit(task, "", by=doer)
    submit(task, "โรงเรียนปิดเพราะน้ำท่วม", by=doer)
    assert TaskRound.objects.get().lacking == ["การนิเทศ 1 จาก 2 ครั้ง"]


def test_without_a_register_a_signed_file_or_the_work_log_is_asked(
    office: Office, supervision: Unit, doer: Member, boss: Member
) -> None:
    procedure = make_procedure(
        supervision, [{"title": "รายงาน", "months": [11], "actions": ["study", "report"]}]
    )
    open_year(office)
    task = task_of(procedure, "1")
    write_log(task, "ศึกษาเอกสาร", on=doer.on, by=doer)
    assert counters(task) == (1, 2, False)
    with pytest.raises(NoEvidenceError, match="เอกสารที่ลงนามแล้ว"):
        submit(task, "", by=doer)
    attach_file(task, a_pdf(), by=doer)
    assert counters(task)[1:] == (2, True)
    submit(task, "", by=doer)
    assert TaskRound.objects.get().lacking == []


def page(client: Client, name: str, office: Office, *args: object) -> str:
    response = client.get(reverse(name, args=[office.code, *args]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_what_is_lacking_and_where_else_it_serves(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User, doer: Member
) -> None:
    a_visit(office, IN_FIRST)
    client.force_login(supervisor)
    task = first(procedure)
    text = page(client, "cycles:task-page", office, task.pk)
    assert "การนิเทศ 1 จาก 2 ครั้ง" in text
    assert "ใช้กับงานอื่นด้วย 1 งาน" in text
    assert f"/visits/{Evidence.objects.filter(task=task).get().object_id}/" in text
    other = page(client, "cycles:task-page", office, task_of(procedure, "2").pk)
    assert "ยังไม่มีเครื่องมือของงานนี้ในระบบ ใช้ไฟล์ที่ลงนามแล้วเป็นหลักฐาน" in other
    assert (
        "บันทึกการนิเทศ"
        in page(client, "cycles:run-page", office, task.run_id)
        + client.get(
            reverse("cycles:run-page", args=[office.code, task.run_id]), {"tab": "evidence"}
        ).content.decode()
    )
    submit(task, "โรงเรียนปิด", by=doer)
    client.force_login(head)
    assert "เสนอโดยหลักฐานยังไม่ครบ" in page(client, "cycles:task-page", office, task.pk)
    assert "หลักฐานยังไม่ครบ: การนิเทศ 1 จาก 2 ครั้ง" in page(client, "workspace:my-work", office)


def test_a_task_with_much_evidence_costs_the_page_no_more(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    client.force_login(supervisor)
    task, told = first(procedure), []
    for count in (2, 8):
        for _ in range(count):
            a_visit(office, IN_FIRST)
        with CaptureQueriesContext(connection) as queries:
            page(client, "cycles:task-page", office, task.pk)
        told.append(len(queries))
    assert told[0] == told[1]


def test_recount_mends_what_was_lost(
    office: Office, procedure: Procedure, capsys: pytest.CaptureFixture[str]
) -> None:
    a_visit(office, IN_FIRST)
    Evidence.objects.all().delete()
    Task.objects.update(done=7, target=1, is_met=True)
    call_command("recount", office=office.code)
    assert "แก้ไข 3 งาน" in capsys.readouterr().out
    assert counters(first(procedure)) == (1, 2, False)
    assert counters(second(procedure)) == (0, 2, False)
    call_command("recount")
    assert "แก้ไข 0 งาน" in capsys.readouterr().out
