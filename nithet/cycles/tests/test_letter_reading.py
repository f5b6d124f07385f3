"""What is read out of letters, memos, circulars and messages as people paste them. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.core.ids import new_id
from nithet.cycles.letter_reading import Asked, Known, read_letter

ON = date(2026, 11, 20)  # a Friday
HOLIDAYS = frozenset({date(2026, 12, 7), date(2026, 12, 10)})


@dataclass(frozen=True)
class Case:
    """A letter and what it says; what is not named here it must not say."""

    text: str
    says: dict[str, Any] = field(default_factory=dict)


LETTER = """ที่ ศธ ๐๔๐๐๙/ว ๑๒๓๔
สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน
กระทรวงศึกษาธิการ กทม. ๑๐๓๐๐
๑๕ พฤศจิกายน ๒๕๖๙
เรื่อง ขอให้รายงานการใช้ห้องเรียนปลายทาง
เรียน ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาทุกเขต
อ้างถึง หนังสือสำนักงาน ที่ ศธ ๐๔๐๐๙/ว ๙๙๙ ลงวันที่ ๑ ตุลาคม ๒๕๖๙
ด้วยสำนักงานกำหนดให้โรงเรียนในสังกัดทุกแห่งรายงานการใช้ห้องเรียนปลายทาง
จึงขอให้ส่งรายงานภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙
ขอแสดงความนับถือ"""

CASES = {
    "a letter from above": Case(
        LETTER,
        {
            "subject": "ขอให้รายงานการใช้ห้องเรียนปลายทาง", "number": "ศธ 04009/ว 1234",
            "from_whom": "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "dated_on": date(2026, 11, 15),
            "due_on": date(2026, 11, 30), "asked": [Asked.ALL_SCHOOLS],
        },
    ),
    "most urgent": Case(
        f"ด่วนที่สุด\n{LETTER}",
        {
            "subject": "ขอให้รายงานการใช้ห้องเรียนปลายทาง", "number": "ศธ 04009/ว 1234", "urgency": "most",
            "from_whom": "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "dated_on": date(2026, 11, 15),
            "due_on": date(2026, 11, 30), "asked": [Asked.ALL_SCHOOLS],
        },
    ),
    "a memo": Case(
        "บันทึกข้อความ\nส่วนราชการ กลุ่มนโยบายและแผน โทร. 0 2000 0000\nที่ นผ 15/2569 วันที่ 18 พฤศจิกายน 2569\n"
        "เรื่อง ขอข้อมูลผลการดำเนินงานไตรมาสที่ 1\nเรียน ผู้อำนวยการกลุ่มทุกกลุ่ม\n"
        "ขอให้ส่งข้อมูลก่อนวันที่ 25 พฤศจิกายน 2569",
        {
            "subject": "ขอข้อมูลผลการดำเนินงานไตรมาสที่ 1", "from_whom": "กลุ่มนโยบายและแผน", "number": "นผ 15/2569",
            "dated_on": date(2026, 11, 18), "due_on": date(2026, 11, 24), "asked": [Asked.ALL_UNITS],
        },
    ),
    "a subject of two lines": Case(
        "เรื่อง ขอเชิญประชุมเชิงปฏิบัติการการจัดการเรียนรู้\nด้านวิทยาการคำนวณ\nเรียน ผู้อำนวยการโรงเรียน",
        {"subject": "ขอเชิญประชุมเชิงปฏิบัติการการจัดการเรียนรู้ ด้านวิทยาการคำนวณ"},
    ),
    "a colon behind เรื่อง": Case(
        "เรื่อง: สำรวจอุปกรณ์ DLTV\nภายใน 20/12/2569", {"subject": "สำรวจอุปกรณ์ DLTV", "due_on": date(2026, 12, 20)}
    ),
    "working days from the day it came": Case(
        "เรื่อง สำรวจครู\nให้รายงานภายใน ๗ วันทำการ นับแต่วันที่ได้รับหนังสือ",
        {"subject": "สำรวจครู", "due_on": date(2026, 12, 1)},
    ),
    "days from the letter's own date": Case(
        "ที่ ศธ 04001/55\n10 พฤศจิกายน 2569\nเรื่อง สำรวจ\nภายใน 15 วัน นับจากวันที่ลงนามในหนังสือ",
        {"subject": "สำรวจ", "number": "ศธ 04001/55", "dated_on": date(2026, 11, 10), "due_on": date(2026, 11, 25)},
    ),
    "days in words": Case("เรื่อง รายงาน\nให้ตอบภายในเจ็ดวัน", {"subject": "รายงาน", "due_on": date(2026, 11, 27)}),
    "working days pass holidays": Case(
        "เรื่อง รายงาน\nภายใน 15 วันทำการ", {"subject": "รายงาน", "due_on": date(2026, 12, 15)}
    ),
    "a day of two digits of year": Case(
        "เรื่อง รายงาน\nส่งภายใน 25 พ.ย. 69", {"subject": "รายงาน", "due_on": date(2026, 11, 25)}
    ),
    "a day without its year": Case(
        "เรื่อง รายงาน\nส่งภายในวันที่ 3 ธันวาคม", {"subject": "รายงาน", "due_on": date(2026, 12, 3)}
    ),
    "a day without its year, in the next": Case(
        "เรื่อง รายงาน\nส่งภายในวันที่ 15 ม.ค.", {"subject": "รายงาน", "due_on": date(2027, 1, 15)}
    ),
    "with the day of the week": Case(
        "เรื่อง รายงาน\nภายในวันศุกร์ที่ 27 พฤศจิกายน 2569", {"subject": "รายงาน", "due_on": date(2026, 11, 27)}
    ),
    "with an hour": Case(
        "เรื่อง รายงาน\nภายในเวลา 15.00 น. ของวันที่ 27 พฤศจิกายน 2569", {"subject": "รายงาน", "due_on": date(2026, 11, 27)}
    ),
    "the end of a month": Case(
        "เรื่อง รายงาน\nภายในเดือนกุมภาพันธ์ 2570", {"subject": "รายงาน", "due_on": date(2027, 2, 28)}
    ),
    "this week's day": Case("เรื่อง รายงาน\nส่งภายในวันพุธนี้", {"subject": "รายงาน", "due_on": date(2026, 11, 25)}),
    "several days": Case(
        "เรื่อง รายงาน\nโรงเรียนส่งภายในวันที่ 25 พ.ย. 2569 และสรุปภายในวันที่ 30 พ.ย. 2569",
        {"subject": "รายงาน", "due_on": date(2026, 11, 25)},
    ),
    "a past day beside a coming one": Case(
        "เรื่อง ติดตามรายงาน\nตามที่ให้รายงานภายในวันที่ 30 ต.ค. 2569 นั้น ให้ส่งภายในวันที่ 23 พ.ย. 2569",
        {"subject": "ติดตามรายงาน", "due_on": date(2026, 11, 23)},
    ),
    "a message in LINE": Case(
        "สวัสดีค่ะ\nด่วนที่สุด‼️\nสพฐ. แจ้งให้ทุกโรงเรียนกรอกข้อมูลอินเทอร์เน็ต ภายใน 24 พ.ย. 69",
        {
            "subject": "สพฐ. แจ้งให้ทุกโรงเรียนกรอกข้อมูลอินเทอร์เน็ต ภายใน 24 พ.ย. 69", "from_whom": "สพฐ.", "urgency": "most",
            "due_on": date(2026, 11, 24), "asked": [Asked.ALL_SCHOOLS],
        },
    ),
    "a message that names the letter": Case(
        "เรื่อง ขอความร่วมมือ\nตามหนังสือ สพฐ. ที่ ศธ 04010/ว2345 ลงวันที่ 12 พฤศจิกายน 2569 ให้รายงานภายใน 5 วัน",
        {
            "subject": "ขอความร่วมมือ", "from_whom": "สพฐ.", "number": "ศธ 04010/ว2345", "dated_on": date(2026, 11, 12),
            "due_on": date(2026, 11, 25),
        },
    ),
    "urgent beside its number": Case(
        "ด่วนมาก ที่ ศธ 04006/ว 77\nเรื่อง แจ้งจัดสรร\nเรียน ผู้อำนวยการ",
        {"subject": "แจ้งจัดสรร", "number": "ศธ 04006/ว 77", "urgency": "very"},
    ),
    "small schools": Case(
        "เรื่อง แผนโรงเรียน\nให้โรงเรียนขนาดเล็กทุกแห่งจัดทำแผน", {"subject": "แผนโรงเรียน", "asked": [Asked.SMALL_SCHOOLS]}
    ),
    "schools of the highlands": Case(
        "เรื่อง ผ้าห่ม\nขอให้โรงเรียนพื้นที่สูงทุกแห่งแจ้งจำนวน", {"subject": "ผ้าห่ม", "asked": [Asked.HIGHLAND_SCHOOLS]}
    ),
    "the address of a sender is not its name": Case(
        "ที่ ศธ 0216/12\nสำนักงานศึกษาธิการจังหวัดสาธิต ถนนสาธิต อำเภอเมือง 50000\nเรื่อง เชิญประชุม\nเรียน ผู้อำนวยการ",
        {"subject": "เชิญประชุม", "number": "ศธ 0216/12", "from_whom": "สำนักงานศึกษาธิการจังหวัดสาธิต"},
    ),
    "a year of the common era": Case(
        "เรื่อง report\nภายในวันที่ 30 พฤศจิกายน 2026", {"subject": "report", "due_on": date(2026, 11, 30)}
    ),
    "a secret letter": Case("ลับ\nเรื่อง สอบสวน\nเรียน ผู้อำนวยการ", {"subject": "สอบสวน", "secret": "ลับ"}),
    "a most secret letter": Case("ชั้นความลับ: ลับที่สุด\nเรื่อง สอบสวน", {"subject": "สอบสวน", "secret": "ลับที่สุด"}),
    "a secret number": Case(
        "ที่ ศธ 04009/ล 12\nเรื่อง สอบสวน", {"subject": "สอบสวน", "secret": "ลับ"},
    ),
    "urgent and secret": Case("ด่วนมาก ลับ\nเรื่อง สอบสวน", {"subject": "สอบสวน", "secret": "ลับ", "urgency": "very"}),
    # Near misses
    "schools of the office are asked": Case(
        "เรื่อง รายงาน\nเรียน ผู้อำนวยการ\nให้โรงเรียนในสังกัด รายงาน", {"subject": "รายงาน", "asked": [Asked.ALL_SCHOOLS]}
    ),
    "schools in a subject are not asked": Case(
        "เรื่อง ข้อมูลของโรงเรียนในสังกัด\nเรียน ผู้อำนวยการ", {"subject": "ข้อมูลของโรงเรียนในสังกัด"}
    ),
    "words that only look secret": Case(
        "เรื่อง แจ้งผู้บริหารกลับเข้าปฏิบัติหน้าที่\nเอกสารนี้ไม่ใช่ความลับ", {"subject": "แจ้งผู้บริหารกลับเข้าปฏิบัติหน้าที่"}
    ),
    "words that only look urgent": Case("เรื่อง โครงการเร่งด่วน\nเดินทางโดยรถด่วน", {"subject": "โครงการเร่งด่วน"}),
    "เรื่องนี้ is no heading": Case("ประชุมครู\nเรื่องนี้ให้ถือปฏิบัติ", {"subject": "ประชุมครู"}),
    "within the country is no deadline": Case("เรื่อง ดูงานภายในประเทศ\nภายในโรงเรียน 3 วัน", {"subject": "ดูงานภายในประเทศ"}),
    "a letter referred to": Case(
        "เรื่อง ติดตาม\nอ้างถึง หนังสือสำนักงาน ที่ ศธ 04009/ว 1 ลงวันที่ 1 ตุลาคม 2569", {"subject": "ติดตาม"}
    ),
    "groups of subjects are no divisions": Case("เรื่อง หลักสูตร\nครูทุกกลุ่มสาระการเรียนรู้", {"subject": "หลักสูตร"}),
    "schools that are excepted": Case(
        "เรื่อง สำรวจ\nให้ดำเนินการ ยกเว้นโรงเรียนขนาดเล็ก", {"subject": "สำรวจ"}
    ),
    "a day that is none": Case("เรื่อง สำรวจ\nภายในวันที่ 31 พฤศจิกายน 2569", {"subject": "สำรวจ"}),
    "nothing": Case(" \n\n "),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_letter_says_so_much_and_no_more(case: Case) -> None:
    read = read_letter(case.text, on=ON, holidays=HOLIDAYS)
    facts = ("subject", "from_whom", "number", "dated_on", "due_on", "urgency", "secret")
    says = {name: found.value for name in facts if (found := getattr(read, name))}
    if read.asked:
        says["asked"] = [one.value for one in read.asked]
    assert says == case.says


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_fact_has_the_words_that_say_it(case: Case) -> None:
    read = read_letter(case.text, on=ON, holidays=HOLIDAYS)
    facts = (
        read.subject,
        read.from_whom,
        read.number,
        read.dated_on,
        read.due_on,
        read.urgency,
        read.secret,
        *read.asked,
    )
    assert all(found.words for found in facts if found)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("เรื่อง ก\nภายในวันที่ 3 ธันวาคม", "ไม่ได้ระบุปี"),
        ("เรื่อง ก\nภายใน 7 วันทำการ", "นับ 7 วันทำการ จากวันที่รับ"),
        ("เรื่อง ก\nก่อนวันที่ 25 พ.ย. 2569", "“ก่อน” ถือเป็นวันสุดท้าย 24 พ.ย. 2569"),
        ("เรื่อง ก\nภายใน 25 พ.ย. 2569 หรือภายใน 30 พ.ย. 2569", "30 พ.ย. 2569"),
        ("เรื่อง ก\nภายในวันที่ 30 พฤศจิกายน 2026", "ถือเป็น พ.ศ. 2569"),
    ],
)
def test_what_is_assumed_is_said(text: str, remark: str) -> None:
    due = read_letter(text, on=ON).due_on
    assert due is not None
    assert remark in due.remark


def test_names_of_the_office_are_found_the_longest_first() -> None:
    names = ["โรงเรียนบ้านทุ่ง", "โรงเรียนบ้านทุ่งสาธิต", "กลุ่มนิเทศฯ", "กลุ่มโรงเรียนเมือง", "กลุ่มอำนวยการ"]
    known = [Known("any", new_id(), name) for name in names]
    text = "ส่วนราชการ กลุ่มอำนวยการ\nเรื่อง ก\nให้โรงเรียนบ้านทุ่งสาธิต และกลุ่มนิเทศฯ รายงาน ยกเว้นกลุ่มโรงเรียนเมือง"
    found = read_letter(text, on=ON, known=known).named
    assert {one.value.name for one in found} == {"โรงเรียนบ้านทุ่งสาธิต", "กลุ่มนิเทศฯ"}


PIECES = (
    "เรื่อง ",
    "ที่ ศธ 04009/ว",
    "ภายใน",
    "วันที่ ",
    "31",
    " พฤศจิกายน",
    " 2569",
    "ด่วน",
    "ลับ",
    "\n",
    "๓๐/๒/๖๙",
    "ทุกแห่ง",
    "ก่อน",
    "วัน",
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    read_letter(text, on=ON, holidays=HOLIDAYS, known=[Known("any", new_id(), "กลุ่มนิเทศฯ")])
