"""Rounds as evidence: of the tasks that they were made for, and of those that they fit by action, division and day.

An answer is told after it is safe, and not each one: when the first has come, and whenever another hundredth of those who
are asked has answered. The night, closing and opening again bring everything up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.commits import after_commit
from nithet.core.jobs import job
from nithet.core.models import Job
from nithet.cycles.models import Evidence, Offer, Run, Task
from nithet.cycles.services.counting import recount
from nithet.cycles.services.offering import give_evidence, hold_years, offer_evidence, withdraw_evidence
from nithet.forms.models import Round
from nithet.forms.queries.rounds import far_of
from nithet.offices.members import Member
from nithet.registers.surveys.errors import UseDiffersError
from nithet.registers.surveys.models import RoundProgress, RoundTask

KIND = "survey_round"
State = Round.State
_MOST_HEARD = 1000
_left: dict[UUID, int] = {}
"""How many further answers this process need not look at, by round."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a round is: `counted` are those of whom it is asked who have answered, as its page says; of the public answers."""

    asked: int
    wanted: int
    counted: int
    is_over: bool

    @property
    def whole(self) -> int:
        """What a hundredth is taken of."""
        return max(1, self.asked or self.wanted)

    @property
    def percent(self) -> int:
        return self.counted * 100 // self.whole

    @property
    def until_next(self) -> int:
        """How many answers are missing to the next hundredth."""
        return max(1, -(-(self.percent + 1) * self.whole // 100) - self.counted)


# Tied by a person


@transaction.atomic
def serve(round_: Round, task: Task, *, by: Member) -> None:
    """The task uses the round's result. Sent again it changes nothing. The caller has asked whether it may."""
    if round_.use not in task.actions:
        raise UseDiffersError(task=task.title, use=round_.get_use_display())
    facts = {"office": round_.office, "made_by": by.user, "made_at": now()}
    _, is_new = RoundTask.objects.get_or_create(round=round_, task=task, defaults=facts)
    if not is_new:
        return
    record("round.serves", by=by, on=round_, within=round_.form_id, to=f"{task.number} {task.title}")
    offer = _standing(round_).first()
    if offer is not None:
        give_evidence(offer, [task.pk], by=by)
    else:
        _recount(round_)


def _standing(round_: Round) -> QuerySet[Offer]:
    return Offer.objects.filter(office=round_.office_id, kind=KIND, object_id=round_.pk, withdrawn_at=None)


# Told to its tasks


@transaction.atomic
def bring_up(round_: Round, *, exactly: bool = True, by: Member | None = None) -> Seen:
    """Tell the tasks how far the round is; not `exactly`: only if another hundredth has answered."""
    hold_years(round_.office)
    round_.refresh_from_db()
    seen, before = _seen(round_), _known(round_)
    if before == seen or (before and not exactly and _is_close(before, seen)):
        return seen
    facts = {"asked": seen.asked, "wanted": seen.wanted, "counted": seen.counted, "is_over": seen.is_over}
    RoundProgress.objects.update_or_create(
        round=round_, defaults=facts, create_defaults={**facts, "office": round_.office}
    )
    _offer(round_, seen, by)
    _recount(round_)
    return seen


def _known(round_: Round) -> Seen | None:
    found = RoundProgress.objects.filter(round=round_)
    row = found.values_list("asked", "wanted", "counted", "is_over").first()
    return Seen(*row) if row else None


def _is_close(before: Seen, seen: Seen) -> bool:
    is_first = seen.counted > 0 and before.counted == 0
    return not is_first and before.percent == seen.percent and before.is_over == seen.is_over


def _seen(round_: Round) -> Seen:
    asked, counted = far_of(round_)
    return Seen(asked, round_.wanted_of(asked), counted, round_.state == State.CLOSED)


def _offer(round_: Round, seen: Seen, by: Member | None) -> None:
    """Nothing was shown before the first answer."""
    if not seen.counted:
        withdraw_evidence(round_.office, KIND, round_.pk, why="ไม่มีคำตอบที่นับแล้ว", by=by)
        return
    offer = offer_evidence(
        round_.office, round_.use, KIND, round_.pk, round_.opens_on, value=seen.counted,
        title=f"รอบการเก็บข้อมูล: {round_.title}", unit=round_.unit, by=by,
    )  # fmt: skip
    tied = RoundTask.objects.filter(round=round_).values_list("task", flat=True)
    give_evidence(offer, list(tied), by=by)


def _recount(round_: Round) -> None:
    """What its tasks ask for has changed. From runs to tasks, as everybody locks them."""
    tied = set(RoundTask.objects.filter(round=round_).values_list("task", flat=True))
    rows = Evidence.objects.filter(office=round_.office_id, kind=KIND, object_id=round_.pk)
    ids = tied | set(rows.values_list("task", flat=True))
    if not ids:
        return
    runs = Run.objects.filter(tasks__in=ids).order_by("position", "pk")
    list(Run.objects.filter(pk__in=runs.values("pk")).order_by("position", "pk").select_for_update())
    list(Task.objects.filter(pk__in=ids).order_by("due_on", "pk").select_for_update())
    recount(ids)


@transaction.atomic
def give_up(round_: Round) -> None:
    """A voided round shows nothing and asks for nothing."""
    withdraw_evidence(round_.office, KIND, round_.pk, why=round_.reason or "ยกเลิกรอบการเก็บข้อมูล")
    RoundProgress.objects.filter(round=round_).delete()
    _recount(round_)


# Heard of answers


def heard(round_id: UUID) -> None:
    """Costs nothing for most answers. What it leads to happens when the answer is safe, and cannot harm it."""
    left = _left.get(round_id, 0)
    if left > 1:
        _left[round_id] = left - 1
        return
    after_commit(_listen, round_id)


def _listen(round_id: UUID) -> None:
    round_ = Round.objects.select_related("office", "unit").filter(pk=round_id).first()
    if round_ is None or round_.state in (State.DRAFT, State.VOID):
        return
    seen = bring_up(round_, exactly=False)
    if len(_left) >= _MOST_HEARD:
        _left.clear()
    _left[round_id] = seen.until_next


def asked_others(round_id: UUID) -> None:
    """Who is asked has changed, and with it how many answers are wanted: the tasks follow at once."""
    after_commit(_bring_up, round_id)


def _bring_up(round_id: UUID) -> None:
    round_ = Round.objects.select_related("office", "unit").filter(pk=round_id).first()
    if round_ is not None and round_.state not in (State.DRAFT, State.VOID):
        _left[round_id] = bring_up(round_).until_next


@job("surveys.progress", "ปรับความก้าวหน้าของงานสำรวจและประเมินผล", daily_at=time(0, 20))
def catch_up(running: Job) -> None:
    """Answers that were taken in since the last hundredth."""
    rounds = Round.objects.filter(state=State.OPEN).select_related("office", "unit").order_by("pk")
    for round_ in rounds:
        bring_up(round_)
    running.result = {"words": f"ปรับความก้าวหน้า {len(rounds):,} รอบ"}
