"""One answer as a cell: text, number, day or moment; None where there is none. What is not of its kind stays text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from nithet.forms.checking.findings import plain
from nithet.forms.checking.kinds import written
from nithet.thai.dates import BANGKOK

Cell = str | int | float | date | None


def text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    return written(value)


def number(value: Any) -> Cell:
    return value if value is None or type(value) in (int, float) else text(value)


def day(value: Any) -> Cell:
    try:
        return _day(value) if value else None
    except (ValueError, TypeError, KeyError):
        return text(value)


@lru_cache(maxsize=4096)
def _day(value: str) -> date:
    """The same days come again and again."""
    return date.fromisoformat(value[:10])


def moment(value: Any) -> Cell:
    """On the clock of Thailand."""
    try:
        found = datetime.fromisoformat(value) if value else None
        if found is None or found.tzinfo is None:
            return found and found.replace(tzinfo=BANGKOK)
        return found.astimezone(BANGKOK)
    except (ValueError, TypeError, OverflowError):
        return text(value)


def part(name: str) -> Callable[[Any], Cell]:
    """Of a place."""

    def read(value: Any) -> Cell:
        return value.get(name) if isinstance(value, dict) else None

    return read


def labelled(labels: Mapping[str, str]) -> Callable[[Any], str | None]:
    """Choices by their labels; a name that no list has stands for itself."""
    known = {name: plain(label, 300) for name, label in labels.items()}

    def read(value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, list):
            return ", ".join([known.get(str(name), str(name)) for name in value])
        return (known.get(value) if isinstance(value, str) else None) or text(value)

    return read


def chosen(name: str) -> Callable[[Any], int | None]:
    """1 where it was chosen, 0 where not, nothing where the question was not answered."""

    def read(value: Any) -> int | None:
        return int(name in value) if isinstance(value, list) else None

    return read
