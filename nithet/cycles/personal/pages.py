"""The pages on which a member may look at what names somebody, and days as a copy shows them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from nithet.cycles import access
from nithet.offices.members import Member
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows
from nithet.thai.dates import bangkok_day, format_date


def day_words(at: object) -> str:
    return format_date(bangkok_day(at), "short") if at else ""  # type: ignore[arg-type]  # a moment of a model


def task_pages(key: str) -> Callable[[Member, Rows], list[Place]]:
    """The pages of the tasks that rows name under this key, where the reader sees them."""

    def pages(member: Member, rows: Rows) -> list[Place]:
        tasks = access.visible_tasks(member).filter(pk__in=rows.values(key))
        found = tasks.order_by("due_on", "pk")[:MOST_SHOWN]
        return [Place(t.title, reverse("cycles:task-page", args=[member.office.code, t.pk])) for t in found]

    return pages


def run_pages(key: str, tab: str = "") -> Callable[[Member, Rows], list[Place]]:
    """The pages of the runs that rows name under this key, where the reader sees them."""

    def pages(member: Member, rows: Rows) -> list[Place]:
        runs = access.visible_runs(member).filter(pk__in=rows.values(key)).order_by("position", "pk")
        query = f"?tab={tab}" if tab else ""
        return [
            Place(r.title, reverse("cycles:run-page", args=[member.office.code, r.pk]) + query)
            for r in runs[:MOST_SHOWN]
        ]

    return pages


def no_pages(member: Member, rows: Rows) -> list[Place]:
    """Closed with their order: nobody changes them any more."""
    return []
