"""เรียกคืน: a decision is taken back on the day it was given, while nobody has built on it. All is as before it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from nithet.audit.services import entry, record, record_many
from nithet.cycles import access, words
from nithet.cycles.errors import CycleClosedError, RecallError
from nithet.cycles.models import Cycle, Decision, Evidence, Task, TaskRound
from nithet.cycles.services.offering import hold_years, match_again
from nithet.cycles.services.working import holds, lock_run, stop_behind_refused
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day

_State, _Task, _Outcome = Decision.State, Task.State, TaskRound.Outcome
DECIDED = (_State.GIVEN, _State.RETURNED, _State.REFUSED)
ENDED = (_Task.DONE, _Task.SKIPPED, _Task.VOID)
_HAS_ACTED = "ผู้พิจารณาลำดับถัดไปพิจารณาแล้ว"
_TAKEN_UP = "มีผู้ดำเนินการต่อจากผลนี้แล้ว"
_PARTS_AGAIN = "ขั้นตอนย่อยกลับมารอพิจารณา"
_TALK = "โปรดหารือผู้ที่ดำเนินการต่อโดยตรง"


@transaction.atomic
def recall(decision: Decision, *, by: Member) -> Task:
    """Until the next station has acted, or what it freed was taken up, and at most the same day.

    Sent again it changes nothing: the decision waits already.
    """
    access.can_recall(by, decision).or_refuse()
    task = decision.round.task
    # Who closes the year meanwhile waits, or has closed it before the run is read.
    hold_years(by.office)
    run = lock_run(task.run_id)
    decision.refresh_from_db()
    task.refresh_from_db()
    if decision.state == _State.CURRENT:
        return task
    if decision.state not in DECIDED or decision.decided_at is None:
        raise _gone(task, "ผู้เสนอถอนเรื่องคืนแล้ว", "โปรดเปิดหน้างานใหม่เพื่อดูสถานะล่าสุด")
    # Who waited for the run may find that another has decided.
    access.can_recall(by, decision).or_refuse()
    if run.cycle.state == Cycle.State.CLOSED and not task.is_carried_over:
        raise CycleClosedError(cycle=run.cycle)
    if bangkok_day(decision.recorded_at or decision.decided_at) != by.on:
        raise _gone(task, "เรียกคืนได้ภายในวันที่พิจารณาเท่านั้น", _TALK)
    what = words.decided(decision)
    _undo(decision, task)
    _wait_again(decision)
    record("task.recalled", by=by, on=task, within=task.run_id, to=what, as_=decision.decided_as)
    task.refresh_from_db()
    return task


def _gone(task: Task, why: str, instead: str) -> RecallError:
    return RecallError(task=task.title, why=why, instead=instead)


def _undo(decision: Decision, task: Task) -> None:
    """What followed: the task first, so that a refusal leaves all as it is."""
    if decision.state == _State.RETURNED:
        _undo_return(decision, task)
    elif decision.state == _State.REFUSED:
        _undo_refusal(decision, task)
    elif task.state == _Task.DONE:
        _undo_finish(decision, task)
    elif task.state != _Task.SUBMITTED or task.round != decision.round.number or _later_acted(decision):
        raise _gone(task, _HAS_ACTED, _TALK)


def _later_acted(decision: Decision) -> bool:
    later = Decision.objects.filter(round=decision.round, position__gt=decision.position)
    return later.filter(state__in=DECIDED).exists()


def _undo_return(decision: Decision, task: Task) -> None:
    """Back before the deciders, unless the doer has begun to mend it."""
    is_next = task.state == _Task.OPEN and task.round == decision.round.number + 1
    if not is_next or _worked_on(task, decision.decided_at or task.submitted_at):
        raise _gone(task, "ผู้รับผิดชอบเริ่มแก้ไขแล้ว", _TALK)
    earlier = TaskRound.objects.filter(
        task=task, outcome=_Outcome.RETURNED, number__lt=decision.round.number
    ).order_by("-number")
    reason = earlier.values_list("reason", flat=True).first() or ""
    Task.objects.filter(pk=task.pk).update(
        state=_Task.SUBMITTED, round=decision.round.number, times_returned=F("times_returned") - 1,
        reason=reason, submitted_at=decision.round.submitted_at,
    )  # fmt: skip


def _worked_on(task: Task, since: datetime | None) -> bool:
    """Somebody, not a register, gave or took evidence since."""
    touched = Q(added_at__gte=since, is_matched=False) | Q(voided_at__gte=since, is_matched=False)
    return Evidence.objects.filter(touched, task=task).exists()


def _undo_refusal(decision: Decision, task: Task) -> None:
    changed = Task.objects.filter(pk=task.pk, state=_Task.VOID, is_refused=True, round=decision.round.number)
    if not changed.update(state=_Task.SUBMITTED, is_refused=False, reason="", finished_at=None):
        raise _gone(task, _TAKEN_UP, _TALK)
    stop_behind_refused(task.run_id)


def _undo_finish(decision: Decision, task: Task) -> None:
    """Submitted again; what it freed waits again, the step it is a part of is not done."""
    if _later_acted(decision) or task.round != decision.round.number:
        raise _gone(task, _HAS_ACTED, _TALK)
    if Task.objects.filter(served_by=task.pk, state__in=(_Task.DONE, _Task.SKIPPED)).exists():
        raise _gone(task, "งานของกระบวนงานอื่นเสร็จสิ้นพร้อมกับงานนี้แล้ว", _TALK)
    since = decision.recorded_at or decision.decided_at
    step = Task.objects.filter(pk=task.parent_id).first() if task.parent_id else None
    freed = _freed(task) if task.is_gate else []
    if any(_is_begun(one, since) for one in [*freed, *([step] if step else [])]):
        raise _gone(task, _TAKEN_UP, _TALK)
    Task.objects.filter(pk=task.pk).update(state=_Task.SUBMITTED, finished_at=None)
    if step:
        _open_step(step)
    opened = [one for one in freed if one.state == _Task.OPEN]
    Task.objects.filter(pk__in=[one.pk for one in opened]).update(state=_Task.WAITING)
    record_many([entry("task.held_again", by=None, on=one, within=one.run_id) for one in opened])


def _freed(gate: Task) -> list[Task]:
    """What the gate held back, and the parts of it."""
    found: list[Task] = []
    ids = set()
    for one in Task.objects.filter(run=gate.run_id, position__gt=gate.position).order_by("position"):
        if holds(gate, one) or one.parent_id in ids:
            ids.add(one.pk)
            found.append(one)
    return found


def _is_begun(task: Task, since: datetime | None) -> bool:
    """Taken up, submitted or ended since; a step that ended with its parts did nothing itself."""
    if since is None or task.state == _Task.WAITING:
        return False
    has_ended = task.state in ENDED and not task.is_container
    moments = (task.taken_up_at, task.submitted_at, task.finished_at if has_ended else None)
    return any(at is not None and at >= since for at in moments) or _was_submitted(task, since)


def _was_submitted(task: Task, since: datetime) -> bool:
    return TaskRound.objects.filter(task=task, submitted_at__gte=since).exists()


def _open_step(step: Task) -> None:
    """As it stood while a part was still to be done."""
    if step.ask == Step.Ask.CERTIFY:
        Task.objects.filter(pk=step.pk, is_container=True, state=_Task.DONE).update(
            state=_Task.OPEN, finished_at=None
        )
    else:
        Task.objects.filter(pk=step.pk, state__in=(_Task.OPEN, _Task.WAITING)).update(is_container=True)
        match_again([step], why=_PARTS_AGAIN)


def _wait_again(decision: Decision) -> None:
    """The station asks again; those after it and those dropped with it are queued as before."""
    later = Decision.objects.filter(round=decision.round, position__gt=decision.position)
    later.filter(state=_State.CURRENT).update(state=_State.QUEUED)
    # Only those behind it: papers of one day bear the same moment.
    dropped = later.filter(state=_State.DROPPED)
    dropped.filter(decided_at=decision.decided_at).update(state=_State.QUEUED, decided_at=None)
    Decision.objects.filter(pk=decision.pk).update(
        state=_State.CURRENT, opinion="", conditions="", marked=[], decided_by=None, decided_at=None,
        recorded_by=None, recorded_at=None, scan=None, decided_as="",
    )  # fmt: skip
    TaskRound.objects.filter(pk=decision.round_id).update(outcome=_Outcome.PENDING, reason="", closed_at=None)
