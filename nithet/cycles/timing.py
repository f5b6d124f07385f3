"""What follows from when a task is to be done: gates before and behind it, and days off. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from nithet.cycles.models import Task
from nithet.cycles.planning import blocks
from nithet.thai.dates import format_date


def held_by(task: Task, tasks: Iterable[Task]) -> list[Task]:
    """Unfinished tasks of the same run that cannot be submitted before this one is decided."""
    if not task.is_gate:
        return []
    return [one for one in tasks if one.pk != task.pk and one.state in Task.UNFINISHED and _holds(task, one)]


def order_notes(task: Task, tasks: Iterable[Task]) -> Iterator[str]:
    """Where windows contradict a gate: what waits is due before what it waits for."""
    rows = list(tasks)
    day = format_date(task.due_on, "short")
    for one in held_by(task, rows):
        if one.due_on < task.due_on:
            due = format_date(one.due_on, "short")
            yield f"{one.label} ครบกำหนด {due} แต่ต้องรอผลพิจารณาของขั้นนี้ซึ่งครบกำหนด {day} โปรดเลื่อนกำหนดให้สอดคล้องกัน"
    for gate in rows:
        if gate.pk != task.pk and task.due_on < gate.due_on and task in held_by(gate, [task]):
            due = format_date(gate.due_on, "short")
            if gate.state in Task.UNFINISHED:
                yield f"ขั้นนี้ครบกำหนด {day} แต่ต้องรอผลพิจารณาของ{gate.label} ซึ่งครบกำหนด {due} โปรดเลื่อนกำหนดให้สอดคล้องกัน"


def _holds(gate: Task, task: Task) -> bool:
    return gate.parent_id == task.parent_id and blocks(
        gate_at=(gate.position, gate.occurrence), task_at=(task.position, task.occurrence)
    )


def weekday_off(day: date) -> str:
    """“วันเสาร์”, “วันอาทิตย์”; nothing for days of work."""
    return {5: "วันเสาร์", 6: "วันอาทิตย์"}.get(day.weekday(), "")
