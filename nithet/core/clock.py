"""The clock is read at the edge: views, commands and jobs pass the day and the moment in."""

from datetime import date, datetime

from django.utils import timezone

from nithet.thai.dates import bangkok_day


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The day it is in Thailand, whatever the machine's zone."""
    return bangkok_day(now())
