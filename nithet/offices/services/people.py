"""A person is entered in the register, put right, and given a place in the order of seniority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from nithet.accounts.models import User
from nithet.audit.services import record
from nithet.core.ids import new_id
from nithet.offices import access
from nithet.offices.errors import StaleError
from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.offices.queries import seniority_group
from nithet.offices.search import index_people
from nithet.offices.services.changing import lock_office, refuse_removed, take_over

# What history tells of only by its name: it is nobody else's business what it was.
_PRIVATE = ("phone", "email")


@transaction.atomic
def add_person(facts: Mapping[str, Any], *, key: UUID | None = None, by: Member) -> Person:
    """With the key of the page on which it was typed, sent twice is one person."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    if key and (known := Person.objects.filter(office=by.office, pk=key).first()):
        return known
    person = Person(office=by.office, pk=key or new_id(), **facts)
    person.save(force_insert=True)
    index_people([person])
    record("person.added", by=by, on=person)
    return person


@transaction.atomic
def edit_person(person: Person, facts: Mapping[str, Any], *, by: Member) -> Person:
    """Put facts right. Nothing is written where nothing differs. The account shows the new name too."""
    access.can_manage_people(by).or_refuse()
    refuse_removed(person)
    changed = take_over(person, facts)
    if not changed:
        return person
    person.save(update_fields=[*changed, "sort_key", "search_key", "likeness_key"])
    index_people([person])
    if person.user_id:
        User.objects.filter(pk=person.user_id).update(name=person.name)
    told = {name: pair for name, pair in changed.items() if name not in _PRIVATE}
    record("person.edited", by=by, on=person, changed=told, private=[n for n in changed if n in _PRIVATE])
    return person


@transaction.atomic
def place_person(person: Person, place: int, *, school: School | None, by: Member) -> int:
    """The person stands at that place (1 is first) among those listed together; the others close up.

    Returns the place. Beyond an end is at that end.
    """
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    group = list(seniority_group(by.office, school, on=by.on))
    order = [other for other in group if other.pk != person.pk]
    if len(order) == len(group):
        raise StaleError
    place = max(1, min(place, len(group)))
    order.insert(place - 1, next(p for p in group if p.pk == person.pk))
    before = [p.pk for p in group].index(person.pk) + 1
    _number(order)
    if before != place:
        record("person.placed", by=by, on=person, changed=[before, place])
    return place


def _number(order: Sequence[Person]) -> None:
    moved: list[Person] = []
    for place, person in enumerate(order, start=1):
        if person.seniority != place:
            person.seniority = place
            moved.append(person)
    Person.objects.bulk_update(moved, ["seniority"], batch_size=500)


def place_of(person_id: UUID, group: Sequence[Person]) -> int:
    """Where somebody stands among those listed together, from 1; 0 if not among them."""
    return next((place for place, p in enumerate(group, start=1) if p.pk == person_id), 0)
