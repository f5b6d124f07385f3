"""A member: a user in an office on a day, with the appointments in force. Every access question is asked of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from nithet.accounts import second_factor
from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.offices.models import Appointment, Office, Person, Role, Unit


@dataclass(frozen=True)
class Member:
    """Acts in services as `by=`. `on` is the day for which the rights hold."""

    user: User
    person: Person
    office: Office
    on: date
    appointments: tuple[Appointment, ...]

    @property
    def pk(self) -> UUID:
        return self.user.pk

    @property
    def name(self) -> str:
        return self.person.name

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(a.role for a in self.appointments)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def units_as(self, *roles: Role) -> frozenset[UUID]:
        """Ids of the units served in one of these roles (in any role when none is named)."""
        return frozenset(a.unit_id for a in self.appointments if a.unit_id and (not roles or a.role in roles))

    def divisions_as(self, *roles: Role) -> frozenset[UUID]:
        """Ids of the divisions served in one of these roles, through a section too."""
        return frozenset(
            a.unit.division_id for a in self.appointments if a.unit and (not roles or a.role in roles)
        )

    def schools_as(self, *roles: Role) -> frozenset[UUID]:
        return frozenset(
            a.school_id for a in self.appointments if a.school_id and (not roles or a.role in roles)
        )

    def serves_in(self, unit: Unit, *roles: Role) -> bool:
        """Serves in the unit, in the division it belongs to, or in a section of it."""
        return unit.pk in self.divisions_as(*roles) or not self.units_as(*roles).isdisjoint(
            {unit.pk, unit.division_id}
        )

    def appointment_as(self, role: str, unit: Unit | None = None) -> Appointment | None:
        """The appointment by which this member acts in the role (for that unit or its division)."""
        wanted = {unit.pk, unit.division_id} if unit else None
        for appointment in self.appointments:
            if appointment.role == role and (wanted is None or appointment.unit_id in wanted):
                return appointment
        return None

    @property
    def position(self) -> str:
        """The position shown beside the name: of the first appointment."""
        return position_words(self.appointments[0])


class MemberRequest(HttpRequest):
    """A request of a member of the office in the address (for type checkers)."""

    user: User
    member: Member
    office: Office


def position_words(appointment: Appointment) -> str:
    """Real position, then the capacity, as a signature prints them."""
    title = appointment.position_title or appointment.role_words
    if appointment.capacity == Appointment.Capacity.SUBSTANTIVE:
        return title
    return f"{title} {appointment.get_capacity_display()}{_acted(appointment)}"


def _acted(appointment: Appointment) -> str:
    """The post that somebody acts in, by the name of its unit or school."""
    if appointment.unit and appointment.role == Role.HEAD:
        return f"ผู้อำนวยการ{appointment.unit.short_name}"
    if appointment.school and appointment.role == Role.SCHOOL_DIRECTOR:
        return f"ผู้อำนวยการ{appointment.school.name}"
    return appointment.role_words


def member_of(user: User, office_code: str, *, on: date) -> Member | None:
    """The user as a member of that office on that day; None for a stranger. One query."""
    found = tuple(
        Appointment.objects.active(on=on)
        .filter(person__user=user, office__code=office_code)
        .select_related("office", "person", "unit", "school")
        .order_by("from_on", "pk")
    )
    if not found or not user.is_active:
        return None
    return Member(user=user, person=found[0].person, office=found[0].office, on=on, appointments=found)


def office_of(user: User, *, on: date) -> Office | None:
    """The office in which the user serves on that day."""
    serving = Appointment.objects.active(on=on).filter(person__user=user).select_related("office")
    first = serving.order_by("from_on", "pk").first()
    return first.office if first else None


def needs_second_factor(member: Member) -> bool:
    """Who sees all of the office, where the office asks for it."""
    return member.office.asks_second_factor and member.has(Role.DIRECTOR, Role.ADMINISTRATOR)


def member_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of the office in the address: anonymous goes to sign in, a stranger gets 404."""

    @login_required
    @wraps(view)
    def page(request: MemberRequest, office: str, **parts: Any) -> HttpResponseBase:
        member = member_of(request.user, office, on=today())
        if member is None:
            raise Http404
        request.member, request.office = member, member.office
        if needs_second_factor(member) and not second_factor.has_second_factor(request):
            return second_factor.to_set_up(request)
        return view(request, **parts)

    return page
