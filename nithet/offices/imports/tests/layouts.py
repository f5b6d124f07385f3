"""Invented lists in the layouts of other systems, as small files: for the tests here and for the browser's.

All names and numbers are made up. Each builder gives bytes; `upload` makes of them what a browser sends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

Cells = Sequence[Any]

SCHOOLS = (
    # smis, name, subdistrict, district, boys and girls of อ.2, ป.1, ป.6
    ("57990001", "บ้านนาสมมติ", "นาสมมติ", "เมืองสมมติ", (5, 6), (10, 12), (8, 9)),
    ("57990002", "บ้านดงสมมติ", "ดงสมมติ", "เมืองสมมติ", (2, 3), (4, 4), (5, 3)),
    ("57990003", "อนุบาลสมมติ", "ในเมือง", "เมืองสมมติ", (40, 42), (90, 88), (75, 81)),
)
PEOPLE = (
    # whole name, position, standing, position number, school or division, telephone
    ("นายสมปอง นาสมมติ", "ผู้อำนวยการโรงเรียน", "ผู้อำนวยการชำนาญการพิเศษ", "1001", "บ้านนาสมมติ", "0811111111"),
    ("นางสาวมะลิ ดอกสมมติ", "ครู", "คศ.2", "1002", "บ้านนาสมมติ", "0822222222"),
    ("ว่าที่ร้อยตรีหญิง พิกุล ใจสมมติ", "ครูผู้ช่วย", "-", "1003", "บ้านดงสมมติ", "0833333333"),
    ("ดร.บุญเลิศ เลิศสมมติ", "ครู", "คศ.3", "1004", "อนุบาลสมมติ", "044444444"),
)


def xlsx(rows: Iterable[Cells], *, merged: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for span in merged:
        page.merge_cells(span)
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_text(rows: Iterable[Cells], *, delimiter: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def dmc_schools(schools: Sequence[Any] = SCHOOLS) -> bytes:
    """Like DMC's pupils by school: a title, two heading rows with merged cells, boys, girls and total a level."""
    levels = ("อ.2", "ป.1", "ป.6")
    upper: list[Any] = ["ที่", "รหัสโรงเรียน", "ชื่อโรงเรียน", "ตำบล", "อำเภอ"]
    lower: list[Any] = [None] * 5
    for level in levels:
        upper += [level, None, None]
        lower += ["ชาย", "หญิง", "รวม"]
    upper, lower = [*upper, "รวมทั้งสิ้น"], [*lower, None]
    rows: list[Cells] = [["จำนวนนักเรียนรายโรงเรียน สังกัดสำนักงานเขตพื้นที่การศึกษา (ข้อมูลสมมติ)"], upper, lower]
    for place, (smis, name, subdistrict, district, *counts) in enumerate(schools, start=1):
        cells = [number for boys, girls in counts for number in (boys, girls, boys + girls)]
        rows.append(
            [place, smis, name, subdistrict, district, *cells, sum(boys + girls for boys, girls in counts)]
        )
    return xlsx(rows, merged=("A1:O1", "F2:H2", "I2:K2", "L2:N2"))


def hrms_people(people: Sequence[Any] = PEOPLE) -> bytes:
    """Like a register out of HRMS: CP874, whole names, national IDs, days in Thai words."""
    rows: list[Cells] = [
        (
            "ลำดับ",
            "เลขประจำตัวประชาชน",
            "ชื่อ - สกุล",
            "ตำแหน่ง",
            "วิทยฐานะ",
            "เลขที่ตำแหน่ง",
            "หน่วยงาน",
            "โทรศัพท์มือถือ",
            "วันที่ดำรงตำแหน่ง",
        )
    ]
    for place, (name, position, standing, number, school, phone) in enumerate(people, start=1):
        id_number = f"{1100000000000 + place}"
        rows.append((place, id_number, name, position, standing, number, school, phone, "1 ต.ค. 2566"))
    return csv_text(rows).encode("cp874")


def amss_people(people: Sequence[Any] = PEOPLE) -> bytes:
    """Like a list out of AMSS++: title, first and last name apart, and columns that nobody knows."""
    rows: list[Cells] = [
        (
            "person_id",
            "คำนำหน้า",
            "ชื่อ",
            "นามสกุล",
            "ตำแหน่ง",
            "สังกัด",
            "รหัสผู้ใช้ในระบบเดิม",
            "สถานะการใช้งาน",
            "เบอร์โทร",
        )
    ]
    for place, (name, position, _, _, school, phone) in enumerate(people, start=1):
        first, last = name.removeprefix("นาย").removeprefix("นางสาว").split(" ")[-2:]
        title = "นาย" if name.startswith("นาย") else "นางสาว"
        # A telephone number that the spreadsheet made a number of.
        rows.append(
            (f"p{place:04}", title, first, last, position, f"โรงเรียน{school}", f"u{place}", "Y", float(phone))
        )
    return xlsx(rows)
