"""Shares in per cent, as whole numbers counted them."""

from __future__ import annotations

from decimal import Decimal

from nithet.thai.rounding import round_half_up

ALL = Decimal(100)
_NEARLY, _HARDLY = Decimal("99.9"), Decimal("0.1")


def share(part: int, whole: int) -> Decimal | None:
    """In per cent with one place, half up. 100 is said only of all and 0 only of none; None: of nothing."""
    if not whole:
        return None
    if part in (0, whole):
        return ALL if part else Decimal(0)
    return min(max(round_half_up(Decimal(part) * 100 / whole, 1), _HARDLY), _NEARLY)


def percent_words(value: Decimal | None) -> str:
    """“98.4”, “100”; a dash where there is nothing to share."""
    return "–" if value is None else f"{value.normalize():f}"
