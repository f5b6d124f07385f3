"""Filled forms of improvements (แบบ M6 and T1) become items of the book."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nithet.offices.members import Member
from nithet.registers.generic.landing import Told, book_landing
from nithet.registers.generic.parts import Row
from nithet.registers.improvements.models import Figure, Improvement
from nithet.registers.improvements.register import Improve

Facts = tuple[dict[str, Any], dict[str, list[Row]]]
_MEASURED = (
    ("เวลาที่ใช้ต่อครั้ง", Figure.Unit.MINUTES, "minutes"),
    ("จำนวนขั้นตอน", Figure.Unit.STEPS, "steps"),
    ("ข้อผิดพลาดต่อเดือน", Figure.Unit.ERRORS, "errors"),
)


def service_improvement(told: Told, by: Member) -> Facts:
    facts = {
        "sort": Improvement.Sort.SERVICE, "title": told.text("problem"), "problem": told.text("problem"),
        "seen_in": told.labels("problem_source"), "cause": told.text("cause"), "remedy": told.text("remedy"),
        "began_on": told.day("began_on"), "result": told.text("result"), "progress": _progress(told),
    }  # fmt: skip
    named = [line for line in told.lines("figures") if line.text("figures/figure_name")]
    figures = [
        _figure(line.text("figures/figure_name", 200), _unit(line), line.number("figures/before"), line.number("figures/after"))
        for line in named
    ]  # fmt: skip
    return facts, {"figures": [one for one in figures if one]}


def ict_improvement(told: Told, by: Member) -> Facts:
    linked = " ".join(
        filter(None, (told.labels("new_tool/linked_levels"), told.text("new_tool/linked_systems")))
    )
    facts = {
        "sort": Improvement.Sort.ICT, "title": told.text("new_tool/ict_tool"), "problem": told.text("former_work/problem"),
        "old_process": told.text("former_work/former_process"), "tool": told.text("new_tool/ict_tool", 300),
        "joined_with": linked[:300], "developer": told.text("developed_by", 200), "budget": told.number("budget"),
        "progress": Improvement.Progress.DOING,
    }  # fmt: skip
    at = "before_and_after/{}_{}"
    figures = [
        _figure(name, unit, told.number(at.format(code, "before")), told.number(at.format(code, "after")))
        for name, unit, code in _MEASURED
    ]
    return facts, {"figures": [one for one in figures if one]}


def _progress(told: Told) -> str:
    given = told.text("improvement_progress")
    return given if given in Improvement.Progress.values else Improvement.Progress.PLANNED


def _unit(line: Told) -> str:
    given = line.text("figures/figure_unit")
    return given if given in Figure.Unit.values else Figure.Unit.TIMES


def _figure(name: str, unit: str, before: Decimal | None, after: Decimal | None) -> Row | None:
    """Nothing without the figure before: then nothing was measured."""
    return None if before is None else {"name": name, "unit": unit, "before": before, "after": after}


_BOOK = Improve.book
LANDINGS = (
    book_landing(_BOOK, "improvements.service", service_improvement, forms=("service_improvement",), asks=("problem", "remedy")),
    book_landing(
        _BOOK, "improvements.ict", ict_improvement, forms=("ict_improvement",), asks=("former_work/problem", "new_tool/ict_tool")
    ),
)  # fmt: skip
