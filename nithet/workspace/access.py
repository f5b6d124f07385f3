"""Whose history a member sees (`practice.md` §3), and which places the shell offers."""

from django.db.models import Q, QuerySet, TextChoices

from nithet.audit import queries as audit
from nithet.audit.models import Entry
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Role

_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)
_SEES_DIVISION = (Role.DEPUTY, Role.HEAD)


class Reach(TextChoices):
    """How far a member's view of history goes, and the words that say so."""

    OFFICE = "office", "การดำเนินการของบุคลากรทั้งสำนักงาน"
    DIVISION = "division", "การดำเนินการของบุคลากรในกลุ่มที่ท่านกำกับดูแล และของท่าน"
    OWN = "own", "เฉพาะการดำเนินการของท่าน"


def history_reach(member: Member) -> Reach:
    if member.has(*_SEES_ALL):
        return Reach.OFFICE
    return Reach.DIVISION if member.units_as(*_SEES_DIVISION) else Reach.OWN


def visible_history(member: Member) -> QuerySet[Entry]:
    """History knows no units: a division's is what its people of that day did."""
    entries = audit.entries(member.office.pk)
    reach = history_reach(member)
    if reach == Reach.OFFICE:
        return entries
    if reach == Reach.OWN:
        return entries.filter(by_id=member.pk)
    return entries.filter(Q(by_id=member.pk) | Q(by_id__in=_people_led(member).values("person__user")))


def _people_led(member: Member) -> QuerySet[Appointment]:
    """Who serves in the divisions led. Their deputy stands above them and is not among them."""
    units = member.units_as(*_SEES_DIVISION)
    serving = Appointment.objects.active(on=member.on).filter(
        Q(unit__in=units) | Q(unit__parent__in=units), office=member.office, person__user__isnull=False
    )
    return serving.exclude(role=Role.DEPUTY)
