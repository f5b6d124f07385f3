"""The book of joint work: a request, its decision, people and hours, and what came back to the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, DecimalField, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.offices.models import Office, Person
from nithet.offices.services.changing import plain
from nithet.registers.generic.access import sees_registers
from nithet.registers.generic.approvals import Approval, approval_in_run
from nithet.registers.generic.book import Book, PartKind, Shows
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.partners.fields import as_day, as_end, without_blanks
from nithet.registers.partners.forms import JointWorkForm, StintForm, SummaryForm
from nithet.registers.partners.models import Agency, JointWork, Stint
from nithet.registers.partners.mou import span_words
from nithet.registers.partners.naming import agencies_named, backwards
from nithet.registers.partners.page import decided_standing, joint_work_page
from nithet.thai.dates import format_date
from nithet.thai.numerals import plain_number

Decided = JointWork.Decided
_SUMMARY = SummaryForm.TEXTS
_TEXTS = ("letter_number", "reason", "vehicle", "decided_by", "decided_why", "order_number", *_SUMMARY)
_HOURS: DecimalField[Any, Any] = DecimalField(max_digits=12, decimal_places=2)


class JointWorkBook(Book[JointWork]):
    code, space = "joint-work", "partners"
    name, item_word, unit_word, icon = "ทะเบียนงานร่วม", "งานร่วม", "เรื่อง", "arrows-join"
    hint = "งานที่บุคลากรไปร่วมหรือสนับสนุนหน่วยงานอื่น ผลการพิจารณา เวลาที่ใช้ และผลที่ได้"
    position = 42
    model, form, finish_form = JointWork, JointWorkForm, SummaryForm
    parts = (
        PartKind("stints", Stint, StintForm, "ผู้ปฏิบัติและเวลาที่ใช้", "ผู้ปฏิบัติ", "คนเดียวกันบันทึกได้หลายแถว ระบบรวมชั่วโมงรายคนให้",
                 joins=("person",), is_copied=False),
    )  # fmt: skip
    finish_words, on_label = "สรุปผลงานร่วม", "สรุปผลเมื่อวันที่"
    state_words = {"draft": "กำลังดำเนินการ", "done": "สรุปผลแล้ว"}
    found_by = ("agency", "stints__person")
    refers_to = ("agency",)
    wanted = {
        "letter_number": "หนังสือหรือคำสั่งที่",
        "asked_on": "วันที่รับเรื่อง",
        "reason": "ภารกิจและเหตุผล",
        "stints": "ผู้ปฏิบัติและเวลาที่ใช้",
    }
    template = "partners/joint_work.html"
    columns = (
        Column("หน่วยงานเจ้าของเรื่อง", 32), Column("ภายในหรือภายนอก", 18), Column("หนังสือหรือคำสั่งที่", 18), Column("รับเรื่องเมื่อ", 14, "date"),
        Column("ผลการพิจารณา", 18), Column("พิจารณาเมื่อ", 14, "date"), Column("ผู้พิจารณา", 28), Column("ผู้ปฏิบัติ (คน)", 12, "number"),
        Column("ชั่วโมงรวม", 12, "decimal"), Column("ผลผลิต", 40), Column("ประโยชน์ต่อสำนักงาน", 40),
    )  # fmt: skip
    snapshot_labels = {
        "title": "เรื่อง", "agency": "หน่วยงานเจ้าของเรื่อง", "track": "ภายในหรือภายนอก", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ",
        "letter_number": "หนังสือหรือคำสั่งที่", "asked": "รับเรื่องเมื่อวันที่", "reason": "ภารกิจและเหตุผล", "span": "ช่วงเวลาปฏิบัติงาน", "budget_words": "งบประมาณ (บาท)",
        "vehicle": "ยานพาหนะ", "decided": "ผลการพิจารณา", "decided_day": "พิจารณาเมื่อวันที่", "decided_by": "ผู้พิจารณา", "decided_why": "ความเห็นหรือเหตุผล",
        "order_number": "คำสั่งมอบหมายที่", "hours_words": "ชั่วโมงรวม", "output": "ผลผลิต", "outcome": "ผลลัพธ์", "problems": "ปัญหาและอุปสรรค",
        "benefit": "ประโยชน์ต่อสำนักงาน", "publicity": "การเผยแพร่", "stints": "ผู้ปฏิบัติและเวลาที่ใช้", "name": "ชื่อ", "day": "วันที่", "hours": "ชั่วโมง",
        "days": "วัน", "what": "หน้าที่หรือสิ่งที่ทำ",
    }  # fmt: skip
    title_synonyms = ("งานที่ร่วม", "งานที่ได้รับมอบหมาย", "ภารกิจ")
    import_fields = (
        Field("agency", "หน่วยงานเจ้าของเรื่อง", ("หน่วยงาน", "ชื่อหน่วยงาน", "เจ้าของเรื่อง"), is_required=True),
        Field("letter_number", "หนังสือหรือคำสั่งที่", ("เลขที่หนังสือ", "คำสั่งที่", "หนังสือที่")),
        Field("asked_on", "รับเรื่องเมื่อวันที่", ("วันที่รับเรื่อง", "ลงวันที่", "วันที่รับ")),
        Field("reason", "ภารกิจและเหตุผล", ("เหตุผล", "รายละเอียด")),
        Field("from_on", "ปฏิบัติงานตั้งแต่วันที่", ("ตั้งแต่วันที่", "วันเริ่ม")),
        Field("until_on", "ถึงวันที่", ("วันสิ้นสุด", "กำหนดเสร็จ")),
    )
    import_readers = {
        "agency": partial(as_text, most=300), "letter_number": partial(as_text, most=80), "asked_on": as_day, "reason": as_text, "from_on": as_day,
        "until_on": as_end,
    }  # fmt: skip
    import_examples = (
        ("เป็นกรรมการตัดสินการแข่งขันทักษะ", "เทศบาลตำบลสมมติ", "สม 0012/345", "5 พ.ย. 2569", "ขอความอนุเคราะห์กรรมการ", "20 พ.ย. 2569", "21 พ.ย. 2569"),
    )  # fmt: skip

    def referred(self, office: Office, rows: Sequence[dict[str, Any]]) -> Sequence[str]:
        return agencies_named(office, rows)

    def imported(self, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        return without_blanks(facts), {}

    def unfit(self, item: JointWork) -> str:
        return backwards(item.from_on, item.until_on)

    # What it shows and says

    def lacking(self, item: JointWork) -> list[str]:
        """What was refused ends without work."""
        if item.is_refused:
            return []
        lacks = [] if item.is_approved else [_UNDECIDED[item.decided]]
        return lacks if item.stints.exists() else [*lacks, "ยังไม่บันทึกผู้ปฏิบัติและเวลาที่ใช้"]

    def lacking_at_finish(self, item: JointWork) -> list[str]:
        if item.is_refused:
            return []
        needed = {"output": "ผลผลิต", "benefit": "ประโยชน์ต่อสำนักงาน"}
        return [f"ยังไม่ระบุ{words}" for name, words in needed.items() if not getattr(item, name)]

    def counted(self, items: QuerySet[Any]) -> QuerySet[Any]:
        """Of what was refused nothing more is written."""
        return items.exclude(decided=JointWork.Decided.REFUSED)

    def shows(self, item: JointWork) -> Iterable[Shows]:
        return (Shows("coordinate"),) if item.is_approved else ()

    def text(self, item: JointWork) -> str:
        people = {one.person.name for one in item.stints.all()}
        words = (item.agency.title, *(getattr(item, name) for name in _TEXTS))
        return " ".join(filter(None, (*words, *sorted(people))))

    def snapshot(self, item: JointWork) -> dict[str, Any]:
        """What the request (N1) and the summary (N3) are printed from."""
        stints = list(self.parts[0].rows(item))
        days = {"asked": item.asked_on, "decided_day": item.decided_on}
        return {
            **heading_of(item),
            "agency": item.agency.title,
            "track": item.agency.get_side_display(),
            **{name: getattr(item, name) for name in _TEXTS},
            **{name: format_date(day, "long") if day else "" for name, day in days.items()},
            "span": span_words(item),
            "budget_words": plain(item.budget) or "",
            "decided": item.get_decided_display(),
            "hours_words": plain_number(sum(one.hours for one in stints)) if stints else "",
            "stints": [
                {"name": one.person.name, "day": format_date(one.on, "short") if one.on else "", "hours": plain_number(one.hours),
                 "days": plain_number(one.days), "what": one.what}
                for one in stints
            ],
        }  # fmt: skip

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        hours = (
            Stint.objects.filter(item=OuterRef("pk")).order_by().values("item").annotate(total=Sum("hours"))
        )
        counted: QuerySet[Any] = items.select_related("agency").annotate(
            people=Count("stints__person", distinct=True),
            hours=Coalesce(Subquery(hours.values("total")), 0, output_field=_HOURS),
        )
        return counted

    def facts(self, item: JointWork) -> Sequence[tuple[str, str | Standing]]:
        given: Any = item
        time = f"{given.people} คน {plain_number(given.hours)} ชั่วโมง" if given.people else ""
        return (
            ("", f"{item.agency.title} ({item.agency.get_side_display()})"), ("ผลการพิจารณา", decided_standing(item)), ("เวลาที่ใช้", time),
            ("ช่วงเวลาปฏิบัติงาน", span_words(item)),
        )  # fmt: skip

    def cells(self, item: JointWork) -> Sequence[Value]:
        given: Any = item
        decided = (item.get_decided_display(), item.decided_on, item.decided_by)
        asked = (item.agency.title, item.agency.get_side_display(), item.letter_number, item.asked_on)
        return (*asked, *decided, given.people, given.hours, item.output, item.benefit)

    def filters(self, member: Member) -> dict[str, forms.Field]:
        sides = [("", "ในและนอกสำนักงาน"), *Agency.Side.choices]
        outcomes = [("", "ทุกผลการพิจารณา"), *Decided.choices]
        return {
            "side": forms.ChoiceField(label="หน่วยงาน", required=False, choices=sides),
            "decided": forms.ChoiceField(label="ผลการพิจารณา", required=False, choices=outcomes),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        if given.get("side"):
            items = items.filter(agency__side=given["side"])
        return items.filter(decided=given["decided"]) if given.get("decided") else items

    # Whom it concerns

    def named(self, member: Member) -> Q:
        return Q(pk__in=Stint.objects.filter(person=member.person).values("item"))

    def of_person(self, person: Person) -> Q | None:
        return Q(owner=person) | Q(pk__in=Stint.objects.filter(person=person).values("item"))

    # Its page and its form

    def page_facts(self, item: JointWork, member: Member) -> dict[str, Any]:
        return joint_work_page(item, member)

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        """The decision is that of the step before, where the run has one that no other joint work has used."""
        if task is None:
            return {}
        known: dict[str, Any] = {"title": task.run.title[:300]}
        if (given := approval_in_run(task)) and not _is_used(task, given):
            known |= {"decided": Decided.APPROVED, "decided_on": given.on, "decided_by": given.who}
        return known

    def begun_at(self, given: Mapping[str, str], member: Member) -> dict[str, Any]:
        return {"agency": given["agency"]} if given.get("agency") else {}

    def copied(self, item: JointWork, year: int) -> dict[str, Any]:
        return {name: getattr(item, name) for name in ("agency", "reason", "vehicle")}

    def ways(self, member: Member) -> Sequence[tuple[str, str, str]]:
        if not sees_registers(member):
            return ()
        return (("เวลารายคน", "clock", reverse("partners:hours", args=[member.office.code])),)


def _is_used(task: Task, given: Approval) -> bool:
    """A run lasts a year and may have several requests: what was decided about one says nothing of the next."""
    same = JointWork.objects.filter(office=task.office_id, task__run=task.run_id, decided_by=given.who)
    return same.filter(decided_on=given.on).exclude(state=JointWork.State.VOID).exists()


_UNDECIDED: dict[str, str] = {
    Decided.WAITING: "ยังไม่มีผลการพิจารณาของผู้มีอำนาจ",
    Decided.RETURNED: "เรื่องถูกส่งคืนแก้ไข ยังไม่ได้รับอนุมัติ",
}
JOINT_WORKS = JointWorkBook()
