"""What deciders do with a submitted task: one station after the other, back to the doer, or the end of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.core.prepared import Prepared, PreparedUpdate
from nithet.cycles import access, words
from nithet.cycles.errors import (
    DecidedAlreadyError,
    NotAskedError,
    ReasonMissingError,
    TaskStateError,
)
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.cycles.routes import OF_A_DIVISION, below
from nithet.cycles.services.offering import match_again
from nithet.cycles.services.working import (
    after_finish,
    lock_run,
    stop_behind_refused,
    takes_work,
    wait_for_run,
    waits_for,
)
from nithet.cycles.telling.events import tell_returned
from nithet.manuals.models import Step
from nithet.offices.members import Member, position_words
from nithet.offices.models import Role
from nithet.thai.dates import bangkok_day, format_date, format_time

_State = Decision.State
_VERBS = {
    Decision.Ask.PASS_ON: "task.passed_on",
    Decision.Ask.CERTIFY: "task.certified",
    Decision.Ask.ENDORSE: "task.endorsed",
    Decision.Ask.APPROVE: "task.approved",
    Decision.Ask.PERMIT: "task.permitted",
    Decision.Ask.SIGN: "task.signed",
    Decision.Ask.ACKNOWLEDGE: "task.acknowledged",
}
# What may be given "โดยให้…".
CONDITIONAL = frozenset({Decision.Ask.ENDORSE, Decision.Ask.APPROVE, Decision.Ask.PERMIT})
Marked = Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What becomes of a decision, in the decider's words; of a return or refusal `words` is the reason."""

    state: Decision.State
    words: str
    conditions: str = ""
    marked: Marked = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose decision it is, and when; from paper, who wrote it down and the scan."""

    by: Member
    at: datetime
    recorded_by: Member | None = None
    scan: StoredFile | None = None


@transaction.atomic
def give(decision: Decision, opinion: str, *, by: Member, conditions: str = "") -> Task:
    """Give what is asked: pass on, certify, endorse, approve, acknowledge. The last station finishes the task."""
    access.can_decide(by, decision).or_refuse()
    return settle(decision, Said(_State.GIVEN, opinion, conditions), Hand(by, now()))


@transaction.atomic
def send_back(decision: Decision, reason: str, *, by: Member, marked: Marked = ()) -> Task:
    """ส่งคืนแก้ไข: the round ends with its reason and the doer has a new one; the history stays.

    `marked`: what to mend, [{"field": "memo_text", "title": "ข้อความ", "words": "…"}, …].
    """
    access.can_decide(by, decision).or_refuse()
    return settle(decision, Said(_State.RETURNED, reason, marked=marked), Hand(by, now()))


@transaction.atomic
def refuse(decision: Decision, reason: str, *, by: Member) -> Task:
    """ไม่อนุมัติ: it ends. What the gate held stays waiting, until the matter is proposed anew or given up."""
    access.can_decide(by, decision).or_refuse()
    return settle(decision, Said(_State.REFUSED, reason), Hand(by, now()))


def settle(decision: Decision, said: Said, hand: Hand) -> Task:
    """Write a decision and do what follows, in the caller's transaction; the right was asked before."""
    task = decision.round.task
    wait_for_run(task.run_id)
    check(decision, said, task)
    as_ = decided_as(decision, hand.by)
    is_last = _close(decision, said, hand, as_)
    _tell(decision, said, hand, as_)
    if said.state == _State.GIVEN:
        _go_on(decision, hand, is_last=is_last)
    else:
        {_State.RETURNED: _go_back, _State.REFUSED: _end}[said.state](decision, said, hand, task)
    return task


def check(decision: Decision, said: Said, task: Task) -> None:
    """Raise where what was said does not fit what is asked."""
    if said.state == _State.RETURNED and not said.words:
        raise ReasonMissingError(act="ส่งคืนแก้ไข")
    if said.state == _State.REFUSED:
        if decision.ask not in Step.GATES:
            raise _not_asked(decision, task, "ไม่อนุมัติ", "หากต้องแก้ไข โปรดใช้ “ส่งคืนแก้ไข”")
        if not said.words:
            raise ReasonMissingError(act=words.REFUSES[decision.ask])
    if said.conditions and decision.ask not in CONDITIONAL:
        raise _not_asked(decision, task, "กำหนดเงื่อนไข", "โปรดเขียนในช่องความเห็นแทน")


def _not_asked(decision: Decision, task: Task, act: str, instead: str) -> NotAskedError:
    return NotAskedError(task=task.title, asked=decision.get_ask_display(), act=act, instead=instead)


def _close(decision: Decision, said: Said, hand: Hand, as_: str) -> bool:
    """Whether it was the last station."""
    run_id = decision.round.task.run_id
    # One statement, so that of two people pressing at once one wins and the other is told.
    found = _decide.answered(
        decision.pk,
        decision.round_id,
        run_id,
        state=said.state,
        opinion=said.words,
        conditions=said.conditions,
        marked=list(said.marked),
        decided_by=hand.by.user,
        decided_as=as_,
        decided_at=hand.at,
        recorded_by=hand.recorded_by.user if hand.recorded_by else None,
        recorded_at=now() if hand.recorded_by else None,
        scan=hand.scan,
    )
    if not found:
        lock_run(run_id)
        raise too_late(decision)
    return not found[0]


_decide = PreparedUpdate(
    lambda pk, made, run: (
        Decision.objects.filter(takes_work(run), pk=pk, state=_State.CURRENT)
        .annotate(has_next=Exists(Decision.objects.filter(round=made, state=_State.QUEUED)))
        .values_list("has_next", flat=True)
    ),
    UUID(int=1), UUID(int=2), UUID(int=3),
)  # fmt: skip


def too_late(decision: Decision) -> TaskStateError:
    now_at = Decision.objects.select_related("decided_by", "round__task").get(pk=decision.pk)
    task = now_at.round.task
    if now_at.decided_by is None or now_at.decided_at is None:
        return TaskStateError(task=task.title, state=task.get_state_display(), act="พิจารณา")
    when = f"{format_date(bangkok_day(now_at.decided_at))} {format_time(now_at.decided_at)}"
    return DecidedAlreadyError(
        task=task.title, who=now_at.decided_by.name, position=now_at.decided_as, what=words.decided(now_at), when=when
    )  # fmt: skip


def _tell(decision: Decision, said: Said, hand: Hand, as_: str) -> None:
    task = decision.round.task
    verb = {_State.RETURNED: "task.returned", _State.REFUSED: "task.refused"}.get(
        said.state, _VERBS[Decision.Ask(decision.ask)]
    )
    facts: dict[str, Any] = {"as_": as_}
    if said.state == _State.RETURNED:
        facts["times"] = task.times_returned + 1
    if said.conditions:
        facts["conditions"] = said.conditions
    if hand.recorded_by is None:
        record(verb, by=hand.by, on=task, within=task.run_id, why=said.words, **facts)
        return
    facts |= {"what": verb, "as_": f"{hand.by.name} {as_}", "day": bangkok_day(hand.at).isoformat()}
    record("task.paper_recorded", by=hand.recorded_by, on=task, within=task.run_id, why=said.words, **facts)


def _go_on(decision: Decision, hand: Hand, *, is_last: bool) -> None:
    """To the next station; after the last the task is done."""
    if following := None if is_last else _following(decision, hand):
        Decision.objects.filter(pk=following.pk).update(state=_State.CURRENT)
        return
    task = decision.round.task
    task.state, task.finished_at = Task.State.DONE, now()
    waited = _finish.answered(task.pk, task.run_id, state=task.state, finished_at=task.finished_at)
    _end_round(decision.round, TaskRound.Outcome.ACCEPTED, "")
    after_finish(task, is_waited_for=waited != [False])


def _following(decision: Decision, hand: Hand) -> Decision | None:
    """The next station, when those were dropped that are not asked any more."""
    rest = _queued_after(decision.round_id)
    # A superior who decided in another's place is not followed by those below.
    passed = [one for one in rest if one.role in below(_rung(decision, hand.by))]
    rest = [one for one in rest if one not in passed]
    # Who has spoken and holds the next post too is not asked for another opinion.
    while (
        len(rest) > 1
        and rest[0].ask == Decision.Ask.PASS_ON
        and access.holds_post(hand.by, rest[0].role, rest[0])
    ):
        passed.append(rest.pop(0))
    drop(passed, hand.at)
    return rest[0] if rest else None


def _go_back(decision: Decision, said: Said, hand: Hand, task: Task) -> None:
    drop(_queued(decision.round), hand.at)
    _end_round(decision.round, TaskRound.Outcome.RETURNED, said.words)
    _submitted(task).update(
        state=Task.State.OPEN,
        round=F("round") + 1,
        times_returned=F("times_returned") + 1,
        reason=said.words,
        submitted_at=None,
    )
    task.refresh_from_db()
    match_again([task], by=hand.recorded_by or hand.by)
    task.refresh_from_db()
    tell_returned(task, office=hand.by.office)


def _end(decision: Decision, said: Said, hand: Hand, task: Task) -> None:
    drop(_queued(decision.round), hand.at)
    _end_round(decision.round, TaskRound.Outcome.REFUSED, said.words)
    _submitted(task).update(state=Task.State.VOID, is_refused=True, reason=said.words, finished_at=now())
    stop_behind_refused(task.run_id)
    task.refresh_from_db()


def drop(decisions: Sequence[Decision] | QuerySet[Decision], at: datetime) -> None:
    """Not asked any more. The moment tells with which decision, should that be recalled."""
    ids = [one.pk for one in decisions]
    if ids:
        Decision.objects.filter(pk__in=ids).update(state=_State.DROPPED, decided_at=at)


def _queued(made: TaskRound) -> QuerySet[Decision]:
    return Decision.objects.filter(round=made, state=_State.QUEUED).order_by("position")


_queued_after = Prepared(
    lambda made: (
        Decision.objects.filter(round=made, state=_State.QUEUED)
        .select_related("unit")
        .only("office_id", "ask", "role", "unit__office_id", "unit__parent_id")
        .order_by("position")
    ),
    UUID(int=1),
)


def _submitted(task: Task) -> QuerySet[Task]:
    return Task.objects.filter(pk=task.pk, state=Task.State.SUBMITTED)


def _end_round(made: TaskRound, outcome: TaskRound.Outcome, reason: str) -> None:
    _close_round(made.pk, outcome=outcome, reason=reason, closed_at=now())


_finish = PreparedUpdate(
    lambda pk, run: (
        Task.objects.filter(pk=pk, state=Task.State.SUBMITTED)
        .annotate(is_waited_for=waits_for(run, pk))
        .values_list("is_waited_for", flat=True)
    ),
    UUID(int=1), UUID(int=2),
)  # fmt: skip
_close_round = PreparedUpdate(lambda pk: TaskRound.objects.filter(pk=pk), UUID(int=1))


def _rung(decision: Decision, by: Member) -> Role:
    return access.held_rung(by, decision) or Role(decision.role)


def decided_as(decision: Decision, by: Member) -> str:
    """The position and capacity in which it was decided, as the column holds them."""
    rung = _rung(decision, by)
    unit = decision.unit if rung in OF_A_DIVISION or rung == Role.SECTION_HEAD else None
    appointment = by.appointment_as(rung, unit)
    return (position_words(appointment) if appointment else by.position)[:300]
