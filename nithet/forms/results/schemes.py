"""By which bands a mean is read, and which needs are taken up, as a round has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from nithet.forms.results.shapes import InstrumentItem, Option, Role
from nithet.statistics.needs import CutOff, NeedGap, Ranking, at_least, at_least_whole, top
from nithet.statistics.ratings import LIKERT_5, OBSERVATION, SCHEMES, Scheme, scheme_of_lows

_HALF = Decimal("0.5")

CUTOFFS = {
    "group": "PNI_modified ไม่ต่ำกว่าค่าของภาพรวม",
    "top": "ลำดับแรก ๆ ของแต่ละด้าน ตามจำนวนที่กำหนด",
    "value": "PNI_modified ตั้งแต่ค่าที่สำนักงานกำหนด",
}
"""Kinds of `Round.cutoff`: {"kind": "group"}, {"kind": "top", "count": 3}, {"kind": "value", "value": "0.250"}."""
USUAL_CUTOFF = {"kind": "group"}
USUAL_TOP = 3


def scheme_of(code: str) -> Scheme | None:
    """The scheme that a round has chosen; None leaves it to the scale."""
    return SCHEMES.get(code)


def scheme_for(item: InstrumentItem, chosen: Scheme | None = None) -> Scheme:
    """The chosen one where it is of the item's scale, else the usual one of that scale."""
    if item.role == Role.OBSERVATION:
        return chosen if chosen is not None and chosen.high == 100 else OBSERVATION
    low, high = item.scale or (1, 5)
    for scheme in (chosen, LIKERT_5):
        if scheme is not None and scheme.low == low and scheme.high == high:
            return scheme
    return by_halves(item.options)


def by_halves(options: tuple[Option, ...]) -> Scheme:
    """Bands named by the choices themselves, each from half a point below: 3.50–4.00 ดีเยี่ยม · 2.50–3.49 ดี …"""
    points = sorted(
        ((option.value, option.label) for option in options if option.value is not None), reverse=True
    )
    low, high = Decimal(points[-1][0]), Decimal(points[0][0])
    lows = [(max(low, Decimal(value) - _HALF), label.strip() or str(value)) for value, label in points]
    return scheme_of_lows(f"halves-{low}-{high}", "ตามตัวเลือกของแบบ", lows, high=high)


def cutoff_of(kept: Mapping[str, Any] | None, whole: NeedGap) -> CutOff:
    """As it was chosen; what cannot be read is the usual one, the index of the whole."""
    chosen = kept or USUAL_CUTOFF
    if chosen.get("kind") == "top":
        count = chosen.get("count")
        return top(count if isinstance(count, int) and count > 0 else USUAL_TOP)
    if chosen.get("kind") == "value" and (value := _decimal(chosen.get("value"))) is not None:
        return at_least(value)
    return at_least_whole(Ranking(whole, ()))


def _decimal(value: object) -> Decimal | None:
    try:
        known = Decimal(str(value))
    except InvalidOperation:
        return None
    return known if known.is_finite() else None
