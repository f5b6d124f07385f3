"""What became of a recommendation is written down, also when the study is finished."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.offices.members import Member
from nithet.offices.services.changing import take_over
from nithet.registers.generic import access
from nithet.registers.generic.errors import ItemStateError
from nithet.registers.studies.models import Recommendation, Study
from nithet.registers.studies.register import StudyAction


@transaction.atomic
def record_uptake(one: Recommendation, *, uptake: str, taken_by: str, by: Member) -> Recommendation:
    """The study stays finished, and its versions as they were. Sent again it changes nothing.

    Raises ItemStateError where the study is voided.
    """
    access.can_keep(by, one.item).or_refuse()
    study = Study.objects.select_for_update().get(pk=one.item_id)
    if study.is_void:
        raise ItemStateError(item=study, state=StudyAction.book.words_of(study.state))
    held = Recommendation.objects.select_for_update(of=("self",)).select_related("item").get(pk=one.pk)
    changed = take_over(held, {"uptake": uptake, "taken_by": taken_by})
    if changed:
        held.save(update_fields=[*changed])
        record(
            "item.changed",
            by=by,
            on=held.item,
            register=StudyAction.book.name,
            recommendation=held.text[:500],
            changed=changed,
        )
    return held
