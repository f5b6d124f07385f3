"""Text as the shapes of its letters, for pictures that are drawn where nobody can be trusted to place Thai marks."""

from __future__ import annotations

from functools import lru_cache

import uharfbuzz

from nithet.thai.measure import font_of

Contour = tuple[str, tuple[float, ...]]
"""A command of an SVG path and its coordinates, in units of the font, upwards."""


def outline(text: str, size: float, weight: int = 400, *, x: float = 0, y: float = 0) -> str:
    """One line of text as the data of an SVG path; `x` and `y` are where its base line begins."""
    font, units_per_em = font_of(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    scale, pen = size / units_per_em, 0
    parts: list[str] = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
        left, low = x + (pen + position.x_offset) * scale, y - position.y_offset * scale
        parts.extend(_placed(one, left, low, scale) for one in _contours(info.codepoint, weight))
        pen += position.x_advance
    return "".join(parts)


def _placed(contour: Contour, x: float, y: float, scale: float) -> str:
    command, points = contour
    places = (
        x + value * scale if place % 2 == 0 else y - value * scale for place, value in enumerate(points)
    )
    return command + " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in places)


@lru_cache(maxsize=2000)
def _contours(glyph: int, weight: int) -> tuple[Contour, ...]:
    pen = _Pen()
    font_of(weight)[0].draw_glyph_with_pen(glyph, pen)
    return tuple(pen.contours)


class _Pen:
    """Takes a glyph as fontTools' pens do; the names are theirs."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append(("M", point))

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append(("L", point))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append(("Q", tuple(value for point in points for value in point)))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append(("C", tuple(value for point in points for value in point)))

    def closePath(self) -> None:  # noqa: N802
        self.contours.append(("Z", ()))
