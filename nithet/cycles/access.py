"""Who sees which tasks and runs, and who may do what with them (`practice.md` §3)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.cycles.models import Cycle, Decision, Evidence, Run, Task
from nithet.cycles.routes import LADDER
from nithet.manuals.models import Procedure
from nithet.offices.access import STARTS_YEAR
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role, Unit
from nithet.offices.queries import people_serving, units_of

# Who sees all of a division's tasks.
_SEES_DIVISION = (Role.DEPUTY, Role.HEAD, Role.SECTION_HEAD, Role.CLERK, Role.COMPUTER_OFFICER)
# Who does work, and who of them does what a manual gives to the whole division.
WORKS = (
    Role.HEAD,
    Role.SECTION_HEAD,
    Role.SUPERVISOR,
    Role.COMPUTER_OFFICER,
    Role.CLERK,
    Role.PLANNING,
    Role.FINANCE,
)
_DOES = frozenset(WORKS) - {Role.CLERK}
_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)
# The whole office's year, not only that of their divisions.
_STARTS_ALL = (Role.DIRECTOR, Role.PLANNING)


def visible_tasks(member: Member) -> QuerySet[Task]:
    """A teacher or a school's director sees none of the office's internal tasks."""
    tasks = Task.objects.filter(office=member.office)
    return tasks if member.has(*_SEES_ALL) else tasks.filter(_reach(member))


def visible_runs(member: Member) -> QuerySet[Run]:
    runs = Run.objects.filter(office=member.office)
    if member.has(*_SEES_ALL):
        return runs
    seen = Task.objects.filter(run=OuterRef("pk")).filter(_reach(member))
    return runs.filter(_in_divisions(member.divisions_as(*_SEES_DIVISION)) | Q(Exists(seen)))


def visible_evidence(member: Member) -> QuerySet[Evidence]:
    return Evidence.objects.filter(office=member.office, task__in=visible_tasks(member))


def visible_cycles(member: Member) -> QuerySet[Cycle]:
    return Cycle.objects.filter(office=member.office) if sees_year(member) else Cycle.objects.none()


def sees_year(member: Member) -> bool:
    """Has any internal tasks to look at."""
    return member.has(*_SEES_ALL, *_SEES_DIVISION, *WORKS, *STARTS_YEAR, Role.SECRETARY)


def _in_divisions(units: frozenset[UUID]) -> Q:
    return Q(unit__in=units) | Q(unit__parent__in=units)


def _reach(member: Member) -> Q:
    division = _in_divisions(member.divisions_as(*_SEES_DIVISION))
    # The secretary sees what lies in the folder.
    folder = Q(state=Task.State.SUBMITTED) if member.has(Role.SECRETARY) else Q(pk__in=())
    return _own(member) | division | folder


def _own(member: Member) -> Q:
    """Given to the member, or given to nobody yet and open to one of the roles in which they serve there."""
    mine, shared = Q(assignee=member.person), Q(pk__in=())
    for appointment in member.appointments:
        if appointment.role in WORKS and appointment.unit:
            roles = Q(role=appointment.role) | (Q(role="") if appointment.role in _DOES else Q(pk__in=()))
            shared |= _of_unit(appointment.unit) & roles
    return mine | Q(assignee=None) & shared


def _of_unit(unit: Unit) -> Q:
    """Tasks of a section and its division; of all sections for who serves the whole division."""
    return Q(unit__in={unit.pk, unit.division_id}) | Q(unit__parent=unit.pk)


def decisions_for(member: Member) -> QuerySet[Decision]:
    """Decisions that wait for this member, their own submissions left out.

    Also those of a lower rung whose post nobody fills who could decide: they would lie there for ever.
    """
    wanted = Q(pk__in=())
    for appointment in member.appointments:
        if appointment.role == Role.DIRECTOR:
            wanted |= Q(role=Role.DIRECTOR) | Q(role__in=(Role.HEAD, Role.DEPUTY)) & ~_has_holder(member)
        elif appointment.unit:
            of_unit = Q(unit=appointment.unit.division_id)
            wanted |= Q(role=appointment.role) & of_unit
            if appointment.role == Role.DEPUTY:
                wanted |= Q(role=Role.HEAD) & of_unit & ~_has_holder(member)
    return Decision.objects.filter(wanted, office=member.office, state=Decision.State.CURRENT).exclude(
        round__submitted_by=member.user
    )


def _has_holder(member: Member) -> Q:
    """Somebody holds the decision's post on the day, other than the one who submitted."""
    holders = Appointment.objects.active(on=member.on).filter(
        role=OuterRef("role"), unit=OuterRef("unit"), person__user__is_active=True
    )
    return Q(Exists(holders.exclude(person__user=OuterRef("round__submitted_by"))))


def own_work(member: Member) -> QuerySet[Task]:
    """Tasks that are this member's to do, or that they may take up."""
    return Task.objects.filter(_own(member), office=member.office, is_container=False)


def can_work(member: Member, task: Task) -> Answer:
    """Take up, record, attach, submit."""
    if task.is_container:
        return no("ขั้นตอนนี้เสร็จสิ้นเมื่อขั้นตอนย่อยเสร็จสิ้น โปรดดำเนินการที่ขั้นตอนย่อย")
    if task.assignee_id:
        return yes_if(
            task.assignee_id == member.person.pk, "งานนี้มีผู้รับผิดชอบแล้ว หากต้องเปลี่ยนผู้รับผิดชอบ โปรดติดต่อผู้อำนวยการกลุ่ม"
        )
    roles = (Role(task.role),) if task.role else tuple(_DOES)
    return yes_if(
        member.serves_in(task.unit, *roles),
        "เฉพาะบุคลากรในตำแหน่งที่กำหนดของกลุ่มที่รับผิดชอบเท่านั้นที่ดำเนินการงานนี้ได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def can_assign(member: Member, task: Task) -> Answer:
    if task.is_container:
        return no("มอบหมายได้ที่ขั้นตอนย่อย")
    return _leads(
        member, task.unit, "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่มอบหมายงานได้ โปรดติดต่อผู้อำนวยการกลุ่ม"
    )


def can_skip(member: Member, task: Task) -> Answer:
    """A gate is the director's: what follows it was to wait for them."""
    if task.is_container:
        return no("ขั้นตอนนี้มีขั้นตอนย่อย โปรดงดดำเนินการที่ขั้นตอนย่อย")
    if task.is_gate:
        return yes_if(
            member.has(Role.DIRECTOR),
            "ขั้นตอนที่ต้องเสนอขอความเห็นชอบหรืออนุมัติ เฉพาะผู้อำนวยการสำนักงานเขตเท่านั้นที่งดดำเนินการได้ โปรดหารือผู้อำนวยการสำนักงานเขต",
        )
    return _leads(
        member, task.unit, "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่งดดำเนินการได้ โปรดหารือผู้อำนวยการกลุ่ม"
    )


def _leads(member: Member, unit: Unit, why: str) -> Answer:
    return yes_if(member.has(Role.DIRECTOR) or member.serves_in(unit, Role.HEAD), why)


def can_decide(member: Member, decision: Decision) -> Answer:
    """Who holds the asked role on the day, or one above it on the ladder; nobody decides on their own work."""
    if decision.round.submitted_by_id == member.user.pk:
        return no("ผู้เสนอพิจารณางานของตนเองไม่ได้ โปรดให้ผู้บังคับบัญชาลำดับถัดไปพิจารณา")
    if held_rung(member, decision) is None:
        return no(f"เรื่องนี้อยู่ระหว่างพิจารณาของ{decision.get_role_display()}หรือผู้รักษาราชการแทน โปรดรอผลการพิจารณา")
    return YES


def held_rung(member: Member, decision: Decision) -> Role | None:
    """By which post the member decides: the asked one, or the nearest above it on the ladder."""
    rungs = LADDER[LADDER.index(Role(decision.role)) :]
    return next((rung for rung in rungs if _holds(member, rung, decision)), None)


def _holds(member: Member, role: Role, decision: Decision) -> bool:
    if role == Role.DIRECTOR:
        return member.has(role)
    return decision.unit_id in member.divisions_as(role)


def can_start_year(member: Member) -> Answer:
    return yes_if(
        member.has(*STARTS_YEAR),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่นโยบายและแผนเท่านั้นที่เริ่มปีงบประมาณได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def startable(member: Member, procedures: Iterable[Procedure]) -> list[Procedure]:
    """What the member may start: heads and deputies what belongs to their divisions."""
    if member.has(*_STARTS_ALL):
        return list(procedures)
    own = member.divisions_as(Role.HEAD, Role.DEPUTY)
    return [p for p in procedures if (unit := p.version.manual.unit) and unit.division_id in own]


def assignable_units(member: Member) -> list[Unit]:
    """To which units the member may give work when the year starts."""
    units = units_of(member.office)
    if member.has(*_STARTS_ALL):
        return list(units)
    own = member.divisions_as(Role.HEAD, Role.DEPUTY)
    return [u for u in units if u.division_id in own]


def assignable_people(member: Member) -> QuerySet[Person]:
    """To whom the member may give work when the year starts."""
    people = people_serving(member.office, on=member.on)
    if member.has(*_STARTS_ALL):
        return people
    own = member.divisions_as(Role.HEAD, Role.DEPUTY)
    return people.filter(_serving_in(own, member)).distinct()


def _serving_in(divisions: frozenset[UUID], member: Member) -> Q:
    serving = Appointment.objects.active(on=member.on).filter(
        Q(unit__in=divisions) | Q(unit__parent__in=divisions)
    )
    return Q(pk__in=serving.values("person"))
