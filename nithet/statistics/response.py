"""How many of those asked have answered, and how many of those who should be visited have been, often enough.

Source: คู่มือการปฏิบัติงานกลุ่มนิเทศฯ, มาตรฐานการนิเทศ (each school at least twice a semester), for coverage. All in per cent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nithet.statistics.describing import percent
from nithet.statistics.figure import Figure, undefined

VISITS_A_SEMESTER = 2

_RESPONSE, _COVERAGE = "ร้อยละการตอบกลับ", "ร้อยละความครอบคลุม"


@dataclass(frozen=True, slots=True)
class Response:
    asked: int
    answered: int
    percent: Figure

    @property
    def waiting(self) -> int:
        return max(self.asked - self.answered, 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`deficit` counts the visits that are still lacking."""

    eligible: int
    covered: int
    deficit: int
    percent: Figure


def response_rate(answered: int, asked: int) -> Response:
    """answered / asked × 100. Nobody asked, or more answers than asked: no per cent, and the reason."""
    if not asked:
        figure = undefined(_RESPONSE, "ยังไม่ได้กำหนดผู้ตอบ", n=0)
    elif answered > asked:
        figure = undefined(_RESPONSE, "มีคำตอบมากกว่าจำนวนที่ขอให้ตอบ โปรดตรวจสอบกลุ่มเป้าหมาย", n=asked)
    else:
        figure = percent(answered, asked, formula=_RESPONSE)
    return Response(asked, answered, figure)


def coverage(visits: Iterable[int], *, required: int = VISITS_A_SEMESTER) -> Coverage:
    """Of the visits of each one eligible: those with enough of them / all × 100, and Σ max(0, required − visits)."""
    known = list(visits)
    covered = sum(count >= required for count in known)
    deficit = sum(max(0, required - count) for count in known)
    scheme = f"ครบเมื่อได้รับการนิเทศอย่างน้อย {required} ครั้ง"
    if not known:
        return Coverage(0, 0, 0, undefined(_COVERAGE, "ไม่มีผู้ที่ต้องได้รับการนิเทศ", n=0, scheme=scheme))
    share = Fraction(covered * 100, len(known))
    return Coverage(len(known), covered, deficit, Figure(_COVERAGE, len(known), share, scheme=scheme))
