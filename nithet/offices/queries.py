"""Reads of schools and people, shaped for their pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Replace

from nithet.offices.members import position_words
from nithet.offices.models import Appointment, Cluster, Holiday, Office, Person, Role, School, Semester, Unit
from nithet.thai.calendar import Semester as PlainSemester
from nithet.thai.dates import format_date
from nithet.thai.words import search_key

Row = TypeVar("Row", School, Person)


def matching(rows: QuerySet[Row], text: str) -> QuerySet[Row]:
    """Rows whose name, code or district holds every part typed, in any order.

    Compared without spaces: part of a name may be cut into other words than the whole name.
    """
    rows = rows.alias(searched=Replace("search_key", Value(" "), output_field=TextField()))
    for part in text.split():
        rows = rows.filter(searched__contains=search_key(part).replace(" ", ""))
    return rows


def school_rows(schools: QuerySet[School]) -> QuerySet[School]:
    return schools.select_related("cluster").order_by("sort_key", "pk")


def small(schools: QuerySet[School]) -> QuerySet[School]:
    return schools.filter(pupils__lte=School.SMALL_AT_MOST)


def school_counts(schools: QuerySet[School]) -> dict[str, int]:
    """How many there are, and how many of them are small or in the highlands. One query."""
    is_small = Q(pupils__lte=School.SMALL_AT_MOST)
    return schools.aggregate(
        total=Count("pk"),
        small=Count("pk", filter=is_small),
        highland=Count("pk", filter=Q(is_highland=True)),
    )


def person_rows(people: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """People with their appointments in force as `.current`."""
    serving = (
        Appointment.objects.active(on=on)
        .select_related("unit", "school", "cluster")
        .order_by("from_on", "pk")
    )
    return people.order_by("sort_key", "pk").prefetch_related(
        Prefetch("appointments", queryset=serving, to_attr="current")
    )


def serving_as(people: QuerySet[Person], *, unit: str = "", role: str = "", on: date) -> QuerySet[Person]:
    """People who serve on that day in the unit (its sections included) and in the role, by one appointment."""
    serving = Appointment.objects.active(on=on)
    if unit:
        serving = serving.filter(Q(unit=unit) | Q(unit__parent=unit))
    if role:
        serving = serving.filter(role=role)
    return people.filter(pk__in=serving.values("person")) if unit or role else people


@dataclass(frozen=True)
class Service:
    """An appointment in words, as it stands on a day."""

    position: str
    place: str
    span: str
    order_number: str
    is_current: bool
    school: School | None

    @classmethod
    def of(cls, appointment: Appointment, *, on: date) -> "Service":
        unit, where = appointment.unit, appointment.school or appointment.cluster
        return cls(
            position=position_words(appointment),
            place=unit.short_name if unit else where.name if where else "",
            span=_span(appointment, on),
            order_number=appointment.order_number,
            is_current=appointment.from_on <= on <= (appointment.until_on or on),
            school=appointment.school,
        )


def _span(appointment: Appointment, on: date) -> str:
    begin = format_date(appointment.from_on, "short")
    if appointment.until_on:
        return f"{begin} – {format_date(appointment.until_on, 'short')}"
    return f"{begin} – ปัจจุบัน" if appointment.from_on <= on else f"ตั้งแต่ {begin}"


def services_of(person: Person, *, on: date) -> list[Service]:
    """All appointments of a person, newest first."""
    rows = person.appointments.select_related("unit", "school", "cluster").order_by("-from_on", "-pk")
    return [Service.of(row, on=on) for row in rows]


@dataclass(frozen=True)
class PersonLine:
    """A person in a list, with what they do on that day."""

    person: Person
    services: list[Service]


def person_lines(people: Iterable[Person], *, on: date) -> list[PersonLine]:
    """Lines of people that came from `person_rows`."""
    return [PersonLine(p, [Service.of(a, on=on) for a in getattr(p, "current", ())]) for p in people]


def staff_of(school: School, *, on: date) -> QuerySet[Appointment]:
    """Who serves in the school: its director, then the others by seniority and name."""
    first = Case(When(role=Role.SCHOOL_DIRECTOR, then=0), When(role=Role.SCHOOL_CLERK, then=2), default=1)
    return (
        Appointment.objects.active(on=on)
        .filter(school=school)
        .select_related("person", "unit", "school")
        .order_by(first, "person__seniority", "person__sort_key", "pk")
    )


def clusters_of(office: Office) -> QuerySet[Cluster]:
    return Cluster.objects.filter(office=office)


def units_of(office: Office) -> QuerySet[Unit]:
    """Divisions in their order, each followed by its sections."""
    division = (Coalesce("parent__position", "position"), Coalesce("parent_id", "pk"))
    order = (*division, F("parent_id").asc(nulls_first=True), "position", "pk")
    return Unit.objects.filter(office=office).select_related("parent").order_by(*order)


def semesters_of(office: Office) -> list[PlainSemester]:
    """The office's semester table as plain data, in the order of time."""
    rows = Semester.objects.filter(office=office).order_by("starts_on")
    return [PlainSemester(s.academic_year_be, s.number, s.starts_on, s.ends_on) for s in rows]


def holidays_of(office: Office, *, starts_on: date, ends_on: date) -> frozenset[date]:
    days = Holiday.objects.filter(office=office, on__range=(starts_on, ends_on))
    return frozenset(days.values_list("on", flat=True))


def people_serving(office: Office, *, on: date) -> QuerySet[Person]:
    """Who serves in a unit of the office itself on that day."""
    serving = Appointment.objects.active(on=on).filter(office=office, unit__isnull=False)
    return Person.objects.filter(pk__in=serving.values("person")).order_by("sort_key", "pk")
