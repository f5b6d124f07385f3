"""Counts of pupils as bars. Pure: numbers go in, places in the picture come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HEIGHT, FLOOR, TOP = 180, 140, 28
STEP, BAR = 88, 44


@dataclass(frozen=True)
class Bar:
    on: date
    total: int
    x: int
    y: int
    height: int
    middle: int
    is_newest: bool


@dataclass(frozen=True)
class Bars:
    width: int
    height: int
    floor: int
    bars: tuple[Bar, ...]


def bars_of(counts: Sequence[tuple[date, int]]) -> Bars | None:
    """Counts in the order of time; the highest bar fills the picture. None for fewer than two: nothing to compare."""
    if len(counts) < 2:
        return None
    most = max(total for _, total in counts) or 1
    bars = tuple(_bar(place, on, total, most, len(counts)) for place, (on, total) in enumerate(counts))
    return Bars(STEP * len(counts), HEIGHT, FLOOR, bars)


def _bar(place: int, on: date, total: int, most: int, count: int) -> Bar:
    # A count that is not nought stays visible.
    height = max(2 if total else 0, round((FLOOR - TOP) * total / most))
    left = STEP * place + (STEP - BAR) // 2
    return Bar(on, total, left, FLOOR - height, height, left + BAR // 2, is_newest=place == count - 1)
