"""Kinds of facts that acts take: what a form or a button sends is made clean here, before an act sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nithet.forms.editing.errors import EditError
from nithet.forms.xlsform.cleaning import clean_cell

LONGEST = 10_000
MOST = 500
_MARK = re.compile(r"^[•·*\-–]\s+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact. `is_many`: a form sends it as several values."""

    read: Callable[[Any], Any]
    is_many: bool = False


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise EditError("bad-facts")
    text = clean_cell(value)
    if len(text) > LONGEST:
        raise EditError("too-long", limit=LONGEST)
    return text


def _lines(value: Any) -> tuple[str, ...]:
    """One a line, pasted from anywhere: marks of lists in front and empty lines fall away."""
    if not isinstance(value, str) or len(value) > LONGEST * 20:
        raise EditError("too-long", limit=LONGEST * 20)
    found = (_MARK.sub("", clean_cell(line)) for line in value.splitlines())
    lines = tuple(line for line in found if line)
    if len(lines) > MOST:
        raise EditError("too-many", limit=MOST)
    return lines


def _number(value: Any) -> int:
    text = str(value)
    if not text.isdecimal() or len(text) > 6:
        raise EditError("bad-facts")
    return int(text)


def _numbers(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise EditError("bad-facts")
    return tuple(dict.fromkeys(_number(one) for one in value))


TEXT = Kind(_text)
LINES = Kind(_lines)
NUMBER = Kind(_number)
NUMBERS = Kind(_numbers, is_many=True)
