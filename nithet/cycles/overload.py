"""Weeks in which a person has more to finish than an office holds for bearable. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from nithet.thai.dates import format_span

WEEK = timedelta(days=6)


class Due(Protocol):
    """A task, planned or running."""

    @property
    def assignee_id(self) -> UUID | None: ...

    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Assigned:
    """A task that is only planned."""

    assignee_id: UUID | None
    due_on: date


@dataclass(frozen=True, slots=True, order=True)
class Overload:
    first: date  # Monday
    person_id: UUID
    count: int

    @property
    def last(self) -> date:
        return self.first + WEEK

    @property
    def words(self) -> str:
        """“28 ก.ย. – 4 ต.ค. 2570 (8 งาน)”."""
        return f"{format_span(self.first, self.last, 'short')} ({self.count} งาน)"


def overloads(tasks: Iterable[Due], *, limit: int, on: date | None = None) -> list[Overload]:
    """By time, then person; weeks that are over on the day are left out. Who has what nobody has, is not known."""
    counts: Counter[tuple[date, UUID]] = Counter()
    for task in tasks:
        if task.assignee_id is not None:
            counts[monday(task.due_on), task.assignee_id] += 1
    since = monday(on) if on else date.min
    return sorted(
        Overload(first, person, count)
        for (first, person), count in counts.items()
        if count > limit and first >= since
    )


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
