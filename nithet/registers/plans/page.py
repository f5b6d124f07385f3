"""What a plan's page shows besides its own facts: the year as a picture, money by line and source, what is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from nithet.manuals.flowchart import Svg
from nithet.offices.members import Member
from nithet.offices.queries import semesters_of
from nithet.registers.generic.access import can_keep
from nithet.registers.generic.answerables import ANSWERABLES, answered_by
from nithet.registers.generic.approvals import approval_of
from nithet.registers.plans import access
from nithet.registers.plans.gantt import gantt
from nithet.registers.plans.models import Activity, BudgetLine, Plan
from nithet.registers.plans.money import Money, total
from nithet.registers.plans.moneybar import draw_money
from nithet.thai.rounding import round_half_up


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of a plan, whole and by source."""

    money: Money
    picture: Svg
    sources: list[tuple[str, Money]]
    over: list[tuple[str, Decimal]]


def page_of(plan: Plan, member: Member) -> dict[str, Any]:
    activities = list(plan.activities.select_related("owner"))
    office = member.office.code
    keeps = bool(can_keep(member, plan))
    return {
        "gantt": gantt(
            activities, plan.fiscal_year_be, semesters_of(member.office), on=member.on, runs=plan.is_done
        ),
        "activity_done": sum(one.is_done for one in activities),
        "activity_percent": mean_percent(activities),
        "purse": purse_of(plan.lines.all()),
        "can_progress": bool(plan.is_done and access.can_record_progress(member, plan)),
        "progress_url": reverse("plans:progress", args=[office, plan.pk]),
        "ready_url": reverse("plans:ready", args=[office, plan.pk]),
        "answered": answered_by(member, "plan", plan.pk),
        "needs_url": reverse("plans:needs", args=[office, plan.pk])
        if keeps and ANSWERABLES and not plan.is_void
        else "",
        "take_back_url": reverse("plans:take-back", args=[office, plan.pk]),
        "approval": approval_of(plan) if plan.is_draft and keeps else None,
    }


def purse_of(lines: Iterable[BudgetLine]) -> Purse:
    known = list(lines)
    by_source: dict[str, Money] = {}
    for line in known:
        by_source[line.source] = by_source.get(line.source, Money()) + line.money
    money = total(line.money for line in known)
    over = [("รวมทั้งแผน", money.over)]
    if len(by_source) > 1:
        over += [(f"แหล่งงบประมาณ “{source}”", one.over) for source, one in by_source.items()]
    over += [(f"รายการ “{line.name or line.category}”", line.money.over) for line in known]
    return Purse(money, draw_money(money), list(by_source.items()), [(words, by) for words, by in over if by])


def mean_percent(activities: Iterable[Activity]) -> Decimal:
    """Half up, whole per cent; activities weigh alike."""
    known = [activity.percent for activity in activities]
    return round_half_up(Decimal(sum(known)) / len(known), 0) if known else Decimal(0)
