"""What a person says of a standard that evidence alone cannot judge."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import JudgedAlreadyError, NotForPersonError, ReasonMissingError
from nithet.cycles.models import Run, StandardJudgement
from nithet.cycles.queries.standards import RunStandard
from nithet.offices.members import Member


@transaction.atomic
def judge_standard(
    run: Run, standard: RunStandard, outcome: StandardJudgement.Outcome, words: str, *, by: Member
) -> StandardJudgement:
    """Say that a standard is met or not, and why. The same said again is said once."""
    access.can_judge(by, run, standard.doers).or_refuse()
    step = standard.step
    if not standard.is_for_person:
        raise NotForPersonError(step=step.number)
    if not words:
        raise ReasonMissingError(act="พิจารณามาตรฐาน")
    # The database keeps it to one that stands: of two people pressing at once one wins, the other is told.
    judgement, is_new = StandardJudgement.objects.get_or_create(
        run=run, step=step, voided_at=None,
        defaults={
            "office_id": run.office_id, "outcome": outcome, "words": words, "judged_by": by.user,
            "judged_as": by.position, "judged_at": now(),
        },
    )  # fmt: skip
    if is_new:
        told = f"ขั้นที่ {step.number} {judgement.get_outcome_display()}"
        record("standard.judged", by=by, on=run, within=run.pk, why=words, to=told, as_=judgement.judged_as)
    elif (judgement.outcome, judgement.words, judgement.judged_by_id) != (outcome, words, by.user.pk):
        raise JudgedAlreadyError(step=step.number)
    return judgement


@transaction.atomic
def void_judgement(judgement: StandardJudgement, standard: RunStandard, *, why: str, by: Member) -> None:
    """Take back with a reason; the row stays, and the standard waits to be judged again."""
    access.can_judge(by, judgement.run, standard.doers).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยกเลิกผลการพิจารณา")
    standing = StandardJudgement.objects.filter(pk=judgement.pk, voided_at=None)
    if standing.update(voided_at=now(), void_reason=why):
        run = judgement.run
        record("standard.unjudged", by=by, on=run, within=run.pk, why=why, to=f"ขั้นที่ {standard.step.number}")
