"""Year charts written as SVG: a head, a row each, a strip for phones. Classes colour them."""

from functools import lru_cache

from nithet.cycles.yearchart.layout import (
    BAR_HEIGHT,
    SIGN_SIZE,
    TEXT_SIZE,
    TEXT_WEIGHT,
    WIDTH,
    PlacedBar,
    breaks_within,
    layout_row,
    layout_strip,
    month_starts,
    today_x,
    x_of,
)
from nithet.cycles.yearchart.model import ChartRow, ChartYear
from nithet.manuals.flowchart.markup import Svg, element, escaped, group_or_link, name_for_id, number
from nithet.manuals.flowchart.signs import draw_sign

# Lines and shades run on above and below a row, so that they meet where a label makes the row higher.
BLEED = 200.0
STRIP_WIDTH, STRIP_HEIGHT = 324.0, 30.0
# Pictures are kept by what they show: most rows are the same all day, and are looked at often.
KEPT = 1024


@lru_cache(maxsize=KEPT)
def draw_row(year: ChartYear, row: ChartRow, *, width: float = WIDTH) -> Svg:
    """One procedure's year: bars that are links, over breaks, months and today."""
    placed = layout_row(year, row, width=width)
    hatch = f"yc-{name_for_id(row.key)}"
    bars = [_bar(year, bar, hatch) for bar in placed.bars]
    return _svg(
        placed.width,
        placed.height,
        {"class": "yc yc-row", "role": "group", "aria-label": _told(row)},
        _hatches(hatch),
        _ground(year, placed.width, -BLEED, placed.height + BLEED, hatch),
        _today(year, placed.width, -BLEED, placed.height + BLEED, "yc-today"),
        *bars,
        # Over the bars only a breath of it: words under it stay readable.
        _today(year, placed.width, -BLEED, placed.height + BLEED, "yc-today yc-today-over"),
    )


@lru_cache(maxsize=KEPT)
def strip(year: ChartYear, row: ChartRow, *, width: float = STRIP_WIDTH, height: float = STRIP_HEIGHT) -> Svg:
    """The row for a phone: colours only, the worst state in words stands below it in HTML."""
    placed = layout_strip(year, row, width=width, height=height)
    hatch = f"ycs-{name_for_id(row.key)}"
    return _svg(
        width,
        height,
        {"class": "yc yc-strip", "role": "img", "aria-label": _told(row)},
        _hatches(hatch),
        _ground(year, width, 0, height, hatch),
        *(_strip_bar(bar, hatch) for bar in placed.bars),
        _today(year, width, 0, height, "yc-today"),
    )


def _svg(width: float, height: float, attributes: dict[str, str], *children: str) -> Svg:
    frame = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "overflow": "visible",
        "lang": "th",
    }
    return Svg(element("svg", {**frame, **attributes}, *children))


def _told(row: ChartRow) -> str:
    return ": ".join(words for words in (row.title, row.standing_words) if words)


def _hatches(name: str) -> str:
    """The stripes of breaks and of what is left out; ids are the picture's own."""
    return element(
        "defs", {}, hatch(f"{name}-break", "yc-hatch-break", 8), hatch(f"{name}-void", "yc-hatch-void", 6)
    )


def hatch(name: str, class_name: str, step: int) -> str:
    """A pattern of slanting lines."""
    line = f"M-1 1l2-2M0 {step}L{step} 0M{step - 1} {step + 1}l2-2"
    frame = {"id": name, "width": step, "height": step, "patternUnits": "userSpaceOnUse"}
    return element("pattern", frame, element("path", {"class": class_name, "d": line}))


def _ground(year: ChartYear, width: float, top: float, bottom: float, hatch_name: str) -> str:
    """Shaded breaks and the lines between months."""
    pieces = [
        shade(left, right, top, bottom, hatch_name=hatch_name)
        for left, right in breaks_within(year, width=width)
    ]
    lines = "".join(
        f"M{number(x_of(year, day, width=width))} {number(top)}V{number(bottom)}"
        for day in month_starts(year)[1:-1]
    )
    return element(
        "g", {"aria-hidden": "true"}, *pieces, element("path", {"class": "yc-month-line", "d": lines})
    )


def shade(left: float, right: float, top: float, bottom: float, *, hatch_name: str) -> str:
    """A break between terms: tint and stripes."""
    place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return element("rect", {"class": "yc-break", **place}) + element(
        "rect", {"fill": f"url(#{hatch_name}-break)", **place}
    )


def _today(year: ChartYear, width: float, top: float, bottom: float, class_name: str) -> str:
    x = today_x(year, width=width)
    if x is None:
        return ""
    line = f"M{number(x)} {number(top)}V{number(bottom)}"
    return element("path", {"class": class_name, "d": line, "pointer-events": "none", "aria-hidden": "true"})


def _bar(year: ChartYear, placed: PlacedBar, hatch_name: str) -> str:
    bar = placed.bar
    solid = " yc-solid" if bar.is_solid else ""
    told = bar.told(on=year.today)
    return group_or_link(
        bar.href,
        {"class": f"yc-bar yc-{bar.tone}{solid}", "aria-label": told, "role": None if bar.href else "img"},
        element("title", {}, escaped(told)),
        *_box(placed, hatch_name, radius=4.0),
        _inside(placed),
    )


def _strip_bar(placed: PlacedBar, hatch_name: str) -> str:
    radius = min(3.0, placed.height / 3)
    return element("g", {"class": f"yc-bar yc-{placed.bar.tone}"}, *_box(placed, hatch_name, radius=radius))


def _box(placed: PlacedBar, hatch_name: str, *, radius: float) -> list[str]:
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    box = [
        element("rect", {"class": "yc-box", "x": x, "y": y, "width": width, "height": height, "rx": radius})
    ]
    if placed.bar.tone == "void":
        inner = {"x": x + 0.7, "y": y + 0.7, "width": width - 1.4, "height": height - 1.4, "rx": radius - 0.7}
        box.append(element("rect", {"fill": f"url(#{hatch_name}-void)", **inner}))
    return box


def _inside(placed: PlacedBar) -> str:
    content, middle = placed.content, placed.y + BAR_HEIGHT / 2
    pieces = []
    if content.has_sign:
        pieces.append(draw_sign(placed.bar.tone, x=content.x, y=middle - SIGN_SIZE / 2, size=SIGN_SIZE))
    if content.text:
        # Thai marks stack above: the middle of what is written lies over the middle of the line.
        place = {"x": content.text_x, "y": middle + TEXT_SIZE * 0.35}
        font = {"font-size": TEXT_SIZE, "font-weight": TEXT_WEIGHT}
        pieces.append(element("text", {"class": "yc-words", **place, **font}, escaped(content.text)))
    return "".join(pieces)
