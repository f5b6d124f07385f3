"""The book of suggestions: what answers have named, followed to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from nithet.core.clock import today
from nithet.core.tables.writing import Column, Value
from nithet.cycles.words import Standing
from nithet.forms.access import can_see_results
from nithet.offices.members import Member
from nithet.offices.services.changing import plain
from nithet.registers.generic.book import Book, ItemDay
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.surveys.forms import SuggestionForm
from nithet.registers.surveys.models import Suggestion
from nithet.registers.surveys.needs import seen_round
from nithet.thai.calendar import Span

Progress = Suggestion.Progress
_TEXTS = ("theme", "text", "outcome")
_CODES = {
    Progress.TAKEN: "wait",
    Progress.DOING: "open",
    Progress.ACHIEVED: "done",
    Progress.DECLINED: "void",
}


class SuggestionBook(Book[Suggestion]):
    code, space = "suggestion", "surveys"
    name, item_word, unit_word, icon = "ทะเบียนข้อเสนอแนะจากผู้ตอบ", "ข้อเสนอแนะจากผู้ตอบ", "ข้อ", "message"
    hint = "ข้อเสนอแนะจากการประเมิน ผู้รับผิดชอบ กำหนดเสร็จ และผล"
    position = 36
    model, form = Suggestion, SuggestionForm
    finish_words, on_label = "ปิดเรื่องข้อเสนอแนะ", "เสร็จสิ้นหรือยุติเมื่อวันที่"
    state_words = {"draft": "ติดตามอยู่", "done": "ปิดเรื่องแล้ว"}
    template = "surveys/suggestion.html"
    is_imported = False
    wanted = {"due_on": "กำหนดแล้วเสร็จ", "theme": "หมวด"}
    columns = (
        Column("หมวด", 24), Column("รายละเอียด", 50), Column("จำนวนข้อความ", 12, "number"), Column("รอบการเก็บข้อมูล", 40),
        Column("การดำเนินการ", 18), Column("กำหนดแล้วเสร็จ", 14, "date"), Column("ผลหรือเหตุผล", 50),
    )  # fmt: skip
    snapshot_labels = {
        "title": "ข้อเสนอแนะ", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "theme": "หมวด", "text": "รายละเอียด", "round": "รอบการเก็บข้อมูล",
        "progress": "การดำเนินการ", "due_on": "กำหนดแล้วเสร็จ", "outcome": "ผลหรือเหตุผล",
    }  # fmt: skip

    def lacking(self, item: Suggestion) -> list[str]:
        if item.progress not in Suggestion.ENDED:
            return ["การดำเนินการยังไม่เป็น “เสร็จสิ้น” หรือ “ไม่ดำเนินการ”"]
        return [] if item.outcome else ["ยังไม่ระบุผลหรือเหตุผล"]

    def text(self, item: Suggestion) -> str:
        return " ".join(filter(None, (getattr(item, name) for name in _TEXTS)))

    def snapshot(self, item: Suggestion) -> dict[str, Any]:
        told = {
            "round": item.round.title if item.round else "",
            "progress": item.get_progress_display(),
            "due_on": plain(item.due_on),
        }
        return {**heading_of(item), **{name: getattr(item, name) for name in _TEXTS}, **told}

    # Its days and its list

    def days(self, items: QuerySet[Any], span: Span) -> Iterable[ItemDay]:
        waiting = items.filter(due_on__range=span).exclude(state=Suggestion.State.VOID)
        for item in waiting:
            late = Standing("late", "เกินกำหนด") if item.is_late(on=today()) else None
            is_ended = item.is_done or item.progress in Suggestion.ENDED
            over = Standing("done", "ปิดเรื่องแล้ว") if is_ended else late
            yield ItemDay(item, item.due_on, "กำหนดแล้วเสร็จตามข้อเสนอแนะ", standing=over)

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        return items.select_related("round")

    def facts(self, item: Suggestion) -> Sequence[tuple[str, str | Standing]]:
        late = item.is_late(on=today())
        return (
            ("", standing_of(item)),
            ("หมวด", item.theme),
            ("กำหนด", Standing("late", f"{item.due_words} เกินกำหนด") if late else item.due_words),
            ("", f"รวบรวมจาก {len(item.quotes):,} ข้อความ" if item.quotes else ""),
        )

    def cells(self, item: Suggestion) -> Sequence[Value]:
        title = item.round.title if item.round else ""
        progress = item.get_progress_display()
        return (item.theme, item.text, len(item.quotes), title, progress, item.due_on, item.outcome)

    def filters(self, member: Member) -> dict[str, forms.Field]:
        choices = [("", "ทั้งหมด"), *Progress.choices, ("late", "เกินกำหนด")]
        return {"progress": forms.ChoiceField(label="การดำเนินการ", required=False, choices=choices)}

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        wanted = given.get("progress")
        if wanted == "late":
            return items.filter(_LATE, due_on__lt=today())
        return items.filter(progress=wanted) if wanted else items

    # Its page

    def page_facts(self, item: Suggestion, member: Member) -> dict[str, Any]:
        seen = seen_round(item.round_id, member)
        return {
            "round_seen": seen,
            # Words of those who answered are for who sees the answers; the book has more readers.
            "quotes": item.quotes if seen is not None and can_see_results(member, seen) else [],
            "progress": standing_of(item),
            "is_late": item.is_late(on=member.on),
        }

    def copied(self, item: Suggestion, year: int) -> dict[str, Any]:
        return {"theme": item.theme, "text": item.text}


_LATE = Q(state=Suggestion.State.DRAFT) & ~Q(progress__in=Suggestion.ENDED)


def standing_of(item: Suggestion) -> Standing:
    return Standing(_CODES[Progress(item.progress)], item.get_progress_display())


SUGGESTIONS = SuggestionBook()
