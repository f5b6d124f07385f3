"""The head of a year chart: months, the names of breaks, and today's flag; and the letters above phone strips."""

from itertools import pairwise

from nithet.cycles.yearchart.layout import WIDTH, breaks_within, month_starts, today_x, x_of
from nithet.cycles.yearchart.model import BREAK_WORDS, ChartYear
from nithet.cycles.yearchart.svg import BLEED, STRIP_WIDTH, hatch, shade
from nithet.manuals.flowchart.markup import Svg, element, escaped, number
from nithet.thai.dates import format_date
from nithet.thai.measure import text_width
from nithet.thai.months import FISCAL_ORDER, month_name

HEIGHT = 42.0
_FLAG_HEIGHT = 19.0
_SIZE, _FLAG_SIZE = 12.0, 12.0
_LETTERS = ("ต", "พ", "ธ", "ม", "ก", "มี", "เม", "พ", "มิ", "ก", "ส", "ก")


def draw_head(year: ChartYear, *, width: float = WIDTH, name: str = "head") -> Svg:
    """Months, breaks and today, as wide as the rows below."""
    flag = _flag_span(year, width)
    pieces = [element("defs", {}, hatch(f"yc-{name}-break", "yc-hatch-break", 8))]
    pieces.extend(_month(year, place, width) for place in range(12))
    for left, right in breaks_within(year, width=width):
        pieces.append(shade(left, right, HEIGHT - _FLAG_HEIGHT - 2, HEIGHT + BLEED, hatch_name=f"yc-{name}"))
        pieces.append(_break_words(left, right, flag))
    pieces.append(_flag(year, flag, width))
    frame = {"viewBox": f"0 0 {number(width)} {number(HEIGHT)}", "overflow": "visible", "lang": "th"}
    told = {"class": "yc yc-head", "role": "img", "aria-label": _told(year)}
    return Svg(element("svg", {"xmlns": "http://www.w3.org/2000/svg", **frame, **told}, *pieces))


def strip_head(year: ChartYear, *, width: float = STRIP_WIDTH) -> Svg:
    """One letter a month, for above the strips of a phone."""
    starts = [x_of(year, day, width=width) for day in month_starts(year)]
    letters = [
        _text(letter, (left + right) / 2, 16, class_name=_month_class(year, place), size=14)
        for place, (letter, (left, right)) in enumerate(zip(_LETTERS, pairwise(starts), strict=True))
    ]
    frame = {
        "viewBox": f"0 0 {number(width)} 22",
        "class": "yc yc-strip-head",
        "aria-hidden": "true",
        "lang": "th",
    }
    return Svg(element("svg", {"xmlns": "http://www.w3.org/2000/svg", **frame}, *letters))


def _month(year: ChartYear, place: int, width: float) -> str:
    left, right = (x_of(year, day, width=width) for day in month_starts(year)[place : place + 2])
    words = _text(
        month_name(FISCAL_ORDER[place], short=True),
        (left + right) / 2,
        15.5,
        class_name=_month_class(year, place),
    )
    if not place:
        return words
    return (
        element(
            "path",
            {"class": "yc-month-line", "d": f"M{number(left)} {number(-BLEED)}V{number(HEIGHT + BLEED)}"},
        )
        + words
    )


def _month_class(year: ChartYear, place: int) -> str:
    is_now = year.has_today and year.today.month == FISCAL_ORDER[place]
    return "yc-month yc-month-now" if is_now else "yc-month"


def _flag_words(year: ChartYear) -> str:
    return f"วันนี้ {format_date(year.today, 'brief')}"


def _flag_span(year: ChartYear, width: float) -> tuple[float, float] | None:
    """Left and right of today's flag, kept inside the chart."""
    x = today_x(year, width=width)
    if x is None:
        return None
    wide = text_width(_flag_words(year), _FLAG_SIZE, 500) + 12
    left = min(width - wide, max(0.0, x - wide / 2))
    return left, left + wide


def _flag(year: ChartYear, span: tuple[float, float] | None, width: float) -> str:
    x = today_x(year, width=width)
    if span is None or x is None:
        return ""
    left, right = span
    top = HEIGHT - _FLAG_HEIGHT
    place = {"x": left, "y": top, "width": right - left, "height": _FLAG_HEIGHT, "rx": 4}
    return (
        element("path", {"class": "yc-today", "d": f"M{number(x)} {number(HEIGHT)}V{number(HEIGHT + BLEED)}"})
        + element("rect", {"class": "yc-flag", **place})
        + _text(_flag_words(year), (left + right) / 2, HEIGHT - 5, class_name="yc-flag-words", weight=500)
    )


def _break_words(left: float, right: float, flag: tuple[float, float] | None) -> str:
    """The break's name in what today's flag leaves free of it, whole or short, or not at all."""
    spans = [(left, right)]
    if flag and flag[0] < right and flag[1] > left:
        spans = [(left, flag[0]), (flag[1], right)]
    start, end = max(spans, key=lambda span: span[1] - span[0])
    for words in BREAK_WORDS:
        if text_width(words, _SIZE, 400) + 4 <= end - start:
            return _text(words, (start + end) / 2, HEIGHT - 6, class_name="yc-break-words")
    return ""


def _told(year: ChartYear) -> str:
    breaks = ", ".join(
        f"{format_date(first, 'brief')} – {format_date(last, 'brief')}" for first, last in year.breaks
    )
    parts = [f"ปีงบประมาณ พ.ศ. {year.fiscal_year_be} ต.ค. ถึง ก.ย."]
    if breaks:
        parts.append(f"{BREAK_WORDS[0]} {breaks}")
    if year.has_today:
        parts.append(_flag_words(year))
    return " · ".join(parts)


def _text(
    words: str, middle: float, y: float, *, class_name: str, size: float = _SIZE, weight: int = 400
) -> str:
    if "yc-month-now" in class_name:
        weight = 700
    x = middle - text_width(words, size, weight) / 2
    place = {"x": x, "y": y, "font-size": size, "font-weight": weight}
    return element("text", {"class": class_name, **place}, escaped(words))
