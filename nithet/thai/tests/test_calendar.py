"""Fiscal years, semesters and working days, with the vectors of domain.md §2.5."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai import calendar
from nithet.thai.calendar import Semester, academic_year_be, fiscal_year_be, fiscal_year_span, semester_of
from nithet.thai.dates import bangkok_day

TABLE = [
    *calendar.standard_semesters(2568),
    *calendar.standard_semesters(2569),
    *calendar.standard_semesters(2570),
]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)


def test_20_november_2569_lies_in_fiscal_year_2570_and_semester_2_of_2569() -> None:
    day = date(2026, 11, 20)
    semester = semester_of(day, TABLE)
    assert fiscal_year_be(day) == 2570
    assert semester is not None
    assert semester.label == "2/2569"
    assert academic_year_be(day, TABLE) == 2569


def test_the_last_days_of_semester_1_lie_in_the_next_fiscal_year() -> None:
    for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 10)):
        semester = semester_of(day, TABLE)
        assert semester is not None
        assert semester.label == "1/2569"
        assert fiscal_year_be(day) == (2569 if day.month == 9 else 2570)


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), 2569),
        (datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC), 2569),
        (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), 2570),
        (datetime(2026, 9, 30, 17, 30, tzinfo=UTC), 2570),
    ],
)
def test_the_fiscal_year_changes_at_midnight_in_bangkok(moment: datetime, year: int) -> None:
    assert fiscal_year_be(bangkok_day(moment)) == year


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year_and_quarter(day: date) -> None:
    first, last = fiscal_year_span(fiscal_year_be(day))
    assert first <= day <= last
    quarter = calendar.quarter_of(day)
    assert quarter.starts_on <= day <= quarter.ends_on
    assert quarter in calendar.quarters(fiscal_year_be(day))


def test_quarters_tile_the_fiscal_year() -> None:
    quarters = calendar.quarters(2570)
    assert quarters[0].label == "ไตรมาสที่ 1 (ต.ค.–ธ.ค.)"
    assert quarters[3].label == "ไตรมาสที่ 4 (ก.ค.–ก.ย.)"
    assert (quarters[0].starts_on, quarters[3].ends_on) == fiscal_year_span(2570)
    for one, other in pairwise(quarters):
        assert one.ends_on + timedelta(days=1) == other.starts_on


@pytest.mark.parametrize("day", [date(2026, 10, 11), date(2026, 10, 31), date(2027, 4, 1), date(2027, 5, 15)])
def test_a_day_of_a_break_lies_in_no_semester_and_in_the_year_before_it(day: date) -> None:
    assert semester_of(day, TABLE) is None
    assert academic_year_be(day, TABLE) == academic_year_be(day) == 2569


def test_a_shifted_opening_moves_the_academic_year() -> None:
    late = [*calendar.standard_semesters(2562), Semester(2563, 1, date(2020, 7, 1), date(2020, 11, 13))]
    assert academic_year_be(date(2020, 6, 30), late) == 2562
    assert academic_year_be(date(2020, 7, 1), late) == 2563
    assert academic_year_be(date(2020, 6, 30)) == 2563


def test_beyond_the_table_the_year_begins_on_16_may() -> None:
    table = calendar.standard_semesters(2569)
    assert academic_year_be(date(2030, 5, 15), table) == 2572
    assert academic_year_be(date(2030, 5, 16), table) == 2573
    assert academic_year_be(date(2020, 5, 16), table) == 2563


def test_of_two_semesters_that_overlap_the_later_one_counts() -> None:
    one, other = Semester(2569, 1, date(2026, 5, 16), date(2026, 11, 5)), TABLE[3]
    assert semester_of(date(2026, 11, 2), [one, other]) == other


def test_working_days_skip_weekends_and_holidays() -> None:
    holidays = {date(2026, 12, 7), date(2026, 12, 10)}
    friday, tuesday = date(2026, 12, 4), date(2026, 12, 8)
    assert not calendar.is_working_day(date(2026, 12, 5), holidays)
    assert not calendar.is_working_day(date(2026, 12, 7), holidays)
    assert calendar.add_working_days(friday, 1, holidays) == tuesday
    assert calendar.add_working_days(tuesday, -1, holidays) == friday
    assert calendar.add_working_days(friday, 0, holidays) == friday
    assert calendar.add_working_days(date(2026, 12, 5), 0, holidays) == tuesday
    assert calendar.working_days_between(friday, tuesday, holidays) == 1
    assert calendar.working_days_between(tuesday, friday, holidays) == -1
    assert calendar.working_days_in(friday, tuesday, holidays) == 2
    assert calendar.working_days_in(tuesday, friday, holidays) == 0


@given(DAYS, st.integers(1, 60), st.sets(DAYS, max_size=10))
def test_added_working_days_are_counted_again(day: date, count: int, holidays: set[date]) -> None:
    later = calendar.add_working_days(day, count, holidays)
    assert calendar.is_working_day(later, holidays)
    assert calendar.working_days_between(day, later, holidays) == count


@pytest.mark.parametrize(
    ("months", "spans"),
    [
        ((10,), [(date(2026, 10, 1), date(2026, 10, 31))]),
        ((2,), [(date(2027, 2, 1), date(2027, 2, 28))]),
        ((11, 12, 1), [(date(2026, 11, 1), date(2027, 1, 31))]),
        (
            (10, 1, 4),
            [
                (date(2026, 10, 1), date(2026, 10, 31)),
                (date(2027, 1, 1), date(2027, 1, 31)),
                (date(2027, 4, 1), date(2027, 4, 30)),
            ],
        ),
        ((5, 6, 11), [(date(2026, 11, 1), date(2026, 11, 30)), (date(2027, 5, 1), date(2027, 6, 30))]),
        ((10, 9), [(date(2026, 10, 1), date(2026, 10, 31)), (date(2027, 9, 1), date(2027, 9, 30))]),
        ((8, 9, 10, 11), [(date(2027, 8, 1), date(2027, 11, 30))]),
        ((3, 2, 1), [(date(2027, 1, 1), date(2027, 3, 31))]),
        (tuple(range(1, 13)), [(date(2026, 10, 1), date(2027, 9, 30))]),
    ],
)
def test_windows_of_months(months: tuple[int, ...], spans: list[tuple[date, date]]) -> None:
    assert calendar.month_windows(months, 2570) == spans
    assert calendar.month_window(months, 2570) == (spans[0][0], spans[-1][1])


@given(MONTHS)
def test_windows_hold_exactly_the_months_given(months: list[int]) -> None:
    windows = calendar.month_windows(months, 2570)
    held = {first + timedelta(days=n) for first, last in windows for n in range((last - first).days + 1)}
    assert {day.month for day in held} == set(months)
    assert all(one[1] < other[0] for one, other in pairwise(windows))


@pytest.mark.parametrize("months", [(), (0,), (13, 1)])
def test_windows_need_months(months: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="not months"):
        calendar.month_windows(months, 2570)
