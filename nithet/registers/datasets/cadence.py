"""How often data are brought up to date, and whether they are still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import models

DMC_DAYS = ((3, 31), (6, 10), (11, 10))
"""Month and day of the rounds of pupils: the end of the school year, 10 June, 10 November."""


class Cadence(models.TextChoices):
    DMC = "dmc", "ตามรอบ DMC (10 มิ.ย. 10 พ.ย. 31 มี.ค.)"
    MONTH = "month", "ทุกเดือน"
    SEMESTER = "semester", "ทุกภาคเรียน"
    YEAR = "year", "ทุกปี"
    NEEDED = "needed", "เมื่อมีการเปลี่ยนแปลง"


KEPT_FOR: Mapping[str, timedelta] = {
    Cadence.MONTH: timedelta(days=31),
    Cadence.SEMESTER: timedelta(days=184),
    Cadence.YEAR: timedelta(days=366),
}
"""The longest that a month, half a year and a year last: nobody is told too early."""


def due_on(cadence: str, as_of: date | None) -> date | None:
    """From which day data of that day are to be brought up to date; None: from none, or nobody knows."""
    if as_of is None:
        return None
    if cadence == Cadence.DMC:
        return min(day for year in (as_of.year, as_of.year + 1) for day in dmc_days(year) if day > as_of)
    kept = KEPT_FOR.get(cadence)
    return as_of + kept if kept else None


def last_old(cadence: str, on: date) -> date | None:
    """The last day whose data are old on a day: the same rule the other way round."""
    if cadence == Cadence.DMC:
        newest = max(day for year in (on.year - 1, on.year) for day in dmc_days(year) if day <= on)
        return newest - timedelta(days=1)
    kept = KEPT_FOR.get(cadence)
    return on - kept if kept else None


def dmc_days(year: int) -> list[date]:
    return [date(year, month, day) for month, day in DMC_DAYS]
