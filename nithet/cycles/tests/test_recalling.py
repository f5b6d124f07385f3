"""เรียกคืน: everything as before the decision, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import RecallError
from nithet.cycles.models import Decision, Evidence, Task, TaskRound
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.recalling import recall
from nithet.cycles.services.working import propose_anew, submit, take_up
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.cycles.tests.test_two_at_once import at_once
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)
TASK_FIELDS = ("state", "round", "times_returned", "reason", "submitted_at", "finished_at", "is_refused")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A minute passes between acts."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def all_of(task: Task) -> tuple[list[Any], ...]:
    """What must be as before: the run's tasks, the rounds, the decisions."""
    run = Task.objects.filter(run=task.run_id).order_by("position", "starts_on")
    decisions = Decision.objects.filter(round__task=task).order_by("round__number", "position")
    return (
        list(run.values_list("number", "is_stopped", "is_container", *TASK_FIELDS)),
        list(TaskRound.objects.filter(task=task).values_list("outcome", "reason", "closed_at")),
        list(
            decisions.values_list(
                "state", "opinion", "conditions", "marked", "decided_by", "decided_as", "decided_at"
            )
        ),
    )


Act = Callable[[Decision, Member], object]
ACTS: dict[str, Act] = {
    "approved": lambda d, by: give(d, "เห็นชอบตามเสนอ", conditions="รายงานทุกเดือน", by=by),
    "returned": lambda d, by: send_back(d, "งบไม่ตรง", marked=[{"field": "money", "title": "วงเงิน", "words": "แก้"}], by=by),
    "refused": lambda d, by: refuse(d, "ไม่มีงบ", by=by),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_all_is_as_before_the_decision(
    plan: Task, chief: Member, clock: time_machine.Traveller, act: str
) -> None:
    before, decision = all_of(plan), current(plan)
    clock.shift(60)
    ACTS[act](decision, chief)
    assert all_of(plan) != before
    clock.shift(60)
    recall(decision, by=chief)
    assert all_of(plan) == before
    told = Entry.objects.get(verb="task.recalled")
    assert (told.by_id, told.facts["to"] != "") == (chief.user.pk, True)


@pytest.mark.parametrize("act", ACTS)
def test_recalled_twice_is_recalled_once_and_may_be_decided_anew(
    plan: Task, chief: Member, clock: time_machine.Traveller, act: str
) -> None:
    decision = current(plan)
    clock.shift(60)
    ACTS[act](decision, chief)
    for _ in range(2):
        recall(Decision.objects.get(pk=decision.pk), by=chief)
    assert Entry.objects.filter(verb="task.recalled").count() == 1
    give(current(plan), "", by=chief)
    assert Task.objects.get(pk=plan.pk).state == "done"


def test_a_station_on_the_way_is_recalled_until_the_next_has_acted(
    procedure: Procedure,
    doer: Member,
    boss: Member,
    second: Member,
    chief: Member,
    clock: time_machine.Traveller,
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    before, decision = all_of(task), current(task)
    give(decision, "เห็นควร", by=boss)
    recall(decision, by=boss)
    assert all_of(task) == before
    give(decision, "เห็นควรอนุมัติ", by=boss)
    clock.shift(60)
    give(current(task), "", by=second)
    with pytest.raises(RecallError, match="ผู้พิจารณาลำดับถัดไปพิจารณาแล้ว"):
        recall(decision, by=boss)


def test_those_passed_over_by_a_superior_are_asked_again(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    before, decision = all_of(task), current(task)
    give(decision, "", by=chief)
    recall(decision, by=chief)
    assert all_of(task) == before


def test_what_it_freed_was_taken_up(
    plan: Task, procedure: Procedure, doer: Member, chief: Member, clock: time_machine.Traveller
) -> None:
    """Prepared before is not taken up after."""
    freed, decision = task_of(procedure, "3", "2/2569"), current(plan)
    take_up(freed, by=doer)
    clock.shift(60)
    give(decision, "", by=chief)
    recall(decision, by=chief)
    assert Task.objects.get(pk=freed.pk).state == "waiting"
    clock.shift(60)
    give(decision, "", by=chief)
    clock.shift(60)
    take_up(task_of(procedure, "4"), by=doer)
    with pytest.raises(RecallError, match="มีผู้ดำเนินการต่อจากผลนี้แล้ว"):
        recall(decision, by=chief)
    assert Task.objects.get(pk=plan.pk).state == "done"


def test_not_after_the_doer_began_to_mend_it(
    plan: Task, doer: Member, chief: Member, clock: time_machine.Traveller
) -> None:
    decision = current(plan)
    clock.shift(60)
    send_back(decision, "งบไม่ตรง", by=chief)
    clock.shift(60)
    write_log(Task.objects.get(pk=plan.pk), "แก้ไขแล้ว", on=doer.on, by=doer)
    with pytest.raises(RecallError, match="เริ่มแก้ไขแล้ว"):
        recall(decision, by=chief)


def test_not_after_it_was_proposed_anew(plan: Task, doer: Member, chief: Member) -> None:
    decision = current(plan)
    refuse(decision, "ไม่มีงบ", by=chief)
    propose_anew(Task.objects.get(pk=plan.pk), by=doer)
    with pytest.raises(RecallError):
        recall(decision, by=chief)
    assert Task.objects.get(pk=plan.pk).state == "open"


def test_only_the_same_day_and_by_who_decided(
    plan: Task, chief: Member, boss: Member, doer: Member, office: Office, clock: time_machine.Traveller
) -> None:
    decision = current(plan)
    clock.shift(60)
    give(decision, "", by=chief)
    decision.refresh_from_db()
    for other in (boss, doer):
        with pytest.raises(RefusedError):
            recall(decision, by=other)
    clock.move_to(MORNING + timedelta(days=1))
    with pytest.raises(RecallError, match="ภายในวันที่พิจารณา"):
        recall(decision, by=as_member(chief.user, office, chief.on + timedelta(days=1)))


@pytest.mark.parametrize("ask", ["certify", "approve"])
def test_the_step_that_a_part_finished_is_not_finished_any_more(
    office: Office, supervision: Unit, doer: Member, boss: Member, chief: Member, ask: str
) -> None:
    steps = [
        {"title": "แผนงาน", "months": [10], "ask": ask, "parts": [{"title": "ร่าง", "actions": ["plan"]}]},
        {"title": "ลงมือ", "months": [11]},
    ]
    procedure = make_procedure(supervision, steps, title="งานมีแผน")
    open_year(office)
    part = task_of(procedure, "1.1")
    submit(part, "ร่างแล้ว", by=doer)
    before, decision = all_of(part), current(part)
    give(decision, "", by=boss)
    assert all_of(part) != before
    recall(decision, by=boss)
    assert all_of(part) == before


def test_what_had_come_to_the_step_waits_until_its_part_is_finished_again(
    office: Office, supervision: Unit, doer: Member, boss: Member, clock: time_machine.Traveller
) -> None:
    part = {"title": "ร่าง", "actions": ["plan"]}
    step = {"title": "ออกนิเทศตามแผน", "months": [11], "ask": "approve", "actions": ["visit"], "parts": [part]}
    procedure = make_procedure(supervision, [step], title="งานมีแผน")
    open_year(office)
    stands = Task.objects.filter(run__procedure=procedure, number="1").values(
        "is_container", "done", "target", "is_met"
    )
    shown = Evidence.objects.filter(task__run__procedure=procedure, kind="visit", voided_at=None)
    with visits_declared():
        a_visit(office, doer.on)
        part_task = task_of(procedure, "1.1")
        submit(part_task, "ร่างแล้ว", by=doer)
        before, decision = stands.get(), current(part_task)
        give(decision, "", by=boss)
        assert ([one.task for one in shown.all()], stands.get()["done"]) == ([task_of(procedure, "1")], 1)
        recall(decision, by=boss)
        assert (list(shown.all()), stands.get()) == ([], before)
        assert Entry.objects.get(verb="evidence.unmatched").why == "ขั้นตอนย่อยกลับมารอพิจารณา"
        clock.shift(60)
        give(current(part_task), "", by=boss)
        assert (shown.count(), stands.get()["done"]) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_a_recall_and_the_next_station_never_both_hold(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member, _time: int
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    first = current(task)
    give(first, "", by=boss)
    following = current(task)
    told = at_once(lambda: recall(first, by=boss), lambda: give(following, "", by=second))
    assert ("done" in told, len(set(told))) == (True, 2)
    states = list(Decision.objects.order_by("position").values_list("state", flat=True))
    assert states == (["current", "queued", "queued"] if told[0] == "done" else ["given", "given", "current"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_a_recall_and_taking_up_what_it_freed_leave_no_half(
    plan: Task, procedure: Procedure, doer: Member, chief: Member, _time: int
) -> None:
    decision = current(plan)
    give(decision, "", by=chief)
    freed = task_of(procedure, "4")
    told = at_once(lambda: recall(decision, by=chief), lambda: take_up(freed, by=doer))
    assert told[1] == "done"
    states = Task.objects.get(pk=plan.pk).state, Task.objects.get(pk=freed.pk).state
    assert states == (("submitted", "waiting") if told[0] == "done" else ("done", "open"))


def test_a_decision_of_another_is_not_recalled_from_a_page_that_is_behind(
    office: Office, plan: Task, chief: Member
) -> None:
    """Both may decide; what the one saw as waiting, the other has decided."""
    acting = as_member(make_member_user(office, Role.DIRECTOR, username="acting"), office)
    behind = current(plan)
    give(current(plan), "เห็นชอบ", by=chief)
    with pytest.raises(RefusedError, match="เรียกคืนได้เฉพาะ"):
        recall(behind, by=acting)
    assert Task.objects.get(pk=plan.pk).state == "done"


def test_only_those_dropped_with_it_are_asked_again(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    """Papers of one day bear the same moment; here the clock stands."""
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    give(current(task), "", by=second)
    before, last = all_of(task), current(task)
    give(last, "", by=chief)
    recall(last, by=chief)
    assert all_of(task) == before
