"""Which columns of a table hold the number and the words of the steps, and rows whose cells stand in the wrong ones."""

import re

from nithet.manuals.reading.calendars import forget_unplaced
from nithet.manuals.reading.heads import spans_of
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.row_numbers import number_of
from nithet.manuals.reading.tables import Cell, Row, Table

ARROWS = "↓↑→←⇓⇒⇩⬇➔➜▼▽ "
"""What a box of a chart has around its words."""
_SHIFTED_SHARE = 0.3
_MOSTLY = 0.6
_WIDER = 1.5
_PAIR = 2
_ONLY_NUMBER = re.compile(r"[(]?[0-9๐-๙]{1,2}[.)]?")
_WORDS = re.compile("[ก-๎]{4}")
_TEXTS = frozenset({"step", "detail", "flow"})
_CARRIED = frozenset({"time", "responsible"})


def mend_columns(table: Table) -> None:
    """Put cells under the heads that they belong to, and find the column of numbers."""
    _merge_spans(table)
    _shift_back(table)
    _add_number_column(table)
    _find_number_column(table)
    forget_unplaced(table)


def _merge_spans(table: Table) -> None:
    """Boxes of a chart drawn now left, now right under a head that spans them are one column."""
    for start, end in spans_of(table.head) if table.head else []:
        if table.columns[start] not in _TEXTS or any(table.columns[start + 1 : end]):
            continue
        filled = [[at for at in range(start, end) if row.text(at)] for row in table.rows]
        if all(len(one) <= 1 for one in filled) and any(one and one[0] > start for one in filled):
            for row, places in zip(table.rows, filled, strict=True):
                if places and places[0] > start:
                    row.cells[start], row.cells[places[0]] = row.cells[places[0]], ()


def _shift_back(table: Table) -> None:
    """Rows that lost empty cells at their beginning: their numbers stand further left than those of the others."""
    width = len(table.columns)
    whole = [row for row in table.rows if len(row.cells) >= width]
    short = [row for row in table.rows if len(row.cells) < width and _is_numbered(row, 0)]
    if not short or not whole or any(_is_numbered(row, 0) for row in whole):
        return
    at = next(
        (at for at in range(1, width) if sum(_is_numbered(row, at) for row in whole) * 2 > len(whole)), 0
    )
    for row in short if at else []:
        if len(row.cells) + at <= width:
            row.cells[:0] = [()] * at


def _is_numbered(row: Row, at: int) -> bool:
    text = row.text(at)
    taken = take_marker(text)
    return bool(_ONLY_NUMBER.fullmatch(text) or (taken and taken[0].is_number and taken[0].style != "plain"))


def carry_down(table: Table, title_at: int | None) -> None:
    """A time or a post that stands left of the words holds for the rows below until the next one (a merged cell)."""
    for at, kind in enumerate(table.columns[:title_at]):
        if kind not in _CARRIED:
            continue
        said: Cell = ()
        for row in table.rows:
            if at < len(row.cells) and row.text(title_at):
                said = row.cells[at] = row.cells[at] or said


def _add_number_column(table: Table) -> None:
    """Where one head stands over the number and the words, all rows have a cell more than the head."""
    wider = [row for row in table.rows if len(row.cells) == len(table.columns) + 1 and number_of(row.text(0))]
    if table.rows and len(wider) == len(table.rows) and "number" not in table.columns:
        table.columns.insert(0, "number")
        if table.head:
            table.head = Row([(), *table.head.cells], table.head.lines)


def _find_number_column(table: Table) -> None:
    """A column “ขั้น” that holds nothing but numbers beside one of words."""
    words = [kind for kind in table.columns if kind in {"step", "detail", "flow"}]
    if "number" in table.columns or "step" not in words or len(words) < _PAIR:
        return
    at = table.columns.index("step")
    texts = [row.text(at) for row in table.rows if row.text(at)]
    if texts and all(_ONLY_NUMBER.fullmatch(text) for text in texts):
        table.columns[at] = "number"


def is_shifted(table: Table) -> bool:
    """Whether cells slipped into columns that the head does not have."""
    headless = [
        at
        for at, kind in enumerate(table.columns)
        if kind is None and not (table.head and table.head.text(at))
    ]
    bad = sum(any(row.text(at) for at in headless) or row.filled > len(table.columns) for row in table.rows)
    return bool(table.rows) and bad / len(table.rows) >= _SHIFTED_SHARE


def title_column(table: Table) -> int | None:
    flow, detail = table.place("flow"), table.place("detail")
    if (
        "step" not in table.columns
        and flow is not None
        and detail is not None
        and _names_steps(table, flow, detail)
    ):
        return flow
    if (numbered := _numbered_column(table)) is not None:
        return numbered
    places = [table.columns.index(kind) for kind in ("step", "detail", "flow") if kind in table.columns]
    if "step" in table.columns and _fills(table, places[0]) >= _MOSTLY * max(
        _fills(table, at) for at in places
    ):
        return places[0]
    return max(places, key=lambda at: sum(bool(row.text(at)) for row in table.rows), default=None)


def _numbered_column(table: Table) -> int | None:
    """Of several columns of words, the one in which alone all begin with numbers; the others name phases."""
    places = [at for at, kind in enumerate(table.columns) if kind in _TEXTS]
    if len(places) < _PAIR or "number" in table.columns:
        return None
    filled = {at: [row for row in table.rows if row.text(at)] for at in places}
    numbered = [
        at for at, rows in filled.items() if len(rows) >= _PAIR and all(_is_numbered(row, at) for row in rows)
    ]
    others = [row for at in places if at not in numbered for row in filled[at] if _is_numbered(row, at)]
    return numbered[0] if len(numbered) == 1 and not others else None


def _fills(table: Table, at: int) -> int:
    return sum(bool(row.text(at)) for row in table.rows)


def _names_steps(table: Table, flow: int, detail: int) -> bool:
    """Whether the boxes of a chart are the names of the steps, each its own and shorter than its description."""
    number_at = table.place("number")
    pairs = [
        (row.text(flow).strip(ARROWS), row.text(detail))
        for row in table.rows
        if row.text(detail) and (row.text(flow) or number_at is None or row.text(number_at))
    ]
    names = [name for name, _ in pairs]
    if not pairs or len(set(names)) < len(names) or not all(_WORDS.search(name) for name in names):
        return False
    return sum(map(len, names)) < _WIDER * sum(len(text) for _, text in pairs)
