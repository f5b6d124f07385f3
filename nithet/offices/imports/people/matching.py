"""Whether a row of a list and a person known already are the same: rules without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from nithet.offices.models import Appointment, Person
from nithet.thai.likeness import likely_same, likeness_key

KEY_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Named:
    """By what a row or a person is told from others. `places` is empty where it is not known."""

    number: str
    first: str
    last: str
    places: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def meeting_keys(self) -> tuple[str, ...]:
        """Where rows and people meet that may be the same: how the name sounds, and the number of the post."""
        like = "n" + likeness_of(self.first, self.last)
        return (like, "p" + self.number) if self.number else (like,)


def likeness_of(first: str, last: str) -> str:
    """As `Person` keeps it."""
    return likeness_key(first, last)[:KEY_LENGTH]


class Nearness(IntEnum):
    """The higher the surer."""

    NONE = 0
    LIKE = 1  # another spelling
    NAMESAKE = 2  # the same name elsewhere
    NUMBER_ONLY = 3  # the post of somebody with another name
    SURE = 4


@dataclass(slots=True)
class Known:
    """Somebody of the register, with the appointments that count; or somebody whom this batch adds."""

    named: Named
    person: Person
    services: list[Appointment]
    taken_by: tuple[int, Named] | None = None
    """The row of the file that is them already."""
    told: set[str] = field(default_factory=set)
    """The facts that this row and others like it have told."""


def nearness(row: Named, other: Named) -> Nearness:
    """How near a row is to somebody known."""
    has_numbers = bool(row.number and other.number)
    is_same_number = has_numbers and row.number == other.number
    is_same_name = row.name == other.name
    if is_same_number:
        return Nearness.SURE if is_same_name or _is_renamed(row, other) else Nearness.NUMBER_ONLY
    is_same_place = not row.places.isdisjoint(other.places)
    if is_same_name:
        return Nearness.SURE if is_same_place else Nearness.NAMESAKE
    if has_numbers or not (is_same_place or not row.places or not other.places):
        return Nearness.NONE
    return Nearness.LIKE if likely_same(row.name, other.name) else Nearness.NONE


def _is_renamed(row: Named, other: Named) -> bool:
    """On the same post: another last name after a marriage, or another spelling."""
    return row.first == other.first or likely_same(row.name, other.name)


@dataclass(frozen=True, slots=True)
class Match:
    nearness: Nearness
    known: Known | None = None
    is_only: bool = True  # nobody else is as near

    @property
    def is_sure(self) -> bool:
        return self.nearness == Nearness.SURE and self.is_only


NOBODY = Match(Nearness.NONE)


def best_match(row: Named, people: Sequence[Known]) -> Match:
    best, count = NOBODY, 0
    for known in people:
        near = nearness(row, known.named)
        if near > best.nearness:
            best, count = Match(near, known), 1
        elif near and near == best.nearness and known is not best.known:
            count += 1
    if best.nearness == Nearness.NAMESAKE and not row.places and count == 1:
        # The list does not say where: the only one of that name is meant.
        return Match(Nearness.SURE, best.known)
    if count < 2:
        return best
    # Of two with the same name at one school each has the number of their own.
    numbered = {one.person.pk: one for one in people if row.number and one.named.number == row.number}
    if best.nearness == Nearness.SURE and len(numbered) == 1:
        return Match(Nearness.SURE, next(iter(numbered.values())))
    return Match(best.nearness, best.known, is_only=False)


def is_taken_for(row: Named, person: Named) -> bool:
    """Whether a row that was stored is this person, who has its name since then."""
    if row.number and person.number:
        return row.number == person.number
    is_anywhere = not (row.places and person.places)
    return nearness(row, person) == Nearness.SURE or (row.name == person.name and is_anywhere)


class Twice(IntEnum):
    """What an earlier row of the same file is to this one."""

    NO = 0
    LIKE = 1
    NAMESAKE = 2
    ELSEWHERE = 3  # surely the same person, who serves at several places
    SAME_NUMBER = 4
    DUPLICATE = 5


def twice(row: Named, earlier: Named) -> Twice:
    has_numbers = bool(row.number and earlier.number)
    is_same_name, is_same_place = row.name == earlier.name, row.places == earlier.places
    if has_numbers and row.number == earlier.number:
        if not is_same_name:
            return Twice.SAME_NUMBER
        return Twice.DUPLICATE if is_same_place else Twice.ELSEWHERE
    if has_numbers:
        return Twice.NO
    if is_same_name:
        return Twice.DUPLICATE if is_same_place else Twice.NAMESAKE
    return Twice.LIKE if is_same_place and likely_same(row.name, earlier.name) else Twice.NO


def worst_twice(row: Named, earlier: Sequence[tuple[int, Named]]) -> tuple[Twice, int, Named | None]:
    """The nearest of the earlier rows, with its number."""
    found: tuple[Twice, int, Named | None] = (Twice.NO, 0, None)
    for number, named in earlier:
        near = twice(row, named)
        if near > found[0]:
            found = near, number, named
    return found


def as_words(named: Named) -> tuple[str, ...]:
    """For `Seen`."""
    return named.number, named.first, named.last, *named.places


def from_words(words: Sequence[Any]) -> Named:
    number, first, last, *places = words
    return Named(number, first, last, frozenset(filter(None, places)))
