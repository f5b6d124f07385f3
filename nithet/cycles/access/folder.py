"""แฟ้มเสนอ: whose folder a member may open, and what lies in it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet, TextChoices

from nithet.cycles.access.deciding import before_director, decisions_for, is_own_work
from nithet.cycles.access.tasks import visible_tasks
from nithet.cycles.models import Decision
from nithet.cycles.routes import HEARD, OF_MONEY, above
from nithet.offices import rights
from nithet.offices.members import Member, position_words
from nithet.offices.models import Appointment, Role
from nithet.offices.rights import Level, Matter
from nithet.thai.dates import bangkok_day


class Folder(TextChoices):
    """By whose eyes a folder is seen."""

    OWN = "own", "แฟ้มของฉัน"
    DIRECTOR = "director", "แฟ้มผู้อำนวยการสำนักงานเขต"
    DIVISION = "division", "เรื่องของกลุ่ม"


# Who is asked for decisions or opinions.
DECIDERS = (*HEARD, Role.DIRECTOR)


def folders(member: Member) -> list[Folder]:
    """One's own; the director's for the secretary; for a clerk what lies before anybody out of the division."""
    opened = {
        Folder.OWN: any(map(_decides, member.roles)),
        Folder.DIRECTOR: member.has(Role.SECRETARY),
        Folder.DIVISION: member.has(Role.CLERK),
    }
    return [folder for folder, is_open in opened.items() if is_open]


def _decides(role: str) -> bool:
    return role in DECIDERS and rights.level_of(role, Matter.DECIDE) > Level.NONE


def lying_in(member: Member, folder: Folder) -> QuerySet[Decision]:
    """The decisions that wait there now."""
    if folder == Folder.OWN:
        return decisions_for(member)
    waiting = Decision.objects.filter(office=member.office, state=Decision.State.CURRENT)
    return waiting.filter(before_director(member) if folder == Folder.DIRECTOR else _of_division(member))


def decided_in(member: Member, folder: Folder) -> QuerySet[Decision]:
    """What was decided there, whenever."""
    decided = Decision.objects.filter(office=member.office).exclude(decided_by=None)
    if folder == Folder.OWN:
        return decided.filter(decided_by=member.user)
    return decided.filter(Q(role=Role.DIRECTOR) if folder == Folder.DIRECTOR else _of_division(member))


def _of_division(member: Member) -> Q:
    own = member.divisions_as(Role.CLERK)
    return Q(round__task__unit__in=own) | Q(round__task__unit__parent__in=own)


def seen_decisions(member: Member) -> QuerySet[Decision]:
    """Whoever sees the task sees what is decided on it; whether they may decide is another question."""
    return Decision.objects.filter(office=member.office, round__task__in=visible_tasks(member))


def deciding_as(member: Member) -> list[str]:
    """The capacities in which the member decides, as a signature prints them."""
    held = [a for a in member.appointments if _decides(a.role)]
    return list(dict.fromkeys(map(position_words, held)))


def held_posts(member: Member, decisions: Collection[Decision]) -> QuerySet[Appointment]:
    """The posts by which these may have been decided on paper, on any day since the first was submitted."""
    first = min((bangkok_day(one.round.submitted_at) for one in decisions), default=member.on)
    return (
        Appointment.objects.filter(Q(until_on=None) | Q(until_on__gte=first), from_on__lte=member.on)
        .filter(office=member.office, role__in=DECIDERS, voided_at=None, person__user__is_active=True)
        .select_related("person__user", "unit", "school")
        .order_by("person__sort_key", "from_on", "pk")
    )


def may_have_signed(post: Appointment, decision: Decision) -> bool:
    """The post is the asked one or one above it, for the same division; nobody signs their own work."""
    if post.role not in above(decision.role) or is_own_work(decision, post.person):
        return False
    if post.role in OF_MONEY or post.role == Role.DIRECTOR:
        return True
    if post.unit is None or decision.unit is None:
        return False
    return post.unit_id in {decision.unit_id, decision.unit.division_id}
