"""Policies and focus points of a year as something that a row refers to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.cycles.models import PolicyFocus
from nithet.cycles.queries.policies import ordered
from nithet.offices.members import Member
from nithet.registers.generic.forms import OfferedField
from nithet.thai.calendar import fiscal_year_be


def is_of_year(row: Any, year: int) -> bool:
    """A copy for another year does not begin with the policies of this one."""
    return bool(row.policy.fiscal_year_be == year)


class PolicyField(OfferedField):
    """A policy of this year, the next or the last; in groups by year and source."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(PolicyFocus, **{"label": "นโยบายหรือจุดเน้น", "empty_label": "เลือกนโยบาย", **facts})

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        now = fiscal_year_be(member.on)
        near = Q(fiscal_year_be__in=(now - 1, now, now + 1), voided_at=None)
        return ordered(PolicyFocus.objects.filter(near | Q(pk__in=chosen), office=member.office))

    def listed(self, things: Sequence[Any]) -> list[Any]:
        grouped = groupby(
            things, lambda one: f"{one.get_source_display()} ปีงบประมาณ พ.ศ. {one.fiscal_year_be}"
        )
        return [
            (words, [(str(one.pk), self.label_from_instance(one)) for one in some]) for words, some in grouped
        ]

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}. {obj.title}" if obj.number else str(obj.title)
