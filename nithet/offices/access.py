"""Who sees which schools and people (`practice.md` §3)."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Person, Role, School, SchoolQuerySet, Unit

OFFICE_STAFF = (
    Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK,
    Role.SECRETARY, Role.REGISTRY, Role.PLANNING, Role.FINANCE, Role.ADMINISTRATOR,
)  # fmt: skip
DIVISION_STAFF = (
    Role.HEAD, Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK, Role.PLANNING, Role.FINANCE,
)  # fmt: skip
# Who starts the fiscal year; asked by the manual's page and by the year.
STARTS_YEAR = (Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.PLANNING)
SCHOOL_STAFF = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK)


def is_staff(member: Member) -> bool:
    """Serves in the office itself, not in one of its schools."""
    return member.has(*OFFICE_STAFF)


def visible_schools(member: Member) -> SchoolQuerySet:
    """All for the office's staff and auditors; the own one for a school's; those of the cluster for its chair."""
    schools = School.objects.filter(office=member.office)
    if is_staff(member) or member.has(Role.AUDITOR):
        return schools
    clusters = [a.cluster_id for a in member.appointments if a.role == Role.CLUSTER_CHAIR and a.cluster_id]
    return schools.filter(Q(pk__in=member.schools_as()) | Q(cluster__in=clusters))


def visible_people(member: Member) -> QuerySet[Person]:
    """All for the office's staff; a school's people for its director and clerk; oneself for the others."""
    people = Person.objects.filter(office=member.office)
    if is_staff(member):
        return people
    serving = Appointment.objects.active(on=member.on).filter(school__in=member.schools_as(*SCHOOL_STAFF))
    return people.filter(Q(pk=member.person.pk) | Q(pk__in=serving.values("person")))


def sees_staff(member: Member, school: School) -> bool:
    """Names of a school's people: for the office's staff, and for the school's director and clerk."""
    return is_staff(member) or school.pk in member.schools_as(*SCHOOL_STAFF)


def sees_account(member: Member, person: Person) -> bool:
    """The name of one's own account; of all others for those who hand accounts out."""
    return person.pk == member.person.pk or member.has(Role.ADMINISTRATOR, Role.DIRECTOR)


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
