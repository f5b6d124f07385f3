"""Tables of bars or tabs: cells, the head of the table, rows continued on the next line or page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import zip_longest

from nithet.manuals.reading.compare import fold
from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.words import load
from nithet.thai.months import month_number

_RULE = re.compile(r"[\s|:\-–—+=]+")
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>|</li>|\v", re.IGNORECASE)
_SPACES = re.compile(r"[\s.]+")
_DIGITS = re.compile(r"[0-9๐-๙(). ]+")
_LONGEST_HEAD = 60
_FEWEST_MONTHS = 2
_LONGEST_MONTH = 20
_YEAR = re.compile(r"\s*[0-9๐-๙]{2,4}$")

Cell = tuple[str, ...]
"""The paragraphs of a cell; an empty cell has none."""


@dataclass(slots=True)
class Row:
    """One row, which may come from several lines."""

    cells: list[Cell]
    lines: list[int]

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
    """Rows under a head. `columns` names what each column holds; None where its head says nothing known."""

    columns: list[str | None]
    rows: list[Row] = field(default_factory=list)
    head_lines: list[int] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)
    head: Row | None = None

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


def group_tables(rows: Sequence[Row], *, previous: Table | None = None) -> list[Table]:
    """Tables out of rows: each head opens one; rows without a head go on with the table before (a page break)."""
    tables: list[Table] = []
    current = Table(list(previous.columns)) if previous else None
    for row in rows:
        if tables and current is tables[-1] and _is_second_head(current, row):
            _merge_head(current, row)
        elif columns := head_columns(row):
            current = Table(columns, head_lines=list(row.lines), head=row)
            tables.append(current)
        elif current is None:
            current = Table([None] * len(row.cells))
            tables.append(current)
            current.loose.append(row)
        else:
            if current not in tables:
                tables.append(current)
            _add(current, row)
    return tables


def _is_second_head(table: Table, row: Row) -> bool:
    """The months under a head that spans them; other cells are empty or say the head again."""
    if table.head is None or table.rows:
        return False
    texts = {at: row.text(at) for at in range(len(row.cells)) if row.text(at)}
    months = [at for at, text in texts.items() if (column_kind(text) or "").startswith("month:")]
    others = [at for at in texts if at not in months]
    return len(months) >= _FEWEST_MONTHS and all(texts[at] == table.head.text(at) for at in others)


def _merge_head(table: Table, row: Row) -> None:
    table.columns.extend([None] * (len(row.cells) - len(table.columns)))
    for at in range(len(row.cells)):
        if (kind := column_kind(row.text(at))) and kind.startswith("month:"):
            table.columns[at] = kind
    table.head_lines.extend(row.lines)


def _add(table: Table, row: Row) -> None:
    if is_rule(row):
        table.head_lines.extend(row.lines)
    elif not any(table.columns):
        table.loose.append(row)
    else:
        table.rows.extend(_unmerged(row, len(table.columns)))


def _unmerged(row: Row, width: int) -> list[Row]:
    """Rows that were run together on one line, told by having twice or three times the cells."""
    cells = row.cells
    for times in (2, 3):
        if width >= 2 and len(cells) in {times * width, times * width + times - 1}:
            step = width if len(cells) == times * width else width + 1
            parts = [cells[at * step : at * step + width] for at in range(times)]
            if all(part and part[0] for part in parts):
                return [Row(part, row.lines) for part in parts]
    return [row]


def head_columns(row: Row) -> list[str | None] | None:
    """What the columns hold, where the row is the head of a table; else None."""
    texts = [row.text(at) for at in range(len(row.cells))]
    if any(len(text) > _LONGEST_HEAD for text in texts):
        return None
    columns = [column_kind(text) if text else None for text in texts]
    known = [kind for kind in columns if kind]
    if any(_DIGITS.fullmatch(text) for text in texts if text):
        return None
    if len(set(known)) < 2 or not {"step", "detail", "flow"} & set(known):
        return None
    if len(known) < sum(bool(text) for text in texts) / 2:
        return None
    return columns


@lru_cache(maxsize=4096)
def column_kind(text: str) -> str | None:
    """What a column with this head holds."""
    words = fold(_SPACES.sub("", text))
    if len(text) <= _LONGEST_MONTH and (month := month_number(_YEAR.sub("", text))):
        return f"month:{month}"
    return next((kind for kind, pattern in _column_patterns() if pattern.search(words)), None)


@cache
def _column_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(fold(text))) for kind, text in load("sections")["columns"].items())
