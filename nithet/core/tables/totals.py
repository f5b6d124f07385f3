"""Rows that only sum up a table: a word for the total in the first filled cell, and nothing but numbers behind it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from nithet.core.tables.table import CellValue, Fault, Row
from nithet.core.tables.values import is_blank
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_COUNTED = r"[\d,.]+(?:คน|โรงเรียน|โรง|แห่ง|ราย|รายการ|อัตรา|แถว)?"
_WORD = re.compile(
    rf"(?:ยอด|ผล|จำนวน)?รวม(?:ยอด|จำนวน)?(?:ทั้งสิ้น|ทั้งหมด)?[:.]?(?:{_COUNTED})?"
    r"|รวม.*\d(?:คน|โรงเรียน|โรง|แห่ง|ราย|รายการ|อัตรา)"
    r"|(?:grand)?total[:.]?[\d,.]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(_COUNTED)
_LATIN = frozenset("TtGg")
"""What the other words begin with: half a million rows are asked."""


def is_total(row: Row, codes: Collection[int] = ()) -> bool:
    """Whether a row only sums up. `codes`: columns in which a number names a thing; then the row is one of them."""
    filled = ((place, cell) for place, cell in enumerate(row.cells) if not is_blank(cell))
    _, first = next(filled, (0, None))
    if not _says_total(first):
        return False
    return all(place not in codes and _is_number(cell) for place, cell in filled)


def _says_total(cell: CellValue) -> bool:
    if not isinstance(cell, str) or not ("รวม" in cell or cell[:1] in _LATIN):
        return False
    return bool(_WORD.fullmatch(squeeze(to_arabic(cell))))


def _is_number(cell: CellValue) -> bool:
    """A number, however it is typed, or a sum that nobody has worked out."""
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(squeeze(to_arabic(cell))))
    return isinstance(cell, int | float | Decimal | Fault) and not isinstance(cell, bool | date)
