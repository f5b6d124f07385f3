"""Whatever the bars: none lies on another, none leaves its row, and words stay in their bar."""

from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.cycles.yearchart import ChartBar, ChartRow, ChartYear, draw_row, layout_row, strip
from nithet.cycles.yearchart.layout import (
    ROW_LEAST,
    SIGN_SIZE,
    TEXT_SIZE,
    TEXT_WEIGHT,
    PlacedBar,
    RowLayout,
    layout_strip,
)
from nithet.thai.measure import text_width

YEAR = ChartYear(2570, date(2026, 11, 20))
_DAYS = st.dates(date(2026, 8, 1), date(2027, 12, 31))
_BARS = st.builds(
    lambda start, length, **more: ChartBar(starts_on=start, ends_on=start + timedelta(days=length), **more),
    start=_DAYS,
    length=st.integers(0, 400),
    number=st.sampled_from(["1", "12", "5.2.1", ""]),
    label=st.sampled_from(["", "นิเทศ", "ส่งเสริมการผลิตสื่อและนวัตกรรม", "กกกกกกกกกกกกกกกกกกกกก"]),
    state=st.sampled_from(["wait", "open", "submitted", "returned", "done", "void", "skipped"]),
    is_late=st.booleans(),
)
_ROWS = st.builds(
    ChartRow, key=st.just("r"), title=st.just("งาน"), bars=st.lists(_BARS, max_size=9).map(tuple)
)
quick = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def _check_apart(placed: RowLayout) -> None:
    for one, other in combinations(placed.bars, 2):
        if one.lane == other.lane:
            assert one.right <= other.x or other.right <= one.x
        else:
            upper, lower = sorted((one, other), key=lambda bar: bar.y)
            assert upper.y + upper.height <= lower.y
    for bar in placed.bars:
        assert bar.x >= 0
        assert bar.right <= placed.width
        assert bar.y >= 0
        assert bar.y + bar.height <= placed.height


@quick
@given(row=_ROWS)
def test_bars_keep_apart_and_inside_the_row(row: ChartRow) -> None:
    placed = layout_row(YEAR, row)
    _check_apart(placed)
    assert placed.height >= ROW_LEAST
    _check_apart(layout_strip(YEAR, row, width=324, height=30))


@quick
@given(row=_ROWS)
def test_words_and_signs_lie_inside_their_bar(row: ChartRow) -> None:
    for bar in layout_row(YEAR, row).bars:
        left, right = _written(bar)
        assert left >= bar.x
        assert right <= bar.right + 0.01


def _written(bar: PlacedBar) -> tuple[float, float]:
    content = bar.content
    spans = [(bar.x, bar.x)]
    if content.has_sign:
        spans.append((content.x, content.x + SIGN_SIZE))
    if content.text:
        end = content.text_x + text_width(content.text, TEXT_SIZE, TEXT_WEIGHT)
        spans.append((content.text_x, end))
        assert not content.has_sign or content.x + SIGN_SIZE <= content.text_x
    return min(left for left, _ in spans), max(right for _, right in spans)


@quick
@given(row=_ROWS)
def test_the_markup_is_well_formed(row: ChartRow) -> None:
    ET.fromstring(draw_row(YEAR, row))  # noqa: S314 - our own markup
    ET.fromstring(strip(YEAR, row))  # noqa: S314 - our own markup
