"""Work that was given to a person, what they wrote down of it, and what may name somebody in it."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from nithet.cycles import access
from nithet.cycles.models import Comment, Evidence, Offer, Run, Task, WebLink, WorkLogEntry
from nithet.cycles.personal.pages import day_words, no_pages, run_pages, task_pages
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.thai.dates import format_date


def _tasks(person: Person) -> list[Row]:
    found = Task.objects.filter(assignee=person).select_related("run").order_by("due_on", "pk")
    return [
        (task.title, task.run.title, format_date(task.due_on, "short"), task.get_state_display())
        for task in found
    ]


def _log(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = WorkLogEntry.objects.filter(by=person.user_id).select_related("task")
    return [(format_date(one.on, "short"), one.task.title, one.text) for one in found]


def _comments(person: Person) -> list[Row]:
    """What they wrote, and what was written to them: another's words only where they were meant for them."""
    mine = Q(by=person.user_id) if person.user_id else Q(pk__in=())
    found = Comment.objects.filter(mine | Q(mentions__person=person), voided_at=None).distinct()
    return [
        (day_words(one.at), one.task.title, one.by.name, one.text)
        for one in found.select_related("task", "by").order_by("at", "pk")
    ]


def _link_pages(member: Member, rows: Rows) -> list[Place]:
    """The pages of the tasks that have these links as evidence, where the reader sees them."""
    links = Evidence.objects.filter(kind=Evidence.Kind.LINK, object_id__in=rows.values("pk"))
    tasks = access.visible_tasks(member).filter(pk__in=links.values("task")).order_by("due_on", "pk")
    return [
        Place(t.title, reverse("cycles:task-page", args=[member.office.code, t.pk]))
        for t in tasks[:MOST_SHOWN]
    ]


def declare_own() -> None:
    declare(
        Source("work", "งานที่ได้รับมอบหมาย", ("งาน", "กระบวนงาน", "ครบกำหนด", "สถานะ"), _tasks),
        Source("work", "บันทึกการปฏิบัติงาน", ("วันที่", "งาน", "บันทึก"), _log),
        Source("work", "ข้อความในงาน", ("วันที่", "งาน", "ผู้เขียน", "ข้อความ"), _comments),
    )
    declare_texts(
        Texts("เหตุผลในงาน", Task, ("reason",), task_pages("pk")),
        Texts("เหตุผลที่ยกเลิกการดำเนินงาน", Run, ("void_reason",), run_pages("pk")),
        Texts("บันทึกการปฏิบัติงาน", WorkLogEntry, ("text",), task_pages("task_id")),
        Texts("ข้อความในงาน", Comment, ("text",), task_pages("task_id")),
        Texts("ชื่อหลักฐาน", Evidence, ("title", "void_reason"), task_pages("task_id")),
        Texts("ที่อยู่เว็บของหลักฐาน", WebLink, ("address",), _link_pages),
        Texts("ชื่อหลักฐานจากทะเบียน", Offer, ("title", "withdraw_reason"), no_pages),
    )
