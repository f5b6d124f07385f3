"""Whose history a member sees (`offices/rights.py`), and which places the shell offers."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, TextChoices

from nithet.audit import queries as audit
from nithet.audit.models import Entry
from nithet.core.decisions import Answer, yes_if
from nithet.core.jobs import may_steer
from nithet.core.models import Job
from nithet.cycles.models import Cycle
from nithet.offices import rights
from nithet.offices.access import (
    can_manage_accounts,
    can_manage_office,
    can_manage_people,
    can_manage_schools,
    can_run_system,
)
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Role
from nithet.offices.rights import Level, Matter


class Reach(TextChoices):
    """How far a member's view of history goes, and the words that say so."""

    OFFICE = "office", "การดำเนินการของบุคลากรทั้งสำนักงาน"
    DIVISION = "division", "การดำเนินการของบุคลากรในกลุ่มที่ท่านกำกับดูแล และของท่าน"
    CARE = "care", "การตั้งค่า บัญชี ทะเบียน และงานของระบบ กับการดำเนินการของท่าน"
    OWN = "own", "เฉพาะการดำเนินการของท่าน"


# What an administrator looks after, by the beginnings of its verbs: none of it is what people wrote in their work.
_CARE = (
    "account.", "office.", "unit.", "semester.", "holiday.", "school.", "cluster.", "person.", "appointment.",
    "import.", "privacy.", "job.", "backup.",
)  # fmt: skip


def history_reach(member: Member) -> Reach:
    if rights.holds(member, Matter.HISTORY, Level.ALL):
        return Reach.OFFICE
    if _units_led(member):
        return Reach.DIVISION
    return Reach.CARE if member.has(Role.ADMINISTRATOR) else Reach.OWN


def visible_history(member: Member) -> QuerySet[Entry]:
    """History knows no units: a division's is what its people of that day did."""
    entries = audit.entries(member.office.pk)
    reach = history_reach(member)
    if reach == Reach.OFFICE:
        return entries
    seen = Q(by_id=member.pk)
    if reach == Reach.DIVISION:
        seen |= Q(by_id__in=_people_led(member).values("person__user"))
    # Also of one who leads a division and looks after the system besides.
    if member.has(Role.ADMINISTRATOR):
        seen |= reduce(or_, (Q(verb__startswith=begin) for begin in _CARE))
    return entries.filter(seen)


def _units_led(member: Member) -> frozenset[UUID]:
    roles = rights.roles_with(Matter.HISTORY, Level.OWN)
    return member.units_as(*roles) if roles else frozenset()


def _people_led(member: Member) -> QuerySet[Appointment]:
    """Who serves in the divisions led. Their deputy stands above them and is not among them."""
    units = _units_led(member)
    serving = Appointment.objects.active(on=member.on).filter(
        Q(unit__in=units) | Q(unit__parent__in=units), office=member.office, person__user__isnull=False
    )
    return serving.exclude(role=Role.DEPUTY)


# Long work and the system


def visible_jobs(member: Member) -> QuerySet[Job]:
    """Those one started oneself; for who looks after the system all of the office, and the system's where it is theirs."""
    if not can_run_system(member):
        return Job.objects.filter(office_id=member.office.pk, made_by_id=member.pk)
    systems = Q(office_id=None) & ~Q(Exists(_other_offices(member)))
    return Job.objects.filter(Q(office_id=member.office.pk) | systems)


def can_steer(member: Member, job: Job) -> Answer:
    """To stop a job and to take it up again: who started it may have lost the right to do so since."""
    return may_steer(member, job)


def can_back_up(member: Member) -> Answer:
    """A backup holds every office, so that it is an office's own matter only where no other one shares the system."""
    if not (right := can_run_system(member)):
        return right
    return yes_if(
        not _other_offices(member).exists(),
        "ระบบนี้ใช้ร่วมกันหลายสำนักงาน การสำรองข้อมูลดำเนินการโดยผู้ดูแลเครื่องแม่ข่าย",
    )


def _other_offices(member: Member) -> QuerySet[Office]:
    return Office.objects.filter(is_demo=False).exclude(pk=member.office.pk)


def is_setting_up(member: Member) -> bool:
    """Looks after an office in which no year has begun yet."""
    return member.has(Role.ADMINISTRATOR) and not Cycle.objects.filter(office=member.office).exists()


def opens_settings(member: Member) -> bool:
    """Some page of the settings is theirs."""
    asked = (can_manage_office, can_manage_people, can_manage_schools, can_manage_accounts, can_run_system)
    return any(may(member) for may in asked)
