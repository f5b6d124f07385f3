"""Finds the heading of a table among its first rows, and gives every column one name.

Above it stand titles; it may have two rows, of which the upper one spans columns of the lower; below it may stand a
row that only numbers the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nithet.core.tables.fields import BETWEEN, Field, heading_key, name_score
from nithet.core.tables.table import CellValue, Row
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean, squeeze

SEARCHED_ROWS = 30
KNOWN = 70
"""A name counts as known from this score on."""
_NUMBERING = re.compile(r"[(\[]?(\d{1,2})[)\].]?")
_NUMBERED_COLUMNS = 3
_WHOLE_NAMES = frozenset({"ชื่อสกุล", "ชื่อนามสกุล", "ชื่อและสกุล", "ชื่อและนามสกุล", "ชื่อตัวชื่อสกุล"})
_PARTS = {2: ("ชื่อ", "นามสกุล"), 3: ("คำนำหน้า", "ชื่อ", "นามสกุล")}


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, “” for one without; the number of its first row and of the first row of data."""

    names: tuple[str, ...]
    row: int
    data_from: int

    def is_repeated_by(self, row: Row) -> bool:
        """Whether a row among the data is the heading again, as on each printed page."""
        names = [name.rpartition(BETWEEN)[2] for name in self.names]
        return bool(row.cells) and all(
            _name(cell) in {"", whole, part}
            for cell, whole, part in zip(row.cells, self.names, names, strict=False)
        )


def find_heading(rows: Sequence[Row], fields: Sequence[Field] = ()) -> Heading | None:
    """The heading among the first rows: the one with the most names of fields; None for a table without one.

    Where no field is named at all, it is the first row of distinct texts in nearly all columns.
    """
    searched = [row for row in rows if row.number < rows[0].number + SEARCHED_ROWS]
    if not searched:
        return None
    width = max(len(row.cells) for row in rows)
    best = max(_candidates(searched, width, fields), key=lambda candidate: candidate[0], default=None)
    if best is None:
        return None
    _, names, place, count = best
    data_from = _data_from(rows[place + count - 1 :])
    data = [row for row in rows if row.number >= data_from]
    return Heading(_with_parts_of_names(names, data), searched[place].number, data_from)


def _with_parts_of_names(names: tuple[str, ...], data: Sequence[Row]) -> tuple[str, ...]:
    """Under one heading “ชื่อ – สกุล” lists often keep two or three columns: the empty names get their parts."""
    named = list(names)
    for index, name in enumerate(names):
        if heading_key(name) not in _WHOLE_NAMES:
            continue
        end = index + 1
        while end < len(names) and not names[end] and any(row.at(end) is not None for row in data):
            end += 1
        if parts := _PARTS.get(end - index):
            named[index:end] = [f"{name}{BETWEEN}{part}" for part in parts]
    return tuple(named)


_Candidate = tuple[tuple[int, int, float, int], tuple[str, ...], int, int]
"""How good it is, its names, the place of its first row, and how many rows it has."""


def _candidates(rows: Sequence[Row], width: int, fields: Sequence[Field]) -> Iterator[_Candidate]:
    for place, row in enumerate(rows):
        single = _names_of(row, width)
        known, surely = _known(single, fields)
        if known or _is_full(row, single):
            looks = 0.0 if known else _fullness(row, single)
            yield (known, surely, looks, -place), single, place, 1
        if place + 1 < len(rows) and (double := _double(row, rows[place + 1], width)):
            known_by_both, surely = _known(double, fields)
            # The row below a whole heading is data, and adds no names.
            below = rows[place + 1]
            only_parts = known_by_both == known and (_parts_groups(below) or _parts_one_group(row, below))
            if known_by_both > known or only_parts:
                yield (known_by_both, surely, 0.5 if only_parts else 0.0, -place), double, place, 2


def _known(names: Sequence[str], fields: Sequence[Field]) -> tuple[int, int]:
    """How many fields the names name, and how surely in all."""
    best = (max((name_score(name, field) for name in names if name), default=0) for field in fields)
    scores = [score for score in best if score >= KNOWN]
    return len(scores), sum(scores)


def _names_of(row: Row, width: int) -> tuple[str, ...]:
    return tuple(_name(row.at(index)) for index in range(width))


def _name(cell: CellValue) -> str:
    return clean(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""


def _double(upper: Row, lower: Row, width: int) -> tuple[str, ...] | None:
    """The names of a heading of two rows. One has a name above that spans columns with names of their own below."""
    above, below = _names_of(upper, width), _names_of(lower, width)
    if not any(above) or not any(low and not high for high, low in zip(above, below, strict=True)):
        return None
    names, spanning = [], ""
    for high, low in zip(above, below, strict=True):
        if high:
            spanning = high if low else ""
        group = high or (spanning if low else "")
        same = squeeze(group) == squeeze(low)
        names.append(low if same else BETWEEN.join(part for part in (group, low) if part))
    return tuple(names)


def _parts_groups(row: Row) -> bool:
    """Whether a row only parts the groups above it, the same way in each: “ชาย หญิง รวม ชาย หญิง รวม”."""
    texts = [cell for cell in row.cells if cell is not None]
    return all(isinstance(cell, str) for cell in texts) and 1 < len(set(texts)) <= len(texts) // 2


def _parts_one_group(upper: Row, lower: Row) -> bool:
    """Whether a row only parts the one name above it that spans columns: texts under it alone, nothing elsewhere."""
    filled = [index for index, cell in enumerate(lower.cells) if cell is not None]
    if len(filled) < 2 or filled != list(range(filled[0], filled[-1] + 1)):
        return False
    texts = [lower.at(index) for index in filled]
    above = [upper.at(index) for index in filled]
    spans = above[0] is not None and not any(cell is not None for cell in above[1:])
    return spans and len(upper.cells) > len(filled) and all(_is_word(text) for text in texts)


def _is_word(cell: CellValue) -> bool:
    """A name of a column, not a value: text without any digit."""
    return isinstance(cell, str) and not any(letter.isdigit() for letter in cell)


def _is_full(row: Row, names: Sequence[str]) -> bool:
    """Whether a row could be a heading by its looks alone: texts, no two the same, in more columns than not."""
    texts = [name for name, cell in zip(names, row.cells, strict=False) if name and isinstance(cell, str)]
    filled = sum(cell is not None for cell in row.cells)
    return len(texts) == filled == len(set(texts)) and filled * 2 > len(names)


def _fullness(row: Row, names: Sequence[str]) -> float:
    return sum(cell is not None for cell in row.cells) / max(1, len(names))


def _data_from(rows: Sequence[Row]) -> int:
    """The number of the first row after the heading's last one that does not only number the columns."""
    for row in rows[1:]:
        if not _numbers_columns(row):
            return row.number
    return rows[-1].number + 1


def _numbers_columns(row: Row) -> bool:
    """“(1) (2) (3)”, each by one more than the one before."""
    cells = [to_arabic(squeeze(str(cell))) for cell in row.cells if cell is not None]
    matches = [_NUMBERING.fullmatch(cell) for cell in cells]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(cells) >= _NUMBERED_COLUMNS and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )
