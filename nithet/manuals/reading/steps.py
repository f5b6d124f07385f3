"""Steps as a list says them and as a table says them, and the two joined into one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nithet.manuals.reading.compare import bare, likeness
from nithet.manuals.reading.flows import is_end
from nithet.manuals.reading.lists import Item
from nithet.manuals.reading.numbering import Marker, split_merged, take_marker
from nithet.manuals.reading.people import split_responsible
from nithet.manuals.reading.tables import Row, Table
from nithet.manuals.reading.times import time_within, without_time
from nithet.thai.numerals import to_arabic

_RELATED = 0.55
_HARDLY = 0.25
_MOST_ENDS = 3
_SHIFTED_SHARE = 0.3
_WORDS = re.compile("[ก-๎]{4}")
_ARROWS = "↓↑→←⇓⇒⇩⬇➔➜▼▽ "

Warn = Callable[..., None]


@dataclass(slots=True)
class Step:
    """A step while it is read. `from_sheet` is its wording on a summary sheet, `also` in a table of steps."""

    number: int | None
    title: str
    lines: list[int] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    detail: str = ""
    time: str = ""
    months: tuple[int, ...] = ()
    responsible: tuple[str, ...] = ()
    standard: str = ""
    forms: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    from_sheet: str = ""
    merged: bool = False
    is_damaged: bool = False
    raw: str = ""
    more_lines: list[int] = field(default_factory=list)


def steps_of_list(items: Sequence[Item]) -> list[Step]:
    """The steps of a list; a number that is missing stays None."""
    found: list[Step] = []
    for item in items:
        number = item.marker.path[-1] if item.marker and item.marker.is_number else None
        title, time = without_time(item.text)
        step = Step(number, title, item.all_lines(), list(item.parts), merged=item.merged)
        step.time = item.fields.get("times", "") or time or time_within(title) or without_time(item.detail)[1]
        step.standard = item.fields.get("standards", "")
        step.responsible = split_responsible([item.fields.get("responsible", "")])
        step.forms = [item.fields["forms"]] if "forms" in item.fields else []
        step.detail = item.fields.get("steps", "") or item.detail
        found.append(step)
    return found


def steps_of_table(table: Table) -> list[Step]:
    """The steps of a table with a known head; rows without a number go on with the row above."""
    title_at = _title_column(table)
    number_at = table.place("number")
    shifted = is_shifted(table)
    found: list[Step] = []
    for row in _whole_rows(table, number_at):
        steps = [_damaged(row)] if shifted else _of_row(table, row, title_at, number_at)
        found.extend(step for step in steps if step.title or step.is_damaged)
    return found


def is_shifted(table: Table) -> bool:
    """Whether cells slipped into columns that the head does not have."""
    headless = [
        at
        for at, kind in enumerate(table.columns)
        if kind is None and not (table.head and table.head.text(at))
    ]
    bad = sum(any(row.text(at) for at in headless) or row.filled > len(table.columns) for row in table.rows)
    return bool(table.rows) and bad / len(table.rows) >= _SHIFTED_SHARE


def _title_column(table: Table) -> int | None:
    flow, detail = table.place("flow"), table.place("detail")
    if (
        "step" not in table.columns
        and flow is not None
        and detail is not None
        and _names_steps(table, flow, detail)
    ):
        return flow
    places = [table.columns.index(kind) for kind in ("step", "detail", "flow") if kind in table.columns]
    return max(places, key=lambda at: sum(bool(row.text(at)) for row in table.rows), default=None)


def _names_steps(table: Table, flow: int, detail: int) -> bool:
    """Whether the boxes of a chart are the names of the steps, each its own and shorter than its description."""
    pairs = [(row.text(flow).strip(_ARROWS), row.text(detail)) for row in table.rows if row.text(detail)]
    names = [name for name, _ in pairs]
    if not pairs or len(set(names)) < len(names) or not all(_WORDS.search(name) for name in names):
        return False
    return sum(map(len, names)) < sum(len(text) for _, text in pairs)


def _whole_rows(table: Table, number_at: int | None) -> list[Row]:
    rows: list[Row] = []
    for row in table.rows:
        if rows and number_at is not None and not row.text(number_at) and rows[-1].text(number_at):
            rows[-1] = _joined(rows[-1], row)
        elif row.filled and not is_terminal(row):
            rows.append(row)
    return rows


def is_terminal(row: Row) -> bool:
    """“เริ่มต้น” and “สิ้นสุด” of a flow chart alone in their row, but for its number."""
    if row.filled > _MOST_ENDS:
        return False
    texts = [text for at in range(len(row.cells)) if (text := row.text(at).strip(_ARROWS))]
    words = [text for text in texts if _number(text) is None]
    return len(words) == 1 and is_end(words[0])


def _joined(one: Row, other: Row) -> Row:
    """One row; what a merged cell says again is said once."""
    width = max(len(one.cells), len(other.cells))
    pairs = ((one.paragraphs(at), other.paragraphs(at)) for at in range(width))
    cells = [(*above, *(text for text in below if text not in above)) for above, below in pairs]
    return Row(cells, [*one.lines, *other.lines])


def _of_row(table: Table, row: Row, title_at: int | None, number_at: int | None) -> list[Step]:
    """The step of a row, or the steps where its cell holds several; deeper numbers are parts."""
    steps: list[Step] = []
    whole, parts = _with_parts(row, title_at)
    for marker, text in _pieces(whole):
        if marker and steps and len(marker.path) > 1:
            steps[-1].parts.append(Item(marker, text, list(row.lines)))
        else:
            number = marker.path[-1] if marker else None
            title, time = without_time(text)
            steps.append(Step(number, title, list(row.lines), time=time, merged=bool(steps)))
    if len(steps) == 1:
        steps[0].number = _number(row.text(number_at)) or steps[0].number
        steps[0].parts.extend(parts)
    for step in steps:
        _add_facts(step, table, row, title_at)
    return steps


def _with_parts(row: Row, title_at: int | None) -> tuple[str, list[Item]]:
    """The words of a cell, and as parts what stands below them behind bullets, each in its own paragraph."""
    paragraphs = row.paragraphs(title_at) if title_at is not None else ()
    parts: list[Item] = []
    above: list[str] = []
    for text in paragraphs:
        marker, body = take_marker(text) or (None, text)
        if above and marker and _is_part(marker):
            parts.append(Item(marker, body, list(row.lines)))
        elif parts:
            parts[-1].text = f"{parts[-1].text} {text}"
        else:
            above.append(text)
    return " ".join(above), parts


def _is_part(marker: Marker) -> bool:
    return marker.style in {"bullet", "paren", "half"} or (marker.is_number and len(marker.path) > 1)


def _pieces(text: str) -> list[tuple[Marker | None, str]]:
    text = text.strip(_ARROWS)
    taken = take_marker(text)
    if taken and taken[0].is_number and taken[0].style != "plain" and taken[1]:
        return [*split_merged(*taken)]
    return [(None, text)]


def _add_facts(step: Step, table: Table, row: Row, title_at: int | None) -> None:
    detail_at = table.place("detail")
    if detail_at is not None and detail_at != title_at:
        step.detail = row.text(detail_at)
    step.time = row.text(table.place("time")) or step.time
    step.months = tuple(
        int(kind.split(":")[1])
        for at, kind in enumerate(table.columns)
        if kind and kind.startswith("month:") and row.text(at)
    )
    step.standard = row.text(table.place("standard"))
    responsible = table.place("responsible")
    if responsible is not None and responsible < len(row.cells):
        step.responsible = split_responsible(row.cells[responsible])
    if form := row.text(table.place("forms")):
        step.forms = [form]
    if law := row.text(table.place("references")):
        step.references = [law]
    _add_remarks(step, table, row, title_at)


def _add_remarks(step: Step, table: Table, row: Row, title_at: int | None) -> None:
    """What stands in columns of remarks and of heads not known goes to the detail, with the head before it."""
    for at, kind in enumerate(table.columns):
        head = table.head.text(at) if table.head else ""
        if kind in {None, "note"} and head and at != title_at and (text := row.text(at).strip(" -–")):
            step.detail = f"{step.detail} {head}: {text}".strip()


def _damaged(row: Row) -> Step:
    """Of a row whose cells slipped only what shows itself: the number and the unit."""
    texts = [" ".join(cell) for cell in row.cells if cell]
    number = next((one for text in texts if (one := _number(text))), None)
    units = [
        text
        for text in texts
        if text.startswith(("กลุ่ม", "หน่วย", "ผู้", "ผอ.", "ศึกษานิเทศก์", "นาย", "นาง", "เจ้าหน้าที่", "งาน"))
    ]
    units = [text for text in units if len(text) <= 60]
    step = Step(number, "", list(row.lines), is_damaged=True, raw=" | ".join(texts))
    if len(units) == 1:
        step.responsible = split_responsible(units)
    return step


def _number(text: str) -> int | None:
    digits = to_arabic(text).strip(" .()")
    if digits.startswith("ขั้น"):
        digits = digits.removeprefix("ขั้นตอน").removeprefix("ขั้น").removeprefix("ที่").strip()
    last = digits.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() and len(last) <= 2 else None


def join(listed: list[Step], tabled: list[Step], *, is_sheet: bool) -> tuple[list[Step], list[Step]]:
    """One list of steps, and rows that belong to none of them.

    What a table says of a step that the list has too goes to that step. Other rows of a table are further steps,
    other rows of a summary sheet are not.
    """
    if not listed:
        return [step for step in tabled if step.title], []
    rest: list[Step] = []
    for step in tabled:
        same = _same(listed, step, is_all=len(listed) == len(tabled))
        if same is None:
            rest.append(step)
        else:
            _enrich(same, step, is_sheet=is_sheet)
    further = [] if is_sheet else [step for step in rest if step.title]
    return [*listed, *further], rest


def _same(listed: list[Step], step: Step, *, is_all: bool) -> Step | None:
    """The step with the same number, unless the words gainsay it; else the one with nearly the same words."""
    by_number = [one for one in listed if step.number is not None and one.number == step.number]
    if len(by_number) == 1:
        one = by_number[0]
        if is_all or not step.title or likeness(one.title, step.title) >= _HARDLY:
            return one
    best = max(listed, key=lambda one: likeness(one.title, step.title), default=None)
    return best if best and likeness(best.title, step.title) >= _RELATED else None


def _enrich(step: Step, other: Step, *, is_sheet: bool) -> None:
    if other.title and bare(other.title) != bare(step.title):
        if is_sheet:
            step.from_sheet = other.title
        else:
            step.also.append(other.title)
    step.detail = step.detail or other.detail
    step.time = step.time or other.time
    step.months = step.months or other.months
    step.responsible = step.responsible or other.responsible
    step.standard = step.standard or other.standard
    step.forms.extend(other.forms)
    step.references.extend(other.references)
    step.parts = step.parts or other.parts
    step.is_damaged = step.is_damaged or other.is_damaged
    step.raw = step.raw or other.raw
    step.more_lines.extend(number for number in other.lines if number not in step.more_lines)
