"""Steps as a list says them and as a table says them; `joining` makes one of the two."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nithet.manuals.reading.arrows import is_end
from nithet.manuals.reading.calendars import marked_columns, months_of
from nithet.manuals.reading.lists import Item
from nithet.manuals.reading.numbering import LETTERS, Marker, split_merged, take_marker
from nithet.manuals.reading.tables import Cell, Row, Table
from nithet.manuals.reading.times import time_within, without_time
from nithet.manuals.responsible import split_responsible, without_post
from nithet.thai.months import in_fiscal_order
from nithet.thai.numerals import to_arabic

_MOST_ENDS = 3
_SHIFTED_SHARE = 0.3
_MOSTLY = 0.6
_WIDER = 1.5
_PAIR = 2
_ONLY_NUMBER = re.compile(r"[(]?[0-9๐-๙]{1,2}[.)]?")
_WORDS = re.compile("[ก-๎]{4}")
_ARROWS = "↓↑→←⇓⇒⇩⬇➔➜▼▽ "
_LETTERED_NUMBER = re.compile(rf"\(?([{LETTERS}])[.)]")
# “เวลา (นาที)” over cells that hold only numbers.
_UNIT = re.compile(
    r"(?:[(\[]\s*(?:หน่วย\s*[:：]?\s*|จำนวน)?|(?:หน่วย|จำนวน|เป็น)\s*[:：]?\s*)(?P<unit>นาที|ชั่วโมง|ชม\.?|วันทำการ|วัน|สัปดาห์|เดือน)\s*[)\]]?\s*$"
)
_COUNT = re.compile(r"[0-9๐-๙]+(?:[.,/][0-9๐-๙]+)?(?:\s*[-–—]\s*[0-9๐-๙]+(?:[.,/][0-9๐-๙]+)?)?|[½¼¾]")
_CARRIED = frozenset({"time", "responsible"})

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
    path: tuple[int, ...] = ()


def steps_of_list(items: Sequence[Item]) -> list[Step]:
    """The steps of a list; a number that is missing stays None."""
    found: list[Step] = []
    for item in items:
        number = item.marker.path[-1] if item.marker and item.marker.path else None
        title, post = without_post(item.text)
        title, time = without_time(title)
        if not post:
            title, post = without_post(title)
        step = Step(number, title, item.all_lines(), list(item.parts), merged=item.merged)
        step.time = item.fields.get("times", "") or time or time_within(title) or without_time(item.detail)[1]
        step.standard = item.fields.get("standards", "")
        step.responsible = split_responsible([item.fields.get("responsible", "") or post])
        step.forms = [item.fields["forms"]] if "forms" in item.fields else []
        step.detail = item.fields.get("steps", "") or item.detail
        found.append(step)
    return found


def steps_of_table(table: Table) -> list[Step]:
    """The steps of a table with a known head; rows without a number go on with the row above."""
    _add_number_column(table)
    _find_number_column(table)
    title_at = _title_column(table)
    number_at = table.place("number")
    _carry_down(table, title_at)
    shifted = is_shifted(table)
    found: list[Step] = []
    phase: Row | None = None
    for row in _whole_rows(table, number_at if number_at is not None else title_at):
        if (
            number_at is not None
            and row.filled == 1
            and row.text(number_at)
            and _number(row.text(number_at)) is None
        ):
            phase = row
            continue
        steps = [_damaged(row)] if shifted else _of_row(table, row, title_at, number_at)
        if phase and steps:
            steps[0].detail = f"{phase.text(number_at)} {steps[0].detail}".strip()
            steps[0].lines = [*phase.lines, *steps[0].lines]
            phase = None
        found.extend(step for step in steps if step.title or step.is_damaged or _is_by_number(step, title_at))
    return _nested(found)


def _carry_down(table: Table, title_at: int | None) -> None:
    """A time or a post that stands left of the words holds for the rows below until the next one (a merged cell)."""
    for at, kind in enumerate(table.columns[:title_at]):
        if kind not in _CARRIED:
            continue
        said: Cell = ()
        for row in table.rows:
            if at < len(row.cells) and row.text(title_at):
                said = row.cells[at] = row.cells[at] or said


def _is_by_number(step: Step, title_at: int | None) -> bool:
    """What a table says of a step by its number alone."""
    return title_at is None and step.number is not None


def _add_number_column(table: Table) -> None:
    """Where one head stands over the number and the words, all rows have a cell more than the head."""
    wider = [row for row in table.rows if len(row.cells) == len(table.columns) + 1 and _number(row.text(0))]
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


def _nested(steps: list[Step]) -> list[Step]:
    """Rows numbered 1.1, 1.2 under a row 1 as its parts; it takes the times and people that they say."""
    top: list[Step] = []
    for step in steps:
        above = top[-1] if top else None
        if (
            above
            and above.path
            and len(step.path) > len(above.path)
            and step.path[: len(above.path)] == above.path
        ):
            above.parts.append(Item(Marker(step.path, "dot"), step.title, list(step.lines)))
            above.lines.extend(number for number in step.lines if number not in above.lines)
            _take_over(above, step)
        else:
            top.append(step)
    return top


def _take_over(step: Step, part: Step) -> None:
    if part.time and part.time not in step.time.split("; "):
        step.time = f"{step.time}; {part.time}" if step.time else part.time
    step.months = in_fiscal_order({*step.months, *part.months})
    step.responsible = tuple(dict.fromkeys((*step.responsible, *part.responsible)))
    if part.standard and part.standard not in step.standard:
        step.standard = f"{step.standard} {part.standard}".strip()
    step.forms.extend(one for one in part.forms if one not in step.forms)
    step.references.extend(one for one in part.references if one not in step.references)
    step.detail = f"{step.detail} {part.detail}".strip()
    step.parts.extend(part.parts)


def _path(text: str) -> tuple[int, ...]:
    taken = take_marker(f"{text} ก")
    return taken[0].path if taken and taken[0].is_number else ()


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
    if "step" in table.columns and _fills(table, places[0]) >= _MOSTLY * max(
        _fills(table, at) for at in places
    ):
        return places[0]
    return max(places, key=lambda at: sum(bool(row.text(at)) for row in table.rows), default=None)


def _fills(table: Table, at: int) -> int:
    return sum(bool(row.text(at)) for row in table.rows)


def _names_steps(table: Table, flow: int, detail: int) -> bool:
    """Whether the boxes of a chart are the names of the steps, each its own and shorter than its description."""
    pairs = [(row.text(flow).strip(_ARROWS), row.text(detail)) for row in table.rows if row.text(detail)]
    names = [name for name, _ in pairs]
    if not pairs or len(set(names)) < len(names) or not all(_WORDS.search(name) for name in names):
        return False
    return sum(map(len, names)) < _WIDER * sum(len(text) for _, text in pairs)


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
            path = marker.path if marker else ()
            steps.append(Step(number, title, list(row.lines), time=time, merged=bool(steps), path=path))
    if len(steps) == 1:
        steps[0].number = _number(row.text(number_at)) or steps[0].number
        steps[0].path = _path(row.text(number_at)) or steps[0].path
        steps[0].parts.extend(parts)
    for step in steps:
        _add_facts(step, table, row, title_at)
    return steps


def _with_parts(row: Row, title_at: int | None) -> tuple[str, list[Item]]:
    """The words of a cell, and as parts what stands below them behind bullets, each in its own paragraph."""
    paragraphs = row.paragraphs(title_at) if title_at is not None else ()
    paragraphs = tuple(one for one in paragraphs if not is_end(one.strip(_ARROWS))) or paragraphs
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
    times = [
        _with_unit(table, at, row.text(at))
        for at, kind in enumerate(table.columns)
        if kind == "time" and row.text(at)
    ]
    step.time = "; ".join(dict.fromkeys(times)) or step.time
    if until := row.text(table.place("until")):
        step.time = f"{step.time} - {until}" if step.time and step.time != until else until
    step.months = tuple(
        dict.fromkeys(month for at in marked_columns(table, row) for month in months_of(table.columns[at]))
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


def _with_unit(table: Table, at: int, text: str) -> str:
    """The time of a cell; a bare number takes the unit that the head names."""
    unit = _UNIT.search(table.head.text(at)) if table.head and _COUNT.fullmatch(text) else None
    return f"{text} {unit['unit']}" if unit else text


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
    if letter := _LETTERED_NUMBER.fullmatch(text):
        return LETTERS.index(letter[1]) + 1
    digits = to_arabic(text).strip(" .()")
    if digits.startswith("ขั้น"):
        digits = digits.removeprefix("ขั้นตอน").removeprefix("ขั้น").removeprefix("ที่").strip()
    last = digits.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() and len(last) <= 2 else None
