"""Letters that come in (งานแทรก): who receives them, who collects the answers, and who is asked.

The table of rights has no column for letters: registry and secretary handle papers (○ หนังสือ, ○ เรื่องในแฟ้มเสนอ), the
director and the deputies have letters handed to them, the head and the clerk have what comes to their division. All of
them may receive one. Whom they may give it to follows the table: names are said by who assigns (● ◐, the clerk for the
head), the others give it to a division, whose head says who does it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import Answer, no, yes_if
from nithet.cycles.access.tasks import can_assign, can_work, sees_year, visible_runs
from nithet.cycles.models import Letter, LetterAsk, Task
from nithet.offices import rights
from nithet.offices.access import DIVISION_STAFF
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Role, Unit
from nithet.offices.queries import units_of
from nithet.offices.rights import Level, Matter

_RECEIVE = (Role.HEAD, Role.CLERK, Role.DIRECTOR, Role.DEPUTY, Role.REGISTRY, Role.SECRETARY)
_TO_ANY_UNIT = (Role.DIRECTOR, Role.REGISTRY, Role.SECRETARY)
_TO_OWN_UNITS = (Role.HEAD, Role.CLERK, Role.DEPUTY)
# Who answers for a school, and for a unit.
_OF_SCHOOL = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK)
_OF_UNIT = (Role.HEAD, Role.CLERK)


def can_receive(member: Member) -> Answer:
    return yes_if(
        member.has(*_RECEIVE),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการ ผู้อำนวยการกลุ่ม ธุรการ หน้าห้อง หรือสารบรรณกลางเท่านั้นที่รับงานแทรกได้ โปรดส่งหนังสือให้ธุรการของกลุ่ม",
    )


def letter_units(member: Member) -> list[Unit]:
    """To which units the member may give what came in. One query."""
    units = list(units_of(member.office))
    if member.has(*_TO_ANY_UNIT):
        return units
    own = member.divisions_as(*_TO_OWN_UNITS)
    return [unit for unit in units if unit.division_id in own]


def letter_doers(member: Member) -> QuerySet[Appointment]:
    """To whom by name: the staff of the divisions in which the member assigns work, or does so for the head."""
    serving = Appointment.objects.active(on=member.on).filter(
        office=member.office, role__in=DIVISION_STAFF, unit__isnull=False
    )
    if not rights.holds(member, Matter.ASSIGN, Level.ALL):
        divisions = rights.units_held(member, Matter.ASSIGN) | member.divisions_as(Role.CLERK)
        serving = serving.filter(Q(unit__in=divisions) | Q(unit__parent__in=divisions))
    return serving.select_related("person", "unit").order_by("person__sort_key", "from_on", "pk")


def visible_letters(member: Member) -> QuerySet[Letter]:
    """Those whose work the member sees, and those that they took in, as long as they take letters in."""
    taken_in = Q(made_by=member.user) if can_receive(member) else Q(pk__in=())
    return Letter.objects.filter(Q(run__in=visible_runs(member)) | taken_in, office=member.office)


def sees_letters(member: Member) -> bool:
    """Has letters of the office to look at, as those they took in; what one is asked lies on the desk."""
    return sees_year(member) or member.has(Role.REGISTRY)


def chaired_clusters(member: Member) -> frozenset[UUID]:
    """Of whose schools the member sees which have sent what a letter asks, and nothing of what they sent."""
    return frozenset(
        one.cluster_id for one in member.appointments if one.role == Role.CLUSTER_CHAIR and one.cluster_id
    )


def can_collect(member: Member, task: Task) -> Answer:
    """Ask more, remind, void an ask, write down what was told, sum up: who does it, and who may give it to somebody."""
    if can_work(member, task) or can_assign(member, task):
        return yes_if(True, "")
    return no("เฉพาะผู้รับผิดชอบงานนี้ ผู้อำนวยการกลุ่ม หรือธุรการของกลุ่มเท่านั้นที่รวบรวมคำตอบได้ โปรดติดต่อผู้รับผิดชอบ")


def asks_of(member: Member) -> QuerySet[LetterAsk]:
    """What the member is asked: for a school or a unit that they answer for, or by name."""
    return LetterAsk.objects.filter(
        Q(school__in=member.schools_as(*_OF_SCHOOL)) | _of_units(member) | Q(person=member.person),
        office=member.office, voided_at=None,
    )  # fmt: skip


def _of_units(member: Member) -> Q:
    units = member.units_as(*_OF_UNIT)
    return Q(unit__in=units) | Q(unit__parent__in=units) | Q(unit__in=member.units_as(Role.SECTION_HEAD))


def can_answer(member: Member, ask: LetterAsk) -> Answer:
    """As `asks_of`, of one that is at hand with its unit."""
    unit = ask.unit
    of_unit = unit is not None and bool(
        {unit.pk, unit.division_id} & member.units_as(*_OF_UNIT)
        or unit.pk in member.units_as(Role.SECTION_HEAD)
    )
    return yes_if(
        ask.person_id == member.person.pk or of_unit or _is_of(ask.school_id, member.schools_as(*_OF_SCHOOL)),
        "ท่านตอบเรื่องนี้แทนไม่ได้ โปรดให้ผู้ที่หนังสือขอข้อมูล หรือผู้รับผิดชอบงานเป็นผู้บันทึก",
    )


def _is_of(one: UUID | None, some: frozenset[UUID]) -> bool:
    return one is not None and one in some


def answerers(schools: Collection[UUID], *, on: date) -> QuerySet[Appointment]:
    """Who answers for these schools: their directors, then their clerks."""
    serving = Appointment.objects.active(on=on).filter(school__in=schools, role__in=_OF_SCHOOL)
    return serving.select_related("person", "office").order_by("-role", "from_on", "pk")


def asks_for_school(member: Member) -> bool:
    """Whether what the member is asked is asked of a school."""
    return member.has(*_OF_SCHOOL)
