"""Show-if and limits as people choose them, and as XLSForm writes them.

What was written otherwise is no condition of this kind: `read_…` gives None, and the expression is shown and kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nithet.forms.editing.errors import EditError
from nithet.thai.numerals import ThaiNumberError, parse_number

HOWS = {
    "is": "ตอบว่า",
    "is_not": "ไม่ได้ตอบว่า",
    "at_least": "มากกว่าหรือเท่ากับ",
    "at_most": "น้อยกว่าหรือเท่ากับ",
    "more": "มากกว่า",
    "less": "น้อยกว่า",
    "answered": "ตอบแล้ว (ไม่ว่าตอบอย่างไร)",
    "unanswered": "ยังไม่ตอบ",
}
_SIGNS = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most", ">": "more", "<": "less"}
_MARKS = {how: sign for sign, how in _SIGNS.items()}
WITHOUT_VALUE = frozenset({"answered", "unanswered"})

_NAME = r"\$\{\s*(?P<name>[^\s{}#]+)\s*\}"
_TEXT = r"""(?:'(?P<one>[^']*)'|"(?P<two>[^"]*)")"""
_NUMBER = r"(?P<number>-?\d+(?:\.\d+)?)"
_COMPARED = re.compile(rf"{_NAME}\s*(?P<sign>!=|>=|<=|=|>|<)\s*(?:{_TEXT}|{_NUMBER})")
_SELECTED = re.compile(rf"(?P<no>not\(\s*)?selected\(\s*{_NAME}\s*,\s*{_TEXT}\s*\)(?(no)\s*\))")
_LEAST = r"\.\s*>=\s*(?P<least>-?\d+(?:\.\d+)?)"
_MOST = r"\.\s*<=\s*(?P<most>-?\d+(?:\.\d+)?)"
_LIMITS = re.compile(rf"{_LEAST}\s+and\s+{_MOST}")


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown if the question `name` was answered so; `how` is of `HOWS`."""

    name: str
    how: str
    value: str = ""


def read_condition(expression: str) -> Condition | None:
    text = expression.strip()
    if found := _SELECTED.fullmatch(text):
        return Condition(found["name"], "is_not" if found["no"] else "is", found["one"] or found["two"] or "")
    found = _COMPARED.fullmatch(text)
    if found is None:
        return None
    value = found["number"] or found["one"] or found["two"] or ""
    how = _SIGNS[found["sign"]]
    if value or how not in ("is", "is_not"):
        return Condition(found["name"], how, value) if value else None
    return Condition(found["name"], "unanswered" if how == "is" else "answered")


def write_condition(condition: Condition, *, is_many: bool, is_number: bool) -> str:
    """`is_many`: several may be chosen in that question; `is_number`: its answer is one."""
    name, value = f"${{{condition.name}}}", condition.value
    if condition.how in WITHOUT_VALUE:
        return f"{name} {'!=' if condition.how == 'answered' else '='} ''"
    if not value:
        raise EditError("value-needed")
    sign = _MARKS[condition.how]
    if is_number or sign not in ("=", "!="):
        return f"{name} {sign} {number_of(value)}"
    if is_many:
        said = f"selected({name}, {_quoted(value)})"
        return said if condition.how == "is" else f"not({said})"
    return f"{name} {sign} {_quoted(value)}"


def _quoted(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    if '"' in value:
        raise EditError("value-unfit")
    return f'"{value}"'


def number_of(text: str) -> str:
    """A number as it was typed, Thai digits and commas too, as an expression has it."""
    try:
        number = parse_number(text)
    except ThaiNumberError as error:
        raise EditError("number-unfit", text=text) from error
    return format(number.normalize() if number else Decimal(0), "f")


def read_limits(expression: str) -> tuple[str, str] | None:
    """Lowest and highest, each "" where there is none."""
    text = expression.strip()
    if not text:
        return "", ""
    if found := _LIMITS.fullmatch(text):
        return found["least"], found["most"]
    if found := re.fullmatch(_LEAST, text):
        return found["least"], ""
    if found := re.fullmatch(_MOST, text):
        return "", found["most"]
    return None


def write_limits(least: str, most: str) -> str:
    if least and most and Decimal(least) > Decimal(most):
        raise EditError("limits-crossed")
    parts = [f". >= {least}"] if least else []
    return " and ".join([*parts, *([f". <= {most}"] if most else [])])


def words_of_limits(least: str, most: str) -> str:
    """What whoever fills it is told."""
    if least and most:
        return f"โปรดกรอกตัวเลขตั้งแต่ {least} ถึง {most}"
    if least:
        return f"โปรดกรอกตัวเลขตั้งแต่ {least} ขึ้นไป"
    return f"โปรดกรอกตัวเลขไม่เกิน {most}" if most else ""
