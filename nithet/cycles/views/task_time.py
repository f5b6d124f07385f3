"""When a task is to be done, for its page: days off, breaks, what waits for it, and moving it."""

from __future__ import annotations

from typing import Any

from nithet.cycles import access, words
from nithet.cycles.forms import MoveForm
from nithet.cycles.models import Task
from nithet.cycles.queries.timing import break_note_of, days_off, order_of
from nithet.cycles.services.timing import MOVABLE
from nithet.offices.members import Member


def time_part(member: Member, task: Task, move_form: MoveForm | None) -> dict[str, Any]:
    moved = {"moved": words.moved(task), "can_move": False}
    if task.state not in Task.UNFINISHED or task.is_container:
        return moved
    held, order_notes = order_of(task)
    can_move = task.state in MOVABLE and bool(access.can_move(member, task))
    return moved | {
        "day_off": days_off(member.office, [task.due_on]).get(task.due_on, ""),
        "break_note": break_note_of(task, member.office),
        "held": held,
        "order_notes": order_notes,
        "can_move": can_move,
        "move_form": (move_form or MoveForm.of(task)) if can_move else None,
    }
