"""A fiscal year as the checks read it, and what its history says of each task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import models

from nithet.audit.models import Entry
from nithet.cycles.models import Cycle, Decision, Evidence, Run, Task, TaskRound

State = Task.State
ENDED = (State.DONE, State.SKIPPED, State.VOID)

# What a task may be after an act of its history. A station on the way and the last one write the same verb.
_DECIDED = frozenset({State.SUBMITTED, State.DONE})
STATES_AFTER: Mapping[str, frozenset[Task.State]] = {
    "task.opened": frozenset({State.OPEN, State.WAITING}),
    "letter.received": frozenset({State.OPEN}),
    "letter.directed": frozenset({State.OPEN}),
    "task.submitted": frozenset({State.SUBMITTED}),
    "task.passed_on": frozenset({State.SUBMITTED}),
    **dict.fromkeys(
        ("task.certified", "task.endorsed", "task.approved", "task.permitted", "task.signed", "task.acknowledged"),
        _DECIDED,
    ),
    "task.returned": frozenset({State.OPEN}),
    "task.withdrawn": frozenset({State.OPEN}),
    "task.refused": frozenset({State.VOID}),
    "task.recalled": frozenset({State.SUBMITTED}),
    "task.proposed_anew": frozenset({State.OPEN}),
    "task.skipped": frozenset({State.SKIPPED}),
    "task.voided": frozenset({State.VOID}),
    "task.restored": frozenset(Task.UNFINISHED),
    "task.released": frozenset({State.OPEN}),
    "task.held_again": frozenset({State.WAITING}),
    "task.done": frozenset({State.DONE}),
    "task.served": frozenset(ENDED),
}  # fmt: skip
_ON_PAPER = "task.paper_recorded"

Found = Iterator[tuple[models.Model, str]]
"""What does not agree, and how, in words."""


@dataclass(frozen=True)
class Year:
    """All of a fiscal year that the checks look at, each part read once."""

    cycle: Cycle

    @cached_property
    def runs(self) -> dict[UUID, Run]:
        return {run.pk: run for run in Run.objects.filter(cycle=self.cycle)}

    @cached_property
    def tasks(self) -> dict[UUID, Task]:
        found = Task.objects.filter(run__cycle=self.cycle).order_by(
            "run__position", "position", "starts_on", "pk"
        )
        return {task.pk: task for task in found}

    @cached_property
    def by_run(self) -> dict[UUID, list[Task]]:
        found: dict[UUID, list[Task]] = defaultdict(list)
        for task in sorted(self.tasks.values(), key=lambda task: task.position):
            found[task.run_id].append(task)
        return found

    @cached_property
    def parts(self) -> dict[UUID, list[Task]]:
        found: dict[UUID, list[Task]] = defaultdict(list)
        for task in self.tasks.values():
            if task.parent_id:
                found[task.parent_id].append(task)
        return found

    @cached_property
    def rounds(self) -> dict[UUID, list[TaskRound]]:
        found: dict[UUID, list[TaskRound]] = defaultdict(list)
        for made in TaskRound.objects.filter(task__run__cycle=self.cycle).order_by("number"):
            found[made.task_id].append(made)
        return found

    @cached_property
    def decisions(self) -> dict[UUID, list[Decision]]:
        found: dict[UUID, list[Decision]] = defaultdict(list)
        for one in Decision.objects.filter(round__task__run__cycle=self.cycle).order_by("position"):
            found[one.round_id].append(one)
        return found

    @cached_property
    def evidence(self) -> list[Evidence]:
        return list(Evidence.objects.filter(task__run__cycle=self.cycle, voided_at=None))

    @cached_property
    def last_told(self) -> dict[UUID, str]:
        """The last act that changed the state of each task."""
        told = Entry.objects.filter(
            office_id=self.cycle.office_id, within_id__in=Run.objects.filter(cycle=self.cycle).values("pk"),
            kind="task", verb__in=[*STATES_AFTER, _ON_PAPER],
        )  # fmt: skip
        rows = told.order_by("at", "id").values_list("object_id", "verb", "facts__what")
        return {task: (what if verb == _ON_PAPER else verb) for task, verb, what in rows}
