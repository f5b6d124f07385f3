"""Nothing in a flow chart lies on anything else, and all text lies inside its shape, whatever the procedure."""

import os
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.manuals.flowchart import (
    FlowChart,
    FlowLane,
    FlowStep,
    FlowVia,
    draw,
    draw_narrow,
    layout,
    narrow_layout,
)
from nithet.manuals.flowchart.shapes import Edge, FlowLayout, Label, Node, Point

_WORDS = (
    "นิเทศ",
    "ติดตามและประเมินผล",
    "เสนอ",
    "ประชาสัมพันธ์",
    "จัดทำรายงาน",
    "โรงเรียน",
    "DLTV",
    "และ",
    "กกกกกกกกกกกกกกกกกกกกกก",
)
_TITLES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)
_LANES = tuple(FlowLane(key, f"ผู้รับผิดชอบ {key}", "กลุ่มนิเทศ ติดตามและประเมินผล") for key in "abcde")
_KEYS = st.sampled_from("abcde")
_STATES = st.sampled_from([None, "wait", "open", "submitted", "returned", "done", "void", "skipped"])
_STEPS = st.builds(
    FlowStep,
    number=st.just("1"),
    title=_TITLES,
    lane=_KEYS,
    decision=st.sampled_from([None, None, "approve", "endorse", "certify", "acknowledge", "permit", "sign"]),
    decider_lane=_KEYS,
    state=_STATES,
    state_words=st.sampled_from([None, "ยังไม่ถึงกำหนดเริ่ม · ก.ย."]),
    via=st.lists(st.builds(FlowVia, lane=_KEYS), max_size=2).map(tuple),
    returned_words=st.sampled_from([None, "เกิดขึ้นแล้ว 1 ครั้ง (30 ต.ค.)"]),
)
_CHARTS = st.builds(
    FlowChart, title=_TITLES, lanes=st.just(_LANES), steps=st.lists(_STEPS, max_size=7).map(tuple)
)
_Box = tuple[float, float, float, float]
EXAMPLES = int(os.environ.get("NITHET_SOAK", "25"))
quick = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def _box(thing: Node | Label) -> _Box:
    return thing.x, thing.y, thing.x + thing.width, thing.y + thing.height


def _meet(one: _Box, other: _Box, slack: float = 0.5) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def _segments(edge: Edge) -> list[_Box]:
    return [_span(one, other) for one, other in zip(edge.points, edge.points[1:], strict=False)]


def _span(one: Point, other: Point) -> _Box:
    (x1, y1), (x2, y2) = one, other
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _things(drawn: FlowLayout) -> list[Node | Label]:
    """All that takes up room: shapes and words at arrows."""
    return [*drawn.nodes, *(label for edge in drawn.edges for label in edge.labels)]


@pytest.mark.parametrize("arranged", [layout, narrow_layout])
@quick
@given(chart=_CHARTS)
def test_shapes_words_and_arrows_keep_apart(arranged: type, chart: FlowChart) -> None:
    drawn: FlowLayout = arranged(chart)
    for one, other in combinations(_things(drawn), 2):
        assert not _meet(_box(one), _box(other)), (one, other)
    for edge in drawn.edges:
        for segment in _segments(edge):
            for thing in _things(drawn):
                x1, y1, x2, y2 = _box(thing)
                assert not _touch(segment, (x1 + 0.5, y1 + 0.5, x2 - 0.5, y2 - 0.5)), (edge, thing)


@pytest.mark.parametrize("arranged", [layout, narrow_layout])
@quick
@given(chart=_CHARTS)
def test_no_two_arrows_cross(arranged: type, chart: FlowChart) -> None:
    drawn: FlowLayout = arranged(chart)
    for one, other in combinations(drawn.edges, 2):
        for segment in _segments(one):
            for another in _segments(other):
                assert not _touch(segment, another), (one, other)


@pytest.mark.parametrize("arranged", [layout, narrow_layout])
@quick
@given(chart=_CHARTS)
def test_everything_lies_inside_the_picture(arranged: type, chart: FlowChart) -> None:
    drawn: FlowLayout = arranged(chart)
    for thing in _things(drawn):
        x1, y1, x2, y2 = _box(thing)
        assert x1 >= 0
        assert y1 >= 0
        assert x2 <= drawn.width
        assert y2 <= drawn.height
    for edge in drawn.edges:
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in edge.points)


@pytest.mark.parametrize("arranged", [layout, narrow_layout])
@quick
@given(chart=_CHARTS)
def test_text_lies_inside_its_shape(arranged: type, chart: FlowChart) -> None:
    drawn: FlowLayout = arranged(chart)
    for node in drawn.nodes:
        y = node.text_top - node.centre[1]
        for line in node.text.lines:
            reach = max(abs(y), abs(y + line.height))
            if node.kind == "decision":
                assert line.width / node.width + 2 * reach / node.height <= 1.001
            else:
                assert line.width <= node.width - 16
                assert reach <= node.height / 2
            y += line.height
    for lane in drawn.lanes:
        assert max(lane.title.width, lane.subtitle.width) <= lane.width


@quick
@given(chart=_CHARTS)
def test_the_markup_is_well_formed_and_keeps_every_title(chart: FlowChart) -> None:
    for svg in (draw(chart), draw_narrow(chart)):
        words = "".join("".join(ET.fromstring(svg).itertext()).split())  # noqa: S314 - our own markup
        assert all("".join(step.title.split()) in words for step in chart.steps)
