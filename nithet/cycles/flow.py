"""The flow chart of a run: its procedure's steps, coloured by how their tasks stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from nithet.cycles import words
from nithet.cycles.models import Run, Task
from nithet.manuals.flowchart import FlowChart, FlowLane, FlowStep, FlowVia
from nithet.manuals.flowchart.signs import State
from nithet.manuals.models import Step
from nithet.thai.dates import bangkok_day, format_date

DOER, HEAD, DIRECTOR = "doer", "head", "director"
# Of several tasks of a step the one that hurts most is shown.
_PAIN: tuple[State, ...] = ("returned", "open", "submitted", "wait", "done", "skipped", "void")
_DRAWN: dict[str, State] = {
    "back": "returned", "open": "open", "sub": "submitted", "wait": "wait", "done": "done", "void": "skipped",
}  # fmt: skip


def run_chart(run: Run, tasks: Sequence[Task], *, on: date) -> FlowChart:
    """`tasks` are all that the reader may see, with `step` loaded; sub-steps show their step's state only."""
    steps = [s for s in run.procedure.steps.all() if s.parent_id is None]
    return FlowChart(run.title, lanes_of(run, steps), tuple(_step(run, s, tasks, on=on) for s in steps))


def lanes_of(run: Run, steps: Sequence[Step]) -> tuple[FlowLane, ...]:
    """The deciders' lanes only where something is asked of them."""
    doer = FlowLane(DOER, "ผู้รับผิดชอบ", run.unit.short_name)
    if all(s.ask == Step.Ask.CERTIFY for s in steps):
        return (doer,)
    return (
        doer,
        FlowLane(HEAD, f"ผอ.{run.unit.short_name}", "ผ่านเรื่อง"),
        FlowLane(DIRECTOR, "ผอ.สำนักงานเขต", "หรือผู้รักษาราชการแทน"),
    )


def _step(run: Run, step: Step, tasks: Sequence[Task], *, on: date) -> FlowStep:
    own = [t for t in tasks if t.step_id == step.pk]
    shown = min(own, key=lambda t: (not t.days_late(on=on), _PAIN.index(drawn_state(t, on=on))), default=None)
    asks = step.ask if step.ask != Step.Ask.CERTIFY else None
    return FlowStep(
        number=step.number,
        title=step.title,
        lane=DIRECTOR if asks == Step.Ask.ACKNOWLEDGE else DOER,
        decision=asks,  # type: ignore[arg-type]
        decider_lane=DIRECTOR if asks else None,
        via=(FlowVia(HEAD),) if step.is_gate else (),
        state=drawn_state(shown, on=on) if shown else None,
        state_words=_state_words(shown, on=on) if shown else None,
        is_late=bool(shown and shown.days_late(on=on)),
        href=reverse("cycles:task-page", args=[run.office.code, shown.pk]) if shown else None,
        decision_state="done" if shown and shown.state == Task.State.DONE else None,
        returned_words=_returned_words(own) if step.is_gate else None,
    )


def drawn_state(task: Task, *, on: date) -> State:
    """How charts call the state of a task; lateness apart."""
    return _DRAWN[words.standing(task, on=on).code]


def _state_words(task: Task, *, on: date) -> str:
    if task.finished_at and task.state == Task.State.DONE:
        return f"เสร็จสิ้น · {format_date(bangkok_day(task.finished_at), 'brief')}"
    late = words.lateness(task, on=on)
    return late.words if late else words.standing(task, on=on).words


def _returned_words(tasks: Sequence[Task]) -> str | None:
    times = sum(t.times_returned for t in tasks)
    return f"เกิดขึ้นแล้ว {times} ครั้ง" if times else None
