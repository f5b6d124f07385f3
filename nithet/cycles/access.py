"""Who sees which tasks and runs, and who may do what with them (`offices/rights.py`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.cycles.models import (
    Cycle,
    Decision,
    Duty,
    DutyOrder,
    DutyQuerySet,
    Evidence,
    HandOver,
    Run,
    StandardJudgement,
    Task,
)
from nithet.cycles.routes import LADDER
from nithet.manuals.models import Procedure
from nithet.offices import rights
from nithet.offices.access import DIVISION_STAFF, can_manage_duties
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role, Unit
from nithet.offices.queries import people_serving, units_of
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
    return _in_divisions(rights.units_held(member, Matter.TASKS)) | Q(Exists(seen))


def visible_evidence(member: Member) -> QuerySet[Evidence]:
    return Evidence.objects.filter(office=member.office, task__in=visible_tasks(member))


def visible_cycles(member: Member) -> QuerySet[Cycle]:
    return Cycle.objects.filter(office=member.office) if sees_year(member) else Cycle.objects.none()


def sees_year(member: Member) -> bool:
    """Has any internal tasks to look at."""
    return _sees_all(member) or member.has(*_SEES_SOME) or _of_divisions(member)


def _of_divisions(member: Member) -> bool:
    """Holds the tasks of divisions, like a deputy; a school's director holds those of the school."""
    return bool(rights.units_held(member, Matter.TASKS)) or rights.holds(member, Matter.YEAR, Level.OWN)


def _in_divisions(units: frozenset[UUID]) -> Q:
    return Q(unit__in=units) | Q(unit__parent__in=units)


def _reach(member: Member) -> Q:
    division = _in_divisions(rights.units_held(member, Matter.TASKS))
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
    return Task.objects.filter(_own(member), office=member.office, is_container=False, served_by=None)


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
    # As named: the clerk writes down what the head decided, and a supervisor hands over what is theirs.
    for_head = member.serves_in(task.unit, Role.CLERK)
    return yes_if(
        for_head or hands_over(member, task) or rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่ม ธุรการของกลุ่ม หรือผู้อำนวยการสำนักงานเขตเท่านั้นที่มอบหมายงานได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def hands_over(member: Member, task: Task) -> bool:
    """ส่งมอบงาน: gives away work of one's own, not that of others."""
    is_theirs = task.assignee_id == member.person.pk and member.has(Role.SUPERVISOR)
    return is_theirs and not rights.holds_in(member, Matter.ASSIGN, task.unit)


def can_skip(member: Member, task: Task) -> Answer:
    """A gate is the director's: what follows it was to wait for them."""
    if task.is_container:
        return no("ขั้นตอนนี้มีขั้นตอนย่อย โปรดงดดำเนินการที่ขั้นตอนย่อย")
    if task.served_by_id:
        return no(_SERVED)
    if task.is_gate:
        return yes_if(
            rights.holds(member, Matter.ASSIGN, Level.ALL),
            "ขั้นตอนที่ต้องเสนอขอความเห็นชอบหรืออนุมัติ เฉพาะผู้อำนวยการสำนักงานเขตเท่านั้นที่งดดำเนินการได้ โปรดหารือผู้อำนวยการสำนักงานเขต",
        )
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่งดดำเนินการได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )


def can_part(member: Member, task: Task) -> Answer:
    """Make a task that another serves work of its own again."""
    return yes_if(
        rights.holds_in(member, Matter.ASSIGN, task.unit),
        "เฉพาะผู้อำนวยการกลุ่มหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่แยกงานที่รวมกันได้ โปรดหารือผู้อำนวยการกลุ่ม",
    )


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
    reach = rights.level_of(role, Matter.DECIDE)
    if reach == Level.ALL:
        return member.has(role)
    return reach == Level.OWN and decision.unit_id in member.divisions_as(role)


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


def can_start_year(member: Member) -> Answer:
    return yes_if(
        rights.holds(member, Matter.YEAR, Level.OWN),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่นโยบายและแผนเท่านั้นที่เริ่มปีงบประมาณได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
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


# Duties, and work that changes hands


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
    return tasks if divisions is None else tasks.filter(_in_divisions(divisions))


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
