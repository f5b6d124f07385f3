"""Layouts that were met first in drawn manuals: measures, labels, captions, titles and tables in other places and forms."""

import pytest

from nithet.manuals.draft import ProcedureDraft
from nithet.manuals.reading import read_text

STEPS = ("รับคำขอใช้รถ", "จัดรถและพนักงานขับ", "บันทึกการใช้รถ")
HEAD = "ชื่องาน การใช้รถราชการ\n\nวัตถุประสงค์\n1. เพื่อให้ใช้รถคุ้มค่า\n\n"
MEASURES = (
    HEAD
    + """ตัวชี้วัดความสำเร็จ
1. ร้อยละของคำขอที่ได้รถ
2. ระดับความพึงพอใจ

ขั้นตอนการปฏิบัติงาน
1. รับคำขอใช้รถ
2. จัดรถและพนักงานขับ
3. บันทึกการใช้รถ
"""
)
BULLETS = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
• รับคำขอใช้รถ
ระยะเวลา: ตุลาคม
ผู้ดำเนินการ: พนักงานธุรการ
• จัดรถและพนักงานขับ
ระยะเวลา: 1 วัน
แบบฟอร์ม : แบบบันทึกการจัดรถ
• บันทึกการใช้รถ
ผู้ดำเนินการ: พนักงานธุรการ
แบบฟอร์ม
- แบบขอใช้รถ
"""
)
CONTINUED = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
| ที่ | ขั้นตอน | ระยะเวลา |
| 1 | รับคำขอใช้รถ | ตุลาคม |
ตารางงานยานพาหนะ (ต่อ)
| ที่ | ขั้นตอน | ระยะเวลา |
| 2 | จัดรถและพนักงานขับ | พฤศจิกายน |
| 3 | บันทึกการใช้รถ | |
|  | 15 วัน | รวมระยะเวลา |
"""
)
PHASES = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
| ขั้นตอน | ระยะเวลา | ผู้รับผิดชอบ |
| ขั้นเตรียมการ | | |
| รับคำขอใช้รถ | ตุลาคม | ธุรการ |
| ขั้นดำเนินการ | | |
| จัดรถและพนักงานขับ | พฤศจิกายน | ธุรการ |
| บันทึกการใช้รถ | ธันวาคม | ธุรการ |
"""
)
CARDS = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
| ขั้นตอนที่ 1 | รับคำขอใช้รถ |
| ระยะเวลา | ตุลาคม |
| ผู้รับผิดชอบ | ธุรการ |

| ขั้นตอนที่ 2 | จัดรถและพนักงานขับ |
| ระยะเวลา | พฤศจิกายน |
| ผู้รับผิดชอบ | ธุรการ |

| ขั้นตอนที่ 3 | บันทึกการใช้รถ |
| ผู้รับผิดชอบ | ธุรการ |
"""
)
LANES = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
| ที่ | เจ้าพนักงานธุรการ | ผู้อำนวยการกลุ่ม | ระยะเวลา |
| 1 | รับคำขอใช้รถ | | ตุลาคม |
| 2 | | จัดรถและพนักงานขับ | 1 วัน |
| 3 | บันทึกการใช้รถ | | 2 วัน |
"""
)
STACKED = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน

ขั้นตอน
ผู้รับผิดชอบ
ระยะเวลา
รับคำขอใช้รถ
ธุรการ
ตุลาคม
จัดรถและพนักงานขับ
หัวหน้า
1 วัน
บันทึกการใช้รถ
ธุรการ
2 วัน
"""
)
SENTENCES = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
1. รับคำขอใช้รถ ในเดือนตุลาคม ๖๙ – ธันวาคม ๖๙
2. จัดรถและพนักงานขับ ไตรมาสที่ 2
3. บันทึกการใช้รถ ภายใน 3 วันทำการ
แผนผังขั้นตอนการปฏิบัติงาน
รับคำขอใช้รถ
↓
บันทึกการใช้รถ
"""
)
YEARS = (
    HEAD
    + """ขั้นตอนการปฏิบัติงาน
| กิจกรรม | พ.ศ. 2569 | | | พ.ศ. 2570 | | | | | | | | |
| | ต.ค. | พ.ย. | ธ.ค. | ม.ค. | ก.พ. | มี.ค. | เม.ย. | พ.ค. | มิ.ย. | ก.ค. | ส.ค. | ก.ย. |
| รับคำขอใช้รถ | / | | | | | | | | | | | |
| จัดรถและพนักงานขับ | | / | | | | | | | | | | |
| บันทึกการใช้รถ | | | | | | | | | | | | / |
"""
)
TEXTS = {
    "measures": MEASURES,
    "bullets": BULLETS,
    "continued": CONTINUED,
    "phases": PHASES,
    "cards": CARDS,
    "lanes": LANES,
    "stacked": STACKED,
    "sentences": SENTENCES,
    "years": YEARS,
}
FIRST_MONTHS = dict.fromkeys(TEXTS, (10,)) | {"measures": None, "sentences": (10, 11, 12)}


def procedure_of(text: str) -> ProcedureDraft:
    (procedure,) = read_text(text).procedures
    return procedure


def bare(title: str) -> str:
    """The title without a time that stands as its last words."""
    return next((step for step in STEPS if title.startswith(step)), title)


@pytest.mark.parametrize("name", TEXTS)
def test_the_steps_are_those_of_the_text_and_no_more(name: str) -> None:
    procedure = procedure_of(TEXTS[name])
    assert [bare(step.title) for step in procedure.steps] == list(STEPS)
    assert [step.number for step in procedure.steps] == [1, 2, 3]
    assert procedure.steps[0].months == FIRST_MONTHS[name]


def test_a_form_and_a_doer_named_below_a_step_are_kept() -> None:
    procedure = procedure_of(BULLETS)
    assert "แบบบันทึกการจัดรถ" in {form.text for form in procedure.forms}
    assert [step.responsible for step in procedure.steps] == [("พนักงานธุรการ",), (), ("พนักงานธุรการ",)]


def test_who_stands_over_a_lane_does_the_step() -> None:
    assert [step.responsible for step in procedure_of(LANES).steps][1] == ("ผู้อำนวยการกลุ่ม",)


def test_measures_above_the_steps_are_kept_as_words() -> None:
    matters = [one.text for one in read_text(MEASURES).matters]
    assert any("ร้อยละของคำขอที่ได้รถ" in text for text in matters)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("เรื่อง การใช้รถราชการ", "เรื่อง งานซ่อมรถราชการ"),
        ("1. การใช้รถราชการ", "2. งานซ่อมรถราชการ"),
        ("การใช้รถราชการ", "งานซ่อมรถราชการ"),
        ("บทที่ 1 การใช้รถราชการ", "บทที่ 2 งานซ่อมรถราชการ"),
        ("ชื่องาน การใช้รถราชการ", "งานซ่อมรถราชการ"),
        ("ชื่องาน การใช้รถราชการ", "บทที่ 2 งานซ่อมรถราชการ"),
    ],
)
def test_a_title_over_sections_that_begin_anew_opens_a_work(first: str, second: str) -> None:
    text = f"""{first}
วัตถุประสงค์
1. เพื่อให้ใช้รถคุ้มค่า
2. เพื่อความปลอดภัย
วิธีการปฏิบัติงาน
1) รับคำขอใช้รถ
2) จัดรถและพนักงานขับ
แบบฟอร์ม
1. แบบขอใช้รถ

{second}
ขอบเขต
รถราชการทุกคันของสำนักงาน
วิธีการปฏิบัติงาน
1) รับแจ้งรถเสีย
2) ส่งซ่อม
"""
    draft = read_text(text)
    assert [one.title for one in draft.procedures] == ["การใช้รถราชการ", "งานซ่อมรถราชการ"]
    assert [step.title for step in draft.procedures[1].steps] == ["รับแจ้งรถเสีย", "ส่งซ่อม"]
