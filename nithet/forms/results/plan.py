"""Where each question is counted, and which ratings are summed up together: made of an instrument, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from nithet.forms.results.instrument import SCORED
from nithet.forms.results.shapes import Instrument, InstrumentItem, Option, Role

FORMAT = 2
"""Raised when something is counted otherwise, so that what was kept is counted anew."""
WHOLE_FORM = "*"
"""The set of all ratings that stand in aspects."""


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Ratings of one scale that are summed up for each respondent: an aspect, or the whole."""

    key: str
    items: tuple[InstrumentItem, ...]

    @property
    def is_dual(self) -> bool:
        return self.items[0].role == Role.DUAL

    @property
    def repeat(self) -> str:
        return self.items[0].repeat

    def side(self, name: str) -> str:
        """Name of a side's sums over complete rows: `actual` and `desired` of a dual one."""
        return f"{self.key}|{name}" if self.is_dual else self.key


class Plan:
    """Where in a row each question is counted. A row begins with the number of answers, then the lines of each repeat."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.sets = tuple(_sets(instrument))
        self.repeats = tuple(dict.fromkeys(item.repeat for item in instrument.items if item.repeat))
        self.places: dict[str, int] = {}
        self.size_of = {item.path: size(item) for item in instrument.items}
        place = 1 + len(self.repeats)
        for item in instrument.items:
            self.places[item.path] = place
            place += self.size_of[item.path]
        self.width = place

    @property
    def digest(self) -> str:
        """Names what a kept tally was counted by."""
        told = (
            FORMAT,
            [(item, size(item)) for item in self.instrument.items],
            [one.key for one in self.sets],
        )
        return sha256(repr(told).encode()).hexdigest()[:16]


def _sets(instrument: Instrument) -> Iterator[ScoreSet]:
    """Each aspect of one scale; then all of them, where they share one."""
    for aspect in instrument.aspects:
        if items := alike(instrument.of_aspect(aspect.path)):
            yield ScoreSet(aspect.path, items)
    if whole := alike(summed_up(instrument)):
        yield ScoreSet(WHOLE_FORM, whole)


def summed_up(instrument: Instrument) -> tuple[InstrumentItem, ...]:
    """The ratings in aspects that are asked once: the dual ones where there are any, else the ratings, else what was observed."""
    for role in (Role.DUAL, Role.RATING, Role.OBSERVATION):
        found = tuple(
            item for item in instrument.items if item.role == role and item.aspect and not item.repeat
        )
        if found:
            return found
    return ()


def alike(items: Sequence[InstrumentItem]) -> tuple[InstrumentItem, ...]:
    """The items where all are rated alike, on one scale; else none."""
    told = {(item.role, item.scale, item.repeat) for item in items if item.role in SCORED}
    return tuple(items) if len(told) == 1 else ()


def numbers(item: InstrumentItem) -> tuple[Option, ...]:
    """The options that are points of the scale."""
    return tuple(option for option in item.options if option.value is not None)


def size(item: InstrumentItem) -> int:
    """How many places a question takes in a row.

    Dual ratings: each point of the scale as the actual, then as the desired one, of those who gave both. Choices: each option, then those
    outside the list; several choices have before them how many answered. All others: how many answered.
    """
    if item.role == Role.DUAL:
        return 2 * len(numbers(item))
    if item.role == Role.CHOICES:
        return len(item.options) + 2
    if item.role in (*SCORED, Role.CHOICE):
        return len(item.options) + 1
    return 1
