"""Reads of the yearly order of duties: by person, by procedure, and what it says of open work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q, QuerySet

from nithet.cycles import access
from nithet.cycles.models import Cycle, Duty, DutyOrder, Task
from nithet.cycles.staffing import InCharge, day_within
from nithet.manuals.models import ManualVersion, Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, School
from nithet.offices.queries.clusters import cluster_then
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.dates import format_date

_PARTS = {part: place for place, part in enumerate(Duty.Part.values)}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One part of a person in a procedure, with all the places where they have it."""

    duties: tuple[Duty, ...]
    on: date

    @property
    def first(self) -> Duty:
        return self.duties[0]

    @property
    def places(self) -> str:
        return ", ".join(duty.place for duty in self.duties)

    @property
    def has_ended(self) -> bool:
        return self.first.until_on < self.on

    @property
    def span(self) -> str:
        """Said only where it is not the order's own."""
        duty, order = self.first, self.first.order
        begin = f"ตั้งแต่ {format_date(duty.from_on, 'short')}" if duty.from_on != order.from_on else ""
        end = f"ถึง {format_date(duty.until_on, 'short')}" if duty.until_on != order.until_on else ""
        return f"{begin} {end}".strip()


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The lines of one person, or of one procedure."""

    title: str
    lines: tuple[DutyLine, ...]


def orders_of(member: Member, year_be: int) -> list[DutyOrder]:
    orders = access.visible_orders(member).filter(fiscal_year_be=year_be)
    return list(orders.select_related("file", "made_by"))


def duty_years(member: Member) -> list[int]:
    """The years that have an order, and this one; the newest first."""
    found = access.visible_orders(member).order_by().values_list("fiscal_year_be", flat=True).distinct()
    return sorted({*found, fiscal_year_be(member.on)}, reverse=True)


def duties_of_year(member: Member, year_be: int) -> QuerySet[Duty]:
    return duty_rows(access.visible_duties(member).filter(order__fiscal_year_be=year_be))


def duty_rows(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.select_related("order", "person", "unit", "school", "cluster").order_by(
        F("school__sort_key").asc(nulls_first=True), F("cluster__position").asc(nulls_first=True), "pk"
    )


def by_person(duties: Iterable[Duty], *, on: date) -> list[DutyGroup]:
    """One group a person, by name; in it the procedures in their order."""
    lines = sorted(_lines(duties, on), key=lambda line: (line.first.person.sort_key, line.first.person_id))
    grouped = groupby(lines, key=lambda line: line.first.person)
    return [DutyGroup(person.name, _sorted(own)) for person, own in grouped]


def by_procedure(duties: Iterable[Duty], *, on: date) -> list[DutyGroup]:
    """One group a procedure; in it first who leads."""
    lines = sorted(_lines(duties, on), key=_procedure_key)
    grouped = groupby(lines, key=lambda line: line.first.lineage)
    return [DutyGroup((found := _sorted(own))[0].first.title, found) for _, own in grouped]


def _procedure_key(line: DutyLine) -> tuple[int, str, str]:
    unit = line.first.unit
    return unit.position if unit else 0, line.first.title, str(line.first.lineage)


def _sorted(lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """Ended ones last; by the part, then the procedure, then the person."""
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.has_ended, _PARTS[line.first.part], _procedure_key(line), line.first.person.sort_key,
            ),
        )
    )  # fmt: skip


def _lines(duties: Iterable[Duty], on: date) -> list[DutyLine]:
    """Duties that differ by their place only are one line."""
    found: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        found.setdefault(same_but_place(duty), []).append(duty)
    return [DutyLine(tuple(places), on) for places in found.values()]


def same_but_place(duty: Duty) -> tuple[object, ...]:
    return duty.order_id, duty.person_id, duty.lineage, duty.part, duty.from_on, duty.until_on


def duties_like(duty: Duty) -> QuerySet[Duty]:
    """The duty with those that differ from it by their place only."""
    like = Duty.objects.standing().filter(
        order=duty.order_id, person=duty.person_id, lineage=duty.lineage, part=duty.part,
        from_on=duty.from_on, until_on=duty.until_on,
    )  # fmt: skip
    return duty_rows(like)


def charged_procedures(office: Office) -> list[Procedure]:
    """What duties are about: the procedures of the adopted manuals, with their divisions. One query."""
    adopted = Procedure.objects.filter(office=office, version__state=ManualVersion.State.ADOPTED)
    return list(
        adopted.select_related("version__manual__unit")
        .only("office", "lineage", "title", "position", "version__manual__title", "version__manual__unit")
        .order_by("version__manual__unit__position", "version__made_at", "version_id", "position", "pk")
    )


def duty_schools(person: Person, *, on: date, lineage: UUID | None = None) -> QuerySet[School]:
    """The schools in this person's charge on that day, of one procedure or of all.

    Of all: the places that any duty names; the whole office only where no duty names a place.
    """
    duties = Duty.objects.active(on=on).filter(person=person)
    rows = list((duties.filter(lineage=lineage) if lineage else duties).values_list("school", "cluster"))
    schools = School.objects.filter(office=person.office_id).active(on=on)
    named = [row for row in rows if any(row)]
    if not rows or (len(named) < len(rows) and (lineage or not named)):
        return schools if rows else schools.none()
    clusters = [cluster for _, cluster in named if cluster]
    of_clusters = schools.annotate(then=cluster_then(on)).filter(then__in=clusters)
    return schools.filter(Q(pk__in=[s for s, _ in named if s]) | Q(pk__in=of_clusters.values("pk")))


@dataclass(frozen=True, slots=True)
class Difference:
    """An open task that somebody else has than the order says."""

    task: Task
    has: Person
    should: Person


def open_cycles(office: Office, *, on: date) -> QuerySet[Cycle]:
    """The running year, and one that was started before its first day."""
    return Cycle.objects.filter(office=office, state=Cycle.State.OPEN, ends_on__gte=on)


def movable(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Whose doer can still be changed without taking a submission from somebody."""
    return tasks.filter(state__in=(Task.State.OPEN, Task.State.WAITING), is_container=False)


def differences(member: Member) -> list[Difference]:
    """Work whose doer this member may change, and the order names another one. Constant queries."""
    office, on = member.office, member.on
    cycles = {cycle.pk: cycle for cycle in open_cycles(office, on=on)}
    if not cycles or not Duty.objects.filter(office=office).exists():
        return []
    charges = {
        pk: InCharge.of(office, on=day_within(cycle.fiscal_year_be, on=on)) for pk, cycle in cycles.items()
    }
    given = movable(access.assigned_tasks(member)).filter(run__cycle__in=cycles, assignee__isnull=False)
    wanted = [
        (task, should)
        for task in given.select_related("run", "unit", "assignee").order_by(
            "run__position", "position", "pk"
        )
        if (should := charges[task.run.cycle_id].find(task.run.lineage, task.unit, task.role))
        and should != task.assignee_id
    ]
    people = Person.objects.in_bulk({should for _, should in wanted})
    return [Difference(task, task.assignee, people[should]) for task, should in wanted if task.assignee]


def last_duties(office: Office, year_be: int) -> Sequence[Duty]:
    """What was in force on the last day of a year: the start of the next one's order."""
    orders = DutyOrder.objects.filter(office=office, fiscal_year_be=year_be)
    last = max((order.until_on for order in orders), default=None)
    if last is None:
        return []
    return list(duty_rows(Duty.objects.active(on=last).filter(order__in=orders)))
