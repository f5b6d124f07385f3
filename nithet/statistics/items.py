"""Quality of single items: difficulty p and discrimination r of tests, and IOC of what experts say.

Sources: บุญชม ศรีสะอาด, การวิจัยเบื้องต้น (2545), for the groups of 27 % and the ranges of p and r; Rovinelli and Hambleton, On the Use of Content
Specialists in the Assessment of Criterion-Referenced Test Item Validity (1977), for IOC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nithet.statistics.figure import NOBODY, Figure, undefined
from nithet.statistics.rounding import Number, exact, half_up

SHARE = Decimal("0.27")
EASIEST, HARDEST, LEAST_R = Decimal("0.80"), Decimal("0.20"), Decimal("0.20")
LEAST_IOC = Decimal("0.50")
LEAST_EXPERTS = 3

_P, _R = "ความยาก p = (H + L) / 2n", "อำนาจจำแนก r = (H − L) / n"
_IOC = "ดัชนีความสอดคล้อง IOC = ΣR / N"
_TOO_FEW = "ผู้สอบน้อยเกินกว่าจะแบ่งเป็นกลุ่มสูงและกลุ่มต่ำ"


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """p from 0 (nobody right) to 1 and r from −1 to 1, of groups of n each."""

    n: int
    p: Figure
    r: Figure
    is_kept: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Ioc:
    """From −1 to 1; `is_kept` is None where there is no IOC."""

    value: Figure
    is_kept: bool | None
    verdict: str


def item_quality(high: int, low: int, n: int) -> ItemQuality:
    """Of those right in the high and in the low group, each of n. ValueError for more right ones than n."""
    if not (0 <= high <= n and 0 <= low <= n):
        raise ValueError(f"of {n} in a group, {high} and {low} cannot be right")
    scheme = f"กลุ่มสูงและกลุ่มต่ำ กลุ่มละ {n} คน"
    if not n:
        p, r = (undefined(name, _TOO_FEW, n=0, scheme=scheme) for name in (_P, _R))
    else:
        p = Figure(_P, 2 * n, Fraction(high + low, 2 * n), scheme=scheme)
        r = Figure(_R, 2 * n, Fraction(high - low, n), scheme=scheme)
    is_kept, verdict = _judge(p, r)
    return ItemQuality(n, p, r, is_kept, verdict)


def _judge(p: Figure, r: Figure) -> tuple[bool, str]:
    if p.shown is None or r.shown is None:
        return False, _TOO_FEW
    found = []
    if p.shown > EASIEST:
        found.append("ง่ายเกินไป")
    if p.shown < HARDEST:
        found.append("ยากเกินไป")
    if r.shown < LEAST_R:
        found.append("จำแนกได้ต่ำ")
    return not found, f"ปรับปรุง ({' '.join(found)})" if found else "ใช้ได้"


def item_qualities(rows: Sequence[Sequence[int]], *, share: Number = SHARE) -> tuple[ItemQuality, ...]:
    """Of marks, 1 right and 0 wrong (ValueError else), one row a pupil: the best and the worst 27 % by their totals.

    A group is 27 % of all, half up; of those with the same total the one that came first in the rows stands higher.
    """
    if any(mark not in {0, 1} for row in rows for mark in row):
        raise ValueError("a mark is 0 or 1")
    ordered = sorted(rows, key=sum, reverse=True)
    size = min(int(half_up(exact(share) * len(rows), 0)), len(rows) // 2)
    best, worst = ordered[:size], ordered[len(ordered) - size :]
    return tuple(
        item_quality(sum(row[place] for row in best), sum(row[place] for row in worst), size)
        for place in range(len(rows[0]) if rows else 0)
    )


def ioc(ratings: Sequence[int | None], *, least: Number = LEAST_IOC) -> Ioc:
    """ΣR / N of the experts' +1, 0 and −1 (ValueError else); who said nothing is no expert of this item."""
    given = [rating for rating in ratings if rating is not None]
    if any(rating not in {-1, 0, 1} for rating in given):
        raise ValueError("an expert says 1, 0 or -1")
    scheme = f"คงไว้เมื่อ IOC ตั้งแต่ {half_up(least)} ขึ้นไป"
    if len(given) < LEAST_EXPERTS:
        why = f"ต้องมีผู้เชี่ยวชาญอย่างน้อย {LEAST_EXPERTS} คน" if given else NOBODY
        return Ioc(undefined(_IOC, why, n=len(given), scheme=scheme), None, why)
    value = Figure(_IOC, len(given), Fraction(sum(given), len(given)), scheme=scheme)
    is_kept = value.shown is not None and value.shown >= half_up(least)
    return Ioc(value, is_kept, "ใช้ได้" if is_kept else "ปรับปรุง")
