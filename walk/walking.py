"""Walks a year: each task by whoever may do it, then station by station until it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nithet.core.clock import travelled
from nithet.cycles import access
from nithet.cycles.models import Cycle, Decision, Evidence, Run, Task
from nithet.cycles.services import deciding, working
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.thai.calendar import add_working_days
from nithet.workspace.demo.acting import Staff
from nithet.workspace.demo.seats import SEATS
from walk.doing import NobodyDoesError, do
from walk.year import moment

# From below: the nearest who may decide does.
DECIDERS = ("head", "head2", "deputy", "deputy2", "planning", "finance", "director")
DOERS = tuple(seat.username for seat in SEATS if seat.username)


@dataclass
class Told:
    """How a run ended."""

    run: Run
    steps: int = 0
    tasks: int = 0
    done: int = 0
    evidence: Counter[str] = field(default_factory=Counter)
    stood_in: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def walk(cycle: Cycle) -> Iterator[Told]:
    staff = Staff(cycle.office)
    told = {run.pk: Told(run) for run in cycle.runs.order_by("position")}
    day = cycle.starts_on
    while task := _next(cycle):
        day = max(day, add_working_days(task.due_on, 0))
        with travelled(moment(day)):
            _finish(task, staff, day, told[task.run_id])
    for one in told.values():
        yield _told(one)


def _next(cycle: Cycle) -> Task | None:
    open_ones = Task.objects.filter(run__cycle=cycle, state=Task.State.OPEN, is_container=False)
    return open_ones.select_related("unit", "run", "assignee").order_by("due_on", "position", "pk").first()


def _finish(task: Task, staff: Staff, day: date, told: Told) -> None:
    """Through the services and no other way; what cannot be done is told and skipped, so that the rest is tried."""
    try:
        by = _doer(task, staff, day)
        working.take_up(task, by=by)
        told.stood_in.update(do(task, by=by))
        working.submit(task, "", by=by)
        while decision := _current(task.pk):
            deciding.give(decision, "", by=_decider(decision, staff, day))
    except (NobodyDoesError, AssertionError, LookupError) as fault:
        told.faults.append(f"{task.number}: {fault!r}")
        Task.objects.filter(pk=task.pk).update(state=Task.State.VOID)


def _doer(task: Task, staff: Staff, day: date) -> Member:
    known = (staff.member(name, day) for name in DOERS)
    if doer := next((one for one in known if access.can_work(one, task)), None):
        return doer
    raise LookupError(f"nobody may do {task.title}")


def _current(task: UUID) -> Decision | None:
    waiting = Decision.objects.filter(round__task=task, state=Decision.State.CURRENT)
    return waiting.select_related("unit", "round__task", "round__submitted_by").first()


def _decider(decision: Decision, staff: Staff, day: date) -> Member:
    known = (staff.member(name, day) for name in DECIDERS)
    if decider := next((one for one in known if access.can_decide(one, decision)), None):
        return decider
    raise LookupError(f"nobody decides for {decision.get_role_display()}")


def _told(told: Told) -> Told:
    tasks = Task.objects.filter(run=told.run, is_container=False)
    told.tasks = tasks.count()
    told.done = tasks.filter(state=Task.State.DONE).count()
    told.steps = Step.objects.filter(procedure=told.run.procedure_id).count()
    shown = Evidence.objects.filter(task__run=told.run, voided_at=None)
    told.evidence.update(shown.values_list("kind", flat=True))
    if told.done < told.tasks:
        told.faults.append(f"{told.tasks - told.done} not done")
    return told
