"""Values of expressions and how one becomes another, as browsers and phones reckon them.

A number is a float as the standard says, a date a `Moment`, what a path finds a list of `Node`. Days and moments are
those of Thailand, whose clock has not been moved since 1920.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone

from nithet.forms.expressions.nodes import Node

DAY_MS = 86_400_000
OFFSET_MS = 7 * 3_600_000
ZONE = timezone(timedelta(hours=7))
NAN = math.nan
FARTHEST_DAY = 1e8
"""Days of a month, at most: beyond it browsers know no date."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*")
_EPOCH = date(1970, 1, 1).toordinal()
_SPACE = " \t\n\r\f\v\u00a0\ufeff\u2028\u2029"


class Moment:
    """A point in time: milliseconds since 1970, NaN where the date cannot be; `is_blank` came of an empty text."""

    __slots__ = ("is_blank", "ms")

    def __init__(self, ms: float, *, is_blank: bool = False) -> None:
        self.ms = ms if math.isnan(ms) or math.isinf(ms) else float(math.trunc(ms))
        self.is_blank = is_blank

    @property
    def days(self) -> float:
        return self.ms / DAY_MS

    @property
    def local(self) -> datetime | None:
        """The moment on a Thai clock, None where there is none."""
        try:
            return datetime(1970, 1, 1, tzinfo=ZONE) + timedelta(milliseconds=self.ms + OFFSET_MS)
        except (OverflowError, ValueError):
            return None

    def __str__(self) -> str:
        local = self.local
        if local is None:
            return "" if self.is_blank else "Invalid Date"
        if (self.ms + OFFSET_MS) % DAY_MS == 0:
            return local.date().isoformat()
        return local.isoformat(timespec="milliseconds")


Value = float | str | bool | Moment | list[Node]


def to_text(value: Value) -> str:
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if kind is list:
        return value[0].text_value() if value else ""  # type: ignore[index, union-attr]
    if kind is bool:
        return "true" if value else "false"
    if kind is float:
        return number_text(value)  # type: ignore[arg-type]
    return str(value)


def to_number(value: Value) -> float:
    kind = type(value)
    if kind is float:
        return value  # type: ignore[return-value]
    if kind is bool:
        return 1.0 if value else 0.0
    if kind is Moment:
        return value.days  # type: ignore[union-attr]
    return text_number(to_text(value))


def to_boolean(value: Value) -> bool:
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[return-value]
    if kind is float:
        return value == value and value != 0.0  # noqa: PLR0124 (NaN alone is not itself)
    if kind is Moment:
        return not math.isnan(value.ms)  # type: ignore[union-attr]
    return bool(value)


def node_boolean(node: Node) -> bool:
    """One node of many counts as true when it says anything."""
    return bool(node.text_value().strip())


def text_number(text: str) -> float:
    """NaN where the text is no number; a date is its days since 1970."""
    text = text.strip(_SPACE)
    if not text:
        return NAN
    if _NUMBER.fullmatch(text):
        return float(text)
    if is_date(text):
        return date_days(text)
    return _rare_number(text)


def _rare_number(text: str) -> float:
    if text in {"Infinity", "+Infinity"}:
        return math.inf
    if text == "-Infinity":
        return -math.inf
    if len(text) <= 20 and text[:2].lower() in {"0x", "0o", "0b"} and "_" not in text and text[2:].isalnum():
        try:
            return float(int(text, 0))
        except ValueError:
            return NAN
    return NAN


def number_text(number: float) -> str:
    """As browsers write numbers: `3`, `0.1`, `1e+21`."""
    if number != number:  # noqa: PLR0124
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e21:
        return str(int(number))
    return _fraction_text(number)


def _fraction_text(number: float) -> str:
    mantissa, _, exponent = repr(number).partition("e")
    if not exponent:
        return mantissa
    power = int(exponent)
    if -7 < power < 0:
        sign = "-" if mantissa.startswith("-") else ""
        digits = mantissa.lstrip("-").replace(".", "")
        return f"{sign}0.{'0' * (-power - 1)}{digits.removesuffix('0') if digits.endswith('.0') else digits}"
    return f"{mantissa.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


def is_date(text: str) -> bool:
    """Whether a text counts as a date when it is compared or reckoned with."""
    return len(text) >= 8 and text[4] == "-" and _DATE.fullmatch(text) is not None


def date_days(text: str) -> float:
    """Days since 1970 of a text that `is_date`; a day without a time begins at midnight in Thailand."""
    return (_moment_ms(text) if "T" in text else _day_ms(text)) / DAY_MS


def _day_ms(text: str) -> float:
    """Days beyond the end of a month run on into the next one, as browsers reckon."""
    parts = text.split("-")
    day = parts[2].strip(_SPACE)
    if not _NUMBER.fullmatch(day) or abs(float(day)) > FARTHEST_DAY:
        return NAN
    year, month = int(parts[0]), int(parts[1]) - 1
    year = year + 1900 if year < 100 else year
    try:
        first = date(year + month // 12, month % 12 + 1, 1).toordinal()
    except ValueError:
        return NAN
    return float((first - _EPOCH + int(float(day)) - 1) * DAY_MS - OFFSET_MS)


def _moment_ms(text: str) -> float:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return NAN
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZONE)
    return float((read - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def to_moment(value: Value) -> Moment:
    """What `date()` makes of a value."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, bool | float):
        return Moment(NAN if isinstance(value, bool) else value * DAY_MS)
    return _moment_said(to_text(value))


def _moment_said(text: str) -> Moment:
    if not text:
        return Moment(NAN, is_blank=True)
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        return Moment(float(text.partition(".")[0]) * DAY_MS)
    if is_date(text) and _is_valid_day(text):
        return Moment(_moment_ms(_padded(text)) if "T" in text else _day_ms(text))
    return Moment(NAN)


def _is_valid_day(text: str) -> bool:
    year, month, day = text.partition("T")[0].split("-")[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _padded(text: str) -> str:
    day, _, time = text.partition("T")
    year, month, number = day.split("-")[:3]
    return f"{year}-{month:0>2}-{number:0>2}T{time}"


def today(now: datetime) -> Moment:
    local = now.astimezone(ZONE).date()
    return Moment(float((local.toordinal() - _EPOCH) * DAY_MS - OFFSET_MS))


def moment_of(now: datetime) -> Moment:
    return Moment(now.timestamp() * 1000)
