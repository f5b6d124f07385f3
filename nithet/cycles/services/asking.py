"""What a letter asks of schools, units and people: answered, told and written down, asked more, reminded, summed up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nithet.audit.services import record
from nithet.core import files
from nithet.core.clock import now
from nithet.cycles import letter_summary
from nithet.cycles.access import letters as access
from nithet.cycles.errors import (
    AnswerChangedError,
    AnswerEmptyError,
    AnswerReturnedLateError,
    LetterClosedError,
    ReasonMissingError,
    SummaryChangedError,
    TellerMissingError,
)
from nithet.cycles.letter_evidence import Answers
from nithet.cycles.models import Evidence, Letter, LetterAsk, Task
from nithet.cycles.models.letters import ANSWER_KIND
from nithet.cycles.search import index_evidence
from nithet.cycles.services.counting import recount
from nithet.cycles.services.letters import AskedOf, actions_for, store_files, task_of
from nithet.cycles.services.working import lock_run
from nithet.cycles.telling.events import tell_asked
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day

State = Task.State
TAKES_ANSWERS = (State.OPEN, State.WAITING)
# A second press is no second reminder.
REMINDED_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was sent. `seen`: the moment of what the page showed, sent or sent back; None: nothing was there."""

    text: str
    seen: datetime | None = None
    uploads: tuple[files.Upload, ...] = ()
    # Files of the answer before that are taken out of it.
    dropped: Collection[str] = ()
    told_by: str = ""


def answer(ask: LetterAsk, typed: Typed, *, by: Member) -> LetterAsk:
    """What who is asked says; it can be changed until the letter is closed. The same again changes nothing."""
    access.can_answer(by, ask).or_refuse()
    _take(task_of(ask.letter))
    return _answered(ask, typed, store_files(by.office, typed.uploads), by)


def record_answer(ask: LetterAsk, typed: Typed, *, by: Member) -> LetterAsk:
    """What was told by telephone or on paper, written down by who collects the answers."""
    task = task_of(ask.letter)
    access.can_collect(by, task).or_refuse()
    if not typed.told_by:
        raise TellerMissingError
    _take(task)
    return _answered(ask, typed, store_files(by.office, typed.uploads), by)


def _take(task: Task) -> None:
    if task.state not in TAKES_ANSWERS:
        raise LetterClosedError(task=task.title, state=task.get_state_display())


@transaction.atomic
def _answered(ask: LetterAsk, typed: Typed, kept: list[dict[str, str]], by: Member) -> LetterAsk:
    task = _held(ask.letter)
    before = LetterAsk.objects.get(pk=ask.pk)
    shown = [one for one in before.files if one["file"] not in typed.dropped]
    wanted = {one["file"]: one for one in (*shown, *kept)}
    if not typed.text and not wanted:
        raise AnswerEmptyError
    if before.answer == typed.text and before.files == list(wanted.values()) and before.answered_at:
        return ask
    if before.voided_at or before.moment != typed.seen:
        raise AnswerChangedError(answer=before.answer or "ไม่มีข้อความ", typed=typed.text or "ไม่มีข้อความ")
    LetterAsk.objects.filter(pk=ask.pk).update(
        answer=typed.text,
        files=list(wanted.values()),
        answered_by=by.user,
        answered_at=now(),
        told_by=typed.told_by,
        returned_at=None,
        return_reason="",
    )
    ask.refresh_from_db()
    _show(ask, task, by)
    verb = (
        "letter.answer_recorded"
        if typed.told_by
        else "letter.answer_changed"
        if before.answered_at
        else "letter.answered"
    )
    # Not who told it: the answer knows the name, and history could not forget it.
    record(verb, by=by, on=task, within=task.run_id, to=ask.name)
    return ask


def _held(letter: Letter) -> Task:
    """The task of a letter that takes answers, its run locked."""
    lock_run(letter.run_id)
    task = task_of(letter)
    _take(task)
    return task


def _show(ask: LetterAsk, task: Task, by: Member) -> None:
    """The answer as evidence, once; what it says now is its title."""
    said = " ".join(ask.answer.split())
    title = f"{ask.name}: {said}" if said else f"{ask.name}: ไฟล์แนบ {len(ask.files)} ไฟล์"
    facts = {"title": title[:300], "on": bangkok_day(now()), "voided_at": None, "void_reason": ""}
    Evidence.objects.update_or_create(
        task=task, kind=ANSWER_KIND, object_id=ask.pk, defaults=facts,
        create_defaults={
            **facts, "office_id": task.office_id, "action": Answers.code, "subject": ask.subject_id,
            "round": task.round, "added_by": by.user, "added_at": now(),
        },
    )  # fmt: skip
    _find_again(task, [ask.pk])
    recount([task.pk])


def _find_again(task: Task, asks: Collection[UUID]) -> None:
    index_evidence(task.office_id, Q(task=task, kind=ANSWER_KIND, object_id__in=asks))


@transaction.atomic
def return_answer(ask: LetterAsk, *, why: str, seen: datetime | None, by: Member) -> None:
    """Sent back to be completed. `seen`: of which moment the answer was that was read; one changed since is read first."""
    access.can_collect(by, task_of(ask.letter)).or_refuse()
    if not why:
        raise ReasonMissingError(act="ส่งคืนคำตอบ")
    task = _held(ask.letter)
    there = LetterAsk.objects.filter(pk=ask.pk, voided_at=None)
    read = there.filter(answered_at=seen) if seen else there.none()
    if not read.update(answered_at=None, returned_at=now(), return_reason=why):
        if there.filter(answered_at=None, return_reason=why).exists():
            return
        raise AnswerReturnedLateError
    Evidence.objects.filter(task=task, kind=ANSWER_KIND, object_id=ask.pk, voided_at=None).update(
        voided_at=now(), void_reason=why
    )
    _find_again(task, [ask.pk])
    recount([task.pk])
    tell_asked(there, on=by.on)
    record("letter.answer_returned", by=by, on=task, within=task.run_id, why=why, to=ask.name)


@transaction.atomic
def void_ask(ask: LetterAsk, *, why: str, by: Member) -> None:
    """Not asked any more; an answer that came stays in the history."""
    access.can_collect(by, task_of(ask.letter)).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยกเลิกการขอข้อมูล")
    task = _held(ask.letter)
    if not LetterAsk.objects.filter(pk=ask.pk, voided_at=None).update(voided_at=now(), void_reason=why):
        return
    Evidence.objects.filter(task=task, kind=ANSWER_KIND, object_id=ask.pk, voided_at=None).update(
        voided_at=now(), void_reason=why
    )
    _find_again(task, [ask.pk])
    _plan(task, ask.letter)
    record("letter.ask_voided", by=by, on=task, within=task.run_id, why=why, to=ask.name)


@transaction.atomic
def ask_more(letter: Letter, asked: AskedOf, *, by: Member) -> int:
    """Ask others too, and those again who were not to answer. Returns how many are new."""
    access.can_collect(by, task_of(letter)).or_refuse()
    task = _held(letter)
    # One that stands comes before one that was voided.
    rows = sorted(letter.asks.all(), key=lambda one: one.voided_at is None)
    there = {one.subject_id: one for one in rows}
    wanted = asked.rows(letter)
    new = [row for row in wanted if row.subject_id not in there]
    again = [there[row.subject_id].pk for row in wanted if row.subject_id in there]
    LetterAsk.objects.bulk_create(new)
    revived = LetterAsk.objects.filter(pk__in=again, voided_at__isnull=False)
    answered = list(revived.filter(answered_at__isnull=False).values_list("pk", flat=True))
    count = len(new) + revived.update(voided_at=None, void_reason="")
    Evidence.objects.filter(task=task, kind=ANSWER_KIND, object_id__in=answered).update(
        voided_at=None, void_reason=""
    )
    if answered:
        _find_again(task, answered)
    if count:
        _plan(task, letter)
        tell_asked(letter.asks.all(), on=by.on)
        record("letter.asked", by=by, on=task, within=task.run_id, to=f"เพิ่ม {count} ราย")
    return count


def _plan(task: Task, letter: Letter) -> None:
    """As many answers are wanted as are asked."""
    asked = letter.asks.filter(voided_at=None).count()
    actions = actions_for(task.ask, asked=bool(asked))
    Task.objects.filter(pk=task.pk).update(planned=asked or 1, actions=actions)
    recount([task.pk])


@transaction.atomic
def remind(letter: Letter, *, by: Member) -> int:
    """แจ้งติดตามการส่งข้อมูล: whoever has not answered sees it on their desk. Returns how many they are."""
    access.can_collect(by, task_of(letter)).or_refuse()
    task = _held(letter)
    before = Q(reminded_at=None) | Q(reminded_at__lt=now() - REMINDED_AGAIN)
    missing = letter.asks.filter(voided_at=None, answered_at=None)
    if reminded := missing.filter(before).update(reminded_at=now()):
        tell_asked(missing, on=by.on)
        record("letter.reminded", by=by, on=task, within=task.run_id, to=f"{reminded} ราย")
    return missing.count()


def mark_of(text: str) -> str:
    """Tells whether a summary is still the one that a page showed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def save_summary(letter: Letter, text: str, *, seen: str, by: Member) -> Letter:
    """What goes up, as somebody wrote it; nothing: as composed from the answers."""
    access.can_collect(by, task_of(letter)).or_refuse()
    task = _held(letter)
    letter.refresh_from_db()
    wanted = "" if text == letter_summary.composed_summary(letter) else text
    if letter.summary == wanted:
        return letter
    if mark_of(letter.summary) != seen:
        raise SummaryChangedError(there=letter.summary or "ข้อความที่ระบบเรียบเรียง", typed=text)
    Letter.objects.filter(pk=letter.pk).update(summary=wanted)
    record("letter.summed_up", by=by, on=task, within=task.run_id)
    letter.refresh_from_db()
    return letter
