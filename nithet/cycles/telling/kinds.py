"""The kinds of notices of the year, the most pressing first."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Replace

from nithet.cycles import access
from nithet.cycles.access.letters import asks_of
from nithet.cycles.models import Decision, HandOver, Task
from nithet.cycles.telling import collecting
from nithet.notices.kinds import NoticeKind, When, declare
from nithet.offices.members import Member


def _tasks(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_tasks(member).filter(pk__in=ids).values_list("pk", flat=True))


def _asks(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(asks_of(member).filter(pk__in=ids).values_list("pk", flat=True))


def _hand_overs(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_hand_overs(member).filter(pk__in=ids).values_list("pk", flat=True))


_OBJECT, _PERSON = OuterRef("object_id"), OuterRef("person")
_UNDONE = Task.objects.filter(pk=_OBJECT, state__in=(Task.State.WAITING, Task.State.OPEN))
_IN_HAND = Exists(_UNDONE.filter(assignee=_PERSON))
# What somebody takes up, or gives on, is done with for all others who might have.
_NOT_ANOTHERS = Exists(_UNDONE.filter(Q(assignee=_PERSON) | Q(assignee=None)))
_ASKED = Exists(collecting.unanswered().filter(pk=_OBJECT))
# One engine writes keys with hyphens and one without.
_KEY = Replace(Cast("pk", CharField()), Value("-"), Value(""))
_WAITS = Exists(
    Decision.objects.annotate(occasion=Concat(Value("decision "), _KEY)).filter(
        round__task=_OBJECT,
        state=Decision.State.CURRENT,
        occasion=Replace(OuterRef("occasion"), Value("-"), Value("")),
    )
)
_TAKEN_OVER = Exists(
    HandOver.objects.filter(pk=_OBJECT, receiver=_PERSON).exclude(state=HandOver.State.CANCELLED)
)

KINDS = (
    NoticeKind(
        "task_late", "งานเกินกำหนด", "งานของท่านเพิ่งพ้นกำหนดและยังไม่ได้เสนอ", _tasks,
        collecting.late_tasks, line=When.DIGEST, stands=_NOT_ANOTHERS,
    ),
    NoticeKind(
        "task_returned", "ส่งคืนแก้ไข", "งานที่ท่านเสนอถูกส่งคืนให้แก้ไข", _tasks, collecting.returned_tasks,
        mail=When.ONCE, line=When.ONCE, stands=_IN_HAND,
    ),
    NoticeKind(
        "task_due", "งานครบกำหนดภายใน 3 วัน", "งานของท่านจะครบกำหนดภายใน 3 วัน", _tasks, collecting.due_tasks,
        line=When.DIGEST, stands=_NOT_ANOTHERS,
    ),
    NoticeKind(
        "letter_asked", "เรื่องที่ขอจากท่านหรือโรงเรียน", "มีหนังสือขอข้อมูลจากท่าน โรงเรียน หรือกลุ่มของท่าน แจ้งติดตาม หรือใกล้กำหนดส่ง",
        _asks, collecting.asked, mail=When.ONCE, line=When.ONCE, stands=_ASKED,
    ),
    NoticeKind(
        "decision_waits", "เรื่องรอท่านพิจารณา", "มีเรื่องเสนอมาถึงท่านและรอผลการพิจารณา", _tasks, collecting.waiting_decisions,
        line=When.DIGEST, lately=collecting.decisions_since, stands=_WAITS,
    ),
    NoticeKind(
        "task_directed", "ข้อสั่งการ", "ผู้บังคับบัญชาสั่งการให้ท่านดำเนินการ", _tasks, mail=When.ONCE, line=When.ONCE,
        stands=_NOT_ANOTHERS,
    ),
    NoticeKind(
        "letter_new", "หนังสือและงานแทรกใหม่", "มีงานแทรกมาถึงท่านหรือกลุ่มที่ท่านเป็นผู้อำนวยการ", _tasks, mail=When.ONCE, line=When.ONCE,
        stands=_NOT_ANOTHERS,
    ),
    NoticeKind(
        "mentioned", "กล่าวถึงท่าน", "มีผู้กล่าวถึงท่านในข้อความของงาน", _tasks, collecting.mentions, line=When.ONCE,
    ),
    NoticeKind("task_given", "มอบหมายงานให้ท่าน", "ท่านได้รับมอบหมายเป็นผู้รับผิดชอบงาน", _tasks, line=When.DIGEST, stands=_IN_HAND),
    NoticeKind("handed_over", "ส่งมอบงานให้ท่าน", "มีผู้ส่งมอบงานให้ท่าน", _hand_overs, line=When.DIGEST, stands=_TAKEN_OVER),
    NoticeKind("task_moved", "เลื่อนกำหนด", "งานของท่านเปลี่ยนวันครบกำหนด", _tasks, line=When.DIGEST, stands=_IN_HAND),
    NoticeKind(
        "task_week", "งานครบกำหนดสัปดาห์นี้", "ต้นสัปดาห์ สรุปงานของท่านที่ครบกำหนดภายในสัปดาห์", _tasks,
        collecting.tasks_of_week, mail=When.WEEKLY, line=When.WEEKLY, stands=_NOT_ANOTHERS,
    ),
)  # fmt: skip


def declare_own() -> None:
    declare(*KINDS)
