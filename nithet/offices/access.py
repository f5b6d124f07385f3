"""Who sees which schools and people, and who looks after the office (`rights.py`)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Cluster, Office, Person, Role, School, SchoolQuerySet, Unit
from nithet.offices.rights import Level, Matter

# Kinds of service, not rights: who serves in the office itself, and who does the work of its divisions.
OFFICE_STAFF = (
    Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK,
    Role.SECRETARY, Role.REGISTRY, Role.PLANNING, Role.FINANCE, Role.ADMINISTRATOR,
)  # fmt: skip
DIVISION_STAFF = (
    Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK, Role.PLANNING, Role.FINANCE,
)  # fmt: skip

SCHOOL_STAFF = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK, Role.TEACHER)

_ASK_ADMINISTRATOR = "โปรดติดต่อผู้ดูแลระบบของสำนักงาน"


def is_staff(member: Member) -> bool:
    """Serves in the office itself, not in one of its schools."""
    return member.has(*OFFICE_STAFF)


def works_at_school(member: Member) -> bool:
    """Serves in a school, and not in the office: what is asked of them stands on a first page of their own."""
    return member.has(*SCHOOL_STAFF) and not is_staff(member)


def visible_schools(member: Member) -> SchoolQuerySet:
    """All of the office, or one's own: of the school one serves in, or of the cluster one chairs."""
    schools = School.objects.filter(office=member.office)
    if rights.holds(member, Matter.SCHOOLS, Level.ALL):
        return schools
    clusters = [a.cluster_id for a in member.appointments if a.role == Role.CLUSTER_CHAIR and a.cluster_id]
    return schools.filter(Q(pk__in=rights.schools_held(member, Matter.SCHOOLS)) | Q(cluster__in=clusters))


def visible_clusters(member: Member) -> QuerySet[Cluster]:
    """All of the office, or those of the schools one sees."""
    clusters = Cluster.objects.filter(office=member.office)
    if rights.holds(member, Matter.SCHOOLS, Level.ALL):
        return clusters
    return clusters.filter(pk__in=visible_schools(member).values("cluster"))


def visible_people(member: Member) -> QuerySet[Person]:
    """All of the office, those of one's own school, or oneself."""
    people = Person.objects.filter(office=member.office)
    if rights.holds(member, Matter.PEOPLE, Level.ALL):
        return people
    own = rights.schools_held(member, Matter.PEOPLE)
    serving = Appointment.objects.active(on=member.on).filter(school__in=own)
    return people.filter(Q(pk=member.person.pk) | Q(pk__in=serving.values("person")))


def sees_all_people(member: Member) -> bool:
    return rights.holds(member, Matter.PEOPLE, Level.ALL)


def sees_staff(member: Member, school: School) -> bool:
    """Names of a school's people: whoever sees these people in the register."""
    return rights.holds_at(member, Matter.PEOPLE, school)


def sees_account(member: Member, person: Person) -> bool:
    """The name of one's own account; of all others for those who hand accounts out."""
    return person.pk == member.person.pk or bool(can_manage_accounts(member))


def can_see_private(member: Member, person: Person) -> Answer:
    """The private part of a record: one's own, and of others perhaps only with a reason (`confidential.py`)."""
    return yes_if(
        person.pk == member.person.pk or rights.holds(member, Matter.PRIVATE, Level.NAMED),
        f"ข้อมูลส่วนตัวเปิดดูได้เฉพาะเจ้าของข้อมูลและผู้มีหน้าที่ {_ASK_ADMINISTRATOR}",
    )


def must_say_why(member: Member, person: Person) -> bool:
    """Sees the private part of another's record, and does not keep it by office."""
    return person.pk != member.person.pk and not rights.holds(member, Matter.PRIVATE, Level.ALL)


def holders(office: Office, role: str, unit: Unit | None, *, on: date) -> QuerySet[Appointment]:
    """Who holds a role on that day, acting ones included; for a unit: in it or in its division."""
    found = Appointment.objects.active(on=on).filter(office=office, role=role, person__user__is_active=True)
    if unit is not None:
        found = found.filter(unit__in=_with_division(unit))
    return found.select_related("person__user", "unit")


def staff_of_division(office: Office, unit: Unit, *, on: date) -> QuerySet[Person]:
    """Who serves in the division of a unit, or in one of its sections, on that day."""
    division = unit.parent_id or unit.pk
    serving = Appointment.objects.active(on=on).filter(
        Q(unit=division) | Q(unit__parent=division), office=office, role__in=DIVISION_STAFF
    )
    return Person.objects.filter(pk__in=serving.values("person"))


def _with_division(unit: Unit) -> set[UUID]:
    return {unit.pk, unit.parent_id or unit.pk}


# Looking after the office


def can_manage_office(member: Member) -> Answer:
    """Settings: the office, its units, its calendar, its words."""
    return _all(member, Matter.SETTINGS, "ตั้งค่าสำนักงาน")


def can_manage_accounts(member: Member) -> Answer:
    return _all(member, Matter.ACCOUNTS, "จัดการบัญชีผู้ใช้")


def can_manage_people(member: Member) -> Answer:
    """People and their appointments."""
    return _all(member, Matter.PEOPLE_FACTS, "แก้ไขข้อมูลบุคลากรและตำแหน่ง")


def can_record_leave(member: Member, person: Person) -> Answer:
    """Whoever looks after people; besides them the heads and clerks of the division or school where the person serves.

    Finer than the table: days of leave are told there first, so that work can be given to others in time.
    """
    if can_manage_people(member):
        return YES
    units = member.divisions_as(Role.HEAD, Role.CLERK)
    schools = member.schools_as(Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK)
    serving = [a for a in person.appointments.all() if a.is_active(on=member.on)]
    return yes_if(
        any((a.unit and a.unit.division_id in units) or a.school_id in schools for a in serving),
        f"บันทึกวันลาได้เฉพาะหัวหน้าหรือธุรการของกลุ่มหรือโรงเรียนที่ผู้นั้นปฏิบัติหน้าที่ {_ASK_ADMINISTRATOR}",
    )


def can_manage_schools(member: Member, school: School | None = None) -> Answer:
    """The register and its clusters; with a school, the facts of that one."""
    if school is not None and rights.holds_at(member, Matter.SCHOOL_FACTS, school):
        return YES
    return _all(member, Matter.SCHOOL_FACTS, "แก้ไขข้อมูลโรงเรียน")


def can_manage_duties(member: Member, unit: Unit | None = None) -> Answer:
    """The yearly order of duties: of the whole office, or of one division."""
    if unit is None:
        return _all(member, Matter.DUTIES, "มอบหมายหน้าที่ของทั้งสำนักงาน")
    return yes_if(
        rights.holds_for_head(member, Matter.DUTIES, unit) or rights.holds_in(member, Matter.DUTIES, unit),
        "ท่านมอบหมายหน้าที่ของกลุ่มนี้ไม่ได้ โปรดติดต่อผู้อำนวยการกลุ่มหรือธุรการของกลุ่มนั้น",
    )


# A list that comes in asks for the same right as typing it.
_IMPORTS = {
    "schools": Matter.SCHOOL_FACTS,
    "pupils": Matter.SCHOOL_FACTS,
    "clusters": Matter.SCHOOL_FACTS,
    "people": Matter.PEOPLE_FACTS,
    "appointments": Matter.PEOPLE_FACTS,
    "duties": Matter.DUTIES,
}


# Lists of layers above, which say themselves who brings them in.
_OTHER_IMPORTS: dict[str, Callable[[Member], Answer]] = {}
_IMPORT_FAMILIES: dict[str, Callable[[Member, str], Answer]] = {}


def declare_import(kind: str, may: Callable[[Member], Answer]) -> None:
    """Called when Django starts."""
    _OTHER_IMPORTS[kind] = may


def declare_import_family(begins: str, may: Callable[[Member, str], Answer]) -> None:
    """The same of kinds whose codes begin so; `may` is told the whole code."""
    _IMPORT_FAMILIES[begins] = may


def can_import(member: Member, kind: str) -> Answer:
    """Lists of the whole office; a kind that nobody has named is nobody's."""
    if may := _IMPORT_FAMILIES.get(kind[: kind.find("-") + 1]):
        return may(member, kind)
    if kind in _OTHER_IMPORTS:
        return _OTHER_IMPORTS[kind](member)
    if kind not in _IMPORTS:
        return no("ไม่มีรายการชนิดนี้ให้นำเข้า โปรดเลือกชนิดของรายการใหม่")
    return _all(member, _IMPORTS[kind], "นำเข้ารายการนี้")


def can_export(member: Member) -> Answer:
    """Any list one sees, as a file."""
    return yes_if(
        rights.holds(member, Matter.LISTS, Level.NAMED),
        f"ตำแหน่งของท่านส่งออกรายการเป็นไฟล์ไม่ได้ หากต้องใช้ข้อมูล {_ASK_ADMINISTRATOR}",
    )


def can_answer_privacy(member: Member) -> Answer:
    return _all(member, Matter.PRIVACY, "ตอบคำขอเกี่ยวกับข้อมูลส่วนบุคคล")


def can_run_system(member: Member) -> Answer:
    """Jobs, storage, backups: without a look at what people wrote."""
    return _all(member, Matter.SYSTEM, "ดูแลระบบและสำรองข้อมูล")


def _all(member: Member, matter: Matter, act: str) -> Answer:
    who = "หรือ".join(role.label for role in rights.roles_with(matter, Level.ALL))
    return yes_if(rights.holds(member, matter, Level.ALL), f"เฉพาะ{who}เท่านั้นที่{act}ได้ {_ASK_ADMINISTRATOR}")
