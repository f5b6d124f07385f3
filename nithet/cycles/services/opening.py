"""Starting a fiscal year, and adding procedures to one that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from nithet.audit.models import Entry
from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import CycleClosedError, YearUnansweredError
from nithet.cycles.models import Answer, Cycle, Run, Task
from nithet.cycles.plan import PlannedRun, PlannedTask, Question, YearPlan
from nithet.cycles.planning import plan_year
from nithet.cycles.search import index_runs
from nithet.cycles.services.counting import count
from nithet.cycles.services.offering import match_new
from nithet.cycles.services.tying import Tied, tie_tasks
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office
from nithet.thai.calendar import fiscal_year_span

# So many runs a transaction: some 200 tasks with their history, well under 200 ms.
RUNS_A_BATCH = 15


def start_year(
    office: Office,
    fiscal_year_be: int,
    procedures: Sequence[Procedure],
    *,
    by: Member,
    ties: Sequence[Tied] = (),
) -> Cycle:
    """Open the office's year if need be and add a run for each procedure that has none yet, kin steps tied as chosen.

    Safe to send twice, also after a stop half way: a procedure has one run a year, and comes with its ties or not at
    all. Raises YearUnansweredError while something is unsaid.
    """
    access.can_start_year(by).or_refuse()
    procedures = access.startable(by, procedures)
    plan = plan_year(office, procedures, fiscal_year_be, on=by.on)
    if plan.questions:
        raise YearUnansweredError(count=len(plan.questions))
    cycle = open_cycle(office, fiscal_year_be, by=by)
    add_runs(cycle, plan, by=by, ties=ties)
    return cycle


@transaction.atomic
def open_cycle(office: Office, fiscal_year_be: int, *, by: Member | None) -> Cycle:
    first, last = fiscal_year_span(fiscal_year_be)
    cycle, is_new = Cycle.objects.get_or_create(
        office=office,
        fiscal_year_be=fiscal_year_be,
        defaults={"starts_on": first, "ends_on": last, "opened_at": now()},
    )
    if is_new:
        record("cycle.opened", by=by, on=cycle)
    if cycle.state != Cycle.State.OPEN:
        raise CycleClosedError(cycle=cycle)
    return cycle


def hold_open(cycle_id: UUID) -> Cycle:
    """The year, locked until the caller's transaction ends: so long nobody closes it or adds to it."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle_id)
    if cycle.state != Cycle.State.OPEN:
        raise CycleClosedError(cycle=cycle)
    return cycle


def remember(office: Office, answers: Iterable[tuple[Question, dict[str, Any]]], *, by: Member) -> None:
    """Keep answers for this year and the next ones; the latest counts, and the history knows the others."""
    access.can_start_year(by).or_refuse()
    at = now()
    rows = [
        Answer(
            office=office, question=q.kind, wording=q.key, value=value, answered_by=by.user, answered_at=at
        )
        for q, value in answers
    ]  # fmt: skip
    with transaction.atomic():
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["office", "question", "wording"],
            update_fields=["value", "answered_by", "answered_at"],
        )
        record_many([entry("answer.given", by=by, on=row, at=at, value=row.value) for row in rows])


def add_runs(cycle: Cycle, plan: YearPlan, *, by: Member | None, ties: Sequence[Tied] = ()) -> None:
    """Store the planned runs in batches; each batch is whole with its ties, and one sent again adds nothing."""
    for batch in _batches(plan.runs, RUNS_A_BATCH):
        _add_batch(cycle, batch, ties, by=by)


@transaction.atomic
def _add_batch(
    cycle: Cycle, planned: Sequence[PlannedRun], ties: Sequence[Tied], *, by: Member | None
) -> None:
    # The lock makes two people who start the same year wait for each other.
    hold_open(cycle.pk)
    there = set(cycle.runs.values_list("lineage", flat=True))
    new = [p for p in planned if p.procedure.lineage not in there]
    if not new:
        return
    cycle.versions.add(*{p.procedure.version for p in new})
    runs = [_run(cycle, p, len(there) + place) for place, p in enumerate(new)]
    tasks = [t for run, p in zip(runs, new, strict=True) for t in _tasks(run, p)]
    count(tasks, {})
    Run.objects.bulk_create(runs)
    # Parents come before their parts in the list, and in one statement a batch.
    Task.objects.bulk_create(tasks, batch_size=500)
    index_runs(cycle, runs, tasks)
    record_many([*_run_history(runs, by), *_task_history(tasks, by)])
    if tasks:
        match_new(tasks, by=by)
    # A step is tied to one that ran before or comes in the same batch, never to a later one.
    steps = {task.step_id for task in tasks}
    tie_tasks(cycle, [one for one in ties if one.second in steps], by=by)


def _run(cycle: Cycle, planned: PlannedRun, position: int) -> Run:
    return Run(
        office_id=cycle.office_id,
        cycle=cycle,
        procedure=planned.procedure,
        lineage=planned.procedure.lineage,
        unit=planned.unit,
        title=planned.procedure.title,
        position=position,
    )


def _tasks(run: Run, planned: PlannedRun) -> Iterator[Task]:
    made: dict[int, Task] = {}
    for plan in planned.tasks:
        made[id(plan)] = task = _task(run, plan, made.get(id(plan.parent)))
        yield task


def _task(run: Run, plan: PlannedTask, parent: Task | None) -> Task:
    step, window = plan.step, plan.window
    return Task(
        office_id=run.office_id,
        run=run,
        step=step,
        parent=parent,
        is_container=plan.is_container,
        position=step.position,
        number=step.number,
        title=step.title,
        occurrence=window.occurrence,
        actions=step.actions,
        ask=step.ask,
        unit_id=plan.responsible.unit_id,
        role=plan.responsible.role,
        assignee_id=plan.responsible.person_id,
        starts_on=window.starts_on,
        due_on=window.due_on,
        state=plan.state,
        planned=window.target,
    )


def _run_history(runs: Iterable[Run], by: Member | None) -> Iterator[Entry]:
    at = now()
    return (entry("run.opened", by=by, on=run, within=run.pk, at=at) for run in runs)


def _task_history(tasks: Iterable[Task], by: Member | None) -> Iterator[Entry]:
    at = now()
    return (
        entry(
            "task.opened", by=by, on=task, within=task.run_id, at=at,
            starts_on=task.starts_on.isoformat(), due_on=task.due_on.isoformat(),
        )
        for task in tasks
    )  # fmt: skip


def _batches(rows: Sequence[PlannedRun], size: int) -> Iterator[list[PlannedRun]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
