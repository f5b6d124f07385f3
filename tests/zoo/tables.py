"""Steps as a table: its columns and their names, merged cells, phases, totals, what goes on after a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tests.zoo.blocks import Cell, Page, Table, row, table
from tests.zoo.drawing import Draw
from tests.zoo.steps import Planned

NAMES: dict[str, dict[str, float]] = {
    "number": {"ที่": 3, "ลำดับ": 3, "ลำดับที่": 2, "ขั้นที่": 0.7, "No.": 0.3},
    "title": {
        "ขั้นตอน": 3,
        "ขั้นตอนการปฏิบัติงาน": 4,
        "กิจกรรม": 2,
        "รายการปฏิบัติ": 0.7,
        "ขั้นตอน/กิจกรรม": 1.5,
        "กิจกรรมการดำเนินงาน": 1,
        "งานที่ปฏิบัติ": 0.7,
    },
    "chart": {"ผังกระบวนการ": 3, "ผังขั้นตอน": 1, "Flow Chart": 1},
    "detail": {"รายละเอียดงาน": 3, "รายละเอียด": 3, "วิธีปฏิบัติ": 1, "วิธีดำเนินการ": 1},
    "time": {
        "ระยะเวลา": 4,
        "ระยะเวลาดำเนินการ": 3,
        "เวลา": 1.5,
        "ช่วงเวลา": 1,
        "กำหนดเวลา": 1,
        "เวลาปฏิบัติงาน": 0.7,
    },
    "who": {"ผู้รับผิดชอบ": 6, "ผู้ปฏิบัติ": 1, "ผู้ดำเนินการ": 1, "หน่วยงานที่รับผิดชอบ": 0.7},
    "form": {"แบบฟอร์ม": 2, "เอกสารที่เกี่ยวข้อง": 2, "เอกสาร/หลักฐาน": 1, "เอกสารอ้างอิง": 1},
    "standard": {"มาตรฐานคุณภาพงาน": 3, "มาตรฐาน": 1, "จุดควบคุม": 0.7, "ตัวชี้วัด": 0.7},
    "note": {"หมายเหตุ": 1},
}
_WIDTHS = {
    "number": 1.3,
    "title": 6,
    "chart": 5,
    "detail": 5,
    "time": 3,
    "who": 3,
    "form": 2.6,
    "standard": 3,
    "note": 1.6,
}
_STANDARDS = ("ถูกต้อง ครบถ้วน", "ทันเวลาที่กำหนด", "ร้อยละ 100 ของสถานศึกษา", "เป็นไปตามระเบียบ")


@dataclass(frozen=True, slots=True)
class Laid:
    """Whether a table has a column of times, so that its steps have any."""

    is_timed: bool


def add_table(draw: Draw, page: Page, steps: Sequence[Planned], *, chart: bool = False) -> Laid:
    columns = _columns(draw, chart=chart)
    _make_alike(draw, steps)
    numbers = "column" if "number" in columns else draw.pick("table numbers", {"none": 1, "in title": 1})
    rows = [[_cell(draw, step, kind, at, numbers) for kind in columns] for at, step in enumerate(steps, 1)]
    if chart or "detail" in columns:
        for step in steps:
            detail = detail_of(step)
            step.also += (detail, f"{step.title} {detail}")
    _merge_equal(draw, rows, columns)
    body = _phased(draw, rows, columns)
    if draw.pick("total row", {"no": 6, "yes": 1}) == "yes" and "time" in columns and "title" in columns:
        body.append(
            [Cell({"title": "รวมระยะเวลา", "time": draw.digits("15 วัน")}.get(kind, "")) for kind in columns]
        )
    made = _headed(draw, body, columns)
    page.add(_over_pages(draw, made))
    return Laid("time" in columns)


def _columns(draw: Draw, *, chart: bool) -> list[str]:
    columns = ["number"] if draw.pick("number column", {"yes": 6, "no": 1}) == "yes" else []
    columns.append("chart" if chart else "title")
    if chart or draw.pick("detail column", {"no": 3, "yes": 1}) == "yes":
        columns.append("detail")
    columns.append("time")
    if draw.pick("who column", {"yes": 5, "no": 1}) == "yes":
        columns.append("who")
    for kind, weight in (("form", 0.3), ("standard", 0.25), ("note", 0.25)):
        if draw.pick(f"{kind} column", {"yes": weight, "no": 1 - weight}) == "yes":
            columns.append(kind)
    order = draw.pick("column order", {"usual": 5, "time first": 0.7, "who first": 1, "time last": 1.5})
    moved, place = {"time first": ("time", 0), "who first": ("who", 0), "time last": ("time", 99)}.get(
        order, ("", 0)
    )
    if moved in columns:
        columns.remove(moved)
        # A number stays before all.
        columns.insert(max(place, int("number" in columns)), moved)
    return columns


def _cell(draw: Draw, step: Planned, kind: str, at: int, numbers: str) -> Cell:
    if kind in {"title", "chart"}:
        before = draw.digits(f"{at}. ") if numbers == "in title" else ""
        has_parts = kind == "title" and draw.pick("parts in cells", {"no": 3, "yes": 1}) == "yes"
        parts = "".join(f"\n- {part}" for part in step.step.parts) if has_parts else ""
        step.also_in_text += (step.title + parts,)
        return Cell(before + step.title + parts)
    texts = {
        "number": draw.digits(str(at) + draw.pick("number dots", {"": 3, ".": 1})),
        "detail": detail_of(step),
        "time": step.time.text,
        "who": step.who,
        "form": step.form,
        "standard": draw.digits(_STANDARDS[at % len(_STANDARDS)]),
        "note": "",
    }
    return Cell(texts[kind])


def detail_of(step: Planned) -> str:
    return " ".join(step.step.parts) if len(step.step.parts) > 1 else f"{step.title}ให้เป็นไปตามแนวทางที่กำหนด"


def _make_alike(draw: Draw, steps: Sequence[Planned]) -> None:
    """Where equal cells are merged, some steps have the time or the doer of the step before."""
    merged = draw.pick("merged cells", {"no": 4, "times": 1, "people": 1})
    for before, step in pairwise(steps):
        if merged == "times" and draw.chance(0.4):
            step.time, step.is_merged = before.time, True
        if not step.time.text and draw.choices.get("column order") == "time first":
            # An empty cell left of the words could as well be the end of a merged one.
            step.time = before.time
        if merged == "people" and draw.chance(0.4):
            step.who = before.who


def _merge_equal(draw: Draw, rows: list[list[Cell]], columns: list[str]) -> None:
    """Times that are equal one below another become one cell; so may those of people."""
    kind = {"times": "time", "people": "who"}.get(draw.choices["merged cells"], "")
    if kind not in columns:
        return
    at = columns.index(kind)
    top = 0
    for below in range(1, len(rows) + 1):
        if below < len(rows) and rows[below][at].text == rows[top][at].text:
            continue
        if below - top > 1:
            rows[top][at] = replace(rows[top][at], rows=below - top)
            for covered in range(top + 1, below):
                del rows[covered][at]
        top = below


def _phased(draw: Draw, rows: list[list[Cell]], columns: list[str]) -> list[list[Cell]]:
    """Rows across the table that name a phase of the work."""
    is_whole = all(len(one) == len(columns) for one in rows)
    if len(rows) < 4 or not is_whole or draw.pick("phase rows", {"no": 6, "yes": 1}) == "no":
        return rows
    form = draw.any_of(["ระยะที่ {n} {t}", "ขั้น{t}", "{n}. ขั้น{t}" if "number" not in columns else "ขั้น{t}"])
    middle = len(rows) // 2
    names = [draw.digits(form.format(n=at, t=name)) for at, name in ((1, "เตรียมการ"), (2, "ดำเนินการ"))]
    across = [[Cell(name, columns=len(columns), is_bold=True)] for name in names]
    return [across[0], *rows[:middle], across[1], *rows[middle:]]


def _headed(draw: Draw, body: list[list[Cell]], columns: list[str]) -> Table:
    names = [draw.pick(f"{kind} name", NAMES[kind]) for kind in columns]
    widths = [_WIDTHS[kind] for kind in columns]
    both = {"time", "who"} <= set(columns) and abs(columns.index("time") - columns.index("who")) == 1
    if not both or draw.pick("head rows", {"one": 6, "two": 1}) == "one":
        return table([row(*names), *body], widths)
    at = min(columns.index("time"), columns.index("who"))
    top = [Cell(name, rows=2) for name in names[:at]]
    top += [Cell("การปฏิบัติ", columns=2), *(Cell(name, rows=2) for name in names[at + 2 :])]
    return table([top, [Cell(names[at]), Cell(names[at + 1])], *body], widths, 2)


def _over_pages(draw: Draw, made: Table) -> Table:
    """Some tables go on after a page, with their head again."""
    is_merged = any(cell.rows > 1 for one in made.rows[made.heads :] for cell in one)
    if (
        is_merged
        or len(made.rows) < made.heads + 4
        or draw.pick("goes on", {"no": 6, "bare": 1, "(ต่อ)": 1}) == "no"
    ):
        return made
    caption = "ตารางขั้นตอนการปฏิบัติงาน (ต่อ)" if draw.choices["goes on"] == "(ต่อ)" else " "
    return replace(made, continued=caption, cut=made.heads + (len(made.rows) - made.heads) // 2)


def add_cards(draw: Draw, page: Page, steps: Sequence[Planned]) -> None:
    """A small table for every step."""
    for at, step in enumerate(steps, 1):
        rows = [row(draw.digits(f"ขั้นตอนที่ {at}"), step.title)]
        rows += [row("ระยะเวลา", step.time.text)] if step.time.text else []
        rows += [row("ผู้รับผิดชอบ", step.who), row("เอกสาร", step.form)]
        page.add(table(rows, [3, 10], 0))
        page.line("")


def add_lanes(draw: Draw, page: Page, steps: Sequence[Planned], roles: Sequence[str]) -> None:
    """A column for each who does something; the step stands in the column of its doer."""
    people = list(dict.fromkeys(step.who for step in steps))
    if len(people) == 1:
        people.append(next(role for role in roles if role not in people))
    head = row("ที่", *people, "ระยะเวลา")
    rows = [
        row(draw.digits(str(at)), *(step.title if step.who == who else "" for who in people), step.time.text)
        for at, step in enumerate(steps, 1)
    ]
    page.add(table([head, *rows], [1.2, *([4.0] * len(people)), 3]))
