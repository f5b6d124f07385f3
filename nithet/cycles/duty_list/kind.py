"""The columns of an order of duties, and what is asked besides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.tables.contents import is_full_name
from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.cycles.duty_list.taking import DutiesTaking
from nithet.cycles.duty_list.words import as_part, as_places
from nithet.offices.imports.cells import as_name, as_position_number
from nithet.offices.imports.kinds import Choice, ImportKind, Option, Taking
from nithet.offices.models import Office


class DutiesKind(ImportKind):
    code = "duties"
    title = "คำสั่งมอบหมายหน้าที่ประจำปี"
    unit = "หน้าที่"
    position = 6
    hint = "ตารางแนบท้ายคำสั่ง: ผู้รับผิดชอบ กระบวนงาน โรงเรียนหรือกลุ่มโรงเรียน และหน้าที่"
    fields = (
        Field(code="person", label="ผู้รับผิดชอบ",
              synonyms=("ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อ นามสกุล", "ชื่อและนามสกุล", "รายชื่อ", "ผู้ปฏิบัติ", "ผู้ปฏิบัติหน้าที่", "ผู้ได้รับมอบหมาย", "ผู้รับผิดชอบงาน"),
              looks_like=is_full_name),
        Field(code="position_number", label="เลขที่ตำแหน่ง", synonyms=("เลขตำแหน่ง", "ตำแหน่งเลขที่", "เลขที่อัตรา")),
        Field(code="procedure", label="กระบวนงาน",
              synonyms=("งาน", "งานที่รับผิดชอบ", "งานที่ได้รับมอบหมาย", "ชื่องาน", "ชื่อกระบวนงาน", "ภารกิจ", "ภาระงาน", "งาน/โครงการ", "งานตามคู่มือ"),
              is_required=True),
        Field(code="places", label="โรงเรียนหรือกลุ่มโรงเรียน",
              synonyms=("โรงเรียน", "กลุ่มโรงเรียน", "โรงเรียนที่รับผิดชอบ", "โรงเรียนในความรับผิดชอบ", "กลุ่มโรงเรียนที่รับผิดชอบ", "โรงเรียน/กลุ่มโรงเรียน",
                        "สถานศึกษา", "สถานศึกษาที่รับผิดชอบ", "เครือข่ายที่รับผิดชอบ", "พื้นที่รับผิดชอบ", "พื้นที่", "เครือข่าย", "เขตพื้นที่รับผิดชอบ")),
        Field(code="part", label="หน้าที่", synonyms=("ลักษณะความรับผิดชอบ", "บทบาท", "ความรับผิดชอบ", "ฐานะ", "หน้าที่ในงาน")),
    )  # fmt: skip
    readers = {
        "person": as_name, "position_number": as_position_number, "procedure": partial(as_text, most=500),
        "places": as_places, "part": as_part,
    }  # fmt: skip
    options = (
        Option("number", lambda: CleanCharField(label="คำสั่งที่", max_length=80, help_text="เช่น 12/2570")),
        Option("on", lambda: ThaiDateField(label="สั่ง ณ วันที่")),
        Option(
            "from_on",
            lambda: ThaiDateField(label="ตั้งแต่วันที่", help_text="วันสุดท้ายคือวันสิ้นปีงบประมาณของวันนี้ แก้ไขได้ที่หน้าคำสั่ง"),
        ),
    )
    doubt_choices = (Choice.SAME, Choice.SKIP)
    sample_fields = ("person", "procedure", "places", "part")
    examples = (
        ("นางสาวตัวอย่าง สมมติ", "งานส่งเสริมการใช้สื่อการเรียนการสอน", "กลุ่มโรงเรียนตัวอย่าง, โรงเรียนบ้านสมมติ", "ผู้รับผิดชอบหลัก"),
    )  # fmt: skip

    def lacking(self, codes: Collection[str]) -> list[str]:
        is_named = bool({"person", "position_number"} & set(codes))
        return ([] if is_named else ["ผู้รับผิดชอบ"]) + super().lacking(codes)

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return DutiesTaking(self, office, columns, options, on)
