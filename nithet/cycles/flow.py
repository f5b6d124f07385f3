"""The flow chart of a run: its procedure's chart, coloured by how the steps' tasks stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from nithet.cycles import words
from nithet.cycles.models import Run, Task
from nithet.manuals.flowchart import FlowChart, FlowStep
from nithet.manuals.flowchart.signs import State
from nithet.manuals.models import Step
from nithet.manuals.queries.procedure import flow_chart
from nithet.thai.dates import bangkok_day, format_date

# Of several tasks of a step the one that hurts most is shown.
_PAIN: tuple[State, ...] = ("returned", "open", "submitted", "wait", "done", "skipped", "void")
_DRAWN: dict[str, State] = {
    "back": "returned", "open": "open", "sub": "submitted", "wait": "wait", "done": "done", "void": "skipped",
}  # fmt: skip


def run_chart(run: Run, tasks: Sequence[Task], *, on: date) -> FlowChart:
    """`tasks` are all that the reader may see; a step with sub-steps shows its own state only."""
    steps = [s for s in run.procedure.steps.all() if s.parent_id is None]
    plain = flow_chart(run.procedure, steps, unit_name=run.unit.short_name)
    coloured = [_coloured(run, f, s, tasks, on=on) for f, s in zip(plain.steps, steps, strict=True)]
    return replace(plain, steps=tuple(coloured))


def _coloured(run: Run, drawn: FlowStep, step: Step, tasks: Sequence[Task], *, on: date) -> FlowStep:
    own = [t for t in tasks if t.step_id == step.pk]
    if not own:
        return drawn
    shown = min(own, key=lambda t: (not t.days_late(on=on), _PAIN.index(drawn_state(t, on=on))))
    is_decided = step.is_gate and shown.state == Task.State.DONE
    return replace(
        drawn,
        state=drawn_state(shown, on=on),
        state_words=_state_words(shown, on=on),
        is_late=shown.days_late(on=on) > 0,
        href=reverse("cycles:task-page", args=[run.office.code, shown.pk]),
        via=tuple(replace(v, state="done" if is_decided else None) for v in drawn.via),
        decision_state="done" if is_decided else None,
        decision_state_words=_decided_words(step, shown) if is_decided else None,
        returned_words=_returned_words(own) if step.is_gate else None,
    )


def drawn_state(task: Task, *, on: date) -> State:
    """How charts call the state of a task; lateness apart."""
    return _DRAWN[words.standing(task, on=on).code]


def _state_words(task: Task, *, on: date) -> str:
    if task.finished_at and task.state == Task.State.DONE:
        return f"เสร็จสิ้น · {_day(task)}"
    late = words.lateness(task, on=on)
    return late.words if late else words.standing(task, on=on).words


def _decided_words(step: Step, task: Task) -> str:
    return f"{step.get_ask_display()} {_day(task)}"


def _day(task: Task) -> str:
    return format_date(bangkok_day(task.finished_at), "brief") if task.finished_at else ""


def _returned_words(tasks: Sequence[Task]) -> str | None:
    times = sum(t.times_returned for t in tasks)
    return f"เกิดขึ้นแล้ว {times} ครั้ง" if times else None
