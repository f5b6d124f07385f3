"""Efficiency of media (E1/E2 against a criterion set before the trial) and the effectiveness index (E.I.).

E1, E2 in per cent of full marks; E.I. without a unit, at most 1 and below 0 where learners lost.

Sources: ชัยยงค์ พรหมวงศ์, การทดสอบประสิทธิภาพสื่อหรือชุดการสอน, วารสารศิลปากรศึกษาศาสตร์วิจัย 5(1) (2556), for E1/E2 and its stages; เปรื่อง กุมุท, on the 90/90
standard of mastery; Goodman, Fletcher and Schneider, The Effectiveness Index as a Comparative Measure in Media Product Evaluations (1980), and
เผชิญ กิจระการ, ดัชนีประสิทธิผล (2546), for E.I.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from nithet.statistics.figure import Figure, undefined
from nithet.statistics.rounding import Number, exact, half_up

Pair = tuple[Number | None, Number | None]

LEAST_INDEX = Decimal("0.50")

_NO_PAIRS = "ยังไม่มีผู้เรียนที่มีคะแนนครบทั้งสองครั้ง"
_NO_MARKS = "คะแนนเต็มต้องมากกว่า 0"
_CEILING = "ผู้เรียนทุกคนได้คะแนนเต็มตั้งแต่ก่อนเรียน จึงคำนวณดัชนีประสิทธิผลไม่ได้"
_MASTERY = (
    "90/90 ใช้ได้สองความหมาย: เกณฑ์ E1/E2 ของชัยยงค์ พรหมวงศ์ หรือมาตรฐาน 90/90 ของเปรื่อง กุมุท (เรียนรอบรู้) "
    "โปรดระบุให้ชัดเจนว่าใช้ความหมายใด และไม่เรียกปนกัน"
)


class Stage(StrEnum):
    """Trials in their order; figures are told of the stage they come from only."""

    SINGLE = "1:1"
    GROUP = "1:10"
    FIELD = "1:100"

    @property
    def label(self) -> str:
        return {"1:1": "แบบเดี่ยว (1:1)", "1:10": "แบบกลุ่ม (1:10)", "1:100": "ภาคสนาม (1:100)"}[self.value]


class Verdict(StrEnum):
    ABOVE = "above"
    EQUAL = "equal"
    ACCEPTED = "accepted"
    BELOW = "below"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _VERDICTS[self]

    @property
    def passes(self) -> bool:
        return self in {Verdict.ABOVE, Verdict.EQUAL, Verdict.ACCEPTED}


_VERDICTS = {
    Verdict.ABOVE: "สูงกว่าเกณฑ์",
    Verdict.EQUAL: "เท่ากับเกณฑ์",
    Verdict.ACCEPTED: "ต่ำกว่าเกณฑ์แต่ยอมรับได้",
    Verdict.BELOW: "ต่ำกว่าเกณฑ์",
    Verdict.UNKNOWN: "ยังสรุปไม่ได้",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """E1/E2 in per cent, chosen before the trial. Strict (≥) unless the office allows a tolerance in points.

    `widest_gap` is the greatest |E1 − E2| allowed; None asks for nothing.
    """

    e1: Decimal = Decimal(80)
    e2: Decimal = Decimal(80)
    tolerance: Decimal = Decimal(0)
    widest_gap: Decimal | None = None

    def __str__(self) -> str:
        allowed = [f"คลาดเคลื่อนได้ ±{self.tolerance}"] if self.tolerance else []
        if self.widest_gap is not None:
            allowed.append(f"E1 กับ E2 ต่างกันไม่เกิน {self.widest_gap}")
        return f"เกณฑ์ {self.e1}/{self.e2}{' (' + ' '.join(allowed) + ')' if allowed else ''}"

    @property
    def warning(self) -> str:
        """What is said where the label means two things."""
        return _MASTERY if self.e1 == self.e2 == 90 else ""


@dataclass(frozen=True, slots=True)
class Efficiency:
    """E1/E2 of the learners who have both marks; the others are counted in `left_out`."""

    n: int
    left_out: int
    e1: Figure
    e2: Figure
    of_e1: Verdict
    of_e2: Verdict
    passes: bool
    criterion: Criterion
    stage: Stage
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.e1}/{self.e2}"


@dataclass(frozen=True, slots=True)
class EffectivenessIndex:
    """E.I. of learners with both marks, `words` as “เพิ่มขึ้นร้อยละ 66.67”."""

    n: int
    left_out: int
    value: Figure
    is_accepted: bool
    words: str


def efficiency(
    marks: Sequence[Pair],
    *,
    process_full: Number,
    outcome_full: Number,
    criterion: Criterion,
    stage: Stage,
) -> Efficiency:
    """E1 = (ΣX / N) / A × 100 of the marks during lessons, E2 = (ΣF / N) / B × 100 of those after them.

    Judged as they are shown, at two decimals. Undefined, with the reason, without learners or full marks.
    """
    pairs, left_out = _complete(marks)
    reason = _why_not(pairs, process_full, outcome_full)
    e1 = _share("E1", [during for during, _ in pairs], process_full, reason)
    e2 = _share("E2", [after for _, after in pairs], outcome_full, reason)
    of_e1, of_e2 = (
        _verdict(figure, least, criterion.tolerance)
        for figure, least in ((e1, criterion.e1), (e2, criterion.e2))
    )
    passes = of_e1.passes and of_e2.passes and _is_even(e1, e2, criterion)
    return Efficiency(len(pairs), left_out, e1, e2, of_e1, of_e2, passes, criterion, stage, reason)


def effectiveness_index(
    marks: Sequence[Pair], *, full: Number, least: Number = LEAST_INDEX
) -> EffectivenessIndex:
    """E.I. = (ΣPost − ΣPre) / (N × full − ΣPre), of (before, after) with the same full marks.

    Undefined where all had full marks before; accepted from 0.50 unless another value is given.
    """
    pairs, left_out = _complete(marks)
    before = sum((one for one, _ in pairs), Fraction())
    after = sum((one for _, one in pairs), Fraction())
    room = len(pairs) * exact(full) - before
    formula, scheme = "ดัชนีประสิทธิผล (E.I.)", f"ยอมรับเมื่อ E.I. ตั้งแต่ {half_up(least)} ขึ้นไป"
    reason = _why_not(pairs, full, full) or ("" if room > 0 else _CEILING)
    if reason:
        figure = undefined(formula, reason, n=len(pairs), places=4, scheme=scheme)
        return EffectivenessIndex(len(pairs), left_out, figure, is_accepted=False, words=reason)
    value = (after - before) / room
    figure = Figure(formula, len(pairs), value, 4, scheme)
    is_accepted = half_up(value, 4) >= exact(least)
    return EffectivenessIndex(len(pairs), left_out, figure, is_accepted, _change(value))


def _complete(marks: Sequence[Pair]) -> tuple[list[tuple[Fraction, Fraction]], int]:
    both = [(exact(one), exact(two)) for one, two in marks if one is not None and two is not None]
    return both, sum((one is None) != (two is None) for one, two in marks)


def _why_not(pairs: Sequence[tuple[Fraction, Fraction]], *full_marks: Number) -> str:
    if not all(full > 0 for full in full_marks):
        return _NO_MARKS
    return "" if pairs else _NO_PAIRS


def _share(name: str, marks: Sequence[Fraction], full: Number, reason: str) -> Figure:
    if reason:
        return undefined(name, reason, n=len(marks))
    return Figure(name, len(marks), sum(marks, Fraction()) / len(marks) / exact(full) * 100)


def _verdict(figure: Figure, least: Decimal, tolerance: Decimal) -> Verdict:
    """Within the tolerance above the criterion counts as equal, within it below as accepted."""
    if figure.shown is None:
        return Verdict.UNKNOWN
    above = figure.shown - least
    if above > tolerance:
        return Verdict.ABOVE
    if above >= 0:
        return Verdict.EQUAL
    return Verdict.ACCEPTED if above >= -tolerance else Verdict.BELOW


def _is_even(e1: Figure, e2: Figure, criterion: Criterion) -> bool:
    if criterion.widest_gap is None or e1.shown is None or e2.shown is None:
        return True
    return abs(e1.shown - e2.shown) <= criterion.widest_gap


def _change(value: Fraction) -> str:
    if not value:
        return "ไม่เปลี่ยนแปลง"
    return f"{'เพิ่มขึ้น' if value > 0 else 'ลดลง'}ร้อยละ {half_up(abs(value) * 100)}"
