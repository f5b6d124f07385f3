"""From steps to nodes and edges: which shapes there are, in whose lane, and what the arrows say."""

from dataclasses import dataclass, replace
from typing import Literal

from nithet.manuals.flowchart.model import (
    ACKNOWLEDGE_WORDS,
    END_WORDS,
    GATES,
    START_WORDS,
    FlowChart,
    FlowLane,
    FlowStep,
    FlowVia,
    return_target,
)
from nithet.manuals.flowchart.signs import State, Tone, tone_of

MOST_LANES = 4

NodeKind = Literal["start", "task", "decision", "end"]


@dataclass(frozen=True, slots=True)
class PlannedNode:
    kind: NodeKind
    lane: int
    words: str
    who: str = ""  # the lane's own name
    step: int | None = None
    tone: Tone | None = None
    state_words: str = ""
    href: str | None = None
    may_chain: bool = False  # may stand to the right of the node before, in the same row


@dataclass(frozen=True, slots=True)
class PlannedReturn:
    source: int
    target: int
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Work is one line: an arrow leads from every node to the next; `words[i]` stands at the one after node i."""

    lanes: tuple[FlowLane, ...]
    merged: int | None  # the lane that holds several doers, whose boxes must say who
    nodes: tuple[PlannedNode, ...]
    words: tuple[str, ...]
    returns: tuple[PlannedReturn, ...]


def plan(chart: FlowChart) -> Plan:
    """The nodes in the order of work. Raises ValueError for a step in a lane that the chart does not have."""
    builder = _Builder(chart)
    for index, step in enumerate(chart.steps):
        builder.add_step(index, step)
    return builder.finish()


class _Builder:
    def __init__(self, chart: FlowChart) -> None:
        self.chart = chart
        self.names = {lane.key: lane.title for lane in chart.lanes}
        self.lanes, self.place, self.merged = _lanes_in_use(chart)
        self.nodes: list[PlannedNode] = []
        self.words: list[str] = []
        self.said: list[str] = []
        self.boxes: list[int] = []
        self.returns: list[PlannedReturn] = []

    def add_step(self, index: int, step: FlowStep) -> None:
        is_notice = step.decision == "acknowledge"
        if is_notice:
            self.said.append(ACKNOWLEDGE_WORDS)
        box = PlannedNode(
            kind="task",
            lane=0,
            words=f"{step.number}. {step.title}" if step.number else step.title,
            step=index,
            tone=tone_of(step.state, is_late=step.is_late) if step.state else None,
            state_words=step.state_words or "",
            href=step.href,
            may_chain=is_notice,
        )
        self._add(box, _decider(self.chart, step) if is_notice else step.lane)
        self.boxes.append(len(self.nodes) - 1)
        if step.is_gate:
            self._add_gate(index, step)

    def _add_gate(self, index: int, step: FlowStep) -> None:
        for via in step.via:
            self._add(_via(via, index), via.lane)
        word = GATES[step.decision or ""]
        state = step.decision_state or _state_at_gate(step.state)
        gate = PlannedNode(
            kind="decision",
            lane=0,
            words=step.decision_words or word,
            step=index,
            tone=tone_of(state) if state else None,
            state_words=step.decision_state_words or "",
            may_chain=True,
        )
        self._add(gate, _decider(self.chart, step))
        self.said.append(word)
        target = self.boxes[return_target(self.chart.steps, index)]
        note = step.returned_words or ""
        self.returns.append(
            PlannedReturn(len(self.nodes) - 1, target, f"ไม่{word}: ส่งคืนแก้ไข", note),
        )

    def _add(self, node: PlannedNode, lane: str) -> None:
        if not self.nodes:
            self.nodes.append(PlannedNode(kind="start", lane=self.place[lane], words=START_WORDS))
        self.words.append(" · ".join(self.said))
        self.said = []
        self.nodes.append(replace(node, lane=self.place[lane], who=self.names[lane]))

    def finish(self) -> Plan:
        if not self.nodes:
            self.nodes.append(PlannedNode(kind="start", lane=0, words=START_WORDS))
        self.words.append(" · ".join(self.said))
        self.nodes.append(PlannedNode(kind="end", lane=self.nodes[-1].lane, words=END_WORDS))
        return Plan(self.lanes, self.merged, tuple(self.nodes), tuple(self.words), tuple(self.returns))


def _via(via: FlowVia, index: int) -> PlannedNode:
    return PlannedNode(
        kind="task",
        lane=0,
        words=via.words,
        step=index,
        tone=tone_of(via.state) if via.state else None,
        state_words=via.state_words or "",
        may_chain=True,
    )


def _state_at_gate(state: State | None) -> State | None:
    return state if state in ("submitted", "done") else None


def _decider(chart: FlowChart, step: FlowStep) -> str:
    return step.decider_lane or chart.lanes[-1].key


def _lanes_in_use(chart: FlowChart) -> tuple[tuple[FlowLane, ...], dict[str, int], int | None]:
    """The lanes that hold something, four at most: those in the middle share one where there are more."""
    used = _used_keys(chart)
    if unknown := used - {lane.key for lane in chart.lanes}:
        raise ValueError(f"no such lane in the flow chart: {', '.join(sorted(unknown))}")
    lanes = tuple(lane for lane in chart.lanes if lane.key in used) or chart.lanes[:1] or (FlowLane("", ""),)
    if len(lanes) <= MOST_LANES:
        return lanes, {lane.key: place for place, lane in enumerate(lanes)}, None
    shared = lanes[2:-1]
    together = FlowLane("", "ผู้เกี่ยวข้องอื่น", " · ".join(lane.title for lane in shared))
    places = {lanes[0].key: 0, lanes[1].key: 1, lanes[-1].key: 3} | {lane.key: 2 for lane in shared}
    return (lanes[0], lanes[1], together, lanes[-1]), places, 2


def _used_keys(chart: FlowChart) -> set[str]:
    used: set[str] = set()
    for step in chart.steps:
        if step.decision != "acknowledge":
            used.add(step.lane)
        if step.is_gate:
            used.update(via.lane for via in step.via)
        if step.is_gate or step.decision == "acknowledge":
            used.add(_decider(chart, step))
    return used
