"""Reads of the policies and focus points of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from nithet.cycles.models import Cycle, PolicyFocus
from nithet.offices.members import Member
from nithet.offices.models import Office
from nithet.thai.calendar import fiscal_year_be

Source = PolicyFocus.Source
_FROM_ABOVE = Case(*(When(source=source, then=place) for place, source in enumerate(Source)))


def policies_of(office: Office, year_be: int) -> QuerySet[PolicyFocus]:
    """What may be referred to in that year, in the order of the page: of the ministry first, then from nearer."""
    standing = PolicyFocus.objects.filter(office=office, fiscal_year_be=year_be, voided_at=None)
    return ordered(standing)


def ordered(policies: QuerySet[PolicyFocus]) -> QuerySet[PolicyFocus]:
    return policies.order_by("-fiscal_year_be", _FROM_ABOVE, "position", "pk")


def by_source(policies: Sequence[PolicyFocus]) -> list[tuple[str, list[PolicyFocus]]]:
    """From the ministry down to the office itself; only those that said something."""
    groups = [(source.label, [one for one in policies if one.source == source]) for source in Source]
    return [(label, kept) for label, kept in groups if kept]


def policy_years(member: Member) -> list[int]:
    """The years that can be looked at, newest first: those of the office, this one and the next."""
    now = fiscal_year_be(member.on)
    cycles = Cycle.objects.filter(office=member.office).values_list("fiscal_year_be", flat=True)
    kept = (
        PolicyFocus.objects.filter(office=member.office).order_by().values_list("fiscal_year_be", flat=True)
    )
    return sorted({now, now + 1, *cycles, *kept.distinct()}, reverse=True)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last year before that has policies."""

    year_be: int
    count: int


def earlier_policies(office: Office, year_be: int) -> Earlier | None:
    found = PolicyFocus.objects.filter(office=office, fiscal_year_be__lt=year_be, voided_at=None)
    last = found.values("fiscal_year_be").annotate(count=Count("pk")).order_by("-fiscal_year_be").first()
    return Earlier(last["fiscal_year_be"], last["count"]) if last else None
