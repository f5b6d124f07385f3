"""What a working group asks, and what its signing brings (แบบ N2)."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.forms.letters import FilesField
from nithet.registers.generic.forms import FinishForm, ItemForm, PersonField, RowForm, Suggesting, lines
from nithet.registers.workgroups.models import Seat
from nithet.thai.dates import to_be
from nithet.thai.numerals import to_arabic

SUB_GROUPS = ("คณะที่ปรึกษา", "คณะอำนวยการ", "คณะดำเนินงาน", "คณะวิทยากร", "คณะประเมินผล", "คณะเลขานุการ")
_NUMBER = re.compile(r"(?:คำสั่ง)?(?:ที่)?\s*(.+?)(?:\s*/\s*(\d{4}))?")


class WorkingGroupForm(ItemForm):
    title = CleanCharField(
        label="เรื่อง", max_length=300, help_text="ตามคำสั่ง เช่น แต่งตั้งคณะทำงานจัดการศึกษาทางไกลผ่านดาวเทียม"
    )
    reason = CleanCharField(
        label="เหตุผลที่แต่งตั้ง",
        max_length=8000,
        required=False,
        widget=lines(3),
        help_text="ย่อหน้าแรกของคำสั่ง ขึ้นต้นด้วย “ด้วย”",
    )
    legal_ground = CleanCharField(
        label="อ้างอำนาจ",
        max_length=4000,
        required=False,
        widget=lines(2),
        help_text="เช่น มาตรา 37 แห่งพระราชบัญญัติระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546",
    )
    duties = CleanCharField(
        label="หน้าที่ของคณะทำงาน",
        max_length=8000,
        required=False,
        widget=lines(4),
        help_text="บรรทัดละหนึ่งข้อ หากแยกชุด ให้ขึ้นต้นด้วยชื่อชุด",
    )
    from_on = ThaiDateField(label="ตั้งแต่วันที่", required=False)
    until_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างไว้ หากไม่มีกำหนดสิ้นสุด")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม")
        return given


class SeatForm(RowForm):
    sub_group = CleanCharField(
        label="ชุด",
        max_length=200,
        required=False,
        widget=Suggesting(*SUB_GROUPS),
        help_text="เว้นว่างไว้ หากมีชุดเดียว",
    )
    person = PersonField(label="บุคลากรของสำนักงาน", required=False, empty_label="เลือกชื่อ")
    outside_name = CleanCharField(
        label="หรือชื่อผู้อื่น", max_length=200, required=False, help_text="บุคลากรโรงเรียนหรือบุคคลภายนอก พร้อมคำนำหน้า"
    )
    duty = forms.ChoiceField(label="หน้าที่", choices=Seat.Duty, initial=Seat.Duty.MEMBER)
    duty_note = CleanCharField(
        label="หน้าที่เฉพาะ", max_length=200, required=False, help_text="เมื่อเลือก “อื่น ๆ” หรือมีหน้าที่เพิ่ม"
    )
    post = CleanCharField(
        label="ตำแหน่ง", max_length=200, required=False, help_text="เว้นว่างไว้ ระบบจะใช้ตำแหน่งปัจจุบันของบุคลากร"
    )
    agency = CleanCharField(label="หน่วยงาน", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("DELETE"):
            return given
        person, name = given.get("person"), given.get("outside_name")
        if person and name:
            self.add_error("outside_name", "เลือกบุคลากรแล้ว โปรดลบชื่อนี้ หรือบันทึกเป็นอีกแถว")
        elif not person and not name and self.has_changed() and "person" not in self.errors:
            self.add_error("person", "โปรดเลือกบุคลากร หรือพิมพ์ชื่อผู้อื่น")
        if given.get("duty") == Seat.Duty.OTHER and not given.get("duty_note"):
            self.add_error("duty_note", "โปรดระบุหน้าที่")
        return given


class SignForm(FinishForm):
    """Number and day of the order, and its signed copy or where it was signed."""

    order_number = CleanCharField(
        label="คำสั่งที่", max_length=40, required=False, help_text="เช่น 145/2569 เว้นว่างไว้ หากยังไม่ทราบเลขที่"
    )
    attached = FilesField(label="คำสั่งที่ลงนามแล้ว", required=False, help_text="PDF หรือรูปภาพ ไม่เกิน 50 MB ต่อไฟล์")
    signed_elsewhere = CleanCharField(
        label="ลงนามในระบบอื่น",
        max_length=300,
        required=False,
        help_text="หากไม่มีไฟล์ ระบุว่าลงนามที่ใด เช่น ระบบสารบรรณอิเล็กทรอนิกส์",
    )

    field_order = ("order_number", "on", "attached", "signed_elsewhere")

    def __init__(self, *args: Any, item: Any, **facts: Any) -> None:
        known = {"order_number": item.order_number, "signed_elsewhere": item.signed_elsewhere}
        facts["initial"] = {**known, **(facts.get("initial") or {})}
        super().__init__(*args, item=item, **facts)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        number, year = number_of(given.get("order_number", ""))
        given["order_number"] = number
        if year and given.get("on") and year != to_be(given["on"].year):
            self.add_error(
                "order_number", f"เลขที่คำสั่งเป็นของ พ.ศ. {year} แต่คำสั่งลงวันที่ใน พ.ศ. {to_be(given['on'].year)}"
            )
        has_copy = self.brings_files or self.item.files or given.get("signed_elsewhere")
        if not has_copy and "attached" not in self.errors:
            self.add_error("attached", "โปรดแนบคำสั่งที่ลงนามแล้ว หรือระบุว่าลงนามในระบบใด")
        return given


def number_of(typed: str) -> tuple[str, int | None]:
    """The number, and the year where it stands behind: “คำสั่งที่ ๑๔๕/๒๕๖๙” → (“145”, 2569)."""
    match = _NUMBER.fullmatch(to_arabic(typed).strip())
    if not match:
        return "", None
    return match[1], int(match[2]) if match[2] else None
