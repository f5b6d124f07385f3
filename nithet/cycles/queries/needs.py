"""What a task's actions ask for, how far each is, and where its tool is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nithet.cycles.actions import Action, SignedFile, WorkLog
from nithet.cycles.models import Evidence, Task
from nithet.cycles.services.counting import tally
from nithet.offices.members import Member

_NO_REGISTER = "ระบบยังไม่มีทะเบียนของงานนี้"


@dataclass(frozen=True, slots=True)
class Need:
    words: str
    is_met: bool
    # Of the tool; empty where it has none for the member.
    address: str
    # What to do where there is no tool.
    hint: str


def needs_of(member: Member, task: Task, evidence: Sequence[Evidence]) -> list[Need]:
    """In the order of the step. Costs what the task's actions ask of their registers."""
    tallies = tally([task], {task.pk: evidence})[task.pk]
    return [
        Need(
            words=action.words({task.pk: one})[task.pk],
            is_met=one.is_met,
            address=action.open([task], member).get(task.pk, ""),
            hint=_hint(action),
        )
        for action, one in tallies.items()
    ]


def _hint(action: Action) -> str:
    if isinstance(action, SignedFile):
        return f"{_NO_REGISTER} โปรดแนบไฟล์ที่ลงนามแล้ว"
    return f"{_NO_REGISTER} โปรดบันทึกการปฏิบัติงาน" if isinstance(action, WorkLog) else ""
