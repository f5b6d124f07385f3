"""What a verdict is made of, as plain data: evidence, the times a step is done, whom it should reach, and periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nithet.cycles.standards.conditions import Per
from nithet.cycles.windows import Year
from nithet.thai import calendar
from nithet.thai.calendar import Semester
from nithet.thai.dates import to_be
from nithet.thai.months import FISCAL_ORDER, month_name

NOTE = "work_log"
"""A note of what was done is no document."""
SHARE = "completeness"
"""The kind of evidence by which a register tells how complete it is: its value is in percent."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence. Without an action it shows any of its step (an attached file, a note)."""

    key: UUID
    kind: str
    on: date
    action: str = ""
    subject: UUID | None = None
    value: int = 1
    turn: UUID | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that the step is done: its window, and whether it still takes evidence."""

    key: UUID | None
    label: str
    starts_on: date
    due_on: date
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """A school or a person whom work should reach, in the days that they are there. Without a name it is only counted."""

    key: UUID
    name: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    label: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def periods_of(per: Per, year: Year) -> list[Period]:
    match per:
        case "semester":
            return [_semester(s) for s in year.own_semesters()]
        case "quarter":
            return [Period(q.label, q.starts_on, q.ends_on) for q in calendar.quarters(year.fiscal_year_be)]
        case "month":
            return [_month(month, year.fiscal_year_be) for month in FISCAL_ORDER]
    return [Period(f"ปีงบประมาณ พ.ศ. {year.fiscal_year_be}", *year.span)]


def _semester(semester: Semester) -> Period:
    return Period(f"ภาคเรียนที่ {semester.label}", semester.starts_on, semester.ends_on)


def _month(month: int, fiscal_year_be: int) -> Period:
    first, last = calendar.month_window([month], fiscal_year_be)
    return Period(f"{month_name(month)} {to_be(first.year)}", first, last)


def present(subjects: Iterable[Subject], period: Period) -> list[Subject]:
    """Who is there on at least one day of the period."""
    return [
        s for s in subjects
        if (s.from_on is None or s.from_on <= period.ends_on)
        and (s.until_on is None or period.starts_on <= s.until_on)
    ]  # fmt: skip


def working_days(period: Period, turns: Sequence[Turn], year: Year, *, on: date) -> int:
    """Days left in the period on which the step may still be worked on; without turns all of its days.

    A window that is over and open still takes work until the end of the period that it lies in.
    """
    spans = (
        [_left(turn, period, on=on) for turn in turns if turn.is_open] if turns else [(on, period.ends_on)]
    )
    days = {day for first, last in spans for day in _days(max(first, on, period.starts_on), last)}
    return sum(calendar.is_working_day(day, year.holidays) for day in days if period.holds(day))


def _left(turn: Turn, period: Period, *, on: date) -> tuple[date, date]:
    is_late_here = turn.due_on < on and turn.due_on >= period.starts_on
    return turn.starts_on, period.ends_on if is_late_here else turn.due_on


def _days(first: date, last: date) -> Iterable[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
