"""Quiet hours and days off: when a message may be sent."""

from datetime import UTC, date, datetime, time

import pytest

from nithet.notices.quiet import Quiet, begins_week, when_to_send
from nithet.thai.dates import BANGKOK

HOLIDAY = date(2026, 12, 10)  # a Thursday


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        ("11-20 09:30", "11-20 09:30"),
        ("11-19 17:59", "11-19 17:59"),
        ("11-19 18:00", "11-20 06:00"),
        ("11-20 03:00", "11-20 06:00"),
        ("11-20 06:00", "11-20 06:00"),
        ("11-20 18:30", "11-23 06:00"),  # Friday evening: Monday
        ("11-21 12:00", "11-23 06:00"),
        ("12-09 20:00", "12-11 06:00"),  # the day after the holiday
    ],
)
def test_usual_hours(moment: str, sent: str) -> None:
    assert when_to_send(at(moment), Quiet(), {HOLIDAY}) == at(sent)


def test_hours_on_the_same_day() -> None:
    noon = Quiet(time(12), time(13))
    assert when_to_send(at("11-20 12:20"), noon) == at("11-20 13:00")
    assert when_to_send(at("11-20 22:00"), noon) == at("11-20 22:00")


def test_the_same_hour_twice_is_never_quiet() -> None:
    always = Quiet(time(18), time(18), on_holidays=False)
    assert when_to_send(at("11-22 03:00"), always, {date(2026, 11, 22)}) == at("11-22 03:00")


def test_who_does_not_rest_on_days_off_is_quiet_at_night_only() -> None:
    quiet = Quiet(on_holidays=False)
    assert when_to_send(at("11-21 12:00"), quiet) == at("11-21 12:00")
    assert when_to_send(at("11-21 19:00"), quiet) == at("11-22 06:00")


def test_a_moment_of_another_zone_is_one_of_bangkok() -> None:
    assert when_to_send(datetime(2026, 11, 19, 22, tzinfo=UTC), Quiet()) == at("11-20 06:00")


def test_holidays_without_end_end() -> None:
    every = {date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(1000)}
    assert when_to_send(at("11-20 09:00"), Quiet(), every) > at("11-20 09:00")


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 11, 16), True),
        (date(2026, 11, 17), False),
        (date(2026, 12, 7), False),  # a holiday itself
        (date(2026, 12, 8), True),
        (date(2026, 12, 9), False),
        (date(2026, 11, 21), False),
    ],
)
def test_a_week_begins_on_its_first_working_day(day: date, begins: bool) -> None:
    assert begins_week(day, {date(2026, 12, 7)}) is begins
