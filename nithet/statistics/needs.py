"""Needs assessment with dual answers: what is (D) and what should be (I), of the same respondent on the same item.

PNI = (Ī − D̄) × Ī and PNI_modified = (Ī − D̄) / D̄, of exact means; no unit. A negative one (more than asked for) is kept and shown.
No cut-off belongs to the formula: whichever is used is printed.

Source: นงลักษณ์ วิรัชชัย and สุวิมล ว่องวาณิช, as taught in สุวิมล ว่องวาณิช, การวิจัยประเมินความต้องการจำเป็น (2550).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nithet.statistics.describing import Answer, Sums, describe_sums, sums_of_counts
from nithet.statistics.figure import NOTHING, Figure, undefined
from nithet.statistics.rounding import Number, exact, half_up

_PLACES = 3
_NO_PAIRS = "ยังไม่มีผู้ตอบครบทั้งสภาพที่เป็นจริงและสภาพที่ควรเป็น"
_NOTHING_ACTUAL = "ค่าเฉลี่ยสภาพที่เป็นจริงเป็น 0 จึงหารไม่ได้"


@dataclass(frozen=True, slots=True)
class Pairs:
    """The answers of those who gave both; `left_out` counts those who gave one only. Groups may be added up."""

    actual: Sums
    desired: Sums
    left_out: int = 0

    def __post_init__(self) -> None:
        if self.actual.n != self.desired.n:
            raise ValueError("a pair has both answers")

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.actual + other.actual, self.desired + other.desired, self.left_out + other.left_out)


@dataclass(frozen=True, slots=True)
class NeedGap:
    """D̄ and Ī with S.D. (n−1), and both indices."""

    n: int
    left_out: int
    actual: Figure
    actual_sd: Figure
    desired: Figure
    desired_sd: Figure
    pni: Figure
    pni_modified: Figure


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a needs survey within its aspect (ด้าน)."""

    key: str
    aspect: str
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item or aspect with its place among its like; None where the index is undefined."""

    key: str
    gap: NeedGap
    rank: int | None


@dataclass(frozen=True, slots=True)
class RankedAspect:
    aspect: Ranked
    items: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Aspects in order of need, the items of each in theirs, and all of them taken together."""

    whole: NeedGap
    aspects: tuple[RankedAspect, ...]


@dataclass(frozen=True, slots=True)
class CutOff:
    """Which needs are taken up: the first `top` of each list, or those of at least a value."""

    words: str
    top: int | None = None
    least: Fraction | None = None

    def takes(self, ranked: Ranked) -> bool:
        return self.takes_up(ranked.gap.pni_modified, ranked.rank)

    def takes_up(self, index: Figure, rank: int | None) -> bool:
        """Only a need is taken up: where nothing is lacking (index 0 or below) no cut-off makes one."""
        shown = index.shown
        if shown is None or rank is None or shown <= 0:
            return False
        if self.top is not None:
            return rank <= self.top
        return self.least is not None and shown >= half_up(self.least, _PLACES)


def pair_counts(
    answers: Iterable[tuple[Answer | None, Answer | None]],
) -> tuple[Counter[tuple[Answer, Answer]], int]:
    """How often each (actual, desired) was given, and how many gave one of the two only."""
    counts: Counter[tuple[Answer, Answer]] = Counter()
    left_out = 0
    for actual, desired in answers:
        if actual is not None and desired is not None:
            counts[actual, desired] += 1
        elif actual is not None or desired is not None:
            left_out += 1
    return counts, left_out


def pairs_of_counts(counts: Mapping[tuple[Answer, Answer], int], *, left_out: int = 0) -> Pairs:
    """The sums behind counts of (actual, desired)."""
    actual: Counter[Answer] = Counter()
    desired: Counter[Answer] = Counter()
    for (is_so, should_be), count in counts.items():
        actual[is_so] += count
        desired[should_be] += count
    return Pairs(sums_of_counts(actual), sums_of_counts(desired), left_out)


def pairs_of(answers: Iterable[tuple[Answer | None, Answer | None]]) -> Pairs:
    """The pairs among (actual, desired); one who gave only one of them is left out of both means."""
    counts, left_out = pair_counts(answers)
    return pairs_of_counts(counts, left_out=left_out)


def need_gap(pairs: Pairs) -> NeedGap:
    """Everything that a row of the table shows."""
    actual, desired = describe_sums(pairs.actual), describe_sums(pairs.desired)
    return NeedGap(
        pairs.actual.n,
        pairs.left_out,
        actual.mean,
        actual.sd,
        desired.mean,
        desired.sd,
        _pni(pairs),
        _pni_modified(pairs),
    )


def pni(*, desired: Number, actual: Number) -> Fraction:
    """(I − D) × I of two means."""
    return (exact(desired) - exact(actual)) * exact(desired)


def pni_modified(*, desired: Number, actual: Number) -> Fraction | None:
    """(I − D) / D of two means; None where D is not above 0, which only scales that begin at 0 have."""
    below = exact(actual)
    return (exact(desired) - below) / below if below > 0 else None


def _pni(pairs: Pairs) -> Figure:
    desired, actual = pairs.desired.mean, pairs.actual.mean
    if desired is None or actual is None:
        return undefined("PNI = (I − D) × I", _NO_PAIRS, n=0)
    return Figure("PNI = (I − D) × I", pairs.actual.n, pni(desired=desired, actual=actual))


def _pni_modified(pairs: Pairs) -> Figure:
    formula, n = "PNI_modified = (I − D) / D", pairs.actual.n
    desired, actual = pairs.desired.mean, pairs.actual.mean
    if desired is None or actual is None:
        return undefined(formula, _NO_PAIRS, n=0, places=_PLACES)
    value = pni_modified(desired=desired, actual=actual)
    return Figure(formula, n, value, _PLACES, reason=_NOTHING_ACTUAL if value is None else "")


def ranks(figures: Sequence[Figure]) -> tuple[int | None, ...]:
    """1 for the greatest. Figures that read the same share a place and the next ones count on: 1, 2, 2, 4."""
    shown = [figure.shown for figure in figures]
    return tuple(
        None if own is None else 1 + sum(other is not None and other > own for other in shown)
        for own in shown
    )


def rank_gaps(gaps: Mapping[str, NeedGap]) -> tuple[Ranked, ...]:
    """In order of PNI_modified, within equal ones as they came; undefined ones last and without a rank."""
    places = ranks([gap.pni_modified for gap in gaps.values()])
    ranked = [Ranked(key, gap, rank) for (key, gap), rank in zip(gaps.items(), places, strict=True)]
    return tuple(sorted(ranked, key=lambda one: one.rank or len(ranked) + 1))


def rank_needs(items: Sequence[Item]) -> Ranking:
    """Aspects among aspects and items inside each aspect. An aspect is the pairs of its items taken together."""
    aspects: dict[str, list[Item]] = {}
    for item in items:
        aspects.setdefault(item.aspect, []).append(item)
    gaps = {name: need_gap(_together(own)) for name, own in aspects.items()}
    return Ranking(
        need_gap(_together(items)),
        tuple(
            RankedAspect(aspect, rank_gaps({item.key: need_gap(item.pairs) for item in aspects[aspect.key]}))
            for aspect in rank_gaps(gaps)
        ),
    )


def _together(items: Sequence[Item]) -> Pairs:
    return sum((item.pairs for item in items), Pairs(Sums(0), Sums(0)))


def top(count: int) -> CutOff:
    """The first so many of each list; who shares the last place is in."""
    return CutOff(f"{count} ลำดับแรกของแต่ละด้าน (ลำดับเท่ากันนับด้วยกัน)", top=count)


def at_least(value: Number) -> CutOff:
    """A value of the office's own."""
    return CutOff(f"PNI_modified ตั้งแต่ {half_up(value, _PLACES)} ขึ้นไป ตามที่สำนักงานกำหนด", least=exact(value))


def at_least_whole(ranking: Ranking) -> CutOff:
    """At least the index of all items taken together."""
    whole = ranking.whole.pni_modified
    value = NOTHING if whole.shown is None else whole.shown
    return CutOff(f"PNI_modified ไม่ต่ำกว่าค่าของภาพรวม ({value})", least=whole.value)


def taken_up(ranking: Ranking, cut_off: CutOff) -> tuple[str, ...]:
    """Keys of the items that a cut-off takes up, as they are ranked."""
    return tuple(item.key for part in ranking.aspects for item in part.items if cut_off.takes(item))
