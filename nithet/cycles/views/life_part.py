"""What the pages of a task and a run say of their year, and whether they can be cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nithet.core.forms import ReasonForm
from nithet.cycles import access
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.services import cancelling
from nithet.offices.members import Member


def task_life(member: Member, task: Task, form: ReasonForm | None = None) -> dict[str, Any]:
    """For `_task_life.html`: the year of the task, and whether it can be cancelled."""
    is_open = task.state in Task.UNFINISHED or task.is_refused
    return {
        "is_year_closed": task.run.cycle.state == Cycle.State.CLOSED,
        "can_cancel": is_open and not task.run.voided_at and bool(access.can_cancel(member, task)),
        "cancel_form": form or ReasonForm(auto_id="cancel_%s"),
    }


def run_life(
    member: Member, run: Run, tasks: Sequence[Task], form: ReasonForm | None = None
) -> dict[str, Any]:
    """For `_run_life.html`. `tasks` are those that the member sees: who may cancel sees all."""
    unfinished = [task for task in tasks if task.state in Task.UNFINISHED]
    can_cancel, can_take_back = False, False
    if run.voided_at:
        gated = cancelling.has_given_up_gates(run)
        can_take_back = cancelling.can_be_back(run, member) and bool(
            access.can_cancel_run(member, run, gated=gated)
        )
    elif unfinished:
        gated = any(task.is_gate for task in unfinished)
        can_cancel = bool(access.can_cancel_run(member, run, gated=gated))
    return {
        "is_year_closed": run.cycle.state == Cycle.State.CLOSED,
        "carried_count": sum(task.is_carried_over and not task.is_container for task in unfinished),
        "unfinished_count": sum(not task.is_container for task in unfinished),
        "can_cancel_run": can_cancel,
        "can_take_back": can_take_back,
        "cancel_run_form": form or ReasonForm(auto_id="cancel_run_%s"),
    }
