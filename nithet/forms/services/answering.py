"""Answering a round: a submission and what it counts for, in one transaction; safe to send twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from nithet.core.bulk import insert_rows
from nithet.core.files import Upload
from nithet.forms.asked import NOBODY, Asked, Door, Guest, Sender
from nithet.forms.compiled import compiled
from nithet.forms.errors import DuplicateInstanceError, NotTakingError, TooManyAgainError
from nithet.forms.models import Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.round_hooks import tell_answered
from nithet.forms.services.anonymity import receive_unnamed
from nithet.forms.services.attaching import keep_files
from nithet.forms.services.counting import block_of
from nithet.forms.services.editing import write_answers
from nithet.forms.services.reading import Read, read_submission
from nithet.forms.services.receiving import submission_of
from nithet.forms.services.storing import insert_once
from nithet.forms.services.timely import refuse_untimely, refuse_untimely_now
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day

BY_LINK = "ผู้ตอบทางลิงก์"
Standing = RoundAnswer.Standing


def receive_answer(
    asked: Asked, *, xml: bytes, files: Mapping[str, Upload], at: datetime, sender: Sender = NOBODY
) -> Submission:
    """What was answered; sent again it is the one that came before. How it counts stands in its `round_answer`.

    Whatever was typed while the round was open is kept, though it comes late, for a second time or from who is excused.
    Raises NotTakingError, UnreadableSubmissionError, DuplicateInstanceError, TooManyAgainError, and of an anonymous round AnsweredAlreadyError.
    """
    refuse_untimely(asked, at)
    if asked.round.is_anonymous:
        return receive_unnamed(asked, xml=xml, at=at)
    version = asked.round.version
    read = read_submission(xml, compiled(version), version.form, at=at)
    _refuse_flood(asked, read, at)
    kept, unfit = keep_files(version, read, files)
    made = submission_of(version, xml, read, kept, unfit, at)
    _sign(made, asked, sender)
    received = insert_once(
        made, kept, by=sender.member, actor=actor_of(asked, sender), beside=lambda: _count(made, asked, at)
    )
    if not received.is_new:
        _refuse_anothers(received.submission, asked)
    return received.submission


MOST_APART = 5
"""Answers of one target that do not count; nobody needs more to choose from."""


def _refuse_flood(asked: Asked, read: Read, at: datetime) -> None:
    """Before files are kept. What is sent again is none; where nothing has come yet it costs nothing."""
    if asked.target is None or not asked.round.is_once:
        return
    if not asked.has_answered and asked.door(on=bangkok_day(at)) == Door.OPEN:
        return
    answers = RoundAnswer.objects.filter(target=asked.target)
    is_known = answers.filter(submission__instance_id=read.instance.instance_id).exists()
    if not is_known and answers.exclude(standing=Standing.COUNTED).count() >= MOST_APART:
        raise TooManyAgainError(round=asked.round.title)


def actor_of(asked: Asked, sender: Sender) -> Member | Guest:
    if sender.member is not None:
        return sender.member
    return Guest(f"{asked.school.name} (ทางลิงก์)" if asked.school else BY_LINK)


def _sign(made: Submission, asked: Asked, sender: Sender) -> None:
    """For whom it is answered is said by the link, whatever the answers say."""
    if asked.school is not None:
        made.school_id = asked.school.pk
    if asked.target is not None and asked.target.person_id:
        made.person_id = asked.target.person_id
    if sender.member is not None:
        made.sent_by = sender.member.user
        made.person = made.person or sender.member.person
    made.sender = sender.words or (asked.name if asked.target else "")


def _count(made: Submission, asked: Asked, at: datetime) -> None:
    """In the transaction that stores it."""
    standing = _standing(made, asked, at)
    target = asked.target
    insert_rows([
        RoundAnswer(
            office_id=made.office_id, round=asked.round, submission=made, target=target, standing=standing,
            properties=target.properties if target else {}, block=block_of(made.pk),
            single=target.pk if target and asked.round.is_once else None,
        )
    ])  # fmt: skip
    if standing == Standing.COUNTED:
        tell_answered(asked.round.pk)


def _standing(made: Submission, asked: Asked, at: datetime) -> str:
    if asked.target is not None and _is_first(made, asked.target, at):
        return Standing.COUNTED
    refuse_untimely_now(asked, at)
    if asked.is_excused:
        return Standing.OUT
    if not asked.round.is_taking(on=bangkok_day(at)):
        return Standing.LATE
    return Standing.AGAIN if asked.target is not None and asked.round.is_once else Standing.COUNTED


def _is_first(made: Submission, target: RoundTarget, at: datetime) -> bool:
    """One statement, so that of two devices at once one counts, and none after somebody has closed or excused."""
    day = bangkok_day(at)
    taking = Round.objects.filter(
        pk=OuterRef("round"), state=Round.State.OPEN, opens_on__lte=day, closes_on__gte=day
    )
    waiting = RoundTarget.objects.filter(
        Exists(taking), pk=target.pk, standing=RoundTarget.Standing.ASKED, has_answered=False
    )
    return bool(waiting.update(has_answered=True, answered_at=at, answered_by=made.sender))


def _refuse_anothers(submission: Submission, asked: Asked) -> None:
    """What came before under that name was an answer of the same one to the same round."""
    target = asked.target.pk if asked.target else None
    if not RoundAnswer.objects.filter(submission=submission, round=asked.round, target=target).exists():
        raise DuplicateInstanceError(reference=submission.reference)


# Corrected


def counted_of(asked: Asked) -> Submission | None:
    """The answer that counts for a target that answers once, or is waiting to be looked at where none counts."""
    if asked.target is None or asked.round.is_anonymous or not asked.round.is_once:
        return None
    answers = RoundAnswer.objects.filter(target=asked.target, standing__in=(Standing.COUNTED, Standing.LATE))
    found = (
        answers.select_related(
            "submission__version__form__office", "submission__school", "submission__person"
        )
        # “counted” before “late”.
        .order_by("standing", "-pk")
        .first()
    )
    return found.submission if found else None


SHOWN_FOR = timedelta(days=30)
"""So long after the end a link shows what was sent: it stays in chats for years."""


def can_look(asked: Asked, submission: Submission, *, on: date) -> bool:
    """Whether who holds the link, and is nobody we know, is shown the answers."""
    round_ = asked.round
    if submission.state == Submission.State.RETURNED or round_.state == Round.State.VOID:
        return round_.state != Round.State.VOID
    ended_on = bangkok_day(round_.closed_at) if round_.closed_at else round_.closes_on
    return on <= ended_on + SHOWN_FOR


def can_correct(asked: Asked, submission: Submission, *, at: datetime) -> bool:
    """Until closing, and whenever the office has sent it back."""
    if submission.state == Submission.State.RETURNED:
        return asked.round.state != asked.round.State.VOID
    is_locked = submission.state in (Submission.State.VOID, Submission.State.APPROVED)
    return not is_locked and asked.door(on=bangkok_day(at)) == Door.OPEN


@transaction.atomic
def correct_answer(
    asked: Asked,
    submission: Submission,
    *,
    xml: bytes,
    files: Mapping[str, Upload],
    at: datetime,
    sender: Sender = NOBODY,
) -> Submission:
    """The same submission with other answers; of two at once one is refused. Raises NotTakingError, StaleSubmissionError."""
    if not can_correct(asked, submission, at=at):
        raise NotTakingError(why=LOCKED.format(round=asked.round.title))
    write_answers(
        submission, xml=xml, files=files, by=sender.member, actor=actor_of(asked, sender), at=at,
        why="" if sender.member else "แก้ไขทางลิงก์", school=asked.school.pk if asked.school else None,
    )  # fmt: skip
    if sender.words and asked.target is not None:
        answered = RoundTarget.objects.filter(pk=asked.target.pk, has_answered=True)
        answered.update(answered_by=sender.words)
    return submission


LOCKED = "“{round}” ปิดรับข้อมูลแล้ว หรือกลุ่มที่ขอข้อมูลตรวจรับคำตอบนี้แล้ว จึงแก้ไขไม่ได้ หากพบข้อมูลคลาดเคลื่อน โปรดติดต่อกลุ่มที่ขอข้อมูลให้ส่งคืนแก้ไข"
