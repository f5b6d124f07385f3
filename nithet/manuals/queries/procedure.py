"""A procedure as its page shows it, and the flow chart of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from nithet.manuals import words
from nithet.manuals.flowchart import DecisionKind, FlowChart, FlowLane, FlowStep, FlowVia
from nithet.manuals.models import ManualVersion, Procedure, Step

HEAD_LANE, DIRECTOR_LANE, DOER_LANE = "head", "director", "doer"
_HEADS = ("ผู้อำนวยการกลุ่ม", "ผอ.กลุ่ม")
_DIRECTORS = ("ผู้อำนวยการสำนักงานเขต", "ผอ.สพป.", "ผอ.สพม.", "ผอ.เขต", "ผู้อำนวยการเขต")


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the words of the page, with its sub-steps."""

    step: Step
    parts: list[StepRow]

    @property
    def time_words(self) -> str:
        return words.time_words(self.step.months, self.step.cadence)

    @property
    def action_words(self) -> str:
        return ", ".join(words.action_words(self.step.actions))

    @property
    def ask_words(self) -> str:
        """What is asked of whom goes up; nothing for what its head certifies, as most steps end."""
        return "" if self.step.ask == Step.Ask.CERTIFY else words.ask_words(self.step.ask)

    @property
    def measure_words(self) -> str:
        return words.measure_words(self.step.measure)


def procedure_rows(version: ManualVersion) -> QuerySet[Procedure]:
    """The procedures of a version in order, with how many steps each has."""
    steps = Count("steps", filter=Q(steps__parent=None))
    return version.procedures.annotate(step_count=steps).order_by("position")


def step_rows(steps: Sequence[Step]) -> list[StepRow]:
    """Steps in order with their sub-steps below them, out of one list."""
    parts: dict[object, list[StepRow]] = {}
    for step in steps:
        if step.parent_id:
            parts.setdefault(step.parent_id, []).append(StepRow(step, []))
    return [StepRow(step, parts.get(step.pk, [])) for step in steps if step.parent_id is None]


def flow_chart(procedure: Procedure, steps: Sequence[Step], *, unit_name: str) -> FlowChart:
    """The steps in lanes of who does them, then the division's head, then the director, who decides.

    `steps` are those without a parent. States are the year's matter: `dataclasses.replace` adds them.
    """
    doers = dict.fromkeys(_doer(step) for step in steps)
    lanes = [
        FlowLane(_key(doer), doer or "ผู้รับผิดชอบ", unit_name)
        for doer in doers
        if _key(doer) == doer or not doer
    ]
    lanes.append(FlowLane(HEAD_LANE, "ผอ.กลุ่ม", unit_name))
    lanes.append(FlowLane(DIRECTOR_LANE, "ผอ.สำนักงานเขต", "หรือผู้รักษาราชการแทน"))
    return FlowChart(procedure.title, tuple(lanes), tuple(_flow_step(step) for step in steps))


def _doer(step: Step) -> str:
    return str(step.responsible[0]) if step.responsible else ""


def _key(doer: str) -> str:
    if doer.startswith(_HEADS):
        return HEAD_LANE
    if doer.startswith(_DIRECTORS):
        return DIRECTOR_LANE
    return doer or DOER_LANE


def _flow_step(step: Step) -> FlowStep:
    lane = _key(_doer(step))
    passes = step.is_gate and lane not in (HEAD_LANE, DIRECTOR_LANE)
    return FlowStep(
        number=step.number,
        title=step.title,
        lane=lane,
        decision=_decision(step),
        decider_lane=DIRECTOR_LANE,
        via=(FlowVia(HEAD_LANE),) if passes else (),
    )


def _decision(step: Step) -> DecisionKind | None:
    kinds: dict[str, DecisionKind] = {
        Step.Ask.ENDORSE: "endorse",
        Step.Ask.APPROVE: "approve",
        Step.Ask.PERMIT: "permit",
        Step.Ask.ACKNOWLEDGE: "acknowledge",
        Step.Ask.SIGN: "sign",
    }
    return kinds.get(step.ask)
