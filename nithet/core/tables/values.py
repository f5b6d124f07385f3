"""Cells to clean values. What cannot be one says why in Thai; an empty cell, or one with only a dash, is None.

Spreadsheets change what people type: codes become numbers, numbers lose their zeros, “1-6” becomes a day.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from openpyxl.utils.datetime import from_excel

from nithet.core.tables.table import CellValue, Fault
from nithet.thai.dates import (
    FIRST_BE,
    LAST_BE,
    AmbiguousYearError,
    ThaiDateError,
    format_date,
    from_be,
    parse_date,
)
from nithet.thai.numerals import ThaiNumberError, parse_number, to_arabic
from nithet.thai.text import clean, squeeze

SURE_DIGITS = 15
"""Longer numbers Excel has rounded: its numbers hold no more digits."""
_DASHES = frozenset("-–—−_.")
_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,3})")
_WHOLE = re.compile(r"(\d+)\.0+")
_YES = frozenset({"ใช่", "มี", "จริง", "✓", "✔", "☑", "✅", "√", "/", "x", "1", "y", "yes", "true", "t", "ü"})
_NO = frozenset({"ไม่ใช่", "ไม่มี", "ไม่", "เท็จ", "✗", "✘", "☐", "☒", "❌", "×", "0", "n", "no", "false", "f"})
_TIME_AFTER = re.compile(r"[\sT,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:น\.?)?Z?$")
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 312_000
"""Excel's numbers of the days from 1927 to B.E. 2754: smaller numbers are rather years or counts."""

_EXTENSION = re.compile(r"\s*(?:ต่อ|กด|ext\.?|#)\s*(\d+(?:\s*-\s*\d+)?)", re.IGNORECASE)
_BETWEEN_PHONES = re.compile(r"\s*(?:[,;/]|และ|หรือ|\n)\s*")
_PHONE_WORDS = re.compile(r"^(?:โทรศัพท์|โทร|เบอร์|มือถือ|tel|mobile)[.:\s]*", re.IGNORECASE)
_PHONE = re.compile(r"0(?:[2-7]\d{7}|[689]\d{8})")


class CellProblem(ValueError):  # noqa: N818  a word of people who check tables, not an error of the program
    """The cell is not what its column is for; `why` says in Thai what is wrong and what to type."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_blank(value: CellValue) -> bool:
    """Whether nothing is meant: no value, no letter, or a dash, as people fill empty cells."""
    if isinstance(value, str):
        # Nearly all cells begin with a letter or digit: the quick way for a country of them.
        return not value[:1].isalnum() and set(squeeze(value)) <= _DASHES
    return value is None


def as_text(value: CellValue, *, most: int | None = None) -> str:
    """Cleaned text on one line; “” for a blank. A whole number has no “.0”."""
    if is_blank(value):
        return ""
    text = _spelled(value)
    if most is not None and len(text) > most:
        raise CellProblem(f"“{text[:30]}…” ยาวเกิน {most} ตัวอักษร โปรดย่อให้สั้นลง")
    return text


def as_code(value: CellValue, digits: int | None = None, *, padded: bool = False) -> str | None:
    """A code of digits, however a spreadsheet has mangled it: 30010001.0, 3.0010001E7, ๓๐๐๑๐๐๐๑.

    `padded` gives a code that may begin with 0 its lost zeros back. Without `digits` a code may have letters.
    """
    if is_blank(value):
        return None
    text = re.sub(r"\s|(?<=\d)-(?=\d)", "", _unrounded(value)) if digits else _unrounded(value)
    if digits is None:
        return text
    if not text.isdecimal():
        raise CellProblem(f"“{text}” ไม่ใช่รหัสตัวเลข โปรดพิมพ์รหัส {digits} หลัก")
    text = text.rjust(digits, "0") if padded else text
    if len(text) != digits:
        raise CellProblem(f"“{text}” มี {len(text)} หลัก โปรดพิมพ์รหัสให้ครบ {digits} หลัก")
    return text


def as_phone(value: CellValue) -> str | None:
    """Telephone numbers by their digits: “0812345678”, “042123456 ต่อ 12”; several are joined by a comma.

    The 0 at the beginning is given back where the spreadsheet took it, and +66 becomes it.
    """
    if is_blank(value):
        return None
    phones = [_one_phone(part) for part in _BETWEEN_PHONES.split(_unrounded(value)) if not is_blank(part)]
    return ", ".join(dict.fromkeys(phones)) or None


def as_date(value: CellValue, *, first: date | None = None, last: date | None = None) -> date | None:
    """A day from a date cell, a number of days, or any usual Thai writing; between `first` and `last` where given.

    A year of the common era is taken as such: other systems write it, and no Buddhist year looks like one.
    """
    if is_blank(value):
        return None
    day = _day_of(value)
    if (first and day < first) or (last and day > last):
        shown = format_date(day, "short")
        raise CellProblem(f"{shown} อยู่นอกช่วงวันที่ที่เป็นไปได้ โปรดตรวจปี พ.ศ. ให้ครบ 4 หลัก")
    return day


def as_whole_number(value: CellValue, *, least: int = 0, most: int | None = None) -> int | None:
    """A count such as “๑,๒๓๔ คน”."""
    if is_blank(value):
        return None
    number = _number_of(value)
    if number != number.to_integral_value():
        raise CellProblem(f"“{_spelled(value)}” ไม่ใช่จำนวนเต็ม โปรดพิมพ์จำนวนเต็ม เช่น 120")
    if number < least or (most is not None and number > most):
        limits = f"ตั้งแต่ {least:,}" + (f" ถึง {most:,}" if most is not None else " ขึ้นไป")
        raise CellProblem(f"{number:,f} ต้องเป็นจำนวน{limits} โปรดตรวจตัวเลขอีกครั้ง")
    return int(number)


def as_yes_no(value: CellValue) -> bool | None:
    """ใช่ or ไม่ใช่, however it is marked."""
    if isinstance(value, bool) or is_blank(value):
        return value if isinstance(value, bool) else None
    word = squeeze(_spelled(value)).lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellProblem(f"“{_spelled(value)}” อ่านไม่ได้ว่าใช่หรือไม่ใช่ โปรดพิมพ์ ใช่ หรือ ไม่ใช่")


def _spelled(value: CellValue) -> str:
    """The value as people would write it."""
    if isinstance(value, Fault):
        raise CellProblem(value.why)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, date):
        shown = f"{value.day}/{value.month}/{value.year}"
        raise CellProblem(f"Excel เปลี่ยนข้อความเป็นวันที่ {shown} โปรดจัดรูปแบบช่องเป็น “ข้อความ” แล้วพิมพ์ใหม่")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _unrounded(value: CellValue) -> str:
    """The digits of a code. Raises where the spreadsheet has rounded them."""
    text = to_arabic(_spelled(value))
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if (match := _WHOLE.fullmatch(text)) and (is_number or len(match[1]) > 4):
        text = match[1]
    if match := _EXPONENT.fullmatch(text):
        known, zeros = match[1] + (match[2] or ""), int(match[3]) - len(match[2] or "")
        if zeros < 0:
            return text
        if zeros > 0:
            raise CellProblem(f"“{text}” ถูกปัดเศษจนเลขท้ายหายไป โปรดจัดรูปแบบช่องเป็น “ข้อความ” แล้วพิมพ์ตัวเลขใหม่")
        text = known
    if is_number and len(text) > SURE_DIGITS:
        raise CellProblem(
            f"{text} ยาวเกิน {SURE_DIGITS} หลัก Excel จึงปัดเลขท้ายแล้ว โปรดจัดรูปแบบช่องเป็น “ข้อความ” แล้วพิมพ์ใหม่"
        )
    return text


def _one_phone(text: str) -> str:
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    digits = re.sub(r"[\s().\-–]", "", _PHONE_WORDS.sub("", number))
    digits = re.sub(r"^(?:\+|00)?66(?=\d{8,9}$)", "0", digits)
    if not digits.startswith("0") and _PHONE.fullmatch(f"0{digits}"):
        digits = f"0{digits}"
    if not _PHONE.fullmatch(digits):
        raise CellProblem(f"“{text}” ไม่ใช่หมายเลขโทรศัพท์ โปรดพิมพ์ให้ครบ 9 หรือ 10 หลัก เช่น 081 234 5678")
    return f"{digits} ต่อ {extension[1]}" if extension else digits


def _day_of(value: CellValue) -> date:
    if isinstance(value, datetime):
        return _in_common_era(value.date())
    if isinstance(value, date):
        return _in_common_era(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _from_serial(value)
    text = to_arabic(_spelled(value))
    try:
        return parse_date(_TIME_AFTER.sub("", text), allow_iso=True)
    except AmbiguousYearError as error:
        return error.suggestion
    except ThaiDateError as error:
        raise CellProblem(error.message) from error


def _in_common_era(day: date) -> date:
    """A Buddhist year typed into a real date cell (1/10/2569) makes a day 543 years from now."""
    if FIRST_BE <= day.year <= LAST_BE:
        try:
            return day.replace(year=from_be(day.year))
        except ValueError as error:
            raise CellProblem(f"เดือนกุมภาพันธ์ พ.ศ. {day.year} มี 28 วัน โปรดตรวจวันที่อีกครั้ง") from error
    if from_be(FIRST_BE) <= day.year <= from_be(LAST_BE):
        return day
    raise CellProblem(f"ปี {day.year} อยู่นอกช่วงที่รับได้ โปรดพิมพ์ปี พ.ศ. {FIRST_BE} ถึง {LAST_BE} เช่น 2569")


def _from_serial(number: float | Decimal) -> date:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise CellProblem(f"“{_spelled(number)}” ไม่ใช่วันที่ โปรดพิมพ์วัน เดือน ปี พ.ศ. เช่น 1/10/2569")
    day = from_excel(int(number))
    assert isinstance(day, datetime)  # noqa: S101
    return _in_common_era(day.date())


def _number_of(value: CellValue) -> Decimal:
    text = _spelled(value)
    try:
        if isinstance(value, int | float | Decimal):
            return Decimal(text)
        return parse_number(text)
    except (ThaiNumberError, InvalidOperation) as error:
        raise CellProblem(
            str(error) if isinstance(error, ThaiNumberError) else f"“{text}” ไม่ใช่ตัวเลข"
        ) from error
