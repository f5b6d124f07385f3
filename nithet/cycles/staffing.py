"""Whom a year can count on: who serves, who is away for long, and who is in charge by the order of duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from nithet.cycles.models import Duty
from nithet.offices.access import DIVISION_STAFF
from nithet.offices.models import Appointment, Leave, Office, Person, Unit
from nithet.offices.queries import people_serving
from nithet.thai.calendar import fiscal_year_span

LONG_LEAVE = timedelta(days=30)
"""A shorter one passes without a substitute."""

Post = tuple[UUID, str]
"""A division, and a role in it."""


def day_within(fiscal_year_be: int, *, on: date) -> date:
    """The day on which a year's people are looked for: today, or the nearest day of that year."""
    first, last = fiscal_year_span(fiscal_year_be)
    return min(max(on, first), last)


@dataclass(frozen=True, slots=True)
class InCharge:
    """The one main person of each procedure, with the posts in which they serve."""

    people: Mapping[UUID, UUID]
    posts: Mapping[UUID, frozenset[Post]]

    @classmethod
    def of(cls, office: Office, *, on: date) -> InCharge:
        """Two queries; one where nobody has a duty."""
        mains = Duty.objects.active(on=on).filter(office=office, part=Duty.Part.MAIN)
        duties = mains.values_list("lineage", "person", "school", "cluster")
        places: dict[UUID, dict[bool, set[UUID]]] = defaultdict(lambda: {True: set(), False: set()})
        for lineage, person, school, cluster in duties:
            places[lineage][school is None and cluster is None].add(person)
        people = {lineage: main for lineage, found in places.items() if (main := _one_of(found))}
        return cls(people, _posts(office, set(people.values()), on=on))

    def find(self, lineage: UUID, unit: Unit, role: str) -> UUID | None:
        """To whom a task of that unit and role goes; None where the main person does not serve there."""
        person = self.people.get(lineage)
        if person is None:
            return None
        roles = (role,) if role else DIVISION_STAFF
        held = self.posts.get(person, frozenset())
        return person if any((unit.division_id, wanted) in held for wanted in roles) else None


def _one_of(found: Mapping[bool, set[UUID]]) -> UUID | None:
    """Who is in charge everywhere; else the only one of all places. Of several none is the one."""
    people = found[True] or found[False]
    return next(iter(people)) if len(people) == 1 else None


def _posts(office: Office, people: Collection[UUID], *, on: date) -> dict[UUID, frozenset[Post]]:
    if not people:
        return {}
    serving = Appointment.objects.active(on=on).filter(office=office, person__in=people, unit__isnull=False)
    found: dict[UUID, set[Post]] = defaultdict(set)
    for person, unit, division, role in serving.values_list("person", "unit", "unit__parent", "role"):
        found[person].add((division or unit, role))
    return {person: frozenset(posts) for person, posts in found.items()}


@dataclass(frozen=True, slots=True)
class Staffing:
    """The people of a year's plan."""

    day: date
    people: Mapping[UUID, Person]
    in_charge: InCharge
    leaves: Mapping[UUID, tuple[Leave, ...]]
    # Names of those whom earlier answers named and who serve no more.
    left: Mapping[UUID, str] = field(default_factory=dict)

    @classmethod
    def of(cls, office: Office, fiscal_year_be: int, *, on: date, answered: Iterable[UUID] = ()) -> Staffing:
        """At most five queries. `answered` are the people whom answers of earlier years name."""
        day = day_within(fiscal_year_be, on=on)
        people = {p.pk: p for p in people_serving(office, on=day)}
        gone = set(answered) - people.keys()
        left = {p.pk: p.name for p in Person.objects.filter(office=office, pk__in=gone)} if gone else {}
        until = fiscal_year_span(fiscal_year_be)[1]
        return cls(day, people, InCharge.of(office, on=day), long_leaves(office, day, until), left)


def long_leaves(office: Office, from_on: date, until_on: date) -> dict[UUID, tuple[Leave, ...]]:
    """Leaves of a month or more that touch these days, by person."""
    found: dict[UUID, list[Leave]] = defaultdict(list)
    touching = Leave.objects.filter(
        office=office, voided_at=None, from_on__lte=until_on, until_on__gte=from_on
    )
    for leave in touching.order_by("from_on"):
        if leave.until_on - leave.from_on >= LONG_LEAVE:
            found[leave.person_id].append(leave)
    return {person: tuple(rows) for person, rows in found.items()}
