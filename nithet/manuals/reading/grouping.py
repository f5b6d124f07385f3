"""Tables out of rows: each head opens one, the rows below it are its own, over page breaks too."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.heads import is_head_again, take_second_head
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.tables import Row, Table, head_columns, is_rule
from nithet.manuals.reading.times import is_time
from nithet.manuals.reading.totals import is_total_row

_DIGITS = re.compile(r"[0-9๐-๙(). ]+")
_FEWEST_ROWS = 2
_LONGEST_HEAD = 30


def group_tables(rows: Sequence[Row], *, previous: Table | None = None) -> list[Table]:
    """Tables out of rows: each head opens one; rows without a head go on with the table before (a page break)."""
    rows = _turned(rows)
    tables: list[Table] = []
    current = Table(list(previous.columns)) if previous else None
    if current is None and (guessed := guess_columns(rows)):
        current = Table(guessed)
    for row in rows:
        if tables and current is tables[-1] and take_second_head(current, row):
            continue
        if tables and current is tables[-1] and is_head_again(current, row):
            current.head_lines.extend(row.lines)
        elif (columns := head_columns(row)) and not (
            tables and current is tables[-1] and _is_body(current, row, columns)
        ):
            current = Table(columns, head_lines=list(row.lines), head=row, heads=[row.cells])
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


def _is_body(table: Table, row: Row, columns: Sequence[str | None]) -> bool:
    """Whether a row under a head only has words that could be a head: long ones or a time, under heads that say otherwise."""
    if table.head is None or len(row.cells) != len(table.columns):
        return False
    pairs = [(one, other) for one, other in zip(table.columns, columns, strict=True) if one and other]
    is_same = sum(one == other for one, other in pairs) * 2 >= len(pairs)
    texts = [row.text(at) for at in range(len(row.cells))]
    return not is_same and (max(map(len, texts)) > _LONGEST_HEAD or any(map(is_time, texts)))


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


def _add(table: Table, row: Row) -> None:
    if is_rule(row):
        table.head_lines.extend(row.lines)
    elif not any(table.columns):
        table.loose.append(row)
    elif is_total_row(row):
        table.totals.append(row)
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
