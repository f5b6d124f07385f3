"""The columns of a list of schools."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField
from nithet.core.tables.contents import is_email, is_school_name, reads_as
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_code, as_phone, as_text, as_whole_number, as_yes_no
from nithet.offices.imports.cells import PastDayField, as_degrees, as_email, as_name, as_short
from nithet.offices.imports.kinds import ImportKind, Option, Taking
from nithet.offices.imports.schools.judging import LEVEL_CODES, PUPIL_CODES
from nithet.offices.imports.schools.taking import SchoolsTaking
from nithet.offices.models import Level, Office
from nithet.thai.levels import parse_levels

MOST_PUPILS = 20_000
as_smis = partial(as_code, digits=8)
as_ministry = partial(as_code, digits=10)
as_pupils = partial(as_whole_number, most=MOST_PUPILS)


def as_levels(value: CellValue) -> tuple[str, str] | None:
    text = as_text(value)
    if not text:
        return None
    if (found := parse_levels(text)) is None:
        raise CellProblem(f"“{text}” ไม่ใช่ระดับชั้นที่อ่านได้ โปรดพิมพ์ เช่น อ.2 – ป.6")
    return found


def as_district(value: CellValue) -> str:
    """Without the word before the name, which pages write themselves."""
    text = as_short(value)
    for word in ("อำเภอ", "ตำบล", "เขต", "แขวง", "อ.", "ต."):
        if text.startswith(word) and text != "เขต":
            return text.removeprefix(word).strip()
    return text


def _level_field(level: Level) -> Field:
    stage, _, year = level.label.rpartition(" ")
    number = level.value[1]
    short = {"k": "อ", "p": "ป", "m": "ม"}[level.value[0]]
    words = {"k": ("อนุบาล", "อนุบาลปีที่"), "p": ("ประถม", "ประถมปีที่"), "m": ("มัธยม", "มัธยมปีที่")}[level.value[0]]
    names = (
        f"{short}.{number}",
        f"{short}{number}",
        f"ชั้น {short}.{number}",
        *(f"{word} {number}" for word in words),
    )
    totals = tuple(
        f"{name} / {total}" for name in (f"{short}.{number}", level.label) for total in ("รวม", "รวมทั้งหมด")
    )
    return Field(
        code=level.value,
        label=f"นักเรียน {stage} {year}".replace("  ", " "),
        synonyms=(*names, level.label, *totals),
    )


class SchoolsKind(ImportKind):
    code = "schools"
    title = "โรงเรียน"
    unit = "โรงเรียน"
    position = 1
    hint = "ข้อมูลนักเรียนรายโรงเรียนจาก DMC ทะเบียนโรงเรียนจาก AMSS++ หรือตารางที่สำนักงานจัดทำเอง"
    fields = (
        Field(code="smis_code", label="รหัส SMIS", looks_like=reads_as(as_smis), is_code=True,
              synonyms=("รหัสโรงเรียน", "รหัสสถานศึกษา", "รหัสโรงเรียน 8 หลัก", "รหัส SMIS 8 หลัก", "SMIS", "รหัส smis โรงเรียน")),
        Field(code="ministry_code", label="รหัสกระทรวง", looks_like=reads_as(as_ministry), is_code=True,
              synonyms=("รหัสกระทรวง 10 หลัก", "รหัสโรงเรียน 10 หลัก", "รหัส 10 หลัก", "รหัสสถานศึกษากระทรวง", "MOE code")),
        Field(code="name", label="ชื่อโรงเรียน", looks_like=is_school_name,
              synonyms=("โรงเรียน", "ชื่อสถานศึกษา", "สถานศึกษา", "โรงเรียน/สถานศึกษา")),
        Field(code="cluster", label="กลุ่มโรงเรียน",
              synonyms=("เครือข่าย", "เครือข่ายโรงเรียน", "ศูนย์เครือข่าย", "กลุ่มเครือข่าย", "สหวิทยาเขต", "กลุ่มเครือข่ายสถานศึกษา", "ชื่อกลุ่มโรงเรียน")),
        Field(code="subdistrict", label="ตำบล", synonyms=("แขวง", "ตำบล/แขวง", "ชื่อตำบล")),
        Field(code="district", label="อำเภอ", synonyms=("เขต", "อำเภอ/เขต", "ชื่ออำเภอ")),
        Field(code="levels", label="ระดับชั้นที่เปิดสอน", looks_like=None,
              synonyms=("ระดับที่เปิดสอน", "ชั้นที่เปิดสอน", "เปิดสอนระดับ", "ระดับชั้น", "ช่วงชั้นที่เปิดสอน", "เปิดสอนตั้งแต่")),
        Field(code="lowest_level", label="ระดับชั้นต่ำสุด", synonyms=("ชั้นต่ำสุด", "เปิดสอนตั้งแต่ชั้น", "ชั้นเริ่มต้น")),
        Field(code="highest_level", label="ระดับชั้นสูงสุด", synonyms=("ชั้นสูงสุด", "เปิดสอนถึงชั้น", "ชั้นสุดท้าย")),
        Field(code="pupils", label="จำนวนนักเรียนรวม",
              synonyms=("จำนวนนักเรียน", "นักเรียน", "นักเรียนรวม", "จำนวนนักเรียนทั้งหมด", "รวมนักเรียน", "รวมทั้งหมด", "รวมทั้งสิ้น",
                        "จำนวนนักเรียน / รวม", "จำนวนนักเรียน / รวมทั้งสิ้น", "รวมทั้งสิ้น / รวม", "รวม")),
        *(_level_field(level) for level in Level),
        Field(code="phone", label="โทรศัพท์", looks_like=reads_as(as_phone),
              synonyms=("เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทรศัพท์โรงเรียน", "เบอร์โทรโรงเรียน")),
        Field(code="email", label="อีเมล", synonyms=("e-mail", "email", "อีเมลโรงเรียน"), looks_like=is_email),
        Field(code="latitude", label="ละติจูด", synonyms=("latitude", "lat", "พิกัด / ละติจูด", "พิกัดละติจูด")),
        Field(code="longitude", label="ลองจิจูด", synonyms=("longitude", "long", "lng", "lon", "พิกัด / ลองจิจูด", "พิกัดลองจิจูด", "ลองติจูด")),
        Field(code="elevation_m", label="ความสูงจากระดับน้ำทะเล (เมตร)",
              synonyms=("ความสูงจากระดับน้ำทะเล", "ความสูง", "ความสูง (เมตร)", "elevation")),
        Field(code="is_listed_highland", label="โรงเรียนพื้นที่สูง",
              synonyms=("พื้นที่สูง", "อยู่ในพื้นที่สูง", "โรงเรียนบนพื้นที่สูง", "พื้นที่สูงในถิ่นทุรกันดาร")),
    )  # fmt: skip
    readers = {
        "smis_code": as_smis, "ministry_code": as_ministry, "name": as_name, "cluster": as_name,
        "subdistrict": as_district, "district": as_district, "levels": as_levels, "lowest_level": as_levels,
        "highest_level": as_levels, "pupils": as_pupils, **dict.fromkeys(LEVEL_CODES, as_pupils), "phone": as_phone,
        "email": as_email, "latitude": partial(as_degrees, least=5, most=21, label="ละติจูด"),
        "longitude": partial(as_degrees, least=97, most=106, label="ลองจิจูด"),
        "elevation_m": partial(as_whole_number, most=3000), "is_listed_highland": as_yes_no,
    }  # fmt: skip
    options = (
        Option(
            "on",
            lambda: PastDayField(
                label="ข้อมูล ณ วันที่",
                help_text="วันที่ของจำนวนนักเรียน เช่น 10 มิ.ย. หรือ 10 พ.ย. และวันที่เปลี่ยนชื่อหรือย้ายกลุ่ม หากมี",
            ),
        ),
        Option(
            "source",
            lambda: CleanCharField(
                label="ที่มาของจำนวนนักเรียน", max_length=200, initial="DMC", widget=forms.TextInput()
            ),
            asked_with=PUPIL_CODES,
        ),
    )
    sample_fields = (
        "smis_code", "ministry_code", "name", "cluster", "subdistrict", "district", "levels", "pupils", "phone", "email",
    )  # fmt: skip
    examples = (
        ("57999901", "1057999901", "โรงเรียนบ้านตัวอย่าง", "กลุ่มโรงเรียนตัวอย่าง", "ตัวอย่าง", "เมืองตัวอย่าง", "อ.2 – ป.6", 98,
         "053 123 456", "bantuayang@example.ac.th"),
    )  # fmt: skip

    def lacking(self, codes: Collection[str]) -> list[str]:
        lacking = [] if {"smis_code", "ministry_code", "name"} & set(codes) else ["ชื่อโรงเรียนหรือรหัสโรงเรียน"]
        return lacking + (["ลองจิจูด"] if "latitude" in codes and "longitude" not in codes else [])

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return SchoolsTaking(self, office, columns, options, on)
