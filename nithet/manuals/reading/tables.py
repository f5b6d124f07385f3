"""Tables of bars or tabs: cells, the head of the table, rows continued on the next line or page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from nithet.manuals.reading.columns import kinds_of_columns
from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import take_marker

_RULE = re.compile(r"[\s|:\-–—+=]+")
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>|</li>|\v", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9๐-๙(). ]+")
_LONGEST_HEAD = 60
_TIMES_BY_NUMBER = {"number", "time"}
_BE_YEAR = re.compile("[2๒][5๕][0-9๐-๙]{2}")

Cell = tuple[str, ...]
"""The paragraphs of a cell; an empty cell has none."""


@dataclass(slots=True)
class Row:
    """One row, which may come from several lines. `unplaced` are marks of a calendar whose months cannot be told."""

    cells: list[Cell]
    lines: list[int]
    unplaced: str = ""

    def text(self, column: int | None) -> str:
        """The text of a cell on one line; empty where there is no such cell."""
        if column is None or column >= len(self.cells):
            return ""
        return " ".join(self.cells[column])

    def paragraphs(self, column: int) -> Cell:
        """The paragraphs of a cell; none where there is no such cell."""
        return self.cells[column] if column < len(self.cells) else ()

    @property
    def filled(self) -> int:
        return sum(bool(cell) for cell in self.cells)


@dataclass(slots=True)
class Table:
    """Rows under a head. `columns` names what each column holds; None where its head says nothing known.

    `heads` are the cells of each row of the head, `totals` rows that add the others up.
    """

    columns: list[str | None]
    rows: list[Row] = field(default_factory=list)
    head_lines: list[int] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)
    head: Row | None = None
    heads: list[list[Cell]] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)

    def place(self, *kinds: str) -> int | None:
        """The first column of one of these kinds, in the order of the kinds."""
        return next((self.columns.index(kind) for kind in kinds if kind in self.columns), None)


def read_rows(lines: Sequence[Line]) -> list[Row]:
    """The rows of a run of table lines; a row cut in two is joined."""
    bars = any(line.raw.lstrip().startswith("|") for line in lines)
    width = max((_tabs(line.raw) for line in lines), default=0)
    rows: list[Row] = []
    raw = ""
    numbers: list[int] = []
    for line, after in zip_longest(lines, lines[1:]):
        raw = f"{raw} {line.raw.strip(' ')}" if raw else line.raw
        numbers.append(line.number)
        if after is not None and (_open_bars(raw) if bars else _goes_on(raw, after.raw, width)):
            continue
        rows.append(Row(_cells(raw), numbers))
        raw, numbers = "", []
    return rows


def is_unfinished(lines: Sequence[Line]) -> bool:
    """Whether the last of these rows lacks cells that the others have."""
    last = lines[-1].raw
    if any(line.raw.lstrip().startswith("|") for line in lines):
        return _open_bars(last)
    return len(lines) > 1 and _tabs(last) <= max(_tabs(line.raw) for line in lines)


def is_open(lines: Sequence[Line]) -> bool:
    """Whether a row that begins with a bar lacks the last one."""
    return _open_bars(" ".join(line.raw for line in lines))


def _open_bars(raw: str) -> bool:
    return raw.lstrip().startswith("|") and not raw.rstrip().endswith("|")


def _goes_on(raw: str, after: str, width: int) -> bool:
    return width > 0 and _tabs(raw) < width and _tabs(raw) + _tabs(after) == width


def _tabs(raw: str) -> int:
    return raw.strip(" ").count("\t")


def is_rule(row: Row) -> bool:
    """A row of dashes between the head and the body."""
    return all(_RULE.fullmatch(one) for cell in row.cells for one in cell)


def _cells(raw: str) -> list[Cell]:
    if "|" in raw and (raw.lstrip().startswith("|") or raw.count("|") >= 2):
        inner = raw.strip().removeprefix("|").removesuffix("|")
        parts = re.split(r"(?<!\\)\|", inner)
    else:
        parts = raw.split("\t")
    return [_paragraphs(part) for part in parts]


def _paragraphs(part: str) -> Cell:
    if "<" not in part:
        text = plain(part)
        return (text,) if text else ()
    return tuple(text for one in _PARAGRAPH.split(part) if (text := plain(one)))


def head_columns(row: Row) -> list[str | None] | None:
    """What the columns hold, where the row is the head of a table; else None."""
    texts = [row.text(at) for at in range(len(row.cells))]
    if any(len(text) > _LONGEST_HEAD for text in texts):
        return None
    columns = kinds_of_columns(texts)
    for unit in ("month:", "quarter:"):
        if sum((kind or "").startswith(unit) for kind in columns) == 1:
            columns = [None if (kind or "").startswith(unit) else kind for kind in columns]
    known = [kind for kind in columns if kind]
    if any(_DIGITS.fullmatch(text) and not _BE_YEAR.fullmatch(text) for text in texts if text):
        return None
    if len(set(known)) < 2 or not ({"step", "detail", "flow"} & set(known) or set(known) >= _TIMES_BY_NUMBER):
        return None
    if len(known) < sum(bool(text) for text in texts) / 2 or _has_item(texts):
        return None
    return columns


def _has_item(texts: Sequence[str]) -> bool:
    """Whether one cell alone begins with a number (“1. รับเรื่อง…”): the first row of the body."""
    taken = [take_marker(text) for text in texts]
    return sum(bool(one and one[0].is_number and one[1]) for one in taken) == 1
