"""Functions of days and moments. Years are those of the common era: forms store them so, pages show Buddhist ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from nithet.forms.expressions import values
from nithet.forms.expressions.context import Context
from nithet.forms.expressions.engines import Engine
from nithet.forms.expressions.errors import ExpressionError, UndecidedError
from nithet.forms.expressions.functions.declaring import Function
from nithet.forms.expressions.values import NAN, ZONE, Moment, Value, date_days, is_date, to_moment, to_text

_MARKS: dict[str, Callable[[datetime], str]] = {
    "%": lambda _: "%",
    "Y": lambda at: f"{at.year:04}",
    "y": lambda at: f"{at.year:04}"[2:],
    "m": lambda at: f"{at.month:02}",
    "n": lambda at: str(at.month),
    "d": lambda at: f"{at.day:02}",
    "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
    "3": lambda at: f"{at.microsecond // 1000:03}",
}
_NAMES: dict[str, Callable[[datetime, Engine], str]] = {
    "b": lambda at, engine: engine.months[at.month - 1],
    "a": lambda at, engine: engine.weekdays[at.weekday()],
}
_MARK = re.compile(r"%(.?)", re.DOTALL)
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d\d?\d?)?[+-]\d\d:\d\d", re.ASCII)


def today(context: Context) -> Moment:
    return values.today(context.world.now)


def now(context: Context) -> Moment:
    return values.moment_of(context.world.now)


def date(value: Value) -> Moment:
    return to_moment(value)


def decimal_date_time(value: Value) -> float:
    if isinstance(value, float):
        return value
    text = to_text(value)
    return date_days(text) if is_date(text) else NAN


def decimal_time(value: Value) -> float:
    """The part of a day that has passed at a time with its zone, as `08:30:00.000+07:00`."""
    text = to_text(value)
    if isinstance(value, float) or not _TIME.fullmatch(text):
        return NAN
    try:
        read = time.fromisoformat(text)
    except ValueError:
        return NAN
    moment = datetime(2000, 1, 2, read.hour, read.minute, read.second, tzinfo=read.tzinfo).astimezone(ZONE)
    passed = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return passed.total_seconds() / 86400


def format_date(context: Context, value: Value, pattern: Value) -> str:
    local, engine = to_moment(value).local, context.world.engine
    if local is None:
        return ""
    return _MARK.sub(lambda mark: _written(mark[1], local, engine), to_text(pattern))


def _written(mark: str, at: datetime, engine: Engine) -> str:
    if mark in _NAMES:
        return _NAMES[mark](at, engine)
    write = _MARKS.get(mark)
    if write is None:
        raise UndecidedError(f"%{mark}")
    return write(at)


def check_pattern(at: int, pattern: str) -> None:
    if any(mark not in _MARKS and mark not in _NAMES for mark in _MARK.findall(pattern)):
        raise ExpressionError("pattern", at, pattern)


FUNCTIONS = {
    "today": Function(today, 0, 0, takes_context=True, is_volatile=True),
    "now": Function(now, 0, 0, takes_context=True, is_volatile=True),
    "date": Function(date, 1, 1),
    "date-time": Function(date, 1, 1),
    "decimal-date-time": Function(decimal_date_time, 1, 1),
    "decimal-time": Function(decimal_time, 1, 1),
    "format-date": Function(format_date, 2, 2, takes_context=True, checks=(check_pattern,)),
    "format-date-time": Function(format_date, 2, 2, takes_context=True, checks=(check_pattern,)),
}
