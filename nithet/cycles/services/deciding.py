"""What deciders do with a submitted task: one station after the other, or back to the doer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import ReasonMissingError, TaskStateError
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.cycles.routes import LADDER, OF_A_DIVISION
from nithet.cycles.services.offering import match_again
from nithet.cycles.services.working import after_finish, lock_run
from nithet.offices.members import Member, position_words
from nithet.offices.models import Role

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
    task = decision.round.task
    lock_run(task.run_id)
    _close(decision, Decision.State.GIVEN, opinion, by)
    verb = _VERBS[Decision.Ask(decision.ask)]
    record(verb, by=by, on=task, within=task.run_id, why=opinion, as_=_as(decision, by))
    queued = Decision.objects.filter(round=decision.round, state=Decision.State.QUEUED).order_by("position")
    # A superior who decided in another's place is not followed by those below.
    queued.filter(role__in=LADDER[: LADDER.index(_rung(decision, by))]).update(state=Decision.State.DROPPED)
    if following := queued.first():
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
    task = decision.round.task
    lock_run(task.run_id)
    _close(decision, Decision.State.RETURNED, reason, by)
    queued = Decision.objects.filter(round=decision.round, state=Decision.State.QUEUED)
    queued.update(state=Decision.State.DROPPED)
    _end_round(decision.round, TaskRound.Outcome.RETURNED, reason)
    _submitted(task).update(
        state=Task.State.OPEN,
        round=F("round") + 1,
        times_returned=F("times_returned") + 1,
        reason=reason,
        submitted_at=None,
    )
    task.refresh_from_db()
    match_again([task], by=by)
    record(
        "task.returned", by=by, on=task, within=task.run_id, why=reason,
        times=task.times_returned, as_=_as(decision, by),
    )  # fmt: skip
    return task


def _close(decision: Decision, state: Decision.State, opinion: str, by: Member) -> None:
    # One statement, so that of two people pressing at once one wins and the other is told.
    changed = Decision.objects.filter(pk=decision.pk, state=Decision.State.CURRENT).update(
        state=state, opinion=opinion, decided_by=by.user, decided_as=_as(decision, by), decided_at=now()
    )
    if not changed:
        task = decision.round.task
        task.refresh_from_db()
        raise TaskStateError(task=task.title, state=task.get_state_display(), act="พิจารณา")


def _finish(task: Task, made: TaskRound) -> None:
    _submitted(task).update(state=Task.State.DONE, finished_at=now())
    _end_round(made, TaskRound.Outcome.ACCEPTED, "")
    task.refresh_from_db()
    after_finish(task)


def _submitted(task: Task) -> QuerySet[Task]:
    return Task.objects.filter(pk=task.pk, state=Task.State.SUBMITTED)


def _end_round(made: TaskRound, outcome: TaskRound.Outcome, reason: str) -> None:
    TaskRound.objects.filter(pk=made.pk).update(outcome=outcome, reason=reason, closed_at=now())


def _rung(decision: Decision, by: Member) -> Role:
    return access.held_rung(by, decision) or Role(decision.role)


def _as(decision: Decision, by: Member) -> str:
    """The position and capacity in which it was decided, as the column holds them."""
    rung = _rung(decision, by)
    appointment = by.appointment_as(rung, decision.unit if rung in OF_A_DIVISION else None)
    return (position_words(appointment) if appointment else by.position)[:300]
