"""What answers look like: n, mean, standard deviation, median and quartiles.

Three ways in, one result: from values, from counts (answer → how many gave it) and from sums (n, Σx, Σx²). A hundred thousand answers
come as counts or sums, which the database makes. No answer (None) is counted nowhere.

Sources: บุญชม ศรีสะอาด, การวิจัยเบื้องต้น (2545), for x̄ and S.D.; quartiles after Hyndman and Fan, Sample Quantiles in Statistical
Packages (1996), type 7, as spreadsheets do it (QUARTILE.INC).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from nithet.statistics.figure import NOBODY, Figure, undefined
from nithet.statistics.rounding import Number, exact, root

Answer = TypeVar("Answer", bound=Number)

_ONE_ONLY = "มีผู้ตอบ 1 ราย จึงคำนวณส่วนเบี่ยงเบนมาตรฐานไม่ได้"
_QUARTILE_METHOD = "ประมาณค่าเชิงเส้นระหว่างลำดับ (QUARTILE.INC)"


class Divisor(StrEnum):
    """What the squared deviations are divided by."""

    SAMPLE = "n-1"
    WHOLE = "n"

    @property
    def label(self) -> str:
        return "ตัวหาร n−1" if self is Divisor.SAMPLE else "ตัวหาร N"


@dataclass(frozen=True, slots=True)
class Sums:
    """n, Σx and Σx²: tallies of groups may be added up. ValueError where no answers could have such sums."""

    n: int
    total: Number = 0
    squares: Number = 0

    def __post_init__(self) -> None:
        if self.n < 0 or self._spread < 0 or (self.n == 0 and exact(self.squares)):
            raise ValueError(f"no answers have n={self.n}, sum={self.total}, sum of squares={self.squares}")

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            exact(self.total) + exact(other.total),
            exact(self.squares) + exact(other.squares),
        )

    @property
    def mean(self) -> Fraction | None:
        return exact(self.total) / self.n if self.n else None

    @property
    def _spread(self) -> Fraction:
        return self.n * exact(self.squares) - exact(self.total) ** 2

    def variance(self, divisor: Divisor = Divisor.SAMPLE) -> Fraction | None:
        """(nΣx² − (Σx)²) / (n(n−1)), or / n² with divisor N; None where there are too few answers."""
        below = self.n if divisor is Divisor.WHOLE else self.n - 1
        return self._spread / (self.n * below) if below > 0 else None


@dataclass(frozen=True, slots=True)
class Described:
    """How many answered, their mean, variance and standard deviation, in units of the answers (variance: squared)."""

    n: int
    mean: Figure
    variance: Figure
    sd: Figure


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Smallest answer, quartiles and greatest answer."""

    n: int
    smallest: Figure
    lower: Figure
    median: Figure
    upper: Figure
    greatest: Figure


def counts_of(values: Iterable[Answer | None]) -> Counter[Answer]:
    """How often each answer was given; None is no answer."""
    return Counter(value for value in values if value is not None)


def sums_of_counts(counts: Mapping[Answer, int]) -> Sums:
    """The sums behind counts. ValueError for a negative count."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("no answer is given a negative number of times")
    exacts = [(exact(value), count) for value, count in counts.items()]
    return Sums(
        sum(count for _, count in exacts),
        sum((value * count for value, count in exacts), Fraction()),
        sum((value * value * count for value, count in exacts), Fraction()),
    )


def describe(values: Iterable[Number | None], divisor: Divisor = Divisor.SAMPLE) -> Described:
    """x̄ = Σx / n and S.D. = √(Σ(x − x̄)² / (n−1)), of the values themselves."""
    return describe_counts(counts_of(values), divisor)


def describe_counts(counts: Mapping[Answer, int], divisor: Divisor = Divisor.SAMPLE) -> Described:
    """The same of counts."""
    return describe_sums(sums_of_counts(counts), divisor)


def describe_sums(sums: Sums, divisor: Divisor = Divisor.SAMPLE) -> Described:
    """The same of sums. Nobody answered: all undefined; one answer: a mean, but no deviation with divisor n−1."""
    variance = sums.variance(divisor)
    why = NOBODY if not sums.n else _ONE_ONLY if variance is None else ""
    return Described(
        sums.n,
        Figure("ค่าเฉลี่ย (x̄)", sums.n, sums.mean, reason="" if sums.n else NOBODY),
        Figure("ความแปรปรวน (s²)", sums.n, variance, scheme=divisor.label, reason=why),
        Figure(
            "ส่วนเบี่ยงเบนมาตรฐาน (S.D.)",
            sums.n,
            None if variance is None else root(variance),
            scheme=divisor.label,
            reason=why,
        ),
    )


def quartiles(values: Iterable[Number | None]) -> Quartiles:
    """Median and quartiles of the values themselves."""
    return quartiles_of_counts(counts_of(values))


def quartiles_of_counts(counts: Mapping[Answer, int]) -> Quartiles:
    """Of the answers in order x₁ … xₙ, the one at place 1 + (n−1)q, between two places in proportion."""
    steps = sorted((exact(value), count) for value, count in counts.items() if count > 0)
    n = sum(count for _, count in steps)
    names = ("ค่าต่ำสุด", "ควอร์ไทล์ที่ 1", "มัธยฐาน", "ควอร์ไทล์ที่ 3", "ค่าสูงสุด")
    figures = [
        Figure(name, n, _at(steps, Fraction(quarter * (n - 1), 4)), scheme=_QUARTILE_METHOD)
        if n
        else undefined(name, NOBODY, n=0, scheme=_QUARTILE_METHOD)
        for quarter, name in enumerate(names)
    ]
    return Quartiles(n, *figures)


def _at(steps: list[tuple[Fraction, int]], place: Fraction) -> Fraction:
    """The answer at a place counted from 0, which may lie between two."""
    whole = place.numerator // place.denominator
    here, beyond = _nth(steps, whole), _nth(steps, whole + 1)
    return here + (beyond - here) * (place - whole)


def _nth(steps: list[tuple[Fraction, int]], index: int) -> Fraction:
    passed = 0
    for value, count in steps:
        passed += count
        if index < passed:
            return value
    return steps[-1][0]


def percent(part: int, whole: int, *, formula: str = "ร้อยละ", places: int = 2) -> Figure:
    """part / whole × 100; of nothing there is no per cent."""
    if not whole:
        return undefined(formula, NOBODY, n=0, places=places)
    return Figure(formula, whole, Fraction(part * 100, whole), places)
