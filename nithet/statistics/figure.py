"""One computed figure: its value, how many answers it rests on, by what it was reckoned, or why it cannot be had."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nithet.statistics.rounding import half_up

NOTHING = "–"
NOBODY = "ยังไม่มีผู้ตอบ"


@dataclass(frozen=True, slots=True)
class Figure:
    """`formula` and `scheme` (divisor, method, criterion) and `reason` are Thai, for whoever reads the figure."""

    formula: str
    n: int
    value: Fraction | None
    places: int = 2
    scheme: str = ""
    reason: str = ""

    @property
    def is_defined(self) -> bool:
        return self.value is not None

    @property
    def shown(self) -> Decimal | None:
        """The value as it is read, and as every criterion looks at it: half up to the figure's decimals."""
        return None if self.value is None else half_up(self.value, self.places)

    @property
    def note(self) -> str:
        """What stands below a table: “ค่าเฉลี่ย · n = 12 · ทศนิยม 2 ตำแหน่ง ปัดครึ่งขึ้น”."""
        told = [
            self.formula,
            f"n = {self.n:,}",
            self.scheme,
            f"ทศนิยม {self.places} ตำแหน่ง ปัดครึ่งขึ้น",
            self.reason,
        ]
        return " · ".join(part for part in told if part)

    def __str__(self) -> str:
        return NOTHING if self.shown is None else f"{self.shown:,}"


def undefined(formula: str, reason: str, *, n: int, places: int = 2, scheme: str = "") -> Figure:
    """A figure that cannot be had, with the reason for whoever reads."""
    return Figure(formula, n, None, places, scheme, reason)
