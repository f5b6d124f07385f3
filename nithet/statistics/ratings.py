"""What a mean on a rating scale is called: the scheme is data, and every result carries and prints the one it was read by.

A mean is rounded half up to two decimals first and then looked up, so that 4.505 is 4.51 and มากที่สุด, and 4.504 is 4.50 and มาก.

Sources: บุญชม ศรีสะอาด, การวิจัยเบื้องต้น (2545), p. 103, for the bands of halves; equal width (greatest − least) / number of bands, as in
Best, Research in Education. The bands of observations are one office's own and no national rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from nithet.statistics.describing import Answer, Described, describe_counts
from nithet.statistics.figure import NOBODY, Figure, undefined
from nithet.statistics.rounding import Number, half_up

_STEP = Decimal("0.01")


class Subject(StrEnum):
    """What a scale asks about: the words before the name of a band."""

    SATISFACTION = "satisfaction"
    AGREEMENT = "agreement"
    OPINION = "opinion"
    PRACTICE = "practice"

    def phrase(self, band: str) -> str:
        """“มีความพึงพอใจในระดับมาก”."""
        return f"{_PHRASES[self]}ในระดับ{band}"


_PHRASES = {
    Subject.SATISFACTION: "มีความพึงพอใจ",
    Subject.AGREEMENT: "เห็นด้วย",
    Subject.OPINION: "มีความคิดเห็น",
    Subject.PRACTICE: "มีการปฏิบัติ",
}

# From the highest band down, by how many bands there are.
BAND_NAMES: Mapping[int, tuple[str, ...]] = {
    3: ("มาก", "ปานกลาง", "น้อย"),
    4: ("มากที่สุด", "มาก", "น้อย", "น้อยที่สุด"),
    5: ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high`, both included, at two decimals."""

    name: str
    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{self.low}–{self.high} {self.name}"


@dataclass(frozen=True, slots=True)
class Scheme:
    """Bands from the highest down without a gap, the last one beginning at the lowest answer."""

    key: str
    name: str
    bands: tuple[Band, ...]

    @property
    def low(self) -> Decimal:
        return self.bands[-1].low

    @property
    def high(self) -> Decimal:
        return self.bands[0].high

    def band(self, mean: Number) -> Band | None:
        """The band of a mean, rounded first; None where it lies outside the scale."""
        shown = half_up(mean)
        return next((band for band in self.bands if band.low <= shown <= band.high), None)

    def __str__(self) -> str:
        return f"เกณฑ์{self.name}: {' · '.join(map(str, self.bands))}"


@dataclass(frozen=True, slots=True)
class Rating:
    """n, x̄, S.D. (n−1) and the band, with its scheme; where there is no band, the reason."""

    n: int
    mean: Figure
    sd: Figure
    band: Band | None
    scheme: Scheme
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """Marks had of the marks that could be had; what did not apply is in neither."""

    n: int
    not_applicable: int
    score: int
    full_score: int
    percent: Figure
    band: Band | None
    scheme: Scheme


def scheme_of_lows(key: str, name: str, lows: Sequence[tuple[Decimal, str]], *, high: Decimal) -> Scheme:
    """A scheme from where each band begins, the highest first. ValueError with what `scheme_problems` says."""
    problems = scheme_problems(lows, high=high)
    if problems:
        raise ValueError(" ".join(problems))
    highs = [high, *(half_up(low) - _STEP for low, _ in lows[:-1])]
    bands = (Band(word, half_up(low), half_up(top)) for (low, word), top in zip(lows, highs, strict=True))
    return Scheme(key, name, tuple(bands))


def scheme_problems(lows: Sequence[tuple[Decimal, str]], *, high: Decimal) -> tuple[str, ...]:
    """Everything that is wrong with bands that an office typed, in Thai."""
    found = []
    if len(lows) < 2:
        found.append("เกณฑ์ต้องมีอย่างน้อย 2 ระดับ")
    if any(not word.strip() for _, word in lows):
        found.append("โปรดระบุชื่อของทุกระดับ")
    if any(half_up(low) != low for low, _ in lows):
        found.append("ค่าเริ่มต้นของแต่ละระดับมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง")
    if any(above <= below for (above, _), (below, _) in pairwise(lows)):
        found.append("ค่าเริ่มต้นของแต่ละระดับต้องเรียงจากมากไปน้อยและไม่ซ้ำกัน")
    if lows and lows[0][0] > high:
        found.append(f"ระดับสูงสุดต้องเริ่มไม่เกิน {high} ซึ่งเป็นค่าสูงสุดของมาตร")
    return tuple(found)


def equal_width(low: int, high: int, names: Sequence[str] | None = None) -> Scheme:
    """Bands of (high − low) / number of bands; a bound belongs to the band below it, as in 3.41–4.20 and 4.21–5.00.

    Without names there are as many bands as answers, and scales of 3, 4 and 5 answers have names (ValueError else).
    """
    words = tuple(names) if names else BAND_NAMES.get(high - low + 1, ())
    if high <= low or len(words) < 2:
        raise ValueError(f"name the bands of a scale from {low} to {high}")
    width = Fraction(high - low, len(words))
    bounds = [half_up(low), *(_down(high - width * place) + _STEP for place in range(len(words) - 1, 0, -1))]
    lows = list(zip(reversed(bounds), words, strict=True))
    return scheme_of_lows(
        f"equal-{low}-{high}-{len(words)}", f"แบบช่วงเท่ากัน {len(words)} ระดับ", lows, high=half_up(high)
    )


def _down(value: Fraction) -> Decimal:
    """Two decimals, what follows cut off: the greatest rounded mean that is not above the bound."""
    return Decimal(value * 100 // 1) * _STEP


def _lows(*lows: str) -> list[tuple[Decimal, str]]:
    return list(zip(map(Decimal, lows), BAND_NAMES[len(lows)], strict=True))


LIKERT_5 = scheme_of_lows(
    "likert-5",
    "ของบุญชม ศรีสะอาด (2545: 103)",
    _lows("4.51", "3.51", "2.51", "1.51", "1"),
    high=Decimal(5),
)
EQUAL_5 = equal_width(1, 5)
EQUAL_4 = equal_width(1, 4)
EQUAL_3 = equal_width(1, 3)
OBSERVATION = scheme_of_lows(
    "observation",
    "การสังเกตของสำนักงาน (ร้อยละ)",
    list(zip(map(Decimal, (80, 60, 40, 0)), ("ดีมาก", "ดี", "พอใช้", "ควรปรับปรุง"), strict=True)),
    high=Decimal(100),
)
SCHEMES: Mapping[str, Scheme] = {
    scheme.key: scheme for scheme in (LIKERT_5, EQUAL_5, EQUAL_4, EQUAL_3, OBSERVATION)
}


def rate(described: Described, scheme: Scheme = LIKERT_5) -> Rating:
    """The band of what has been described."""
    mean = described.mean
    band = None if mean.value is None else scheme.band(mean.value)
    reason = mean.reason
    if mean.is_defined and band is None:
        reason = f"ค่าเฉลี่ย {mean} อยู่นอกช่วง {scheme.low}–{scheme.high} ของเกณฑ์ โปรดเลือกเกณฑ์ให้ตรงกับมาตร"
    return Rating(described.n, mean, described.sd, band, scheme, reason)


def rate_counts(counts: Mapping[Answer, int], scheme: Scheme = LIKERT_5) -> Rating:
    """The same of counts: answer → how many gave it."""
    return rate(describe_counts(counts), scheme)


def observe(
    counts: Mapping[int, int], *, not_applicable: int = 0, full: int = 2, scheme: Scheme = OBSERVATION
) -> Observation:
    """Σ(mark × how often) / (full × how often applicable) × 100; what did not apply (N/A) is out of both.

    ValueError for a mark beyond 0 … full. N/A everywhere: no per cent, and the reason.
    """
    if any(not 0 <= mark <= full for mark in counts):
        raise ValueError(f"marks are 0 to {full}")
    n = sum(counts.values())
    score = sum(mark * count for mark, count in counts.items())
    formula = "ร้อยละของคะแนนที่สังเกตได้"
    if n:
        percent = Figure(formula, n, Fraction(score * 100, full * n), scheme=str(scheme))
    else:
        why = "ทุกรายการไม่เกี่ยวข้อง (N/A) จึงไม่มีคะแนน" if not_applicable else NOBODY
        percent = undefined(formula, why, n=0, scheme=str(scheme))
    band = None if percent.value is None else scheme.band(percent.value)
    return Observation(n, not_applicable, score, full * n, percent, band, scheme)
