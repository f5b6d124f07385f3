"""Counting answers into a tally, a question at a time for all answers at once: a hundred thousand of them are counted in seconds.

Answers alike in what they are told apart by are counted together first, then shared out to their groups.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import chain, compress
from operator import add, mul
from typing import Any, cast

from nithet.forms.answers import Answers, lines_of
from nithet.forms.results.instrument import ACTUAL, DESIRED
from nithet.forms.results.plan import Plan, ScoreSet, numbers
from nithet.forms.results.shapes import Answered, InstrumentItem, Role
from nithet.forms.results.tally import EVERYBODY, MICRO, Row, Tally, Values, added
from nithet.forms.results.words import words_in

_MOST = 10**12
_MONTH = re.compile(r"(19|2[0-2])[0-9]{2}-(0[1-9]|1[0-2])-.*")
_YEAR = re.compile(r"[0-9]{4}")
_KEPT_WORDS = 50_000

Column = list[Any]
Score = tuple[int, int]
"""In how many items, and their sum."""


def count(plan: Plan, answers: Iterable[Answered]) -> Tally:
    """The tally of these answers."""
    given = list(answers)
    tally = Tally(len(given))
    if given:
        _Counting(plan, tally, given).run()
    return tally


class _Lines:
    """The rows that questions are asked in: the answers, or the lines of a repeat; `cells` says who is alike."""

    def __init__(self, rows: list[Mapping[str, Any]], cells: list[int]) -> None:
        self.rows, self.cells = rows, cells
        self.names_of: dict[str, list[str | None]] = {}

    def column(self, path: str) -> Column:
        return [row.get(path) for row in self.rows]

    def names(self, path: str) -> list[str | None]:
        """The choice of each; None is no answer."""
        if path not in self.names_of:
            self.names_of[path] = [name if type(name) is str else None for name in self.column(path)]
        return self.names_of[path]

    def marks(self, item: InstrumentItem, path: str) -> list[int | None]:
        known: dict[str | None, int | None] = {option.name: option.value for option in item.options}
        return list(map(known.get, self.names(path)))

    def tell(self, values: Iterable[Any]) -> Iterator[tuple[int, Any, int]]:
        """In which cell a value was given, and how often."""
        for (cell, value), often in Counter(zip(self.cells, values, strict=True)).items():
            if value is not None:
                yield cell, value, often


class _Counting:
    """Each question is counted by cells, which are answers with the same properties; in the end cells are added up to groups."""

    def __init__(self, plan: Plan, tally: Tally, given: list[Answered]) -> None:
        self.plan, self.tally = plan, tally
        cells: dict[tuple[str, ...], int] = {}
        own = [cells.setdefault(_cell(one.properties), len(cells)) for one in given]
        self.groups = [(EVERYBODY, *cell) for cell in cells]
        self.rows = [[0] * plan.width for _ in cells]
        self.lines = {"": _Lines([one.answers for one in given], own)}
        for repeat in plan.repeats:
            self.lines[repeat] = _lines(given, own, repeat)

    def run(self) -> None:
        for place, lines in enumerate(self.lines.values()):
            for cell, often in Counter(lines.cells).items():
                self.rows[cell][place] += often
        for item in self.plan.instrument.items:
            _COUNTERS[item.role](self, item, self.lines[item.repeat])
        for one in self.plan.sets:
            (self.duals if one.is_dual else self.scores)(one, self.lines[one.repeat])
        found: dict[str, list[Row]] = {}
        for groups, row in zip(self.groups, self.rows, strict=True):
            for group in groups:
                found.setdefault(group, []).append(row)
        self.tally.counts = {group: list(map(sum, zip(*rows, strict=True))) for group, rows in found.items()}

    def add(self, lines: _Lines, values: Iterable[Any], places: Mapping[Any, int]) -> None:
        """Values that have a place in the row."""
        rows = self.rows
        for cell, value, often in lines.tell(map(places.get, values)):
            rows[cell][value] += often

    # One question

    def choice(self, item: InstrumentItem, lines: _Lines) -> None:
        is_scored, at = item.role != Role.CHOICE, self.plan.places[item.path]
        names = lines.names(item.path) if is_scored else list(map(_first, lines.column(item.path)))
        places = {option.name: place for place, option in enumerate(item.options, start=at)}
        if not is_scored:
            beyond = Counter(name for name in names if name is not None and name not in places)
            self.name(item, beyond)
            places |= dict.fromkeys(beyond, at + len(item.options))
        self.add(lines, names, places)

    def choices(self, item: InstrumentItem, lines: _Lines) -> None:
        at = self.plan.places[item.path]
        places = {option.name: place for place, option in enumerate(item.options, start=at + 1)}
        column = lines.column(item.path)
        chosen = [tuple(value) if isinstance(value, list) and value else None for value in column]
        beyond: Counter[str] = Counter()
        for cell, names, often in lines.tell(chosen):
            self.rows[cell][at] += often
            for name in dict.fromkeys(names):
                if name not in places:
                    beyond[str(name)] += often
                self.rows[cell][places.get(name, at + len(places) + 1)] += often
        self.name(item, beyond)

    def dual(self, item: InstrumentItem, lines: _Lines) -> None:
        points, at = numbers(item), self.plan.places[item.path]
        places: dict[str | None, int] = {option.name: place for place, option in enumerate(points)}
        actual = list(map(places.get, lines.names(item.actual)))
        desired = list(map(places.get, lines.names(item.desired)))
        row = [0] * (len(points) ** 2 + 2 * len(points))
        for (one, other), often in Counter(zip(actual, desired, strict=True)).items():
            if (place := _pair(one, other, len(points))) is not None:
                row[place] += often
        if any(row):
            self.tally.pairs[item.path] = row
        is_pair = [one is not None and other is not None for one, other in zip(actual, desired, strict=True)]
        for offset, side in ((at, actual), (at + len(points), desired)):
            kept = [place if both else None for place, both in zip(side, is_pair, strict=True)]
            self.add(lines, kept, {place: place + offset for place in range(len(points))})

    def number(self, item: InstrumentItem, lines: _Lines) -> None:
        values, cells = Values(), dict[int, Row]()
        known = list(map(_micro, lines.column(item.path)))
        for cell, value, often in lines.tell(known):
            row = [often, value * often, value * value * often, value, value]
            cells[cell] = added(cells[cell], row) if cell in cells else row
        values.counts = dict(Counter(value for value in known if value is not None))
        if not values.counts:
            return
        self.tally.values[item.path] = values.settle()
        amounts = self.tally.amounts.setdefault(item.path, {})
        for cell, row in cells.items():
            self.rows[cell][self.plan.places[item.path]] += row[0]
            for group in self.groups[cell]:
                amounts[group] = added(amounts[group], row) if group in amounts else row

    def text(self, item: InstrumentItem, lines: _Lines) -> None:
        texts = lines.names(item.path)
        is_told = [None if text is None or not text.strip() else True for text in texts]
        self.add(lines, is_told, {True: self.plan.places[item.path]})
        self.name(item, Counter(chain.from_iterable(_words(text) for text in texts if text)))

    def date(self, item: InstrumentItem, lines: _Lines) -> None:
        months = list(map(_month, lines.names(item.path)))
        known = Counter(month for month in months if month)
        self.add(lines, months, dict.fromkeys(known, self.plan.places[item.path]))
        self.name(item, known)

    def name(self, item: InstrumentItem, counts: Counter[str]) -> None:
        if counts:
            self.tally.open[item.path] = dict(counts)

    # Scores

    def scores(self, one: ScoreSet, lines: _Lines) -> None:
        columns = [lines.marks(item, item.path) for item in one.items]
        scored = list(map(_score, zip(*columns, strict=True)))
        self.share(one, lines, scored)
        self.complete(one.key, columns, scored)

    def duals(self, one: ScoreSet, lines: _Lines) -> None:
        sides: tuple[list[list[int | None]], list[list[int | None]]] = [], []
        for item in one.items:
            actual, desired = (lines.marks(item, path) for path in (item.actual, item.desired))
            is_pair = [None not in both for both in zip(actual, desired, strict=True)]
            for side, marks in zip(sides, (actual, desired), strict=True):
                side.append([mark if both else None for mark, both in zip(marks, is_pair, strict=True)])
        low, high = (list(map(_score, zip(*side, strict=True))) for side in sides)
        self.share(one, lines, low, high)
        self.complete(one.side(ACTUAL), sides[0], low)
        self.complete(one.side(DESIRED), sides[1], high)

    def share(self, one: ScoreSet, lines: _Lines, *scored: list[Score | None]) -> None:
        """n, Σ and Σ² of the scores, by the number of items that they are made of."""
        cells: dict[tuple[int, int], Row] = {}
        for cell, *scores in zip(lines.cells, *scored, strict=True):
            if scores[0] is None:
                continue
            row = cells.setdefault((cell, scores[0][0]), [0] * (1 + 2 * len(scored)))
            row[0] += 1
            for place, score in enumerate(scores):
                total = cast("Score", score)[1]
                row[2 * place + 1] += total
                row[2 * place + 2] += total * total
        named = self.tally.scores.setdefault(one.key, {}) if cells else {}
        for (cell, length), row in cells.items():
            for group in self.groups[cell]:
                lengths = named.setdefault(group, {})
                own = lengths.get(str(length))
                lengths[str(length)] = row if own is None else list(map(add, own, row))

    def complete(self, key: str, columns: list[list[int | None]], scored: list[Score | None]) -> None:
        """The sums that reliability is made of: of those who answered all items."""
        is_whole = [score is not None and score[0] == len(columns) for score in scored]
        totals = [score[1] for score in compress(scored, is_whole) if score]
        if not totals:
            return
        row: Row = []
        for column in columns:
            marks = cast("list[int]", list(compress(column, is_whole)))
            row += [sum(marks), sum(map(mul, marks, marks)), sum(map(mul, marks, totals))]
        self.tally.complete[key] = row


_COUNTERS = {
    Role.RATING: _Counting.choice, Role.OBSERVATION: _Counting.choice, Role.CHOICE: _Counting.choice, Role.CHOICES: _Counting.choices,
    Role.DUAL: _Counting.dual, Role.NUMBER: _Counting.number, Role.TEXT: _Counting.text, Role.DATE: _Counting.date,
}  # fmt: skip


def _cell(properties: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{code}={value}" for code, value in properties.items())


def _lines(given: list[Answered], own: list[int], repeat: str) -> _Lines:
    rows: list[Mapping[str, Any]] = []
    cells: list[int] = []
    for one, cell in zip(given, own, strict=True):
        for _, line in lines_of(cast("Answers", one.answers), repeat):
            rows.append(line)
            cells.append(cell)
    return _Lines(rows, cells)


def _pair(actual: int | None, desired: int | None, points: int) -> int | None:
    """The place of a pair; behind all pairs those who gave the actual one only, then the desired one only."""
    if actual is None:
        return None if desired is None else points * points + points + desired
    return points * points + actual if desired is None else actual * points + desired


def _first(value: Any) -> Any:
    """A choice as it is counted: of a ranking who stands first; a year as text."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, list):
        return value[0] if value and isinstance(value[0], str) else None
    return str(value) if isinstance(value, int) and _YEAR.fullmatch(str(value)) else None


def _score(row: Sequence[int | None]) -> Score | None:
    """In how many items, and their sum; None who answered none."""
    if None not in row:
        return len(row), sum(cast("Sequence[int]", row))
    known = [mark for mark in row if mark is not None]
    return (len(known), sum(known)) if known else None


def _micro(value: Any) -> int | None:
    """In millionths; None for what is no number, or beyond all that an office counts."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        known = (
            int(value) * MICRO
            if isinstance(value, int)
            else int((Decimal(str(value)) * MICRO).to_integral_value())
        )
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return known if abs(known) <= _MOST * MICRO else None


def _month(value: Any) -> str | None:
    return value[:7] if isinstance(value, str) and _MONTH.match(value) else None


@cache
def _known_words(text: str) -> frozenset[str]:
    return frozenset(words_in(text))


def _words(text: str) -> frozenset[str]:
    """Short answers come again and again."""
    if len(text) > 60:
        return frozenset(words_in(text))
    if _known_words.cache_info().currsize > _KEPT_WORDS:
        _known_words.cache_clear()
    return _known_words(text)
