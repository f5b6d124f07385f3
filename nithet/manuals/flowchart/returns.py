"""The dashed arrows that send work back, each on a way that no shape and no other arrow uses.

across: from the top of the diamond up and along the row above, into the side of the step that waits there.
over:   in the gap above the diamond's own row, into the top of a step of that row.
margin: out to the right of everything, up, and in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nithet.manuals.flowchart.lanes import Columns
from nithet.manuals.flowchart.plan import Plan, PlannedReturn
from nithet.manuals.flowchart.shapes import Edge, Label, Node, Point, Shape, label_at
from nithet.manuals.flowchart.text import Block, Part, block

_MARGIN_TEXT = 190.0
_TRACK, _TRACK_GAP = 26.0, 14.0
_PAD = 10.0


NOTHING = Block()


@dataclass(frozen=True, slots=True)
class ReturnRoute:
    planned: PlannedReturn
    style: Literal["across", "over", "margin"]
    entry_x: float | None  # where it comes in from above; None: into the right side
    above: Block
    below: Block = NOTHING
    track: int = 0
    track_x: float = 0.0
    text_x: float = 0.0

    @property
    def room_across(self) -> float:
        """The least height of the row through which it runs."""
        return 2 * max(self.above.height, self.below.height) + 10 if self.style == "across" else 0.0

    def edge(self, nodes: Sequence[Node], level: float, *, words_below: float = 0.0) -> Edge:
        """The arrow; `level` is its height in the gap where it enters from above."""
        points = self._points(nodes, level)
        return Edge(
            self.planned.source,
            self.planned.target,
            "return",
            points,
            self._labels(nodes, points, words_below),
        )

    def _points(self, nodes: Sequence[Node], level: float) -> tuple[Point, ...]:
        source, target = nodes[self.planned.source], nodes[self.planned.target]
        (x, y), side = source.centre, (target.right, target.centre[1])
        if self.style == "across":
            return (x, source.y), (x, side[1]), side
        if self.style == "over":
            entry = self.entry_x or side[0]
            return (x, source.y), (x, level), (entry, level), (entry, target.y)
        out: tuple[Point, ...] = ((source.right, y), (self.track_x, y))
        if self.entry_x is None:
            return (*out, (self.track_x, side[1]), side)
        return (*out, (self.track_x, level), (self.entry_x, level), (self.entry_x, target.y))

    def _labels(
        self, nodes: Sequence[Node], points: tuple[Point, ...], words_below: float
    ) -> tuple[Label, ...]:
        if self.style == "margin":
            middle = (points[1][1] + points[2][1]) / 2
            y = max(words_below, middle - self.above.height / 2)
            return (label_at(self.above, self.text_x, y),)
        if self.style == "over":
            return (label_at(self.above, points[2][0] + _PAD, points[1][1] - self.above.height - 3),)
        left, line = nodes[self.planned.target].right + _PAD + 6, points[1][1]
        room = points[0][0] - 8 - left
        labels = [
            label_at(self.above, left + max(0.0, (room - self.above.width) / 2), line - self.above.height - 3)
        ]
        if self.below.lines:
            labels.append(label_at(self.below, left + max(0.0, (room - self.below.width) / 2), line + 4))
        return tuple(labels)


def words_of(planned: PlannedReturn, width: float) -> Block:
    """What stands at a return: why it goes back, and how often it did."""
    parts = [Part(planned.words, "back", "back")]
    if planned.note:
        parts.append(Part(planned.note, "note"))
    return block(parts, width)


def return_routes(
    plan: Plan, at: Columns, row_of: tuple[int, ...], shapes: Sequence[Shape]
) -> tuple[ReturnRoute, ...]:
    """A way for every return; heights come later."""
    routes: list[ReturnRoute] = []
    for planned in plan.returns:
        routes.append(_route(plan, at, row_of, shapes, planned=planned, before=routes))
    return _on_tracks(tuple(routes), plan, at, row_of, shapes)


def _route(
    plan: Plan,
    at: Columns,
    row_of: tuple[int, ...],
    shapes: Sequence[Shape],
    *,
    planned: PlannedReturn,
    before: list[ReturnRoute],
) -> ReturnRoute:
    source, target = planned.source, planned.target
    lane, target_lane = plan.nodes[source].lane, plan.nodes[target].lane
    right = at.centre(target_lane) + shapes[target].width / 2
    entered = sum(route.planned.target == target for route in before)
    entry_x = at.centre(target_lane) + shapes[target].width * min(0.45, 0.25 + 0.08 * entered)
    edge_of_lane = at.lanes[lane].x + at.lanes[lane].width - 8
    if row_of[target] == row_of[source] and target_lane < lane:
        words = words_of(planned, edge_of_lane - entry_x - _PAD)
        return ReturnRoute(planned, "over", entry_x, words)
    is_last = row_of[target + 1] > row_of[target]
    first = plan.nodes[row_of.index(row_of[source])].lane
    if row_of[target] == row_of[source] - 1 and is_last and max(first, target_lane) < lane and not entered:
        above = block([Part(planned.words, "back", "back")], edge_of_lane - right - _PAD - 6)
        below = block([Part(planned.note, "note")], at.centre(lane) - 8 - right - _PAD - 6)
        return ReturnRoute(planned, "across", None, above, below)
    return ReturnRoute(
        planned, "margin", None if is_last and not entered else entry_x, words_of(planned, _MARGIN_TEXT)
    )


def _on_tracks(
    routes: tuple[ReturnRoute, ...],
    plan: Plan,
    at: Columns,
    row_of: tuple[int, ...],
    shapes: Sequence[Shape],
) -> tuple[ReturnRoute, ...]:
    """Those along the right edge side by side where they would meet."""
    ends: list[list[tuple[int, int]]] = []
    tracked: list[ReturnRoute] = []
    for route in routes:
        if route.style == "margin":
            span = (row_of[route.planned.target], row_of[route.planned.source])
            track = next(
                (i for i, used in enumerate(ends) if all(_apart(span, other) for other in used)), len(ends)
            )
            ends[track : track + 1] = [[*(ends[track] if track < len(ends) else []), span]]
            route = replace(route, track=track)  # noqa: PLW2901
        tracked.append(route)
    left = _edge_of_all(plan, at, shapes) + _TRACK
    text_x = left + _TRACK_GAP * (len(ends) - 1) + 10
    return tuple(replace(route, track_x=left + _TRACK_GAP * route.track, text_x=text_x) for route in tracked)


def _edge_of_all(plan: Plan, at: Columns, shapes: Sequence[Shape]) -> float:
    """Where the right margin begins: beside the shapes of an only lane, else beside the lanes."""
    if len(at.lanes) > 1:
        return at.width - 12
    return max(at.centre(node.lane) + shape.width / 2 for node, shape in zip(plan.nodes, shapes, strict=True))


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] < other[0] or other[1] < one[0]
