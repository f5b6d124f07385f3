"""Reads of people: who they are, where they serve, and who is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Replace

from nithet.offices.members import position_words
from nithet.offices.models import (
    Appointment,
    AppointmentQuerySet,
    Leave,
    Office,
    Person,
    Role,
    School,
)
from nithet.thai import likeness
from nithet.thai.dates import format_date
from nithet.thai.words import search_key

Row = TypeVar("Row", School, Person)
LIKELY_SHOWN, LIKELY_COMPARED, PLACES_SHOWN = 5, 200, 3


def matching(rows: QuerySet[Row], text: str) -> QuerySet[Row]:
    """Rows whose name, code or district holds every part typed, in any order.

    Compared without spaces: part of a name may be cut into other words than the whole name.
    """
    rows = rows.alias(searched=Replace("search_key", Value(" "), output_field=TextField()))
    for part in text.split():
        rows = rows.filter(searched__contains=search_key(part).replace(" ", ""))
    return rows


# Who is there


def present(people: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """Without those who have left: they serve, will serve, or nobody has recorded yet where."""
    return people.exclude(_has_left(on))


def former(people: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """Those whose last appointment has ended."""
    return people.filter(_has_left(on))


def _has_left(on: date) -> Q:
    recorded = Appointment.objects.filter(person=OuterRef("pk"), voided_at=None)
    lasting = recorded.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    return Q(Exists(recorded)) & ~Q(Exists(lasting))


def away(office: Office, *, on: date) -> QuerySet[Leave]:
    """Who is away on that day and until when."""
    return leave_rows(office).filter(from_on__lte=on, until_on__gte=on)


def to_be_moved(people: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """Those who still serve at a school that is closed on that day."""
    closed = School.objects.closed(on=on)
    serving = Appointment.objects.active(on=on).filter(school__in=closed)
    return people.filter(pk__in=serving.values("person"))


def likely_same(
    office: Office, first_name: str, last_name: str, *, but: Person | None = None
) -> list[Person]:
    """People of the office who may be this one under another spelling. Few."""
    name, key = f"{first_name} {last_name}", likeness.likeness_key(first_name, last_name)
    alike = Q(first_name=first_name, last_name=last_name) | (Q(likeness_key=key) if key else Q())
    found = Person.objects.filter(alike, office=office, pseudonymised_at=None).order_by("sort_key", "pk")
    same = (p for p in found[:LIKELY_COMPARED] if p != but and likeness.likely_same(p.plain_name, name))
    return list(islice(same, LIKELY_SHOWN))


# Rows of lists


def person_rows(people: QuerySet[Person], *, on: date, by_seniority: bool = False) -> QuerySet[Person]:
    """People with their appointments in force as `.current`, and their leave of the day as `.absences`."""
    serving = (
        Appointment.objects.active(on=on)
        .select_related("office", "unit", "school", "cluster")
        .order_by("from_on", "pk")
    )
    order = (*_SENIORITY, "sort_key", "pk") if by_seniority else ("sort_key", "pk")
    return (
        people.annotate(has_left=Case(When(_has_left(on), then=True), default=False))
        .order_by(*order)
        .prefetch_related(
            Prefetch("appointments", queryset=serving, to_attr="current"),
            Prefetch("leaves", queryset=Leave.objects.active(on=on), to_attr="absences"),
        )
    )


# Nobody has said where those without a number stand: last.
_SENIORITY = (Case(When(seniority=0, then=1), default=0), F("seniority"))


def serving_as(people: QuerySet[Person], *, unit: str = "", role: str = "", on: date) -> QuerySet[Person]:
    """People who serve on that day in the unit (its sections included) and in the role, by one appointment."""
    serving = Appointment.objects.active(on=on)
    if unit:
        serving = serving.filter(Q(unit=unit) | Q(unit__parent=unit))
    if role:
        serving = serving.filter(role=role)
    return people.filter(pk__in=serving.values("person")) if unit or role else people


def people_serving(office: Office, *, on: date) -> QuerySet[Person]:
    """Who serves in a unit of the office itself on that day."""
    serving = Appointment.objects.active(on=on).filter(office=office, unit__isnull=False)
    return Person.objects.filter(pk__in=serving.values("person")).order_by("sort_key", "pk")


def seniority_group(office: Office, school: School | None, *, on: date) -> QuerySet[Person]:
    """Those who are listed together by seniority: of a school, or of the office itself."""
    serving = Appointment.objects.active(on=on).filter(office=office)
    serving = serving.filter(school=school) if school else serving.filter(school=None, cluster=None)
    people = Person.objects.filter(pk__in=serving.values("person"))
    return people.order_by(*_SENIORITY, "sort_key", "pk")


def staff_of(school: School, *, on: date) -> QuerySet[Appointment]:
    """Who serves in the school: its director, then the others by seniority and name."""
    first = Case(When(role=Role.SCHOOL_DIRECTOR, then=0), When(role=Role.SCHOOL_CLERK, then=2), default=1)
    return (
        Appointment.objects.active(on=on)
        .filter(school=school)
        .select_related("office", "person", "unit", "school")
        .order_by(first, "person__seniority", "person__sort_key", "pk")
    )


def appointment_rows(office: Office) -> AppointmentQuerySet:
    """Appointments that were not recorded by mistake, with what their words need."""
    rows = Appointment.objects.filter(office=office, voided_at=None)
    return rows.select_related("office", "person", "unit", "school", "cluster")


def leave_rows(office: Office) -> QuerySet[Leave]:
    rows = Leave.objects.filter(office=office, voided_at=None).select_related("person")
    return rows.order_by("-from_on", "person__sort_key", "pk")


# An appointment and a person in words


@dataclass(frozen=True)
class Service:
    """An appointment in words, as it stands on a day."""

    pk: UUID
    position: str
    place: str
    span: str
    order_number: str
    scope: str
    is_current: bool
    is_past: bool
    school: School | None

    @classmethod
    def of(cls, appointment: Appointment, *, on: date) -> Service:
        unit, where = appointment.unit, appointment.school or appointment.cluster
        until_on = appointment.until_on or date.max
        return cls(
            pk=appointment.pk,
            position=position_words(appointment),
            place=unit.short_name if unit else where.name if where else "",
            span=_span(appointment, on),
            order_number=appointment.order_number,
            scope=appointment.scope,
            is_current=appointment.from_on <= on <= until_on,
            is_past=until_on < on,
            school=appointment.school,
        )


def _span(appointment: Appointment, on: date) -> str:
    begin = format_date(appointment.from_on, "short")
    if appointment.until_on:
        return f"{begin} – {format_date(appointment.until_on, 'short')}"
    return f"{begin} – ปัจจุบัน" if appointment.from_on <= on else f"ตั้งแต่ {begin}"


def service_parts() -> Prefetch[str]:
    """All appointments of a person with what their words need, in one query."""
    return Prefetch("appointments", Appointment.objects.select_related("office", "unit", "school", "cluster"))


def services_of(person: Person, *, on: date) -> list[Service]:
    """All appointments of a person, newest first; without those recorded by mistake.

    Prefetch `service_parts` with the person.
    """
    rows = [row for row in person.appointments.all() if row.voided_at is None]
    newest_first = sorted(rows, key=lambda row: (row.from_on, row.pk), reverse=True)
    return [Service.of(row, on=on) for row in newest_first]


@dataclass(frozen=True)
class PersonLine:
    """A person in a list, with what they do on that day."""

    person: Person
    services: list[Service]
    away_until: date | None = None
    has_left: bool = False

    @property
    def positions(self) -> list[str]:
        """Each once: a clerk of three schools is a clerk."""
        return list(dict.fromkeys(service.position for service in self.services))

    @property
    def places(self) -> list[str]:
        """Each once; of many the first ones, and how many more."""
        found = list(dict.fromkeys(service.place for service in self.services if service.place))
        more = len(found) - PLACES_SHOWN
        return [*found[:PLACES_SHOWN], f"และอีก {more} แห่ง"] if more > 1 else found


def person_lines(people: Iterable[Person], *, on: date) -> list[PersonLine]:
    """Lines of people that came from `person_rows`."""
    return [_line(person, on) for person in people]


def _line(person: Person, on: date) -> PersonLine:
    services = [Service.of(a, on=on) for a in getattr(person, "current", ())]
    absences = [leave.until_on for leave in getattr(person, "absences", ())]
    return PersonLine(person, services, max(absences, default=None), getattr(person, "has_left", False))
