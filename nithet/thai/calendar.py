"""Fiscal years, quarters, semesters and working days (domain.md §2.5).

A fiscal year y (Buddhist) runs 1 October y-1 to 30 September y. Semesters are data of each year: they
are passed in, and the standard ones here are defaults for a new table only.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nithet.thai.dates import from_be, to_be
from nithet.thai.months import FISCAL_ORDER, month_name

Span = tuple[date, date]
"""A first and a last day, both included."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Semester:
    """One semester of one academic year, as the office set it; both days are included."""

    academic_year_be: int
    number: int
    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        """“1/2569”."""
        return f"{self.number}/{self.academic_year_be}"

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a fiscal year, counted from October; both days are included."""

    fiscal_year_be: int
    number: int
    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        """“ไตรมาสที่ 1 (ต.ค.–ธ.ค.)”."""
        first, last = (month_name(day.month, short=True) for day in (self.starts_on, self.ends_on))
        return f"ไตรมาสที่ {self.number} ({first}–{last})"


def fiscal_year_be(day: date) -> int:
    """The Buddhist fiscal year in which the day lies: 20 November 2026 → 2570."""
    return to_be(day.year) + (day.month >= 10)


def fiscal_year_span(year_be: int) -> Span:
    """1 October to 30 September of a Buddhist fiscal year."""
    year = from_be(year_be)
    return date(year - 1, 10, 1), date(year, 9, 30)


def quarters(year_be: int) -> list[Quarter]:
    """The four quarters of a Buddhist fiscal year, October first."""
    return [_quarter(year_be, number) for number in range(1, 5)]


def quarter_of(day: date) -> Quarter:
    """The quarter of the fiscal year in which the day lies."""
    return _quarter(fiscal_year_be(day), FISCAL_ORDER.index(day.month) // 3 + 1)


def standard_semesters(academic_year_be: int) -> list[Semester]:
    """16 May – 10 October and 1 November – 31 March, the dates of ระเบียบกระทรวงศึกษาธิการ พ.ศ. 2549.

    Defaults for a new table only: offices may shift them, so ask the table, not this.
    """
    year = from_be(academic_year_be)
    return [
        Semester(academic_year_be, 1, date(year, 5, 16), date(year, 10, 10)),
        Semester(academic_year_be, 2, date(year, 11, 1), date(year + 1, 3, 31)),
    ]


def semester_of(day: date, semesters: Iterable[Semester]) -> Semester | None:
    """The semester in which the day lies, or None: in the school breaks it lies in none.

    Where two overlap by mistake it is the one that began later.
    """
    holding = [semester for semester in semesters if semester.holds(day)]
    return max(holding, key=lambda semester: semester.starts_on, default=None)


def academic_year_be(day: date, semesters: Iterable[Semester] = ()) -> int:
    """The Buddhist academic year of the day; a break belongs to the semester before it.

    Before and after the known semesters the year runs 16 May – 15 May.
    """
    table = sorted(semesters, key=lambda semester: semester.starts_on)
    begun = [semester for semester in table if semester.starts_on <= day]
    standard = to_be(day.year) - ((day.month, day.day) < (5, 16))
    if not begun:
        return standard
    is_last = begun[-1] is table[-1] and not begun[-1].holds(day)
    return max(begun[-1].academic_year_be, standard) if is_last else begun[-1].academic_year_be


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and no holiday of the office."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The count-th working day after the day (before it, if negative).

    With 0 the day itself, or the next working day where it is none.
    """
    free = frozenset(holidays)
    if count == 0:
        return day if is_working_day(day, free) else add_working_days(day, 1, free)
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, free)
    return day


def working_days_between(day: date, until: date, holidays: Collection[date] = ()) -> int:
    """How many working days pass from the day, itself not counted, through `until`; negative if that is earlier.

    So a task due on Friday and handed in on Tuesday is 2 working days late.
    """
    if until < day:
        return -working_days_between(until, day, holidays)
    return working_days_in(day + _DAY, until, holidays)


def working_days_in(first: date, last: date, holidays: Collection[date] = ()) -> int:
    """How many working days a span has, both ends included; 0 for an empty one."""
    free = frozenset(holidays)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(is_working_day(day, free) for day in days)


def month_window(months: Sequence[int], fiscal_year_be: int) -> Span:
    """From the first day of the first to the last day of the last of the `month_windows`."""
    windows = month_windows(months, fiscal_year_be)
    return windows[0][0], windows[-1][1]


def month_windows(months: Sequence[int], fiscal_year_be: int) -> list[Span]:
    """The days of these months in a Buddhist fiscal year: one span for each run of neighbouring months.

    Months come in order of time, as from `parse_months`. Each run begins within the fiscal year; one that
    passes September (8, 9, 10, 11) goes on into the next. Raises ValueError for no month or one outside 1–12.
    """
    if not months or not set(months) <= set(FISCAL_ORDER):
        raise ValueError(f"not months: {months!r}")
    if len(set(months)) == 12:
        return [fiscal_year_span(fiscal_year_be)]
    spans = sorted(_run_span(run, fiscal_year_be) for run in _runs(months))
    return _joined(spans)


def _quarter(year_be: int, number: int) -> Quarter:
    months = FISCAL_ORDER[number * 3 - 3 : number * 3]
    return Quarter(year_be, number, *_run_span(months, year_be))


def _runs(months: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for month in dict.fromkeys(months):
        if runs and month == runs[-1][-1] % 12 + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _run_span(run: Sequence[int], year_be: int) -> Span:
    year = from_be(year_be) - (run[0] >= 10)
    after = run[0] - 1 + len(run)
    return date(year, run[0], 1), date(year + after // 12, after % 12 + 1, 1) - _DAY


def _joined(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    joined = spans[:1]
    for first, last in spans[1:]:
        if first <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
