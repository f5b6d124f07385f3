"""The flow chart of a run: its procedure's chart, coloured by how the steps' tasks stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from nithet.cycles import words
from nithet.cycles.models import Decision, Run, Task
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


def run_chart(
    run: Run, tasks: Sequence[Task], *, on: date, desks: Mapping[UUID, Decision] | None = None
) -> FlowChart:
    """`tasks` are all that the reader may see; `desks` say before whom the submitted ones lie.

    A step with sub-steps shows the worst of those that are unfinished. Ad-hoc work has no steps, and no chart.
    """
    if run.procedure is None:
        raise ValueError("a run of no procedure has no flow chart")
    steps = [s for s in run.procedure.steps.all() if s.parent_id is None]
    plain = flow_chart(run.procedure, steps, unit_name=run.unit.short_name)
    coloured = [
        _coloured(run, f, s, tasks, desks or {}, on=on) for f, s in zip(plain.steps, steps, strict=True)
    ]
    return replace(plain, steps=tuple(coloured))


def _coloured(
    run: Run,
    drawn: FlowStep,
    step: Step,
    tasks: Sequence[Task],
    desks: Mapping[UUID, Decision],
    *,
    on: date,
) -> FlowStep:
    own = [t for t in tasks if t.step_id == step.pk]
    if not own:
        return drawn
    there = _unfinished_parts(own, tasks) or own
    shown = min(there, key=lambda t: (not t.days_late(on=on), _PAIN.index(drawn_state(t, on=on))))
    is_decided = step.is_gate and shown.state == Task.State.DONE
    is_refused = step.is_gate and shown.is_refused
    return replace(
        drawn,
        state=drawn_state(shown, on=on),
        state_words=_state_words(shown, desks.get(shown.pk), on=on),
        is_late=shown.days_late(on=on) > 0,
        href=reverse("cycles:task-page", args=[run.office.code, shown.pk]),
        via=tuple(replace(v, state="done" if is_decided else None) for v in drawn.via),
        decision_state="done" if is_decided else "skipped" if is_refused else None,
        decision_state_words=_decided_words(step, shown) if is_decided or is_refused else None,
        returned_words=_returned_words(own) if step.is_gate else None,
    )


def _unfinished_parts(own: Sequence[Task], tasks: Sequence[Task]) -> list[Task]:
    containers = {t.pk for t in own if t.is_container}
    return [t for t in tasks if t.parent_id in containers and t.state in Task.UNFINISHED]


def drawn_state(task: Task, *, on: date) -> State:
    """How charts call the state of a task; lateness apart."""
    return _DRAWN[words.standing(task, on=on).code]


def _state_words(task: Task, desk: Decision | None, *, on: date) -> str:
    """Of a sub-step with its number; of what was submitted with the station where it lies."""
    part = f"{task.number} " if task.parent_id else ""
    if task.finished_at and task.state == Task.State.DONE:
        return f"{part}เสร็จสิ้น · {_day(task)}"
    if desk and task.state == Task.State.SUBMITTED:
        return f"{part}อยู่ระหว่างพิจารณาของ {words.decider(desk)}"
    late = words.lateness(task, on=on)
    return part + (late.words if late else words.standing(task, on=on).words)


def _decided_words(step: Step, task: Task) -> str:
    said = "ไม่อนุมัติ" if task.is_refused else step.get_ask_display()
    return f"{said} {_day(task)}".strip()


def _day(task: Task) -> str:
    return format_date(bangkok_day(task.finished_at), "brief") if task.finished_at else ""


def _returned_words(tasks: Sequence[Task]) -> str | None:
    times = sum(t.times_returned for t in tasks)
    return f"เกิดขึ้นแล้ว {times} ครั้ง" if times else None
