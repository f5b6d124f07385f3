"""Steps in a calendar: a row each, a column for each month or quarter, marks or shading where work is done."""

from __future__ import annotations

from collections.abc import Sequence

from tests.zoo.blocks import Cell, Page, Table, row, table
from tests.zoo.drawing import Draw
from tests.zoo.steps import Planned
from tests.zoo.times import FISCAL, FULL, SHORT, Time

_MARKS = {"✓": 4, "/": 2.5, "x": 1, "●": 0.7, "shading": 1.5, "arrow": 0.7}


def add_calendar(draw: Draw, page: Page, steps: Sequence[Planned]) -> None:
    """Months of the steps become those that the calendar shows."""
    _set_months(draw, steps)
    page.add(calendar_of(draw, [("", steps)]))


def _set_months(draw: Draw, steps: Sequence[Planned]) -> None:
    by = draw.pick("calendar by", {"months": 6, "quarters": 0.7})
    for step in steps:
        months = step.time.months
        if by == "quarters":
            quarters = {FISCAL.index(month) // 3 for month in months}
            months = tuple(month for month in FISCAL if FISCAL.index(month) // 3 in quarters)
        step.time = Time("", months)
        step.is_timed = True


def set_months(draw: Draw, steps: Sequence[Planned]) -> None:
    """As above, for a calendar that stands elsewhere."""
    _set_months(draw, steps)


def calendar_of(draw: Draw, groups: Sequence[tuple[str, Sequence[Planned]]]) -> Table:
    """One calendar; a group with a title begins with a row across."""
    has_numbers = draw.pick("calendar numbers", {"column": 4, "in title": 1, "none": 1})
    has_people = draw.pick("calendar people", {"no": 3, "yes": 1}) == "yes"
    slots = _slots(draw)
    heads = _heads(draw, numbers=has_numbers == "column", people=has_people)
    width = int(has_numbers == "column") + 1 + len(slots) + int(has_people)
    rows: list[Sequence[Cell]] = []
    for title, steps in groups:
        if title:
            rows.append([Cell(title, columns=width, is_bold=True)])
        for at, step in enumerate(steps, 1):
            number = draw.digits(f"{at}. ") if has_numbers == "in title" else ""
            cells = [*row(draw.digits(str(at)))] if has_numbers == "column" else []
            cells += [Cell(number + step.title), *_marks(draw, step, slots)]
            rows.append([*cells, *row(step.who)] if has_people else cells)
    widths = (
        [1.2] * (has_numbers == "column")
        + [7]
        + [1.3 if len(slots) > 4 else 2] * len(slots)
        + [3] * has_people
    )
    return table([*heads, *rows], widths, len(heads))


def _slots(draw: Draw) -> list[tuple[int, ...]]:
    if draw.choices.get("calendar by") == "quarters":
        return [FISCAL[at : at + 3] for at in range(0, 12, 3)]
    return [(month,) for month in FISCAL]


def _heads(draw: Draw, *, numbers: bool, people: bool) -> list[list[Cell]]:
    title = draw.pick("calendar title", {"กิจกรรม": 3, "ขั้นตอน": 2, "ขั้นตอนการปฏิบัติงาน": 2, "รายการ": 1})
    number = draw.pick("number name", {"ที่": 3, "ลำดับ": 2, "ลำดับที่": 1})
    if draw.choices.get("calendar by") == "quarters":
        names, above = [draw.digits(f"ไตรมาส {at}") for at in range(1, 5)], [("ปีงบประมาณ พ.ศ. 2570", 4)]
    else:
        form = draw.pick("calendar months", {"short": 6, "full": 1})
        names = [(SHORT if form == "short" else FULL)[month] for month in FISCAL]
        above = _above(draw)
    is_double = draw.pick("calendar head", {"one": 3, "two": 3}) == "two"
    before = [number] * numbers + [title]
    after = ["ผู้รับผิดชอบ"] * people
    if not is_double:
        return [[*row(*before), *row(*names), *row(*after)]]
    top = [Cell(one, rows=2) for one in before]
    top += [Cell(draw.digits(text), columns=span) for text, span in above] + [
        Cell(one, rows=2) for one in after
    ]
    return [top, [*row(*names)]]


def _above(draw: Draw) -> list[tuple[str, int]]:
    form = draw.pick("above months", {"years": 3, "title": 3, "quarters": 1.5})
    return {
        "years": [("พ.ศ. 2569", 3), ("พ.ศ. 2570", 9)],
        "title": [("ระยะเวลาดำเนินการ", 12)],
        "quarters": [(f"ไตรมาสที่ {at}", 3) for at in range(1, 5)],
    }[form]


def _marks(draw: Draw, step: Planned, slots: Sequence[tuple[int, ...]]) -> list[Cell]:
    mark = draw.pick("marks", _MARKS)
    meant = [bool(set(slot) & set(step.time.months)) for slot in slots]
    if mark != "arrow":
        shaded = mark == "shading"
        return [Cell("" if shaded or not one else mark, is_shaded=shaded and one) for one in meant]
    cells: list[Cell] = []
    for at, one in enumerate(meant):
        if one and at and meant[at - 1]:
            cells[-1] = Cell("◄───►", columns=cells[-1].columns + 1)
        else:
            cells.append(Cell("◄───►" if one else ""))
    return cells
