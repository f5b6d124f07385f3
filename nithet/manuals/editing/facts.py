"""Kinds of facts that acts take. What a form or a remedy sends is made clean here, before an act sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nithet.manuals.editing.errors import EditError
from nithet.thai.text import clean

LONGEST = 4000
MOST = 400
"""No list of facts is longer; a line of a manual seldom has so many letters."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact. `is_many`: a form sends it as several values."""

    read: Callable[[Any], Any]
    is_many: bool = False


def _text(value: Any) -> str:
    if not isinstance(value, str | int):
        raise EditError("bad-facts")
    text = clean(str(value))
    if len(text) > LONGEST:
        raise EditError("too-long", limit=LONGEST)
    return text


def _raw(value: Any) -> str:
    """Text in which places are counted: nothing is cleaned away."""
    if not isinstance(value, str):
        raise EditError("bad-facts")
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise EditError("bad-facts")
    try:
        return int(value)
    except ValueError as error:
        raise EditError("bad-facts") from error


def _flag(value: Any) -> bool:
    return value in (True, 1, "1", "true", "on", "yes")


def _each(value: Any) -> Iterable[Any]:
    values = [value] if isinstance(value, str | int) else value
    if not isinstance(values, list | tuple) or len(values) > MOST:
        raise EditError("bad-facts")
    return values


def _texts(value: Any) -> tuple[str, ...]:
    """Texts, one a line of each value; empty ones fall away."""
    lines = [line for one in _each(value) for line in _lines_of(one)]
    return tuple(text for line in lines if (text := _text(line)))


def _lines_of(value: Any) -> list[str]:
    return value.splitlines() if isinstance(value, str) else [value]


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_number(one) for one in _each(value) if one != ""))


TEXT = Kind(_text)
RAW = Kind(_raw)
NUMBER = Kind(_number)
FLAG = Kind(_flag)
TEXTS = Kind(_texts, is_many=True)
NUMBERS = Kind(_numbers, is_many=True)
