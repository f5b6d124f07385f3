"""What a task's actions ask for, how far each is, and where its tool is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nithet.cycles.actions import Action, SignedFile, Tally, WorkLog
from nithet.cycles.models import Evidence, Task
from nithet.cycles.services.counting import shown_of, tally
from nithet.offices.members import Member

_NO_TOOL = "ยังไม่มีเครื่องมือของงานนี้ในระบบ"


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
        return f"{_NO_TOOL} ใช้ไฟล์ที่ลงนามแล้วเป็นหลักฐาน"
    return f"{_NO_TOOL} ใช้บันทึกการปฏิบัติงานเป็นหลักฐาน" if isinstance(action, WorkLog) else ""


def lacking_words(tasks: Sequence[Task]) -> dict[UUID, list[str]]:
    """What each of many tasks still lacks, in the order of its step. Evidence is read once, each action asked once."""
    tallies = tally(tasks, shown_of([task.pk for task in tasks]))
    short: dict[Action, dict[UUID, Tally]] = defaultdict(dict)
    for pk, asked in tallies.items():
        for action, one in asked.items():
            if not one.is_met:
                short[action][pk] = one
    words = {action: action.words(theirs) for action, theirs in short.items()}
    return {
        pk: [words[action][pk] for action, one in asked.items() if not one.is_met]
        for pk, asked in tallies.items()
    }
