"""Who sees which tasks and runs, and who may do what with them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import Answer, no, yes_if
from nithet.cycles.models import (
    Cycle,
    Evidence,
    Run,
    Task,
    TaskRound,
)
from nithet.cycles.routes import OF_MONEY
from nithet.offices import rights
from nithet.offices.access import DIVISION_STAFF
from nithet.offices.members import Member
from nithet.offices.models import Role, Unit
from nithet.offices.rights import Level, Matter

# Who does work, and who of them does what a manual gives to the whole division.
WORKS = DIVISION_STAFF
_DOES = frozenset(WORKS) - {Role.CLERK}
# Whose "as named" means some of the office's tasks; for the others it means letters, reports, or what schools are asked.
_SEES_SOME = (*WORKS, Role.SECRETARY)


def visible_tasks(member: Member) -> QuerySet[Task]:
    """A teacher or a school's director sees none of the office's internal tasks."""
    tasks = Task.objects.filter(office=member.office)
    return tasks if _sees_all(member) else tasks.filter(_reach(member))


def visible_runs(member: Member) -> QuerySet[Run]:
    runs = Run.objects.filter(office=member.office)
    return runs if _sees_all(member) else runs.filter(_runs_reached(member))


def _sees_all(member: Member) -> bool:
    """Without or with a reason: `must_say_why` tells which."""
    return rights.holds(member, Matter.TASKS, Level.ALL) or member.has(Role.AUDITOR)


def must_say_why(member: Member, thing: Run | Task) -> bool:
    """Reads it only as an auditor, who gives a reason for each run: it is neither of their division nor their work."""
    if rights.holds(member, Matter.TASKS, Level.ALL) or not member.has(Role.AUDITOR):
        return False
    is_theirs = isinstance(thing, Task) and thing.assignee_id == member.person.pk
    return not is_theirs and thing.unit.division_id not in rights.units_held(member, Matter.TASKS)


def _runs_reached(member: Member) -> Q:
    seen = Task.objects.filter(run=OuterRef("pk")).filter(_reach(member))
    return in_divisions(rights.units_held(member, Matter.TASKS)) | Q(Exists(seen))


def visible_evidence(member: Member) -> QuerySet[Evidence]:
    """Asked of each piece of evidence: a member may see more tasks than there is evidence to look at."""
    seen = visible_tasks(member).filter(pk=OuterRef("task"))
    return Evidence.objects.filter(Exists(seen), office=member.office)


def visible_cycles(member: Member) -> QuerySet[Cycle]:
    return Cycle.objects.filter(office=member.office) if sees_year(member) else Cycle.objects.none()


def sees_year(member: Member) -> bool:
    """Has any internal tasks to look at."""
    return _sees_all(member) or member.has(*_SEES_SOME) or _of_divisions(member)


def _of_divisions(member: Member) -> bool:
    """Holds the tasks of divisions, like a deputy; a school's director holds those of the school."""
    return bool(rights.units_held(member, Matter.TASKS)) or rights.holds(member, Matter.YEAR, Level.OWN)


def in_divisions(units: frozenset[UUID]) -> Q:
    return Q(unit__in=units) | Q(unit__parent__in=units)


def _reach(member: Member) -> Q:
    division = in_divisions(rights.units_held(member, Matter.TASKS))
    # The secretary sees what lies in the folder.
    folder = Q(state=Task.State.SUBMITTED) if member.has(Role.SECRETARY) else Q(pk__in=())
    # Division first: it is true of the most.
    return division | _own(member) | folder | _with_money(member)


def _with_money(member: Member) -> Q:
    """Planning and finance see what asks for money."""
    if not member.has(*OF_MONEY):
        return Q(pk__in=())
    asked = TaskRound.objects.filter(office=member.office, money__isnull=False)
    return Q(pk__in=asked.values("task"))


def _own(member: Member) -> Q:
    """Given to the member, or given to nobody yet and open to one of the roles in which they serve there."""
    mine, shared = Q(assignee=member.person), Q(pk__in=())
    for appointment in member.appointments:
        if appointment.role in WORKS and appointment.unit:
            roles = Q(role=appointment.role) | (Q(role="") if appointment.role in _DOES else Q(pk__in=()))
            shared |= _of_unit(appointment.unit) & roles
    return mine | Q(assignee=None) & shared


def shared_roles(role: str) -> frozenset[Role]:
    """To whom of its unit a task of this role, or of none, is open that is given to nobody yet."""
    return frozenset(WORKS) & {Role(role)} if role else _DOES


def _of_unit(unit: Unit) -> Q:
    """Tasks of a section and its division; of all sections for who serves the whole division."""
    return Q(unit__in={unit.pk, unit.division_id}) | Q(unit__parent=unit.pk)


def own_work(member: Member) -> QuerySet[Task]:
    """Tasks that are this member's to do, or that they may take up."""
    return Task.objects.filter(_own(member), office=member.office, is_container=False, served_by=None)


def answered_for(member: Member, *, own: bool = False) -> QuerySet[Task]:
    """Work whose outcome the member answers for: their own, and that of the divisions in which they give it out."""
    tasks = Task.objects.filter(office=member.office)
    if own:
        return tasks.filter(assignee=member.person)
    if rights.holds(member, Matter.ASSIGN, Level.ALL):
        return tasks
    return tasks.filter(Q(assignee=member.person) | in_divisions(rights.units_held(member, Matter.ASSIGN)))


_SERVED = "งานนี้รวมเป็นงานเดียวกับงานของอีกกระบวนงานแล้ว โปรดดำเนินการที่งานนั้น งานนี้จะเสร็จสิ้นพร้อมกัน"


def can_work(member: Member, task: Task) -> Answer:
    """Take up, record, attach, submit."""
    if task.served_by_id:
        return no(_SERVED)
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
    if task.served_by_id:
        return no(_SERVED)
    # As named: the clerk for the head, and a supervisor hands over what is theirs.
    for_head = rights.holds_for_head(member, Matter.ASSIGN, task.unit)
    return yes_if(
        for_head or hands_over(member, task) or rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่ม ธุรการของกลุ่ม หรือผู้อำนวยการสำนักงานเขตเท่านั้นที่มอบหมายงานได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def hands_over(member: Member, task: Task) -> bool:
    """ส่งมอบงาน: gives away work of one's own, not that of others."""
    is_theirs = task.assignee_id == member.person.pk and member.has(Role.SUPERVISOR)
    return is_theirs and not rights.holds_in(member, Matter.ASSIGN, task.unit)


def can_skip(member: Member, task: Task) -> Answer:
    return _can_give_up(member, task, "งดดำเนินการ")


def can_cancel(member: Member, task: Task) -> Answer:
    """Take out of the year what was opened for nothing; who may skip it may do that."""
    return _can_give_up(member, task, "ยกเลิกงาน")


def _can_give_up(member: Member, task: Task, act: str) -> Answer:
    """A gate is the director's: what follows it was to wait for them."""
    if task.is_container:
        return no(f"ขั้นตอนนี้มีขั้นตอนย่อย โปรด{act}ที่ขั้นตอนย่อย")
    if task.served_by_id:
        return no(_SERVED)
    if task.is_gate:
        return yes_if(
            rights.holds(member, Matter.ASSIGN, Level.ALL),
            f"ขั้นตอนที่ต้องเสนอขอความเห็นชอบหรืออนุมัติ เฉพาะผู้อำนวยการสำนักงานเขตเท่านั้นที่{act}ได้ โปรดหารือผู้อำนวยการสำนักงานเขต",
        )
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, task.unit),
        f"เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่{act}ได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )


def can_move(member: Member, task: Task) -> Answer:
    """Give another window."""
    if task.is_container:
        return no("ขั้นตอนนี้มีขั้นตอนย่อย โปรดเลื่อนกำหนดที่ขั้นตอนย่อย")
    if task.served_by_id:
        return no(_SERVED)
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่เลื่อนกำหนดได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )


def can_cancel_run(member: Member, run: Run, *, gated: bool) -> Answer:
    """Give up a whole procedure, and take that back; where gates of it are undecided, what waits there is the director's."""
    if gated:
        return yes_if(
            rights.holds(member, Matter.ASSIGN, Level.ALL),
            "กระบวนงานนี้มีขั้นตอนที่ต้องเสนอขอความเห็นชอบหรืออนุมัติ เฉพาะผู้อำนวยการสำนักงานเขตเท่านั้นที่ยกเลิกได้ โปรดหารือผู้อำนวยการสำนักงานเขต",
        )
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, run.unit),
        "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่ยกเลิกการดำเนินงานได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )


def can_part(member: Member, task: Task) -> Answer:
    """Make a task that another serves work of its own again."""
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่แยกงานที่รวมกันได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )
