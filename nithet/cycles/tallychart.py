"""Numbers of tasks as pictures: a stacked bar a line, and columns by month. Pure rules, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nithet.manuals.flowchart.markup import Svg, element, escaped, group_or_link, number
from nithet.manuals.flowchart.signs import Tone, draw_sign
from nithet.thai.measure import text_width
from nithet.thai.months import FISCAL_ORDER, month_name

WORDS: dict[Tone, str] = {
    "done": "เสร็จสิ้น",
    "sub": "รอพิจารณา",
    "open": "กำลังดำเนินการ",
    "back": "ส่งคืนแก้ไข",
    "late": "เกินกำหนด",
    "wait": "ยังไม่ถึงกำหนดเริ่ม",
    "void": "งดดำเนินการ",
}
"""In the order in which parts stand beside each other, or above each other from the ground."""
BAR_WIDE, BAR_NARROW = 640.0, 320.0
COLUMNS_WIDE, COLUMNS_NARROW = 1040.0, 340.0
_BAR, _GAP, _SIGN, _TEXT = 28.0, 2.0, 13.0, 14.0
_HIGH, _TOP, _FOOT = 132.0, 24.0, 26.0

Parts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A month's tasks, and the list of them."""

    month: int
    parts: Parts
    href: str
    is_now: bool = False


def told(parts: Parts) -> str:
    """“เสร็จสิ้น 12 · เกินกำหนด 3 · ทั้งหมด 15 ขั้นตอน”, for those who do not see the picture."""
    said = [f"{words} {parts[tone]}" for tone, words in WORDS.items() if parts.get(tone)]
    return " · ".join([*said, f"ทั้งหมด {sum(parts.values())} ขั้นตอน"])


def draw_bar(title: str, parts: Parts, *, width: float = BAR_WIDE) -> Svg:
    """All of a line is as wide as the picture; what is too narrow for its sign and number has its colour alone."""
    pieces = [
        _segment(tone, count, x, wide) for tone, count, x, wide in _shares(parts, width)
    ]  # fmt: skip
    frame = {"viewBox": f"0 0 {number(width)} {number(_BAR)}", "lang": "th", "class": "tc tc-bar"}
    said = {"role": "img", "aria-label": f"{title}: {told(parts)}"}
    return Svg(element("svg", {"xmlns": "http://www.w3.org/2000/svg", **frame, **said}, *pieces))


def _shares(parts: Parts, width: float) -> Iterator[tuple[Tone, int, float, float]]:
    """Where each part stands. Even a single task among hundreds keeps a visible width."""
    there = [(tone, parts[tone]) for tone in WORDS if parts.get(tone)]
    total = sum(count for _, count in there)
    least = 6.0
    room = width - _GAP * (len(there) - 1) - least * len(there)
    x = 0.0
    for tone, count in there:
        wide = least + room * count / total
        yield tone, count, x, wide
        x += wide + _GAP


def _segment(tone: Tone, count: int, x: float, wide: float) -> str:
    words, middle = str(count), x + wide / 2
    size = text_width(words, _TEXT, 500)
    pieces = [
        element("title", {}, escaped(f"{WORDS[tone]} {count}")),
        element("rect", {"class": "tc-box", "x": x, "y": 1.0, "width": wide, "height": _BAR - 2, "rx": 3.0}),
    ]
    with_sign = size + _SIGN + 5
    if wide >= with_sign + 8:
        left = middle - with_sign / 2
        pieces += [
            draw_sign(tone, x=left, y=(_BAR - _SIGN) / 2, size=_SIGN),
            _words(words, left + _SIGN + 5, _BAR / 2 + 5),
        ]
    elif wide >= size + 4:
        pieces.append(_words(words, middle - size / 2, _BAR / 2 + 5))
    return element("g", {"class": f"tc-part tc-{tone}"}, *pieces)


def _words(words: str, x: float, y: float, *, css: str = "tc-words", weight: int = 500) -> str:
    place = {"x": x, "y": y, "font-size": _TEXT, "font-weight": weight}
    return element("text", {"class": css, **place}, escaped(words))


def draw_columns(columns: Sequence[Column], *, width: float = COLUMNS_WIDE) -> Svg:
    """Twelve months of a fiscal year, each a link to its tasks; the number stands above, the month below."""
    most = max((sum(column.parts.values()) for column in columns), default=0) or 1
    step = width / len(FISCAL_ORDER)
    by_month = {column.month: column for column in columns}
    pieces = [
        _column(by_month[month], place * step, step, most)
        for place, month in enumerate(FISCAL_ORDER)
        if month in by_month
    ]
    ground = element("path", {"class": "tc-ground", "d": f"M0 {number(_TOP + _HIGH)}H{number(width)}"})
    high = _TOP + _HIGH + _FOOT
    frame = {"viewBox": f"0 0 {number(width)} {number(high)}", "lang": "th", "class": "tc tc-columns"}
    said = {"role": "group", "aria-label": "ขั้นตอนตามเดือนที่ครบกำหนด"}
    return Svg(element("svg", {"xmlns": "http://www.w3.org/2000/svg", **frame, **said}, *pieces, ground))


def _column(column: Column, x: float, step: float, most: int) -> str:
    total, middle = sum(column.parts.values()), x + step / 2
    wide = min(46.0, step - 4)
    boxes, y = [], _TOP + _HIGH
    for tone in WORDS:
        if count := column.parts.get(tone, 0):
            high = _HIGH * count / most
            y -= high
            place = {"x": middle - wide / 2, "y": y, "width": wide, "height": max(high - 1, 1.0), "rx": 2.0}
            boxes.append(
                element("g", {"class": f"tc-part tc-{tone}"}, element("rect", {"class": "tc-box", **place}))
            )
    name = month_name(column.month, short=True)
    said = f"{month_name(column.month)}: {told(column.parts)}"
    return group_or_link(
        column.href if total else None,
        {"class": "tc-column", "aria-label": said, "role": None if total else "img"},
        element("title", {}, escaped(said)),
        element("rect", {"class": "tc-reach", "x": x, "y": 0.0, "width": step, "height": _TOP + _HIGH + _FOOT}),
        *boxes,
        _middle(str(total) if total else "", middle, y - 6, "tc-count"),
        _middle(_short(name, step), middle, _TOP + _HIGH + 18, "tc-month tc-now" if column.is_now else "tc-month"),
    )  # fmt: skip


def _short(name: str, step: float) -> str:
    """Without its dots where a phone has no room for them: all twelve months alike."""
    widest = max(text_width(month_name(month, short=True), _TEXT, 700) for month in FISCAL_ORDER)
    return name if widest <= step - 2 else name.replace(".", "")


def _middle(words: str, middle: float, y: float, css: str) -> str:
    weight = 700 if "tc-now" in css else 500
    return (
        _words(words, middle - text_width(words, _TEXT, weight) / 2, y, css=css, weight=weight)
        if words
        else ""
    )
