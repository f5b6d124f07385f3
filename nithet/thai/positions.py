"""Where something lies: latitude and longitude as people copy them from maps and telephones. Thailand only."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from urllib.parse import unquote

from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

SOUTH, NORTH = Decimal("5.6"), Decimal("20.5")
WEST, EAST = Decimal("97.3"), Decimal("105.7")
EXAMPLE = "18.123456, 98.567890"

_NUMBER = r"(-?\d{1,3}\.\d+)"
# Of a link: the pin first, then what was asked for, then only the middle of the map.
_LINK_FORMS = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"[?&](?:q|query|ll|destination|daddr|mlat)=(?:loc:)?{_NUMBER}(?:[,\s+]|&mlon=)+{_NUMBER}"),
    re.compile(rf"/(?:place|search|dir//?)/?{_NUMBER},[\s+]*{_NUMBER}"),
    re.compile(rf"@{_NUMBER},{_NUMBER}"),
    re.compile(rf"^geo:{_NUMBER},{_NUMBER}"),
)
_PAIR = re.compile(
    r"\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*[NnEe]?\s*[,;/\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*[EeNn]?\s*\)?"
)
_DEGREES = re.compile(
    r"(\d{1,3})\s*[°º]\s*(\d{1,2})\s*['′’]\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|''|′′)\s*([NnEe])"
)
_SHORT_LINK = re.compile(r"goo\.gl/|maps\.app|share\.google", re.IGNORECASE)
_MICRO = Decimal("0.000001")


class Position(NamedTuple):
    """Degrees with six decimals, which is a tenth of a metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


class PositionError(ValueError):
    """No position in Thailand; the message says in Thai what to type."""


def parse_position(text: str) -> Position:
    """“18.1234, 98.5678”, degrees with minutes and seconds, or the link of a map."""
    shown = to_arabic(clean(text))
    found = _from_degrees(shown) or _from_link(unquote(shown)) or _from_pair(shown)
    if found is None:
        raise PositionError(_unreadable(shown))
    return _in_thailand(*found)


def _from_degrees(text: str) -> tuple[Decimal, Decimal] | None:
    parts = {
        side.upper(): Decimal(degrees) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
        for degrees, minutes, seconds, side in _DEGREES.findall(text)
    }
    return (parts["N"], parts["E"]) if parts.keys() == {"N", "E"} else None


def _from_link(text: str) -> tuple[Decimal, Decimal] | None:
    for form in _LINK_FORMS:
        if match := form.search(text):
            return Decimal(match[1]), Decimal(match[2])
    return None


def _from_pair(text: str) -> tuple[Decimal, Decimal] | None:
    match = _PAIR.fullmatch(text)
    return (Decimal(match[1]), Decimal(match[2])) if match else None


def _unreadable(text: str) -> str:
    if _SHORT_LINK.search(text):
        return f"ลิงก์ย่อไม่มีพิกัดอยู่ในลิงก์ โปรดเปิดลิงก์ แล้วคัดลอกพิกัดจากแผนที่ เช่น {EXAMPLE}"
    return f"อ่านพิกัดไม่ได้ โปรดพิมพ์ละติจูด จุลภาค แล้วลองจิจูด เช่น {EXAMPLE} หรือวางลิงก์จาก Google Maps"


def _in_thailand(first: Decimal, second: Decimal) -> Position:
    if SOUTH <= first <= NORTH and WEST <= second <= EAST:
        return Position(*(value.quantize(_MICRO, ROUND_HALF_UP) for value in (first, second)))
    if SOUTH <= second <= NORTH and WEST <= first <= EAST:
        raise PositionError(f"ละติจูดกับลองจิจูดสลับกัน โปรดพิมพ์เป็น {second}, {first}")
    raise PositionError(f"พิกัด {first}, {second} อยู่นอกประเทศไทย โปรดตรวจสอบตัวเลขอีกครั้ง เช่น {EXAMPLE}")
