"""The book of cooperations: what was asked of an agency or by it, what was talked about, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nithet.core.clock import today
from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.services.changing import plain
from nithet.registers.generic.book import Book, ItemDay, PartKind, Shows
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.generic.templatetags.registers import baht
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.fields import (
    as_day,
    as_direction,
    as_end,
    as_kinds,
    as_money,
    settle_gains,
    without_blanks,
)
from nithet.registers.partners.forms import ContactForm, CooperationForm, GainForm, ResultForm
from nithet.registers.partners.models import Agency, Contact, Cooperation, Gain
from nithet.registers.partners.mou import FILTERS, mou_filter, mou_standing, span_words
from nithet.registers.partners.naming import agencies_named, backwards
from nithet.registers.partners.page import cooperation_page
from nithet.thai.calendar import Span
from nithet.thai.dates import format_date

_TEXTS = ("detail", "mou_number", "result")
# A copy has no agreement yet: the one that is there stands in its own item, and is told once.
_COPIED = ("agency", "direction", "kinds", "detail")


class CooperationBook(Book[Cooperation]):
    code, space = "cooperation", "partners"
    name, item_word, unit_word, icon = "ทะเบียนความร่วมมือ", "ความร่วมมือ", "เรื่อง", "heart-handshake"
    hint = "การประสานความร่วมมือกับหน่วยงาน บันทึกข้อตกลง และโรงเรียนที่ได้ประโยชน์"
    position = 41
    model, form, finish_form = Cooperation, CooperationForm, ResultForm
    parts = (
        PartKind("contacts", Contact, ContactForm, "การติดต่อประสานงาน", "การติดต่อ", "ทุกครั้งที่บันทึกนับเป็นการประสานงานหนึ่งครั้ง",
                 is_copied=False),
        PartKind("gains", Gain, GainForm, "โรงเรียนที่ได้ประโยชน์", "โรงเรียน", "เลือกทีละโรงเรียน หรือเลือกทั้งกลุ่มโรงเรียนในแถวเดียว",
                 settle=settle_gains, joins=("school",)),
    )  # fmt: skip
    finish_words, on_label = "สรุปผลความร่วมมือ", "สรุปผลเมื่อวันที่"
    state_words = {"draft": "กำลังดำเนินการ", "done": "สรุปผลแล้ว"}
    found_by = ("agency", "contacts", "gains__school")
    refers_to = ("agency",)
    wanted = {
        "kinds": "รูปแบบความร่วมมือ",
        "detail": "สาระของความร่วมมือ",
        "contacts": "การติดต่อประสานงาน",
        "gains": "โรงเรียนที่ได้ประโยชน์",
    }
    template = "partners/cooperation.html"
    columns = (
        Column("หน่วยงาน", 32), Column("ภาคส่วน", 22), Column("ทิศทาง", 22), Column("รูปแบบ", 30), Column("ตั้งแต่วันที่", 14, "date"),
        Column("ถึงวันที่", 14, "date"), Column("MOU เลขที่", 16), Column("สถานะ MOU", 20), Column("มูลค่า (บาท)", 16, "decimal"),
        Column("การติดต่อ (ครั้ง)", 12, "number"), Column("โรงเรียนที่ได้ประโยชน์", 14, "number"), Column("ผลที่ได้", 50),
    )  # fmt: skip
    snapshot_labels = {
        "title": "เรื่อง", "agency": "หน่วยงาน", "sector": "ภาคส่วน", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "direction": "ทิศทาง", "kinds": "รูปแบบความร่วมมือ",
        "detail": "สาระของความร่วมมือ", "span": "ระยะเวลา", "mou": "บันทึกข้อตกลง", "mou_number": "เลขที่บันทึกข้อตกลง", "value_words": "มูลค่า (บาท)", "result": "ผลที่ได้",
        "contacts": "การติดต่อประสานงาน", "day": "วันที่", "how": "วิธีติดต่อ", "with_whom": "ติดต่อกับ", "what": "เรื่องและผล",
        "gains": "โรงเรียนที่ได้ประโยชน์", "school": "โรงเรียน", "gained": "สิ่งที่ได้รับ",
    }  # fmt: skip
    title_synonyms = ("เรื่องที่ประสาน", "เรื่องความร่วมมือ", "กิจกรรมความร่วมมือ")
    import_fields = (
        Field("agency", "หน่วยงาน", ("ชื่อหน่วยงาน", "หน่วยงานที่ร่วมมือ", "คู่สัญญา"), is_required=True),
        Field("direction", "ทิศทาง", ("ผู้ขอ", "ฝ่ายที่ขอ")),
        Field("kinds", "รูปแบบความร่วมมือ", ("รูปแบบ", "ประเภทความร่วมมือ", "ลักษณะความร่วมมือ")),
        Field("detail", "สาระของความร่วมมือ", ("สาระสำคัญ", "รายละเอียด")),
        Field("from_on", "ตั้งแต่วันที่", ("วันเริ่ม", "วันที่ลงนาม", "เริ่ม")),
        Field("until_on", "ถึงวันที่", ("วันหมดอายุ", "หมดอายุ", "วันสิ้นสุด", "MOU หมดอายุ")),
        Field("mou_number", "เลขที่บันทึกข้อตกลง", ("MOU เลขที่", "เลขที่ MOU", "MOU")),
        Field("value", "มูลค่า (บาท)", ("มูลค่า", "จำนวนเงิน", "งบประมาณ")),
        Field("result", "ผลที่ได้", ("ผล", "ผลความร่วมมือ", "ผลการดำเนินงาน")),
    )
    import_readers = {
        "agency": partial(as_text, most=300), "direction": as_direction, "kinds": as_kinds, "detail": as_text, "from_on": as_day,
        "until_on": as_end, "mou_number": partial(as_text, most=80), "value": as_money, "result": as_text,
    }  # fmt: skip
    import_examples = (
        ("สนับสนุนวิทยากรอบรมครู", "เทศบาลตำบลสมมติ", "สำนักงานขอความร่วมมือ", "วิทยากร, สถานที่", "อบรมครู 2 วัน", "1 ต.ค. 2569", "30 ก.ย. 2571", "3/2569",
         "25,000", "ครู 40 คนผ่านการอบรม"),
    )  # fmt: skip

    def referred(self, office: Office, rows: Sequence[dict[str, Any]]) -> Sequence[str]:
        return agencies_named(office, rows)

    def imported(self, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """A number of an agreement says that there is one."""
        return without_blanks(facts) | ({"has_mou": True} if facts.get("mou_number") else {}), {}

    def unfit(self, item: Cooperation) -> str:
        return backwards(item.from_on, item.until_on)

    # What it shows and says

    def lacking(self, item: Cooperation) -> list[str]:
        return [] if item.contacts.exists() else ["ยังไม่บันทึกการติดต่อประสานงาน"]

    def lacking_at_finish(self, item: Cooperation) -> list[str]:
        return [] if item.result else ["ยังไม่ระบุผลที่ได้"]

    def shows(self, item: Cooperation) -> Iterable[Shows]:
        """Each contact that was logged counts."""
        return (Shows("coordinate", item.contacts.count()),)

    def text(self, item: Cooperation) -> str:
        words = (item.agency.title, *item.kind_words, *(getattr(item, name) for name in _TEXTS))
        talked = [f"{one.with_whom} {one.what}" for one in item.contacts.all()]
        return " ".join(filter(None, (*words, *talked, *(one.school.name for one in item.gains.all()))))

    def snapshot(self, item: Cooperation) -> dict[str, Any]:
        rows = {kind.code: list(kind.rows(item)) for kind in self.parts}
        standing = mou_standing(item, item.on or today())
        return {
            **heading_of(item),
            "agency": item.agency.title,
            "sector": item.agency.get_sector_display(),
            "direction": item.get_direction_display(),
            "kinds": " ".join(item.kind_words),
            **{name: getattr(item, name) for name in _TEXTS},
            "span": span_words(item),
            "from_on": plain(item.from_on),
            "until_on": plain(item.until_on),
            "mou": standing.words if standing else "ไม่มี",
            "value_words": baht(item.value),
            "contacts": [
                {"day": format_date(one.on, "short"), "how": one.get_how_display(), "with_whom": one.with_whom, "what": one.what}
                for one in rows["contacts"]
            ],
            "gains": [{"school": one.school.name, "gained": one.what} for one in rows["gains"]],
        }  # fmt: skip

    def days(self, items: QuerySet[Any], span: Span) -> Iterable[ItemDay]:
        """The end of each agreement, by the agency that it is with."""
        on = today()
        for item in items.filter(has_mou=True, until_on__range=span).select_related("agency"):
            over = Standing("done", "สิ้นสุดแล้ว") if item.until_on < on else None
            yield ItemDay(item, item.until_on, "สิ้นสุดบันทึกข้อตกลง", title=item.agency.title, standing=over)

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        """Each sum by itself: rows of one kind are not multiplied by those of another."""
        inside = {"item": OuterRef("pk")}
        contacts = Contact.objects.filter(**inside).order_by().values("item")
        gains = Gain.objects.filter(**inside).order_by().values("item")
        counted: QuerySet[Any] = items.select_related("agency").annotate(
            contact_count=Coalesce(Subquery(contacts.annotate(all=Count("pk")).values("all")), 0),
            gain_count=Coalesce(Subquery(gains.annotate(all=Count("pk")).values("all")), 0),
            last_contact=Subquery(contacts.annotate(last=Max("on")).values("last")),
        )
        return counted

    def facts(self, item: Cooperation) -> Sequence[tuple[str, str | Standing]]:
        given: Any = item
        last = f"ล่าสุด {format_date(given.last_contact, 'short')}" if given.last_contact else ""
        talked = f"{given.contact_count} ครั้ง {last}" if given.contact_count else ""
        gained = [f"{baht(item.value)} บาท"] if item.value else []
        gained += [f"{given.gain_count} โรงเรียน"] if given.gain_count else []
        return (
            ("", item.agency.title),
            ("", " · ".join(item.kind_words)),
            ("MOU", mou_standing(item, today()) or ""),
            ("ติดต่อแล้ว", talked),
            ("ได้รับ", " · ".join(gained)),
        )

    def cells(self, item: Cooperation) -> Sequence[Value]:
        given: Any = item
        agency, standing = item.agency, mou_standing(item, today())
        return (
            agency.title, agency.get_sector_display(), item.get_direction_display(), " ".join(item.kind_words), item.from_on, item.until_on,
            item.mou_number, standing.words if standing else "", item.value, given.contact_count, given.gain_count, item.result,
        )  # fmt: skip

    def filters(self, member: Member) -> dict[str, forms.Field]:
        offered = {
            "mou": ("บันทึกข้อตกลง", "ทั้งหมด", list(FILTERS.items())),
            "kind": ("รูปแบบ", "ทุกรูปแบบ", Cooperation.Kind.choices),
            "direction": ("ทิศทาง", "ทุกทิศทาง", Cooperation.Direction.choices),
            "sector": ("ภาคส่วน", "ทุกภาคส่วน", Agency.Sector.choices),
        }
        return {
            name: forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])
            for name, (label, every, choices) in offered.items()
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        if given.get("mou"):
            items = items.filter(mou_filter(given["mou"], today()))
        if given.get("kind"):
            items = items.filter(kinds__contains=f" {given['kind']} ")
        same = {"direction": given.get("direction"), "agency__sector": given.get("sector")}
        return items.filter(**{name: value for name, value in same.items() if value})

    # Whom it concerns

    def of_school(self, school: School) -> Q | None:
        return Q(pk__in=Gain.objects.filter(school=school).values("item"))

    # Its page and its form

    def page_facts(self, item: Cooperation, member: Member) -> dict[str, Any]:
        return cooperation_page(self, item, member)

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        return {"title": task.title[:300], "detail": f"เพื่อใช้ในกระบวนงาน “{task.run.title}”"} if task else {}

    def begun_at(self, given: Mapping[str, str], member: Member) -> dict[str, Any]:
        return {"agency": given["agency"]} if given.get("agency") else {}

    def copied(self, item: Cooperation, year: int) -> dict[str, Any]:
        return {name: getattr(item, name) for name in _COPIED}

    def ways(self, member: Member) -> Sequence[tuple[str, str, str]]:
        return (("หน่วยงาน", AGENCIES.icon, AGENCIES.address("list", member.office.code)),)


COOPERATIONS = CooperationBook()
