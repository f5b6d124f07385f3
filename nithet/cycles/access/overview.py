"""Who oversees the year of the office, or of divisions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.cycles.access.tasks import in_divisions
from nithet.cycles.models import Cycle, Task
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.offices.rights import Level, Matter


def oversees(member: Member) -> bool:
    """Who decides on what divisions do: a school's director decides too, but on nothing of the office's."""
    divisions = overseen_divisions(member)
    return divisions is None or bool(divisions)


def overseen_divisions(member: Member) -> frozenset[UUID] | None:
    """None: all of them."""
    return (
        None if rights.holds(member, Matter.DECIDE, Level.ALL) else rights.units_held(member, Matter.DECIDE)
    )


def overseen_tasks(member: Member) -> QuerySet[Task]:
    """What counts in the overview: steps that are done themselves, those they are made of left out."""
    divisions = overseen_divisions(member)
    tasks = Task.objects.filter(office=member.office, is_container=False)
    return tasks if divisions is None else tasks.filter(in_divisions(divisions))


def overseen_units(member: Member) -> QuerySet[Unit]:
    """The divisions themselves, for choosing one."""
    divisions = overseen_divisions(member)
    units = Unit.objects.filter(office=member.office, parent=None)
    return units if divisions is None else units.filter(pk__in=divisions)


def overseen_cycles(member: Member) -> QuerySet[Cycle]:
    return Cycle.objects.filter(Q(office=member.office) if oversees(member) else Q(pk__in=()))
