"""The book of improvements, and the action that is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.offices.members import Member
from nithet.registers.generic.actions import BookAction
from nithet.registers.generic.book import Book, PartKind, Shows
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.improvements.forms import FigureForm, ImprovementForm
from nithet.registers.improvements.models import Figure, Improvement
from nithet.thai.numerals import plain_number

_TEXTS = (
    "problem",
    "seen_in",
    "cause",
    "remedy",
    "result",
    "old_process",
    "tool",
    "joined_with",
    "developer",
)


class ImprovementBook(Book[Improvement]):
    code, space = "improvement", "improvements"
    name, item_word, unit_word, icon = "ทะเบียนการปรับปรุงงาน", "การปรับปรุงงาน", "เรื่อง", "tool"
    hint = "ปัญหาที่พบ วิธีแก้ไข และผลก่อนกับหลังปรับปรุง"
    position = 50
    model, form = Improvement, ImprovementForm
    parts = (
        PartKind("figures", Figure, FigureForm, "ตัวเลขก่อนและหลังปรับปรุง", "ตัวเลข",
                 "เช่น เวลาที่ใช้ จำนวนขั้นตอน ข้อผิดพลาด ค่าใช้จ่าย"),
    )  # fmt: skip
    finish_words, on_label = "ปิดเรื่องการปรับปรุง", "นำไปใช้หรือยุติเมื่อวันที่"
    state_words = {"done": "ปิดเรื่องแล้ว"}
    template = "improvements/page.html"
    wanted = {
        "problem": "ปัญหาที่พบ",
        "cause": "สาเหตุ",
        "remedy": "วิธีแก้ไขปรับปรุง",
        "result": "ผลที่ได้",
        "figures": "ตัวเลขก่อนและหลังปรับปรุง",
    }
    columns = (
        Column("ประเภท", 24), Column("ปัญหา", 50), Column("สาเหตุ", 40), Column("วิธีแก้ไข", 50), Column("ความก้าวหน้า", 18), Column("ผล", 50),
    )  # fmt: skip
    snapshot_labels = {
        "title": "เรื่อง", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "sort": "ประเภท", "problem": "ปัญหาที่พบ", "seen_in": "พบปัญหาจาก", "cause": "สาเหตุ",
        "remedy": "วิธีแก้ไขปรับปรุง", "result": "ผลที่ได้", "old_process": "กระบวนงานเดิม", "tool": "เครื่องมือ ICT", "joined_with": "ระบบที่เชื่อมโยง",
        "developer": "ผู้พัฒนา", "progress": "ความก้าวหน้า", "figures": "ตัวเลขก่อนและหลัง", "name": "สิ่งที่วัด", "unit_word": "หน่วย", "before": "ก่อน",
        "after": "หลัง",
    }  # fmt: skip
    import_fields = (
        Field("problem", "ปัญหาที่พบ", ("ปัญหา", "สภาพปัญหา")),
        Field("cause", "สาเหตุ", ("สาเหตุของปัญหา",)),
        Field("remedy", "วิธีแก้ไขปรับปรุง", ("วิธีแก้ไข", "แนวทางแก้ไข", "การปรับปรุง")),
        Field("result", "ผลที่ได้", ("ผล", "ผลการปรับปรุง")),
    )
    import_readers = dict.fromkeys(("problem", "cause", "remedy", "result"), as_text)
    import_examples = (
        ("ลดเวลารอยืมสื่อ", "โรงเรียนรอคำตอบนาน", "อนุมัติด้วยกระดาษ", "รับคำขอทางระบบ", "รอไม่เกินหนึ่งวัน"),
    )

    def lacking(self, item: Improvement) -> list[str]:
        lacks = [] if item.remedy else ["ยังไม่ระบุวิธีแก้ไขปรับปรุง"]
        if item.progress not in (Improvement.Progress.USED, Improvement.Progress.STOPPED):
            lacks.append("ความก้าวหน้ายังไม่เป็น “นำไปใช้แล้ว” หรือ “ยุติการปรับปรุง”")
        return lacks if item.result else [*lacks, "ยังไม่บันทึกผลที่ได้"]

    def shows(self, item: Improvement) -> Iterable[Shows]:
        return (Shows("improve"),) if item.progress == Improvement.Progress.USED else ()

    def text(self, item: Improvement) -> str:
        return " ".join(filter(None, (getattr(item, name) for name in _TEXTS)))

    def snapshot(self, item: Improvement) -> dict[str, Any]:
        figures = [
            {
                "name": one.name,
                "unit_word": one.get_unit_display(),
                "before": plain_number(one.before),
                "after": plain_number(one.after),
            }
            for one in item.figures.all()
        ]
        words = {"sort": item.get_sort_display(), "progress": item.get_progress_display()}
        return {
            **heading_of(item),
            **{name: getattr(item, name) for name in _TEXTS},
            **words,
            "figures": figures,
        }

    def facts(self, item: Improvement) -> Sequence[tuple[str, str]]:
        return ("", item.get_sort_display()), ("ความก้าวหน้า", item.get_progress_display())

    def cells(self, item: Improvement) -> Sequence[Value]:
        return (
            item.get_sort_display(),
            item.problem,
            item.cause,
            item.remedy,
            item.get_progress_display(),
            item.result,
        )

    def filters(self, member: Member) -> dict[str, forms.Field]:
        sorts = [("", "ทุกประเภท"), *Improvement.Sort.choices]
        return {"sort": forms.ChoiceField(label="ประเภท", required=False, choices=sorts)}

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        return items.filter(sort=given["sort"]) if given.get("sort") else items

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        return {"title": f"ปรับปรุงจากงาน “{task.title}”"[:300]} if task else {}

    def copied(self, item: Improvement, year: int) -> dict[str, Any]:
        return {"sort": item.sort, "problem": item.problem, "cause": item.cause}


class Improve(BookAction):
    code, asks, unit_word = "improve", "การปรับปรุงที่ปิดเรื่องแล้ว", "เรื่อง"
    book = ImprovementBook()


BOOKS = (Improve.book,)
ACTIONS = (Improve(),)
