"""A year as planned and not yet stored: what will run, what must be asked, what conflicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nithet.cycles.models import Answer, Task
from nithet.cycles.responsible import Responsible
from nithet.cycles.windows import Window, Year
from nithet.manuals.models import Procedure, Step
from nithet.offices.models import Unit


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the manuals leave unsaid, asked once for each distinct wording."""

    kind: Answer.Question
    key: str
    wording: str
    suggestion: dict[str, object]
    # Whose steps ask, one entry a step.
    asked_by: tuple[UUID, ...]
    # Why it is asked again.
    note: str = ""

    @property
    def count(self) -> int:
        return len(self.asked_by)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Told before the year starts; it never hinders."""

    procedure: str
    step: str
    text: str


@dataclass(slots=True)
class PlannedTask:
    step: Step
    window: Window
    responsible: Responsible
    is_container: bool = False
    parent: PlannedTask | None = None
    state: str = Task.State.OPEN


@dataclass(slots=True)
class PlannedRun:
    procedure: Procedure
    unit: Unit
    tasks: list[PlannedTask] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ByDuty:
    """What the order of duties gives to a person: so many tasks of a procedure."""

    procedure: str
    person: str
    count: int


@dataclass(slots=True)
class YearPlan:
    year: Year
    on: date
    runs: list[PlannedRun]
    questions: list[Question]
    conflicts: list[Conflict]
    by_duty: list[ByDuty] = field(default_factory=list)
    # How many answers of earlier days are used again.
    remembered: int = 0

    @property
    def task_count(self) -> int:
        return sum(not t.is_container for run in self.runs for t in run.tasks)
