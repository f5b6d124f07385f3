"""Who sees which tasks and runs, and who may do what with them (`practice.md` §3)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.cycles.models import Cycle, Decision, Evidence, Run, Task
from nithet.offices.members import Member
from nithet.offices.models import Role, Unit

# Who sees all of a division's tasks, and who sees what is given to them or shared in their division.
_SEES_DIVISION = (Role.DEPUTY, Role.HEAD, Role.SECTION_HEAD, Role.CLERK, Role.COMPUTER_OFFICER)
_SEES_SHARED = (Role.SUPERVISOR,)
_WORKS = (
    Role.HEAD,
    Role.SECTION_HEAD,
    Role.SUPERVISOR,
    Role.COMPUTER_OFFICER,
    Role.CLERK,
    Role.PLANNING,
    Role.FINANCE,
)
# Who does what a manual gives to the whole division.
_DOES = (Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER)
_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)
_STARTS_YEAR = (Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.PLANNING)


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
    return member.has(*_SEES_ALL, *_SEES_DIVISION, *_SEES_SHARED, *_STARTS_YEAR, Role.FINANCE, Role.SECRETARY)


def _in_divisions(units: frozenset[UUID]) -> Q:
    return Q(unit__in=units) | Q(unit__parent__in=units)


def _reach(member: Member) -> Q:
    mine = Q(assignee=member.person)
    division = _in_divisions(member.divisions_as(*_SEES_DIVISION))
    shared = Q(assignee=None) & _shared_with(member, *_SEES_SHARED) & _role_open_to(member)
    # Whoever is asked for a decision sees what is to be decided; the secretary sees what lies in the folder.
    folder = Q(state=Task.State.SUBMITTED) if member.has(Role.SECRETARY) else Q(pk__in=())
    return mine | division | shared | folder


def _shared_with(member: Member, *roles: Role) -> Q:
    """Tasks of the member's section and its division; of all sections for who serves the whole division."""
    own = member.units_as(*roles)
    return Q(unit__in=own | member.divisions_as(*roles)) | Q(unit__parent__in=own)


def _role_open_to(member: Member) -> Q:
    return Q(role="") | Q(role__in=member.roles)


def decisions_for(member: Member) -> QuerySet[Decision]:
    """Decisions that wait for this member, their own submissions left out."""
    wanted = Q(pk__in=())
    for appointment in member.appointments:
        if appointment.role == Role.DIRECTOR:
            wanted |= Q(role=Role.DIRECTOR)
        elif appointment.unit_id:
            wanted |= Q(role=appointment.role, unit=appointment.unit_id)
    return Decision.objects.filter(wanted, office=member.office, state=Decision.State.CURRENT).exclude(
        round__submitted_by=member.user
    )


def own_work(member: Member) -> QuerySet[Task]:
    """Tasks that are this member's to do: given to them, or shared by their role in the division.

    A head may do any of the division's shared tasks (can_work), but they are not listed as the head's own.
    """
    by_role = _shared_with(member, *_WORKS) & Q(role__in=member.roles)
    by_all = _shared_with(member, *_DOES) & Q(role="")
    mine = Q(assignee=member.person) | Q(assignee=None) & (by_role | by_all)
    return Task.objects.filter(mine, office=member.office, is_container=False)


def can_work(member: Member, task: Task) -> Answer:
    """Take up, record, attach, submit."""
    if task.is_container:
        return no("ขั้นตอนนี้เสร็จสิ้นเมื่อขั้นตอนย่อยเสร็จสิ้น โปรดดำเนินการที่ขั้นตอนย่อย")
    if task.assignee_id:
        return yes_if(task.assignee_id == member.person.pk, "เฉพาะผู้ที่ได้รับมอบหมายดำเนินการงานนี้ได้")
    if not member.serves_in(task.unit, *_WORKS):
        return no("เฉพาะบุคลากรของกลุ่มที่รับผิดชอบดำเนินการงานนี้ได้")
    return yes_if(not task.role or member.has(Role(task.role)), "เฉพาะผู้ดำรงตำแหน่งที่คู่มือกำหนดดำเนินการงานนี้ได้")


def can_assign(member: Member, task: Task) -> Answer:
    return _leads(member, task.unit, "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตมอบหมายงานได้")


def can_skip(member: Member, task: Task) -> Answer:
    return _leads(member, task.unit, "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตงดดำเนินการได้")


def _leads(member: Member, unit: Unit, why: str) -> Answer:
    return yes_if(member.has(Role.DIRECTOR) or member.serves_in(unit, Role.HEAD), why)


def can_decide(member: Member, decision: Decision) -> Answer:
    """Only who holds the asked role on the day; nobody decides on their own work."""
    if decision.round.submitted_by_id == member.user.pk:
        return no("ผู้เสนอพิจารณางานของตนเองไม่ได้")
    if member.appointment_as(decision.role, decision.unit) is None:
        return no(f"เฉพาะ{decision.get_role_display()}หรือผู้รักษาราชการแทนพิจารณาเรื่องนี้ได้")
    return YES


def can_start_year(member: Member) -> Answer:
    return yes_if(
        member.has(*_STARTS_YEAR),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่นโยบายและแผนเริ่มปีงบประมาณได้",
    )
