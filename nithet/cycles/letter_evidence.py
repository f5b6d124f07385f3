"""An answer to a letter as evidence: its kind, the action that counts it, and what pages show of it.

It is put in by hand of who answers, for the one task of its letter: an offer would reach every task of the office.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from nithet.cycles.actions import Action
from nithet.cycles.models import LetterAsk
from nithet.offices.members import Member

if TYPE_CHECKING:
    from nithet.cycles.register import Found


class Answers(Action):
    """Of no manual's step: all that are asked by a letter answer (`Task.planned` is how many they are)."""

    code, asks, unit_word = "answers", "ได้รับคำตอบแล้ว", "ราย"


def resolve_answers(member: Member, ids: Collection[UUID]) -> Mapping[UUID, Found]:
    from nithet.cycles.register import Found  # noqa: PLC0415  (the registry declares this kind)

    asks = LetterAsk.objects.filter(office=member.office, pk__in=ids).select_related(
        "school", "unit", "person"
    )
    address = reverse("cycles:letter-page", args=[member.office.code, UUID(int=0)])
    return {
        ask.pk: Found(
            f"คำตอบของ{ask.name}", f"{address.replace(str(UUID(int=0)), str(ask.letter_id))}#ask-{ask.pk}"
        )
        for ask in asks
    }
