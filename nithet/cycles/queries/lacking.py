"""ยังขาดอะไร ของใคร: what those who lead a division look after, of any year that is still worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Task
from nithet.cycles.overload import Assigned, Overload, overloads
from nithet.cycles.queries.overview import is_returned
from nithet.offices.members import Member
from nithet.offices.models import Person

State = Task.State


def to_be_done(member: Member, *, unit: UUID | None = None) -> QuerySet[Task]:
    """Unfinished and not before a decider; what is done with another task, or lies behind what was refused, is left out."""
    tasks = access.overseen_tasks(member).filter(
        state__in=(State.WAITING, State.OPEN), served_by=None, is_stopped=False
    )
    if unit:
        tasks = tasks.filter(Q(unit=unit) | Q(unit__parent=unit))
    return tasks.select_related("run", "unit", "assignee")


def short_of_evidence(tasks: QuerySet[Task], *, until: date) -> QuerySet[Task]:
    """Due by that day or late already, by person."""
    found = tasks.filter(is_met=False, due_on__lte=until, assignee__isnull=False)
    return found.order_by("assignee__sort_key", "assignee", "due_on", "pk")


def unassigned(tasks: QuerySet[Task], *, on: date, until: date) -> QuerySet[Task]:
    """Given to nobody, although they can be begun or are soon due."""
    return tasks.filter(Q(starts_on__lte=on) | Q(due_on__lte=until), assignee=None).order_by("due_on", "pk")


def sent_back(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.filter(is_returned()).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class FullWeek:
    """A week in which a person has too much to finish."""

    person: Person
    week: Overload


def full_weeks(tasks: QuerySet[Task], member: Member, *, days: int) -> list[FullWeek]:
    """In the coming days, by time. Two queries."""
    ahead = tasks.filter(assignee__isnull=False, due_on__range=(member.on, member.on + timedelta(days=days)))
    due = [Assigned(*row) for row in ahead.order_by().values_list("assignee", "due_on")]
    found = overloads(due, limit=member.office.week_limit, on=member.on)
    people = Person.objects.in_bulk({week.person_id for week in found})
    return [FullWeek(people[week.person_id], week) for week in found]
