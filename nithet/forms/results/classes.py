"""Numbers that were given, as classes of a round width and their middle."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import cast

from nithet.forms.results.rounded import decimal_of
from nithet.forms.results.tally import MICRO, Values
from nithet.statistics.describing import quartiles_of_counts

MOST_CLASSES = 10


def is_one_by_one(values: Values) -> bool:
    """Whether each number is a class of its own."""
    return len(values.counts) <= MOST_CLASSES and values.step == 1


def median(values: Values) -> Decimal | None:
    """Of classes the middle of the class that it lies in."""
    if not values.counts:
        return None
    middle = Fraction(values.step - 1, 2)
    found = quartiles_of_counts(values.counts).median.value
    return None if found is None else decimal_of((found * values.step + middle) / MICRO)


def in_classes(values: Values) -> list[tuple[str, int]]:
    """Each number where they are few, else at most ten classes of a round width, empty ones between them too."""
    if is_one_by_one(values):
        return [(written(Fraction(value, MICRO)), count) for value, count in sorted(values.counts.items())]
    least, most = min(values.counts) * values.step, (max(values.counts) + 1) * values.step - 1
    width = _width(most - least)
    width = max(width, MICRO) if all(value * values.step % MICRO == 0 for value in values.counts) else width
    found = dict.fromkeys(range(least // width, most // width + 1), 0)
    for value, count in values.counts.items():
        found[value * values.step // width] += count
    return [(_between(place, width), count) for place, count in found.items()]


def _width(span: int) -> int:
    """1, 2 or 5 with noughts: the finest of which ten reach over the span."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if span < step * size * (MOST_CLASSES - 1):
                return step * size
        size *= 10


def _between(place: int, width: int) -> str:
    low, high = Fraction(place * width, MICRO), Fraction((place + 1) * width, MICRO)
    if width % MICRO == 0:
        return written(low) if width == MICRO else f"{written(low)}–{written(high - 1)}"
    return f"{written(low)} ถึงน้อยกว่า {written(high)}"


def written(value: Fraction) -> str:
    return f"{cast('Decimal', decimal_of(value)).normalize():,f}"
