"""Reliability of an instrument: Cronbach's α, KR-20 and KR-21, and what each item adds to it. No unit; α and KR are at most 1.

All comes from sums over complete rows: a respondent who left an item open is not in them. What cannot be reckoned says why.

Sources: บุญชม ศรีสะอาด, การวิจัยเบื้องต้น (2545), and Cronbach, Coefficient Alpha and the Internal Structure of Tests (1951), for α with
n−1 variances; มหาวิทยาลัยสุโขทัยธรรมาธิราช, unit on the quality of instruments, p. 62, for KR-20 and KR-21, whose s² has the divisor N.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nithet.statistics.describing import Divisor, Sums
from nithet.statistics.figure import NOBODY, Figure, undefined
from nithet.statistics.rounding import Number, exact, root

ACCEPTABLE, GOOD = Decimal("0.70"), Decimal("0.80")

_PLACES = 3
_ALPHA, _KR_20, _KR_21 = "สัมประสิทธิ์แอลฟาของครอนบาค (α)", "KR-20", "KR-21"
_CORRELATION = "สหสัมพันธ์ระหว่างข้อกับคะแนนรวมของข้ออื่น"
_ALL_EQUAL = "คะแนนรวมเท่ากันทุกคน จึงคำนวณค่าความเชื่อมั่นไม่ได้"
_ONE_ITEM = "ต้องมีอย่างน้อย 2 ข้อ จึงคำนวณค่าความเชื่อมั่นได้"
_ONE_PERSON = "ต้องมีผู้ตอบครบทุกข้ออย่างน้อย 2 ราย จึงคำนวณค่าความเชื่อมั่นได้"
_NOT_RIGHT_OR_WRONG = "มีคะแนนที่ไม่ใช่ 0 หรือ 1 จึงใช้ KR-20 และ KR-21 ไม่ได้"
_NO_SPREAD = "คำตอบของข้อนี้หรือคะแนนรวมของข้ออื่นเท่ากันทุกคน จึงไม่มีสหสัมพันธ์"


@dataclass(frozen=True, slots=True)
class ItemSums:
    """Σx and Σx² of one item; `with_total`, Σ(x × row total), is needed only to judge the item itself."""

    total: Number
    squares: Number
    with_total: Number | None = None


@dataclass(frozen=True, slots=True)
class RowSums:
    """Sums over the complete rows: each item's, and those of the row totals. `left_out` counts the other rows."""

    n: int
    items: tuple[ItemSums, ...]
    total: Number
    squares: Number
    left_out: int = 0

    @property
    def totals(self) -> Sums:
        return Sums(self.n, self.total, self.squares)

    def item(self, index: int) -> Sums:
        return Sums(self.n, self.items[index].total, self.items[index].squares)

    def variances(self, divisor: Divisor) -> Fraction:
        """The items' variances added up."""
        each = (self.item(index).variance(divisor) for index in range(len(self.items)))
        return sum((variance or Fraction() for variance in each), Fraction())


@dataclass(frozen=True, slots=True)
class ItemReliability:
    """What an item does to the scale: α without it, and how it goes with the total of the others."""

    alpha_if_deleted: Figure
    correlation: Figure


def sums_of_rows(rows: Iterable[Sequence[Number | None]]) -> RowSums:
    """The sums of the rows that have an answer to every item. ValueError where rows differ in length."""
    complete: list[list[int | Fraction]] = []
    left_out, widths = 0, set()
    for row in rows:
        widths.add(len(row))
        # Whole numbers stay what they are: of a hundred thousand rows fractions would take a minute.
        known = [value if type(value) is int else exact(value) for value in row if value is not None]
        if len(known) == len(row):
            complete.append(known)
        else:
            left_out += 1
    if len(widths) > 1:
        raise ValueError("every row has the same items")
    totals = [sum(row) for row in complete]
    columns = list(zip(*complete, strict=True)) if complete else [()] * max(widths, default=0)
    return RowSums(
        len(complete),
        tuple(_item_sums(column, totals) for column in columns),
        sum(totals),
        sum(total * total for total in totals),
        left_out,
    )


def _item_sums(column: Sequence[int | Fraction], totals: Sequence[int | Fraction]) -> ItemSums:
    return ItemSums(
        sum(column),
        sum(value * value for value in column),
        sum(value * total for value, total in zip(column, totals, strict=True)),
    )


def alpha(sums: RowSums) -> Figure:
    """α = k/(k−1) × (1 − Σs_i² / s_t²), variances with n−1. Negative where items go against each other: kept.

    Undefined, with the reason: fewer than two items or complete rows, or all row totals equal.
    """
    scheme = Divisor.SAMPLE.label
    reason = _why_not(sums)
    spread = sums.totals.variance()
    if reason or not spread:
        return undefined(_ALPHA, reason or _ALL_EQUAL, n=sums.n, places=_PLACES, scheme=scheme)
    value = _corrected(len(sums.items), 1 - sums.variances(Divisor.SAMPLE) / spread)
    return Figure(_ALPHA, sums.n, value, _PLACES, scheme)


def alpha_of_rows(rows: Iterable[Sequence[Number | None]]) -> Figure:
    """The same of the rows themselves."""
    return alpha(sums_of_rows(rows))


def item_reliabilities(sums: RowSums) -> tuple[ItemReliability, ...]:
    """One of each item. ValueError where the sums lack Σ(x × row total)."""
    return tuple(
        ItemReliability(alpha(_without(sums, index)), _correlation(sums, index))
        for index in range(len(sums.items))
    )


def kr_20(sums: RowSums, divisor: Divisor = Divisor.WHOLE) -> Figure:
    """KR-20 = k/(k−1) × (1 − Σpq / s²) of items that are right (1) or wrong (0); p is the share of right ones, q = 1 − p."""
    reason = _why_not(sums) or _why_no_marks(sums)
    spread = sums.totals.variance(divisor)
    if reason or not spread:
        return undefined(_KR_20, reason or _ALL_EQUAL, n=sums.n, places=_PLACES, scheme=divisor.label)
    # Of zeros and ones p × q is the variance with divisor N.
    value = kr_20_of(len(sums.items), pq=sums.variances(Divisor.WHOLE), variance=spread)
    return Figure(_KR_20, sums.n, value, _PLACES, divisor.label)


def kr_21(sums: RowSums, divisor: Divisor = Divisor.WHOLE) -> Figure:
    """KR-21 = k/(k−1) × (1 − x̄(k − x̄) / (k s²)); right only where all items are equally hard, which is printed."""
    scheme = f"{divisor.label} ใช้เมื่อทุกข้อยากเท่ากัน"
    reason = _why_not(sums) or _why_no_marks(sums)
    spread, mean = sums.totals.variance(divisor), sums.totals.mean
    if reason or not spread or mean is None:
        return undefined(_KR_21, reason or _ALL_EQUAL, n=sums.n, places=_PLACES, scheme=scheme)
    return Figure(_KR_21, sums.n, kr_21_of(len(sums.items), mean=mean, variance=spread), _PLACES, scheme)


def kr_20_of(k: int, *, pq: Number, variance: Number) -> Fraction:
    """KR-20 of what a book gives: number of items, Σpq and s² of the totals."""
    return _corrected(k, 1 - exact(pq) / exact(variance))


def kr_21_of(k: int, *, mean: Number, variance: Number) -> Fraction:
    """KR-21 of number of items, mean and s² of the totals."""
    centre = exact(mean)
    return _corrected(k, 1 - centre * (k - centre) / (k * exact(variance)))


def reliability_word(figure: Figure, *, acceptable: Decimal = ACCEPTABLE, good: Decimal = GOOD) -> str:
    """What a coefficient is called, as it is shown; the figure's reason where there is none."""
    if figure.shown is None:
        return figure.reason
    if figure.shown >= good:
        return f"ความเชื่อมั่นอยู่ในระดับดี (ตั้งแต่ {good} ขึ้นไป)"
    if figure.shown >= acceptable:
        return f"ความเชื่อมั่นยอมรับได้ (ตั้งแต่ {acceptable} ขึ้นไป)"
    return f"ความเชื่อมั่นต่ำกว่าเกณฑ์ {acceptable} ควรปรับปรุงเครื่องมือ"


def _corrected(k: int, share: Fraction) -> Fraction:
    return Fraction(k, k - 1) * share


def _why_not(sums: RowSums) -> str:
    if len(sums.items) < 2:
        return _ONE_ITEM
    if not sums.n and not sums.left_out:
        return NOBODY
    return _ONE_PERSON if sums.n < 2 else ""


def _why_no_marks(sums: RowSums) -> str:
    # Σx = Σx² of whole numbers says that each is 0 or 1.
    is_marked = all(exact(item.total) == exact(item.squares) for item in sums.items)
    return "" if is_marked else _NOT_RIGHT_OR_WRONG


def _with_total(item: ItemSums) -> Fraction:
    if item.with_total is None:
        raise ValueError("an item is judged by its products with the row totals, which these sums lack")
    return exact(item.with_total)


def _rest(sums: RowSums, index: int) -> Sums:
    """The row totals without one item: Σ(t − x)² = Σt² − 2Σxt + Σx²."""
    item = sums.items[index]
    squares = exact(sums.squares) - 2 * _with_total(item) + exact(item.squares)
    return Sums(sums.n, exact(sums.total) - exact(item.total), squares)


def _without(sums: RowSums, index: int) -> RowSums:
    rest = _rest(sums, index)
    items = sums.items[:index] + sums.items[index + 1 :]
    return RowSums(sums.n, items, rest.total, rest.squares, sums.left_out)


def _correlation(sums: RowSums, index: int) -> Figure:
    """Pearson's r of the item and the total of the others."""
    item, own, rest = sums.items[index], sums.item(index), _rest(sums, index)
    spreads = (own.variance() or Fraction()) * (rest.variance() or Fraction())
    if not spreads:
        return undefined(_CORRELATION, _why_not(sums) or _NO_SPREAD, n=sums.n, places=_PLACES)
    products = _with_total(item) - exact(item.squares)
    together = sums.n * products - exact(own.total) * exact(rest.total)
    return Figure(_CORRELATION, sums.n, together / (sums.n * (sums.n - 1)) / root(spreads), _PLACES)
