"""The columns of a list of personnel, and what a row says by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from nithet.core.fields import ThaiDateField
from nithet.core.tables.contents import is_email, is_full_name, is_school_name, is_title, reads_as
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import as_date, as_phone, as_text, as_whole_number
from nithet.offices.imports.cells import (
    as_email,
    as_first_name,
    as_name,
    as_position_number,
    as_short,
    remembering,
)
from nithet.offices.imports.kinds import ImportKind, Option, Taking
from nithet.offices.imports.people.taking import PeopleTaking
from nithet.offices.imports.positions import standing_of
from nithet.offices.models import Office
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_PAY_LEVELS = {"คศ.2": "ชำนาญการ", "คศ.3": "ชำนาญการพิเศษ", "คศ.4": "เชี่ยวชาญ", "คศ.5": "เชี่ยวชาญพิเศษ"}
_THIRTEEN = re.compile(r"\d{13}")
_PAY_LEVEL = re.compile(r"คศ\.?(\d)")
NO_ID = "ระบบไม่จัดเก็บเลขประจำตัวประชาชน คอลัมน์นี้จะไม่ถูกอ่านและไม่ถูกบันทึก"


def as_standing(value: CellValue) -> str:
    """“ครูชำนาญการ”, “คศ.2” → “ชำนาญการ”; คศ.1 has none."""
    text = as_text(value, most=80)
    if match := _PAY_LEVEL.search(squeeze(text)):
        return _PAY_LEVELS.get(f"คศ.{match[1]}", "")
    return standing_of(text) or ("" if text.startswith(("ครู", "ไม่มี")) else text)


def is_national_id(value: CellValue) -> bool:
    """Thirteen digits, also where a spreadsheet has made a number of them."""
    text = f"{value:.0f}" if isinstance(value, float) else to_arabic(str(value))
    return bool(_THIRTEEN.fullmatch(re.sub(r"[\s-]", "", text)))


NATIONAL_ID = Field(
    code="national_id",
    label="เลขประจำตัวประชาชน",
    synonyms=(
        "เลขบัตรประชาชน",
        "เลขประจำตัวประชาชน 13 หลัก",
        "เลขที่บัตรประจำตัวประชาชน",
        "บัตรประชาชน",
        "ID Card",
        "CID",
    ),
    looks_like=is_national_id,
    is_code=True,
)


class PeopleKind(ImportKind):
    code = "people"
    title = "บุคลากรและตำแหน่งปัจจุบัน"
    unit = "คน"
    position = 2
    hint = "ทะเบียนบุคลากรจาก HRMS รายชื่อจาก AMSS++ หรือตารางที่สำนักงานจัดทำเอง"
    fields = (
        Field(code="name", label="ชื่อ–นามสกุล (ช่องเดียว)",
              synonyms=("ชื่อ-สกุล", "ชื่อ - นามสกุล", "ชื่อ นามสกุล", "ชื่อและนามสกุล", "ชื่อเต็ม", "ชื่อบุคลากร", "ชื่อ-นามสกุลผู้ดำรงตำแหน่ง"),
              looks_like=is_full_name),
        Field(code="title", label="คำนำหน้า", synonyms=("คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ"), looks_like=is_title),
        Field(code="first_name", label="ชื่อ", synonyms=("ชื่อตัว", "ชื่อ (ไทย)", "ชื่อภาษาไทย")),
        Field(code="last_name", label="นามสกุล", synonyms=("สกุล", "ชื่อสกุล", "นามสกุล (ไทย)")),
        Field(code="position", label="ตำแหน่ง",
              synonyms=("ชื่อตำแหน่ง", "ตำแหน่งปัจจุบัน", "ตำแหน่งทางการบริหาร", "ตำแหน่งในสายงาน", "ปฏิบัติหน้าที่")),
        Field(code="standing", label="วิทยฐานะหรือระดับ", synonyms=("วิทยฐานะ", "ระดับ", "อันดับ", "ระดับตำแหน่ง")),
        Field(code="kind", label="ประเภทบุคลากร", synonyms=("ประเภท", "ประเภทตำแหน่ง", "ประเภทบุคคล", "ประเภทข้าราชการ")),
        Field(code="position_number", label="เลขที่ตำแหน่ง", synonyms=("เลขตำแหน่ง", "ตำแหน่งเลขที่", "เลขที่", "เลขที่อัตรา"), is_code=True),
        Field(code="place", label="โรงเรียนหรือกลุ่มที่ปฏิบัติงาน",
              synonyms=("โรงเรียน", "สังกัด", "หน่วยงาน", "สถานศึกษา", "ชื่อโรงเรียน", "สถานที่ปฏิบัติงาน", "กลุ่ม", "กลุ่มงาน", "สังกัดโรงเรียน",
                        "หน่วยงานที่สังกัด", "ส่วนราชการ"), looks_like=is_school_name),
        Field(code="seniority", label="ลำดับอาวุโส", synonyms=("อาวุโส", "ลำดับที่อาวุโส")),
        Field(code="phone", label="โทรศัพท์", synonyms=("เบอร์โทร", "เบอร์โทรศัพท์", "โทรศัพท์มือถือ", "หมายเลขโทรศัพท์", "มือถือ"), looks_like=reads_as(as_phone)),
        Field(code="email", label="อีเมล", synonyms=("e-mail", "email address", "ที่อยู่อีเมล"), looks_like=is_email),
        Field(code="from_on", label="ดำรงตำแหน่งตั้งแต่วันที่",
              synonyms=("วันที่ดำรงตำแหน่ง", "ตั้งแต่วันที่", "วันที่เริ่มปฏิบัติงาน", "วันที่มาปฏิบัติงาน", "ดำรงตำแหน่งปัจจุบันเมื่อ")),
        NATIONAL_ID,
    )  # fmt: skip
    readers = {
        "name": as_name, "title": remembering(as_short), "first_name": as_first_name, "last_name": as_first_name,
        "position": remembering(as_name), "standing": remembering(as_standing), "kind": remembering(as_name),
        "position_number": as_position_number, "place": remembering(as_name),
        "seniority": partial(as_whole_number, least=1, most=999_999), "phone": as_phone, "email": as_email,
        "from_on": remembering(partial(as_date, first=date(1950, 1, 1))),
    }  # fmt: skip
    options = (
        Option(
            "on",
            lambda: ThaiDateField(
                label="ข้อมูล ณ วันที่",
                help_text="ใช้เป็นวันเริ่มปฏิบัติหน้าที่ของแถวที่ไม่มีวันที่ และเป็นวันเริ่มของตำแหน่งใหม่เมื่อมีการย้าย",
            ),
        ),
    )
    left_out = {"national_id": NO_ID}
    sample_fields = (
        "title",
        "first_name",
        "last_name",
        "position",
        "standing",
        "position_number",
        "place",
        "phone",
        "email",
        "from_on",
    )
    examples = (
        ("นางสาว", "ตัวอย่าง", "สมมติ", "ครู", "ชำนาญการ", "1234", "บ้านตัวอย่าง", "081 234 5678", "tuayang@example.ac.th", "1 ตุลาคม 2568"),
    )  # fmt: skip
    ends_missing = "สิ้นสุดการปฏิบัติหน้าที่ของผู้ที่ไม่พบในไฟล์ โดยวันสุดท้ายคือวันก่อนวันที่ของข้อมูล"

    def lacking(self, codes: Collection[str]) -> list[str]:
        return [] if "name" in codes or {"first_name", "last_name"} <= set(codes) else ["ชื่อและนามสกุล"]

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return PeopleTaking(self, office, columns, options, on)
