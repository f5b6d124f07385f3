"""Forms: publishing one of 400 questions, beside pyxform making its XForm alone."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from time import perf_counter

from pyxform.xls2xform import convert

from bench.measures import Measure
from nithet.forms.publishing import make
from nithet.forms.tables import Tables, made_of
from nithet.forms.workbooks import read_workbook
from nithet.forms.xlsform.linting import has_errors, own_findings
from nithet.forms.xlsform.writing import write_workbook

QUESTIONS = 400
REPEATS = 7
LISTS = ("lk5", "grade", "media")


def measures() -> list[Measure]:
    return publishing()


def publishing() -> list[Measure]:
    """From the workbook as it was sent to all that an edition is drawn from; pyxform makes of the same file the XForm alone.

    The tables alone are measured too, where pyxform need not open a file either: what it does not do then weighs more.
    """
    tables = long_form()
    workbook = write_workbook(tables)
    sent = (lambda: convert(workbook, file_type=".xlsx"), lambda: publish(read_workbook(workbook)))
    at_hand = (lambda: by_pyxform(tables), lambda: publish(tables))
    alone, whole, from_tables, published = best_of(*sent, *at_hand)
    return [
        Measure("publish 400 questions", whole * 1000, "ms"),
        Measure("publish against pyxform alone", whole / alone, "times", at_most=1.5),
        Measure("the same from tables at hand", published / from_tables, "times"),
    ]


def best_of(*works: Callable[[], object]) -> list[float]:
    """The best time of each, taken in turns, so that a slow moment of the machine meets all of them."""
    best = [float("inf")] * len(works)
    for _ in range(REPEATS):
        for number, work in enumerate(works):
            began = perf_counter()
            work()
            best[number] = min(best[number], perf_counter() - began)
    return best


def publish(tables: Tables) -> None:
    if has_errors(problems := own_findings(tables)):
        raise ValueError(problems)
    make(tables, "long_form", 1)


def by_pyxform(tables: Tables) -> str:
    workbook = {
        name: [dict(row.cells) for row in tables.sheet(name)] for name in ("survey", "choices", "settings")
    }
    return str(convert(copy.copy(workbook)).xform)


def long_form() -> Tables:
    """Groups of ten questions of all usual kinds, with limits, conditions and sums, as a long assessment has them."""
    choices = [
        {"list_name": name, "name": str(number), "label": f"ตัวเลือกที่ {number} ของ {name}"}
        for name in LISTS
        for number in range(1, 8)
    ]
    settings = [{"form_id": "long_form", "form_title": "แบบประเมินยาว 400 ข้อ"}]
    return Tables(made_of(_questions()), made_of(choices), made_of(settings))


def _questions() -> Iterator[dict[str, str]]:
    for group in range(QUESTIONS // 10):
        yield {"type": "begin_group", "name": f"g{group}", "label": f"ตอนที่ {group + 1}"}
        yield from (_question(group, number) for number in range(10))
        yield {"type": "end_group"}


def _question(group: int, number: int) -> dict[str, str]:
    name = f"q{group}_{number}"
    asked = {"name": name, "label": f"ข้อ {number + 1} ตอนที่ {group + 1} การจัดการเรียนรู้", "required": "yes"}
    match number:
        case 0:
            return {"type": "text", **asked, "hint": "ตอบ**สั้น** ๆ"}
        case 1 | 2:
            limits = {"constraint": ". >= 0 and . <= 500", "constraint_message": "จำนวนต้องอยู่ระหว่าง 0 ถึง 500"}
            return {"type": "integer", **asked, **limits}
        case 8:
            return {"type": "date", **asked, "relevant": f"${{q{group}_3}} = '1'"}
        case 9:
            sums = f"${{q{group}_1}} + ${{q{group}_2}}"
            return {"type": "calculate", "name": name, "calculation": sums}
        case _:
            return {"type": f"select_one {LISTS[number % 3]}", **asked, "appearance": "likert"}
