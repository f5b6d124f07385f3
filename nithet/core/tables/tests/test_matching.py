"""Columns of other systems' lists are found by their names and by what stands in them."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import permutations

import pytest

from nithet.core.tables.contents import is_email, is_full_name, is_school_name, is_title, reads_as
from nithet.core.tables.fields import ALIKE, BY_PART, Field, heading_key, likeness, name_score
from nithet.core.tables.heading import KNOWN, find_heading
from nithet.core.tables.matching import (
    ColumnMatch,
    column_keys,
    match_columns,
    memory_of,
    missing_fields,
    signature,
)
from nithet.core.tables.table import CellValue, Row
from nithet.core.tables.values import as_code, as_date, as_phone, as_whole_number

FIELDS = [
    Field("smis", "รหัส SMIS", ("รหัสโรงเรียน 8 หลัก", "รหัสสถานศึกษา 8 หลัก", "SMIS", "รหัสโรงเรียน"), reads_as(partial(as_code, digits=8))),
    Field("ministry", "รหัสกระทรวง", ("รหัสโรงเรียน 10 หลัก", "รหัสกระทรวงศึกษาธิการ", "รหัสสถานศึกษา 10 หลัก", "รหัสโรงเรียน"), reads_as(partial(as_code, digits=10))),
    Field("school", "ชื่อโรงเรียน", ("โรงเรียน", "สถานศึกษา", "ชื่อสถานศึกษา", "สังกัดโรงเรียน", "หน่วยงาน", "โรงเรียนที่ปฏิบัติงาน", "สถานที่ปฏิบัติงาน"), is_school_name, is_required=True),
    Field("district", "อำเภอ", ("ชื่ออำเภอ", "อำเภอ/เขต")),
    Field("pupils", "จำนวนนักเรียน", ("นักเรียนรวม", "จำนวนนักเรียนทั้งหมด", "จำนวนนักเรียนรวม", "รวมนักเรียน"), reads_as(partial(as_whole_number, most=20_000))),
    Field("cluster", "กลุ่มโรงเรียน", ("เครือข่าย", "ชื่อกลุ่มโรงเรียน", "ศูนย์เครือข่าย")),
    Field("title", "คำนำหน้า", ("คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ/คำนำหน้า"), is_title),
    Field("first", "ชื่อ", ("ชื่อตัว", "ชื่อจริง")),
    Field("last", "นามสกุล", ("สกุล", "ชื่อสกุล (นามสกุล)")),
    Field("whole", "ชื่อ-นามสกุล", ("ชื่อ-สกุล", "ชื่อและนามสกุล", "ชื่อตัว ชื่อสกุล", "ชื่อ-ชื่อสกุล"), is_full_name),
    Field("number", "เลขที่ตำแหน่ง", ("ตำแหน่งเลขที่", "เลขที่จ่ายตรง", "เลขตำแหน่ง")),
    Field("position", "ตำแหน่ง", ("ชื่อตำแหน่ง", "ตำแหน่งปัจจุบัน")),
    Field("standing", "วิทยฐานะ", ("วิทยฐานะปัจจุบัน", "วิทยฐานะ/ระดับ")),
    Field("phone", "โทรศัพท์", ("เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทรศัพท์มือถือ", "เบอร์มือถือ", "มือถือ"), reads_as(as_phone)),
    Field("email", "อีเมล", ("ที่อยู่อีเมล", "E-mail"), is_email),
    Field("born", "วันเกิด", ("วันเดือนปีเกิด", "วันเดือนปี พ.ศ. เกิด")),
    Field("since", "วันที่บรรจุ", ("วันบรรจุ", "วันเดือนปีที่บรรจุ", "วันเดือนปีบรรจุ"), reads_as(as_date)),
]  # fmt: skip

# As they stand in lists of DMC, HRMS and AMSS++, in answers of Google Forms and in lists made by hand.
HEADINGS = {
    "รหัสโรงเรียน (SMIS 8 หลัก)": "smis",
    "Smis": "smis",
    "รหัส smis": "smis",
    "รหัสโรงเรียน 10 หลัก": "ministry",
    "รหัสกระทรวงฯ": "ministry",
    "ชื่อโรงเรียน": "school",
    "ชื่อ ร.ร.": "school",
    "รร.": "school",
    "โรงเรียน ": "school",
    "โรงเรียน*": "school",
    "2. ชื่อโรงเรียนของท่าน": "school",
    "โปรดระบุชื่อโรงเรียน": "school",
    "ช่ือโรงเรียน": "school",
    "ชื่อโรงเรียน (ภาษาไทย)": "school",
    "อ.": "district",
    "อำเภอ / เขต": "district",
    "อําเภอ": "district",
    "จำนวน นร.": "pupils",
    "จน. นักเรียน": "pupils",
    "จำนวนนักเรียน (คน)": "pupils",
    "จํานวนนักเรียนทั้งหมด": "pupils",
    "กลุ่ม โรงเรียน": "cluster",
    "คำนำหน้า": "title",
    "คำนำหน้าชื่อ :": "title",
    "คํานําหน้า": "title",
    "คำนำหนัา": "title",
    "ชื่อ": "first",
    "ชื่อ (ไทย)": "first",
    "1) ชื่อ": "first",
    "สกุล": "last",
    "นามสกุล": "last",
    "นามสุกล": "last",
    "ชื่อ – สกุล": "whole",
    "ชื่อ-สกุล (พร้อมคำนำหน้า)": "whole",
    "ชื่อ  -  นามสกุล": "whole",
    "ชื่อ-นามสกุล ผู้ตอบ": "whole",
    "ตำแหน่ง เลขที่": "number",
    "เลขที่ตำแหน่ง*": "number",
    "ตำแหน่ง": "position",
    "ตําเเหน่ง": "position",
    "วิทยฐานะ": "standing",
    "วิทยะฐานะ": "standing",
    "เบอร์โทร": "phone",
    "โทร.": "phone",
    "โทรศัพท์ (มือถือ)": "phone",
    "หมายเลขโทรศัพท์ที่ติดต่อได้": None,
    "เบอร์โทรศัพย์": "phone",
    "E-Mail Address": "email",
    "อีเมล์": "email",
    "ที่อยู่อีเมล": "email",
    "ว/ด/ป เกิด": "born",
    "วดป.เกิด": "born",
    "ตำแน่ง": "position",
    "วิทฐานะ": "standing",
    "จำนวนนักเรีน": "pupils",
    "เลขที่ตำเเหนง": "number",
    "วัน เดือน ปี เกิด": "born",
    "วัน/เดือน/ปี ที่บรรจุ": "since",
    "วันที่บรรจุ (ว/ด/ป)": "since",
}
OTHER_THINGS = [
    "ที่",
    "ลำดับที่",
    "ประทับเวลา",
    "ชื่อ (ภาษาอังกฤษ)",
    "ชื่อเดิม",
    "ชื่อบิดา",
    "ชื่อเล่น",
    "ชื่อผู้อำนวยการ",
    "จำนวนนักเรียนชาย",
    "จำนวนนักเรียน (หญิง)",
    "จำนวนครู",
    "จำนวนห้องเรียน",
    "รหัสโรงเรียน 6 หลัก",
    "รหัสนักเรียน",
    "ประเภทโรงเรียน",
    "ขนาดโรงเรียน",
    "ที่ตั้งโรงเรียน",
    "โทรสาร",
    "เลขประจำตัวประชาชน",
    "วันที่เริ่มปฏิบัติงาน",
    "วันสิ้นสุด",
    "วันเกษียณ",
    "ตำบล",
    "จังหวัด",
    "เงินเดือน",
    "หมายเหตุ",
    "สาขาวิชา",
    "วุฒิการศึกษา",
    "",
]


def best(heading: str) -> str | None:
    scores = sorted(((name_score(heading, field), field.code) for field in FIELDS), reverse=True)
    return scores[0][1] if scores[0][0] >= KNOWN else None


@pytest.mark.parametrize(("heading", "field"), HEADINGS.items())
def test_a_heading_names_its_field(heading: str, field: str | None) -> None:
    assert best(heading) == field


@pytest.mark.parametrize("heading", OTHER_THINGS)
def test_a_heading_of_another_thing_names_none(heading: str) -> None:
    assert best(heading) is None


def test_the_threshold_lies_between_slips_and_other_things() -> None:
    slips = [
        max(likeness(heading_key(heading), heading_key(name)) for name in field.names)
        for heading, code in HEADINGS.items()
        for field in FIELDS
        if field.code == code and 0 < name_score(heading, field) < BY_PART
    ]
    others = [
        likeness(heading_key(heading), heading_key(name))
        for heading in [*HEADINGS, *OTHER_THINGS]
        for field in FIELDS
        for name in field.names
        if heading and HEADINGS.get(heading) != field.code and name_score(heading, field) < BY_PART
    ]
    assert len(slips) >= 8
    assert max(others) + 3 <= ALIKE <= min(slips) - 3


def rows(*cells: Sequence[CellValue]) -> list[Row]:
    return [Row(number, tuple(values)) for number, values in enumerate(cells, start=1)]


def matched(headings: Sequence[str], *sample: Sequence[CellValue]) -> dict[str, str | None]:
    return {match.heading: match.field for match in match_columns(headings, rows(*sample), FIELDS)}


PEOPLE = {
    "ที่": (1, 2, 3),
    "ชื่อ - สกุล": ("นายสมชาย ใจดี", "นางสมหญิง ใจงาม", "ว่าที่ ร.ต.สม ใจมั่น"),
    "ตำแหน่ง": ("ครู", "ครู", "ผู้อำนวยการโรงเรียน"),
    "ตำแหน่งเลขที่": ("1201", "1202", "1203"),
    "ร.ร.": ("บ้านทุ่ง", "บ้านดง", "วัดป่า"),
}


def test_columns_are_found_in_any_order() -> None:
    expected = {
        "ที่": None,
        "ชื่อ - สกุล": "whole",
        "ตำแหน่ง": "position",
        "ตำแหน่งเลขที่": "number",
        "ร.ร.": "school",
    }
    for order in permutations(PEOPLE):
        sample = zip(*(PEOPLE[heading] for heading in order), strict=True)
        assert matched(order, *sample) == expected


def test_content_tells_two_columns_with_one_name_apart() -> None:
    headings = ["รหัสโรงเรียน", "ชื่อโรงเรียน"]
    for code, field in (("30010001", "smis"), ("1030200001", "ministry")):
        sample = [(code, "บ้านทุ่ง")] * 3
        assert matched(headings, *sample) == {"รหัสโรงเรียน": field, "ชื่อโรงเรียน": "school"}


def test_a_column_without_a_name_is_found_by_its_content() -> None:
    sample: list[tuple[CellValue, ...]] = [("สมชาย", 812345678, "a@example.go.th"), ("สม", "089-876-5432", "b@example.go.th"), ("ใจ", "0812345670", "-"), ("มี", "0812345671", "c@example.go.th")]  # fmt: skip
    matches = match_columns(["ชื่อ", "", "คอลัมน์ 3"], rows(*sample), FIELDS)
    assert [(match.field, match.how) for match in matches] == [
        ("first", "name"),
        ("phone", "content"),
        ("email", "content"),
    ]
    assert [match.is_sure for match in matches] == [True, False, False]


def test_small_numbers_and_days_name_no_column() -> None:
    sample = [(1, 46296, "12", "1 ต.ค. 2569", date(2026, 10, 1))] * 3
    matches = match_columns(["ที่", "", "ก", "ข", "ค"], rows(*sample), FIELDS)
    assert [match.field for match in matches] == [None] * 5


def test_a_named_column_does_not_hinder_one_without_a_name() -> None:
    sample = [("1234567890", "1030200001"), ("1234567891", "1030200002"), ("1234567892", "1030200003")]
    assert matched(["ตำแหน่งเลขที่", "คอลัมน์ 2"], *sample) == {"ตำแหน่งเลขที่": "number", "คอลัมน์ 2": "ministry"}


def test_two_columns_alike_in_content_are_left_to_the_person() -> None:
    sample = [("0812345678", "0898765432")] * 3
    matches = match_columns(["", "ก"], rows(*sample), FIELDS)
    assert [match.field for match in matches] == [None, None]
    assert all("phone" in match.others for match in matches)


def test_content_that_speaks_against_a_name_makes_it_unsure() -> None:
    sample = [("12/3 หมู่ 1",), ("-",), ("45 หมู่ 2",), ("67",)]
    (match,) = match_columns(["วันที่บรรจุ"], rows(*sample), FIELDS)
    assert not match.is_sure


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("กลุ่มโรงเรียน/กลุ่ม", "cluster"),
        ("กลุ่มโรงเรียน / กลุ่ม", "cluster"),
        ("กลุ่ม/เครือข่าย", "cluster"),
        ("โรงเรียน/สังกัด", "school"),
        ("เบอร์โทร./มือถือ", "phone"),
        ("ชื่อ/สกุล", "whole"),
        ("ชื่อ/สกุลผู้บริหาร", None),
        ("คำนำหน้า/ชื่อ/ฉายา", None),
        ("ตำแหน่ง/วิทยฐานะ", None),
        ("โรงเรียน/โทร.", None),
        ("โรงเรียน/ชื่อผู้อำนวยการ", None),
        ("ตำแหน่ง/1", None),
        ("โรงเรียน / ที่ตั้ง", None),
    ],
)
def test_either_name_around_a_stroke_may_be_meant(heading: str, field: str | None) -> None:
    (match,) = match_columns([heading], [], FIELDS)
    assert match.field == field
    assert match.is_sure is (field == "whole")


def test_of_two_things_in_one_column_both_are_told() -> None:
    (match,) = match_columns(["ตำแหน่ง/วิทยฐานะ"], [], FIELDS)
    assert set(match.others) == {"position", "standing"}


def test_two_columns_with_one_name_are_told_as_unsure() -> None:
    first, second = match_columns(["ชื่อ", "ชื่อ"], [], FIELDS)
    assert (first.field, first.is_sure, second.field) == ("first", False, None)
    assert "first" in second.others


def test_what_a_person_chose_is_remembered_for_files_with_the_same_columns() -> None:
    headings = ["ชื่อ", "ชื่อ", "หมายเหตุ", "โทร."]
    memory = memory_of(headings, {0: "last", 1: "first", 2: "phone", 3: None})
    again = match_columns(["หมายเหตุ ", "ชื่อ", "โทร", "ชื่อ*"], [], FIELDS, memory)
    assert [match.field for match in again] == ["phone", "last", None, "first"]
    assert all(match.how == "remembered" and match.is_sure for match in again)


def test_a_remembered_field_that_is_gone_is_no_field() -> None:
    (match,) = match_columns(["ชื่อ"], [], FIELDS, {heading_key("ชื่อ"): "national_id"})
    assert match.field is None


def test_the_signature_is_of_the_columns_in_any_order_and_writing() -> None:
    one = signature(["ชื่อ", "สกุล", "", "โทร."])
    assert one == signature(["โทรศัพท์", "ชื่อ *", "สกุล"])
    assert one != signature(["ชื่อ", "สกุล", "", "โทร.", "อีเมล"])
    assert one != signature(["ชื่อ", "ชื่อ", "สกุล", "โทร."])
    assert column_keys(["ก", "ก", ""]) == ["ก", "ก#2", ""]


def test_required_fields_that_no_column_is_are_named() -> None:
    assert [field.label for field in missing_fields([ColumnMatch(0, "ชื่อ", "first")], FIELDS)] == ["ชื่อโรงเรียน"]
    assert missing_fields([ColumnMatch(0, "รร.", "school")], FIELDS) == []


@pytest.mark.parametrize(
    ("above", "names", "data_from"),
    [
        ([["ชื่อ", "สกุล", "ตำแหน่ง"]], ["ชื่อ", "สกุล", "ตำแหน่ง"], 2),
        (
            [
                ["รายชื่อบุคลากร โรงเรียนบ้านทุ่ง"],
                ["สังกัด สพป.สาธิต เขต 1", None, "หน้า 1"],
                ["ที่", "ชื่อ - สกุล", "ตำแหน่ง"],
            ],
            ["ที่", "ชื่อ - สกุล", "ตำแหน่ง"],
            4,
        ),
        (
            [["ที่", "ชื่อ–สกุล", None, None, "โรงเรียน"], [None, "คำนำหน้า", "ชื่อ", "สกุล", None]],
            ["ที่", "ชื่อ–สกุล / คำนำหน้า", "ชื่อ–สกุล / ชื่อ", "ชื่อ–สกุล / สกุล", "โรงเรียน"],
            3,
        ),
        (
            [["ชื่อ", "สกุล", "โรงเรียน", None], [None, None, "ชื่อ", "รหัสโรงเรียน"], ["(1)", "(2)", "(3)", "(4)"]],
            ["ชื่อ", "สกุล", "โรงเรียน / ชื่อ", "โรงเรียน / รหัสโรงเรียน"],
            4,
        ),
        (
            [["ชื่อ", "สกุล", "ตำแหน่ง", None, "โทร."], ["๑", "๒", "๓", "๔", "๕"]],
            ["ชื่อ", "สกุล", "ตำแหน่ง", "", "โทร."],
            3,
        ),
        ([["ไม่รู้จัก", "แปลก", "ใหม่เอี่ยม"]], ["ไม่รู้จัก", "แปลก", "ใหม่เอี่ยม"], 2),
    ],
    ids=["plain", "titles", "two rows", "grouped and numbered", "blank and numbered", "unknown"],
)
def test_the_heading_is_found(above: list[list[CellValue]], names: list[str], data_from: int) -> None:
    row: list[CellValue] = ["สมชาย", "ใจดี", "ครู", 5, "บ้านทุ่ง"]
    data = [row[: len(names)]] * 3
    heading = find_heading(rows(*above, *data), FIELDS)
    assert heading is not None
    assert (list(heading.names[: len(names)]), heading.data_from) == (names, data_from)


def test_parts_of_a_name_under_one_wide_heading_are_named() -> None:
    two = rows(["ที่", "ชื่อ - สกุล", None, "ตำแหน่ง"], [1, "นายสมชาย", "ใจดี", "ครู"])
    three = rows(["ที่", "ชื่อ-นามสกุล", None, None, "ตำแหน่ง"], [1, "นาย", "สมชาย", "ใจดี", "ครู"])
    for table, fields in ((two, ["first", "last"]), (three, ["title", "first", "last"])):
        heading = find_heading(table, FIELDS)
        assert heading is not None
        matches = match_columns(heading.names, table[1:], FIELDS)
        assert [match.field for match in matches] == [None, *fields, "position"]


def test_a_heading_repeated_on_each_page_is_known_again() -> None:
    table = rows(["ชื่อ", "สกุล"], ["สมชาย", "ใจดี"], ["ชื่อ ", "สกุล"], ["สม", None])
    heading = find_heading(table, FIELDS)
    assert heading is not None
    assert [heading.is_repeated_by(row) for row in table[1:]] == [False, True, False]


def test_a_table_without_heading_or_rows_has_none() -> None:
    assert find_heading([], FIELDS) is None
    assert find_heading(rows([1, 2, 3], [4, 5, 6]), FIELDS) is None


def test_a_heading_far_below_is_not_looked_for() -> None:
    table = [*rows(*[[number] for number in range(40)]), Row(41, ("ชื่อ", "สกุล"))]
    assert find_heading(table, FIELDS) is None


def test_one_name_above_may_span_columns_of_its_own() -> None:
    head = ["ที่", "รหัสโรงเรียน", "ชื่อโรงเรียน", "รวมทั้งสิ้น", None, None]
    below = [None, None, None, "ชาย", "หญิง", "รวม"]
    heading = find_heading(rows(head, below, [1, "99010001", "บ้านทุ่ง", 4, 5, 9]), FIELDS)
    assert heading is not None
    assert heading.names[3:] == ("รวมทั้งสิ้น / ชาย", "รวมทั้งสิ้น / หญิง", "รวมทั้งสิ้น / รวม")
    assert heading.data_from == 3


def test_a_row_with_little_in_it_is_no_part_of_the_heading() -> None:
    head = ["ที่", "รหัสโรงเรียน", "ชื่อโรงเรียน", "หมายเหตุ", None]
    heading = find_heading(
        rows(head, [None, None, None, "ยุบ", "รวม 2560"], [1, "99010001", "บ้านทุ่ง", None, None]), FIELDS
    )
    assert heading is not None
    assert heading.data_from == 2
