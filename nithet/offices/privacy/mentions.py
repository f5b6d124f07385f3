"""Texts that people typed, which may name somebody: a removal leaves them as they are, for they tell of other matters.

Each app declares its own when Django starts. They are counted before a removal, while the name is still known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

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
    """Fields of one model that are free text, or JSON with free text in it.

    `among` are the rows that are looked at, where not all are; `own` is the field of rows that are the person's own and that a source forgets; `places` are the pages on which a
    member may look at some of the rows.
    """

    title: str
    model: type[Model]
    fields: tuple[str, ...]
    places: Callable[[Member, Rows], Sequence[Place]]
    own: str = ""
    among: Q | None = None

    def holding(self, person: Person, names: Sequence[str]) -> Rows:
        rows: Rows = self.model._default_manager.filter(office=person.office_id)  # noqa: SLF001  of any model
        if self.among is not None:
            rows = rows.filter(self.among)
        named = Q()
        for field in self.fields:
            where, spelt = field, list(names)
            if isinstance(self.model._meta.get_field(field), JSONField):  # noqa: SLF001  the documented way
                where, spelt = f"{field}_text", [*names, *map(_as_json, names)]
                rows = rows.alias(**{where: Cast(field, TextField())})
            named |= reduce(or_, (Q(**{f"{where}__contains": name}) for name in spelt))
        rows = rows.filter(named)
        return rows.exclude(**{self.own: person}) if self.own else rows


def _as_json(name: str) -> str:
    """As SQLite keeps it, where all but ASCII is escaped; PostgreSQL keeps the letters themselves."""
    return json.dumps(name)[1:-1]


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
