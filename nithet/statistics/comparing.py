"""Before and after on the same learners, people or schools: the paired t test with its effect size and intervals.

Sources: เผชิญ กิจระการ, การวิเคราะห์ประสิทธิภาพสื่อและเทคโนโลยีเพื่อการศึกษา (2546), for t; Cohen, Statistical Power Analysis for the Behavioral Sciences (1988),
for d_z; Hedges and Olkin, Statistical Methods for Meta-Analysis (1985), for its interval.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import TypeVar

from nithet.statistics.describing import Divisor, Sums, describe_sums
from nithet.statistics.figure import Figure, undefined
from nithet.statistics.rounding import Number, exact, root
from nithet.statistics.student import critical_t, two_sided_p

Key = TypeVar("Key", bound=Hashable)

CONFIDENCE = Decimal("0.95")
SIGNIFICANT = Decimal("0.05")

_FEW = "ต้องมีคู่ที่ตอบทั้งสองครั้งอย่างน้อย 2 คู่ จึงเปรียบเทียบได้"
_ALIKE = "ผลต่างเท่ากันทุกคู่ จึงทดสอบค่าทีไม่ได้"


@dataclass(frozen=True, slots=True)
class PairedT:
    """Differences are after − before, in units of the answers; p is two-sided.

    `d` is d_z, the mean difference in standard deviations (n−1) of the differences. Its interval is of a large sample.
    """

    n: int
    left_out: int
    difference: Figure
    sd: Figure
    df: int
    t: Figure
    p: Figure
    low: Figure
    high: Figure
    d: Figure
    d_low: Figure
    d_high: Figure

    @property
    def reason(self) -> str:
        """Why there is no test; empty where there is one."""
        return self.t.reason

    @property
    def is_significant(self) -> bool:
        """At .05, by p itself and not by its three decimals."""
        return self.p.value is not None and self.p.value < SIGNIFICANT

    @property
    def p_words(self) -> str:
        """“p = .012”, and “p < .001” where three decimals would read as nothing."""
        if self.p.value is None:
            return self.reason
        if self.p.value < Fraction(1, 1000):
            return "p < .001"
        return f"p = {str(self.p).removeprefix('0')}"


def paired_t(pairs: Iterable[tuple[Number | None, Number | None]]) -> PairedT:
    """Of (before, after); a pair that lacks one is left out."""
    total = squares = Fraction()
    n = left_out = 0
    for before, after in pairs:
        if before is None or after is None:
            left_out += (before is None) != (after is None)
            continue
        difference = exact(after) - exact(before)
        n, total, squares = n + 1, total + difference, squares + difference * difference
    return paired_t_of(Sums(n, total, squares), left_out=left_out)


def compare_rounds(before: Mapping[Key, Number | None], after: Mapping[Key, Number | None]) -> PairedT:
    """The same schools in two rounds; a school that answered in one of them only is left out and counted."""
    keys = list(dict.fromkeys([*before, *after]))
    return paired_t((before.get(key), after.get(key)) for key in keys)


def paired_t_of(differences: Sums, *, left_out: int = 0) -> PairedT:
    """t = ΣD / √((NΣD² − (ΣD)²) / (N−1)), df = N−1, of sums of the differences.

    Undefined, with the reason: fewer than two pairs, or all differences equal.
    """
    n = differences.n
    described = describe_sums(differences)
    error = root((differences.variance() or Fraction()) / n) if n else Fraction()
    reason = _FEW if n < 2 else "" if error else _ALIKE
    mean = differences.mean
    figures = _undefined(n, reason) if reason or mean is None else _figures(n, mean, error)
    return PairedT(n, left_out, described.mean, described.sd, max(n - 1, 0), *figures)


_NAMES = (
    ("ค่าที (t)", 2),
    ("ค่าความน่าจะเป็น (p) แบบสองทาง", 3),
    ("ขอบล่างของช่วงความเชื่อมั่นร้อยละ 95 ของผลต่าง", 2),
    ("ขอบบนของช่วงความเชื่อมั่นร้อยละ 95 ของผลต่าง", 2),
    ("ขนาดอิทธิพล (d_z)", 2),
    ("ขอบล่างของช่วงความเชื่อมั่นร้อยละ 95 ของขนาดอิทธิพล", 2),
    ("ขอบบนของช่วงความเชื่อมั่นร้อยละ 95 ของขนาดอิทธิพล", 2),
)


def _undefined(n: int, reason: str) -> list[Figure]:
    return [undefined(name, reason, n=n, places=places) for name, places in _NAMES]


def _figures(n: int, mean: Fraction, error: Fraction) -> list[Figure]:
    t, reach = mean / error, Fraction(critical_t(float(CONFIDENCE), n - 1))
    d = t / root(Fraction(n))
    d_error = Fraction(_error_of_d(float(d), n))
    p = Fraction(two_sided_p(float(t), n - 1))
    values = (t, p, mean - reach * error, mean + reach * error, d, d - reach * d_error, d + reach * d_error)
    return [
        Figure(name, n, value, places, Divisor.SAMPLE.label)
        for (name, places), value in zip(_NAMES, values, strict=True)
    ]


def _error_of_d(d: float, n: int) -> float:
    """Of a standardized mean of n differences: √(1/n + d²/2n)."""
    return sqrt(1 / n + d * d / (2 * n))
