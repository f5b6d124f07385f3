"""Who approved what an item asks for, as the tasks of the year were decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nithet.cycles import words
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.registers.generic.models import Item
from nithet.thai.dates import bangkok_day

Ask, State, Outcome = Decision.Ask, Decision.State, TaskRound.Outcome
_STANDING = (Outcome.PENDING, Outcome.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Approval:
    """What was decided about a task, by whom in which position, and when."""

    words: str
    who: str
    on: date


def approval_of(item: Item) -> Approval | None:
    """As the task from whose page the item was begun was approved or, where nobody is asked for more, endorsed."""
    return None if item.task_id is None else _approval(item.office_id, Q(round__task=item.task_id))


def approval_in_run(task: Task) -> Approval | None:
    """The same of the step before it in its run: of the parts of the same step, where it is one."""
    before = Q(round__task__run=task.run_id, round__task__position__lt=task.position)
    return _approval(task.office_id, before & Q(round__task__parent=task.parent_id), ask=(Ask.APPROVE,))


def _approval(office: UUID, which: Q, ask: tuple[str, ...] = (Ask.APPROVE, Ask.ENDORSE)) -> Approval | None:
    asked = list(
        Decision.objects.filter(which, office=office, round__outcome__in=_STANDING, ask__in=ask)
        .exclude(state=State.DROPPED)
        .select_related("decided_by")
        .order_by("round__task__position", "round__number", "position")
    )
    highest = [one for one in asked if one.ask == Ask.APPROVE] or asked
    if not highest or highest[-1].state != State.GIVEN:
        return None
    return _told(highest[-1])


def _told(decision: Decision) -> Approval | None:
    if decision.decided_by is None or decision.decided_at is None:
        return None
    who = " ".join(filter(None, (decision.decided_by.name, decision.decided_as)))
    return Approval(words.decided(decision), who[:300], bangkok_day(decision.decided_at))
