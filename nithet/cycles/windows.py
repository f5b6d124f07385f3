"""Months and cadences of a manual become windows in a fiscal year. Pure rules, no database.

Windows lie where they fall: two of them may overlap, and none waits for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from nithet.thai import calendar
from nithet.thai.calendar import Semester, Span
from nithet.thai.months import FISCAL_ORDER

MONTHS_A_YEAR = 12
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From a day to a day, both included. `target` is how many times the work is expected in it."""

    starts_on: date
    due_on: date
    occurrence: str = ""
    target: int = 1


@dataclass(frozen=True, slots=True)
class Year:
    """What a fiscal year must know to place windows."""

    fiscal_year_be: int
    semesters: Sequence[Semester]
    holidays: frozenset[date] = frozenset()

    @property
    def span(self) -> tuple[date, date]:
        return calendar.fiscal_year_span(self.fiscal_year_be)

    def breaks(self) -> list[Span]:
        """Days between semesters, by the office's table or else the standard dates."""
        return breaks_in(*self.span, self.semesters)

    def own_semesters(self) -> list[Semester]:
        """Semesters with most of their days in this fiscal year, cut to it.

        One that the office's table lacks has the standard dates, so that no work is lost for want of a row.
        Days 1–10 October of semester 1 lie in the next fiscal year and make no semester there.
        """
        table = {(s.academic_year_be, s.number): s for s in self.semesters}
        own = [s for s in _standard(self.fiscal_year_be) if _mostly_in(s, self.span)]
        return [_cut(table.get((s.academic_year_be, s.number), s), self.span) for s in own]


def windows(
    months: Sequence[int] | None, cadence: str, year: Year, *, after: date | None = None
) -> list[Window] | None:
    """The windows of one step; None where the manual states neither months nor cadence, or a day not known yet.

    `after` is the due day of the step before, from which "within n days" counts. "n days before" an event has no
    window until a person says when the event is.
    """
    kind, _, count = cadence.partition(":")
    if kind in _BY_CADENCE:
        return _BY_CADENCE[kind](int(count or 1), year)
    if kind == "within_days":
        return [_within_days(int(count), year, after)]
    if kind == "within_calendar_days":
        return [_within_calendar_days(int(count), year, after)]
    if months:
        spans = calendar.month_windows(tuple(months), year.fiscal_year_be)
        # A run of months that passes September ends with the fiscal year.
        return [Window(first, min(last, year.span[1])) for first, last in spans]
    return None


def suggested_months(position: int, count: int, *, months: Sequence[int] = FISCAL_ORDER) -> list[int]:
    """Where step `position` (0-based) of `count` may lie when a manual is silent: spread evenly, in order."""
    first = position * len(months) // count
    last = max(first, (position + 1) * len(months) // count - 1)
    return list(months[first : last + 1])


def months_left(fiscal_year_be: int, *, on: date) -> tuple[int, ...]:
    """The months of the year that are not over on a day; all of them before it begins and after it ends."""
    if calendar.fiscal_year_be(on) != fiscal_year_be:
        return FISCAL_ORDER
    return FISCAL_ORDER[FISCAL_ORDER.index(on.month) :]


def _per_semester(times: int, year: Year) -> list[Window]:
    return [Window(s.starts_on, s.ends_on, f"ภาคเรียนที่ {s.label}", times) for s in year.own_semesters()]


def _per_quarter(times: int, year: Year) -> list[Window]:
    return [
        Window(q.starts_on, q.ends_on, f"ไตรมาสที่ {q.number}", times)
        for q in calendar.quarters(year.fiscal_year_be)
    ]


def _every_round(_: int, year: Year) -> list[Window]:
    """A round of supervision is taken as one a semester."""
    return _per_semester(1, year)


def _every_month(_: int, year: Year) -> list[Window]:
    return [Window(*year.span, target=MONTHS_A_YEAR)]


def _all_year(_: int, year: Year) -> list[Window]:
    return [Window(*year.span)]


_BY_CADENCE = {
    "per_semester": _per_semester,
    "per_quarter": _per_quarter,
    "every_supervision_round": _every_round,
    "every_month": _every_month,
    "all_year": _all_year,
}


def _within_days(days: int, year: Year, after: date | None) -> Window:
    first, last = year.span
    start = min(after or first, last)
    due = calendar.add_working_days(start, days, year.holidays)
    return Window(start, max(start, min(due, last)))


def _within_calendar_days(days: int, year: Year, after: date | None) -> Window:
    """A last day without work moves to the next working day."""
    first, last = year.span
    start = min(after or first, last)
    due = calendar.add_working_days(start + timedelta(days=days), 0, year.holidays)
    return Window(start, max(start, min(due, last)))


def breaks_in(first: date, last: date, semesters: Sequence[Semester]) -> list[Span]:
    """The school breaks that touch these days, whole. What the table lacks has the standard dates."""
    table = {(s.academic_year_be, s.number): s for s in semesters}
    years = range(calendar.fiscal_year_be(first) - 1, calendar.fiscal_year_be(last) + 1)
    known = [s for year in years for s in calendar.standard_semesters(year)]
    placed = sorted((table.get((s.academic_year_be, s.number), s) for s in known), key=lambda s: s.starts_on)
    gaps = [(one.ends_on + DAY, other.starts_on - DAY) for one, other in pairwise(placed)]
    return [(start, end) for start, end in gaps if start <= end and start <= last and first <= end]


def spans_in(window: Span, spans: Iterable[Span]) -> list[Span]:
    """What of these spans lies in the window."""
    first, last = window
    cut = [(max(first, start), min(last, end)) for start, end in spans]
    return [(start, end) for start, end in cut if start <= end]


def _standard(fiscal_year_be: int) -> list[Semester]:
    return [*calendar.standard_semesters(fiscal_year_be - 1), *calendar.standard_semesters(fiscal_year_be)]


def _days_in(semester: Semester, span: tuple[date, date]) -> int:
    first, last = max(semester.starts_on, span[0]), min(semester.ends_on, span[1])
    return max(0, (last - first).days + 1)


def _mostly_in(semester: Semester, span: tuple[date, date]) -> bool:
    whole = (semester.ends_on - semester.starts_on).days + 1
    return _days_in(semester, span) * 2 > whole


def _cut(semester: Semester, span: tuple[date, date]) -> Semester:
    return Semester(
        semester.academic_year_be,
        semester.number,
        max(semester.starts_on, span[0]),
        min(semester.ends_on, span[1]),
    )
