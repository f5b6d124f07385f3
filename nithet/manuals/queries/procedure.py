"""A procedure as its page shows it, and the flow chart of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from nithet.manuals import words
from nithet.manuals.flowchart import FlowChart
from nithet.manuals.flowchart.charting import Written, chart_of
from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.manuals.responsible import names_person


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


def neighbours(procedure: Procedure) -> tuple[Procedure | None, Procedure | None]:
    """The procedures before and after it in its edition; one query."""
    place = procedure.position
    near = Procedure.objects.filter(version=procedure.version_id, position__in=(place - 1, place + 1))
    found = {one.position: one for one in near.only("position", "title")}
    return found.get(place - 1), found.get(place + 1)


@dataclass(frozen=True, slots=True)
class ManualPart:
    """Neighbouring procedures under one heading of the manual; "" where it has none."""

    title: str
    procedures: list[Procedure]


def parts_of(procedures: Sequence[Procedure]) -> list[ManualPart]:
    return [ManualPart(title, list(some)) for title, some in groupby(procedures, key=lambda one: one.part)]


def persons_named_in(version: ManualVersion) -> int:
    """In how many steps an edition names persons: one query."""
    responsible = Step.objects.filter(procedure__version=version).values_list("responsible", flat=True)
    return sum(any(map(names_person, names)) for names in responsible)


def step_rows(steps: Sequence[Step]) -> list[StepRow]:
    """Steps in order with their sub-steps below them, out of one list."""
    parts: dict[object, list[StepRow]] = {}
    for step in steps:
        if step.parent_id:
            parts.setdefault(step.parent_id, []).append(StepRow(step, []))
    return [StepRow(step, parts.get(step.pk, [])) for step in steps if step.parent_id is None]


def flow_chart(procedure: Procedure, steps: Sequence[Step], *, unit_name: str) -> FlowChart:
    """The chart of the steps without a parent."""
    written = [
        Written(step.number, step.title, str(step.responsible[0]) if step.responsible else "", step.ask)
        for step in steps
    ]
    return chart_of(procedure.title, written, unit_name=unit_name)
