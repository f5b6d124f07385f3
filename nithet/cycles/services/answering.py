"""Remembered answers: changed for the years to come, let go of, and on request given to open work that nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.models import Answer, Task
from nithet.cycles.queries import movable, open_cycles, responsible_words
from nithet.cycles.responsible import Responsible, key_of
from nithet.offices.members import Member
from nithet.offices.models import Person, Unit
from nithet.offices.queries import units_of


def unit_of(answer: Answer) -> Unit | None:
    """The division or section that an answer names."""
    unit = answer.value.get("unit")
    return Unit.objects.filter(office=answer.office_id, pk=unit).first() if unit else None


@transaction.atomic
def change_answer(answer: Answer, value: Mapping[str, Any], *, by: Member, applies: bool = False) -> int:
    """Change what the next years are planned with; the running one stays, but for open work that nobody has where asked.

    Returns how many tasks were given.
    """
    access.can_answer_for(by, unit_of(answer)).or_refuse()
    locked = Answer.objects.select_for_update().get(pk=answer.pk)
    if locked.value != value:
        before = locked.value
        Answer.objects.filter(pk=answer.pk).update(value=value, answered_by=by.user, answered_at=now())
        record("answer.changed", by=by, on=answer, before=before, value=dict(value))
    answer.refresh_from_db()
    return _apply(answer, by) if applies and answer.question == Answer.Question.RESPONSIBLE else 0


@transaction.atomic
def forget_answer(answer: Answer, *, by: Member) -> None:
    """It is asked again when the next year starts. The history keeps what it was."""
    access.can_answer_for(by, unit_of(answer)).or_refuse()
    deleted, _ = Answer.objects.filter(pk=answer.pk).delete()
    if deleted:
        record("answer.forgotten", by=by, on=answer, value=answer.value)


def _apply(answer: Answer, by: Member) -> int:
    said = Responsible.from_value(answer.value)
    tasks = [task for task in _unassigned(by) if _key(task, by) == answer.wording]
    Task.objects.filter(pk__in=[t.pk for t in tasks]).update(
        unit=said.unit_id, role=said.role, assignee=said.person_id, taken_up_at=None
    )
    unit = Unit.objects.get(pk=said.unit_id)
    person = Person.objects.filter(pk=said.person_id).first() if said.person_id else None
    to = responsible_words(unit, said.role, person)
    record_many(
        [entry("task.assigned", by=by, on=t, within=t.run_id, why="ตามคำตอบที่จำไว้", to=to) for t in tasks]
    )
    return len(tasks)


def _unassigned(by: Member) -> list[Task]:
    """Open work of the running year that nobody has, in divisions in which this member gives out work."""
    cycles = open_cycles(by.office, on=by.on)
    tasks = movable(access.assigned_tasks(by)).filter(run__cycle__in=cycles, assignee=None)
    return list(
        tasks.select_for_update(of=("self",)).select_related("step", "run__procedure__version__manual__unit")
    )


def _key(task: Task, by: Member) -> str:
    """By what it would be remembered; work of no manual by nothing."""
    procedure, step = task.run.procedure, task.step
    if procedure is None or step is None:
        return ""
    return key_of(step.responsible, procedure.version.manual.unit or units_of(by.office)[0])
