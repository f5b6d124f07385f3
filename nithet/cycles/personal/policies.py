"""Policies of a year are about no person, but somebody may be named in their words."""

from __future__ import annotations

from django.urls import reverse

from nithet.cycles.access import can_keep_policies, visible_policies
from nithet.cycles.models import PolicyFocus
from nithet.offices.members import Member
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts


def _pages(member: Member, rows: Rows) -> list[Place]:
    """Where whoever keeps them puts them right."""
    if not can_keep_policies(member):
        return []
    found = visible_policies(member).filter(pk__in=rows.values("pk")).order_by("position", "pk")[:MOST_SHOWN]
    return [
        Place(one.title, reverse("cycles:policy-edit", args=[member.office.code, one.pk])) for one in found
    ]


def declare_own() -> None:
    declare_texts(Texts("นโยบายและจุดเน้น", PolicyFocus, ("title", "text", "void_reason"), _pages))
