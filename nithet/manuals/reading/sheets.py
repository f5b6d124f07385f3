"""Sheets of standards whose cells hold whole columns, one paragraph for each step."""

from collections.abc import Sequence

from nithet.manuals.draft import Text
from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.sections import kind_of
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.tables import Cell, Row, head_columns, is_rule
from nithet.manuals.responsible import split_responsible

_STEP_COLUMNS = ("step", "detail")


def column_lists(row: Row) -> dict[str, tuple[str, ...]]:
    """What each cell lists under its own head, for cells that hold a head and several paragraphs."""
    found: dict[str, tuple[str, ...]] = {}
    for cell in row.cells:
        if len(cell) >= 2 and (kind := _head_kind(cell)):
            found.setdefault(kind, cell[1:])
    return found


def _head_kind(cell: Cell) -> str | None:
    head = cell[0].rstrip(" :：")
    section = kind_of(head)
    if section in {"objectives", "references", "forms", "flowchart"}:
        return section
    return column_kind(head) or section


def steps_of_sheet(rows: Sequence[Row]) -> tuple[list[Step], dict[str, int]]:
    """The steps of such a sheet, and the columns that do not fit with the number of their paragraphs."""
    columns: dict[str, tuple[str, ...]] = {}
    lines: list[int] = []
    for row in rows:
        for kind, values in column_lists(row).items():
            if kind in {"time", "standard", "responsible", *_STEP_COLUMNS}:
                columns.setdefault(kind, values)
                lines.extend(number for number in row.lines if number not in lines)
    count = _count(columns)
    steps = [Step(at + 1, "", list(lines)) for at in range(count)]
    for kind, values in columns.items():
        if len(values) == count:
            for step, value in zip(steps, values, strict=True):
                _fill(step, kind, value)
    return steps, {kind: len(values) for kind, values in columns.items() if len(values) != count}


def texts_of_table(rows: Sequence[Row]) -> tuple[list[Text], list[int]]:
    """The names in a table of forms or laws: of its widest column, with what stands right of it; and the lines of its head.

    None for a table of steps.
    """
    filled = [row for row in rows if row.filled and not is_rule(row)]
    head = filled[0] if (filled and any(map(is_rule, rows[:3]))) or _numbers_rows(filled) else None
    kinds = {column_kind(head.text(at)) for at in range(len(head.cells))} if head else set()
    if kinds & {"time", "responsible", "step"} or _heads_steps(filled):
        return [], []
    body = filled[1:] if head else filled
    width = max((len(row.cells) for row in body), default=0)
    named = max(range(width), key=lambda at: sum(len(row.text(at)) for row in body), default=0)
    texts = [Text(text, tuple(row.lines)) for row in body if (text := _from(row, named))]
    used = {number for text in texts for number in text.lines}
    return texts, [number for row in rows for number in row.lines if number not in used]


def _heads_steps(rows: Sequence[Row]) -> bool:
    """Whether the first row is the head of a table that says what is done and when or by whom."""
    kinds = set(head_columns(rows[0]) or ()) if rows else set()
    return bool(kinds & {"step", "detail"}) and bool(kinds & {"time", "responsible"})


def _numbers_rows(rows: Sequence[Row]) -> bool:
    return bool(rows) and column_kind(rows[0].text(0)) == "number"


def _from(row: Row, at: int) -> str:
    return " ".join(text for one in range(at, len(row.cells)) if (text := row.text(one).strip(" -–")))


def _count(columns: dict[str, tuple[str, ...]]) -> int:
    for kind in _STEP_COLUMNS:
        if kind in columns:
            return len(columns[kind])
    return max((len(values) for values in columns.values()), default=0)


def _fill(step: Step, kind: str, value: str) -> None:
    taken = take_marker(value)
    text = taken[1] if taken and taken[0].is_number else value
    if kind in _STEP_COLUMNS:
        step.title = text
        if taken and taken[0].is_number:
            step.number = taken[0].path[-1]
    elif kind == "time":
        step.time = value
    elif kind == "standard":
        step.standard = text
    elif kind == "responsible":
        step.responsible = split_responsible([value])
