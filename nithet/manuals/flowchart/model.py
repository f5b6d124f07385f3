"""What a flow chart is drawn from: lanes, steps and what is asked at their end. No coordinates."""

from dataclasses import dataclass
from typing import Literal

from nithet.manuals.flowchart.signs import State

DecisionKind = Literal["approve", "endorse", "certify", "acknowledge", "permit", "sign"]

GATES: dict[str, str] = {
    "approve": "อนุมัติ",
    "endorse": "เห็นชอบ",
    "permit": "อนุญาต",
    "sign": "ลงนาม",
}
"""The decisions that hold up what follows, and their words. Certifying ends most steps and is not drawn."""

ACKNOWLEDGE_WORDS = "เสนอเพื่อทราบ"
VIA_WORDS = "ผ่านเรื่อง"
START_WORDS, END_WORDS = "เริ่ม", "สิ้นสุด"
_ONLY_PROPOSES = ("เสนอ", "ขออนุมัติ", "ขอความเห็นชอบ", "ขออนุญาต", "ขอเสนอ")


@dataclass(frozen=True, slots=True)
class FlowLane:
    key: str
    title: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class FlowVia:
    """A station that passes the matter on with an opinion on its way to who decides."""

    lane: str
    words: str = VIA_WORDS
    state: State | None = None
    state_words: str | None = None


@dataclass(frozen=True, slots=True)
class FlowStep:
    number: str
    title: str
    lane: str
    decision: DecisionKind | None = None
    decider_lane: str | None = None  # the last lane where not said
    state: State | None = None
    state_words: str | None = None
    href: str | None = None
    is_late: bool = False
    via: tuple[FlowVia, ...] = ()
    decision_words: str | None = None  # “เห็นชอบแผนงาน”; the plain word of the decision where not said
    decision_state: State | None = None
    decision_state_words: str | None = None  # “เห็นชอบ 11 พ.ย.”
    returned_words: str | None = None  # “เกิดขึ้นแล้ว 1 ครั้ง (30 ต.ค.)”
    returns_to: str | None = None  # the number of a step; found by `return_target` where not said

    @property
    def is_gate(self) -> bool:
        return self.decision in GATES

    @property
    def only_proposes(self) -> bool:
        """Whether nothing is done in the step but handing up what an earlier step made."""
        return self.title.strip().startswith(_ONLY_PROPOSES)


@dataclass(frozen=True, slots=True)
class FlowChart:
    title: str
    lanes: tuple[FlowLane, ...]
    """From doer to decider."""
    steps: tuple[FlowStep, ...]


def return_target(steps: tuple[FlowStep, ...], index: int) -> int:
    """The step where work begins again when the decision at the end of a step is no.

    The nearest doing step: the step itself, or the one before where the step only proposes. Work that
    an earlier gate or a notice has let pass is not taken up again.
    """
    step = steps[index]
    if step.returns_to is not None:
        for earlier in range(index, -1, -1):
            if steps[earlier].number == step.returns_to:
                return earlier
    before = steps[index - 1] if index else None
    if step.only_proposes and before and not before.is_gate and before.decision != "acknowledge":
        return index - 1
    return index
