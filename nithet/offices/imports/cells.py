"""What the lists of offices share in reading a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nithet.core.clock import today
from nithet.core.fields import ThaiDateField
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_code, as_text
from nithet.thai.people import split_title
from nithet.thai.text import squeeze

Reader = Callable[[CellValue], Any]
_SPACES = re.compile(r"\s+")


def remembering(reads: Reader) -> Reader:
    """For columns in which few values come again and again."""
    return lru_cache(maxsize=4096, typed=True)(reads)


as_name = partial(as_text, most=200)
as_short = partial(as_text, most=80)
as_first_name = partial(as_text, most=100)


def as_email(value: CellValue) -> str:
    text = as_text(value, most=254).replace(" ", "")
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise CellProblem(f"“{text}” ไม่ใช่ที่อยู่อีเมล โปรดตรวจสอบ เช่น name@example.ac.th หรือเว้นว่างไว้") from error
    return text


def as_position_number(value: CellValue) -> str:
    """Numbers of posts may have letters and dashes; spaces between them say nothing."""
    return _SPACES.sub("", as_code(value) or "")[:40]


def as_degrees(value: CellValue, *, least: int, most: int, label: str) -> Decimal | None:
    """A part of a position in degrees, with six decimals."""
    text = as_text(value)
    if not text:
        return None
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise CellProblem(f"“{text}” ไม่ใช่{label} โปรดพิมพ์เป็นองศาทศนิยม เช่น 18.123456") from error
    if not least <= number <= most:
        raise CellProblem(f"{label} {text} อยู่นอกประเทศไทย โปรดตรวจว่าไม่ได้สลับละติจูดกับลองจิจูด")
    return number.quantize(Decimal("0.000001"))


# A title as the register writes it.
_TITLES = {"น.ส.": "นางสาว", "นส.": "นางสาว", "ด.ช.": "เด็กชาย", "ด.ญ.": "เด็กหญิง"}
_DEGREES = ("ผู้ช่วยศาสตราจารย์", "รองศาสตราจารย์", "ศาสตราจารย์", "ผศ.", "รศ.", "ศ.", "ดร.", "ดอกเตอร์")


@lru_cache(maxsize=1024)
def split_titles(titles: str) -> tuple[str, str]:
    """Titles as `split_title` gives them -> the title before the name, and academic ones apart."""
    degrees = [part for part in titles.split() if part.startswith(_DEGREES)]
    others = [part for part in titles.split() if not part.startswith(_DEGREES)]
    title = squeeze(" ".join(others))
    return _TITLES.get(title, title), "".join(degrees)


def name_parts(title: str, first: str, last: str) -> dict[str, str]:
    """The four parts of a name, wherever the columns of the list have put them."""
    found = split_title(" ".join(filter(None, (first, last))))
    typed, degree = split_titles(title)
    own, own_degree = split_titles(found.title)
    parts = {
        "title": typed or own,
        "degree": degree or own_degree,
        "first_name": found.first,
        "last_name": found.last,
    }
    return {code: part for code, part in parts.items() if part}


class PastDayField(ThaiDateField):
    """The day of what was counted or listed."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > today():
            raise forms.ValidationError("วันที่ของข้อมูลต้องไม่ใช่วันในอนาคต โปรดตรวจสอบปี พ.ศ.")
