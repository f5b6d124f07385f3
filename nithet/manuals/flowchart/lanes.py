"""How wide the lanes of a flow chart are, and in which row each node stands."""

from dataclasses import dataclass

from nithet.manuals.flowchart.plan import Plan, PlannedNode
from nithet.manuals.flowchart.shapes import LaneBox, least_width
from nithet.manuals.flowchart.text import Part, block, text_of

WIDTH = 836.0
BOX_MARGIN, DIAMOND_MARGIN = 17.0, 9.0
_WIDEST_BOX, _WIDEST_DIAMOND = 286.0, 250.0
# No single word makes a lane wider than this: it is cut instead.
_WIDEST_NEED = 300.0
_LEAST_LANE = 150.0
_HEAD_PAD = 10.0


@dataclass(frozen=True, slots=True)
class Columns:
    lanes: tuple[LaneBox, ...]
    merged: int | None

    @property
    def width(self) -> float:
        return self.lanes[-1].x + self.lanes[-1].width

    def centre(self, lane: int) -> float:
        return self.lanes[lane].x + self.lanes[lane].width / 2

    def room(self, node: PlannedNode) -> float:
        """How wide a node of this kind is in its lane."""
        width = self.lanes[node.lane].width
        if node.kind == "decision":
            return min(max(_WIDEST_DIAMOND, self._need(node)), width - 2 * DIAMOND_MARGIN)
        return min(max(_WIDEST_BOX, self._need(node)), width - 2 * BOX_MARGIN)

    def says_who(self, node: PlannedNode) -> bool:
        return node.lane == self.merged

    def _need(self, node: PlannedNode) -> float:
        return min(_WIDEST_NEED, least_width(node, says_who=self.says_who(node)))


def columns(plan: Plan, width: float = WIDTH) -> Columns:
    """The lanes side by side; wider than asked where a word needs it."""
    needs = [_need(plan, lane) for lane in range(len(plan.lanes))]
    weights = [_weight(plan, lane) for lane in range(len(plan.lanes))]
    widths = _shared_out(width, needs, weights)
    heads = [
        (block([Part(lane.title, "lane")], room - 16), block([Part(lane.subtitle, "lane-sub")], room - 16))
        for lane, room in zip(plan.lanes, widths, strict=True)
    ]
    height = max(title.height + subtitle.height for title, subtitle in heads) + 2 * _HEAD_PAD
    lanes: list[LaneBox] = []
    for room, (title, subtitle) in zip(widths, heads, strict=True):
        x = lanes[-1].x + lanes[-1].width if lanes else 0.0
        lanes.append(LaneBox(x, room, height, title, subtitle))
    return Columns(tuple(lanes), plan.merged)


def rows(plan: Plan, at: Columns) -> tuple[int, ...]:
    """The row of every node: work runs down, and to the right where it goes up to who decides."""
    found = [0]
    for index in range(1, len(plan.nodes)):
        before, node = plan.nodes[index - 1], plan.nodes[index]
        goes_right = node.may_chain and node.lane > before.lane and before.kind == "task"
        stays = goes_right and _words_fit(plan, index, at)
        found.append(found[-1] if stays else found[-1] + 1)
    return tuple(found)


def _words_fit(plan: Plan, index: int, at: Columns) -> bool:
    """Whether the words at the arrow into a node find room between the two shapes."""
    before, node = plan.nodes[index - 1], plan.nodes[index]
    gap = at.centre(node.lane) - at.centre(before.lane) - (at.room(before) + at.room(node)) / 2
    words = text_of(plan.words[index - 1], "say")
    return gap >= (words.width + 34 if words.lines else 20)


def _need(plan: Plan, lane: int) -> float:
    shapes = [
        min(_WIDEST_NEED, least_width(node, says_who=lane == plan.merged))
        + 2 * (DIAMOND_MARGIN if node.kind == "decision" else BOX_MARGIN)
        for node in plan.nodes
        if node.lane == lane
    ]
    return max([_LEAST_LANE, *shapes])


def _weight(plan: Plan, lane: int) -> float:
    """Lanes of doers are wide, those of who decides less, those that only pass on narrow."""
    nodes = [node for node in plan.nodes if node.lane == lane and node.step is not None]
    if any(node.kind == "task" and not node.may_chain for node in nodes):
        return 1.3
    return 1.05 if any(node.kind == "decision" or node.href for node in nodes) else 0.75


def _shared_out(width: float, needs: list[float], weights: list[float]) -> list[float]:
    """The width shared by weight, but to each what it needs."""
    total = sum(weights)
    widths = [max(need, width * weight / total) for need, weight in zip(needs, weights, strict=True)]
    over = sum(widths) - width
    spare = [have - need for have, need in zip(widths, needs, strict=True)]
    if over > 0 and sum(spare) > 0:
        share = min(1.0, over / sum(spare))
        widths = [have - room * share for have, room in zip(widths, spare, strict=True)]
    return widths
