"""Heads of tables that have more than one row: months, beginnings and ends, or posts under a head that spans them."""

import re

from nithet.manuals.reading.columns import column_kind, kinds_of_columns
from nithet.manuals.reading.tables import Cell, Row, Table

_FEWEST = 2
_LONGEST = 30
_BEGINS, _ENDS = re.compile("เริ่ม(?:ต้น|ดำเนินการ)?|ตั้งแต่"), re.compile("สิ้นสุด|แล้วเสร็จ|เสร็จสิ้น|ถึง")
_HALF_YEAR = 6
_YEAR = re.compile(r"(?:ปี|พ\.?\s?ศ\.|เดือน|ระยะเวลา|ปฏิทิน|[2๒][5๕][0-9๐-๙]{2})")
# What stands in the columns under such heads: when, or who by the post over a mark.
_UNDER = {"time": "time", "responsible": "post"}


def is_head_again(table: Table, row: Row) -> bool:
    """A row of the head once more, as on the next page."""
    return row.cells in table.heads


def take_second_head(table: Table, row: Row) -> bool:
    """Let a second row of the head name its columns; False where the row is none."""
    if table.head is None or table.rows:
        return False
    table.heads.append(row.cells)
    row = _below_years(table, table.head, row)
    texts = {at: text for at in range(len(row.cells)) if (text := row.text(at))}
    said = {at: text for at, text in texts.items() if text != table.head.text(at)}
    found = _calendar(row, said) or _spanned(table, table.head, said)
    if not found:
        table.heads.pop()
        return False
    table.columns.extend([None] * (len(row.cells) - len(table.columns)))
    for at, kind in found.items():
        table.columns[at] = kind
    table.head = Row(_zipped(table.head, row), table.head.lines)
    table.head_lines.extend(row.lines)
    return True


def _below_years(table: Table, head: Row, row: Row) -> Row:
    """A row of nothing but months, under the cells of the head that name their years, for which the head is widened."""
    years = [at for at in range(len(head.cells)) if _YEAR.match(head.text(at))]
    cells = _months_alone(row)
    more = len(cells) - len(years)
    if more <= 0 or not years or years != list(range(years[0], years[-1] + 1)):
        return row
    if len(row.cells) not in {len(cells), len(head.cells) + more}:
        return row
    end = years[-1] + 1
    head.cells[end:end] = [()] * more
    table.columns[end:end] = [None] * more
    return Row([*[()] * years[0], *cells, *[()] * (len(head.cells) - end - more)], row.lines)


def _months_alone(row: Row) -> list[Cell]:
    """The cells of a row that names half a year of months or more and nothing else; else none."""
    cells = [cell for cell in row.cells if cell]
    kinds = kinds_of_columns([" ".join(cell) for cell in cells])
    is_calendar = len(cells) >= _HALF_YEAR and all((kind or "").startswith("month:") for kind in kinds)
    return cells if is_calendar else []


def _zipped(head: Row, row: Row) -> list[tuple[str, ...]]:
    """The cells of the second row, and those of the first where the second has none."""
    width = max(len(head.cells), len(row.cells))
    return [row.paragraphs(at) or head.paragraphs(at) for at in range(width)]


def _calendar(row: Row, said: dict[int, str]) -> dict[int, str]:
    """Months, or where times begin and end, by their columns; nothing where the row says anything else."""
    kinds = kinds_of_columns([row.text(at) for at in range(len(row.cells))])
    months = {at: kind for at, kind in enumerate(kinds) if kind and kind.startswith("month:")}
    ends = {at: "time" for at, text in said.items() if _BEGINS.fullmatch(text)}
    ends |= {at: "until" for at, text in said.items() if _ENDS.fullmatch(text)}
    enough = max(len(months), len(ends)) >= _FEWEST
    return months | ends if enough and said.keys() <= {*months, *ends} else {}


def _spanned(table: Table, head: Row, said: dict[int, str]) -> dict[int, str | None]:
    """The columns under heads that span them, where the row names nothing but them (“ครั้งที่ 1”, “ครั้งที่ 2”)."""
    over = {at: start for start, end in spans_of(head) for at in range(start, end)}
    if not all(at in over and len(text) <= _LONGEST for at, text in said.items()):
        return {}
    starts = [over[at] for at in said]
    if not any(starts.count(start) >= _FEWEST for start in starts):
        return {}
    return {at: _UNDER.get(table.columns[over[at]] or "") or column_kind(text) for at, text in said.items()}


def spans_of(head: Row) -> list[tuple[int, int]]:
    """Where cells with words begin that have empty ones right of them, and where these end."""
    filled = [at for at in range(len(head.cells)) if head.text(at)]
    ends = [*filled[1:], len(head.cells)]
    return [(start, end) for start, end in zip(filled, ends, strict=True) if end - start >= _FEWEST]
