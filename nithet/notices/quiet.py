"""When a person wants to be left alone: hours of the day, and the office's days off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nithet.thai.calendar import is_working_day
from nithet.thai.dates import BANGKOK

_DAY = timedelta(days=1)
# No row of days off is longer.
_MOST_STEPS = 120


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one hour until another, over midnight where the second comes first; the same twice: never."""

    begins: time = time(18)
    ends: time = time(6)
    on_holidays: bool = True

    def holds_at(self, hour: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def holds_on(self, day: date, holidays: Collection[date]) -> bool:
        return self.on_holidays and not is_working_day(day, holidays)


def when_to_send(at: datetime, quiet: Quiet, holidays: Collection[date] = ()) -> datetime:
    """That moment, or the first one after it that is not quiet."""
    here = at.astimezone(BANGKOK)
    for _ in range(_MOST_STEPS):
        if quiet.holds_on(here.date(), holidays):
            here = datetime.combine(here.date() + _DAY, time(), tzinfo=BANGKOK)
        elif quiet.holds_at(here.time()):
            end = datetime.combine(here.date(), quiet.ends, tzinfo=BANGKOK)
            here = end if end > here else end + _DAY
        else:
            break
    return here


def begins_week(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday, or the first working day after it where that is a day off."""
    monday = day - timedelta(days=day.weekday())
    before = (monday + timedelta(days=number) for number in range(day.weekday()))
    return is_working_day(day, holidays) and not any(is_working_day(one, holidays) for one in before)
