"""The grammar: how an office lays out its manual. Ordinary choices are frequent, odd ones rare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.zoo.blocks import Cell, Heading, Page, PageBreak, Paragraph, row, table
from tests.zoo.calendars import add_calendar, calendar_of, set_months
from tests.zoo.content import Division, Work, divisions
from tests.zoo.drawing import Draw
from tests.zoo.sections import (
    AFTER,
    BEFORE,
    OFFICES,
    add_appendix,
    add_front,
    add_section,
    sections_of,
    title_of,
)
from tests.zoo.steps import NUMBERS, Planned, add_chart, add_list, planned
from tests.zoo.tables import add_cards, add_lanes, add_table
from tests.zoo.times import times_of
from tests.zoo.truth import Choices, Manual, TrueProcedure

HEADINGS = {
    "ชื่องาน X": 3,
    "ชื่องาน : X": 2,
    "1. ชื่องาน / X": 3,
    "งานที่ 1 X": 2,
    "1. X": 3,
    "ภารกิจที่ 1 : X": 1,
    "กระบวนงานที่ 1 X": 1,
    "กระบวนงาน : X": 1,
    "เรื่อง X": 1,
    "card": 1,
    "bare": 1.5,
    "บทที่ 1 X": 1,
    "คู่มือการปฏิบัติงาน X": 0.7,
    "one line": 1,
    "box": 0.7,
}
# Without a section after it, nothing would show that a line is a title.
_BARE = {"bare", "คู่มือการปฏิบัติงาน X", "box"}
STEP_TITLES = {
    "ขั้นตอนการปฏิบัติงาน": 6,
    "วิธีการปฏิบัติงาน": 2,
    "ขั้นตอนและวิธีการปฏิบัติงาน": 1.5,
    "วิธีดำเนินการ": 1,
    "ขั้นตอนการดำเนินงาน": 2,
    "แนวทางการปฏิบัติ": 0.7,
    "รายละเอียดขั้นตอนการปฏิบัติงาน": 1,
    "กระบวนการปฏิบัติงาน": 0.7,
}
FORMS = {
    "list bare": 2,
    "list parens": 4,
    "list sentence": 3,
    "list labels": 3,
    "list tab": 0.5,
    "list dash": 0.5,
    "table": 8,
    "chart table": 2,
    "list and table": 2.5,
    "calendar": 2,
    "list and calendar": 2,
    "cards": 0.4,
    "lanes": 0.4,
}
_PER_WORK = ("heading", "sections", "step form", "numbers", "parts", "time")


@dataclass(slots=True)
class Scene:
    """What the works of one manual share."""

    draw: Draw
    page: Page
    division: Division
    truth: list[TrueProcedure]
    shared: list[tuple[str, list[Planned]]]


def manual_of(seed: int, fixed: Mapping[str, str] | None = None) -> Manual:
    """The manual of a seed; `fixed` are choices to hold, where they are possible."""
    draw = Draw(seed, fixed)
    draw.is_thai = draw.pick("digits", {"arabic": 6, "thai": 4}) == "thai"
    division, office = draw.any_of(divisions()), draw.any_of(OFFICES)
    works = draw.some_of(division.works, 1, 4)
    page = Page(dress=_dress(draw))
    _furnish(draw, page, division)
    draw.pick("unequal works", {"no": 5, "yes": 1})
    add_front(draw, page, division, office, [work.title for work in works])
    scene = Scene(draw, page, division, [], [])
    shared = dict(draw.choices)
    for number, work in enumerate(works, 1):
        _add_work(scene, work, number, shared)
    draw.used = set(shared)
    _finish(scene)
    return Manual(seed, page, scene.truth, draw.used_choices())


def _dress(draw: Draw) -> dict[str, str]:
    return {
        "wrap": draw.pick("wrap", {"none": 5, "80": 1, "95": 1}),
        "blank": draw.pick("blank lines", {"between": 3, "none": 2, "uneven": 1}),
        "table": draw.pick("text table", {"tabs": 5, "bars": 3, "cell a line": 0.7}),
        "indent": draw.pick("text indent", {"none": 3, "spaces": 1, "tabs": 1}),
    }


def _furnish(draw: Draw, page: Page, division: Division) -> None:
    if draw.pick("running head", {"no": 2, "yes": 1}) == "yes":
        page.head = f"คู่มือการปฏิบัติงาน {division.group}"
    page.foot = {"none": "", "bare": "{n}", "dashes": "- {n} -", "words": "หน้า {n}"}[
        draw.pick("page numbers", {"none": 2, "bare": 1, "dashes": 1, "words": 1})
    ]


def _add_work(scene: Scene, work: Work, number: int, shared: Choices) -> None:
    draw = scene.draw
    if draw.choices["unequal works"] == "yes":
        for dimension in [one for one in draw.choices if one in _PER_WORK]:
            del draw.choices[dimension]
    draw.used = set(shared)
    if number > 1 and draw.pick("works begin", {"new page": 3, "on the page": 1}) == "new page":
        scene.page.add(PageBreak())
    _laid_out(scene, work, number)
    scene.truth[-1].choices = draw.used_choices()


def _laid_out(scene: Scene, work: Work, number: int) -> None:
    draw, page = scene.draw, scene.page
    heading = draw.pick("heading", HEADINGS)
    _add_heading(draw, page, heading, work.title, number, scene.division)
    numbered = {"numbered": 3, "plain": 3, "colon": 0.7}
    if heading == "1. X":
        numbered = {"under work": 3, "plain": 2}
    if heading == "1. ชื่องาน / X":
        numbered = {"numbered": 1}
    style = draw.pick("sections", numbered)
    style = style if style in numbered else next(iter(numbered))
    before, after = sections_of(draw, BEFORE), sections_of(draw, AFTER)
    if heading in _BARE and not before:
        before = ["objectives"]
    at = int(heading == "1. ชื่องาน / X")
    for kind in [*before, "steps", *after]:
        at += 1
        section = {"numbered": str(at), "under work": f"{number}.{at}"}.get(style, "")
        if kind == "steps":
            if _opens_with_label(draw, section):
                page.line(f"ผู้รับผิดชอบหลัก : {scene.division.roles[0]}", 1)
            else:
                _section_head(draw, page, draw.pick("steps title", STEP_TITLES), section, style)
            _add_steps(scene, work, section)
        else:
            _section_head(draw, page, title_of(draw, kind), section, style)
            add_section(draw, page, scene.division, kind, section)


def _add_heading(draw: Draw, page: Page, form: str, title: str, number: int, division: Division) -> None:
    if form == "card":
        rows = [
            row("ชื่องาน", title),
            row("หน่วยงาน", division.group),
            row("รหัสเอกสาร", draw.digits(f"ปง. {number:02d}/2569")),
        ]
        page.add(table(rows, [3, 10], 0))
    elif form == "one line":
        code = draw.digits(f"ปง. {number:02d}")
        page.line(f"ชื่องาน : {title}   ส่วนราชการ : {division.group}   รหัสเอกสาร : {code}", bold=True)
    elif form == "box":
        code = draw.digits(f"WI-{number:02d}")
        rows = [
            row(division.group, f"รหัสเอกสาร : {code}", draw.digits("แก้ไขครั้งที่ : 01")),
            row(Cell(f"เรื่อง : {title}", columns=3)),
        ]
        page.add(table(rows, [5, 4, 4], 0))
    elif form == "1. ชื่องาน / X":
        page.add(Heading(draw.digits("1. ชื่องาน"), 2))
        page.line(title, 1)
    elif form == "bare":
        page.add(
            Paragraph(
                title, is_bold=True, is_centred=draw.pick("bare title", {"left": 1, "centre": 1}) == "centre"
            )
        )
    else:
        text = form.replace("X", title).replace("1", str(number))
        page.add(Heading(draw.digits(text), 1))


def _opens_with_label(draw: Draw, section: str) -> bool:
    """Whether nothing but who is responsible stands above the steps; only above a plain list without a chart."""
    if draw.pick("steps begin", {"heading": 12, "label": 1}) == "heading":
        return False
    is_list = draw.pick("step form", FORMS) in {"list bare", "list parens", "list sentence"}
    if section or not is_list or draw.pick("numbers", NUMBERS) not in {"1.", "1)", "(1)"}:
        draw.note("steps begin", "heading")
        return False
    draw.note("arrow chart", "no")
    return True


def _section_head(draw: Draw, page: Page, title: str, section: str, style: str) -> None:
    if style == "colon":
        page.line(f"{title} :", bold=True)
    elif section:
        dot = "" if "." in section else "."
        page.add(Heading(draw.digits(f"{section}{dot} {title}"), 2))
    elif draw.pick("plain heads", {"heading": 1, "bold": 2}) == "bold":
        page.line(title, bold=True)
    else:
        page.add(Heading(title, 2))


def _add_steps(scene: Scene, work: Work, section: str) -> None:
    draw, page = scene.draw, scene.page
    form = draw.pick("step form", FORMS)
    # Where every cell is a line of its own, a calendar says nothing and a table must be full.
    by_months = "calendar" in form
    steps = draw.some_of(work.steps, 4, 9)
    plan = planned(draw, steps, times_of(draw, len(steps), months_only=by_months), scene.division)
    if by_months and draw.pick("calendar for", {"its work": 4, "all works": 1}) == "all works":
        add_list(draw, page, plan, section, "bare")
        set_months(draw, plan)
        scene.shared.append((work.title, plan))
    else:
        _add_form(scene, plan, section, form)
        if form.startswith("list") and draw.pick("arrow chart", {"no": 8, "yes": 1}) == "yes":
            page.line("แผนผังขั้นตอนการปฏิบัติงาน", bold=True)
            add_chart(page, plan)
    scene.truth.append(TrueProcedure(work.title, [one.true() for one in plan]))


def _add_form(scene: Scene, plan: Sequence[Planned], section: str, form: str) -> None:
    draw, page = scene.draw, scene.page
    if form.startswith("list and"):
        add_list(draw, page, plan, section, "bare")
        page.line(draw.pick("second title", {"ระยะเวลาการปฏิบัติงาน": 1, "ปฏิทินการปฏิบัติงาน": 1}), bold=True)
    elif form.startswith("list"):
        add_list(draw, page, plan, section, form.removeprefix("list "))
    if form in {"table", "list and table", "chart table"}:
        laid = add_table(draw, page, plan, chart=form == "chart table")
        for step in plan:
            step.is_timed = laid.is_timed
    elif "calendar" in form:
        add_calendar(draw, page, plan)
    elif form == "cards":
        add_cards(draw, page, plan)
    elif form == "lanes":
        add_lanes(draw, page, plan, scene.division.roles)


def _finish(scene: Scene) -> None:
    """A calendar of several works stands after them; then an appendix."""
    draw, page = scene.draw, scene.page
    if scene.shared:
        page.add(PageBreak(), Heading("ปฏิทินการปฏิบัติงาน"), calendar_of(draw, scene.shared))
    if draw.pick("appendix", {"no": 5, "yes": 1}) == "yes":
        add_appendix(draw, page, scene.division)
