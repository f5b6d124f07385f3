"""The steps of a table: one for each row, where rows without a number go on with the row above."""

import re

from nithet.manuals.reading.arrows import is_end
from nithet.manuals.reading.calendars import marked_columns
from nithet.manuals.reading.inner_steps import part_rows
from nithet.manuals.reading.lists import Item
from nithet.manuals.reading.numbering import Marker, split_merged, take_marker
from nithet.manuals.reading.row_numbers import number_of, path_of
from nithet.manuals.reading.step_columns import (
    ARROWS,
    carry_down,
    is_shifted,
    mend_columns,
    title_column,
)
from nithet.manuals.reading.step_facts import add_facts, damaged_step, take_over
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.tables import Row, Table
from nithet.manuals.reading.times import is_time, read_cadence, read_months, without_time

_MOST_ENDS = 3
_PHASE = re.compile(
    r"(?:[0-9๐-๙][.)]\s?)?(?:(?:ระยะ|ช่วง|ตอน|ส่วน|ขั้น)(?:ที่)?\s?[0-9๐-๙]?\s?[:：]?\s?(?:ขั้น|การ)?(?:เตรียม|วางแผน|ดำเนิน|ปฏิบัติ|ติดตาม|ประเมิน|สรุป|รายงาน|ก่อน|ระหว่าง|หลัง)[ก-๎ ]{0,40})"
)
# A time that goes on in the next row.
_OPEN_TIME = re.compile(r"(?:[-–—,/]|ถึง|และ|หรือ|ระหว่าง|ตั้งแต่)\s*$")


def steps_of_table(table: Table) -> list[Step]:
    """The steps of a table with a known head; rows without a number go on with the row above."""
    mend_columns(table)
    inner = part_rows(table)
    title_at = title_column(table) if inner is None else inner
    number_at = table.place("number")
    carry_down(table, title_at)
    shifted = is_shifted(table)
    found: list[Step] = []
    phase: Row | None = None
    is_deeper = _are_deeper(table, title_at)
    for row in _whole_rows(table, number_at if number_at is not None else title_at, title_at):
        if _is_phase(row, number_at, is_deeper=is_deeper):
            phase = row
            continue
        steps = [damaged_step(row)] if shifted else _of_row(table, row, title_at, number_at)
        if phase and steps:
            steps[0].detail = f"{_only(phase)} {steps[0].detail}".strip()
            steps[0].lines = [*phase.lines, *steps[0].lines]
            phase = None
        found.extend(step for step in steps if step.title or step.is_damaged or _is_by_number(step, title_at))
    return _nested(found)


def _is_phase(row: Row, number_at: int | None, *, is_deeper: bool) -> bool:
    """Whether a row says nothing but which part of the work begins: words where the number should be, or “ขั้นเตรียมการ”."""
    if row.filled != 1:
        return False
    if number_at is not None and row.text(number_at):
        return number_of(row.text(number_at)) is None
    return not is_deeper and bool(_PHASE.fullmatch(_only(row)))


def _are_deeper(table: Table, title_at: int | None) -> bool:
    """Whether rows are numbered 1.1, 1.2: what stands above these is a step, and they its parts."""
    taken = [take_marker(row.text(title_at)) for row in table.rows]
    return any(one and one[0].is_number and len(one[0].path) > 1 for one in taken)


def _only(row: Row) -> str:
    return " ".join(row.text(at) for at in range(len(row.cells)) if row.text(at))


def _is_by_number(step: Step, title_at: int | None) -> bool:
    """What a table says of a step by its number alone."""
    return title_at is None and step.number is not None


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
            take_over(above, step)
        else:
            top.append(step)
    return top


def _whole_rows(table: Table, number_at: int | None, title_at: int | None) -> list[Row]:
    """The rows, those without a number joined to the one above, unless they tell a step with a time of its own."""
    rows: list[Row] = []
    for row in table.rows:
        is_more = rows and number_at is not None and not row.text(number_at) and rows[-1].text(number_at)
        if (
            is_more
            and not _is_phase(row, None, is_deeper=False)
            and not _is_own_step(table, rows[-1], row, title_at)
        ):
            rows[-1] = _joined(rows[-1], row)
        elif row.filled and not is_terminal(row):
            rows.append(row)
    return rows


def _is_own_step(table: Table, above: Row, row: Row, title_at: int | None) -> bool:
    """Whether both rows have words and a whole time of the year each; a cut time would be whole only with the other."""
    words, more = above.text(title_at), row.text(title_at)
    if not words or not more or words == more or table.place("number") in {None, title_at}:
        return False
    times = [_times_of(table, one) for one in (above, row)]
    return all(times) and times[0] != times[1] and not _OPEN_TIME.search(times[0])


def _times_of(table: Table, row: Row) -> str:
    """When the step of a row is done, as its cells or its marks say; empty where they do not say it wholly."""
    if marks := marked_columns(table, row):
        return " ".join(str(table.columns[at]) for at in marks)
    said = [row.text(at) for at, kind in enumerate(table.columns) if kind == "time" and row.text(at)]
    whole = " ".join(said)
    return whole if whole and is_time(whole) and (read_months(whole) or read_cadence(whole)) else ""


def is_terminal(row: Row) -> bool:
    """“เริ่มต้น” and “สิ้นสุด” of a flow chart alone in their row, but for its number."""
    if row.filled > _MOST_ENDS:
        return False
    texts = [text for at in range(len(row.cells)) if (text := row.text(at).strip(ARROWS))]
    words = [text for text in texts if number_of(text) is None]
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
        steps[0].number = number_of(row.text(number_at)) or steps[0].number
        steps[0].path = path_of(row.text(number_at)) or steps[0].path
        steps[0].parts.extend(parts)
    for step in steps:
        add_facts(step, table, row, title_at)
    return steps


def _with_parts(row: Row, title_at: int | None) -> tuple[str, list[Item]]:
    """The words of a cell, and as parts what stands below them behind bullets, each in its own paragraph."""
    paragraphs = row.paragraphs(title_at) if title_at is not None else ()
    paragraphs = tuple(one for one in paragraphs if not is_end(one.strip(ARROWS))) or paragraphs
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
    text = text.strip(ARROWS)
    taken = take_marker(text)
    if taken and taken[0].is_number and taken[0].style != "plain" and taken[1]:
        return [*split_merged(*taken)]
    return [(None, text)]
