"""Two rounds compared: the same questions, by path and scale, of the same schools. What cannot be compared is named with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from nithet.forms.answers import Answers, lines_of
from nithet.forms.results.instrument import measures_same
from nithet.forms.results.rounded import decimal_of
from nithet.forms.results.shapes import Instrument, InstrumentItem, Role
from nithet.statistics.comparing import PairedT, compare_rounds

NEW = "ไม่มีในรอบก่อน"
GONE = "ไม่มีในรอบนี้"
OTHER_SCALE = "ใช้มาตรวัดหรือตัวเลือกต่างจากรอบก่อน"
NO_NUMBER = "ไม่ใช่ข้อที่ให้เป็นคะแนนหรือจำนวน"
NOBODY_TWICE = "ไม่มีโรงเรียนที่ตอบข้อนี้ทั้งสองรอบ"
SIDES = {"actual": "สภาพปัจจุบัน", "desired": "สภาพที่คาดหวัง"}
_MEASURED = (Role.RATING, Role.DUAL, Role.OBSERVATION, Role.NUMBER)

Means = Mapping[Any, Mapping[str, Fraction]]
"""School → path of a question → mean of what the school answered."""
Sums = dict[Any, dict[str, tuple[int, Fraction]]]
"""School → path of a question → how many numbers it gave, and their sum."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One question in both rounds: of `n` schools that answered it in both. `side` of a dual rating: actual or desired."""

    item: InstrumentItem
    side: str
    n: int
    before: Decimal | None
    now: Decimal | None
    test: PairedT
    """Of the schools' differences, now − before; `test.reason` says why there is none."""

    @property
    def label(self) -> str:
        return f"{self.item.label} ({SIDES[self.side]})" if self.side else self.item.label

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.now is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    schools: int
    """How many answered in both rounds."""
    only_before: int
    only_now: int
    items: tuple[Compared, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    """Questions that are not compared: label and reason."""


def compare(before: Instrument, before_means: Means, now: Instrument, now_means: Means) -> Comparison:
    both = [school for school in now_means if school in before_means]
    compared: list[Compared] = []
    left: list[tuple[str, str]] = []
    known = {item.path: item for item in before.items}
    for item in now.items:
        if reason := _reason(item, known.get(item.path)):
            left.append((item.label, reason))
            continue
        found = [_compared(item, side, path, before_means, now_means, both) for side, path in sides(item)]
        if any(one.n for one in found):
            compared += found
        else:
            left.append((item.label, NOBODY_TWICE))
    there = {item.path for item in now.items}
    left += [(item.label, GONE) for item in before.items if item.path not in there and item.role in _MEASURED]
    alone = len(before_means) - len(both), len(now_means) - len(both)
    return Comparison(len(both), *alone, tuple(compared), tuple(left))


def _reason(item: InstrumentItem, other: InstrumentItem | None) -> str:
    if item.role not in _MEASURED:
        return NO_NUMBER
    if other is None:
        return NEW
    return "" if measures_same(item, other) else OTHER_SCALE


def sides(item: InstrumentItem) -> tuple[tuple[str, str], ...]:
    """Side and path of each number that a question gives."""
    if item.role == Role.DUAL:
        return (("actual", item.actual), ("desired", item.desired))
    return (("", item.path),)


def _compared(
    item: InstrumentItem, side: str, path: str, before: Means, now: Means, both: Iterable[Any]
) -> Compared:
    earlier = {school: before[school][path] for school in both if path in before[school]}
    later = {school: now[school][path] for school in both if path in now[school]}
    pairs = [school for school in later if school in earlier]
    first, last = (decimal_of(_mean([means[school] for school in pairs])) for means in (earlier, later))
    return Compared(item, side, len(pairs), first, last, compare_rounds(earlier, later))


def _mean(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction()) / len(values) if values else None


# From answers


def means_of(
    instrument: Instrument, answers: Iterable[tuple[Any, Mapping[str, object]]]
) -> dict[Any, dict[str, Fraction]]:
    """Of (school, answers): a school that answered often counts once, by its mean. Of dual ratings only whole pairs count."""
    return means_of_sums(sums_of(instrument, answers))


def means_of_sums(sums: Sums) -> dict[Any, dict[str, Fraction]]:
    return {school: {path: total / n for path, (n, total) in own.items()} for school, own in sums.items()}


def sums_of(instrument: Instrument, answers: Iterable[tuple[Any, Mapping[str, object]]]) -> Sums:
    sums: Sums = {}
    measured = [item for item in instrument.items if item.role in _MEASURED]
    for school, told in answers:
        own = sums.setdefault(school, {})
        for item in measured:
            for path, value in _numbers(item, told):
                n, total = own.get(path, (0, Fraction()))
                own[path] = (n + 1, total + value)
    return sums


def added_sums(given: Iterable[Sums]) -> Sums:
    """Of different answers, added up by school."""
    found: Sums = {}
    for sums in given:
        for school, theirs in sums.items():
            own = found.setdefault(school, {})
            for path, (count, value) in theirs.items():
                n, total = own.get(path, (0, Fraction()))
                own[path] = (n + count, total + value)
    return found


def sums_to_json(sums: Sums) -> dict[str, Any]:
    return {
        str(school): {path: [n, total.numerator, total.denominator] for path, (n, total) in own.items()}
        for school, own in sums.items()
    }


def sums_from_json(kept: Mapping[str, Any]) -> Sums:
    return {
        school: {path: (n, Fraction(*total)) for path, (n, *total) in own.items()}
        for school, own in kept.items()
    }


def _numbers(item: InstrumentItem, told: Mapping[str, object]) -> Iterator[tuple[str, Fraction]]:
    lines = [line for _, line in lines_of(cast("Answers", told), item.repeat)] if item.repeat else [told]
    for line in lines:
        found = [(path, _number(item, line.get(path))) for _, path in sides(item)]
        yield from (
            (path, value) for path, value in found if value is not None and None not in dict(found).values()
        )


def _number(item: InstrumentItem, value: object) -> Fraction | None:
    if item.role == Role.NUMBER:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return Fraction(str(value)) if is_number and abs(cast("float", value)) < 10**12 else None
    return next(
        (Fraction(one.value) for one in item.options if one.name == value and one.value is not None), None
    )
