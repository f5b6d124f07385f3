"""A flow chart's coordinates written as SVG. Classes colour it; attributes here only say where things stand."""

import math

from nithet.manuals.flowchart.markup import Svg, element, escaped, group_or_link, name_for_id, number
from nithet.manuals.flowchart.model import GATES, FlowChart, FlowStep, return_target
from nithet.manuals.flowchart.shapes import Edge, FlowLayout, Label, LaneBox, Node, Point
from nithet.manuals.flowchart.signs import draw_sign
from nithet.manuals.flowchart.text import FONTS, SIGN_GAP, SIGN_SIZE, Block, Line

_HEAD_LENGTH, _HEAD_HALF = 11.0, 5.5
_CORNER = 6.0


def write(chart: FlowChart, drawn: FlowLayout, *, name: str) -> Svg:
    """The picture; `name` keeps its ids apart from those of other pictures on the page."""
    prefix = f"fc-{name_for_id(name)}"
    has_links = any(node.href for node in drawn.nodes)
    return Svg(
        element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "fc" if drawn.lanes else "fc fc-narrow",
                # A picture's children are hidden from screen readers, links in it must not be.
                "role": "group" if has_links else "img",
                "aria-labelledby": f"{prefix}-title",
                "aria-describedby": f"{prefix}-desc",
                "width": math.ceil(drawn.width),
                "height": math.ceil(drawn.height),
                "viewBox": f"0 0 {math.ceil(drawn.width)} {math.ceil(drawn.height)}",
                "lang": "th",
            },
            element("title", {"id": f"{prefix}-title"}, escaped(f"ผังงาน {chart.title}")),
            element("desc", {"id": f"{prefix}-desc"}, escaped(description(chart))),
            *_lanes(drawn),
            *(_edge(edge) for edge in drawn.edges),
            *(_node(node) for node in drawn.nodes),
            *(_label(label) for edge in drawn.edges for label in edge.labels),
        )
    )


def description(chart: FlowChart) -> str:
    """The whole chart in words, step by step."""
    lanes = {lane.key: lane.title for lane in chart.lanes}
    return " ".join(_told(chart, lanes, index, step) for index, step in enumerate(chart.steps))


def _told(chart: FlowChart, lanes: dict[str, str], index: int, step: FlowStep) -> str:
    decider = lanes.get(step.decider_lane or chart.lanes[-1].key, "")
    words = [f"ขั้นที่ {step.number} {step.title}"]
    if step.decision == "acknowledge":
        words.append(f"เสนอ{decider}เพื่อทราบ")
    else:
        words.append(f"โดย{lanes.get(step.lane, '')}")
    if step.state_words:
        words.append(f"({step.state_words})")
    if step.is_gate:
        word, back = GATES[step.decision or ""], chart.steps[return_target(chart.steps, index)]
        words.append(f"{decider}{word} หากไม่{word} ส่งคืนแก้ไขขั้นที่ {back.number}")
    return " ".join(words) + "."


def _lanes(drawn: FlowLayout) -> list[str]:
    if not drawn.lanes:
        return []
    head = drawn.lanes[0].height
    pieces = [_lane_ground(lane, drawn, place) for place, lane in enumerate(drawn.lanes)]
    pieces.append(element("path", {"class": "fc-lane-line", "d": f"M0 {number(head)}H{number(drawn.width)}"}))
    for lane in drawn.lanes:
        y = (head - lane.title.height - lane.subtitle.height) / 2
        pieces.append(_text(lane.title, lane.x + lane.width / 2, y))
        pieces.append(_text(lane.subtitle, lane.x + lane.width / 2, y + lane.title.height))
    return pieces


def _lane_ground(lane: LaneBox, drawn: FlowLayout, place: int) -> str:
    ground = element(
        "rect",
        {
            "class": "fc-lane fc-lane-even" if place % 2 else "fc-lane",
            "x": lane.x,
            "y": 0,
            "width": lane.width,
            "height": drawn.height,
        },
    )
    if not place:
        return ground
    line = f"M{number(lane.x)} 0V{number(drawn.height)}"
    return ground + element("path", {"class": "fc-lane-line", "d": line})


def _node(node: Node) -> str:
    classes = f"fc-node fc-{node.kind}" + (f" fc-{node.tone}" if node.tone else "")
    text = _text(node.text, node.centre[0], node.text_top)
    return group_or_link(node.href, {"class": classes}, _outline(node), text)


def _outline(node: Node) -> str:
    if node.kind == "decision":
        x, y = node.centre
        corners = ((x, node.y), (node.right, y), (x, node.bottom), (node.x, y))
        return element("polygon", {"class": "fc-shape", "points": _points(corners)})
    return element(
        "rect",
        {
            "class": "fc-shape",
            "x": node.x,
            "y": node.y,
            "width": node.width,
            "height": node.height,
            "rx": 6 if node.kind == "task" else node.height / 2,
        },
    )


def _text(text: Block, centre: float, top: float) -> str:
    """Lines one below the other around a middle."""
    pieces = []
    for line in text.lines:
        pieces.append(_line(line, centre - line.width / 2, top))
        top += line.height
    return "".join(pieces)


def _line(line: Line, x: float, top: float) -> str:
    sign = ""
    if line.tone:
        sign = draw_sign(line.tone, x=x, y=top + (line.height - SIGN_SIZE) / 2, size=SIGN_SIZE)
        x += SIGN_SIZE + SIGN_GAP
    size, weight, height = FONTS[line.role]
    attributes = {
        "class": f"fc-text fc-text-{line.role}",
        "x": x,
        # Thai marks stack above: the middle of what is written lies over the middle of the line.
        "y": top + height / 2 + size * 0.34,
        "font-size": size,
        "font-weight": weight,
    }
    text = element("text", attributes, escaped(line.text))
    return element("g", {"class": f"fc-text-{line.role}"}, sign, text) if sign else text


def _edge(edge: Edge) -> str:
    end, before = edge.points[-1], edge.points[-2]
    return element(
        "g",
        {"class": f"fc-edge fc-edge-{edge.kind}"},
        element(
            "path",
            {"class": "fc-way", "fill": "none", "d": _way((*edge.points[:-1], _short_of(end, before)))},
        ),
        element("polygon", {"class": "fc-head", "points": _points(_head(end, before))}),
    )


def _way(points: tuple[Point, ...]) -> str:
    """A line whose corners are a little round."""
    steps = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(_CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        steps.append(
            f"L{_at(_towards(corner, before, reach))}Q{_at(corner)} {_at(_towards(corner, after, reach))}"
        )
    return "".join([*steps, f"L{_at(points[-1])}"])


def _short_of(end: Point, before: Point) -> Point:
    return _towards(end, before, _HEAD_LENGTH - 1)


def _head(end: Point, before: Point) -> tuple[Point, ...]:
    x, y = _towards(end, before, _HEAD_LENGTH)
    if abs(end[1] - before[1]) < abs(end[0] - before[0]):
        return end, (x, y - _HEAD_HALF), (x, y + _HEAD_HALF)
    return end, (x - _HEAD_HALF, y), (x + _HEAD_HALF, y)


def _towards(start: Point, aim: Point, length: float) -> Point:
    whole = math.dist(start, aim) or 1.0
    return start[0] + (aim[0] - start[0]) * length / whole, start[1] + (aim[1] - start[1]) * length / whole


def _label(label: Label) -> str:
    if not label.is_upright:
        return _text(label.text, label.x + label.width / 2, label.y)
    # Drawn lying down and turned about the lower left corner of its place.
    place = f"translate({number(label.x)} {number(label.y + label.height)}) rotate(-90)"
    return element("g", {"transform": place}, _text(label.text, label.height / 2, 0))


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
