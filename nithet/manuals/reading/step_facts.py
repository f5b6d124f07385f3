"""What the cells of a row say of its step: when, who, by which standard, with which forms."""

import re

from nithet.manuals.reading.calendars import marked_columns, months_of
from nithet.manuals.reading.row_numbers import number_of
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.tables import Row, Table
from nithet.manuals.responsible import split_responsible
from nithet.thai.months import in_fiscal_order

_MARK = re.compile(r"[^ก-๎0-9๐-๙]{1,3}")
# “เวลา (นาที)” over cells that hold only numbers.
_UNIT = re.compile(
    r"(?:[(\[]\s*(?:หน่วย\s*[:：]?\s*|จำนวน)?|(?:หน่วย|จำนวน|เป็น)\s*[:：]?\s*)(?P<unit>นาที|ชั่วโมง|ชม\.?|วันทำการ|วัน|สัปดาห์|เดือน)\s*[)\]]?\s*$"
)
_COUNT = re.compile(r"[0-9๐-๙]+(?:[.,/][0-9๐-๙]+)?(?:\s*[-–—]\s*[0-9๐-๙]+(?:[.,/][0-9๐-๙]+)?)?|[½¼¾]")


def add_facts(step: Step, table: Table, row: Row, title_at: int | None) -> None:
    detail_at = table.place("detail")
    if detail_at is not None and detail_at != title_at:
        step.detail = row.text(detail_at)
    for at, kind in enumerate(table.columns):
        # A second column of how it is done, beside the one that names the step.
        if kind == "step" and title_at is not None and at != title_at and (more := row.text(at)):
            step.detail = (
                f"{step.detail} {more}".strip() if more not in {step.title, step.detail} else step.detail
            )
    times = [
        _with_unit(table, at, row.text(at))
        for at, kind in enumerate(table.columns)
        if kind == "time" and row.text(at)
    ]
    step.time = "; ".join(dict.fromkeys(times)) or step.time or row.unplaced
    if until := row.text(table.place("until")):
        step.time = f"{step.time} - {until}" if step.time and step.time != until else until
    step.months = tuple(
        dict.fromkeys(month for at in marked_columns(table, row) for month in months_of(table.columns[at]))
    )
    step.standard = row.text(table.place("standard"))
    step.responsible = _posts(table, row)
    if form := row.text(table.place("forms")):
        step.forms = [form]
    if law := row.text(table.place("references")):
        step.references = [law]
    _add_remarks(step, table, row, title_at)


def _posts(table: Table, row: Row) -> tuple[str, ...]:
    """Who is named in the cell, or by the heads over the marks (○, ✓) of the row."""
    at = table.place("responsible")
    if at is not None and at < len(row.cells):
        return split_responsible(row.cells[at])
    cells = [(row.text(at), at) for at, kind in enumerate(table.columns) if kind == "post" and row.text(at)]
    head = table.head
    return split_responsible(
        [head.text(at) if head and _MARK.fullmatch(text) else text for text, at in cells]
    )


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


def damaged_step(row: Row) -> Step:
    """Of a row whose cells slipped only what shows itself: the number and the unit."""
    texts = [" ".join(cell) for cell in row.cells if cell]
    number = next((one for text in texts if (one := number_of(text))), None)
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


def take_over(step: Step, part: Step) -> None:
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
