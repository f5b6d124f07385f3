"""Answers that nobody can follow back to who gave them.

That somebody has answered and what they answered are stored apart: without a moment, an account, a name, a file, or a key
that is made of time. Of the answers only what the form asks is kept, and of that nothing that names somebody or that a
device tells of itself.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction

from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.core.bulk import insert_rows
from nithet.core.jobs import job, start
from nithet.core.models import Job
from nithet.forms.answers import Answers
from nithet.forms.asked import Asked
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.errors import AnsweredAlreadyError, DuplicateInstanceError
from nithet.forms.models import Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.services.counting import block_of
from nithet.forms.services.reading import Read, read_submission
from nithet.forms.services.timely import hold_state, refuse_untimely_now
from nithet.forms.unnamed import telling_paths
from nithet.thai.dates import BANGKOK, bangkok_day

FEWEST_ALIKE = 5
"""Of a target whose properties fewer share, the answer tells none of them."""

RECENT = timedelta(days=30)
"""So long after its last day a round's days are looked for."""


def receive_unnamed(asked: Asked, *, xml: bytes, at: datetime) -> Submission:
    """Raises AnsweredAlreadyError, NotTakingError, DuplicateInstanceError. Files are not taken: each would be kept with its moment."""
    version = asked.round.version
    read = read_submission(xml, compiled(version), version.form, at=at)
    made = _unnamed(asked.round, read, bangkok_day(at))
    answer = RoundAnswer(
        id=uuid4(), office_id=made.office_id, round=asked.round, submission=made, block=block_of(made.pk),
        properties=_told_apart(asked),
    )  # fmt: skip
    try:
        with transaction.atomic():
            # Once the round is closed its figures open, and one more answer would show by the difference.
            hold_state(asked.round)
            refuse_untimely_now(asked, at)
            if not _mark(asked.target) and not _is_there(made, asked.round):
                raise AnsweredAlreadyError(round=asked.round.title)
            insert_rows([made])
            insert_rows([answer])
    except IntegrityError:
        if not _is_there(made, asked.round):
            raise DuplicateInstanceError(reference=made.reference) from None
    return made


def _unnamed(round_: Round, read: Read, day: date) -> Submission:
    version = round_.version
    definition = compiled(version).definition
    telling = telling_paths(definition)
    answers = _without(read.answers, telling)
    problems = [problem for problem in read.problems if problem["path"] not in telling]
    xml = _written(definition, answers, version.form.name, version.number, read.instance.instance_id)
    states = Submission.State
    return Submission(
        id=uuid4(), office_id=version.office_id, form_id=version.form_id, version=version,
        instance_id=read.instance.instance_id, xml=xml, sha256=hashlib.sha256(xml).hexdigest(), answers=answers,
        problems=problems, state=states.ATTENTION if problems else states.RECEIVED, received_at=beginning(day),
    )  # fmt: skip


def _written(definition: Definition, answers: Answers, name: str, number: int, instance_id: str) -> bytes:
    return write_instance(definition, answers, form_name=name, version=str(number), instance_id=instance_id)


def _without(answers: Answers, telling: frozenset[str]) -> Answers:
    kept: Answers = {}
    for path, value in answers.items():
        if path in telling:
            continue
        is_lines = isinstance(value, list) and all(isinstance(line, dict) for line in value)
        kept[path] = [_without(line, telling) for line in value] if is_lines else value  # type: ignore[arg-type, union-attr]
    return kept


def beginning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def _mark(target: RoundTarget | None) -> bool:
    """That they have answered, and nothing else; False where they had before."""
    if target is None:
        return True
    return bool(RoundTarget.objects.filter(pk=target.pk, has_answered=False).update(has_answered=True))


def _is_there(made: Submission, round_: Round) -> bool:
    """Sent again because the answer to it was lost."""
    known = RoundAnswer.objects.filter(round=round_, submission__instance_id=made.instance_id)
    return known.exists()


def _told_apart(asked: Asked) -> dict[str, str]:
    """What figures are told apart by, where enough of those who are asked share it."""
    if asked.target is None or not asked.target.properties:
        return {}
    own: dict[str, str] = dict(asked.target.properties)
    alike = RoundTarget.objects.filter(round=asked.round, standing=RoundTarget.Standing.ASKED, properties=own)
    return own if alike.count() >= FEWEST_ALIKE else {}


# Afterwards


MIX = "forms.anonymous_mixed"


def mix_later(round_: Round) -> None:
    """By the worker: of thousands it takes a second."""
    if round_.is_anonymous:
        start(MIX, office_id=round_.office_id, key=f"{MIX} {round_.pk}", round=str(round_.pk))


@job(MIX, "เก็บรายชื่อผู้ตอบแยกจากลำดับคำตอบ")
def mix_ended(running: Job) -> None:
    mix_targets(Round.objects.get(pk=running.payload["round"]))


@transaction.atomic
def mix_targets(round_: Round) -> None:
    """Who has answered, written anew in the order of their keys when the round ends. PostgreSQL keeps with each row which
    transaction wrote it and lays the newest last; an answer and its target were written by one.
    """
    targets = RoundTarget.objects.filter(round=round_)
    for key in targets.order_by("pk").values_list("pk", flat=True):
        RoundTarget.objects.filter(pk=key).update(round=round_)


@job("forms.anonymous_days", "บันทึกวันที่มีผู้ตอบแบบไม่ระบุตัวผู้ตอบ", daily_at=time(0, 25))
def record_days(running: Job) -> None:
    """History keeps the days on which an anonymous round was answered, and writes them on the day after."""
    today = bangkok_day(running.made_at)
    rounds = Round.objects.filter(is_anonymous=True, closes_on__gte=today - RECENT)
    for round_ in rounds.exclude(state=Round.State.DRAFT):
        _record_days(round_, before=today)


@transaction.atomic
def _record_days(round_: Round, *, before: date) -> None:
    told = Entry.objects.filter(office_id=round_.office_id, object_id=round_.pk, verb="round.answered")
    known = set(told.values_list("at", flat=True))
    answers = RoundAnswer.objects.filter(round=round_, submission__received_at__lt=beginning(before))
    moments = answers.order_by("submission__received_at").values_list("submission__received_at", flat=True)
    for moment in moments.distinct():
        if moment not in known:
            record("round.answered", by=None, on=round_, within=round_.form_id, at=moment)
