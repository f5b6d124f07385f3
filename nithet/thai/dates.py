"""Days and moments in Thai: Buddhist years on paper and screen, ISO dates inside, days as in Bangkok.

B.E. = C.E. + 543 (domain.md §2.5). A day is never moved: 29 February exists only in a leap year.
"""

import calendar
import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from nithet.thai.months import MONTH_PATTERN, MONTHS, SHORT, month_number
from nithet.thai.numerals import to_arabic, to_thai
from nithet.thai.text import clean

BANGKOK = ZoneInfo("Asia/Bangkok")
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
"""Monday first, as `date.weekday` counts."""

BE_OFFSET = 543
FIRST_BE, LAST_BE = 2443, 2742
"""The Buddhist years accepted when typed: C.E. 1900 to 2199."""

DateStyle = Literal["full", "long", "short", "brief", "letter", "order"]
SpanStyle = Literal["long", "short", "letter"]

_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี)?"
_YEAR = r"['’]?(?P<year>\d{4}|\d{2})"
_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\s?(?P<sep>[-/.–])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})"),
    re.compile(rf"(?P<day>\d{{1,2}})[\s/-]*(?:เดือน\s?)?(?P<month>{MONTH_PATTERN})[\s,/-]*{_ERA}\s?{_YEAR}"),
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEKDAY = re.compile(
    r"^(?:วัน\s?)?(?P<weekday>จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)?\s?(?:ที่|วันที่)?\s?(?=\d)"
)
_NO_YEAR = re.compile(rf"\d{{1,2}}\s?(?:[-/.]\s?\d{{1,2}}|(?:เดือน\s?)?{MONTH_PATTERN})")


class ThaiDateError(ValueError):
    """The text is no date; the message says in Thai what to type."""

    def __init__(self, text: str, message: str = "") -> None:
        self.text = text
        self.message = (
            message or f"“{text}” ไม่ใช่วันที่ที่อ่านได้ โปรดพิมพ์วัน เดือน ปี พ.ศ. เช่น 20 พ.ย. 2569 หรือ 20/11/2569"
        )
        super().__init__(self.message)


class AmbiguousYearError(ThaiDateError):
    """A year of the common era was typed where Buddhist years are meant: ask before taking `suggestion`."""

    def __init__(self, text: str, suggestion: date) -> None:
        self.suggestion = suggestion
        self.suggestion_text = format_date(suggestion, "long")
        year = suggestion.year
        super().__init__(
            text, f"ปี {year} เป็น ค.ศ. หมายถึง พ.ศ. {to_be(year)} ใช่หรือไม่ หากใช่ โปรดพิมพ์ปี {to_be(year)}"
        )


def bangkok_day(moment: datetime) -> date:
    """The day of a moment in Asia/Bangkok. Raises ValueError for a naive moment, whose day nobody knows."""
    return _in_bangkok(moment).date()


def to_be(year_ce: int) -> int:
    """The Buddhist year of a year of the common era: 2026 → 2569 (years from 1941 on, which begin in January)."""
    return year_ce + BE_OFFSET


def from_be(year_be: int) -> int:
    """The year of the common era of a Buddhist year: 2569 → 2026."""
    return year_be - BE_OFFSET


def format_date(day: date, style: DateStyle = "long") -> str:
    """The day in Thai with its Buddhist year (`brief` has none).

    full “วันพฤหัสบดีที่ 1 ตุลาคม 2569”, long “1 ตุลาคม 2569”, short “1 ต.ค. 2569”, brief “1 ต.ค.”,
    letter “๑ ตุลาคม ๒๕๖๙”, order “๑ ตุลาคม พ.ศ. ๒๕๖๙”. Raises KeyError for another style.
    """
    if isinstance(day, datetime):
        raise TypeError("a moment has no day of its own: pass bangkok_day(moment)")
    month, year = MONTHS[day.month - 1], to_be(day.year)
    return {
        "full": f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {month} {year}",
        "long": f"{day.day} {month} {year}",
        "short": f"{day.day} {SHORT[day.month - 1]} {year}",
        "brief": f"{day.day} {SHORT[day.month - 1]}",
        "letter": to_thai(f"{day.day} {month} {year}"),
        "order": to_thai(f"{day.day} {month} พ.ศ. {year}"),
    }[style]


def format_span(first: date, last: date, style: SpanStyle = "long") -> str:
    """Two days and all between, both included: “1–5 ตุลาคม 2569”, “28 กันยายน – 2 ตุลาคม 2569”.

    One day alone is written once. Raises ValueError if the last day comes before the first.
    """
    if last < first:
        raise ValueError(f"span ends ({last}) before it begins ({first})")
    end = format_date(last, style)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        begin = f"{first.day}–"
    elif first.year == last.year:
        begin = format_date(first, style).rsplit(" ", 1)[0] + " – "
    else:
        begin = format_date(first, style) + " – "
    return (to_thai(begin) if style == "letter" else begin) + end


def format_time(moment: datetime) -> str:
    """The time of day in Bangkok, “09.30 น.”. Raises ValueError for a naive moment."""
    return f"{_in_bangkok(moment):%H.%M} น."


def parse_date(text: str, *, allow_iso: bool = False) -> date:
    """The day that a person typed, in any usual Thai form, with Thai or Arabic digits.

    20 พ.ย. 69 · ๒๐/๑๑/๒๕๖๙ · 20-11-2569 · 20 พฤศจิกายน พ.ศ. 2569 · วันศุกร์ที่ 20 พฤศจิกายน 2569 · 2569-11-20.
    A year of two digits is Buddhist (69 is 2569). `allow_iso` accepts 2026-11-20, as a browser's own date
    field sends it. Raises `AmbiguousYearError` for other years of the common era unless ค.ศ. was written,
    and `ThaiDateError` for anything else.
    """
    shown = clean(text)
    line = to_arabic(shown)
    weekday = _WEEKDAY.match(line)
    body = line[weekday.end() :] if weekday else line
    match = next((found for form in _FORMS if (found := form.fullmatch(body))), None)
    if match is None:
        raise _unreadable(shown, body)
    day = _day_of(match, shown, iso=allow_iso and bool(_ISO.fullmatch(line)))
    if weekday and weekday["weekday"]:
        _check_weekday(weekday["weekday"], day, shown)
    return day


def _in_bangkok(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a naive moment has no day: give it a time zone")
    return moment.astimezone(BANGKOK)


def _unreadable(shown: str, body: str) -> ThaiDateError:
    if _NO_YEAR.fullmatch(body):
        return ThaiDateError(shown, f"“{shown}” ยังไม่มีปี โปรดพิมพ์ปี พ.ศ. ด้วย เช่น 20 พ.ย. 2569")
    return ThaiDateError(shown)


def _day_of(match: re.Match[str], shown: str, *, iso: bool) -> date:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else month_number(parts["month"])
    year_ce, is_sure = _year_of(parts["year"], parts.get("era") or "", shown)
    if month is None or not 1 <= month <= 12:
        raise ThaiDateError(shown, f"เดือนใน “{shown}” ต้องเป็น 1 ถึง 12 โปรดพิมพ์วัน เดือน ปี ตามลำดับ เช่น 20/11/2569")
    _check_day(int(parts["day"]), month, year_ce, shown)
    day = date(year_ce, month, int(parts["day"]))
    if not is_sure and not iso:
        raise AmbiguousYearError(shown, day)
    return day


def _year_of(digits: str, era: str, shown: str) -> tuple[int, bool]:
    """The year of the common era, and whether the typed one was surely meant so."""
    year = int(digits) if len(digits) == 4 else 2500 + int(digits)
    is_common_era = era.startswith("ค")
    if FIRST_BE <= year <= LAST_BE and not is_common_era:
        return from_be(year), True
    if from_be(FIRST_BE) <= year <= from_be(LAST_BE):
        return year, is_common_era
    raise ThaiDateError(shown, f"ปีใน “{shown}” อยู่นอกช่วงที่รับได้ โปรดพิมพ์ปี พ.ศ. {FIRST_BE} ถึง {LAST_BE} เช่น 2569")


def _check_day(day: int, month: int, year_ce: int, shown: str) -> None:
    last = calendar.monthrange(year_ce, month)[1]
    if not 1 <= day <= last:
        name = f"เดือน{MONTHS[month - 1]} พ.ศ. {to_be(year_ce)}"
        raise ThaiDateError(shown, f"{name} มี {last} วัน ไม่มีวันที่ {day} โปรดตรวจวันที่อีกครั้ง")


def _check_weekday(typed: str, day: date, shown: str) -> None:
    right = WEEKDAYS[day.weekday()]
    if not right.startswith(typed.rstrip("ฯ")):
        message = f"วันที่ {format_date(day)} ตรงกับวัน{right} ไม่ใช่วัน{typed} โปรดตรวจวันที่อีกครั้ง"
        raise ThaiDateError(shown, message)
