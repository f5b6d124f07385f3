"""Reads of accounts as an administrator sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices, Value, When

from nithet.accounts.models import FirstSignIn
from nithet.accounts.services.slips import Slip
from nithet.offices import queries
from nithet.offices.models import Appointment, Office, Person


class State(TextChoices):
    """How far a person's account is, in the order in which it goes."""

    NONE = "none", "ยังไม่มีบัญชี"
    NEW = "new", "รอพิมพ์ใบแจ้งบัญชี"
    PRINTED = "printed", "พิมพ์ใบแล้ว ยังไม่เข้าใช้"
    USED = "used", "เข้าใช้แล้ว"


# With what is annotated, a queryset is of no known type.
People = QuerySet[Any]


def people_with_state(office: Office, *, on: date, at: datetime) -> People:
    """People who serve or will serve, each with the `state` of the account."""
    not_ended = Appointment.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on), person=OuterRef("pk"), voided_at=None
    )
    has_password = Q(user__isnull=False) & ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    state = Case(
        When(user__isnull=True, then=Value(State.NONE)),
        When(has_password | Q(user__last_login__isnull=False), then=Value(State.USED)),
        When(
            Exists(FirstSignIn.objects.open(at=at).filter(user=OuterRef("user"))), then=Value(State.PRINTED)
        ),
        default=Value(State.NEW),
    )
    people = Person.objects.filter(Exists(not_ended), office=office, pseudonymised_at=None)
    return people.annotate(state=state)


def chosen(people: People, given: dict[str, Any], *, on: date) -> People:
    """Narrowed by what was filled in above the list."""
    people = queries.serving_as(people, unit=given.get("unit", ""), role=given.get("role", ""), on=on)
    if school := given.get("school"):
        serving = Appointment.objects.active(on=on).filter(school=school)
        people = people.filter(pk__in=serving.values("person"))
    return queries.matching(people, given.get("q", ""))


def counts(people: People) -> dict[str, int]:
    """How many people are in each state; one query."""
    found = people.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(found)


@dataclass(frozen=True)
class Tab:
    state: State
    label: str
    count: int


def tabs(people: People) -> list[Tab]:
    found = counts(people)
    return [Tab(state, str(state.label), found[state]) for state in State]


def account_rows(people: People, *, on: date) -> People:
    return queries.person_rows(people, on=on).select_related("user")


# Slips on paper


@dataclass(frozen=True)
class SlipLine:
    """What stands on one slip."""

    slip: Slip
    person: Person
    position: str
    place: str


def slip_lines(slips: Iterable[Slip], *, on: date) -> list[SlipLine]:
    """In the order in which they are handed out: the office's units, then school by school, by name."""
    made = {slip.user.pk: slip for slip in slips}
    serving = (
        Appointment.objects.active(on=on)
        .select_related("office", "unit__parent", "school", "cluster")
        .order_by("from_on", "pk")
    )
    people = Person.objects.filter(user__in=made).prefetch_related(
        Prefetch("appointments", queryset=serving, to_attr="current")
    )
    placed = sorted(people, key=_place_in_the_pile)
    return [_line(made[person.user_id], person, on=on) for person in placed if person.user_id]


def _place_in_the_pile(person: Person) -> tuple[Any, ...]:
    first = next(iter(_current(person)), None)
    if first is None:
        return (2, "", person.sort_key)
    if first.school:
        return (1, first.school.sort_key, person.sort_key)
    unit = first.unit
    division = unit.parent or unit if unit else None
    return (0, f"{division.position:05}" if division else "", person.sort_key)


def _current(person: Person) -> list[Appointment]:
    return getattr(person, "current", [])


def _line(slip: Slip, person: Person, *, on: date) -> SlipLine:
    service = next((queries.Service.of(row, on=on) for row in _current(person)), None)
    return SlipLine(slip, person, service.position if service else "", service.place if service else "")
