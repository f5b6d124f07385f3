"""Tables of bars or tabs: cells, the head of the table, rows continued on the next line or page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import zip_longest

from nithet.manuals.likeness import fold
from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.times import is_time
from nithet.manuals.reading.words import load
from nithet.thai.months import SHORT, month_number
from nithet.thai.numerals import to_arabic

_RULE = re.compile(r"[\s|:\-–—+=]+")
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>|</li>|\v", re.IGNORECASE)
_SPACES = re.compile(r"[\s.]+")
_DIGITS = re.compile(r"[0-9๐-๙(). ]+")
_LONGEST_HEAD = 60
_FEWEST_MONTHS = 2
_FEWEST_IN_RUN = 6
_FEWEST_ROWS = 2
_MONTH_LETTERS = {number: name.replace(".", "") for number, name in enumerate(SHORT, start=1)}
_QUARTER = re.compile("ไตรมาส(?:ที่)?([1-4])(?:/?25[0-9]{2})?")
_BEGINS, _ENDS = re.compile("เริ่ม(?:ต้น|ดำเนินการ)?|ตั้งแต่"), re.compile("สิ้นสุด|แล้วเสร็จ|เสร็จสิ้น|ถึง")
_TIMES_BY_NUMBER = {"number", "time"}
_BE_YEAR = re.compile("[2๒][5๕][0-9๐-๙]{2}")
_LONGEST_MONTH = 20
_LONGEST_LETTERS = 8
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
    rows = _turned(rows)
    tables: list[Table] = []
    current = Table(list(previous.columns)) if previous else None
    if current is None and (guessed := guess_columns(rows)):
        current = Table(guessed)
    for row in rows:
        if tables and current is tables[-1] and _is_second_head(current, row):
            _merge_head(current, row)
        elif tables and current is tables[-1] and (span := _spanned(current, row)):
            for at in span:
                current.columns[at] = "time"
            current.head_lines.extend(row.lines)
        elif (columns := head_columns(row)) and current in tables and _is_same_head(current, row):
            current.head_lines.extend(row.lines)
        elif columns:
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


def guess_columns(rows: Sequence[Row]) -> list[str | None] | None:
    """The columns of a table of steps without a head: the number first, times, and the widest of the others."""
    rows = [row for row in rows if row.filled and not is_rule(row)]
    widths = {len(row.cells) for row in rows}
    if len(rows) < _FEWEST_ROWS or len(widths) != 1 or any(head_columns(row) for row in rows):
        return None
    columns: list[str | None] = [_first_column(rows), *[None] * (widths.pop() - 1)]
    if columns[0] is None:
        return None
    texts = {at: [row.text(at) for row in rows if row.text(at)] for at in range(1, len(columns))}
    for at, said in texts.items():
        if said and sum(map(is_time, said)) * 2 > len(said):
            columns[at] = "time"
    rest = [at for at in texts if columns[at] is None and texts[at]]
    if "time" not in columns or (columns[0] == "number" and not rest):
        return None
    if columns[0] == "number":
        columns[max(rest, key=lambda at: sum(map(len, texts[at])))] = "step"
    return ["responsible" if kind is None and texts.get(at) else kind for at, kind in enumerate(columns)]


def _first_column(rows: Sequence[Row]) -> str | None:
    """“number” where the first cells hold nothing else, “step” where they begin with numbers."""
    texts = [row.text(0) for row in rows]
    if all(map(_DIGITS.fullmatch, texts)):
        return "number"
    taken = [take_marker(text) for text in texts]
    return "step" if all(one and one[0].is_number and one[1] for one in taken) else None


def _is_same_head(table: Table | None, row: Row) -> bool:
    """The head again, as on the next page."""
    return table is not None and table.head is not None and table.head.cells == row.cells


def _turned(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; a table of two rows “ขั้นตอน | 1 | 2” and “ระยะเวลา | ต.ค. | พ.ย.” with its columns as rows."""
    filled = [row for row in rows if row.filled and not is_rule(row)]
    if len(filled) != _FEWEST_ROWS or len(filled[0].cells) != len(filled[1].cells):
        return rows
    steps, times = filled
    numbers = [steps.text(at) for at in range(1, len(steps.cells))]
    labels = (column_kind(steps.text(0)) or "", column_kind(times.text(0)) or "")
    if labels[0] not in {"step", "number"} or labels[1] != "time" or not all(map(_DIGITS.fullmatch, numbers)):
        return rows
    lines = [*steps.lines, *times.lines]
    pairs = list(zip(steps.cells, times.cells, strict=True))[1:]
    return [Row([("ที่",), times.cells[0]], lines), *(Row([number, time], lines) for number, time in pairs)]


def _spanned(table: Table, row: Row) -> list[int]:
    """The columns under a head that spans them, where the row names nothing but them (“ครั้งที่ 1”, “ครั้งที่ 2”)."""
    if table.head is None or table.rows or row.text(0):
        return []
    named = [at for at in range(len(row.cells)) if row.text(at)]
    heads = [table.head.text(at) for at in named]
    is_span = len(named) > 1 and heads[0] != "" and not any(heads[1:])
    is_close = named == list(range(named[0], named[-1] + 1)) if named else False
    is_short = all(len(row.text(at)) <= _LONGEST_MONTH for at in named)
    return named if is_span and is_close and is_short and table.columns[named[0]] == "time" else []


def _is_second_head(table: Table, row: Row) -> bool:
    """The months, or beginning and end, under a head that spans them; other cells are empty or say the head again."""
    if table.head is None or table.rows:
        return False
    texts = {at: row.text(at) for at in range(len(row.cells)) if row.text(at)}
    kinds = kinds_of_columns([row.text(at) for at in range(len(row.cells))])
    months = [at for at in texts if (kinds[at] or "").startswith("month:")]
    ends = [at for at, text in texts.items() if _BEGINS.fullmatch(text) or _ENDS.fullmatch(text)]
    others = [at for at in texts if at not in {*months, *ends}]
    return max(len(months), len(ends)) >= _FEWEST_MONTHS and all(
        texts[at] == table.head.text(at) for at in others
    )


def _merge_head(table: Table, row: Row) -> None:
    table.columns.extend([None] * (len(row.cells) - len(table.columns)))
    for at, kind in enumerate(kinds_of_columns([row.text(at) for at in range(len(row.cells))])):
        if kind and kind.startswith("month:"):
            table.columns[at] = kind
    for at in range(len(row.cells)):
        if _BEGINS.fullmatch(row.text(at)) or _ENDS.fullmatch(row.text(at)):
            table.columns[at] = "time" if _BEGINS.fullmatch(row.text(at)) else "until"
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
    columns = kinds_of_columns(texts)
    if sum((kind or "").startswith("month:") for kind in columns) == 1:
        columns = [None if (kind or "").startswith("month:") else kind for kind in columns]
    known = [kind for kind in columns if kind]
    if any(_DIGITS.fullmatch(text) and not _BE_YEAR.fullmatch(text) for text in texts if text):
        return None
    if len(set(known)) < 2 or not ({"step", "detail", "flow"} & set(known) or set(known) >= _TIMES_BY_NUMBER):
        return None
    if len(known) < sum(bool(text) for text in texts) / 2:
        return None
    return columns


def kinds_of_columns(texts: Sequence[str]) -> list[str | None]:
    """What each column holds; months also by their first letters or numbers, where they follow one another."""
    kinds = [column_kind(text) if text else None for text in texts]
    for at in range(len(texts) - _FEWEST_IN_RUN + 1):
        if not 0 < len(texts[at]) <= _LONGEST_LETTERS:
            continue
        for month in _MONTH_LETTERS:
            run = _month_run(texts[at:], month) if _month_run(texts[at : at + 1], month) else 0
            if run >= _FEWEST_IN_RUN:
                kinds[at : at + run] = [f"month:{_after(month, place)}" for place in range(run)]
                return kinds
    return kinds


def _month_run(texts: Sequence[str], month: int) -> int:
    """How many of the cells name the month and those after it, by letters or numbers."""
    for place, text in enumerate(texts):
        bare, of = _bare_month(text), _after(month, place)
        if not bare or not (_MONTH_LETTERS[of].startswith(bare) or bare == str(of)):
            return place
    return len(texts)


def _after(month: int, places: int) -> int:
    return (month - 1 + places) % 12 + 1


def _bare_month(text: str) -> str:
    return to_arabic(_SPACES.sub("", text))


@lru_cache(maxsize=4096)
def column_kind(text: str) -> str | None:
    """What a column with this head holds."""
    words = fold(_SPACES.sub("", text))
    if len(text) <= _LONGEST_MONTH and (month := month_number(_YEAR.sub("", text))):
        return f"month:{month}"
    if quarter := _QUARTER.fullmatch(to_arabic(_SPACES.sub("", text))):
        return f"quarter:{quarter[1]}"
    return next((kind for kind, pattern in _column_patterns() if pattern.search(words)), None)


@cache
def _column_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(fold(text))) for kind, text in load("sections")["columns"].items())
