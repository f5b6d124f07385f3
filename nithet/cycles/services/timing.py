"""When a task is to be done: the head moves its window."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from nithet.audit.services import record
from nithet.cycles import access
from nithet.cycles.errors import (
    ReasonMissingError,
    TaskStateError,
    WindowChangedError,
    WindowDaysError,
    WindowTakenError,
)
from nithet.cycles.matching import year_end_of
from nithet.cycles.models import Cycle, Task
from nithet.cycles.services.offering import hold_years, match_again
from nithet.cycles.services.working import lock_run
from nithet.cycles.telling.events import tell_moved
from nithet.offices.members import Member
from nithet.thai.calendar import Span
from nithet.thai.dates import format_date, format_span

MOVABLE = (Task.State.OPEN, Task.State.WAITING)


@transaction.atomic
def move_window(
    task: Task, starts_on: date, due_on: date, *, why: str, by: Member, shown: Span | None = None
) -> Task:
    """เลื่อนกำหนด with a reason, and match evidence anew. Sent again it changes nothing.

    `shown` is the window that the page showed: who moved it meanwhile is not overruled unseen.
    """
    access.can_move(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="เลื่อนกำหนด")
    # As whoever offers evidence does: years, then runs, then tasks.
    hold_years(by.office)
    cycle = lock_run(task.run_id).cycle
    before = Task.objects.get(pk=task.pk)
    was, wanted = (before.starts_on, before.due_on), (starts_on, due_on)
    if was == wanted:
        return before
    if shown and was != shown:
        raise WindowChangedError(window=format_span(*was, "short"))
    _check(before, wanted, cycle, on=by.on)
    _set(before, wanted)
    match_again([before], by=by)
    record(
        "task.moved", by=by, on=task, within=task.run_id, why=why, to=format_date(due_on),
        starts_on=starts_on.isoformat(), due_on=due_on.isoformat(),
        was_starts_on=was[0].isoformat(), was_due_on=was[1].isoformat(),
    )  # fmt: skip
    before.refresh_from_db()
    tell_moved(before, by=by)
    return before


def _check(task: Task, wanted: Span, cycle: Cycle, *, on: date) -> None:
    """Within the fiscal year; what was carried over, until the end of the one in which it is done."""
    starts_on, due_on = wanted
    last = year_end_of(on) if task.is_carried_over else cycle.ends_on
    if not cycle.starts_on <= starts_on <= due_on <= last:
        first, end = format_date(cycle.starts_on), format_date(last)
        raise WindowDaysError(why=f"โปรดเลือกวันระหว่าง {first} ถึง {end} และวันครบกำหนดต้องไม่ก่อนวันเริ่ม")
    if due_on < on and due_on != task.due_on:
        raise WindowDaysError(why="วันครบกำหนดใหม่ต้องไม่ก่อนวันนี้")
    same_step = Task.objects.filter(run=task.run_id, step=task.step_id, occurrence=task.occurrence)
    if task.step_id and same_step.filter(starts_on=starts_on).exclude(pk=task.pk).exists():
        raise WindowTakenError(day=format_date(starts_on))


def _set(task: Task, wanted: Span) -> None:
    starts_on, due_on = wanted
    same = Task.objects.filter(
        pk=task.pk, state__in=MOVABLE, is_container=False, served_by=None,
        starts_on=task.starts_on, due_on=task.due_on,
    )  # fmt: skip
    first = task.first_due_on or (task.due_on if due_on != task.due_on else None)
    if not same.update(starts_on=starts_on, due_on=due_on, first_due_on=first):
        task.refresh_from_db()
        raise TaskStateError(task=task.title, state=task.get_state_display(), act="เลื่อนกำหนด")
    # The step that it is a part of is not due before it.
    Task.objects.filter(parts=task.pk, is_container=True, due_on__lt=due_on).update(
        first_due_on=Coalesce("first_due_on", F("due_on")), due_on=due_on
    )
