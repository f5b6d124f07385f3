"""Shares as lying bars: one a line, its words before it and its per cent behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nithet.manuals.flowchart import Svg
from nithet.manuals.flowchart.markup import element, escaped, number
from nithet.registers.datasets.shares import ALL, percent_words

WIDTH, HEIGHT = 100.0, 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One share, with the share before it where there was one."""

    words: str
    percent: Decimal | None
    before: Decimal | None = None

    @property
    def said(self) -> str:
        return percent_words(self.percent)

    @property
    def change(self) -> Decimal | None:
        """In points, since the earlier one."""
        if self.percent is None or self.before is None:
            return None
        return self.percent - self.before

    @property
    def picture(self) -> Svg:
        return draw(self)


def draw(bar: Bar) -> Svg:
    """Nothing where there is no share; a mark stands where it was before."""
    if bar.percent is None:
        return Svg("")
    frame = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {number(WIDTH)} {number(HEIGHT)}", "preserveAspectRatio": "none",
        "class": "share-bar" if bar.percent < ALL else "share-bar is-full", "role": "img", "aria-label": _told(bar),
    }  # fmt: skip
    return Svg(element("svg", frame, *_shapes(bar, bar.percent)))


def _told(bar: Bar) -> str:
    before = "" if bar.before is None else f" รอบก่อนร้อยละ {percent_words(bar.before)}"
    return f"{bar.words} ร้อยละ {bar.said}{before}"


def _shapes(bar: Bar, percent: Decimal) -> Iterator[str]:
    yield element("title", {}, escaped(_told(bar)))
    yield element("rect", {"class": "share-all", "width": WIDTH, "height": HEIGHT})
    yield element("rect", {"class": "share-part", "width": float(percent), "height": HEIGHT})
    if bar.before is not None:
        yield element(
            "path", {"class": "share-before", "d": f"M{number(float(bar.before))} 0V{number(HEIGHT)}"}
        )
