"""Reads of work that changes hands: what a person has, whose doers have left or are away, and what was handed over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Answer, Cycle, Duty, HandOver, Task
from nithet.cycles.responsible import Responsible
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Leave, Office, Person, Unit

# Of an open year, or carried over from one that was closed.
IN_FORCE = Q(run__cycle__state=Cycle.State.OPEN) | Q(is_carried_over=True)


@dataclass(frozen=True, slots=True)
class InHand:
    """What a person has that can go to a successor."""

    tasks: list[Task]
    duties: list[Duty]
    answers: list[Answer]

    @property
    def is_empty(self) -> bool:
        return not (self.tasks or self.duties or self.answers)


def in_hand(person: Person, divisions: frozenset[UUID] | None, *, on: date) -> InHand:
    """Open work, duties and answers of these divisions (None: of all) on that day. Four queries."""
    tasks = open_work(person, divisions).filter(is_container=False).select_related("run", "unit")
    duties = lasting_duties(person, divisions, on=on).select_related("order", "unit", "school", "cluster")
    return InHand(
        list(tasks.order_by("due_on", "position", "pk")),
        list(duties.order_by("title", "pk")),
        answers_naming(person, divisions),
    )


def open_work(person: Person, divisions: frozenset[UUID] | None) -> QuerySet[Task]:
    """Also what is submitted: it may come back. Containers go with their parts."""
    tasks = Task.objects.filter(IN_FORCE, office=person.office_id, assignee=person, state__in=Task.UNFINISHED)
    return tasks if divisions is None else tasks.filter(_within(divisions))


def lasting_duties(person: Person, divisions: frozenset[UUID] | None, *, on: date) -> QuerySet[Duty]:
    """Duties that are in force on that day, or will be."""
    duties = Duty.objects.standing().filter(office=person.office_id, person=person, until_on__gte=on)
    return duties if divisions is None else duties.filter(_within(divisions))


def answers_naming(person: Person, divisions: frozenset[UUID] | None) -> list[Answer]:
    found = Answer.objects.filter(office=person.office_id, question=Answer.Question.RESPONSIBLE)
    named = [a for a in found.order_by("wording") if Responsible.from_value(a.value).person_id == person.pk]
    if divisions is None or not named:
        return named
    units = Unit.objects.in_bulk({Responsible.from_value(a.value).unit_id for a in named})
    return [
        a
        for a in named
        if (unit := units.get(Responsible.from_value(a.value).unit_id)) and unit.division_id in divisions
    ]


def _within(divisions: frozenset[UUID]) -> Q:
    return Q(unit__in=divisions) | Q(unit__parent__in=divisions)


# Whose doers are not there


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who serves no more, and how much of theirs is open."""

    person: Person
    count: int


@dataclass(frozen=True, slots=True)
class DueInLeave:
    """A task that falls due while its doer is away."""

    task: Task
    leave: Leave


def left_behind(member: Member) -> list[Left]:
    """Open work of those who serve no more, of the divisions in which this member gives out work. Two queries."""
    rows = _left_tasks(member).values("assignee").annotate(count=Count("pk")).order_by()
    counts = {row["assignee"]: row["count"] for row in rows}
    people = Person.objects.filter(pk__in=counts).order_by("sort_key", "pk") if counts else ()
    return [Left(person, counts[person.pk]) for person in people]


@dataclass(frozen=True, slots=True)
class Notice:
    """What about work that changes hands waits for those who give out work."""

    left: int = 0
    proposed: int = 0


def notice(member: Member) -> Notice:
    """Two queries, and none for who gives no work to people."""
    if not access.can_give_out_work(member):
        return Notice()
    proposed = access.visible_hand_overs(member).filter(state=HandOver.State.PROPOSED)
    return Notice(_left_tasks(member).count(), proposed.exclude(giver=member.person).count())


def _left_tasks(member: Member) -> QuerySet[Task]:
    serving = Appointment.objects.active(on=member.on).filter(person=OuterRef("assignee"))
    open_tasks = access.assigned_tasks(member).filter(IN_FORCE, state__in=Task.UNFINISHED, is_container=False)
    return open_tasks.filter(~Exists(serving), assignee__isnull=False)


def due_in_leave(member: Member) -> list[DueInLeave]:
    """Work that would become late by a leave: due on a day of it, not before today. Two queries."""
    leaves: dict[UUID, list[Leave]] = defaultdict(list)
    lasting = Leave.objects.filter(office=member.office, voided_at=None, until_on__gte=member.on)
    for leave in lasting.select_related("person"):
        leaves[leave.person_id].append(leave)
    tasks = (
        access.assigned_tasks(member)
        .filter(state__in=(Task.State.OPEN, Task.State.WAITING), is_container=False, due_on__gte=member.on)
        .filter(assignee__in=leaves)
        .select_related("run", "assignee")
    )
    return [
        DueInLeave(task, leave)
        for task in tasks.order_by("due_on", "pk")
        for leave in leaves[task.assignee_id]  # type: ignore[index]
        if leave.from_on <= task.due_on <= leave.until_on
    ]


# What was handed over


def hand_overs(member: Member) -> QuerySet[HandOver]:
    return access.visible_hand_overs(member).select_related("giver", "receiver", "made_by")


def moved_tasks(hand_over: HandOver) -> QuerySet[Task]:
    """The tasks that went over; before the day those chosen to go, or all that are open now."""
    if hand_over.state in (HandOver.State.PROPOSED, HandOver.State.PLANNED) and takes_all(hand_over):
        units = hand_over.wanted.get("units")
        tasks = open_work(hand_over.giver, None if units is None else frozenset(map(UUID, units)))
    else:
        ids = [row["id"] for row in hand_over.moved.get("tasks", [])] or hand_over.wanted.get("tasks") or []
        tasks = Task.objects.filter(office=hand_over.office_id, pk__in=ids)
    return tasks.filter(is_container=False).select_related("run").order_by("due_on", "pk")


def takes_all(hand_over: HandOver) -> bool:
    return hand_over.wanted.get("tasks") is None


def successors(office: Office, *, on: date) -> QuerySet[Person]:
    """Who serves in a unit of the office on that day, or will."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=on)
    serving = Appointment.objects.filter(lasting, office=office, unit__isnull=False, voided_at=None)
    return Person.objects.filter(pk__in=serving.values("person")).order_by("sort_key", "pk")


def staff_divisions(office: Office, person: Person, *, on: date) -> frozenset[UUID]:
    """In which divisions the person does work on that day."""
    serving = Appointment.objects.active(on=on).filter(
        office=office, person=person, role__in=access.WORKS, unit__isnull=False
    )
    return frozenset(parent or unit for unit, parent in serving.values_list("unit", "unit__parent"))
