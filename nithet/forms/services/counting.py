"""Which answers of a round count: kept right while submissions are edited, voided and taken back.

A target has answered where one of its answers counts. Whoever changes that holds the target's row first, so that of two
at once one follows the other. Answers that were promised to stay anonymous belong to no target, and are left alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from nithet.forms.models import Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.round_hooks import tell_answered
from nithet.thai.dates import bangkok_day

BLOCKS, BATCH = 64, 500
Standing = RoundAnswer.Standing


def block_of(key: UUID) -> int:
    """Which part of the round's tally an answer belongs to."""
    return hashlib.sha256(key.bytes).digest()[0] % BLOCKS


def rounds_touched(submission: Submission) -> None:
    """Its answers or its state have changed. Within the caller's transaction; costs one query where it answers no round."""
    found = RoundAnswer.objects.filter(submission=submission).values_list("pk", "target").first()
    if found is None:
        return
    hold_targets([found[1]])
    # Read only now: before, somebody might have taken it in or chosen another.
    answer = RoundAnswer.objects.select_for_update(no_key=True).get(pk=found[0])
    is_void = submission.state == Submission.State.VOID
    if is_void and answer.standing != Standing.OUT:
        _move(answer, Standing.OUT, stood=answer.standing)
    elif not is_void and answer.stood:
        _move(answer, answer.stood, stood="")
    else:
        _move(answer, answer.standing, stood=answer.stood)
    tell_answered(answer.round_id)


def hold_targets(keys: Iterable[UUID | None]) -> None:
    """Locked for the rest of the transaction; what only points at them does not wait."""
    held = RoundTarget.objects.select_for_update(no_key=True).filter(pk__in=[key for key in keys if key])
    list(held.order_by("pk").values_list("pk", flat=True))


def _move(answer: RoundAnswer, standing: str, *, stood: str) -> None:
    """Called with its target held."""
    if standing == Standing.COUNTED and _another_counts(answer):
        standing = Standing.AGAIN
    RoundAnswer.objects.filter(pk=answer.pk).update(change=F("change") + 1, standing=standing, stood=stood)
    if answer.target_id is not None:
        _settle(answer.target_id)


def _another_counts(answer: RoundAnswer) -> bool:
    if answer.single is None:
        return False
    counted = RoundAnswer.objects.filter(
        round=answer.round_id, single=answer.single, standing=Standing.COUNTED
    )
    return counted.exclude(pk=answer.pk).exists()


def _settle(target_id: UUID) -> None:
    """Whether the target has answered, when and by whom, of what counts now."""
    counted = RoundAnswer.objects.filter(target=target_id, standing=Standing.COUNTED)
    first = with_sender(counted).order_by("submission__received_at").first()
    target = RoundTarget.objects.filter(pk=target_id)
    if first is None:
        target.update(has_answered=False, answered_at=None, answered_by="")
        return
    # What it says of the same answer already stays: somebody else may have corrected it since.
    same = Q(has_answered=True, answered_at=first.submission.received_at)
    target.exclude(same).update(**answered_facts(first.submission))


def with_sender(answers: QuerySet[RoundAnswer]) -> QuerySet[RoundAnswer]:
    """Each with its submission, as far as it says when it came and by whom."""
    heavy = ("submission__xml", "submission__answers", "submission__problems")
    return answers.select_related("submission__sent_by").defer(*heavy)


def answered_facts(submission: Submission) -> dict[str, Any]:
    """What a target says of the answer that counts."""
    by = submission.sender or (submission.sent_by.name if submission.sent_by else "")
    return {"has_answered": True, "answered_at": submission.received_at, "answered_by": by[:200]}


# After all


def count_after_all(round_: Round, answers: QuerySet[RoundAnswer]) -> int:
    """Answers that stood apart, as they would stand had they come now: the first of a target counts where none does.
    How many count. Called with the round held, after it was opened again or a target is asked again.
    """
    hold_targets(answers.order_by().values_list("target", flat=True).distinct())
    single = RoundAnswer.objects.filter(round=round_, standing=Standing.COUNTED).exclude(single=None)
    counted = set(single.values_list("single", flat=True))
    standings: dict[str, list[RoundAnswer]] = defaultdict(list)
    for answer in with_sender(answers).order_by("submission__received_at", "pk"):
        standings[_standing_after_all(round_, answer, counted)].append(answer)
    for standing, rows in standings.items():
        moved = RoundAnswer.objects.filter(pk__in=[answer.pk for answer in rows])
        moved.update(standing=standing, change=F("change") + 1)
    _mark_answered(standings[Standing.COUNTED])
    tell_answered(round_.pk)
    return len(standings[Standing.COUNTED])


def _standing_after_all(round_: Round, answer: RoundAnswer, counted: set[UUID | None]) -> str:
    """Counts it in."""
    came_at = answer.submission.received_at
    is_within = round_.opens_on <= bangkok_day(came_at) <= round_.closes_on
    if not is_within or (round_.closed_at is not None and came_at > round_.closed_at):
        return Standing.LATE
    if answer.single is None:
        return Standing.COUNTED
    if answer.single in counted:
        return Standing.AGAIN
    counted.add(answer.single)
    return Standing.COUNTED


def _mark_answered(counted: Iterable[RoundAnswer]) -> None:
    """The first of each target that had none."""
    first = {answer.target_id: answer for answer in reversed(list(counted)) if answer.target_id}
    waiting = RoundTarget.objects.filter(pk__in=first.keys(), has_answered=False)
    marked = [_marked(target, first[target.pk]) for target in waiting]
    RoundTarget.objects.bulk_update(marked, ["has_answered", "answered_at", "answered_by"], batch_size=BATCH)


def _marked(target: RoundTarget, answer: RoundAnswer) -> RoundTarget:
    for name, value in answered_facts(answer.submission).items():
        setattr(target, name, value)
    return target
