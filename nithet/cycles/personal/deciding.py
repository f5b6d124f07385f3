"""What a person submitted, decided, wrote down of papers or judged, and what may name somebody in it."""

from __future__ import annotations

from nithet.cycles.models import Decision, StandardJudgement, TaskRound
from nithet.cycles.personal.pages import day_words, run_pages, task_pages
from nithet.cycles.words import decided
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare


def _rounds(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = TaskRound.objects.filter(submitted_by=person.user_id).select_related("task")
    return [
        (day_words(one.submitted_at), one.task.title, one.memo_text, one.note, one.get_outcome_display())
        for one in found.order_by("submitted_at", "pk")
    ]


def _decisions(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = Decision.objects.filter(decided_by=person.user_id).select_related("round__task")
    return [
        (day_words(one.decided_at), decided(one), one.round.task.title, _said(one))
        for one in found.order_by("decided_at", "pk")
    ]


def _said(decision: Decision) -> str:
    """All of their own words."""
    marked = [f"{mark.get('title', '')}: {mark['words']}" for mark in decision.marked if mark.get("words")]
    return " · ".join(filter(None, (decision.opinion, decision.conditions, *marked)))


def _papers(person: Person) -> list[Row]:
    """What this person wrote down of decisions that others signed on paper."""
    if person.user_id is None:
        return []
    found = Decision.objects.filter(recorded_by=person.user_id).select_related("round__task", "decided_by")
    return [
        (
            day_words(one.recorded_at),
            one.round.task.title,
            decided(one),
            one.decided_by.name if one.decided_by else "",
        )
        for one in found.order_by("recorded_at", "pk")
    ]


def _judgements(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = StandardJudgement.objects.filter(judged_by=person.user_id).select_related("step")
    return [
        (day_words(one.judged_at), one.step.standard, one.get_outcome_display(), one.words)
        for one in found.order_by("judged_at", "pk")
    ]


def declare_own() -> None:
    declare(
        Source("work", "เรื่องที่เสนอ", ("วันที่", "งาน", "บันทึกข้อความ", "ข้อความ", "ผล"), _rounds),
        Source("work", "เรื่องที่พิจารณา", ("วันที่", "การพิจารณา", "งาน", "ความเห็น"), _decisions),
        Source("work", "ผลการพิจารณาที่บันทึกจากหนังสือ", ("วันที่", "งาน", "ผล", "ผู้พิจารณา"), _papers),
        Source("work", "มาตรฐานที่พิจารณา", ("วันที่", "มาตรฐาน", "ผล", "ความเห็น"), _judgements),
    )
    declare_texts(
        Texts(
            "ข้อความที่เสนอและเหตุผลที่ส่งคืน",
            TaskRound,
            ("note", "reason", "memo_subject", "memo_text"),
            task_pages("task_id"),
        ),
        Texts(
            "ความเห็นของผู้พิจารณา",
            Decision,
            ("opinion", "conditions", "marked"),
            task_pages("round__task_id"),
        ),
        Texts(
            "ผลการพิจารณามาตรฐาน",
            StandardJudgement,
            ("words", "void_reason"),
            run_pages("run_id", tab="standards"),
        ),
    )
