"""The columns of a list of appointments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from nithet.core.fields import ThaiDateField
from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_date, as_text
from nithet.offices.imports.appointments.taking import AppointmentsTaking
from nithet.offices.imports.appointments.words import as_capacity
from nithet.offices.imports.cells import as_first_name, as_name, as_position_number, as_short
from nithet.offices.imports.kinds import Choice, ImportKind, Option, Taking
from nithet.offices.imports.people.kind import NATIONAL_ID, NO_ID, PeopleKind
from nithet.offices.models import Office

_OF_PEOPLE = {one.code: one for one in PeopleKind.fields}
as_day = partial(as_date, first=date(1950, 1, 1))


class AppointmentsKind(ImportKind):
    code = "appointments"
    title = "การแต่งตั้งและมอบหมายหน้าที่"
    unit = "รายการ"
    position = 3
    hint = "คำสั่งแต่งตั้ง รักษาราชการแทน ปฏิบัติราชการแทน ประธานกลุ่มโรงเรียน และหน้าที่อื่นนอกจากตำแหน่งปัจจุบัน"
    fields = (
        *(_OF_PEOPLE[code] for code in ("name", "title", "first_name", "last_name", "position_number")),
        Field(code="role", label="หน้าที่ที่ได้รับแต่งตั้ง",
              synonyms=("หน้าที่", "ตำแหน่งที่แต่งตั้ง", "แต่งตั้งเป็น", "แต่งตั้งให้ดำรงตำแหน่ง", "ตำแหน่ง", "มอบหมายให้ปฏิบัติหน้าที่", "ตำแหน่งที่ได้รับแต่งตั้ง")),
        Field(code="place", label="โรงเรียน กลุ่ม หรือกลุ่มโรงเรียนที่ปฏิบัติหน้าที่",
              synonyms=("โรงเรียน", "สังกัด", "กลุ่ม", "ปฏิบัติหน้าที่ที่", "สถานที่ปฏิบัติหน้าที่", "หน่วยงาน", "กลุ่มงาน", "กลุ่มโรงเรียน")),
        Field(code="capacity", label="ลักษณะการปฏิบัติหน้าที่", synonyms=("ลักษณะ", "ในฐานะ", "ปฏิบัติหน้าที่ในลักษณะ")),
        Field(code="order_number", label="คำสั่งที่", synonyms=("เลขที่คำสั่ง", "คำสั่งเลขที่", "คำสั่ง", "อ้างถึงคำสั่ง")),
        Field(code="scope", label="ขอบเขต", synonyms=("ขอบเขตอำนาจ", "เรื่องที่มอบ", "อำนาจหน้าที่", "รายละเอียดการมอบหมาย")),
        Field(code="from_on", label="ตั้งแต่วันที่", synonyms=("วันเริ่ม", "วันที่เริ่ม", "มีผลตั้งแต่", "เริ่มวันที่", "ตั้งแต่")),
        Field(code="until_on", label="ถึงวันที่", synonyms=("วันสิ้นสุด", "วันที่สิ้นสุด", "สิ้นสุดวันที่", "ถึง")),
        NATIONAL_ID,
    )  # fmt: skip
    readers = {
        "name": as_name, "title": as_short, "first_name": as_first_name, "last_name": as_first_name,
        "position_number": as_position_number, "role": as_name, "place": as_name, "capacity": as_capacity,
        "order_number": as_short, "scope": partial(as_text, most=2000), "from_on": as_day, "until_on": as_day,
    }  # fmt: skip
    options = (
        Option(
            "on",
            lambda: ThaiDateField(label="ตั้งแต่วันที่", help_text="ใช้กับแถวที่ไม่มีวันเริ่ม เช่น วันที่คำสั่งมีผล"),
        ),
    )
    left_out = {"national_id": NO_ID}
    doubt_choices = (Choice.SAME, Choice.SKIP)
    sample_fields = ("name", "role", "place", "capacity", "order_number", "scope", "from_on", "until_on")
    examples = (
        ("นางสาวตัวอย่าง สมมติ", "ผู้อำนวยการโรงเรียน", "บ้านตัวอย่าง", "รักษาราชการแทน", "99/2569", "ทุกเรื่องในอำนาจของผู้อำนวยการโรงเรียน",
         "1 ตุลาคม 2569", "30 กันยายน 2570"),
    )  # fmt: skip

    def lacking(self, codes: Collection[str]) -> list[str]:
        have = set(codes)
        is_named = bool({"name", "position_number"} & have) or {"first_name", "last_name"} <= have
        return ([] if is_named else ["ชื่อและนามสกุล"]) + ([] if "role" in have else ["หน้าที่ที่ได้รับแต่งตั้ง"])

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return AppointmentsTaking(self, office, columns, options, on)
