"""Months and cadences of a manual as windows of fiscal year 2570 (1 October 2026 – 30 September 2027)."""

from datetime import date

import pytest

from nithet.cycles.windows import Window, Year, suggested_months, windows
from nithet.thai.calendar import standard_semesters

YEAR = Year(2570, [*standard_semesters(2569), *standard_semesters(2570)])


def test_neighbouring_months_are_one_window() -> None:
    assert windows([1, 2, 3], "", YEAR) == [Window(date(2027, 1, 1), date(2027, 3, 31))]


def test_months_apart_are_windows_apart() -> None:
    found = windows([10, 5], "", YEAR)
    assert found == [
        Window(date(2026, 10, 1), date(2026, 10, 31)),
        Window(date(2027, 5, 1), date(2027, 5, 31)),
    ]


def test_a_range_that_passes_september_ends_with_the_year() -> None:
    assert windows([8, 9, 10], "", YEAR) == [Window(date(2027, 8, 1), date(2027, 9, 30))]


def test_each_semester_is_a_task_of_its_own_within_the_year() -> None:
    second, first = windows(None, "per_semester:2", YEAR) or []
    assert (second.occurrence, second.starts_on, second.due_on) == (
        "ภาคเรียนที่ 2/2569", date(2026, 11, 1), date(2027, 3, 31),
    )  # fmt: skip
    assert (first.occurrence, first.starts_on, first.due_on) == (
        "ภาคเรียนที่ 1/2570", date(2027, 5, 16), date(2027, 9, 30),
    )  # fmt: skip
    assert {second.target, first.target} == {2}


def test_ten_days_of_october_make_no_semester() -> None:
    """1–10 October 2026 belong to semester 1/2569, but to fiscal year 2570."""
    assert [w.occurrence for w in windows(None, "every_supervision_round", YEAR) or []] == [
        "ภาคเรียนที่ 2/2569",
        "ภาคเรียนที่ 1/2570",
    ]


@pytest.mark.parametrize(
    ("cadence", "count", "target"), [("per_quarter:1", 4, 1), ("every_month", 1, 12), ("all_year", 1, 1)]
)
def test_other_cadences(cadence: str, count: int, target: int) -> None:
    found = windows(None, cadence, YEAR) or []
    assert (len(found), found[0].target) == (count, target)
    assert (found[0].starts_on, found[-1].due_on) == (date(2026, 10, 1), date(2027, 9, 30))


def test_within_days_counts_working_days_after_the_step_before() -> None:
    year = Year(2570, YEAR.semesters, frozenset({date(2026, 12, 7)}))
    assert windows(None, "within_days:3", year, after=date(2026, 12, 3)) == [
        Window(date(2026, 12, 3), date(2026, 12, 9))  # Friday, Tuesday, Wednesday
    ]


def test_what_is_unstated_stays_unstated() -> None:
    assert windows(None, "", YEAR) is None


def test_a_cadence_counts_before_months() -> None:
    assert len(windows([1], "per_quarter:1", YEAR) or []) == 4


@pytest.mark.parametrize("count", [1, 4, 7, 12, 20])
def test_suggestions_fill_the_year_in_order(count: int) -> None:
    found = [suggested_months(place, count) for place in range(count)]
    assert found[0][0] == 10
    assert found[-1][-1] == 9
    assert all(found)


def test_within_calendar_days_ends_on_the_next_working_day() -> None:
    year = Year(2570, YEAR.semesters, frozenset({date(2026, 12, 7)}))
    assert windows(None, "within_calendar_days:2", year, after=date(2026, 12, 3)) == [
        # Two days on is Saturday; Monday is a holiday.
        Window(date(2026, 12, 3), date(2026, 12, 8))
    ]
    assert windows(None, "within_calendar_days:30", YEAR, after=date(2027, 9, 20)) == [
        Window(date(2027, 9, 20), date(2027, 9, 30))
    ]


def test_days_before_an_event_have_no_window_until_the_office_says_when() -> None:
    assert windows(None, "before_days:15", YEAR) is None
    assert windows((5,), "before_days:15", YEAR) == [Window(date(2027, 5, 1), date(2027, 5, 31))]
