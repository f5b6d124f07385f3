"""A task on its way: taken up, assigned, submitted, withdrawn, skipped, released."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import (
    NoDeciderError,
    NoEvidenceError,
    NotOfDivisionError,
    ReasonMissingError,
    TaskStateError,
)
from nithet.cycles.models import Decision, Run, Task, TaskRound
from nithet.cycles.planning import blocks
from nithet.cycles.routes import LADDER, OF_A_DIVISION, Holder, Station, route
from nithet.cycles.services.counting import lacking
from nithet.cycles.services.offering import match_again
from nithet.cycles.services.serving import finish_served
from nithet.manuals.models import Step
from nithet.offices.access import holders, staff_of_division
from nithet.offices.members import Member
from nithet.offices.models import Person, Unit

State = Task.State


@transaction.atomic
def take_up(task: Task, *, by: Member) -> Task:
    """รับเรื่อง: a shared task becomes one's own. Twice by the same person changes nothing."""
    access.can_work(by, task).or_refuse()
    changed = open_to(task, by).filter(taken_up_at=None).update(taken_up_at=now(), assignee=by.person)
    task.refresh_from_db()
    if not changed and not (task.assignee_id == by.person.pk and task.state in (State.OPEN, State.WAITING)):
        raise _wrong_state(task, "รับเรื่อง")
    if changed:
        record("task.taken_up", by=by, on=task, within=task.run_id)
    return task


def open_to(task: Task, by: Member) -> QuerySet[Task]:
    """The task's row while it takes work and is nobody else's, as the condition of an update."""
    mine = Q(assignee=None) | Q(assignee=by.person)
    return Task.objects.filter(
        mine, pk=task.pk, state__in=(State.OPEN, State.WAITING), is_container=False, served_by=None
    )


@transaction.atomic
def assign(task: Task, person: Person, *, by: Member) -> Task:
    """มอบหมายผู้รับผิดชอบ by the head or the clerk for them, or ส่งมอบงาน by a supervisor: to somebody of the division."""
    access.can_assign(by, task).or_refuse()
    if not staff_of_division(by.office, task.unit, on=by.on).filter(pk=person.pk).exists():
        raise NotOfDivisionError(person=person)
    movable = Task.objects.filter(pk=task.pk, state__in=(State.OPEN, State.WAITING))
    # Whoever gets it takes it up themselves.
    movable.exclude(assignee=person).update(taken_up_at=None)
    if not movable.update(assignee=person):
        raise _wrong_state(task, "มอบหมาย")
    verb = "task.handed_over" if access.hands_over(by, task) else "task.assigned"
    record(verb, by=by, on=task, within=task.run_id, to=person.name)
    return _fresh(task)


def lock_run(run_id: UUID) -> None:
    """Wait for whoever changes a task of this run: what one decision frees, another must see.

    One lock, always the first, so that no two wait for each other. SQLite has one writer anyway.
    """
    Run.objects.select_for_update().get(pk=run_id)


@transaction.atomic
def submit(task: Task, note: str, *, by: Member) -> Task:
    """เสนอ: a round with its route. Where it lacks what its actions ask for, the note must say why."""
    access.can_work(by, task).or_refuse()
    lock_run(task.run_id)
    changed = (
        open_to(task, by)
        .filter(state=State.OPEN, round=task.round)
        .update(state=State.SUBMITTED, submitted_at=now(), assignee=by.person)
    )
    if not changed:
        raise _wrong_state(task, "เสนอ")
    # The row is held from here on: what is lacking now is what the deciders are told.
    short = lacking(task)
    if short and not note:
        raise NoEvidenceError(lacking=" และ ".join(short))
    stations = _route_of(task, by)
    made = TaskRound.objects.create(
        office_id=task.office_id,
        task=task,
        number=task.round,
        submitted_by=by.user,
        submitted_at=now(),
        note=note,
        lacking=short,
    )
    Decision.objects.bulk_create(_decisions(made, stations, task.unit))
    record("task.submitted", by=by, on=task, within=task.run_id, why=note, round=task.round)
    return _fresh(task)


def _route_of(task: Task, by: Member) -> list[Station]:
    division = task.unit.parent or task.unit
    found = [
        Holder(role, a.person_id)
        for role in LADDER
        for a in holders(by.office, role, division if role in OF_A_DIVISION else None, on=by.on)
    ]
    stations = route(task.ask, found, submitter=by.person.pk)
    if not stations:
        raise NoDeciderError
    return stations


def _decisions(made: TaskRound, stations: Iterable[Station], unit: Unit) -> list[Decision]:
    division = unit.parent_id or unit.pk
    return [
        Decision(
            office_id=made.office_id,
            round=made,
            position=place,
            ask=station.ask,
            role=station.role,
            unit_id=division if station.role in OF_A_DIVISION else None,
            state=Decision.State.QUEUED if place else Decision.State.CURRENT,
        )
        for place, station in enumerate(stations)
    ]


@transaction.atomic
def withdraw(task: Task, *, by: Member) -> Task:
    """ถอนเรื่องคืน, as long as nobody has acted on it. The round stays as withdrawn."""
    access.can_work(by, task).or_refuse()
    lock_run(task.run_id)
    made = TaskRound.objects.filter(task=task, number=task.round, outcome=TaskRound.Outcome.PENDING)
    if Decision.objects.filter(round__in=made, state=Decision.State.GIVEN).exists():
        raise _wrong_state(task, "ถอนเรื่องคืน")
    changed = Task.objects.filter(pk=task.pk, state=State.SUBMITTED, round=task.round).update(
        state=State.OPEN, round=task.round + 1, submitted_at=None
    )
    if not changed:
        raise _wrong_state(task, "ถอนเรื่องคืน")
    Decision.objects.filter(round__in=made).update(state=Decision.State.DROPPED)
    made.update(outcome=TaskRound.Outcome.WITHDRAWN, closed_at=now())
    match_again([task], by=by)
    record("task.withdrawn", by=by, on=task, within=task.run_id, round=task.round)
    return _fresh(task)


@transaction.atomic
def skip(task: Task, *, why: str, by: Member) -> Task:
    """งดดำเนินการ with a reason: by the head, a gate by the director only."""
    access.can_skip(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="งดดำเนินการ")
    lock_run(task.run_id)
    changed = Task.objects.filter(
        pk=task.pk, state__in=(State.OPEN, State.WAITING), is_container=False, served_by=None
    ).update(state=State.SKIPPED, reason=why, finished_at=now())
    if not changed:
        raise _wrong_state(task, "งดดำเนินการ")
    record("task.skipped", by=by, on=task, within=task.run_id, why=why)
    after_finish(task)
    return _fresh(task)


def after_finish(task: Task) -> None:
    """What a finished task sets free, inside the lock of its run: the step it is a part of, those behind a gate.

    Kin steps that it serves are finished with it.
    """
    if task.parent_id:
        _finish_container(task.parent_id)
    _release(task.run_id)
    finish_served(task, after_finish)


def _finish_container(container_id: UUID) -> None:
    """A step is done when its parts are; one that asks for a decision itself is then ready to be submitted."""
    if Task.objects.filter(parent=container_id, state__in=Task.UNFINISHED).exists():
        return
    container = Task.objects.get(pk=container_id)
    unfinished = Task.objects.filter(pk=container_id, state__in=Task.UNFINISHED)
    if container.ask != Step.Ask.CERTIFY:
        unfinished.update(is_container=False)
        match_again([container])
        record("task.released", by=None, on=container, within=container.run_id)
    elif unfinished.update(state=State.DONE, finished_at=now()):
        record("task.done", by=None, on=container, within=container.run_id)


def _release(run_id: UUID) -> None:
    """Open what no undecided gate holds back any more, and the parts of what is opened."""
    tasks = list(Task.objects.filter(run=run_id).order_by("position"))
    waiting = {t.pk for t in tasks if t.state == State.WAITING}
    gates = [t for t in tasks if t.is_gate and t.state in Task.UNFINISHED]
    freed = []
    # Parts come after the step they belong to.
    for task in tasks:
        if task.pk in waiting and task.parent_id not in waiting and not any(_holds(g, task) for g in gates):
            waiting.discard(task.pk)
            freed.append(task)
    Task.objects.filter(pk__in=[t.pk for t in freed], state=State.WAITING).update(state=State.OPEN)
    record_many([entry("task.released", by=None, on=t, within=run_id) for t in freed])


def _holds(gate: Task, task: Task) -> bool:
    return gate.parent_id == task.parent_id and blocks(
        gate_at=(gate.position, gate.occurrence), task_at=(task.position, task.occurrence)
    )


def _wrong_state(task: Task, act: str) -> TaskStateError:
    task.refresh_from_db()
    return TaskStateError(task=task.title, state=task.get_state_display(), act=act)


def _fresh(task: Task) -> Task:
    task.refresh_from_db()
    return task
