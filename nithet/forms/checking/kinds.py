"""Answers by the kind of their question: from the text of the XML, back to it, and whether they can be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import MINYEAR, date, datetime, time

from nithet.forms.answers import Value
from nithet.forms.definition import CHOICE_KINDS, Kind
from nithet.forms.expressions.values import number_text

Point = dict[str, float | None]

_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+Z-]{5,30})?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_COORDINATES = ("latitude", "longitude", "altitude", "accuracy")
_VERBATIM = frozenset({Kind.TEXT, Kind.BARCODE, Kind.NOTE, Kind.CALCULATE, Kind.HIDDEN, Kind.META})
FIRST_BUDDHIST_YEAR = 2400
"""A year so late was meant as พ.ศ.; days are stored with the years of the common era."""


def typed(kind: Kind, text: str) -> Value:
    """What a text of the XML says; where it cannot be read so, the text itself."""
    if kind in _VERBATIM:
        return text
    read = _READERS.get(kind)
    return text.strip() if read is None else read(text)


def _integer(text: str) -> Value:
    bare = text.strip()
    return int(bare) if _INTEGER.fullmatch(bare) else text


def _decimal(text: str) -> Value:
    bare = text.strip()
    if _INTEGER.fullmatch(bare):
        return int(bare)
    if not _NUMBER.fullmatch(bare) or (number := float(bare)) in {float("inf"), float("-inf")}:
        return text
    return number


def _names(text: str) -> Value:
    return text.split()


def _geopoint(text: str) -> Value:
    return point(text) or text


def _points(text: str) -> Value:
    points = [point(part) for part in text.split(";") if part.strip()]
    known = [one for one in points if one is not None]
    return known if known and len(known) == len(points) else text


def point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    numbers = [float(part) for part in parts]
    if not all(map(math.isfinite, numbers)):
        return None
    return dict(zip(_COORDINATES, [*numbers, None, None], strict=False))


_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.RANGE: _decimal,
    Kind.SELECT_MULTIPLE: _names,
    Kind.RANK: _names,
    Kind.GEOPOINT: _geopoint,
    Kind.GEOTRACE: _points,
    Kind.GEOSHAPE: _points,
}


def written(value: object) -> str:
    """The text of an answer as the XML has it; "" where there is none."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if kind is int:
        return str(value)
    if kind is float:
        return number_text(value)  # type: ignore[arg-type]
    if kind is list:
        return _written_list(value)  # type: ignore[arg-type]
    if kind is dict:
        return _written_point(value)  # type: ignore[arg-type]
    return "" if value is None else str(value)


def _written_list(values: list[object]) -> str:
    if values and isinstance(values[0], dict):
        return ";".join(_written_point(value) for value in values if isinstance(value, dict))
    return " ".join(str(value) for value in values)


def _written_point(value: dict[str, object]) -> str:
    """What is not known at the end is left out; before something known it is 0."""
    numbers = [value.get(name) for name in _COORDINATES]
    while numbers and numbers[-1] is None:
        numbers.pop()
    return " ".join(
        number_text(float(number)) if isinstance(number, int | float) else "0" for number in numbers
    )


def wrong_type(kind: Kind, value: object, text: str) -> str:
    """What is wrong with an answer, "" where nothing is."""
    check = _CHECKS.get(kind)
    return "" if check is None else check(value, text)


def _not_integer(value: object, _text: str) -> str:
    return "" if type(value) is int else "ต้องเป็นจำนวนเต็ม"


def _not_number(value: object, _text: str) -> str:
    return "" if type(value) in {int, float} else "ต้องเป็นตัวเลข"


def _not_day(_value: object, text: str) -> str:
    words = "ต้องเป็นวันที่"
    if not _DAY.fullmatch(text):
        return words
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return words
    return "ต้องเป็นวันที่ที่เก็บเป็นปี ค.ศ." if day.year >= FIRST_BUDDHIST_YEAR else ""


def _not_moment(_value: object, text: str) -> str:
    words = "ต้องเป็นวันและเวลา"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return words
    if moment.year == MINYEAR:  # on another clock it may stand before all years
        return words
    return "ต้องเป็นวันและเวลาที่เก็บเป็นปี ค.ศ." if moment.year >= FIRST_BUDDHIST_YEAR else ""


def _not_time(_value: object, text: str) -> str:
    words = "ต้องเป็นเวลา"
    if not _TIME.fullmatch(text):
        return words
    try:
        time.fromisoformat(text)
    except ValueError:
        return words
    return ""


def _no_place(value: object, _text: str) -> str:
    return "" if _is_place(value) else "ต้องเป็นพิกัดที่ตั้ง"


def _is_place(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    latitude, longitude = value.get("latitude"), value.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _no_line(value: object, _text: str) -> str:
    points = value if isinstance(value, list) else []
    return "" if len(points) >= 2 and all(map(_is_place, points)) else "ต้องเป็นแนวเส้นที่มีจุดตั้งแต่ 2 จุดขึ้นไป"


def _no_shape(value: object, _text: str) -> str:
    points = value if isinstance(value, list) else []
    is_closed = len(points) >= 4 and points[0] == points[-1]
    return "" if is_closed and all(map(_is_place, points)) else "ต้องเป็นพื้นที่ปิดที่มีจุดตั้งแต่ 3 จุดขึ้นไป"


def _no_names(value: object, _text: str) -> str:
    return "" if isinstance(value, list) else "ต้องเป็นรายการตัวเลือก"


_CHECKS: dict[Kind, Callable[[object, str], str]] = {
    Kind.INTEGER: _not_integer,
    Kind.DECIMAL: _not_number,
    Kind.RANGE: _not_number,
    Kind.SELECT_MULTIPLE: _no_names,
    Kind.RANK: _no_names,
    Kind.DATE: _not_day,
    Kind.TIME: _not_time,
    Kind.DATETIME: _not_moment,
    Kind.GEOPOINT: _no_place,
    Kind.GEOTRACE: _no_line,
    Kind.GEOSHAPE: _no_shape,
}

CHECKED_KINDS = frozenset({*_CHECKS, *CHOICE_KINDS})
"""Kinds of which not every text is an answer."""
