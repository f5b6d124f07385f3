"""Figures with the decimals that they are shown with: of anonymous answers no other ones leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

from nithet.forms.results.shapes import Counted, Figures, Needed, Numbered, Rated, Share
from nithet.statistics.rounding import half_up

MEAN, SD, PNI, ALPHA, PERCENT = 2, 2, 3, 3, 2
_DIGITS = 40


def decimal_of(value: Fraction | None) -> Decimal | None:
    """With far more digits than anybody rounds to."""
    if value is None:
        return None
    with localcontext(prec=_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def percent(part: int, whole: int) -> Decimal | None:
    return decimal_of(Fraction(part * 100, whole)) if whole else None


def to_places(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else half_up(value, places)


def rounded(figures: Figures) -> Figures:
    if isinstance(figures, Rated):
        return rated(figures)
    if isinstance(figures, Needed):
        return needed(figures)
    if isinstance(figures, Numbered):
        return _numbered(figures)
    if isinstance(figures, Counted):
        return replace(figures, shares=_shares(figures.shares))
    return replace(figures, words=_shares(figures.words))


def rated(one: Rated) -> Rated:
    return replace(one, mean=to_places(one.mean, MEAN), sd=to_places(one.sd, SD), shares=_shares(one.shares))


def needed(one: Needed) -> Needed:
    gap, pni = to_places(one.gap, MEAN), to_places(one.pni, PNI)
    return replace(one, actual=rated(one.actual), desired=rated(one.desired), gap=gap, pni=pni)


def _numbered(one: Numbered) -> Numbered:
    mean, sd, median, total = (to_places(value, MEAN) for value in (one.mean, one.sd, one.median, one.total))
    return replace(one, mean=mean, sd=sd, median=median, total=total, shares=_shares(one.shares))


def _shares(shares: Sequence[Share]) -> tuple[Share, ...]:
    return tuple(replace(one, percent=to_places(one.percent, PERCENT)) for one in shares)
