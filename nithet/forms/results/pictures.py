"""What a picture of figures shows, before it is drawn (`charts.py`): values with their names and numbers. `href`: the answers behind one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Decimal | None
    tail: str
    href: str = ""
    is_strong: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """One value each, from zero."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    most: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Point:
    """One value each, or two that are joined."""

    label: str
    values: tuple[Decimal | None, ...]
    tail: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Means on a scale: a dot, and where two are compared a diamond."""

    title: str
    description: str
    points: tuple[Point, ...]
    scale: tuple[int, int]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    label: str
    percents: tuple[Decimal | None, ...]
    tail: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """What a whole is made of: a bar of a hundred per cent each."""

    title: str
    description: str
    stacks: tuple[Stack, ...]
    names: tuple[str, ...]
    is_ordered: bool = True


Picture = Bars | Points | Stacks
