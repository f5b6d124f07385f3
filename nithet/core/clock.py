"""The clock is read at the edge: views, commands and jobs pass the day and the moment in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

from nithet.thai.dates import bangkok_day

_travelled_to: ContextVar[datetime | None] = ContextVar("travelled_to", default=None)


def now() -> datetime:
    return _travelled_to.get() or timezone.now()


def today() -> date:
    """The day it is in Thailand, whatever the machine's zone."""
    return bangkok_day(now())


@contextmanager
def travelled(to: datetime) -> Iterator[None]:
    """Inside, the clock stands still at that moment. Only for the demo's invented past and for tests."""
    before = _travelled_to.set(to)
    try:
        yield
    finally:
        _travelled_to.reset(before)
