"""Kin procedures of a year that is being opened or added to, and how tasks are tied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from nithet.cycles import access
from nithet.cycles.kin import KinPair, Span, kin_pairs
from nithet.cycles.models import Cycle, Task, TaskLink
from nithet.cycles.plan import YearPlan
from nithet.manuals.models import Procedure, Step
from nithet.offices.members import Member

# What is long and says nothing about kin.
_UNREAD = (
    "also_called", "objectives", "scope", "definitions", "forms", "references", "lines",
    "version__source_text", "version__reading",
)  # fmt: skip


def kin_of_start(plan: YearPlan, cycle: Cycle | None) -> list[KinPair]:
    """What is kin among the planned procedures and those that run already: three queries at most."""
    new = [run.procedure for run in plan.runs]
    families = {one.family for one in new if one.family}
    running = _running(cycle, families) if cycle and families else []
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for run in plan.runs:
        for task in run.tasks:
            if not task.is_container:
                window = task.window
                spans[task.step.pk].append(Span(window.starts_on, window.due_on, window.occurrence))
    for step, starts_on, due_on, occurrence in _windows(cycle, running):
        spans[step].append(Span(starts_on, due_on, occurrence))
    return kin_pairs(running, new, spans)


def _running(cycle: Cycle, families: set[str]) -> list[Procedure]:
    """In the order in which they were opened."""
    steps = Step.objects.only("procedure", "parent", "title", "actions", "ask", "number").order_by("position")
    found = Procedure.objects.filter(runs__cycle=cycle, family__in=families)
    return list(
        found.select_related("version__manual__unit")
        .defer(*_UNREAD)
        .prefetch_related(Prefetch("steps", queryset=steps))
        .order_by("runs__position", "pk")
    )


def _windows(cycle: Cycle | None, running: Sequence[Procedure]) -> list[tuple[UUID, date, date, str]]:
    if not running:
        return []
    tasks = Task.objects.filter(run__cycle=cycle, run__procedure__in=running, is_container=False)
    unfinished = tasks.filter(state__in=Task.UNFINISHED, served_by=None).order_by("starts_on", "pk")
    return list(unfinished.values_list("step", "starts_on", "due_on", "occurrence"))


def linked_tasks(member: Member, task: Task) -> list[Task]:
    """Tasks of kin steps whose evidence is offered here, as far as the member sees them."""
    links = TaskLink.objects.filter(Q(first=task) | Q(second=task)).values_list("first", "second")
    others = {one for pair in links for one in pair} - {task.pk}
    if not others:
        return []
    return list(access.visible_tasks(member).filter(pk__in=others).select_related("run").order_by("pk"))


def served_tasks(member: Member, task: Task) -> list[Task]:
    """Tasks that are finished with this one, as far as the member sees them."""
    return list(access.visible_tasks(member).filter(served_by=task.pk).select_related("run").order_by("pk"))
