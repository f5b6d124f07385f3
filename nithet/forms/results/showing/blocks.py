"""What a block is made of, and how its values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from nithet.forms.results import charts, rounded
from nithet.forms.results.pictures import Picture
from nithet.forms.results.shapes import AspectResult, Counted, Figures, Rated
from nithet.statistics.figure import NOTHING
from nithet.statistics.rounding import half_up
from nithet.statistics.suppression import HIDDEN

Value = str | int | Decimal | None
Address = Callable[..., str]
"""Of the answers to a question: its path, a value or "" for all, and of a group its property and value."""

MEAN, SD, PNI, ALPHA, PERCENT = rounded.MEAN, rounded.SD, rounded.PNI, rounded.ALPHA, rounded.PERCENT
COUNT = 0
WHOLE = "รวม"


@dataclass(frozen=True, slots=True)
class Head:
    """A column; `places` of its numbers, None where it holds words."""

    label: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    value: Value = None
    answers: tuple[str, ...] | None = None
    """Of the answers that it was counted of: path and value; of a group its property and value too."""


@dataclass(frozen=True, slots=True)
class Line:
    cells: tuple[Cell, ...]
    is_whole: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`key` names it in addresses: what kind of block, and the path of its question or aspect."""

    key: str
    title: str
    table: Table
    picture: Picture | None = None
    notes: tuple[str, ...] = ()
    of: str = ""
    """Path of the one question that it is about."""
    is_detail: bool = False
    """Read only by those who look for it."""


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    notes: tuple[str, ...] = ()


def shown(value: Value, places: int | None = None) -> str:
    """As it is read: “1,234”, “4.51”, “–” for what does not exist."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{half_up(value, places if places is not None else MEAN):,}"


def drawn(block: Block, frame: charts.Frame = charts.WIDE) -> charts.Chart | None:
    return charts.definition(block.picture, frame) if block.picture else None


def nowhere(path: str, value: str = "", by: str = "", at: str = "") -> str:
    return ""


def mean_of(rated: Rated) -> Decimal | None:
    """As it is drawn and read."""
    return None if rated.mean is None else half_up(rated.mean, MEAN)


def scale_of(aspect: AspectResult) -> tuple[int, int]:
    return next((scale for one in aspect.items if (scale := one.item.scale)), (1, 5))


# What is not shown, and why


def is_hidden(figures: Figures) -> bool:
    return figures.is_suppressed


def number_of(figures: Figures, n: int) -> int | None:
    return None if is_hidden(figures) else n


def reasons_of(figures: Iterable[Figures]) -> tuple[str, ...]:
    """Each once, as they come."""
    told = []
    for one in figures:
        told.append(HIDDEN if one.is_suppressed else str(getattr(one, "why", "")))
        if (
            isinstance(one, Counted)
            and not one.is_suppressed
            and any(share.count is None for share in one.shares)
        ):
            told.append(HIDDEN)
    return kept(*dict.fromkeys(told))


def kept(*words: str) -> tuple[str, ...]:
    return tuple(word for word in words if word)
