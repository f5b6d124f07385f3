"""สั่งการ: work for somebody, out of a matter that lies before a superior."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import NotOfDivisionError
from nithet.cycles.models import Decision, Task
from nithet.cycles.services import letters
from nithet.cycles.services.deciding import Hand, Said, settle
from nithet.cycles.services.working import lock_run
from nithet.offices.members import Member
from nithet.offices.models import Person


@transaction.atomic
def direct(
    decision: Decision, person: Person, order: str, due_on: date, *, by: Member, key: UUID | None = None
) -> Task:
    """สั่งการ: a task for somebody, out of this matter. What was brought for notice is acknowledged with it.

    Sent again with the same `key` it is the same direction.
    """
    access.can_direct(by, decision).or_refuse()
    if not access.directable_people(by).filter(pk=person.pk).exists():
        raise NotOfDivisionError(person=person)
    task = decision.round.task
    # The open year is held by it first, then the run.
    made = letters.direct(task, person, order, due_on, by=by, key=key)
    lock_run(task.run_id)
    told = Entry.objects.filter(object_id=task.pk, verb="task.directed", facts__work=str(made.pk))
    if not told.exists():
        record(
            "task.directed", by=by, on=task, within=task.run_id, why=order, to=person.name, work=str(made.pk)
        )
        if decision.ask == Decision.Ask.ACKNOWLEDGE and decision.state == Decision.State.CURRENT:
            settle(decision, Said(Decision.State.GIVEN, f"มอบ {person.name} {order}"), Hand(by, now()))
    return made
