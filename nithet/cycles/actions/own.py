"""The actions that need no register, and what stands in where a register is not there (yet, or any more)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from nithet.cycles.actions.contract import Action
from nithet.cycles.models import Evidence, Task


class Operate(Action):
    """ดำเนินการ: what was done is written down, or shown by a file."""

    code, asks = "operate", "บันทึกการปฏิบัติงานหรือเอกสารแนบ"

    def counts(self, evidence: Evidence) -> bool:
        return True


class Propose(Action):
    """เสนอ: the decision is the task's own end; before it there must be something that is proposed."""

    code, asks = "propose", "เรื่องที่เสนอ (บันทึกหรือเอกสารแนบ)"

    def target(self, tasks: Sequence[Task]) -> Mapping[UUID, int]:
        return {task.pk: 1 for task in tasks}

    def counts(self, evidence: Evidence) -> bool:
        return True


class WorkLog(Operate):
    """In place of a register: what remains of its objects counts on."""

    code = ""


class SignedFile(Action):
    """In place of registers whose outcome is a signed paper: an order, a report, what was published."""

    code, asks, unit_word = "", "เอกสารที่ลงนามแล้ว (ไฟล์แนบ)", "ไฟล์"
    CODES = frozenset({"appoint", "report", "publish"})

    def target(self, tasks: Sequence[Task]) -> Mapping[UUID, int]:
        return {task.pk: 1 for task in tasks}

    def counts(self, evidence: Evidence) -> bool:
        return evidence.kind == Evidence.Kind.FILE or evidence.action in self.CODES
