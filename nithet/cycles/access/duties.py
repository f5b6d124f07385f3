"""Who gives duties, and whose work changes hands."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, yes_if
from nithet.cycles.access.tasks import WORKS, in_divisions
from nithet.cycles.models import (
    Duty,
    DutyOrder,
    DutyQuerySet,
    HandOver,
    Task,
)
from nithet.manuals.models import Procedure
from nithet.offices import rights
from nithet.offices.access import can_manage_duties
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role
from nithet.offices.rights import Level, Matter


def sees_duties(member: Member) -> bool:
    """Who is in charge of what: known to all who see the office's people."""
    return rights.holds(member, Matter.PEOPLE, Level.ALL)


def visible_duties(member: Member) -> DutyQuerySet:
    duties = Duty.objects.filter(office=member.office)
    return duties.standing() if sees_duties(member) else duties.none()


def visible_orders(member: Member) -> QuerySet[DutyOrder]:
    orders = DutyOrder.objects.filter(office=member.office)
    return orders if sees_duties(member) else orders.none()


def can_record_duties(member: Member) -> Answer:
    """Of any division; `can_manage_duty` says of which."""
    return yes_if(
        rights.holds(member, Matter.DUTIES, Level.NAMED),
        "เฉพาะผู้อำนวยการสำนักงานเขต ผู้อำนวยการกลุ่ม ธุรการของกลุ่ม หรือผู้ดูแลระบบเท่านั้นที่บันทึกคำสั่งมอบหมายหน้าที่ได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def can_manage_duty(member: Member, duty: Duty) -> Answer:
    return can_manage_duties(member, duty.unit)


def can_correct_order(member: Member, order: DutyOrder) -> Answer:
    """Who recorded it, or gives duties to the whole office: several divisions may stand on one order."""
    if order.made_by_id == member.user.pk:
        return can_record_duties(member)
    return can_manage_duties(member)


def with_duties_to_give(member: Member, procedures: Iterable[Procedure]) -> list[Procedure]:
    """The procedures whose duties the member may give."""
    if rights.holds(member, Matter.DUTIES, Level.ALL):
        return list(procedures)
    own = rights.units_held(member, Matter.DUTIES) | member.divisions_as(Role.CLERK)
    return [p for p in procedures if (unit := p.version.manual.unit) and unit.division_id in own]


def divisions_assigned(member: Member) -> frozenset[UUID] | None:
    """In which divisions the member gives work to people; None: in all."""
    if rights.holds(member, Matter.ASSIGN, Level.ALL):
        return None
    # The clerk writes down what the head decided.
    return rights.units_held(member, Matter.ASSIGN) | member.divisions_as(Role.CLERK)


def can_give_out_work(member: Member) -> Answer:
    """In any division; `divisions_assigned` says in which."""
    divisions = divisions_assigned(member)
    return yes_if(
        divisions is None or divisions,
        "เฉพาะผู้อำนวยการสำนักงานเขต ผู้อำนวยการกลุ่ม หรือธุรการของกลุ่มเท่านั้นที่เปลี่ยนผู้รับผิดชอบงานได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def assigned_tasks(member: Member) -> QuerySet[Task]:
    """Tasks whose doer this member may change."""
    tasks, divisions = Task.objects.filter(office=member.office), divisions_assigned(member)
    return tasks if divisions is None else tasks.filter(in_divisions(divisions))


def can_hand_over(member: Member, person: Person) -> Answer:
    """Give to a successor what a person of the own division has in hand, whether they still serve or not."""
    return yes_if(
        _is_of_theirs(member, person),
        "เฉพาะผู้อำนวยการสำนักงานเขต ผู้อำนวยการกลุ่มของผู้ส่งมอบ หรือธุรการของกลุ่มนั้นเท่านั้นที่ส่งมอบงานแทนได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def _is_of_theirs(member: Member, person: Person) -> bool:
    """Has served where the member gives out work. Asked once of a member, however many acts a page offers."""
    divisions = divisions_assigned(member)
    if divisions is None or not divisions:
        return divisions is None
    known: dict[UUID, bool] = vars(member).setdefault("people_of_theirs", {})
    if person.pk not in known:
        known[person.pk] = _served_in(divisions).filter(person=person).exists()
    return known[person.pk]


def hands_over_own_tasks(member: Member, person: Person) -> bool:
    """A supervisor, at once; what is more than tasks waits for the head, and so does all of the others'."""
    return person.pk == member.person.pk and member.has(Role.SUPERVISOR)


def can_propose_hand_over(member: Member, person: Person) -> Answer:
    """Of one's own work."""
    return yes_if(
        person.pk == member.person.pk and member.has(*WORKS),
        "ท่านเสนอส่งมอบได้เฉพาะงานของตน โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def is_handing_over(member: Member) -> bool:
    """Has work that may change hands, or gives work to people."""
    return bool(can_give_out_work(member)) or member.has(*WORKS)


def visible_hand_overs(member: Member) -> QuerySet[HandOver]:
    """Those one gives or gets, and those of the people of the own division."""
    found, divisions = HandOver.objects.filter(office=member.office), divisions_assigned(member)
    if divisions is None:
        return found
    theirs = _served_in(divisions).values("person")
    return found.filter(Q(giver=member.person) | Q(receiver=member.person) | Q(giver__in=theirs))


def can_cancel_hand_over(member: Member, hand_over: HandOver) -> Answer:
    """Who made it, or who may hand over what that person has."""
    return YES if hand_over.made_by_id == member.user.pk else can_hand_over(member, hand_over.giver)


def _served_in(divisions: frozenset[UUID]) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(unit__in=divisions) | Q(unit__parent__in=divisions), voided_at=None)
