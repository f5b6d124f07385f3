"""The book of needs: what was ranked by a round, so that plans, media and training answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import F, QuerySet

from nithet.core.tables.writing import Column, Value
from nithet.cycles.words import Standing
from nithet.forms.access import visible_rounds
from nithet.forms.models import Round
from nithet.offices.members import Member
from nithet.registers.generic.answerables import answering
from nithet.registers.generic.book import Book
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.surveys.forms import NeedForm
from nithet.registers.surveys.models import Need
from nithet.thai.numerals import plain_number

Progress = Need.Progress
_TEXTS = ("aspect", "for_whom", "answer")
_FIGURES = ("desired", "actual", "pni")
_CODES = {Progress.WAITING: "wait", Progress.PLANNED: "open", Progress.MET: "done"}


class NeedBook(Book[Need]):
    code, space = "need", "surveys"
    name, item_word, unit_word, icon = "ทะเบียนความต้องการจำเป็น", "ความต้องการจำเป็น", "เรื่อง", "list-check"
    hint = "ลำดับความต้องการจำเป็นจากการสำรวจ และสิ่งที่ตอบสนอง"
    position = 35
    model, form = Need, NeedForm
    finish_words, on_label = "บันทึกว่าตอบสนองแล้ว", "ตอบสนองเมื่อวันที่"
    state_words = {"draft": "อยู่ในทะเบียน", "done": "ตอบสนองแล้ว"}
    template = "surveys/need.html"
    is_imported = False
    wanted = {"answer": "สิ่งที่ตอบสนอง"}
    order = ("-fiscal_year_be", F("pni").desc(nulls_last=True), "rank", "pk")
    columns = (
        Column("ลำดับ", 8, "number"), Column("ด้าน", 40), Column("ความต้องการของ", 26), Column("สภาพที่คาดหวัง", 14, "number"),
        Column("สภาพปัจจุบัน", 14, "number"), Column("PNI modified", 14, "number"), Column("ผู้ตอบ", 10, "number"),
        Column("รอบการเก็บข้อมูล", 40), Column("การตอบสนอง", 18), Column("ตอบสนองโดย", 40),
    )  # fmt: skip
    snapshot_labels = {
        "title": "ความต้องการ", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "aspect": "ด้าน", "for_whom": "ความต้องการของ", "desired": "สภาพที่คาดหวัง",
        "actual": "สภาพปัจจุบัน", "pni": "PNI modified", "rank": "ลำดับ", "n": "ผู้ตอบ", "round": "รอบการเก็บข้อมูล",
        "progress": "การตอบสนอง", "answer": "ตอบสนองโดย",
    }  # fmt: skip

    def lacking(self, item: Need) -> list[str]:
        return [] if item.answer else ["ยังไม่ระบุสิ่งที่ตอบสนอง"]

    def at_finish(self, item: Need, on: Any) -> Mapping[str, Any]:
        return {"progress": Progress.MET}

    def text(self, item: Need) -> str:
        return " ".join(filter(None, (getattr(item, name) for name in _TEXTS)))

    def snapshot(self, item: Need) -> dict[str, Any]:
        figures = {name: plain_number(getattr(item, name)) or "" for name in _FIGURES}
        told = {"round": item.round.title if item.round else "", "progress": item.get_progress_display()}
        return {**heading_of(item), **{name: getattr(item, name) for name in _TEXTS}, **figures, **told,
                "rank": item.rank, "n": item.n}  # fmt: skip

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        return items.select_related("round")

    def facts(self, item: Need) -> Sequence[tuple[str, str | Standing]]:
        pni = f"PNI {item.pni}" if item.pni is not None else ""
        return (
            ("", Standing(_CODES[Progress(item.progress)], item.get_progress_display())),
            ("ลำดับที่", f"{item.rank} {item.aspect}".strip() if item.rank else item.aspect),
            ("", f"{pni} n = {item.n:,}" if item.n else pni),
            ("ตอบสนองโดย", item.answer),
        )

    def cells(self, item: Need) -> Sequence[Value]:
        title = item.round.title if item.round else ""
        figures = (item.desired, item.actual, item.pni, item.n)
        return (
            item.rank,
            item.aspect,
            item.for_whom,
            *figures,
            title,
            item.get_progress_display(),
            item.answer,
        )

    def filters(self, member: Member) -> dict[str, forms.Field]:
        with_needs = (
            visible_rounds(member).filter(needs__isnull=False).distinct().order_by("-opens_on", "-pk")
        )
        rounds = [("", "ทุกรอบ"), *((str(one.pk), one.title[:80]) for one in with_needs[:50])]
        return {
            "progress": forms.ChoiceField(
                label="การตอบสนอง", required=False, choices=[("", "ทั้งหมด"), *Progress.choices]
            ),
            "round": forms.ChoiceField(label="รอบการเก็บข้อมูล", required=False, choices=rounds),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        """Of one round by its ranks."""
        if given.get("progress"):
            items = items.filter(progress=given["progress"])
        if given.get("round"):
            items = items.filter(round=given["round"])
        return items

    # Its page

    def page_facts(self, item: Need, member: Member) -> dict[str, Any]:
        return {
            "round_seen": seen_round(item.round_id, member),
            "progress_code": _CODES[Progress(item.progress)],
            "answering": answering(member, item.answer_kind, item.answer_id),
        }

    def copied(self, item: Need, year: int) -> dict[str, Any]:
        """What is still needed; the figures stay with the year in which they were counted."""
        return {"aspect": item.aspect, "for_whom": item.for_whom}


def seen_round(key: Any, member: Member) -> Round | None:
    """The round it came from, for who may open that."""
    return visible_rounds(member).select_related("unit").filter(pk=key).first() if key else None


NEEDS = NeedBook()
