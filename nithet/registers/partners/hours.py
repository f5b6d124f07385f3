"""Time that people gave to joint work: summed for a person, and for an office from a day to a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from nithet.offices.models import Office, Person
from nithet.registers.partners.models import JointWork, Stint
from nithet.thai.rounding import round_half_up

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PersonHours:
    """What one person gave. `works` is how many pieces of joint work it was for."""

    person: Person
    hours: Decimal
    days: Decimal
    works: int = 1


def by_person(stints: Iterable[Stint]) -> list[PersonHours]:
    """The most hours first; of equal ones who stands first."""
    found: dict[Any, PersonHours] = {}
    for one in stints:
        known = found.get(one.person_id, PersonHours(one.person, NOTHING, NOTHING))
        hours, days = known.hours + one.hours, known.days + (one.days or NOTHING)
        found[one.person_id] = PersonHours(known.person, hours, days)
    return sorted(found.values(), key=lambda one: -one.hours)


def shares(people: Iterable[PersonHours], whole: Decimal) -> list[tuple[PersonHours, Decimal]]:
    """Each with its part of the hours in per cent, half up to one decimal."""
    return [(one, round_half_up(one.hours * 100 / whole, 1)) for one in people]


def people_hours(works: QuerySet[JointWork]) -> list[PersonHours]:
    """Of all these pieces of joint work: two queries, whatever their number."""
    stints = Stint.objects.filter(item__in=works.order_by().values("pk")).order_by().values("person")
    sums = stints.annotate(all_hours=Sum("hours"), all_days=Sum("days"), works=Count("item", distinct=True))
    rows: dict[UUID, Any] = {row["person"]: row for row in sums}
    people = Person.objects.filter(pk__in=rows).order_by("sort_key", "pk")
    told = [_told(one, rows[one.pk]) for one in people]
    return sorted(told, key=lambda one: -one.hours)


def _told(person: Person, row: Mapping[str, Any]) -> PersonHours:
    hours, days = (round_half_up(row[name] or NOTHING, 2) for name in ("all_hours", "all_days"))
    return PersonHours(person, hours, days, row["works"])


def hours_between(office: Office, first: date, last: date) -> int:
    """Whole hours, half up, of what is not voided; without a day of its own, on that of the work."""
    stints = Stint.objects.filter(office=office).exclude(item__state=JointWork.State.VOID)
    day = Coalesce("on", "item__on", "item__from_on", "item__decided_on", "item__asked_on")
    dated = stints.annotate(day=day).filter(Q(day__gte=first), Q(day__lte=last))
    return int(round_half_up(dated.aggregate(all=Sum("hours"))["all"] or NOTHING, 0))
