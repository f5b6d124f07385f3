"""Money as a picture: spent, committed and left of what was planned; what is over stands out behind the mark."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nithet.manuals.flowchart import Svg
from nithet.manuals.flowchart.markup import element, escaped, number
from nithet.registers.plans.money import Money

WIDTH, HEIGHT = 640.0, 28.0
WORDS = {"spent": "เบิกจ่ายแล้ว", "committed": "ผูกพัน", "left": "คงเหลือ", "over": "เกินวงเงิน"}


def told(money: Money) -> str:
    """“ตามแผน 10,000.00 บาท · เบิกจ่ายแล้ว 4,000.00 บาท · …”, for those who do not see the picture."""
    there = [f"{WORDS[name]} {amount:,.2f} บาท" for name, amount in parts(money)]
    return " · ".join([f"ตามแผน {money.planned:,.2f} บาท", *there])


def parts(money: Money) -> list[tuple[str, Decimal]]:
    """What there is, in the order of the picture."""
    known = (
        ("spent", money.spent),
        ("committed", money.committed),
        ("left", money.left),
        ("over", money.over),
    )
    return [(name, amount) for name, amount in known if amount]


def draw_money(money: Money, *, width: float = WIDTH) -> Svg:
    """Nothing where neither was planned nor used."""
    whole = max(money.planned, money.used)
    if not whole:
        return Svg("")
    frame = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(HEIGHT)}",
        "preserveAspectRatio": "none",
        "lang": "th",
    }
    said = {"class": "mb", "role": "img", "aria-label": told(money)}
    return Svg(element("svg", {**frame, **said}, *_boxes(money, whole, width)))


def _boxes(money: Money, whole: Decimal, width: float) -> Iterator[str]:
    x = 0.0
    for name, amount in parts(money):
        if name == "over":
            continue
        wide = float(amount / whole) * width
        yield _box(name, x, wide, f"{WORDS[name]} {amount:,.2f} บาท")
        x += wide
    if money.over:
        mark = float(money.planned / whole) * width
        yield _box("over", mark, width - mark, f"{WORDS['over']} {money.over:,.2f} บาท")
        yield element("path", {"class": "mb-mark", "d": f"M{number(mark)} 0V{number(HEIGHT)}"})


def _box(name: str, x: float, wide: float, words: str) -> str:
    place = {"x": x, "y": 2.0, "width": max(wide, 1.0), "height": HEIGHT - 4, "rx": 3.0}
    return element("g", {"class": f"mb-{name}"}, element("title", {}, escaped(words)), element("rect", place))
