"""The wide flow chart: lanes from doer to decider, work running down, every arrow in a place of its own.

Rows are consecutive and an arrow leads from each node to the next, so every gap between two rows holds
one forward arrow; what returns goes over the row, straight across the row above, or along the right edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nithet.manuals.flowchart.forward import forward_edge, words_at
from nithet.manuals.flowchart.lanes import WIDTH, Columns, columns, rows
from nithet.manuals.flowchart.model import FlowChart
from nithet.manuals.flowchart.plan import Plan, plan
from nithet.manuals.flowchart.returns import ReturnRoute, return_routes
from nithet.manuals.flowchart.shapes import Edge, FlowLayout, Node, Shape, shape_of
from nithet.manuals.flowchart.text import Block

_TOP, _FOOT = 22.0, 24.0
_DROP, _ARROW = 16.0, 26.0
_LEAST_GAP = 34.0


@dataclass(frozen=True, slots=True)
class _Gap:
    """The space above a row, measured from its top: where the forward arrow turns, where returns come in."""

    height: float
    forward: float
    returns: dict[int, float]


@dataclass(frozen=True, slots=True)
class _Row:
    gap_top: float
    top: float
    height: float
    gap: _Gap


def layout(chart: FlowChart, *, width: float = WIDTH) -> FlowLayout:
    """Coordinates of the wide chart, in pixels; wider than asked only where words need it."""
    planned = plan(chart)
    drawn = _arranged(planned, width)
    over = drawn.width - width
    # Returns along the margin take their room from the lanes.
    return _arranged(planned, width - over) if over > 1 else drawn


def _arranged(planned: Plan, width: float) -> FlowLayout:
    at = columns(planned, width)
    row_of = rows(planned, at)
    shapes = [shape_of(node, at.room(node), says_who=at.says_who(node)) for node in planned.nodes]
    routes = return_routes(planned, at, row_of, shapes)
    words = [words_at(planned, at, row_of, index) for index in range(len(shapes) - 1)]
    levels = _rows(planned, row_of, shapes, routes, words, top=at.lanes[0].height + _TOP)
    nodes = _nodes(planned, at, shapes, [levels[row] for row in row_of])
    edges = _forward(nodes, row_of, levels, words) + _returning(nodes, row_of, levels, routes)
    labels = [label for edge in edges for label in edge.labels]
    right = max([at.width, *(label.x + label.width + 12 for label in labels)])
    bottom = max([node.bottom for node in nodes] + [label.y + label.height for label in labels])
    return FlowLayout(right, bottom + _FOOT, at.lanes, nodes, edges)


def _rows(
    planned: Plan,
    row_of: tuple[int, ...],
    shapes: Sequence[Shape],
    routes: Sequence[ReturnRoute],
    words: Sequence[Block],
    *,
    top: float,
) -> list[_Row]:
    found: list[_Row] = []
    for row in range(row_of[-1] + 1):
        height = max(shape.height for shape, its_row in zip(shapes, row_of, strict=True) if its_row == row)
        across = [route.room_across for route in routes if row_of[route.planned.target] == row]
        gap = _gap(planned, row_of, routes, words, row=row) if row else _Gap(0, 0, {})
        start = found[-1].top + found[-1].height if found else top
        found.append(_Row(start, start + gap.height, max([height, *across]), gap))
    return found


def _gap(
    planned: Plan,
    row_of: tuple[int, ...],
    routes: Sequence[ReturnRoute],
    words: Sequence[Block],
    *,
    row: int,
) -> _Gap:
    first = row_of.index(row)
    is_bent = planned.nodes[first].lane != planned.nodes[first - 1].lane
    level = _DROP if is_bent else 0.0
    if words[first - 1].lines:
        level += words[first - 1].height + 4
    returns: dict[int, float] = {}
    for number, route in enumerate(routes):
        if route.entry_x is not None and row_of[route.planned.target] == row:
            # Words of a return along the margin stand there, not in the gap.
            level += 10 + (route.above.height if route.style == "over" else 0)
            returns[number] = level
    return _Gap(max(_LEAST_GAP, level + _ARROW), _DROP, returns)


def _nodes(planned: Plan, at: Columns, shapes: Sequence[Shape], rows_of: Sequence[_Row]) -> tuple[Node, ...]:
    return tuple(
        Node(
            node.kind,
            node.lane,
            at.centre(node.lane) - shape.width / 2,
            row.top + (row.height - shape.height) / 2,
            shape.width,
            shape.height,
            shape.text,
            node.step,
            node.tone,
            node.href,
        )
        for node, shape, row in zip(planned.nodes, shapes, rows_of, strict=True)
    )


def _forward(
    nodes: tuple[Node, ...], row_of: tuple[int, ...], levels: Sequence[_Row], words: Sequence[Block]
) -> tuple[Edge, ...]:
    edges = []
    for index, text in enumerate(words):
        row = levels[row_of[index + 1]]
        level = row.gap_top + row.gap.forward
        edges.append(forward_edge(nodes, index, text, level=level, top=row.gap_top))
    return tuple(edges)


def _returning(
    nodes: tuple[Node, ...], row_of: tuple[int, ...], levels: Sequence[_Row], routes: Sequence[ReturnRoute]
) -> tuple[Edge, ...]:
    edges: list[Edge] = []
    words_below = 0.0
    for number, route in enumerate(routes):
        row = levels[row_of[route.planned.target]]
        level = row.gap_top + row.gap.returns.get(number, 0.0)
        edges.append(route.edge(nodes, level, words_below=words_below))
        if route.style == "margin":
            words_below = edges[-1].labels[0].y + edges[-1].labels[0].height + 8
    return tuple(edges)
