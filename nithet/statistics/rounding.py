"""Exact numbers, and how they are rounded: half up (domain.md §2.3), never through a binary float.

The rule is that of `nithet.thai.rounding`, for fractions, which have no last decimal to look at.
"""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt

Number = int | Decimal | Fraction

# More digits than anybody prints: a root that is no fraction is never as near to a half as that.
_ROOT_DIGITS = 60


def exact(value: Number) -> Fraction:
    """The number as a fraction. TypeError for a float, which may have lost the half; ValueError for no finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, Fraction)):
        raise TypeError(f"a number is an int, Decimal or Fraction here, not a {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    return Fraction(value)


def half_up(value: Number, places: int = 2) -> Decimal:
    """The number with so many decimal places; a half goes away from zero: 4.505 → 4.51, 4.504 → 4.50."""
    number = exact(value)
    scaled = abs(number) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    is_negative = number < 0 < units
    return Decimal((int(is_negative), tuple(int(digit) for digit in str(units)), -places))


def root(value: Fraction) -> Fraction:
    """The square root: exact where it is a fraction, else of 60 digits. ValueError below zero."""
    if value < 0:
        raise ValueError("a negative number has no square root")
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return Fraction(above, below)
    with localcontext(prec=_ROOT_DIGITS):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
