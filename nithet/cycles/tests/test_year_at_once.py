"""Acts on the life of a year at the same moment: one answer each, nothing left between two states."""

from __future__ import annotations

from datetime import date, datetime
from threading import Event
from time import sleep

import pytest
import time_machine
from django.db import transaction

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.models import Cycle, Decision, Run, Task
from nithet.cycles.services.cancelling import cancel_run, take_back_run
from nithet.cycles.services.closing import carry_over, close_year, reopen_year
from nithet.cycles.services.deciding import give
from nithet.cycles.services.recalling import recall
from nithet.cycles.services.working import lock_run, skip, submit
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.cycles.tests.test_two_at_once import at_once
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 3
CLOSING_DAY, NEXT_DUE = date(2027, 9, 24), date(2027, 12, 30)
STEPS = [
    {"title": "สำรวจ", "months": [11], "actions": ["operate"]},
    {"title": "นิเทศ", "months": [12], "actions": ["visit"]},
]


@pytest.fixture
def chief(office: Office, director: User) -> Member:
    return as_member(director, office, CLOSING_DAY)


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision, STEPS)


@pytest.fixture
def cycle(office: Office, procedure: Procedure) -> Cycle:
    return open_year(office)


def ids(cycle: Cycle) -> set[object]:
    return set(Task.objects.filter(run__cycle=cycle).values_list("pk", flat=True))


def undecided_in_closed() -> bool:
    """What must never be: open work of a closed year that nobody carried over."""
    left = Task.objects.filter(state__in=Task.UNFINISHED, is_carried_over=False)
    return left.filter(run__cycle__state=Cycle.State.CLOSED).exists()


@pytest.mark.parametrize("_time", range(TIMES))
def test_closed_by_two_it_is_closed_once(cycle: Cycle, chief: Member, _time: int) -> None:
    carry_over(cycle, ids(cycle), due_on=NEXT_DUE, by=chief)  # type: ignore[arg-type]  # keys
    assert at_once(*(lambda: close_year(cycle, by=chief) for _ in range(3))) == ["done"] * 3
    assert Entry.objects.filter(verb="cycle.closed").count() == 1


@pytest.mark.parametrize("_time", range(TIMES))
def test_closing_and_adding_at_once_leave_nothing_undecided(
    office: Office, cycle: Cycle, supervision: Unit, chief: Member, _time: int
) -> None:
    carry_over(cycle, ids(cycle), due_on=NEXT_DUE, by=chief)  # type: ignore[arg-type]  # keys
    make_procedure(supervision, STEPS, title="งานเพิ่ม")
    told = at_once(lambda: close_year(cycle, by=chief), lambda: open_year(office))
    assert sorted(told) in (["CycleClosedError", "done"], ["YearUndecidedError", "done"])
    assert not undecided_in_closed()


@pytest.mark.parametrize("_time", range(TIMES))
def test_closing_and_keeping_open_at_once(cycle: Cycle, chief: Member, _time: int) -> None:
    carry_over(cycle, ids(cycle), due_on=NEXT_DUE, by=chief)  # type: ignore[arg-type]  # keys
    close_year(cycle, by=chief)
    told = at_once(lambda: reopen_year(cycle, why="ยังไม่ครบ", by=chief), lambda: close_year(cycle, by=chief))
    assert told == ["done", "done"]
    assert not undecided_in_closed()


def test_a_recall_that_waited_for_the_closing_finds_the_year_closed(
    office: Office, cycle: Cycle, procedure: Procedure, boss: Member, doer: Member, chief: Member
) -> None:
    closing = Event()

    def close() -> None:
        with transaction.atomic():
            close_year(cycle, by=chief)
            closing.set()
            # So long the recall waits.
            sleep(0.5)

    def recall_meanwhile() -> None:
        closing.wait(10)
        recall(decision, by=head)

    with time_machine.travel(datetime(2027, 9, 24, 9, tzinfo=BANGKOK)):
        skip(task_of(procedure, "2"), why="งด", by=boss)
        head = as_member(boss.user, office, CLOSING_DAY)
        submit(task_of(procedure, "1"), "แล้ว", by=doer)
        decision = Decision.objects.get()
        give(decision, "", by=head)
        assert at_once(close, recall_meanwhile) == ["done", "CycleClosedError"]
    assert not undecided_in_closed()


def test_whoever_waited_for_a_run_sees_that_its_year_was_closed(
    cycle: Cycle, procedure: Procedure, boss: Member, chief: Member
) -> None:
    """By the lock of the run alone: there is nothing that an act could forget to hold before."""
    closing = Event()

    def close() -> None:
        with transaction.atomic():
            close_year(cycle, by=chief)
            closing.set()
            # So long the other waits.
            sleep(0.5)

    def act_meanwhile() -> None:
        closing.wait(10)
        with transaction.atomic():
            lock_run(run.pk)

    run = Run.objects.get()
    for number in ("1", "2"):
        skip(task_of(procedure, number), why="งด", by=boss)
    assert at_once(close, act_meanwhile) == ["done", "CycleClosedError"]


@pytest.mark.parametrize("_time", range(TIMES))
def test_skipped_or_carried_and_never_both(
    cycle: Cycle, procedure: Procedure, boss: Member, chief: Member, _time: int
) -> None:
    task = task_of(procedure, "1")
    told = at_once(
        lambda: carry_over(cycle, [task.pk], due_on=NEXT_DUE, by=chief), lambda: skip(task, why="งด", by=boss)
    )
    assert told == ["done", "done"]
    task.refresh_from_db()
    # Carried first, it was skipped after; skipped first, there was nothing to carry.
    assert task.state == "skipped"
    assert task.is_carried_over is Entry.objects.filter(verb="task.carried_over").exists()


@pytest.mark.parametrize("_time", range(TIMES))
def test_submitted_and_cancelled_at_once_nothing_waits_in_a_cancelled_run(
    cycle: Cycle, procedure: Procedure, doer: Member, chief: Member, _time: int
) -> None:
    run, task = Run.objects.get(), task_of(procedure, "1")
    told = at_once(lambda: cancel_run(run, why="ยุติ", by=chief), lambda: submit(task, "แล้ว", by=doer))
    assert told[0] == "done"
    assert told[1] in ("done", "RunVoidedError")
    assert {t.state for t in Task.objects.all()} == {"void"}
    assert not Decision.objects.filter(state__in=("current", "queued")).exists()


@pytest.mark.parametrize("_time", range(TIMES))
def test_cancelled_and_taken_back_by_two_it_is_once(cycle: Cycle, chief: Member, _time: int) -> None:
    run = Run.objects.get()
    assert at_once(*(lambda: cancel_run(run, why="ยุติ", by=chief) for _ in range(2))) == ["done"] * 2
    day = Run.objects.get().voided_at
    assert day
    Run.objects.update(voided_at=day.replace(year=2027, month=9, day=24, hour=3))
    run.refresh_from_db()
    assert at_once(*(lambda: take_back_run(run, by=chief) for _ in range(2))) == ["done"] * 2
    assert {t.state for t in Task.objects.all()} == {"open"}
    verbs = Entry.objects.filter(verb__in=("run.voided", "run.restored")).values_list("verb", flat=True)
    assert sorted(verbs) == ["run.restored", "run.voided"]


@pytest.mark.parametrize("_time", range(TIMES))
def test_evidence_offered_while_work_is_carried_over_is_found(
    office: Office, cycle: Cycle, procedure: Procedure, chief: Member, _time: int
) -> None:
    """Before it was carried over the day did not fit."""
    with visits_declared():
        visit = task_of(procedure, "2")
        told = at_once(
            lambda: carry_over(cycle, [visit.pk], due_on=NEXT_DUE, by=chief),
            lambda: a_visit(office, date(2027, 11, 10)),
        )
        assert told == ["done", "done"]
        visit.refresh_from_db()
        assert visit.done == 1
