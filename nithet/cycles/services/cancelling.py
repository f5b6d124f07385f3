"""ยกเลิก: a task, or all that is unfinished of a run, with a reason. What was done stays, and so does the history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import CycleClosedError, ReasonMissingError, RunNotBackError, TaskStateError
from nithet.cycles.models import Cycle, Decision, Run, Task, TaskRound
from nithet.cycles.services.offering import hold_years, match_again
from nithet.cycles.services.working import after_finish, lock_run
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day

State = Task.State
_WAITS = (Decision.State.CURRENT, Decision.State.QUEUED)
BY_RUN = "ยกเลิกการดำเนินงาน"
Undo = dict[str, Any]


@transaction.atomic
def cancel_task(task: Task, *, why: str, by: Member) -> Task:
    """The head, of a gate the director. What it served is work of its own again, and what it held back is free."""
    access.can_cancel(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยกเลิกงาน")
    lock_run(task.run_id)
    part_served([task.pk], task.run_id, why=why, by=by)
    # What was refused is given up for good: it holds nothing back any more.
    alive = Q(state__in=Task.UNFINISHED) | Q(is_refused=True)
    changed = Task.objects.filter(alive, pk=task.pk, is_container=False, served_by=None).update(
        state=State.VOID, is_refused=False, reason=why, finished_at=now()
    )
    task.refresh_from_db()
    if not changed:
        raise TaskStateError(task=task.title, state=task.get_state_display(), act="ยกเลิก")
    drop_rounds([task.pk], why)
    record("task.voided", by=by, on=task, within=task.run_id, why=why)
    after_finish(task)
    task.refresh_from_db()
    return task


@transaction.atomic
def cancel_run(run: Run, *, why: str, by: Member) -> Run:
    """Give up a procedure in mid-year. Twice changes nothing."""
    access.can_cancel_run(by, run, gated=has_open_gates(run)).or_refuse()
    if not why:
        raise ReasonMissingError(act=BY_RUN)
    if _held(run).voided_at is None:
        lock_run(run.pk)
        _void(run, why, by)
    run.refresh_from_db()
    return run


def has_open_gates(run: Run) -> bool:
    """Whether something of it is still to be endorsed, approved, permitted or signed."""
    return Task.objects.filter(run=run, state__in=Task.UNFINISHED, ask__in=Step.GATES).exists()


def _held(run: Run) -> Run:
    return Run.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=run.pk)


def _void(run: Run, why: str, by: Member) -> None:
    tasks = list(Task.objects.filter(run=run, state__in=Task.UNFINISHED).order_by("position", "pk"))
    ids, at = [task.pk for task in tasks], now()
    undo: Undo = {
        "tasks": [{"id": str(task.pk), "state": task.state, "reason": task.reason} for task in tasks],
        "served": part_served(ids, run.pk, why=f"{BY_RUN}: {why}", by=by),
        "decisions": drop_rounds(ids, why),
    }
    Task.objects.filter(pk__in=ids).update(state=State.VOID, reason=why, finished_at=at)
    Run.objects.filter(pk=run.pk).update(voided_at=at, void_reason=why, void_undo=undo)
    record("run.voided", by=by, on=run, within=run.pk, why=why, total=sum(not t.is_container for t in tasks))
    _tell("task.voided", tasks, why, by)


def part_served(ids: Collection[UUID], run_id: UUID, *, why: str, by: Member) -> list[list[str]]:
    """What other runs left to these tasks of a run is work of their own again. Which, with what served them."""
    found = Task.objects.filter(served_by__in=ids, state__in=Task.UNFINISHED).exclude(run=run_id)
    runs = Run.objects.filter(pk__in=found.values("run")).order_by("position", "pk")
    # Always from an earlier run to later ones, so that no two wait for each other.
    list(runs.select_for_update().values_list("pk", flat=True))
    served = list(found.order_by("run__position", "pk"))
    pairs = [[str(one.pk), str(one.served_by_id)] for one in served]
    Task.objects.filter(pk__in=[one.pk for one in served]).update(served_by=None)
    match_again(served, by=by)
    _tell("task.parted", served, why, by)
    return pairs


def drop_rounds(ids: Collection[UUID], why: str) -> list[dict[str, str]]:
    """End the submissions of these tasks: nobody is asked any more. How the decisions stood."""
    rounds = TaskRound.objects.filter(task__in=ids, outcome=TaskRound.Outcome.PENDING)
    waiting = Decision.objects.filter(round__in=rounds, state__in=_WAITS)
    stood = [{"id": str(pk), "state": state} for pk, state in waiting.values_list("pk", "state")]
    waiting.update(state=Decision.State.DROPPED)
    rounds.update(outcome=TaskRound.Outcome.WITHDRAWN, reason=why, closed_at=now())
    return stood


def _tell(verb: str, tasks: Iterable[Task], why: str, by: Member) -> None:
    told = [entry(verb, by=by, on=t, within=t.run_id, why=why) for t in tasks if not t.is_container]
    record_many(told)


# Back again


@transaction.atomic
def take_back_run(run: Run, *, by: Member) -> Run:
    """เรียกคืน on the day of the cancellation, by the same right: as it was before. Twice changes nothing."""
    access.can_cancel_run(by, run, gated=has_given_up_gates(run)).or_refuse()
    # Who closes the year or offers evidence meanwhile waits, or is seen here.
    hold_years(by.office)
    held = _held(run)
    if held.cycle.state == Cycle.State.CLOSED:
        raise CycleClosedError(cycle=held.cycle)
    if held.voided_at:
        if not can_be_back(held, by):
            raise RunNotBackError(run=run.title)
        Run.objects.filter(pk=run.pk).update(voided_at=None, void_reason="", void_undo={})
        _restore(held, by)
    run.refresh_from_db()
    return run


def can_be_back(run: Run, by: Member) -> bool:
    return run.voided_at is not None and bangkok_day(run.voided_at) == by.on


def has_given_up_gates(run: Run) -> bool:
    """As `has_open_gates`, of what was unfinished when it was cancelled."""
    ids = [row["id"] for row in run.void_undo.get("tasks", [])]
    return Task.objects.filter(pk__in=ids, ask__in=Step.GATES).exists()


def _restore(run: Run, by: Member) -> None:
    was = {UUID(row["id"]): row for row in run.void_undo["tasks"]}
    tasks = list(Task.objects.filter(pk__in=was, state=State.VOID).select_related("served_by"))
    for task in tasks:
        task.state, task.reason, task.finished_at = was[task.pk]["state"], was[task.pk]["reason"], None
        if task.served_by and task.served_by.state not in Task.UNFINISHED:
            # What was to serve it ended meanwhile, without it.
            task.served_by = None
    Task.objects.bulk_update(tasks, ["state", "reason", "finished_at", "served_by"])
    _decisions_back(run)
    _serve_again(run)
    match_again(tasks, by=by)
    record("run.restored", by=by, on=run, within=run.pk)
    _tell("task.restored", tasks, "", by)


def _decisions_back(run: Run) -> None:
    rows = run.void_undo["decisions"]
    for row in rows:
        Decision.objects.filter(pk=row["id"], state=Decision.State.DROPPED).update(state=row["state"])
    rounds = TaskRound.objects.filter(decisions__in=[row["id"] for row in rows])
    TaskRound.objects.filter(pk__in=rounds.values("pk")).update(
        outcome=TaskRound.Outcome.PENDING, reason="", closed_at=None
    )


def _serve_again(run: Run) -> None:
    """What nobody touched since."""
    for served, serving in run.void_undo["served"]:
        _untouched().filter(pk=served).update(served_by=serving)


def _untouched() -> QuerySet[Task]:
    return Task.objects.filter(
        state__in=(State.OPEN, State.WAITING), taken_up_at=None, served_by=None, serves=None
    )
