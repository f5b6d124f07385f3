"""Filled proposals (แบบ X6), calendars of supervision (X4) and plans of knowledge management (R6) become plans of the book.

Studies have no such form among the shipped ones: those that ask about a study are one answer of many to it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from nithet.offices.members import Member
from nithet.offices.models import School
from nithet.registers.generic.landing import Told, book_landing
from nithet.registers.generic.parts import Row
from nithet.registers.plans.models import Plan
from nithet.registers.plans.register import NO_CATEGORY, NO_SOURCE, MakePlan
from nithet.thai.months import in_fiscal_order

Facts = tuple[dict[str, Any], dict[str, list[Row]]]
_NAME, _YEAR = 300, 12
_KNOWLEDGE = (
    ("identification", "บ่งชี้ความรู้"), ("creation", "สร้างและแสวงหาความรู้"), ("organization", "จัดความรู้ให้เป็นระบบ"),
    ("refinement", "ประมวลและกลั่นกรองความรู้"), ("access", "เข้าถึงความรู้"), ("sharing", "แบ่งปันและแลกเปลี่ยนความรู้"),
    ("learning", "เรียนรู้และนำไปใช้"),
)  # fmt: skip


def proposal(told: Told, by: Member) -> Facts:
    facts = {
        "sort": Plan.Sort.PLAN, "title": told.text("proposal/plan_title"), "reason": told.text("proposal/plan_reason"),
        "objectives": told.text("proposal/objectives"), "quality": told.text("proposal/goal"),
    }  # fmt: skip
    months = _months(told.day("proposal/plan_from"), told.day("proposal/plan_until"))
    work = [{"name": "ดำเนินงานตามแผน", "months": months}] if months else []
    lines = _money(told, "proposal/budget", told.text("proposal/budget_source", _NAME))
    return facts, {"activities": work, "lines": lines}


def supervision(told: Told, by: Member) -> Facts:
    facts = {
        "sort": Plan.Sort.PLAN, "title": told.text("plan/plan_title"), "reason": told.text("plan/plan_reason"),
        "quality": told.text("plan_indicators"),
    }  # fmt: skip
    slots = list(told.lines("visit_slots"))
    codes = {slot.text("visit_slots/slot_school") for slot in slots}
    schools = dict(
        School.objects.filter(office=by.office, smis_code__in=codes).values_list("smis_code", "name")
    )
    return facts, {"activities": [_visit(slot, schools) for slot in slots]}


def _visit(slot: Told, schools: dict[str, str]) -> Row:
    code, day = slot.text("visit_slots/slot_school"), slot.day("visit_slots/slot_date")
    how, topic = slot.labels("visit_slots/visit_mode"), slot.text("visit_slots/slot_topic")
    words = " ".join(filter(None, (how, schools.get(code, code), f"เรื่อง {topic}" if topic else "")))
    return {"name": words[:_NAME], "months": _months(day, day)}


def knowledge(told: Told, by: Member) -> Facts:
    facts = {
        "sort": Plan.Sort.PLAN, "title": f"การจัดการความรู้: {told.text('knowledge_topic')}", "objectives": told.text("goal"),
        "quality": told.text("success_indicator"),
    }  # fmt: skip
    steps = [
        (step, told.text(f"{name}/activity"), told.day(f"{name}/due_on"))
        for name, step in _KNOWLEDGE
        if told.text(f"{name}/activity")
    ]
    work = [
        {"name": f"{step}: {' '.join(words.split())}"[:_NAME], "months": _months(day, day)}
        for step, words, day in steps
    ]
    return facts, {"activities": work, "lines": _money(told, "budget")}


def _money(told: Told, path: str, source: str = "") -> list[Row]:
    """One line, to be divided by category, as of an imported list."""
    amount = told.number(path)
    if not amount or amount < 0:
        return []
    return [{"category": NO_CATEGORY, "source": source or NO_SOURCE, "planned": amount}]


def _months(first: date | None, last: date | None) -> list[int]:
    if first is None or last is None:
        return []
    start, end = (day.year * _YEAR + day.month - 1 for day in (first, last))
    return list(in_fiscal_order({at % _YEAR + 1 for at in range(start, min(end, start + _YEAR - 1) + 1)}))


_BOOK = MakePlan.book
LANDINGS = (
    book_landing(_BOOK, "plans.proposal", proposal, forms=("plan_proposal",), asks=("proposal/plan_title", "proposal/plan_reason")),
    book_landing(_BOOK, "plans.supervision", supervision, forms=("supervision_plan",), asks=("plan/plan_title", "visit_slots/slot_date")),
    book_landing(_BOOK, "plans.knowledge", knowledge, forms=("km_plan",), asks=("knowledge_topic", "identification/activity")),
)  # fmt: skip
