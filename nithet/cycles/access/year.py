"""Who starts years, and with whose work."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import Answer, yes_if
from nithet.manuals.models import Procedure
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Unit
from nithet.offices.queries import people_serving, units_of
from nithet.offices.rights import Level, Matter


def can_start_year(member: Member) -> Answer:
    return yes_if(
        rights.holds(member, Matter.YEAR, Level.OWN),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่นโยบายและแผนเท่านั้นที่เริ่มปีงบประมาณได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def can_close_year(member: Member) -> Answer:
    """Say of what is left whether it goes on, close the year, and open it again."""
    return yes_if(
        rights.holds(member, Matter.YEAR, Level.ALL) and rights.holds(member, Matter.DECIDE, Level.ALL),
        "เฉพาะผู้อำนวยการสำนักงานเขตหรือผู้รักษาราชการแทนเท่านั้นที่ปิดปีงบประมาณได้ โปรดหารือผู้อำนวยการสำนักงานเขต",
    )


def startable(member: Member, procedures: Iterable[Procedure]) -> list[Procedure]:
    """What the member may start: heads and deputies what belongs to their divisions."""
    if rights.holds(member, Matter.YEAR, Level.ALL):
        return list(procedures)
    own = rights.units_held(member, Matter.YEAR)
    return [p for p in procedures if (unit := p.version.manual.unit) and unit.division_id in own]


def divisions_of_year(member: Member) -> frozenset[UUID] | None:
    """For which divisions the member says what a year needs to know; None: for all."""
    return None if rights.holds(member, Matter.YEAR, Level.ALL) else rights.units_held(member, Matter.YEAR)


def can_answer_for(member: Member, unit: Unit | None) -> Answer:
    """Change what is remembered of a division's manual; what belongs to no division, whoever starts years."""
    divisions = divisions_of_year(member)
    if unit is None or divisions is None:
        return can_start_year(member)
    return yes_if(
        unit.division_id in divisions,
        "ท่านแก้ไขคำตอบของกลุ่มอื่นไม่ได้ โปรดติดต่อผู้อำนวยการกลุ่มนั้นหรือเจ้าหน้าที่นโยบายและแผน",
    )


def assignable_units(member: Member) -> list[Unit]:
    """To which units the member may give work when the year starts."""
    units = units_of(member.office)
    if rights.holds(member, Matter.YEAR, Level.ALL):
        return list(units)
    own = rights.units_held(member, Matter.YEAR)
    return [u for u in units if u.division_id in own]


def assignable_people(member: Member) -> QuerySet[Person]:
    """To whom the member may give work when the year starts."""
    people = people_serving(member.office, on=member.on)
    if rights.holds(member, Matter.YEAR, Level.ALL):
        return people
    own = rights.units_held(member, Matter.YEAR)
    return people.filter(_serving_in(own, member)).distinct()


def _serving_in(divisions: frozenset[UUID], member: Member) -> Q:
    serving = Appointment.objects.active(on=member.on).filter(
        Q(unit__in=divisions) | Q(unit__parent__in=divisions)
    )
    return Q(pk__in=serving.values("person"))
