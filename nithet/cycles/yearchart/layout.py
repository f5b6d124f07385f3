"""Bars by the day: where each stands in its row, in which lane, and which words find room in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nithet.cycles.yearchart.model import ChartBar, ChartRow, ChartYear
from nithet.thai.drawing import wrap
from nithet.thai.measure import text_width

WIDTH = 720.0
# As wide as a desk leaves it beside its labels (860 px) this is 64 px, and words are 14 px.
ROW_LEAST = 54.0
BAR_HEIGHT, LANE_STEP = 25.0, 28.5
TEXT_SIZE, TEXT_WEIGHT = 12.0, 500
SIGN_SIZE = 11.5
_INSET = 0.75  # half the gap between two bars that follow each other
_LEAST_BAR = 18.0
_PAD, _TIGHT, _GAP = 6.0, 2.0, 3.5
_ROW_PAD = 8.0


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a bar, from x on; an empty text or no sign where there is no room."""

    x: float
    text_x: float
    text: str
    has_sign: bool


@dataclass(frozen=True, slots=True)
class PlacedBar:
    bar: ChartBar
    lane: int
    x: float
    y: float
    width: float
    height: float
    content: Content

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class RowLayout:
    row: ChartRow
    width: float
    height: float
    bars: tuple[PlacedBar, ...]


def x_of(year: ChartYear, day: date, *, width: float = WIDTH) -> float:
    """Where a day begins; days outside the year stand at its ends."""
    days = (year.last - year.first).days + 1
    return width * min(days, max(0, (day - year.first).days)) / days


def today_x(year: ChartYear, *, width: float = WIDTH) -> float | None:
    """The middle of today; None outside the year."""
    if not year.has_today:
        return None
    return (x_of(year, year.today, width=width) + x_of(year, year.today + timedelta(days=1), width=width)) / 2


def month_starts(year: ChartYear) -> list[date]:
    """The first days of the twelve months, and the day after the year."""
    months = [(year.first.year, month) for month in (10, 11, 12)]
    months += [(year.last.year, month) for month in range(1, 11)]
    return [date(a_year, month, 1) for a_year, month in months]


def breaks_within(year: ChartYear, *, width: float = WIDTH) -> list[tuple[float, float]]:
    """The breaks between terms as spans of x, clipped to the year."""
    spans = (
        (x_of(year, first, width=width), x_of(year, last + timedelta(days=1), width=width))
        for first, last in year.breaks
    )
    return [(left, right) for left, right in spans if right > left]


def layout_row(year: ChartYear, row: ChartRow, *, width: float = WIDTH) -> RowLayout:
    """The row's bars with their lanes; the row grows with the lanes, bars outside the year are left out."""
    placed = list(_in_lanes(year, row, width, _LEAST_BAR))
    lanes = 1 + max((lane for _, lane, _, _ in placed), default=0)
    block = LANE_STEP * (lanes - 1) + BAR_HEIGHT
    height = max(ROW_LEAST, block + 2 * _ROW_PAD)
    top = (height - block) / 2
    bars = tuple(
        PlacedBar(
            bar, lane, left, top + LANE_STEP * lane, right - left, BAR_HEIGHT, _content(bar, left, right)
        )
        for bar, lane, left, right in placed
    )
    return RowLayout(row, width, height, bars)


def layout_strip(year: ChartYear, row: ChartRow, *, width: float, height: float) -> RowLayout:
    """The row as a strip without words, its lanes sharing one height."""
    placed = list(_in_lanes(year, row, width, 4.0))
    lanes = 1 + max((lane for _, lane, _, _ in placed), default=0)
    step = (height - 3) / lanes
    nothing = Content(0, 0, "", has_sign=False)
    bars = tuple(
        PlacedBar(bar, lane, left, 1.5 + step * lane, right - left, step - (1 if lanes > 1 else 0), nothing)
        for bar, lane, left, right in placed
    )
    return RowLayout(row, width, height, bars)


def _in_lanes(
    year: ChartYear, row: ChartRow, width: float, least: float
) -> Iterator[tuple[ChartBar, int, float, float]]:
    """Each bar with its lane and its ends: the first lane that is free where the bar begins."""
    ends: list[float] = []
    for bar in sorted(row.bars, key=lambda bar: (bar.starts_on, bar.ends_on)):
        if bar.ends_on < year.first or bar.starts_on > year.last:
            continue
        left, right = _ends(year, bar, width, least)
        lane = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [right]
        yield bar, lane, left, right


def _ends(year: ChartYear, bar: ChartBar, width: float, least: float) -> tuple[float, float]:
    """Left and right of the bar, never too narrow to see and to press."""
    last = max(bar.starts_on, bar.ends_on)
    left = x_of(year, bar.starts_on, width=width) + _INSET
    right = x_of(year, last + timedelta(days=1), width=width) - _INSET
    if right - left < least:
        left = min(left, width - _INSET - least)
        right = left + least
    return left, right


def _content(bar: ChartBar, left: float, right: float) -> Content:
    """The most that fits: sign, number and words; then fewer words; sign and number; the number; the sign."""
    has_sign = bar.tone != "wait"
    sign = SIGN_SIZE + _GAP if has_sign else 0.0
    room = right - left - 2 * _PAD
    for text in _texts(bar, room - sign):
        return Content(left + _PAD, left + _PAD + sign, text, has_sign)
    number = text_width(bar.number, TEXT_SIZE, TEXT_WEIGHT)
    if sign + number <= right - left - 2 * _TIGHT:
        x = (left + right - sign - number) / 2
        return Content(x, x + sign, bar.number, has_sign)
    if number <= right - left - 2 * _TIGHT:
        x = (left + right - number) / 2
        return Content(x, x, bar.number, has_sign=False)
    return Content((left + right - SIGN_SIZE) / 2, 0, "", has_sign=has_sign and right - left >= SIGN_SIZE)


def _texts(bar: ChartBar, room: float) -> Iterator[str]:
    """The number with as much of the label as has room, the whole one first."""

    def measure(text: str) -> float:
        return text_width(text, TEXT_SIZE, TEXT_WEIGHT)

    number = f"{bar.number} " if bar.number else ""
    if not bar.label or room <= measure(number):
        return
    if measure(number + bar.label) <= room:
        yield number + bar.label
        return
    start = wrap(bar.label, room - measure(f"{number}…"), measure)[0]
    shorter = f"{number}{start.rstrip()}…"
    if len(start) >= 4 and measure(shorter) <= room:
        yield shorter
