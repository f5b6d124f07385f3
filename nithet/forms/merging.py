"""Two records of one person become one: who was asked twice in a round is asked there once."""

from __future__ import annotations

from django.db.models import F

from nithet.forms.models import RoundAnswer, RoundTarget
from nithet.forms.round_hooks import tell_answered
from nithet.forms.services.counting import hold_targets
from nithet.offices.models import Person
from nithet.offices.services.merging import KEPT_OTHERWISE, MERGED

Standing = RoundAnswer.Standing


def ask_once(gone: Person, kept: Person) -> None:
    """Of two targets the one that has answered stays; what was answered to the other is a second answer then."""
    twins = {one.round_id: one for one in RoundTarget.objects.filter(person=kept).order_by("pk")}
    for target in RoundTarget.objects.filter(person=gone, round__in=twins.keys()).order_by("pk"):
        _join(*sorted((twins[target.round_id], target), key=_rank))
    RoundTarget.objects.filter(person=gone).update(person=kept)


def _rank(target: RoundTarget) -> tuple[bool, bool]:
    return not target.has_answered, target.standing == RoundTarget.Standing.EXCUSED


def _join(stays: RoundTarget, goes: RoundTarget) -> None:
    hold_targets([stays.pk, goes.pk])
    answers = RoundAnswer.objects.filter(target=goes)
    # The database lets only one count where one is wanted.
    answers.filter(standing=Standing.COUNTED).exclude(single=None).update(standing=Standing.AGAIN)
    answers.exclude(single=None).update(single=stays.pk)
    answers.update(target=stays, change=F("change") + 1)
    goes.delete()
    tell_answered(stays.round_id)


KEPT_OTHERWISE.add(RoundTarget)
MERGED.append(ask_once)
