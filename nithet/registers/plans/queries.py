"""Reads of plans: with their money and how far they are."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from nithet.core.money import NOTHING, BahtColumn
from nithet.registers.plans.models import Activity, BudgetLine
from nithet.registers.plans.money import Money

AMOUNTS = ("planned", "committed", "spent")


def overspent() -> QuerySet[BudgetLine]:
    """Lines of which more is used than was planned. What is too much in all is too much in one of them."""
    used = ExpressionWrapper(F("committed") + F("spent"), output_field=BahtColumn())
    return BudgetLine.objects.alias(used=used).filter(used__gt=F("planned"))


def with_standing(plans: QuerySet[Any]) -> QuerySet[Any]:
    """With money and activities: `planned`, `committed`, `spent`, `has_over`, `activity_count`, `activity_done`."""
    sums = {name: _line_sum(name) for name in AMOUNTS}
    counts = {"activity_count": _activities(Q()), "activity_done": _activities(Q(done_on__isnull=False))}
    found: QuerySet[Any] = plans.annotate(**sums, **counts, has_over=has_over())
    return found


def has_over() -> Exists:
    return Exists(overspent().filter(item=OuterRef("pk")))


def _line_sum(name: str) -> Coalesce:
    lines = BudgetLine.objects.filter(item=OuterRef("pk")).order_by().values("item")
    found = Subquery(lines.annotate(total=Sum(name)).values("total"), output_field=BahtColumn())
    return Coalesce(found, Value(NOTHING, output_field=BahtColumn()))


def _activities(which: Q) -> Coalesce:
    rows = Activity.objects.filter(which, item=OuterRef("pk")).order_by().values("item")
    found = Subquery(rows.annotate(total=Count("pk")).values("total"), output_field=IntegerField())
    return Coalesce(found, 0)


def money_of(plan: Any) -> Money:
    """Of a plan that was read `with_standing`."""
    return Money(plan.planned, plan.committed, plan.spent)


def over_words(plan: Any) -> str:
    """By how much, and where: of the plan as a whole or only of some lines; empty where nothing is over."""
    if not plan.has_over:
        return ""
    over = money_of(plan).over
    return f"{over:,.2f} บาท" if over else "บางรายการ"
