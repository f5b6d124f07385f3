"""What of approved plans stands in the calendar: each activity in its months, and the day it is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from nithet.core.clock import today
from nithet.cycles.words import Standing
from nithet.registers.generic.book import ItemDay
from nithet.registers.plans.gantt import is_late, standing, windows
from nithet.registers.plans.models import Activity, Plan
from nithet.thai.calendar import Span, fiscal_year_be

DUE, WITHIN = "กิจกรรมตามแผนครบกำหนด", "เริ่มกิจกรรมตามแผน"


def days_of(plans: QuerySet[Any], span: Span) -> Iterator[ItemDay]:
    """Months of a plan may go on into the next fiscal year, so that those of the year before are asked too. Three queries."""
    first, last = span
    years = range(fiscal_year_be(first) - 1, fiscal_year_be(last) + 1)
    on = today()
    for plan in plans.filter(state="done", fiscal_year_be__in=years).prefetch_related("activities__owner"):
        for activity in plan.activities.all():
            if activity.months:
                yield from _of(plan, activity, span, on=on)


def _of(plan: Plan, activity: Activity, span: Span, *, on: date) -> Iterator[ItemDay]:
    """As a task: where each run of months begins, and where the last one ends."""
    year, (first, last) = plan.fiscal_year_be, span
    runs = windows(activity, year)
    facts: dict[str, Any] = {
        "title": activity.name,
        "row": activity.pk,
        "person": activity.owner,
        "standing": _standing(activity, year, on=on),
    }
    for begin, end in runs:
        if begin <= last and end >= first:
            yield ItemDay(plan, begin, WITHIN, until=end, mark=f"{begin:%m}", **facts)
    if first <= (due := runs[-1][1]) <= last:
        yield ItemDay(plan, due, DUE, **facts)


def _standing(activity: Activity, year: int, *, on: date) -> Standing:
    if is_late(activity, year, on=on):
        return Standing("late", "เกินกำหนด")
    return Standing(*standing(activity, year, on=on, runs=True))
