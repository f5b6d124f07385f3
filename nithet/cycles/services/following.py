"""Open work follows the order of duties: by itself where nobody has it, on a press where somebody has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction

from nithet.audit.services import Actor, entry, record_many
from nithet.cycles import access
from nithet.cycles.models import Cycle, Task
from nithet.cycles.queries import differences, movable, open_cycles
from nithet.cycles.staffing import InCharge, day_within
from nithet.cycles.telling.events import tell_followed
from nithet.offices.members import Member
from nithet.offices.models import Office, Person

PROCEDURES_A_BATCH = 15
BY_ORDER = "ตามคำสั่งมอบหมายหน้าที่"


def give_out(office: Office, lineages: Collection[UUID], *, by: Actor | None, on: date) -> int:
    """Open work of these procedures that nobody has goes to their main persons, in batches. Returns how much."""
    given = 0
    for cycle in open_cycles(office, on=on):
        charge = InCharge.of(office, on=day_within(cycle.fiscal_year_be, on=on))
        theirs = sorted(set(lineages) & charge.people.keys())
        for batch in _batches(theirs, PROCEDURES_A_BATCH):
            given += _give_batch(cycle, batch, charge, by)
    return given


@transaction.atomic
def _give_batch(cycle: Cycle, lineages: Sequence[UUID], charge: InCharge, by: Actor | None) -> int:
    # Who takes one up meanwhile waits, and then keeps it.
    free = movable(Task.objects.select_for_update(of=("self",)).filter(run__cycle=cycle, assignee=None))
    by_person: dict[UUID, list[Task]] = defaultdict(list)
    for task in free.filter(run__lineage__in=lineages).select_related("run", "unit"):
        if person := charge.find(task.run.lineage, task.unit, task.role):
            by_person[person].append(task)
    return _assign(by_person, by)


def _assign(by_person: dict[UUID, list[Task]], by: Actor | None) -> int:
    people = Person.objects.select_related("office").in_bulk(by_person)
    told = []
    for pk, tasks in by_person.items():
        # Whoever gets it takes it up themselves.
        Task.objects.filter(pk__in=[t.pk for t in tasks]).update(assignee=pk, taken_up_at=None)
        tell_followed(tasks, people[pk])
        told += [
            entry("task.assigned", by=by, on=t, within=t.run_id, why=BY_ORDER, to=people[pk].name)
            for t in tasks
        ]
    record_many(told)
    return len(told)


@transaction.atomic
def follow_order(tasks: Collection[UUID], *, by: Member) -> int:
    """ปรับตามคำสั่ง: the chosen tasks go from whom they are to whom the order names. Twice changes nothing more."""
    chosen = access.assigned_tasks(by).filter(pk__in=tasks)
    list(chosen.select_for_update(of=("self",)).values_list("pk", flat=True))
    by_person: dict[UUID, list[Task]] = defaultdict(list)
    for found in differences(by):
        if found.task.pk in tasks:
            by_person[found.should.pk].append(found.task)
    return _assign(by_person, by)


def _batches(rows: Sequence[UUID], size: int) -> Iterator[list[UUID]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
