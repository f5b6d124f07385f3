"""Texts that people typed, which may name somebody: a removal leaves them as they are, for they tell of other matters.

Each app declares its own when Django starts. They are counted before a removal, while the name is still known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.traces import names_of

Rows = QuerySet[Any]
MOST_SHOWN = 10


@dataclass(frozen=True)
class Place:
    """Where a member may open what holds the name."""

    title: str
    url: str


@dataclass(frozen=True)
class Texts:
    """Fields of one model that are free text.

    `own` is the field of rows that are the person's own and that a source forgets; `places` are the pages on which a
    member may look at some of the rows.
    """

    title: str
    model: type[Model]
    fields: tuple[str, ...]
    places: Callable[[Member, Rows], Sequence[Place]]
    own: str = ""

    def holding(self, person: Person, names: Sequence[str]) -> Rows:
        named = reduce(or_, (Q(**{f"{field}__contains": name}) for field in self.fields for name in names))
        rows: Rows = self.model._default_manager.filter(named, office=person.office_id)  # noqa: SLF001  of any model
        return rows.exclude(**{self.own: person}) if self.own else rows


@dataclass(frozen=True)
class Mention:
    """How many rows of a kind hold the name, and the first of them that the reader may open."""

    title: str
    count: int
    places: Sequence[Place]


_texts: dict[str, Texts] = {}


def declare_texts(*texts: Texts) -> None:
    for one in texts:
        _texts[one.title] = one


def mentions_of(person: Person, member: Member) -> list[Mention]:
    """By kind; kinds without any are left out."""
    names = _names(person)
    found = [(one, one.holding(person, names)) for one in _texts.values()] if names else []
    counted = [(one, rows, rows.count()) for one, rows in found]
    return [
        Mention(one.title, count, one.places(member, rows)[:MOST_SHOWN])
        for one, rows, count in counted
        if count
    ]


def count_mentions(person: Person, names: Sequence[str]) -> int:
    names = [name for name in names if name]
    return sum(one.holding(person, names).count() for one in _texts.values()) if names else 0


def _names(person: Person) -> list[str]:
    return [name for name in names_of(person) if name]
