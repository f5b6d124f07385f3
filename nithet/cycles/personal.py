"""What the year keeps about a person: work given, records written, decisions made."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse

from nithet.cycles import access
from nithet.cycles.access.letters import visible_letters
from nithet.cycles.models import (
    Comment,
    Decision,
    Duty,
    Evidence,
    HandOver,
    Letter,
    LetterAsk,
    Offer,
    Run,
    StandardJudgement,
    Task,
    TaskRound,
    WebLink,
    WorkLogEntry,
)
from nithet.cycles.words import decided
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.thai.dates import bangkok_day, format_date


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


def _rounds(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = TaskRound.objects.filter(submitted_by=person.user_id).select_related("task")
    return [
        (_day(one.submitted_at), one.task.title, one.memo_text, one.note, one.get_outcome_display())
        for one in found.order_by("submitted_at")
    ]


def _decisions(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = Decision.objects.filter(decided_by=person.user_id).select_related("round__task")
    return [
        (_day(one.decided_at), decided(one), one.round.task.title, one.opinion)
        for one in found.order_by("decided_at")
    ]


def _papers(person: Person) -> list[Row]:
    """What this person wrote down of decisions that others signed on paper."""
    if person.user_id is None:
        return []
    found = Decision.objects.filter(recorded_by=person.user_id).select_related("round__task", "decided_by")
    return [
        (
            _day(one.recorded_at),
            one.round.task.title,
            decided(one),
            one.decided_by.name if one.decided_by else "",
        )
        for one in found.order_by("recorded_at")
    ]


def _judgements(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = StandardJudgement.objects.filter(judged_by=person.user_id).select_related("step")
    return [
        (_day(one.judged_at), one.step.standard, one.get_outcome_display(), one.words)
        for one in found.order_by("judged_at")
    ]


def _duties(person: Person) -> list[Row]:
    found = Duty.objects.filter(person=person).select_related("order", "school", "cluster")
    return [
        (f"คำสั่งที่ {one.order.number}", one.title, one.get_part_display(), one.place, format_date(one.from_on, "short"),
         format_date(one.until_on, "short"))
        for one in found.order_by("from_on", "pk")
    ]  # fmt: skip


def _hand_overs(person: Person) -> list[Row]:
    found = (person.handed_over.all() | person.taken_over.all()).select_related("giver", "receiver")
    return [
        (format_date(one.on, "short"), one.giver.name, one.receiver.name, one.reason, one.get_state_display())
        for one in found.order_by("on", "pk")
    ]


def _comments(person: Person) -> list[Row]:
    """What they wrote, and what was written to them: another's words only where they were meant for them."""
    mine = Q(by=person.user_id) if person.user_id else Q(pk__in=())
    found = Comment.objects.filter(mine | Q(mentions__person=person), voided_at=None).distinct()
    return [
        (_day(one.at), one.task.title, one.by.name, one.text)
        for one in found.select_related("task", "by").order_by("at", "pk")
    ]


def _forget_duties(person: Person, alias: str) -> None:
    """Reasons are free text and may tell of the person."""
    Duty.objects.filter(person=person).update(ended_reason="", void_reason="")


def _forget_hand_overs(person: Person, alias: str) -> None:
    HandOver.objects.filter(giver=person).update(reason="")


def _day(at: object) -> str:
    return format_date(bangkok_day(at), "short") if at else ""  # type: ignore[arg-type]  # a moment of a model


def _task_pages(key: str) -> Callable[[Member, Rows], list[Place]]:
    """The pages of the tasks that rows name under this key, where the reader sees them."""

    def pages(member: Member, rows: Rows) -> list[Place]:
        tasks = access.visible_tasks(member).filter(pk__in=rows.values(key))
        found = tasks.order_by("due_on", "pk")[:MOST_SHOWN]
        return [Place(t.title, reverse("cycles:task-page", args=[member.office.code, t.pk])) for t in found]

    return pages


def _answers(person: Person) -> list[Row]:
    """What letters asked of them, and what they answered for whom."""
    mine = Q(answered_by=person.user_id) if person.user_id else Q(pk__in=())
    found = LetterAsk.objects.filter(mine | Q(person=person)).select_related(
        "letter", "school", "unit", "person"
    )
    return [
        (_day(one.answered_at), one.letter.subject, one.name, one.answer)
        for one in found.order_by("answered_at", "pk")
    ]


def _letter_pages(key: str) -> Callable[[Member, Rows], list[Place]]:
    """The pages of the letters that rows name under this key, where the reader sees them."""

    def pages(member: Member, rows: Rows) -> list[Place]:
        found = visible_letters(member).filter(pk__in=rows.values(key)).order_by("due_on", "pk")[:MOST_SHOWN]
        return [
            Place(one.subject, reverse("cycles:letter-page", args=[member.office.code, one.pk]))
            for one in found
        ]

    return pages


def _link_pages(member: Member, rows: Rows) -> list[Place]:
    """The pages of the tasks that have these links as evidence, where the reader sees them."""
    links = Evidence.objects.filter(kind=Evidence.Kind.LINK, object_id__in=rows.values("pk"))
    tasks = access.visible_tasks(member).filter(pk__in=links.values("task")).order_by("due_on", "pk")
    return [
        Place(t.title, reverse("cycles:task-page", args=[member.office.code, t.pk]))
        for t in tasks[:MOST_SHOWN]
    ]


def _hand_over_pages(member: Member, rows: Rows) -> list[Place]:
    found = access.visible_hand_overs(member).filter(pk__in=rows).select_related("giver")[:MOST_SHOWN]
    return [
        Place(one.giver.name, reverse("cycles:hand-over-page", args=[member.office.code, one.pk]))
        for one in found
    ]


def _run_pages(member: Member, rows: Rows) -> list[Place]:
    """Where the standards of the runs that rows name are shown, to who sees them."""
    runs = access.visible_runs(member).filter(pk__in=rows.values("run_id")).order_by("position", "pk")
    return [
        Place(r.title, f"{reverse('cycles:run-page', args=[member.office.code, r.pk])}?tab=standards")
        for r in runs[:MOST_SHOWN]
    ]


def _own_run_pages(member: Member, rows: Rows) -> list[Place]:
    runs = access.visible_runs(member).filter(pk__in=rows).order_by("position", "pk")
    return [
        Place(r.title, reverse("cycles:run-page", args=[member.office.code, r.pk])) for r in runs[:MOST_SHOWN]
    ]


def _no_pages(member: Member, rows: Rows) -> list[Place]:
    """Closed with their order: nobody changes them any more."""
    return []


def declare_own() -> None:
    declare(
        Source("work", "งานที่ได้รับมอบหมาย", ("งาน", "กระบวนงาน", "ครบกำหนด", "สถานะ"), _tasks),
        Source("work", "บันทึกการปฏิบัติงาน", ("วันที่", "งาน", "บันทึก"), _log),
        Source(
            "work",
            "หน้าที่ตามคำสั่ง",
            ("คำสั่ง", "กระบวนงาน", "หน้าที่", "โรงเรียน", "ตั้งแต่วันที่", "ถึงวันที่"),
            _duties,
            _forget_duties,
        ),
        Source(
            "work",
            "การส่งมอบงาน",
            ("วันที่", "ผู้ส่งมอบ", "ผู้รับมอบ", "เหตุผล", "สถานะ"),
            _hand_overs,
            _forget_hand_overs,
        ),
        Source("work", "เรื่องที่ขอให้ตอบ", ("วันที่ตอบ", "เรื่อง", "ตอบในนาม", "คำตอบ"), _answers),
        Source("work", "ข้อความในงาน", ("วันที่", "งาน", "ผู้เขียน", "ข้อความ"), _comments),
        Source("work", "เรื่องที่เสนอ", ("วันที่", "งาน", "บันทึกข้อความ", "ข้อความ", "ผล"), _rounds),
        Source("work", "เรื่องที่พิจารณา", ("วันที่", "การพิจารณา", "งาน", "ความเห็น"), _decisions),
        Source("work", "ผลการพิจารณาที่บันทึกจากหนังสือ", ("วันที่", "งาน", "ผล", "ผู้พิจารณา"), _papers),
        Source("work", "มาตรฐานที่พิจารณา", ("วันที่", "มาตรฐาน", "ผล", "ความเห็น"), _judgements),
    )
    declare_texts(
        Texts("เหตุผลในงาน", Task, ("reason",), _task_pages("pk")),
        Texts("เหตุผลที่ยกเลิกการดำเนินงาน", Run, ("void_reason",), _own_run_pages),
        Texts("บันทึกการปฏิบัติงาน", WorkLogEntry, ("text",), _task_pages("task_id")),
        Texts(
            "ข้อความในหนังสือและข้อความสรุป", Letter, ("subject", "text", "wants", "summary"), _letter_pages("pk")
        ),
        Texts(
            "คำตอบและผู้ให้คำตอบ", LetterAsk, ("answer", "told_by", "void_reason"), _letter_pages("letter_id")
        ),
        Texts("ข้อความในงาน", Comment, ("text",), _task_pages("task_id")),
        Texts(
            "ข้อความที่เสนอและเหตุผลที่ส่งคืน",
            TaskRound,
            ("note", "reason", "memo_subject", "memo_text"),
            _task_pages("task_id"),
        ),
        Texts("ความเห็นของผู้พิจารณา", Decision, ("opinion", "conditions"), _task_pages("round__task_id")),
        Texts("ผลการพิจารณามาตรฐาน", StandardJudgement, ("words", "void_reason"), _run_pages),
        Texts("ชื่อหลักฐาน", Evidence, ("title", "void_reason"), _task_pages("task_id")),
        Texts("ที่อยู่เว็บของหลักฐาน", WebLink, ("address",), _link_pages),
        Texts("ชื่อหลักฐานจากทะเบียน", Offer, ("title", "withdraw_reason"), _no_pages),
        Texts("เหตุผลของหน้าที่ของผู้อื่น", Duty, ("ended_reason", "void_reason"), _no_pages, own="person"),
        Texts("เหตุผลการส่งมอบงานของผู้อื่น", HandOver, ("reason",), _hand_over_pages, own="giver"),
    )
