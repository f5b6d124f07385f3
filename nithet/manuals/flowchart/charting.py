"""From the steps of a procedure to its flow chart: who does them, and through whom a matter goes up.

The way up is that of `cycles.routes`: the division's head and the deputy in charge pass a matter on, the director decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nithet.manuals.draft import Decision, ProcedureDraft
from nithet.manuals.flowchart.model import DecisionKind, FlowChart, FlowLane, FlowStep, FlowVia

HEAD_LANE, DEPUTY_LANE, DIRECTOR_LANE, DOER_LANE = "head", "deputy", "director", "doer"
NO_DOER = "ผู้รับผิดชอบ"
_LADDER = (HEAD_LANE, DEPUTY_LANE)
# How manuals call those who stand on the way up; what begins like none of these is a lane of its own.
_CALLED = {
    HEAD_LANE: ("ผู้อำนวยการกลุ่ม", "ผอ.กลุ่ม"),
    DEPUTY_LANE: ("รองผู้อำนวยการสำนักงานเขต", "รอง ผอ.", "รองผอ.", "รองผู้อำนวยการเขต"),
    DIRECTOR_LANE: ("ผู้อำนวยการสำนักงานเขต", "ผอ.สพป.", "ผอ.สพม.", "ผอ.เขต", "ผู้อำนวยการเขต"),
}
_DRAWN: dict[str, DecisionKind] = {
    Decision.APPROVE: "approve",
    Decision.ENDORSE: "endorse",
    Decision.ACKNOWLEDGE: "acknowledge",
    Decision.PERMIT: "permit",
    Decision.SIGN: "sign",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a chart needs of a step; `asked` is a code of `Decision`, or any other word for none."""

    number: str
    title: str
    doer: str = ""
    asked: str = ""


def chart_of(title: str, steps: Sequence[Written], *, unit_name: str) -> FlowChart:
    """Lanes from doers to director. States are the year's matter: `dataclasses.replace` adds them."""
    doers = dict.fromkeys(step.doer for step in steps)
    lanes = [
        FlowLane(lane_of(one), one or NO_DOER, unit_name) for one in doers if lane_of(one) not in _CALLED
    ]
    lanes.append(FlowLane(HEAD_LANE, "ผอ.กลุ่ม", unit_name))
    lanes.append(FlowLane(DEPUTY_LANE, "รอง ผอ. ที่กำกับ", "สำนักงานเขต"))
    lanes.append(FlowLane(DIRECTOR_LANE, "ผอ.สำนักงานเขต", "หรือผู้รักษาราชการแทน"))
    return FlowChart(title, tuple(lanes), tuple(_flow_step(step) for step in steps))


def chart_of_draft(procedure: ProcedureDraft, *, unit_name: str = "") -> FlowChart:
    steps = [
        Written(str(one.number), one.title, one.responsible[0] if one.responsible else "", one.decision or "")
        for one in procedure.steps
    ]
    return chart_of(procedure.title, steps, unit_name=unit_name)


def lane_of(doer: str) -> str:
    """The key of the lane in which somebody works."""
    return next((key for key, names in _CALLED.items() if doer.startswith(names)), doer or DOER_LANE)


def _flow_step(step: Written) -> FlowStep:
    lane, decision = lane_of(step.doer), _DRAWN.get(step.asked)
    is_asked = decision is not None and decision != "acknowledge"
    return FlowStep(
        number=step.number,
        title=step.title,
        lane=lane,
        decision=decision,
        decider_lane=DIRECTOR_LANE,
        via=tuple(FlowVia(station) for station in _above(lane)) if is_asked else (),
    )


def _above(lane: str) -> tuple[str, ...]:
    """Who passes on what comes out of a lane."""
    if lane == DIRECTOR_LANE:
        return ()
    return _LADDER[_LADDER.index(lane) + 1 :] if lane in _LADDER else _LADDER
