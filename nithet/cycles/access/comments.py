"""Who says something about a task, and to whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.cycles.access.tasks import must_say_why, shared_roles
from nithet.cycles.models import Comment, Task
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role
from nithet.offices.rights import Level, Matter
from nithet.thai.dates import bangkok_day


def can_comment(member: Member, task: Task) -> Answer:
    """Who sees the task in the course of their duties; an auditor reads and says nothing."""
    if must_say_why(member, task):
        return no("ผู้ตรวจสอบอ่านได้ แต่แสดงความเห็นในงานไม่ได้")
    return YES


def can_void_comment(member: Member, comment: Comment) -> Answer:
    """One's own, on the day it was written."""
    if comment.by_id != member.user.pk:
        return no("ลบได้เฉพาะข้อความของท่านเอง")
    return yes_if(bangkok_day(comment.at) == member.on, "ลบข้อความได้ภายในวันที่เขียนเท่านั้น โปรดเขียนข้อความเพิ่มเติมแทน")


def mentionable(member: Member, task: Task) -> QuerySet[Person]:
    """Who sees the task and can sign in, the member and auditors left out: `visible_tasks` asked the other way round."""
    serving = Appointment.objects.active(on=member.on).filter(office=member.office)
    found = serving.filter(_seeing(task)).values("person")
    people = Person.objects.filter(
        Q(pk__in=found) | Q(pk=task.assignee_id, appointments__in=serving), user__is_active=True
    )
    return people.exclude(pk=member.person.pk).distinct().order_by("sort_key", "pk")


def _seeing(task: Task) -> Q:
    """Appointments by which the task is seen."""
    division = {task.unit_id, task.unit.division_id}
    own = rights.roles_with(Matter.TASKS, Level.OWN)
    seeing = Q(role__in=rights.roles_with(Matter.TASKS, Level.ALL))
    seeing |= Q(role__in=own) & (Q(unit=task.unit.division_id) | Q(unit__parent=task.unit.division_id))
    if task.state == Task.State.SUBMITTED:
        seeing |= Q(role=Role.SECRETARY)
    if task.assignee_id is None:
        near = Q(unit__in=division) | Q(unit__parent=task.unit_id)
        seeing |= Q(role__in=shared_roles(task.role)) & near
    return seeing
