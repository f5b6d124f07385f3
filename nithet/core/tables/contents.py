"""What cells look like, for telling columns by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_date, is_blank
from nithet.thai.numerals import to_arabic
from nithet.thai.people import split_title
from nithet.thai.text import clean

LEAST_CELLS = 3
SMALL_DIGITS = 7
"""Codes of schools and telephone numbers are longer, counts and salaries shorter."""
_SMALL_NUMBER = re.compile(rf"[\d,.\s]{{1,{SMALL_DIGITS}}}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_SCHOOL = re.compile(r"(?:โรงเรียน|ร\.\s?ร\.|รร\.|บ้าน|วัด|ชุมชน|อนุบาล|นิคม|ราชประชานุเคราะห์)")


def share(values: Sequence[CellValue], looks_like: Callable[[CellValue], bool]) -> float | None:
    """The share of cells that look so; None where too few are filled to tell."""
    filled = [value for value in values if not is_blank(value)]
    if len(filled) < LEAST_CELLS:
        return None
    return sum(looks_like(value) for value in filled) / len(filled)


def reads_as(read: Callable[[CellValue], object]) -> Callable[[CellValue], bool]:
    """Whether a cell is what one of the readers of `values` takes: `reads_as(as_phone)`."""

    def looks_like(value: CellValue) -> bool:
        try:
            return read(value) is not None
        except CellProblem:
            return False

    return looks_like


def says_little(value: CellValue) -> bool:
    """Whether a cell could stand in many columns: a count or a running number, a day."""
    if isinstance(value, str) and _SMALL_NUMBER.fullmatch(to_arabic(clean(value))):
        return True
    if isinstance(value, int | float | Decimal):
        return bool(abs(value) < 10**SMALL_DIGITS)
    return reads_as(as_date)(value)


def is_email(value: CellValue) -> bool:
    return isinstance(value, str) and bool(_EMAIL.fullmatch(clean(value)))


def is_title(value: CellValue) -> bool:
    """A title and nothing else, such as “นางสาว” or “ว่าที่ ร.ต.”."""
    # A name is put behind, for of a title alone nothing can be split off.
    return isinstance(value, str) and split_title(f"{value} ก ข")[1:] == ("ก", "ข")


def is_full_name(value: CellValue) -> bool:
    """A title, a first name and a last name in one cell."""
    return isinstance(value, str) and all(split_title(value))


def is_school_name(value: CellValue) -> bool:
    return isinstance(value, str) and bool(_SCHOOL.match(clean(value)))
