"""Closing a year: of all that is open it is said whether it goes on; opening it again; the years that went by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import (
    CarryDaysError,
    CycleClosedError,
    ReasonMissingError,
    YearNotOverError,
    YearUndecidedError,
)
from nithet.cycles.kin import Tie
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.queries import in_hand, work_of
from nithet.cycles.queries.years import carried_on, left_open, year_lines
from nithet.cycles.services.closing import (
    Decided,
    End,
    carry_over,
    close_year,
    end_tasks,
    keep_in_year,
    reopen_year,
)
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.handing_over import hand_over_all
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.timing import move_window
from nithet.cycles.services.tying import Tied, tie_steps
from nithet.cycles.services.working import assign, propose_anew, skip, submit, take_up
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member, page_text
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db
CLOSING_DAY = date(2027, 9, 24)
NEXT_DUE = date(2027, 12, 30)
STEPS: list[dict[str, Any]] = [
    {"title": "สำรวจ", "months": [11], "actions": ["operate"]},
    {"title": "ออกนิเทศ", "cadence": "per_semester:1", "actions": ["visit"]},
    {"title": "เสนอแผน", "months": [8], "actions": ["propose"], "ask": "approve"},
    {"title": "ดำเนินการตามแผน", "months": [9], "parts": [{"title": "ก", "actions": ["study"]}]},
]


@pytest.fixture(autouse=True)
def _september() -> Iterator[None]:
    with time_machine.travel(datetime.combine(CLOSING_DAY, time(9, 30), tzinfo=BANGKOK), tick=False):
        yield


@pytest.fixture
def chief(office: Office, director: User) -> Member:
    return as_member(director, office, CLOSING_DAY)


@pytest.fixture
def doer(office: Office, supervisor: User) -> Member:
    return as_member(supervisor, office, CLOSING_DAY)


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision, STEPS)


@pytest.fixture
def cycle(office: Office, procedure: Procedure) -> Cycle:
    return open_year(office)


def ids(*tasks: Task) -> set[Any]:
    return {task.pk for task in tasks}


def all_left(cycle: Cycle) -> set[Any]:
    return set(left_open(cycle).values_list("pk", flat=True))


def close_with_all_carried(cycle: Cycle, by: Member) -> Cycle:
    carry_over(cycle, all_left(cycle), due_on=NEXT_DUE, by=by)
    return close_year(cycle, by=by)


# Deciding


def test_each_task_that_is_open_is_decided(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    assert {t.number for t in left_open(cycle)} == {"1", "2", "3", "4.1"}
    with pytest.raises(YearUndecidedError, match="5 งาน"):
        close_year(cycle, by=chief)
    one = task_of(procedure, "1")
    assert carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief) == Decided(1, 0)
    one.refresh_from_db()
    assert (one.is_carried_over, one.due_on, one.first_due_on) == (True, NEXT_DUE, date(2026, 11, 30))
    assert list(carried_on(cycle)) == [one]
    told = Entry.objects.get(verb="task.carried_over")
    assert told.facts == {"day": NEXT_DUE.isoformat()}


def test_carried_again_with_another_day_that_day_counts(
    cycle: Cycle, procedure: Procedure, chief: Member
) -> None:
    one = task_of(procedure, "1")
    for due_on in (NEXT_DUE, NEXT_DUE, date(2028, 1, 31)):
        carry_over(cycle, [one.pk], due_on=due_on, by=chief)
    one.refresh_from_db()
    assert (one.due_on, one.first_due_on) == (date(2028, 1, 31), date(2026, 11, 30))
    assert Entry.objects.filter(verb="task.carried_over").count() == 2


def test_what_was_carried_over_can_be_kept(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    one = task_of(procedure, "1")
    carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief)
    for _ in range(2):
        keep_in_year(cycle, [one.pk], by=chief)
    one.refresh_from_db()
    assert (one.is_carried_over, one.due_on, one.first_due_on) == (False, date(2026, 11, 30), None)
    assert Entry.objects.filter(verb="task.kept_in_year").count() == 1


def test_kept_again_it_is_due_when_the_head_had_moved_it(
    cycle: Cycle, procedure: Procedure, chief: Member
) -> None:
    one, first = task_of(procedure, "1"), date(2026, 11, 30)
    move_window(one, one.starts_on, date(2027, 9, 30), why="รอผลสอบ", by=chief)
    for due_on in (NEXT_DUE, date(2028, 1, 31)):
        carry_over(cycle, [one.pk], due_on=due_on, by=chief)
    keep_in_year(cycle, [one.pk], by=chief)
    one.refresh_from_db()
    stands = (one.is_carried_over, one.due_on, one.first_due_on, one.due_in_year)
    assert stands == (False, date(2027, 9, 30), first, None)


def test_kept_again_what_was_moved_meanwhile_is_not_due_before_it_begins(
    office: Office, director: User, cycle: Cycle, procedure: Procedure
) -> None:
    october = date(2027, 10, 5)
    one, later = task_of(procedure, "1"), as_member(director, office, october)
    carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=later)
    move_window(one, october, NEXT_DUE, why="รอผลสอบ", by=later)
    keep_in_year(cycle, [one.pk], by=later)
    one.refresh_from_db()
    assert (one.is_carried_over, one.starts_on, one.due_on) == (False, october, october)
    assert one.first_due_on == date(2026, 11, 30)


def test_what_was_carried_before_its_day_was_written_down_is_due_when_it_was_first(
    cycle: Cycle, procedure: Procedure, chief: Member
) -> None:
    one = task_of(procedure, "1")
    carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief)
    Task.objects.update(due_in_year=None)
    keep_in_year(cycle, [one.pk], by=chief)
    one.refresh_from_db()
    assert (one.is_carried_over, one.due_on, one.first_due_on) == (False, date(2026, 11, 30), None)


@pytest.mark.parametrize("due_on", [date(2027, 9, 30), date(2028, 10, 1)])
def test_carried_work_is_due_in_the_year_that_follows(
    cycle: Cycle, procedure: Procedure, chief: Member, due_on: date
) -> None:
    with pytest.raises(CarryDaysError, match="1 ต"):
        carry_over(cycle, ids(task_of(procedure, "1")), due_on=due_on, by=chief)
    assert not Task.objects.filter(is_carried_over=True).exists()


def test_a_division_is_ended_at_once_with_a_reason(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    with pytest.raises(ReasonMissingError):
        end_tasks(cycle, all_left(cycle), End.SKIP, why="", by=chief)
    assert end_tasks(cycle, all_left(cycle), End.SKIP, why="ไม่มีงบประมาณ", by=chief) == Decided(5, 0)
    states = {t.number: t.state for t in Task.objects.all()}
    assert states == {"1": "skipped", "2": "skipped", "3": "skipped", "4": "done", "4.1": "skipped"}
    assert close_year(cycle, by=chief).state == Cycle.State.CLOSED


def test_what_is_submitted_is_carried_and_not_ended(
    cycle: Cycle, procedure: Procedure, chief: Member, doer: Member
) -> None:
    one, other = task_of(procedure, "1"), task_of(procedure, "2", "2/2569")
    submit(one, "แล้ว", by=doer)
    assert end_tasks(cycle, ids(one, other), End.VOID, why="ยุติ", by=chief) == Decided(1, 1)
    one.refresh_from_db()
    assert one.state == "submitted"
    assert carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief) == Decided(1, 0)


def test_what_was_finished_meanwhile_is_told(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    one, other = task_of(procedure, "1"), task_of(procedure, "3")
    skip(one, why="งด", by=chief)
    assert carry_over(cycle, ids(one, other), due_on=NEXT_DUE, by=chief) == Decided(1, 1)


def test_steps_follow_their_parts(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    carry_over(cycle, ids(task_of(procedure, "4.1")), due_on=NEXT_DUE, by=chief)
    assert task_of(procedure, "4").is_carried_over
    end_tasks(cycle, all_left(cycle), End.VOID, why="ยุติ", by=chief)
    close_year(cycle, by=chief)
    assert task_of(procedure, "4").state in Task.UNFINISHED


def test_a_step_goes_on_until_its_last_part_is_due(office: Office, supervision: Unit, chief: Member) -> None:
    parts = [{"title": title, "actions": ["study"]} for title in ("ก", "ข")]
    procedure = make_procedure(supervision, [{"title": "ดำเนินการ", "months": [9], "parts": parts}])
    cycle, later = open_year(office), date(2028, 1, 31)
    first, last = task_of(procedure, "1.1"), task_of(procedure, "1.2")
    move_window(first, first.starts_on, date(2027, 9, 28), why="รอผลสอบ", by=chief)
    before = task_of(procedure, "1")
    carry_over(cycle, [first.pk], due_on=later, by=chief)
    carry_over(cycle, [last.pk], due_on=NEXT_DUE, by=chief)
    assert task_of(procedure, "1").due_on == later
    keep_in_year(cycle, [first.pk], by=chief)
    step = task_of(procedure, "1")
    assert (step.is_carried_over, step.due_on) == (True, NEXT_DUE)
    keep_in_year(cycle, [last.pk], by=chief)
    step = task_of(procedure, "1")
    after = (step.is_carried_over, step.due_on, step.first_due_on)
    assert after == (False, before.due_on, before.first_due_on)


def test_what_is_finished_with_another_goes_on_with_it(
    office: Office, supervision: Unit, ict: Unit, chief: Member
) -> None:
    steps = [{"title": "สำรวจ", "months": [9], "actions": ["operate"]}]
    first = make_procedure(supervision, steps, title="งานแรก")
    second = make_procedure(ict, steps, title="งานที่สอง")
    cycle = open_year(office)
    one, other = task_of(first, "1"), task_of(second, "1")
    assert one.step_id
    assert other.step_id
    tie_steps(cycle, [Tied(one.step_id, other.step_id, Tie.MERGE)], by=chief)
    assert list(left_open(cycle)) == [one]
    carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief)
    close_year(cycle, by=chief)
    other.refresh_from_db()
    assert (other.is_carried_over, other.due_on, other.served_by) == (True, NEXT_DUE, one)


def refused_gate(procedure: Procedure, doer: Member, deciders: list[Member]) -> Task:
    gate = submit(task_of(procedure, "3"), "เสนอแผน", by=doer)
    for decider in deciders[:-1]:
        decision = current(gate)
        give(decision, "เห็นควร", by=decider)
    decision = current(gate)
    return refuse(decision, "ไม่มีงบประมาณ", by=deciders[-1])


def test_what_was_refused_goes_on_with_the_work_behind_it(
    cycle: Cycle, procedure: Procedure, chief: Member, doer: Member, boss: Member, second: Member
) -> None:
    gate = refused_gate(procedure, doer, [boss, second, chief])
    close_with_all_carried(cycle, chief)
    assert task_of(procedure, "4.1").state == "waiting"
    again = propose_anew(gate, by=doer)
    assert (again.state, again.due_on) == ("open", NEXT_DUE)


def test_what_was_refused_goes_on_while_anything_behind_it_does(
    office: Office, supervision: Unit, chief: Member, doer: Member, boss: Member, second: Member
) -> None:
    steps = [*STEPS, {"title": "สรุปผล", "months": [9], "actions": ["report"]}]
    procedure = make_procedure(supervision, steps)
    cycle = open_year(office)
    gate = refused_gate(procedure, doer, [boss, second, chief])
    was_due, behind = gate.due_on, [task_of(procedure, "4.1"), task_of(procedure, "5")]
    carry_over(cycle, ids(*behind), due_on=NEXT_DUE, by=chief)
    keep_in_year(cycle, ids(behind[0]), by=chief)
    gate.refresh_from_db()
    assert (gate.is_carried_over, gate.due_on) == (True, NEXT_DUE)
    keep_in_year(cycle, ids(behind[1]), by=chief)
    gate.refresh_from_db()
    assert (gate.is_carried_over, gate.due_on) == (False, was_due)


def test_what_was_refused_and_held_nothing_back_ends_with_the_year(
    cycle: Cycle, procedure: Procedure, chief: Member, doer: Member, boss: Member, second: Member
) -> None:
    gate = refused_gate(procedure, doer, [boss, second, chief])
    end_tasks(cycle, ids(task_of(procedure, "4.1")), End.VOID, why="ยุติ", by=chief)
    close_with_all_carried(cycle, chief)
    with pytest.raises(CycleClosedError):
        propose_anew(gate, by=doer)
    gate.refresh_from_db()
    assert gate.state == "void"
    assert not Task.objects.filter(state__in=Task.UNFINISHED, is_carried_over=False).exists()


# Who and when


@pytest.mark.parametrize("who", ["head", "deputy", "planning", "supervisor"])
def test_only_the_director_closes(
    office: Office, cycle: Cycle, who: str, request: pytest.FixtureRequest
) -> None:
    by = as_member(request.getfixturevalue(who), office, CLOSING_DAY)
    task = left_open(cycle)[0]
    for act in (
        lambda: carry_over(cycle, [task.pk], due_on=NEXT_DUE, by=by),
        lambda: keep_in_year(cycle, [task.pk], by=by),
        lambda: end_tasks(cycle, [task.pk], End.SKIP, why="งด", by=by),
        lambda: close_year(cycle, by=by),
        lambda: reopen_year(cycle, why="ยังไม่เสร็จ", by=by),
    ):
        with pytest.raises(RefusedError):
            act()


def test_a_year_closes_in_its_last_month(office: Office, cycle: Cycle, director: User) -> None:
    early = as_member(director, office, date(2027, 8, 31))
    with pytest.raises(YearNotOverError, match="1 กันยายน 2570"):
        close_year(cycle, by=early)


def test_closing_twice_is_one_close(cycle: Cycle, chief: Member) -> None:
    close_with_all_carried(cycle, chief)
    at = Cycle.objects.get().closed_at
    close_year(cycle, by=chief)
    assert Cycle.objects.get().closed_at == at
    assert Entry.objects.filter(verb="cycle.closed").count() == 1


# A closed year


def test_a_closed_year_takes_no_new_work(
    office: Office, cycle: Cycle, procedure: Procedure, supervision: Unit, chief: Member, doer: Member
) -> None:
    one = task_of(procedure, "1")
    end_tasks(cycle, all_left(cycle), End.SKIP, why="งด", by=chief)
    close_year(cycle, by=chief)
    make_procedure(supervision, title="งานเพิ่ม")
    with pytest.raises(CycleClosedError):
        open_year(office)
    one.refresh_from_db()
    with pytest.raises(CycleClosedError):
        submit(one, "เสนอ", by=doer)
    with pytest.raises(CycleClosedError):
        skip(one, why="งด", by=chief)
    with pytest.raises(CycleClosedError):
        carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief)
    assert (Run.objects.count(), one.state) == (1, "skipped")


def test_carried_work_goes_on_until_it_is_done(
    office: Office, cycle: Cycle, procedure: Procedure, chief: Member, doer: Member, boss: Member
) -> None:
    one = task_of(procedure, "1")
    close_with_all_carried(cycle, chief)
    one.refresh_from_db()
    assert one in work_of(doer).todo
    take_up(one, by=doer)
    assign(one, doer.person, by=boss)
    write_log(one, "ทำต่อ", on=CLOSING_DAY, by=doer)
    for _ in range(2):
        submit(Task.objects.get(pk=one.pk), "แล้ว", by=doer)
        decision = current(one)
        send_back(decision, "แก้ไข", by=boss)
    submit(Task.objects.get(pk=one.pk), "แล้ว", by=doer)
    decision = current(one)
    assert give(decision, "", by=boss).state == "done"


def test_evidence_of_the_new_window_is_matched_and_recounted(
    office: Office, cycle: Cycle, procedure: Procedure, chief: Member, doer: Member
) -> None:
    with visits_declared():
        visit = task_of(procedure, "2", "1/2570")
        close_with_all_carried(cycle, chief)
        for day, expected in ((date(2027, 12, 1), 1), (date(2028, 9, 30), 2), (date(2028, 10, 1), 2)):
            a_visit(office, day)
            visit.refresh_from_db()
            assert visit.done == expected
        assert rebuild(Task.objects.all()) == 0


def test_what_is_carried_over_is_handed_over_too(
    office: Office, cycle: Cycle, procedure: Procedure, chief: Member, doer: Member, boss: Member
) -> None:
    one, other = task_of(procedure, "1"), task_of(procedure, "3")
    Task.objects.filter(pk__in=ids(one, other)).update(assignee=doer.person)
    submit(other, "เสนอ", by=doer)
    close_with_all_carried(cycle, chief)
    assert set(in_hand(doer.person, None, on=CLOSING_DAY).tasks) == {one, other}
    hand_over_all(doer.person, boss.person, on=CLOSING_DAY, reason="ย้าย", by=chief)
    assert {Task.objects.get(pk=pk).assignee for pk in ids(one, other)} == {boss.person}


def test_what_earlier_years_left_is_decided_again(
    office: Office, cycle: Cycle, procedure: Procedure, chief: Member, director: User
) -> None:
    close_with_all_carried(cycle, chief)
    later = as_member(director, office, date(2028, 9, 20))
    with time_machine.travel(datetime(2028, 9, 20, 9, 30, tzinfo=BANGKOK), tick=False):
        following = open_year(office, year_be=2571)
        one = task_of_year(cycle, "1")
        assert one in left_open(following)
        carry_over(following, all_left(following), due_on=date(2028, 11, 1), by=later)
        assert not left_open(following).exists()
        with pytest.raises(CycleClosedError):
            keep_in_year(cycle, [one.pk], by=later)
        close_year(following, by=later)


def task_of_year(cycle: Cycle, number: str) -> Task:
    return Task.objects.get(run__cycle=cycle, number=number)


# Opened again


def test_a_year_is_opened_again_with_a_reason(cycle: Cycle, procedure: Procedure, chief: Member) -> None:
    close_with_all_carried(cycle, chief)
    with pytest.raises(ReasonMissingError):
        reopen_year(cycle, why="", by=chief)
    for _ in range(2):
        reopen_year(cycle, why="ปิดก่อนกำหนด", by=chief)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.closed_at) == (Cycle.State.OPEN, None)
    assert Entry.objects.get(verb="cycle.reopened").why == "ปิดก่อนกำหนด"
    one = task_of(procedure, "1")
    keep_in_year(cycle, [one.pk], by=chief)
    assert one in left_open(cycle)


# Pages


def page(client: Client, office: Office, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"cycles:{name}", args=[office.code, *args]) + query)
    assert response.status_code == 200
    return page_text(response)


def decide(client: Client, office: Office, **data: Any) -> Any:
    return client.post(reverse("cycles:cycle-close-decide", args=[office.code, 2570]), data, follow=True)


def test_the_year_is_closed_by_the_page(
    client: Client, office: Office, director: User, cycle: Cycle, procedure: Procedure
) -> None:
    client.force_login(director)
    assert "ยังไม่ได้กำหนดว่ายกไปหรือยุติ 5 งาน" in page(client, office, "cycle-close", 2570)
    tasks = [str(pk) for pk in all_left(cycle)]
    told = decide(client, office, tasks=tasks[:2], act="carry", due_on="30 ธ.ค. 2570")
    assert "บันทึกแล้ว 2 งาน" in page_text(told)
    refused = client.post(reverse("cycles:cycle-close", args=[office.code, 2570]))
    assert refused.status_code == 409
    told = decide(client, office, tasks=tasks[2:], act="skip", reason="ไม่มีงบประมาณ")
    assert "กำหนดครบทุกงานแล้ว" in page_text(told)
    closed = client.post(reverse("cycles:cycle-close", args=[office.code, 2570]), follow=True)
    assert "ปิดปีงบประมาณ พ.ศ. 2570 แล้ว" in page_text(closed)
    assert "เริ่มปีงบประมาณ พ.ศ. 2571" in page_text(closed)
    reopened = client.post(
        reverse("cycles:cycle-reopen", args=[office.code, 2570]), {"reason": "ยังไม่ครบ"}, follow=True
    )
    assert "ยกไปปีงบประมาณถัดไป 2 งาน" in page_text(reopened)


def test_a_line_a_procedure_and_nothing_is_chosen_beforehand(
    client: Client, office: Office, supervision: Unit, director: User, cycle: Cycle, procedure: Procedure
) -> None:
    make_procedure(supervision, STEPS[:1], title="งานที่สอง")
    open_year(office)
    client.force_login(director)
    response = client.get(reverse("cycles:cycle-close", args=[office.code, 2570]))
    (unit,) = response.context["found"].left
    assert [(len(one.rows), one.late_count) for one in unit.runs] == [(5, 3), (1, 1)]
    text = response.content.decode()
    assert text.count(' name="tasks"') == 6
    assert " checked" not in text


def test_what_is_carried_is_taken_back_by_the_page(
    client: Client, office: Office, director: User, cycle: Cycle, procedure: Procedure, chief: Member
) -> None:
    one, other = task_of(procedure, "1"), task_of(procedure, "3")
    carry_over(cycle, [one.pk], due_on=NEXT_DUE, by=chief)
    client.force_login(director)
    told = decide(client, office, tasks=[str(one.pk), str(other.pk)], act="keep")
    assert "บันทึกแล้ว 1 งาน" in page_text(told)
    assert "เปลี่ยนสถานะไปก่อนแล้ว" not in page_text(told)
    assert not carried_on(cycle).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "carry", "due_on": "30 ธ.ค. 2570"}, "โปรดเลือกงานอย่างน้อย 1 งาน"),
        ({"tasks": "own", "act": "carry", "due_on": ""}, "โปรดระบุวันครบกำหนดใหม่"),
        ({"tasks": "own", "act": "carry", "due_on": "1 ก.ย. 2570"}, "วันครบกำหนดใหม่ต้องอยู่ระหว่าง"),
        ({"tasks": "own", "act": "void", "reason": " "}, "โปรดระบุเหตุผลที่ยุติงาน"),
        ({"tasks": "own", "act": "keep"}, "ยังไม่ได้ยกไปปีงบประมาณถัดไป"),
        ({"tasks": "own"}, "โปรดกดว่ายกไปหรือยุติ"),
        ({"tasks": "gone", "act": "carry", "due_on": "30 ธ.ค. 2570"}, "มีผู้แก้ไขก่อนหน้าท่าน"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client,
    office: Office,
    director: User,
    cycle: Cycle,
    procedure: Procedure,
    data: dict[str, str],
    words: str,
) -> None:
    client.force_login(director)
    own = str(task_of(procedure, "1").pk)
    known = {"own": own, "gone": "019a0000-0000-7000-8000-000000000000"}
    sent = {**data, **({"tasks": known[data["tasks"]]} if "tasks" in data else {})}
    response = decide(client, office, **sent)
    assert (response.status_code, words in page_text(response)) == (422, True)
    assert (f'id="left-{own}" checked' in response.content.decode()) is (data.get("tasks") == "own")
    assert not Task.objects.filter(is_carried_over=True).exists()


def test_a_division_that_was_decided_by_another_is_told(
    client: Client, office: Office, director: User, cycle: Cycle, chief: Member
) -> None:
    client.force_login(director)
    tasks = [str(pk) for pk in all_left(cycle)]
    end_tasks(cycle, all_left(cycle), End.SKIP, why="งด", by=chief)
    response = decide(client, office, tasks=tasks, act="carry", due_on="30 ธ.ค. 2570")
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in page_text(response)


def test_past_years_are_read(
    client: Client, office: Office, director: User, cycle: Cycle, procedure: Procedure, chief: Member
) -> None:
    close_with_all_carried(cycle, chief)
    client.force_login(director)
    with time_machine.travel(datetime(2027, 10, 4, 9, 30, tzinfo=BANGKOK), tick=False):
        open_year(office, year_be=2571)
        text = page(client, office, "year-list")
        assert text.index("ปีงบประมาณ พ.ศ. 2571") < text.index("ปีงบประมาณ พ.ศ. 2570")
        assert "มีงานที่ยกมาจากปีงบประมาณก่อน 5 งาน" in page(client, office, "year-chart")
        past = page(client, office, "year-chart", query="?year=2570")
        assert "ปิดปีงบประมาณแล้ว" in past
        assert "ปีงบประมาณ พ.ศ. 2570 · " in past
        task = task_of_year(cycle, "1")
        assert "ปิดปีงบประมาณ พ.ศ. 2570 แล้ว" in page(client, office, "run-page", task.run_id)
        assert "ที่ยกไปปีงบประมาณถัดไป" in page(client, office, "task-page", task.pk)
        for wrong in ("2569", "x", "99999"):
            address = reverse("cycles:year-chart", args=[office.code])
            assert client.get(address, {"year": wrong}).status_code == 404


def test_a_year_in_numbers(cycle: Cycle, procedure: Procedure, chief: Member, doer: Member) -> None:
    end_tasks(cycle, ids(task_of(procedure, "1")), End.SKIP, why="งด", by=chief)
    end_tasks(cycle, ids(task_of(procedure, "4.1")), End.VOID, why="ยกเลิก", by=chief)
    carry_over(cycle, ids(task_of(procedure, "3")), due_on=NEXT_DUE, by=chief)
    (line,) = year_lines(chief)
    told = (line.runs, line.total, line.done, line.late, line.skipped, line.voided, line.carried)
    assert told == (1, 4, 0, 1, 1, 1, 1)


def test_the_pages_cost_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, director: User, cycle: Cycle, chief: Member
) -> None:
    client.force_login(director)
    addresses = [
        reverse("cycles:year-list", args=[office.code]),
        reverse("cycles:year-chart", args=[office.code]),
        reverse("cycles:cycle-close", args=[office.code, 2570]),
    ]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    carry_over(cycle, list(all_left(cycle))[:1], due_on=NEXT_DUE, by=chief)
    one = costs()
    for number in range(5):
        make_procedure(supervision, STEPS, title=f"งานที่ {number}")
    open_year(office)
    carry_over(cycle, list(all_left(cycle))[:9], due_on=NEXT_DUE, by=chief)
    assert costs() == one


def test_the_file_of_the_years(client: Client, office: Office, director: User, cycle: Cycle) -> None:
    client.force_login(director)
    response = client.get(reverse("cycles:year-list", args=[office.code]), {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "2570" in text


def test_the_day_that_is_proposed_has_not_passed(
    client: Client, office: Office, director: User, cycle: Cycle
) -> None:
    with time_machine.travel(datetime(2027, 10, 30, 9, tzinfo=BANGKOK), tick=False):
        client.force_login(director)
        page = client.get(reverse("cycles:cycle-close", args=[office.code, cycle.fiscal_year_be]))
        assert page.context["form"]["due_on"].value() == "30 ต.ค. 2570"
