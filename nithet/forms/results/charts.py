"""Pictures of figures as Vega-Lite definitions: one for the browser and for documents alike.

A picture says what it shows; a frame says how wide it is drawn. On a wide one names stand left of their marks, on a narrow
one above them. Names are wrapped here, at Thai word ends, for no renderer does it. Nothing is told by colour alone: marks
differ in shape, shades in lightness, and each has its number beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

from nithet.forms.results.pictures import Bars, Picture, Points, Stack, Stacks
from nithet.thai.drawing import wrap
from nithet.thai.measure import text_width

Chart = Mapping[str, Any]
Layer = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, QUIET, LINE, SUNK, PAPER = "#1d2733", "#5b6673", "#dfe4ea", "#eef1f4", "#ffffff"
BRAND, BLUE, ORANGE = "#0b6e6e", "#0072b2", "#e69f00"
# By lightness, so that they differ on grey paper: lowest answer to highest.
SHADES = ("#e3eef8", "#b3d3ec", "#6faedb", "#2a7ab8", "#0b4170")
# Okabe–Ito, of choices without an order.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442", "#d55e00")
_DARK = frozenset({*SHADES[3:], "#0072b2", "#009e73", "#d55e00"})
SIZE, LINE_HEIGHT = 14, 20
_BAND, _GAP, _AXIS, _EDGE = 20, 12, 24, 8
_HEAD = 4.0
"""Above the first line, for marks that stack."""
_LEAST_IN = 34
"""Pixels of a piece of a bar that its number fits into."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels: the whole, the names left of the marks, and the numbers right of them."""

    width: int
    names: int
    tail: int

    @property
    def plot(self) -> tuple[int, int]:
        return (self.names + 12 if self.names else 0), self.width - self.tail


WIDE = Frame(680, 250, 112)
NARROW = Frame(320, 0, 100)


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a name and its mark stand; pixels from the top."""

    lines: tuple[str, ...]
    top: float
    middle: float
    height: float


def definition(picture: Picture, frame: Frame = WIDE) -> Chart:
    """The picture without the looks that all of them share; `dressed` puts them on."""
    if isinstance(picture, Bars):
        labels, layers = [bar.label for bar in picture.bars], partial(_bars, picture)
    elif isinstance(picture, Points):
        labels, layers = [point.label for point in picture.points], partial(_points, picture)
    else:
        labels, layers = [stack.label for stack in picture.stacks], partial(_stacks, picture)
    legend, head = _legend(picture, frame)
    rows = _rows(labels, frame, head)
    height = (rows[-1].top + rows[-1].height if rows else head) + (
        _AXIS if isinstance(picture, Points) else 0
    )
    return {
        "$schema": SCHEMA,
        "title": None,
        "description": f"{picture.title} {picture.description}".strip(),
        "width": frame.width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "layer": [*layers(rows, frame), *legend, _names(rows, frame)],
    }


def room(chart: Chart) -> tuple[int, int]:
    """Width and height of the drawn picture, so that its place can be kept free."""
    return int(chart["width"]), int(chart["height"])


def looks() -> Chart:
    """What all pictures share, as Vega-Lite's `config`."""
    return {
        "font": "Sarabun",
        "background": "transparent",
        "view": {"stroke": None},
        "text": {"fontSize": SIZE, "color": INK},
    }


def dressed(chart: Chart) -> Chart:
    """Whole, on white paper."""
    return {**chart, "config": {**looks(), "background": PAPER}}


# Rows


def _rows(labels: Sequence[str], frame: Frame, top: float) -> list[_Row]:
    rows, measure = [], partial(text_width, size_px=SIZE)
    for label in labels:
        lines = tuple(wrap(label, frame.names or frame.width, measure)) or ("",)
        high = len(lines) * LINE_HEIGHT
        if frame.names:
            height = max(high, _BAND) + _GAP
            row = _Row(lines, top, top + height / 2, height)
        else:
            height = high + _BAND + _GAP
            row = _Row(lines, top, top + high + _BAND / 2 + 2, height)
        rows.append(row)
        top += height
    return rows


def _names(rows: Sequence[_Row], frame: Frame) -> Layer:
    """Beside the mark each, or above it."""
    values = [{"y": _first_line(row, frame), "text": list(row.lines)} for row in rows]
    mark = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": LINE_HEIGHT, "aria": False}
    return _layer("names", mark, values, x={"value": 0}, y=_pixels("y"), text={"field": "text"})


def _first_line(row: _Row, frame: Frame) -> float:
    if not frame.names:
        return row.top + LINE_HEIGHT / 2
    return row.middle - (len(row.lines) - 1) * LINE_HEIGHT / 2


def _tails(rows: Sequence[_Row], tails: Sequence[str], frame: Frame) -> Layer:
    values = [{"y": row.middle, "text": tail} for row, tail in zip(rows, tails, strict=True)]
    mark = {"type": "text", "align": "right", "baseline": "middle", "aria": False}
    return _layer("tails", mark, values, x={"value": frame.width}, y=_pixels("y"), text={"field": "text"})


# Kinds of pictures


def _bars(picture: Bars, rows: Sequence[_Row], frame: Frame) -> list[Layer]:
    most = float(picture.most)
    values = [
        {"from": 0, "to": float(bar.value), **_band(row), "words": f"{bar.label} {bar.tail}",
         "fill": BRAND if bar.is_strong else "#7fb5b2", **_link(bar.href)}
        for bar, row in zip(picture.bars, rows, strict=True) if bar.value is not None
    ]  # fmt: skip
    ground = [{"from": 0, "to": most, **_band(row)} for row in rows]
    x = _scaled("from", frame, (0, most))
    mark = {"type": "rect", "cornerRadius": 2}
    return [
        _layer("ground", {**mark, "color": SUNK, "aria": False}, ground, x=x, x2={"field": "to"}, **_high()),
        _layer("marks", mark, values, x=x, x2={"field": "to"}, **_high(), **_told(values)),
        _tails(rows, [bar.tail for bar in picture.bars], frame),
    ]


def _points(picture: Points, rows: Sequence[_Row], frame: Frame) -> list[Layer]:
    steps = range(picture.scale[0], picture.scale[1] + 1)
    grid = [
        {"x": step, "top": row.middle - _BAND / 2, "bottom": row.middle + _BAND / 2}
        for row in rows
        for step in steps
    ]
    axis = [
        {"x": step, "y": rows[-1].top + rows[-1].height + _AXIS / 2, "text": str(step)}
        for step in steps
        if rows
    ]
    joined = [
        {"from": float(ends[0]), "to": float(ends[-1]), "y": row.middle}
        for point, row in zip(picture.points, rows, strict=True)
        if len(ends := [value for value in point.values if value is not None]) > 1
    ]
    scaled = partial(_scaled, frame=frame, domain=picture.scale, edge=_EDGE)
    rule, text = {"type": "rule", "aria": False}, {"type": "text", "baseline": "middle", "aria": False}
    return [
        _layer("grid", {**rule, "color": LINE}, grid, x=scaled("x"), y=_pixels("top"), y2={"field": "bottom"}),
        _layer("axis", {**text, "color": QUIET}, axis, x=scaled("x"), y=_pixels("y"), text={"field": "text"}),
        _layer("joins", {**rule, "color": "#8a94a0", "strokeWidth": 2}, joined,
               x=scaled("from"), x2={"field": "to"}, y=_pixels("y")),
        *(_dots(picture, rows, place, scaled("x")) for place in range(len(picture.names) or 1)),
        _tails(rows, [point.tail for point in picture.points], frame),
    ]  # fmt: skip


def _dots(picture: Points, rows: Sequence[_Row], place: int, x: Mapping[str, Any]) -> Layer:
    name = picture.names[place] if picture.names else "ค่าเฉลี่ย"
    values = [
        {"x": float(value), "y": row.middle, "words": f"{point.label} {name} {value}", "fill": (BLUE, ORANGE)[place],
         **_link(point.href)}
        for point, row in zip(picture.points, rows, strict=True)
        if (value := point.values[place]) is not None
    ]  # fmt: skip
    return _layer(f"marks_{place}", _dot(place), values, x=x, y=_pixels("y"), **_told(values))


def _dot(place: int) -> dict[str, Any]:
    shape = ("circle", "diamond")[place]
    return {"type": "point", "shape": shape, "filled": True, "opacity": 1, "size": (90, 120)[place]}


def _stacks(picture: Stacks, rows: Sequence[_Row], frame: Frame) -> list[Layer]:
    fills = fills_of(len(picture.names), is_ordered=picture.is_ordered)
    pieces = [
        piece
        for stack, row in zip(picture.stacks, rows, strict=True)
        for piece in _pieces(stack, row, picture.names, fills)
    ]
    x = _scaled("from", frame, (0, 100))
    mark = {"type": "rect", "stroke": PAPER, "strokeWidth": 1}
    return [
        _layer("marks", mark, pieces, x=x, x2={"field": "to"}, **_high(), **_told(pieces)),
        _numbers_inside(pieces, frame),
        _tails(rows, [stack.tail for stack in picture.stacks], frame),
    ]


def _numbers_inside(pieces: Sequence[Mapping[str, Any]], frame: Frame) -> Layer:
    """Whole per cents, where a piece is wide enough for them."""
    left, right = frame.plot
    values = [
        {"x": round(left + (one["from"] + one["to"]) / 200 * (right - left), 1), "y": (one["top"] + one["bottom"]) / 2,
         "text": f"{one['to'] - one['from']:.0f}", "ink": PAPER if one["fill"] in _DARK else INK}
        for one in pieces if (one["to"] - one["from"]) / 100 * (right - left) >= _LEAST_IN
    ]  # fmt: skip
    mark = {"type": "text", "baseline": "middle", "aria": False}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    return _layer("inside", mark, values, x=_pixels("x"), y=_pixels("y"), text={"field": "text"}, color=ink)


def _pieces(stack: Stack, row: _Row, names: Sequence[str], fills: Sequence[str]) -> list[dict[str, Any]]:
    sizes = [float(percent or 0) for percent in stack.percents]
    ends = list(accumulate(sizes))
    return [
        {"from": round(end - size, 2), "to": round(end, 2), **_band(row), "fill": fill,
         "words": f"{stack.label} {name} ร้อยละ {percent}", **_link(stack.href)}
        for size, end, percent, name, fill in zip(sizes, ends, stack.percents, names, fills, strict=True)
        if size > 0
    ]  # fmt: skip


def fills_of(count: int, *, is_ordered: bool) -> tuple[str, ...]:
    """A fill for each, light to dark where they have an order; the last ones share one where there are too many."""
    if not is_ordered:
        return tuple(COLOURS[place] if place < len(COLOURS) else "#8a94a0" for place in range(count))
    if count <= 1:
        return SHADES[-1:] * count
    return tuple(SHADES[round(place * (len(SHADES) - 1) / (count - 1))] for place in range(count))


# The legend: above the rows, as many lines as it takes


def _legend(picture: Picture, frame: Frame) -> tuple[list[Layer], float]:
    if isinstance(picture, Bars) or not picture.names:
        return [], _HEAD
    if isinstance(picture, Points):
        marks = [
            (name, (BLUE, ORANGE)[place], ("circle", "diamond")[place])
            for place, name in enumerate(picture.names)
        ]
    else:
        fills = fills_of(len(picture.names), is_ordered=picture.is_ordered)
        marks = [(name, fill, "square") for name, fill in zip(picture.names, fills, strict=True)]
    values, left, top = [], 0.0, _HEAD
    for name, fill, shape in marks:
        lines = wrap(name, frame.width - 24, partial(text_width, size_px=SIZE))
        width = 20 + max(text_width(line, SIZE) for line in lines) + 18
        if left and left + width > frame.width:
            left, top = 0.0, top + LINE_HEIGHT + 4
        values.append(
            {
                "x": left + 7,
                "t": left + 20,
                "y": top + LINE_HEIGHT / 2,
                "text": lines,
                "fill": fill,
                "shape": shape,
            }
        )
        left, top = left + width, top + LINE_HEIGHT * (len(lines) - 1)
    return _legend_layers(values), top + LINE_HEIGHT + 10


def _legend_layers(values: list[dict[str, Any]]) -> list[Layer]:
    same: Layer = {"type": "nominal", "scale": None}
    sign = {
        "type": "point",
        "filled": True,
        "opacity": 1,
        "size": 120,
        "stroke": "#8a94a0",
        "strokeWidth": 0.5,
        "aria": False,
    }
    text = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": LINE_HEIGHT, "aria": False}
    return [
        _layer("signs", sign, values, x=_pixels("x"), y=_pixels("y"), fill={"field": "fill", **same}, shape={"field": "shape", **same}),
        _layer("legend", text, values, x=_pixels("t"), y=_pixels("y"), text={"field": "text"}),
    ]  # fmt: skip


# Pieces of definitions


def _layer(name: str, mark: Mapping[str, Any], values: list[dict[str, Any]], **encoding: Any) -> Layer:
    return {"name": name, "data": {"values": values}, "mark": dict(mark), "encoding": encoding}


def _pixels(field: str) -> dict[str, Any]:
    """A place on the paper, not on a scale."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _scaled(field: str, frame: Frame, domain: tuple[float, float], edge: int = 0) -> dict[str, Any]:
    left, right = frame.plot
    scale = {"domain": list(domain), "range": [left + edge, right - edge], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _band(row: _Row) -> dict[str, float]:
    return {"top": row.middle - _BAND / 2, "bottom": row.middle + _BAND / 2}


def _high() -> dict[str, Any]:
    return {"y": _pixels("top"), "y2": {"field": "bottom"}}


def _link(href: str) -> dict[str, str]:
    return {"href": href} if href else {}


def _told(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a screen reader says of a mark, its colour, and where it leads."""
    told: dict[str, Any] = {
        "description": {"field": "words"},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
    }
    return {**told, "href": {"field": "href"}} if any("href" in value for value in values) else told
