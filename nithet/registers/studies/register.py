"""The book of studies, and the action that is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.queries.policies import policies_of
from nithet.offices.members import Member
from nithet.offices.services.changing import plain
from nithet.registers.generic import access
from nithet.registers.generic.actions import BookAction
from nithet.registers.generic.book import Book, PartKind, Shows
from nithet.registers.generic.policies import is_of_year
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.studies.forms import (
    FindingForm,
    RecommendationForm,
    SourceForm,
    StudyForm,
    StudyPolicyForm,
    UptakeForm,
    settle_policies,
)
from nithet.registers.studies.models import Finding, Recommendation, Source, Study, StudyPolicy
from nithet.thai.calendar import fiscal_year_be

_TEXTS = ("question", "background", "users")
_WAITING = Recommendation.Uptake.WAITING


class StudyBook(Book[Study]):
    code, space = "study", "studies"
    name, item_word, unit_word, icon = "ทะเบียนการศึกษาและวิเคราะห์", "การศึกษา", "เรื่อง", "notes"
    hint = "คำถาม แหล่งข้อมูล ข้อค้นพบ และข้อเสนอแนะที่นำไปใช้"
    position = 30
    model, form = Study, StudyForm
    parts = (
        PartKind("sources", Source, SourceForm, "แหล่งข้อมูล", "แหล่งข้อมูล",
                 "กฎหมาย นโยบาย เอกสาร ข้อมูลสถิติ เว็บไซต์ หรือผู้ให้ข้อมูล", least=1),
        PartKind("policies", StudyPolicy, StudyPolicyForm, "นโยบายและจุดเน้นที่เกี่ยวข้อง", "นโยบาย",
                 "เลือกจากนโยบายและจุดเน้นประจำปี", settle=settle_policies, joins=("policy",), is_for=is_of_year),
        PartKind("findings", Finding, FindingForm, "ข้อค้นพบ", "ข้อค้นพบ", least=1, is_copied=False),
        PartKind("recommendations", Recommendation, RecommendationForm, "ข้อเสนอแนะ", "ข้อเสนอแนะ",
                 "บันทึกการนำไปใช้ได้ที่หน้าการศึกษา แม้เสร็จสิ้นแล้ว", is_copied=False),
    )  # fmt: skip
    finish_words, on_label = "บันทึกว่าศึกษาเสร็จแล้ว", "ศึกษาเสร็จเมื่อวันที่"
    state_words = {"draft": "กำลังศึกษา", "done": "ศึกษาเสร็จแล้ว"}
    found_by = ("sources", "findings", "recommendations")
    template = "studies/page.html"
    wanted = {
        "question": "คำถามของการศึกษา", "users": "ผู้นำผลไปใช้", "sources": "แหล่งข้อมูล", "findings": "ข้อค้นพบ", "recommendations": "ข้อเสนอแนะ",
    }  # fmt: skip
    columns = (
        Column("คำถาม", 60), Column("แหล่งข้อมูล", 12, "number"), Column("ข้อค้นพบ", 12, "number"), Column("ข้อเสนอแนะ", 12, "number"),
        Column("ยังไม่นำไปใช้", 14, "number"), Column("ผู้นำผลไปใช้", 40),
    )  # fmt: skip
    snapshot_labels = {
        "title": "เรื่อง", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "question": "คำถามของการศึกษา", "background": "ความเป็นมา",
        "users": "ผู้นำผลไปใช้", "sources": "แหล่งข้อมูล", "kind": "ประเภท", "name": "ชื่อ", "where": "ที่มา", "day": "วันที่",
        "policies": "นโยบายและจุดเน้นที่เกี่ยวข้อง", "policy": "นโยบายหรือจุดเน้น", "note": "เกี่ยวข้องอย่างไร", "findings": "ข้อค้นพบ", "text": "ข้อความ",
        "recommendations": "ข้อเสนอแนะ", "to_whom": "เสนอต่อ", "uptake": "การนำไปใช้", "taken_by": "นำไปใช้ใน",
    }  # fmt: skip
    import_fields = (
        Field("question", "คำถามของการศึกษา", ("คำถาม", "ประเด็นที่ศึกษา", "ประเด็น", "วัตถุประสงค์")),
        Field("background", "ความเป็นมา", ("หลักการและเหตุผล", "ความสำคัญ")),
        Field("users", "ผู้นำผลไปใช้", ("ผู้ใช้ประโยชน์", "การนำไปใช้", "การนำผลไปใช้")),
    )
    import_readers = dict.fromkeys(_TEXTS, as_text)
    import_examples = (
        (
            "สภาพการใช้สื่อของโรงเรียนขนาดเล็ก",
            "โรงเรียนใช้สื่อใดและขาดสื่อใด",
            "โรงเรียนขนาดเล็กมีครูไม่ครบชั้น",
            "กลุ่มนิเทศฯ ใช้จัดทำแผนสื่อ",
        ),
    )

    # What it shows and says

    def lacking(self, item: Study) -> list[str]:
        lacks = [] if item.question else ["ยังไม่ระบุคำถามของการศึกษา"]
        if not item.sources.exists():
            lacks.append("ยังไม่มีแหล่งข้อมูล")
        return lacks if item.findings.exists() else [*lacks, "ยังไม่มีข้อค้นพบ"]

    def shows(self, item: Study) -> Iterable[Shows]:
        return (Shows("study"),)

    def text(self, item: Study) -> str:
        own = [getattr(item, name) for name in _TEXTS]
        rows = [one.title for one in item.sources.all()] + [one.text for one in item.findings.all()]
        return " ".join(filter(None, (*own, *rows, *(one.text for one in item.recommendations.all()))))

    def snapshot(self, item: Study) -> dict[str, Any]:
        rows = {kind.code: list(kind.rows(item)) for kind in self.parts}
        return {
            **heading_of(item),
            **{name: getattr(item, name) for name in _TEXTS},
            "sources": [
                {"kind": one.get_kind_display(), "name": one.title, "where": one.where, "day": plain(one.on)}
                for one in rows["sources"]
            ],
            "policies": [{"policy": str(one.policy), "note": one.note} for one in rows["policies"]],
            "findings": [{"text": one.text} for one in rows["findings"]],
            "recommendations": [
                {"to_whom": one.to_whom, "text": one.text, "uptake": one.get_uptake_display(), "taken_by": one.taken_by}
                for one in rows["recommendations"]
            ],
        }  # fmt: skip

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        waiting = Q(recommendations__uptake=_WAITING)
        counted: QuerySet[Any] = items.annotate(
            source_count=Count("sources", distinct=True),
            finding_count=Count("findings", distinct=True),
            recommended=Count("recommendations", distinct=True),
            waiting=Count("recommendations", filter=waiting, distinct=True),
        )
        return counted

    def facts(self, item: Study) -> Sequence[tuple[str, str]]:
        given: Any = item
        left = f"{given.waiting} จาก {given.recommended} ข้อ" if given.waiting else ""
        return (
            ("คำถาม", item.question if len(item.question) <= 160 else f"{item.question[:159]}…"),
            ("ข้อค้นพบ", f"{given.finding_count} ข้อ" if given.finding_count else ""),
            ("ข้อเสนอแนะที่ยังไม่นำไปใช้", left),
        )

    def cells(self, item: Study) -> Sequence[Value]:
        given: Any = item
        counts = (given.source_count, given.finding_count, given.recommended, given.waiting)
        return (item.question, *counts, item.users)

    def filters(self, member: Member) -> dict[str, forms.Field]:
        uptakes = [("", "ทั้งหมด"), ("waiting", "มีข้อที่ยังไม่นำไปใช้")]
        policies = policies_of(member.office, fiscal_year_be(member.on))
        offered = [("", "ทุกนโยบาย"), *((str(one.pk), f"{one.label} {one.title}"[:80]) for one in policies)]
        return {
            "uptake": forms.ChoiceField(label="ข้อเสนอแนะ", required=False, choices=uptakes),
            "policy": forms.ChoiceField(label="นโยบายและจุดเน้น", required=False, choices=offered),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        if given.get("uptake"):
            waiting = Recommendation.objects.filter(uptake=_WAITING)
            items = items.filter(pk__in=waiting.values("item"))
        if given.get("policy"):
            items = items.filter(pk__in=StudyPolicy.objects.filter(policy=given["policy"]).values("item"))
        return items

    # Its page and its form

    def page_facts(self, item: Study, member: Member) -> dict[str, Any]:
        """Uptake is recorded also once the study is finished: it comes later."""
        may = bool(access.can_keep(member, item)) and not item.is_void
        recommended = list(item.recommendations.all())
        shown = [(one, _uptake_of(self, one, item, member)) for one in recommended] if may else []
        return {
            "recommended": shown or [(one, None) for one in recommended],
            "waiting": sum(one.uptake == _WAITING for one in recommended),
            "law_count": sum(one.kind == Source.Kind.LAW for one in item.sources.all()),
        }

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        return (
            {"title": task.title[:300], "background": f"ใช้ประกอบการดำเนินงานตามกระบวนงาน “{task.run.title}”"}
            if task
            else {}
        )

    def copied(self, item: Study, year: int) -> dict[str, Any]:
        """The question is asked again; what is found is new."""
        return {name: getattr(item, name) for name in _TEXTS}


def _uptake_of(book: StudyBook, one: Recommendation, item: Study, member: Member) -> tuple[UptakeForm, str]:
    form = UptakeForm(initial={"uptake": one.uptake, "taken_by": one.taken_by}, auto_id=f"uptake_{one.pk}_%s")
    return form, book.address("uptake", member.office.code, item.pk, one.pk)


class StudyAction(BookAction):
    code, asks, unit_word = "study", "บันทึกการศึกษาที่เสร็จแล้ว", "เรื่อง"
    book = StudyBook()


BOOKS = (StudyAction.book,)
ACTIONS = (StudyAction(),)
