"""The end of a round and what comes after it: closed, extended, opened again, set aside; late and second answers."""

from __future__ import annotations

import logging
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.forms import access
from nithet.forms.errors import (
    AnonymousRoundError,
    RoundStateError,
    RoundWindowError,
    SecondAnswerError,
    StaleRoundError,
)
from nithet.forms.models import Round, RoundAnswer, RoundTarget
from nithet.forms.round_hooks import tell_answered, tell_closed, tell_opened, tell_voided
from nithet.forms.services.counting import answered_facts, count_after_all, hold_targets
from nithet.forms.services.rounds.targets import hold_round
from nithet.offices.members import Member
from nithet.thai.dates import format_date

logger = logging.getLogger(__name__)
State, Standing = Round.State, RoundAnswer.Standing


# The window


@transaction.atomic
def close_round(round_: Round, *, why: str = "", by: Member) -> Round:
    """ปิดรับข้อมูล; before its last day with a reason. Sent twice it is closed all the same."""
    access.can_change_round(by, round_).or_refuse()
    if round_.state == State.CLOSED:
        return round_
    if not _close(round_, why):
        raise _other_state(round_)
    record("round.closed", by=by, on=round_, within=round_.form_id, why=why)
    return round_


def close_over(*, on: date) -> int:
    """Rounds whose last day has passed, by the system's own hand. How many. One that fails holds up no other."""
    over = Round.objects.filter(state=State.OPEN, closes_on__lt=on).order_by("pk")
    return sum(_closed_over(round_) for round_ in over)


def _closed_over(round_: Round) -> bool:
    try:
        return _close_over(round_)
    except Exception:
        logger.exception("Round %s could not be closed", round_.pk)
        return False


@transaction.atomic
def _close_over(round_: Round) -> bool:
    if not _close(round_, ""):
        return False
    record("round.closed", by=None, on=round_, within=round_.form_id)
    return True


def _close(round_: Round, why: str) -> bool:
    """One statement, so that of two people pressing at once one wins."""
    opened = Round.objects.filter(pk=round_.pk, state=State.OPEN)
    closed = opened.update(state=State.CLOSED, closed_at=now(), reason=why, revision=F("revision") + 1)
    round_.refresh_from_db()
    if closed:
        tell_closed(round_)
    return bool(closed)


@transaction.atomic
def extend_round(round_: Round, closes_on: date, *, revision: int, by: Member) -> Round:
    """ขยายเวลา: while it is still taking answers, to a later day."""
    access.can_change_round(by, round_).or_refuse()
    if round_.closes_on == closes_on and round_.state == State.OPEN:
        return round_
    if closes_on <= round_.closes_on:
        raise RoundWindowError(
            why=f"วันปิดรับใหม่ต้องหลังวันที่ {format_date(round_.closes_on)} หากต้องการปิดก่อนกำหนด โปรดใช้ “ปิดรับข้อมูล”"
        )
    running = Round.objects.filter(pk=round_.pk, state=State.OPEN, revision=revision, closes_on__gte=by.on)
    before = round_.closes_on
    if not running.update(closes_on=closes_on, revision=revision + 1):
        raise _stale_or_over(round_, revision)
    round_.refresh_from_db()
    record(
        "round.extended", by=by, on=round_, within=round_.form_id, before=before.isoformat(), after=closes_on.isoformat()
    )  # fmt: skip
    return round_


def _stale_or_over(round_: Round, revision: int) -> StaleRoundError | RoundStateError:
    round_.refresh_from_db()
    if round_.revision != revision:
        return StaleRoundError(round=round_.title)
    return RoundStateError(round=round_.title, state=State.CLOSED.label)


@transaction.atomic
def reopen_round(round_: Round, closes_on: date, *, why: str, by: Member) -> Round:
    """เปิดรับอีกครั้ง. Of an anonymous one the figures were seen: one more answer would tell itself by the difference."""
    access.can_change_round(by, round_).or_refuse()
    if round_.is_taking(on=by.on):
        return round_
    if round_.is_anonymous:
        raise AnonymousRoundError(
            why="รอบที่ไม่ระบุตัวผู้ตอบเปิดรับอีกครั้งไม่ได้ เพราะเมื่อเห็นผลแล้ว คำตอบที่เพิ่มมาจะสืบถึงผู้ตอบได้ โปรดเปิดรอบใหม่"
        )
    if closes_on < max(by.on, round_.opens_on):
        raise RoundWindowError(why="วันปิดรับใหม่ต้องไม่ผ่านไปแล้ว โปรดแก้ไขวันปิดรับ")
    is_past = Q(state=State.OPEN, closes_on__lt=by.on)
    ended = Round.objects.filter(Q(state=State.CLOSED) | is_past, pk=round_.pk)
    if not ended.update(
        state=State.OPEN, closes_on=closes_on, closed_at=None, reason=why, revision=F("revision") + 1
    ):
        raise _other_state(round_)
    round_.refresh_from_db()
    record("round.reopened", by=by, on=round_, within=round_.form_id, why=why, after=closes_on.isoformat())
    _take_in_late(round_, why, by)
    tell_opened(round_)
    return round_


def _take_in_late(round_: Round, why: str, by: Member) -> None:
    """What came after closing is late no longer; of who is still asked."""
    late = RoundAnswer.objects.filter(round=round_, standing=Standing.LATE)
    late = late.exclude(target__standing=RoundTarget.Standing.EXCUSED)
    if count := count_after_all(round_, late):
        record("round.answer_taken", by=by, on=round_, within=round_.form_id, why=why, count=count)


@transaction.atomic
def void_round(round_: Round, *, why: str, by: Member) -> Round:
    """ยกเลิก (คงประวัติไว้): it is evidence of nothing; what was answered stays in the submissions."""
    access.can_change_round(by, round_).or_refuse()
    running = Round.objects.filter(pk=round_.pk, state__in=(State.OPEN, State.CLOSED))
    if running.update(state=State.VOID, reason=why, revision=F("revision") + 1):
        round_.refresh_from_db()
        record("round.voided", by=by, on=round_, within=round_.form_id, why=why)
        tell_voided(round_)
        return round_
    round_.refresh_from_db()
    if round_.state != State.VOID:
        raise _other_state(round_)
    return round_


def _other_state(round_: Round) -> RoundStateError:
    round_.refresh_from_db()
    return RoundStateError(round=round_.title, state=round_.get_state_display())


# Which answers count


@transaction.atomic
def take_in(answer: RoundAnswer, *, why: str, by: Member) -> None:
    """An answer that came after closing counts after all."""
    round_ = _decided_on(answer, by)
    if answer.standing == Standing.COUNTED:
        return
    if answer.target_id and answer.single and _counted(answer):
        raise SecondAnswerError(name=str(answer.target) if answer.target else "ผู้ตอบรายนี้")
    late = RoundAnswer.objects.filter(pk=answer.pk, standing=Standing.LATE)
    if not late.update(standing=Standing.COUNTED, reason=why[:300], change=F("change") + 1):
        raise _other_state(round_)
    _mark_answered(answer)
    record("round.answer_taken", by=by, on=round_, within=round_.form_id, why=why)
    tell_answered(round_.pk)


@transaction.atomic
def choose_answer(answer: RoundAnswer, *, by: Member) -> None:
    """Of two answers where one was wanted this one counts; the other stays beside it."""
    round_ = _decided_on(answer, by)
    again = RoundAnswer.objects.filter(pk=answer.pk, standing=Standing.AGAIN)
    if not again.exists():
        if RoundAnswer.objects.filter(pk=answer.pk, standing=Standing.COUNTED).exists():
            return
        raise _other_state(round_)
    # The former one first: the database lets only one count.
    _counted(answer).update(standing=Standing.AGAIN, change=F("change") + 1)
    again.update(standing=Standing.COUNTED, change=F("change") + 1)
    _mark_answered(answer)
    record("round.answer_chosen", by=by, on=round_, within=round_.form_id)
    tell_answered(round_.pk)


def _decided_on(answer: RoundAnswer, by: Member) -> Round:
    """The round, locked. Nobody decides on one answer of an anonymous round, since nobody may open it."""
    access.can_change_round(by, answer.round).or_refuse()
    if answer.round.is_anonymous:
        raise AnonymousRoundError(why="คำตอบของรอบที่ไม่ระบุตัวผู้ตอบเปิดดูหรือรับเพิ่มทีละรายไม่ได้")
    held = hold_round(answer.round, State.OPEN, State.CLOSED)
    # Before the answers, as everybody who changes what counts of a target does it.
    hold_targets([answer.target_id])
    return held


def _counted(answer: RoundAnswer) -> QuerySet[RoundAnswer]:
    same = RoundAnswer.objects.filter(round=answer.round_id, target=answer.target_id)
    return same.filter(standing=Standing.COUNTED).exclude(pk=answer.pk)


def _mark_answered(answer: RoundAnswer) -> None:
    if answer.target_id is not None:
        RoundTarget.objects.filter(pk=answer.target_id).update(**answered_facts(answer.submission))
