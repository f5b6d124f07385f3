"""The shapes that figures of a round have, from the questions to what pages, words, documents and other systems read.

    Instrument   what a form measures: its items by role, and the aspects that they stand in
    Tally        what was counted; two tallies of different answers add up to the tally of both
    Results      the figures, made of an instrument and a tally by chosen schemes

Means, deviations and indices are Decimals, unrounded; whoever shows them rounds half up (`statistics.rounding`). None means
that a figure does not exist; `why` says why in Thai. Suppressed figures are None too, with `is_suppressed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What can be counted of an item."""

    RATING = "rating"  # one of a list of numbers: 1–5
    DUAL = "dual"  # two ratings of one matter: actual and desired
    OBSERVATION = "observation"  # 2/1/0 and not applicable
    CHOICE = "choice"  # one of a list
    CHOICES = "choices"  # several of a list
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. `value` is its number where the list is a scale; None also for “not applicable”."""

    name: str
    label: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """`path` is the question's; of a dual rating the group's, `actual` and `desired` the two questions'."""

    path: str
    label: str
    role: Role
    aspect: str = ""
    options: tuple[Option, ...] = ()
    actual: str = ""
    desired: str = ""
    repeat: str = ""
    """The repeat whose lines it is asked in, "" where it is asked once."""
    source: str = ""
    """A list beside the form that its choices stand in (`schools.csv`)."""
    is_conditional: bool = False
    """Asked only of those who answered something else so."""

    @property
    def scale(self) -> tuple[int, int] | None:
        """Lowest and highest value, of a rating."""
        values = [option.value for option in self.options if option.value is not None]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True, slots=True)
class Aspect:
    """A group of ratings that are summed up together (ด้าน)."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Property:
    """What answers are told apart by: a property of who was asked (`cluster`, `size`, `role` …)."""

    code: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    """Value → label, in the order that they are shown in."""


@dataclass(frozen=True, slots=True)
class Instrument:
    items: tuple[InstrumentItem, ...]
    aspects: tuple[Aspect, ...] = ()
    properties: tuple[Property, ...] = ()
    """What the form itself tells answers apart by; `code` is the path of the question."""

    def item(self, path: str) -> InstrumentItem | None:
        return next((item for item in self.items if item.path == path), None)

    def of_aspect(self, path: str) -> tuple[InstrumentItem, ...]:
        return tuple(item for item in self.items if item.aspect == path)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to a round as it is counted."""

    answers: Mapping[str, object]
    """Path → value as `answers.py` has it."""
    properties: Mapping[str, str] = field(default_factory=dict)


# Results


@dataclass(frozen=True, slots=True)
class Share:
    """One choice, band or word: how many, and per cent of those who answered."""

    name: str
    label: str
    count: int | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Rated:
    """n, x̄ and S.D. (n−1) of one rating, and the band that the scheme gives its mean."""

    n: int
    mean: Decimal | None = None
    sd: Decimal | None = None
    band: str = ""
    shares: tuple[Share, ...] = ()
    why: str = ""
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """A dual rating of the same respondents: means of both, their difference, PNI_modified and its rank."""

    n: int
    actual: Rated
    desired: Rated
    gap: Decimal | None = None
    pni: Decimal | None = None
    rank: int | None = None
    """Inside its aspect; of an aspect, among aspects."""
    is_need: bool = False
    """Above the chosen cut-off."""
    why: str = ""
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    n: int
    mean: Decimal | None = None
    sd: Decimal | None = None
    least: Decimal | None = None
    median: Decimal | None = None
    most: Decimal | None = None
    total: Decimal | None = None
    shares: tuple[Share, ...] = ()
    """Of classes, for the picture."""
    why: str = ""
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Answers in words: how many, and the most frequent words."""

    n: int
    words: tuple[Share, ...] = ()
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Choices; of several from a list the per cents are of those who answered and add up to more than 100."""

    n: int
    shares: tuple[Share, ...] = ()
    is_suppressed: bool = False


Figures = Rated | Needed | Numbered | Told | Counted


@dataclass(frozen=True, slots=True)
class ItemResult:
    item: InstrumentItem
    figures: Figures
    left_out: int | None = 0
    """Respondents who gave no answer that counts; None where they are too few to be told."""
    per_cent: Decimal | None = None
    """Of an observation: points of what could be reached, N/A out of both."""


@dataclass(frozen=True, slots=True)
class AspectResult:
    aspect: Aspect
    figures: Rated | Needed
    items: tuple[ItemResult, ...]
    per_cent: Decimal | None = None
    """Of what was observed: points of what could be reached."""


@dataclass(frozen=True, slots=True)
class ItemAlpha:
    """What an item does to its scale: α without it, and how it goes with the sum of the others."""

    item: InstrumentItem
    alpha_without: Decimal | None
    correlation: Decimal | None


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's α of ratings that were answered whole."""

    name: str
    k: int
    n: int
    value: Decimal | None
    words: str
    """ "ใช้ได้", "ดี" …, or why there is none."""
    aspect: str = ""
    """Path of the aspect, "" of the whole."""
    items: tuple[ItemAlpha, ...] = ()


@dataclass(frozen=True, slots=True)
class Cross:
    """One item by one property: a column of figures for each value of the property."""

    item: InstrumentItem
    by: Property
    columns: tuple[tuple[str, Figures], ...]
    """Value of the property and the figures of those answers."""


@dataclass(frozen=True, slots=True)
class AspectCross:
    """An aspect, or the whole (None), by one property."""

    aspect: Aspect | None
    by: Property
    columns: tuple[tuple[str, Rated | Needed], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that the page of a round shows of its answers."""

    n: int
    items: tuple[ItemResult, ...] = ()
    aspects: tuple[AspectResult, ...] = ()
    overall: Rated | Needed | None = None
    """Of all ratings that stand in aspects."""
    alphas: tuple[Alpha, ...] = ()
    scheme_words: str = ""
    """How means are worded, as it is printed below each table."""
    cutoff_words: str = ""
    """Which cut-off of needs was used."""
    is_suppressed: bool = False
    """Fewer answered than may be shown."""
    notes: tuple[str, ...] = ()

    def result(self, path: str) -> ItemResult | None:
        return next((one for one in self.items if one.item.path == path), None)

    def needs(self) -> tuple[tuple[AspectResult, ItemResult, Needed], ...]:
        """Dual ratings by aspect and rank."""
        found = [
            (aspect, one, one.figures)
            for aspect in self.aspects
            for one in aspect.items
            if isinstance(one.figures, Needed) and one.figures.rank is not None
        ]
        return tuple(sorted(found, key=lambda row: (row[0].aspect.path, row[2].rank or 0)))
