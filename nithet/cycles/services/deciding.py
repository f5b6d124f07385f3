"""What deciders do with a submitted task: one station after the other, or back to the doer."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import ReasonMissingError, TaskStateError
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.cycles.services.working import after_finish
from nithet.offices.members import Member, position_words

_VERBS = {
    Decision.Ask.PASS_ON: "task.passed_on",
    Decision.Ask.CERTIFY: "task.certified",
    Decision.Ask.ENDORSE: "task.endorsed",
    Decision.Ask.APPROVE: "task.approved",
    Decision.Ask.PERMIT: "task.permitted",
    Decision.Ask.SIGN: "task.signed",
    Decision.Ask.ACKNOWLEDGE: "task.acknowledged",
}


@transaction.atomic
def give(decision: Decision, opinion: str, *, by: Member) -> Task:
    """Give what is asked: pass on, certify, endorse, approve, acknowledge. The last station finishes the task."""
    access.can_decide(by, decision).or_refuse()
    _close(decision, Decision.State.GIVEN, opinion, by)
    task = decision.round.task
    record(
        _VERBS[Decision.Ask(decision.ask)],
        by=by,
        on=task,
        within=task.run_id,
        why=opinion,
        as_=_as(decision, by),
    )
    following = (
        Decision.objects.filter(round=decision.round, state=Decision.State.QUEUED)
        .order_by("position")
        .first()
    )
    if following:
        Decision.objects.filter(pk=following.pk).update(state=Decision.State.CURRENT)
    else:
        _finish(task, decision.round)
    task.refresh_from_db()
    return task


@transaction.atomic
def send_back(decision: Decision, reason: str, *, by: Member) -> Task:
    """ส่งคืนแก้ไข: the round ends with its reason and the doer has a new one; the history stays."""
    access.can_decide(by, decision).or_refuse()
    if not reason:
        raise ReasonMissingError(act="ส่งคืนแก้ไข")
    _close(decision, Decision.State.RETURNED, reason, by)
    task = decision.round.task
    Decision.objects.filter(round=decision.round, state=Decision.State.QUEUED).update(
        state=Decision.State.DROPPED
    )
    _end_round(decision.round, TaskRound.Outcome.RETURNED, reason)
    Task.objects.filter(pk=task.pk).update(
        state=Task.State.OPEN, round=task.round + 1, reason=reason, submitted_at=None
    )
    record(
        "task.returned",
        by=by,
        on=task,
        within=task.run_id,
        why=reason,
        round=task.round,
        as_=_as(decision, by),
    )
    task.refresh_from_db()
    return task


def _close(decision: Decision, state: Decision.State, opinion: str, by: Member) -> None:
    # One statement, so that of two people pressing at once one wins and the other is told.
    changed = Decision.objects.filter(pk=decision.pk, state=Decision.State.CURRENT).update(
        state=state, opinion=opinion, decided_by=by.user, decided_as=_as(decision, by), decided_at=now()
    )
    if not changed:
        task = decision.round.task
        raise TaskStateError(task=task.title, state=task.get_state_display(), act="พิจารณาอีกครั้ง")


def _finish(task: Task, made: TaskRound) -> None:
    Task.objects.filter(pk=task.pk).update(state=Task.State.DONE, finished_at=now())
    _end_round(made, TaskRound.Outcome.ACCEPTED, "")
    task.refresh_from_db()
    after_finish(task)


def _end_round(made: TaskRound, outcome: TaskRound.Outcome, reason: str) -> None:
    TaskRound.objects.filter(pk=made.pk).update(outcome=outcome, reason=reason, closed_at=now())


def _as(decision: Decision, by: Member) -> str:
    appointment = by.appointment_as(decision.role, decision.unit)
    return position_words(appointment) if appointment else by.position
