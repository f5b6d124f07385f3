"""A table beside its dictionary: what is filled, what is right, what is there twice. Counts only; nothing is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from nithet.core.tables.fields import Field
from nithet.core.tables.heading import Heading, find_heading
from nithet.core.tables.matching import match_columns
from nithet.core.tables.reading import open_table
from nithet.core.tables.table import CellValue, Row, Table
from nithet.core.tables.totals import is_total
from nithet.core.tables.values import (
    CellProblem,
    as_code,
    as_date,
    as_text,
    as_whole_number,
    as_yes_no,
    is_blank,
)
from nithet.offices.imports.seen import Seen
from nithet.registers.datasets.errors import NoHeadingError, TooManyRowsError
from nithet.thai.numerals import ThaiNumberError, parse_number
from nithet.thai.text import clean, squeeze

MOST_ROWS = 500_000
ROWS_AT_ONCE = 500
MOST_SHOWN = 100
HEAD_ROWS = 60
_LEAST = -(10**15)
NOT_TOLD = "ค่าไม่ตรงกับที่พจนานุกรมข้อมูลกำหนด"
MOST_LETTERS = 200
_ABOUT_PEOPLE = re.compile(
    r"ประจำตัว|ประชาชน|หนังสือเดินทาง|ชื่อ(?!โรงเรียน|สถานศึกษา|หน่วยงาน)|สกุล|โทร(?!ทัศน์|คมนาคม)|มือถือ|เบอร์|อีเมล|e-?mail|วันเกิด|ปีเกิด|ที่อยู่",
    re.IGNORECASE,
)
_THIRTEEN = re.compile(r"(?<!\d)\d(?:[-\s]?\d){12}(?!\d)")
"""As long as the number of an identity card, with or without its hyphens."""


class Sort(StrEnum):
    """What there is to mend in a row."""

    MISSING = "missing"
    WRONG = "wrong"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a column should hold."""

    name: str
    kind: str = "text"
    codes: frozenset[str] = frozenset()
    is_required: bool = False
    is_key: bool = False
    # Its values are told nowhere but in the file itself.
    is_personal: bool = False

    @property
    def is_private(self) -> bool:
        """Marked as personal data, or named like them: people forget the mark."""
        return self.is_personal or bool(_ABOUT_PEOPLE.search(squeeze(self.name)))


@dataclass(frozen=True, slots=True)
class Flaw:
    sort: Sort
    row: int
    column: str
    value: str
    why: str


@dataclass(slots=True)
class Outcome:
    """What was counted."""

    rows: int = 0
    totals: int = 0
    wrong_rows: int = 0
    twice_rows: int = 0
    filled: Counter[int] = field(default_factory=Counter)
    wrong: Counter[int] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)


Tell = Callable[[int, int], object]
"""Told how many rows are done, and how many there are about."""


def layout_of(table: Table, rules: Sequence[Rule]) -> tuple[Heading, dict[int, int], list[str]]:
    """The heading, in which column each rule's values stand, and the headings that no rule names."""
    head = table.head(HEAD_ROWS)
    fields = [Field(str(place), rule.name) for place, rule in enumerate(rules)]
    heading = find_heading(head, fields)
    if heading is None:
        raise NoHeadingError(name=table.name)
    sample = [row for row in head if row.number >= heading.data_from]
    matches = match_columns(heading.names, sample, fields)
    places = {int(one.field): one.index for one in matches if one.field is not None}
    unknown = [one.heading for one in matches if one.field is None and one.heading]
    return heading, places, unknown


def rules_of_heading(table: Table) -> list[Rule]:
    """Of a dataset without a dictionary: each column that has a name should be filled."""
    heading = find_heading(table.head(HEAD_ROWS))
    if heading is None:
        raise NoHeadingError(name=table.name)
    return [Rule(name) for name in dict.fromkeys(filter(None, heading.names))]


class Check:
    """Goes through a table once."""

    def __init__(self, rules: Sequence[Rule], places: Mapping[int, int], schools: frozenset[str]) -> None:
        self.rules, self.places = rules, places
        self.outcome = Outcome()
        readers = readers_for(schools)
        self._read = {place: partial(_choice, rules[place].codes) if rules[place].kind == "choice" else readers[rules[place].kind]
                      for place in places}  # fmt: skip
        self._keys = [places[place] for place, rule in enumerate(rules) if rule.is_key and place in places]
        self._seen = Seen()

    def close(self) -> None:
        self._seen.close()

    def batch(self, rows: Sequence[Row]) -> Iterator[Flaw]:
        """What there is to mend in these rows, which are counted."""
        earlier = self._twice(rows)
        for row in rows:
            found = list(self._cells(row))
            if row.number in earlier:
                why = f"ซ้ำกับแถว {earlier[row.number]:,}"
                found.append(Flaw(Sort.TWICE, row.number, self._key_words, "", why))
                self.outcome.twice_rows += 1
            self.outcome.rows += 1
            self.outcome.wrong_rows += any(one.sort != Sort.MISSING for one in found)
            self.outcome.counts.update(one.sort.value for one in found)
            yield from found

    @property
    def _key_words(self) -> str:
        return ", ".join(rule.name for rule in self.rules if rule.is_key)

    def _cells(self, row: Row) -> Iterator[Flaw]:
        for place, index in self.places.items():
            value, rule = row.at(index), self.rules[place]
            if is_blank(value):
                if rule.is_required:
                    yield Flaw(Sort.MISSING, row.number, rule.name, "", "ไม่มีข้อมูล")
                continue
            self.outcome.filled[place] += 1
            try:
                self._read[place](value)
            except CellProblem as problem:
                self.outcome.wrong[place] += 1
                shown = as_text(value)
                if rule.is_private or _THIRTEEN.search(shown):
                    yield Flaw(Sort.WRONG, row.number, rule.name, "", NOT_TOLD)
                else:
                    yield Flaw(Sort.WRONG, row.number, rule.name, shown[:MOST_LETTERS], clean(problem.why))

    def _twice(self, rows: Sequence[Row]) -> dict[int, int]:
        """Of rows whose key stood in an earlier one: that row's number."""
        if not self._keys:
            return {}
        keys = {row.number: key for row in rows if (key := self._key(row))}
        first = {key: seen[0].row for key, seen in self._seen.find(list(set(keys.values()))).items()}
        twice = {
            number: first[key] for number, key in keys.items() if first.setdefault(key, number) != number
        }
        self._seen.add((key, number, ()) for number, key in keys.items() if number not in twice)
        return twice

    def _key(self, row: Row) -> str:
        values = [row.at(index) for index in self._keys]
        cells = ["" if is_blank(value) else squeeze(str(value)) for value in values]
        return "\t".join(cells) if any(cells) else ""


def check_table(
    file: BinaryIO, name: str, rules: Sequence[Rule], schools: frozenset[str], found: Callable[[Flaw], object], tell: Tell
) -> tuple[Outcome, dict[str, Any]]:  # fmt: skip
    """Counts, and what a report keeps of the columns. Raises a TableError or TooManyRowsError."""
    with open_table(file, name) as table:
        rules = rules or rules_of_heading(table)
        heading, places, unknown = layout_of(table, rules)
        check = Check(rules, places, schools)
        try:
            for rows in _batches(_data_rows(table, heading, check)):
                for one in check.batch(rows):
                    found(one)
                done = check.outcome.rows
                if done > MOST_ROWS:
                    raise TooManyRowsError(most=MOST_ROWS)
                tell(done, max(table.row_estimate, done))
        finally:
            check.close()
    return check.outcome, {"columns": list(_columns(check, heading)), "unknown": unknown}


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _data_rows(table: Table, heading: Heading, check: Check) -> Iterator[Row]:
    """Without headings that stand again on each page, and without sums."""
    codes = {index for place, index in check.places.items() if check.rules[place].kind == "school"}
    for row in table.rows(heading.data_from):
        if heading.is_repeated_by(row):
            continue
        if is_total(row, codes):
            check.outcome.totals += 1
        else:
            yield row


def _columns(check: Check, heading: Heading) -> Iterator[dict[str, Any]]:
    for place, rule in enumerate(check.rules):
        index = check.places.get(place)
        yield {
            "name": rule.name,
            "heading": None if index is None else heading.names[index],
            "kind": rule.kind,
            "is_required": rule.is_required,
            "is_private": rule.is_private,
            "filled": check.outcome.filled[place],
            "wrong": check.outcome.wrong[place],
        }


def wanted_and_filled(columns: Iterable[Mapping[str, Any]], rows: int) -> tuple[int, int]:
    """Cells that should be filled and those that are: of the required columns, or of all where none is."""
    columns = list(columns)
    counted = [one for one in columns if one["is_required"]] or columns
    return rows * len(counted), sum(one["filled"] for one in counted)


# Reading one cell: what cannot be read raises CellProblem.


def readers_for(schools: frozenset[str]) -> dict[str, Callable[[CellValue], object]]:
    return {
        "text": as_text,
        "whole": partial(as_whole_number, least=_LEAST),
        "number": _number,
        "date": as_date,
        "yes_no": as_yes_no,
        "school": partial(_school, schools),
    }


def _number(value: CellValue) -> object:
    text = as_text(value)
    try:
        return parse_number(text)
    except ThaiNumberError as error:
        raise CellProblem(str(error)) from error


def _choice(codes: frozenset[str], value: CellValue) -> object:
    if squeeze(text := as_text(value)) in codes:
        return text
    raise CellProblem(f"“{text[:60]}” ไม่อยู่ในค่าที่ใช้ได้")


def _school(schools: frozenset[str], value: CellValue) -> object:
    if (code := as_code(value)) in schools:
        return code
    raise CellProblem(f"ไม่พบโรงเรียนรหัส “{str(code)[:20]}” ในสำนักงาน")
