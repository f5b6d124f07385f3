"""The contract of an action. Each method is asked for many tasks at once and costs a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from nithet.cycles.models import Evidence, Task
from nithet.offices.members import Member

Shown = Mapping[UUID, Sequence[Evidence]]
"""What stands of the evidence of each task, whatever its action; a task left out has none."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a task is in one of its actions."""

    done: int
    target: int

    @property
    def is_met(self) -> bool:
        return self.done >= self.target

    @property
    def words(self) -> str:
        """“1 จาก 2”; where there is more than was asked for, only how much."""
        return f"{self.done} จาก {self.target}" if self.done <= self.target else str(self.done)


class Action:
    """A verb of steps with its tool. A register subclasses it and overrides what is different."""

    code: ClassVar[str]
    # What a task must show, as it stands before a number: “การนิเทศ” in “การนิเทศ 1 จาก 2 ครั้ง”.
    asks: ClassVar[str]
    unit_word: ClassVar[str] = "รายการ"

    def open(self, tasks: Sequence[Task], member: Member) -> Mapping[UUID, str]:
        """The address of the tool, ready for each task; a task left out has none for this member."""
        return {}

    def target(self, tasks: Sequence[Task]) -> Mapping[UUID, int]:
        """How much each task asks for: as often as its window, where the register knows nothing better."""
        return {task.pk: task.planned for task in tasks}

    def measure(self, tasks: Sequence[Task], shown: Shown) -> Mapping[UUID, int]:
        """How much of it there is: the sum of what its own evidence is worth."""
        return {t.pk: sum(one.value for one in shown.get(t.pk, ()) if self.counts(one)) for t in tasks}

    def words(self, tallies: Mapping[UUID, Tally]) -> Mapping[UUID, str]:
        """How far each task is, as pages say it."""
        return {pk: f"{self.asks} {one.words} {self.unit_word}" for pk, one in tallies.items()}

    def counts(self, evidence: Evidence) -> bool:
        return evidence.action == self.code
