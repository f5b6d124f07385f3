"""A task on its way: taken up, assigned, submitted, withdrawn, skipped, released."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import NoDeciderError, NoEvidenceError, ReasonMissingError, TaskStateError
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.cycles.planning import blocks
from nithet.cycles.routes import LADDER, OF_A_DIVISION, Holder, Station, route
from nithet.manuals.models import Step
from nithet.offices.access import holders
from nithet.offices.members import Member
from nithet.offices.models import Person, Unit

State = Task.State


@transaction.atomic
def take_up(task: Task, *, by: Member) -> Task:
    """รับเรื่อง: a shared task becomes one's own. Twice by the same person changes nothing."""
    access.can_work(by, task).or_refuse()
    changed = Task.objects.filter(pk=task.pk, state__in=(State.OPEN, State.WAITING), taken_up_at=None).update(
        taken_up_at=now(), assignee=by.person
    )
    task.refresh_from_db()
    if not changed and not (task.assignee_id == by.person.pk and task.state in (State.OPEN, State.WAITING)):
        raise TaskStateError(task=task, state=task.get_state_display(), act="รับเรื่อง")
    if changed:
        record("task.taken_up", by=by, on=task, within=task.run_id)
    return task


@transaction.atomic
def assign(task: Task, person: Person, *, by: Member) -> Task:
    """มอบหมายผู้รับผิดชอบ, by the head."""
    access.can_assign(by, task).or_refuse()
    if not Task.objects.filter(pk=task.pk, state__in=(State.OPEN, State.WAITING)).update(assignee=person):
        raise _wrong_state(task, "มอบหมาย")
    record("task.assigned", by=by, on=task, within=task.run_id, to=person.name)
    return _fresh(task)


@transaction.atomic
def submit(task: Task, note: str, *, by: Member) -> Task:
    """เสนอ: a round with its route. Without evidence the note must say why."""
    access.can_work(by, task).or_refuse()
    if not note and not task.evidence.filter(voided_at=None).exists():
        raise NoEvidenceError
    stations = _route_of(task, by)
    changed = Task.objects.filter(pk=task.pk, state=State.OPEN, round=task.round).update(
        state=State.SUBMITTED, submitted_at=now(), assignee=by.person
    )
    if not changed:
        raise _wrong_state(task, "เสนอ")
    made = TaskRound.objects.create(
        office_id=task.office_id,
        task=task,
        number=task.round,
        submitted_by=by.user,
        submitted_at=now(),
        note=note,
    )
    Decision.objects.bulk_create(_decisions(made, stations, task.unit))
    record("task.submitted", by=by, on=task, within=task.run_id, why=note, round=task.round)
    return _fresh(task)


def _route_of(task: Task, by: Member) -> list[Station]:
    found = [
        Holder(role, a.person_id)
        for role in LADDER
        for a in holders(by.office, role, task.unit if role in OF_A_DIVISION else None, on=by.on)
    ]
    stations = route(task.ask, found, submitter=by.person.pk)
    if not stations:
        raise NoDeciderError(ask=Step.Ask(task.ask).label)
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
    """ถอนเรื่องคืน, as long as nobody has acted on it."""
    access.can_work(by, task).or_refuse()
    current = TaskRound.objects.filter(task=task, number=task.round, outcome=TaskRound.Outcome.PENDING)
    acted = Decision.objects.filter(round__in=current, state=Decision.State.GIVEN).exists()
    if acted or not _reopen(task, State.SUBMITTED):
        raise _wrong_state(task, "ถอนเรื่องคืน")
    Decision.objects.filter(round__in=current).delete()
    current.delete()
    record("task.withdrawn", by=by, on=task, within=task.run_id, round=task.round)
    return _fresh(task)


@transaction.atomic
def skip(task: Task, *, why: str, by: Member) -> Task:
    """งดดำเนินการ, by the head with a reason."""
    access.can_skip(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="งดดำเนินการ")
    changed = Task.objects.filter(pk=task.pk, state__in=(State.OPEN, State.WAITING)).update(
        state=State.SKIPPED, reason=why, finished_at=now()
    )
    if not changed:
        raise _wrong_state(task, "งดดำเนินการ")
    record("task.skipped", by=by, on=task, within=task.run_id, why=why)
    after_finish(task)
    return _fresh(task)


def after_finish(task: Task) -> None:
    """What a finished task sets free: siblings behind its gate, and the step it is a part of."""
    if task.is_gate:
        _release_behind(task)
    if task.parent_id:
        _finish_container(task.parent_id)


def _release_behind(gate: Task) -> None:
    siblings = list(Task.objects.select_for_update().filter(run=gate.run_id, parent=gate.parent_id))
    open_gates = [t for t in siblings if t.is_gate and t.state in Task.UNFINISHED]
    for task in siblings:
        if task.state == State.WAITING and not any(_holds(other, task) for other in open_gates):
            Task.objects.filter(pk=task.pk, state=State.WAITING).update(state=State.OPEN)
            record("task.released", by=None, on=task, within=task.run_id, gate=gate.number)


def _holds(gate: Task, task: Task) -> bool:
    return blocks(gate_at=(gate.position, gate.occurrence), task_at=(task.position, task.occurrence))


def _finish_container(container_id: UUID) -> None:
    if Task.objects.filter(parent=container_id, state__in=Task.UNFINISHED).exists():
        return
    open_container = Task.objects.filter(pk=container_id, state__in=Task.UNFINISHED)
    if open_container.update(state=State.DONE, finished_at=now()):
        container = Task.objects.get(pk=container_id)
        record("task.done", by=None, on=container, within=container.run_id)
        after_finish(container)


def _reopen(task: Task, was: str) -> int:
    return Task.objects.filter(pk=task.pk, state=was, round=task.round).update(
        state=State.OPEN, submitted_at=None
    )


def _wrong_state(task: Task, act: str) -> TaskStateError:
    task.refresh_from_db()
    return TaskStateError(task=task.title, state=task.get_state_display(), act=act)


def _fresh(task: Task) -> Task:
    task.refresh_from_db()
    return task
