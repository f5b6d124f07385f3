"""The book of agencies: a directory that the whole office shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_phone, as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.offices.imports.cells import as_email
from nithet.offices.members import Member
from nithet.registers.generic.book import Book, PartKind
from nithet.registers.generic.models import Item
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.partners.errors import AgencyKnownError
from nithet.registers.partners.fields import as_sector, as_side
from nithet.registers.partners.forms import AgencyForm, ContactPersonForm
from nithet.registers.partners.models import Agency, ContactPerson, Cooperation, JointWork
from nithet.registers.partners.naming import agency_known
from nithet.registers.partners.page import agency_page

_TEXTS = ("mandate", "address", "phone", "email", "website")
_PERSON = {"contact_name": "name", "contact_post": "post", "contact_phone": "phone"}


class AgencyBook(Book[Agency]):
    code, space = "agency", "partners"
    name, item_word, unit_word, icon = "ทะเบียนหน่วยงาน", "หน่วยงาน", "แห่ง", "building"
    hint = "หน่วยงานในและนอกสำนักงาน ภารกิจ และผู้ประสานงาน ใช้ร่วมกันทั้งสำนักงาน"
    position = 40
    model, form = Agency, AgencyForm
    is_living, is_shared, locks_office = True, True, True
    parts = (
        PartKind("people", ContactPerson, ContactPersonForm, "ผู้ประสานงานของหน่วยงาน", "ผู้ประสานงาน",
                 "เรียงผู้ที่ติดต่อก่อนไว้บนสุด บันทึกเท่าที่จำเป็นต่อการติดต่องาน"),
    )  # fmt: skip
    finish_words, on_label = "ยืนยันว่าข้อมูลถูกต้อง", "ตรวจสอบข้อมูลเมื่อวันที่"
    state_words = {"draft": "ยังไม่ตรวจสอบ", "done": "ตรวจสอบแล้ว"}
    found_by = ("people",)
    wanted = {"mandate": "ภารกิจและอำนาจหน้าที่", "phone": "โทรศัพท์", "address": "ที่อยู่", "people": "ผู้ประสานงาน"}
    template = "partners/agency.html"
    columns = (
        Column("สังกัด", 16), Column("ภาคส่วน", 24), Column("โทรศัพท์", 18), Column("อีเมล", 26), Column("ที่อยู่", 40),
        Column("ภารกิจและอำนาจหน้าที่", 50), Column("ความร่วมมือ", 12, "number"),
    )  # fmt: skip
    snapshot_labels = {
        "title": "ชื่อหน่วยงาน", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "side": "สังกัด", "sector": "ภาคส่วน", "mandate": "ภารกิจและอำนาจหน้าที่",
        "address": "ที่อยู่", "phone": "โทรศัพท์", "email": "อีเมล", "website": "เว็บไซต์", "people": "ผู้ประสานงาน", "name": "ชื่อ", "post": "ตำแหน่ง",
        "line_id": "LINE ID", "matter": "เรื่องที่ติดต่อได้",
    }  # fmt: skip
    title_synonyms = ("หน่วยงาน", "ชื่อหน่วยงาน", "ชื่อองค์กร", "เครือข่าย")
    import_fields = (
        Field("sector", "ภาคส่วน", ("ภาค", "ประเภทหน่วยงาน", "ประเภท")),
        Field("side", "สังกัด", ("ในหรือนอกเขต", "ภายในหรือภายนอก")),
        Field("mandate", "ภารกิจและอำนาจหน้าที่", ("ภารกิจ", "บทบาท", "อำนาจหน้าที่")),
        Field("phone", "โทรศัพท์", ("เบอร์โทร", "หมายเลขโทรศัพท์", "โทร")),
        Field("email", "อีเมล", ("e-mail", "ไปรษณีย์อิเล็กทรอนิกส์")),
        Field("address", "ที่อยู่", ("ที่ตั้ง", "สถานที่ติดต่อ")),
        Field("contact_name", "ผู้ประสานงาน", ("ผู้ประสาน", "ชื่อผู้ประสานงาน", "ผู้ติดต่อ")),
        Field("contact_post", "ตำแหน่งผู้ประสานงาน", ("ตำแหน่ง",)),
        Field("contact_phone", "โทรศัพท์ผู้ประสานงาน", ("เบอร์ผู้ประสานงาน", "มือถือ")),
    )
    import_readers = {
        "sector": as_sector, "side": as_side, "mandate": as_text, "phone": as_phone, "email": as_email, "address": as_text,
        "contact_name": partial(as_text, most=200), "contact_post": partial(as_text, most=200), "contact_phone": as_phone,
    }  # fmt: skip
    import_examples = (
        ("เทศบาลตำบลสมมติ", "องค์กรปกครองส่วนท้องถิ่น", "ภายนอก", "จัดบริการสาธารณะและสนับสนุนการศึกษาในพื้นที่", "0530000001", "office@example.org",
         "ตำบลสมมติ", "นางสมมติ ตัวอย่าง", "ผู้อำนวยการกองการศึกษา", "0800000001"),
    )  # fmt: skip

    def imported(self, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """A contact person in the line of a new agency becomes its first; blanks change nothing."""
        own = {name: value for name, value in facts.items() if name not in _PERSON and value is not None}
        person = {name: facts.get(column) or "" for column, name in _PERSON.items()}
        return own, {"people": [person]} if person["name"] else {}

    def text(self, item: Agency) -> str:
        people = [f"{one.name} {one.post} {one.matter}" for one in item.people.all()]
        own = (item.get_sector_display(), *(getattr(item, name) for name in _TEXTS))
        return " ".join(filter(None, (*own, *people)))

    def snapshot(self, item: Agency) -> dict[str, Any]:
        names = ("name", "post", "phone", "email", "line_id", "matter")
        return {
            **heading_of(item),
            "side": item.get_side_display(),
            "sector": item.get_sector_display(),
            **{name: getattr(item, name) for name in _TEXTS},
            "people": [{name: getattr(one, name) for name in names} for one in item.people.all()],
        }

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        counted: QuerySet[Any] = items.annotate(worked=_count_of(Cooperation), joint=_count_of(JointWork))
        return counted.prefetch_related("people")

    def facts(self, item: Agency) -> Sequence[tuple[str, str]]:
        given: Any = item
        first = next(iter(item.people.all()), None)
        return (
            ("", f"{item.get_sector_display()} ({item.get_side_display()})"),
            ("ผู้ประสานงาน", " ".join(filter(None, (first.name, first.phone))) if first else ""),
            ("โทรศัพท์", "" if first and first.phone else item.phone),
            ("ความร่วมมือ", f"{given.worked} เรื่อง" if given.worked else ""),
            ("งานร่วม", f"{given.joint} เรื่อง" if given.joint else ""),
        )

    def cells(self, item: Agency) -> Sequence[Value]:
        given: Any = item
        words = (item.get_side_display(), item.get_sector_display())
        return (*words, item.phone, item.email, item.address, item.mandate, given.worked)

    def filters(self, member: Member) -> dict[str, forms.Field]:
        sectors = [("", "ทุกภาคส่วน"), *Agency.Sector.choices]
        sides = [("", "ในและนอกสำนักงาน"), *Agency.Side.choices]
        return {
            "sector": forms.ChoiceField(label="ภาคส่วน", required=False, choices=sectors),
            "side": forms.ChoiceField(label="สังกัด", required=False, choices=sides),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        return items.filter(**{name: given[name] for name in ("sector", "side") if given.get(name)})

    # Its page and its form

    def page_facts(self, item: Agency, member: Member) -> dict[str, Any]:
        return agency_page(item, member)

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        """An agency is no work of a task."""
        return {}

    def refuse_double(self, item: Agency) -> None:
        """Lists refer to an agency by its name alone."""
        if other := agency_known(item.office_id, item.title, besides=item.pk):
            raise AgencyKnownError(unit=other.unit.name)


def _count_of(model: type[Cooperation | JointWork]) -> Coalesce:
    """How many stand with the agency, counted by itself: those of one book are not multiplied by the other's."""
    there = model._default_manager.filter(agency=OuterRef("pk")).exclude(state=Item.State.VOID)  # noqa: SLF001  of any model
    counted = there.order_by().values("agency").annotate(all=Count("pk"))
    return Coalesce(Subquery(counted.values("all")), 0)


AGENCIES = AgencyBook()
