"""The flow chart of a phone: one column, each box says whose it is, returns run on the left."""

from collections.abc import Sequence

from nithet.manuals.flowchart.model import FlowChart
from nithet.manuals.flowchart.plan import Plan, PlannedReturn, plan
from nithet.manuals.flowchart.returns import words_of
from nithet.manuals.flowchart.shapes import Edge, FlowLayout, Label, Node, Shape, shape_of
from nithet.manuals.flowchart.text import Block, Role, text_of

NARROW_WIDTH = 350.0
_TOP, _FOOT, _GAP = 12.0, 14.0, 28.0
_RIGHT = 8.0
_TRACK, _WORDS_GAP = 14.0, 8.0
_UPRIGHT = 10_000.0  # upright words stay on one line each


def narrow_layout(chart: FlowChart, *, width: float = NARROW_WIDTH) -> FlowLayout:
    """Coordinates of the narrow chart, in pixels."""
    planned = plan(chart)
    tracks = _tracks(planned.returns)
    texts = [words_of(planned_return, _UPRIGHT) for planned_return in planned.returns]
    words_width = max((text.height for text in texts), default=0.0)
    left = words_width + _TRACK * (max(tracks, default=-1) + 1) + 18 if texts else _RIGHT
    shapes = [shape_of(node, width - left - _RIGHT, says_who=True) for node in planned.nodes]
    words = [_words(planned, index, (width - left) / 2 - 20) for index in range(len(planned.words))]
    nodes = _column(planned, shapes, words, (left + width - _RIGHT) / 2)
    edges = [_forward(nodes, index, text) for index, text in enumerate(words)]
    floor = _TOP
    entered: dict[int, int] = {}
    for back, track, text in zip(planned.returns, tracks, texts, strict=True):
        entries = entered[back.target] = entered.get(back.target, -1) + 1
        edge = _back(nodes, back, left - 20 - _TRACK * track, text, floor=floor, entered=entries)
        floor = edge.labels[0].y + edge.labels[0].height + 14
        edges.append(edge)
    bottom = max(nodes[-1].bottom, floor - 14)
    return FlowLayout(width, bottom + _FOOT, (), nodes, tuple(edges))


def _words(planned: Plan, index: int, room: float) -> Block:
    role: Role = "yes" if planned.nodes[index].kind == "decision" else "say"
    return text_of(planned.words[index].replace(" · ", "\n"), role, room)


def _column(
    planned: Plan, shapes: Sequence[Shape], words: Sequence[Block], centre: float
) -> tuple[Node, ...]:
    nodes: list[Node] = []
    y = _TOP
    for index, (node, shape) in enumerate(zip(planned.nodes, shapes, strict=True)):
        if index:
            y += max(_GAP, words[index - 1].height + 18 if words[index - 1].lines else 0)
        nodes.append(
            Node(
                node.kind,
                node.lane,
                centre - shape.width / 2,
                y,
                shape.width,
                shape.height,
                shape.text,
                node.step,
                node.tone,
                node.href,
            )
        )
        y += shape.height
    return tuple(nodes)


def _forward(nodes: Sequence[Node], index: int, words: Block) -> Edge:
    one, other = nodes[index], nodes[index + 1]
    x = one.centre[0]
    labels = (Label(words, x + 9, one.bottom + 3, words.width, words.height),) if words.lines else ()
    return Edge(index, index + 1, "next", ((x, one.bottom), (x, other.y)), labels)


def _back(
    nodes: Sequence[Node], back: PlannedReturn, track: float, words: Block, *, floor: float, entered: int
) -> Edge:
    source, target = nodes[back.source], nodes[back.target]
    start, end = source.centre[1], target.centre[1] + 9 * entered
    points = ((source.x, start), (track, start), (track, end), (target.x, end))
    length = words.width
    y = max(floor, (start + end - length) / 2)
    label = Label(words, _WORDS_GAP - 4, y, words.height, length, is_upright=True)
    return Edge(back.source, back.target, "return", points, (label,))


def _tracks(returns: Sequence[PlannedReturn]) -> list[int]:
    """Returns whose ways would meet run side by side."""
    used: list[list[PlannedReturn]] = []
    tracks: list[int] = []
    for back in returns:
        track = next(
            (i for i, others in enumerate(used) if all(_apart(back, other) for other in others)), len(used)
        )
        if track == len(used):
            used.append([])
        used[track].append(back)
        tracks.append(track)
    return tracks


def _apart(one: PlannedReturn, other: PlannedReturn) -> bool:
    return one.source < other.target or other.source < one.target
