"""Who decides on what, and judges standards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.cycles.access.tasks import can_work, visible_runs
from nithet.cycles.models import (
    Decision,
    Run,
    StandardJudgement,
    Task,
)
from nithet.cycles.routes import HEARD, LADDER, OF_A_DIVISION, OF_MONEY, Holder, above
from nithet.offices import rights
from nithet.offices.access import can_manage_office
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role, Unit
from nithet.offices.queries import people_serving
from nithet.offices.rights import Level, Matter


def decisions_for(member: Member) -> QuerySet[Decision]:
    """Decisions that wait for this member; what they submitted, or what became theirs since, is left out.

    Also those of a lower rung whose post nobody fills who could decide: they would lie there for ever.
    """
    own = reduce(or_, (_asked_of(a) for a in member.appointments), Q(pk__in=()))
    below = [found for a in member.appointments if (found := _below(a)) is not None]
    wanted = own | reduce(or_, below) & ~_has_holder(member) if below else own
    return Decision.objects.filter(wanted, office=member.office, state=Decision.State.CURRENT).exclude(
        Q(round__submitted_by=member.user) | Q(round__task__assignee=member.person)
    )


def _asked_of(appointment: Appointment) -> Q:
    """What is asked of the post itself."""
    role, unit = appointment.role, appointment.unit
    if role == Role.DIRECTOR or role in OF_MONEY:
        return Q(role=role)
    if unit is None or role not in (Role.SECTION_HEAD, *LADDER):
        return Q(pk__in=())
    return Q(role=role, unit=unit if role == Role.SECTION_HEAD else unit.division_id)


def _below(appointment: Appointment) -> Q | None:
    """What is asked of the posts under it, which falls to it where nobody holds them; none under most."""
    role, unit = appointment.role, appointment.unit
    if role == Role.DIRECTOR:
        return Q(role__in=HEARD)
    if unit is None or role not in LADDER:
        return None
    return Q(role__in=_under(role)) & (Q(unit=unit.division_id) | Q(unit__parent=unit.division_id))


def before_director(member: Member) -> Q:
    """What waits for the director on the member's day, whoever asks."""
    return Q(role=Role.DIRECTOR) | Q(role__in=HEARD) & ~_has_holder(member)


def _under(role: str) -> tuple[Role, ...]:
    return (Role.SECTION_HEAD, Role.HEAD) if role == Role.DEPUTY else (Role.SECTION_HEAD,)


def _has_holder(member: Member) -> Q:
    """Somebody holds the decision's post on the day, other than the one whose work it is; what is submitted is somebody's."""
    of_unit = Q(unit=OuterRef("unit")) | Q(role__in=OF_MONEY)
    holders = Appointment.objects.active(on=member.on).filter(
        of_unit, office=member.office, role=OuterRef("role"), person__user__is_active=True
    )
    own = Q(person__user=OuterRef("round__submitted_by")) | Q(person=OuterRef("round__task__assignee"))
    return Q(Exists(holders.exclude(own)))


def posts_held(office: UUID, on: date) -> QuerySet[Appointment]:
    """The posts of any way that somebody holds on that day."""
    return Appointment.objects.active(on=on).filter(
        office=office, role__in=(*HEARD, Role.DIRECTOR), person__user__is_active=True
    )


def station_holders(posts: Iterable[tuple[str, UUID | None, UUID, str]], unit: Unit) -> list[Holder]:
    """Of posts (role, unit, person, capacity), those of a task's way: of its unit and division, and of the whole office."""
    return [
        Holder(role, person, capacity)
        for role, of_unit, person, capacity in posts
        if role in OF_MONEY or role == Role.DIRECTOR or of_unit == station_unit(role, unit)
    ]


def station_unit(role: str, unit: Unit) -> UUID | None:
    """Of which unit a station is asked about a task of this unit; none: of the whole office."""
    if role == Role.SECTION_HEAD:
        return unit.pk
    return unit.division_id if role in OF_A_DIVISION else None


def can_decide(member: Member, decision: Decision) -> Answer:
    """Who holds the asked role on the day, or one above it on the ladder; nobody decides on their own work."""
    if is_own_work(decision, member.person):
        return no("ผู้เสนอหรือผู้รับผิดชอบพิจารณางานของตนเองไม่ได้ โปรดให้ผู้บังคับบัญชาลำดับถัดไปพิจารณา")
    if held_rung(member, decision) is None:
        return no(f"เรื่องนี้อยู่ระหว่างพิจารณาของ{decision.get_role_display()}หรือผู้รักษาราชการแทน โปรดรอผลการพิจารณา")
    return YES


def is_own_work(decision: Decision, person: Person) -> bool:
    """Submitted by the person, or handed over to them since."""
    made = decision.round
    return made.submitted_by_id == person.user_id or made.task.assignee_id == person.pk


def held_rung(member: Member, decision: Decision) -> Role | None:
    """By which post the member decides: the asked one, or the nearest above it on the ladder."""
    return next((rung for rung in above(decision.role) if holds_post(member, rung, decision)), None)


def holds_post(member: Member, role: str, decision: Decision) -> bool:
    """Serves on the day in the role, for the unit of the decision."""
    reach = rights.level_of(role, Matter.DECIDE)
    if reach == Level.ALL or (reach and role in OF_MONEY):
        return member.has(Role(role))
    if not reach or decision.unit is None:
        return False
    if role == Role.SECTION_HEAD:
        return decision.unit_id in member.units_as(Role.SECTION_HEAD)
    return reach == Level.OWN and decision.unit.division_id in member.divisions_as(Role(role))


def acting_scope(member: Member, decision: Decision) -> str:
    """What the order of one who acts ปฏิบัติราชการแทน lets them decide; nothing for all others."""
    rung = held_rung(member, decision)
    found = [a for a in member.appointments if a.role == rung]
    is_limited = found and all(a.capacity == Appointment.Capacity.ON_BEHALF for a in found)
    return found[0].scope if is_limited else ""


def can_recall(member: Member, decision: Decision) -> Answer:
    """Who decided; what was written down from paper, who wrote it down. What waits again, who may decide on it."""
    if decision.decided_by_id is None:
        return can_decide(member, decision)
    return yes_if(
        member.user.pk == (decision.recorded_by_id or decision.decided_by_id),
        "เรียกคืนได้เฉพาะผู้ที่พิจารณาหรือผู้ที่บันทึกผลเรื่องนี้ โปรดหารือผู้พิจารณา",
    )


def can_propose_anew(member: Member, task: Task) -> Answer:
    """เสนอเรื่องใหม่ after a refusal: who does the work, or the head."""
    may_assign = rights.holds_in(member, Matter.ASSIGN, task.unit)
    return yes_if(
        may_assign or can_work(member, task),
        "เฉพาะผู้รับผิดชอบหรือผู้อำนวยการกลุ่มเท่านั้นที่เสนอเรื่องใหม่ได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def can_record_paper(member: Member, decision: Decision) -> Answer:
    """The clerk of the task's own division writes down what was signed on paper; the secretary never."""
    return yes_if(
        rights.holds(member, Matter.DECIDE, Level.NAMED)
        and decision.round.task.unit.division_id in member.divisions_as(Role.CLERK),
        "เฉพาะธุรการของกลุ่มที่รับผิดชอบเท่านั้นที่บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้วได้ โปรดติดต่อธุรการกลุ่ม",
    )


def can_direct(member: Member, decision: Decision) -> Answer:
    """สั่งการ: who may decide on the matter, or has."""
    if decision.state == Decision.State.CURRENT:
        answer = can_decide(member, decision)
        is_superior = held_rung(member, decision) in LADDER
        return answer if not answer else yes_if(is_superior, _DIRECTS)
    has_decided = decision.decided_by_id == member.user.pk and held_rung(member, decision) in LADDER
    return yes_if(has_decided, _DIRECTS)


_DIRECTS = "เฉพาะผู้พิจารณาที่เป็นผู้บังคับบัญชาเท่านั้นที่สั่งการได้ โปรดหารือผู้อำนวยการกลุ่ม"


def directable_people(member: Member) -> QuerySet[Person]:
    """To whom the member may give a direction: the whole office, or the own divisions; not oneself."""
    people = people_serving(member.office, on=member.on).exclude(pk=member.person.pk)
    if rights.holds(member, Matter.DECIDE, Level.ALL):
        return people
    own = rights.units_held(member, Matter.DECIDE)
    serving = Appointment.objects.active(on=member.on).filter(Q(unit__in=own) | Q(unit__parent__in=own))
    return people.filter(pk__in=serving.values("person"))


def can_order_folder(member: Member) -> Answer:
    """The secretary lays the director's folder in order and marks what is urgent, and decides nothing."""
    return yes_if(
        member.has(Role.SECRETARY),
        "เฉพาะหน้าห้องผู้อำนวยการเท่านั้นที่จัดลำดับแฟ้มเสนอและแจ้งเรื่องด่วนได้ โปรดติดต่อหน้าห้องผู้อำนวยการ",
    )


def can_lay_routes(member: Member) -> Answer:
    """By which stations the office's matters go."""
    return can_manage_office(member)


def can_judge(member: Member, run: Run, doers: Collection[UUID]) -> Answer:
    """Say whether a standard is met that evidence alone cannot judge. Nobody judges the work that they do."""
    if member.person.pk in doers:
        return no("ท่านเป็นผู้รับผิดชอบขั้นตอนนี้ จึงพิจารณามาตรฐานของงานตนเองไม่ได้ โปรดให้ผู้บังคับบัญชาลำดับถัดไปพิจารณา")
    return yes_if(
        rights.holds_in(member, Matter.DECIDE, run.unit),
        "เฉพาะผู้อำนวยการกลุ่ม รองผู้อำนวยการที่กำกับ หรือผู้อำนวยการสำนักงานเขตเท่านั้นที่พิจารณามาตรฐานได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def visible_judgements(member: Member) -> QuerySet[StandardJudgement]:
    return StandardJudgement.objects.filter(office=member.office, run__in=visible_runs(member))
