"""Money of a plan: what was planned, what is owed, what is paid, and where it is too much. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nithet.core.money import NOTHING
from nithet.thai.rounding import round_half_up


@dataclass(frozen=True, slots=True)
class Money:
    """Baht and satang. What is committed is not spent yet: paid, it leaves there and stands under spent."""

    planned: Decimal = NOTHING
    committed: Decimal = NOTHING
    spent: Decimal = NOTHING

    @property
    def used(self) -> Decimal:
        return self.committed + self.spent

    @property
    def left(self) -> Decimal:
        """What may still be used; nothing where it is used up."""
        return max(NOTHING, self.planned - self.used)

    @property
    def over(self) -> Decimal:
        """By how much more is used than was planned."""
        return max(NOTHING, self.used - self.planned)

    @property
    def percent_spent(self) -> Decimal | None:
        """Spent in per cent of planned, half up to one decimal; None where nothing was planned."""
        return round_half_up(self.spent * 100 / self.planned, 1) if self.planned else None

    def __add__(self, other: Money) -> Money:
        return Money(self.planned + other.planned, self.committed + other.committed, self.spent + other.spent)


def total(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money())
