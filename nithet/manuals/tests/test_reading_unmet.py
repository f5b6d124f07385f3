"""Layouts that surprised the reader once: heads of two rows, cells of several steps, cards as text, all invented."""

from typing import Any

import pytest

from nithet.manuals.draft import ManualDraft, Remedy
from nithet.manuals.reading import read_text

COVER = "คู่มือการปฏิบัติงาน\nกลุ่มบริหารงานบุคคล\nสำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4\n\n"
OPENED = "ชื่องาน : การจัดสวัสดิการ\n\nขั้นตอนการปฏิบัติงาน\n"

POSTS = """| ลำดับ | กำหนดเวลา | กิจกรรม | ผู้ปฏิบัติ |  |  | เอกสารที่ใช้ |
|---|---|---|---|---|---|---|
|  |  |  | ธุรการ | หัวหน้ากลุ่ม | ผอ. |  |
| 1 | 3 วัน | รับคำขอสวัสดิการ | ○ |  |  | คำขอ |
| 2 | 5 วัน | ตรวจสอบสิทธิ |  | □ |  | ทะเบียน |
| 3 | 1 วัน | อนุมัติการเบิก |  | □ | ◇ | บันทึก |
| รวมระยะเวลาทั้งสิ้น |  | 9 วัน |  |  |  |  |
"""
MONTHS = """| ที่ | รายการปฏิบัติ | ปีงบประมาณ (เดือน) | | | | | | ผู้รับผิดชอบ |
| ที่ | รายการปฏิบัติ | ๑๐ | ๑๑ | ๑๒ | ๑ | ๒ | ๓ | ผู้รับผิดชอบ |
"""
INNER = """| ที่ | งาน | รายละเอียดการปฏิบัติ | ใช้เวลา | ผู้เกี่ยวข้อง |
| 1 | รับเรื่อง | 1) ลงทะเบียนคำขอ<br>2) วิเคราะห์คำขอ | 1) 1 วัน<br>2) 3 วันทำการ | นิติกร |
| 2 | แก้ไข | 3) ติดตามคำชี้แจง<br>4) กลั่นกรองคำชี้แจง | 3) ภายใน 30 วัน<br>4) ๕ วัน | นิติกร |
"""
WORKS = """บทที่ 2 ขั้นตอนการปฏิบัติงาน

2.1 งานรับหนังสือ
1. เปิดระบบรับหนังสือ
   1.1 เปิดวันละ 2 ครั้ง
   ระยะเวลา : 10 นาที
   ผู้รับผิดชอบ : เจ้าพนักงานธุรการ
2. ลงทะเบียนรับ
   ระยะเวลา : 1 ชั่วโมง
ระเบียบที่เกี่ยวข้อง
   ระเบียบว่าด้วยงานสารบรรณ

2.2 งานทำลายหนังสือ
1. สำรวจหนังสือ
   ระยะเวลา : มกราคม
2. เสนอบัญชีขอทำลาย
   ระยะเวลา : กุมภาพันธ์

ภาคผนวก
ทะเบียนหนังสือรับ
"""
SERVICE = """คู่มือสำหรับประชาชน : การขอใช้ห้องประชุม
หน่วยงานที่ให้บริการ : กลุ่มอำนวยการ
หลักเกณฑ์ วิธีการ เงื่อนไข (ถ้ามี) ในการยื่นคำขอ และในการพิจารณาอนุญาต
    ผู้ขอต้องยื่นล่วงหน้า
ขั้นตอน ระยะเวลา และส่วนงานที่รับผิดชอบ

ที่
ประเภทขั้นตอน
รายละเอียดของขั้นตอนการบริการ
ระยะเวลาให้บริการ
หน่วยงานที่รับผิดชอบ
1
การตรวจสอบเอกสาร
รับคำขอและตรวจสอบวันว่าง
10 นาที
กลุ่มอำนวยการ
2
การพิจารณา
เสนอความเห็นต่อหัวหน้ากลุ่ม
1 วันทำการ
กลุ่มอำนวยการ

ระยะเวลาดำเนินการรวม 2 วันทำการ
รายการเอกสารหลักฐานประกอบการยื่นคำขอ
    หนังสือขอใช้ห้อง
"""
CARD = """แบบบันทึกที่ 1
ชื่องาน\tการจัดประชุมคณะกรรมการ
วัตถุประสงค์\tเพื่อให้การประชุมเป็นระบบ
ขั้นตอนการปฏิบัติงาน\t1. จัดทำวาระ (ตุลาคม)
2. ส่งหนังสือเชิญ (ก่อนประชุม 7 วัน)
3. จัดประชุม (พฤศจิกายน)
ผู้รับผิดชอบ\tเจ้าพนักงานธุรการ
"""
PHASES = """กระบวนการ\tขั้นตอนการปฏิบัติงาน\tพ.ศ. 2568\tพ.ศ. 2569\tผู้รับผิดชอบ
\t\tต.ค.\tพ.ย.\tธ.ค.\tม.ค.\tก.พ.\tมี.ค.\t
วางแผน\t1. แต่งตั้งคณะกรรมการ\t\t◄─►\t\t\t\t\tศึกษานิเทศก์
\t2. ตรวจสอบข้อมูล\t\t◄───►\t\t\t\tศึกษานิเทศก์
ดำเนินการ\t3. จัดสอบ\t\t\t\t\t◄─►\t\tคณะกรรมการ
"""
CUT = """ที่\tขั้นตอน\tระยะเวลา\tผู้รับผิดชอบ
1\tตรวจสอบยอดคงเหลือ\tก.ย.\tนักวิชาการเงิน
2\tบันทึกรายการปรับปรุง
- ค่าเสื่อมราคา
- วัสดุคงเหลือ
- เงินค้างรับ\t1 - 31 ต.ค.\tนักวิชาการเงิน
3\tจัดทำงบทดลอง\tพ.ย.\tนักวิชาการเงิน
"""


def steps_of(text: str) -> list[Any]:
    """The title and time of each step."""
    return [(step.title, step.time_text) for one in read(text).procedures for step in one.steps]


def read(text: str) -> ManualDraft:
    draft = read_text(COVER + text)
    assert not draft.unread
    return draft


def test_posts_under_a_head_that_spans_them_do_what_is_marked() -> None:
    steps = read(OPENED + POSTS).procedures[0].steps
    assert [(step.title, step.responsible) for step in steps] == [
        ("รับคำขอสวัสดิการ", ("ธุรการ",)),
        ("ตรวจสอบสิทธิ", ("หัวหน้ากลุ่ม",)),
        ("อนุมัติการเบิก", ("หัวหน้ากลุ่ม", "ผอ.")),
    ]


@pytest.mark.parametrize(
    "total", ["| รวมระยะเวลาทั้งสิ้น | | 9 วัน | | | | |", "รวมระยะเวลา 9 วันทำการ", "ระยะเวลาดำเนินการรวม 9 วัน"]
)
def test_the_time_of_all_steps_is_no_step_but_kept(total: str) -> None:
    rows = POSTS.splitlines()[:-1]
    draft = read("\n".join([OPENED, *rows, *([""] if total[0] != "|" else []), total]))
    assert len(draft.procedures[0].steps) == 3
    assert any("9 วัน" in matter.text for matter in draft.matters)


@pytest.mark.parametrize("title", ["รวมข้อมูลจากทุกโรงเรียน", "รวมเล่มรายงานประจำปี"])
def test_a_step_that_brings_together_is_no_total(title: str) -> None:
    draft = read(f"{OPENED}| ขั้นตอน | ระยะเวลา |\n| รับคำขอ | ม.ค. |\n| {title} | ก.พ. |\n")
    assert [step.title for step in draft.procedures[0].steps] == ["รับคำขอ", title]


def test_a_head_of_two_rows_again_on_the_next_page_is_no_row() -> None:
    first = "| ๑ | ทบทวนทิศทาง | ✓ | | | | | | คณะทำงาน |\n| ขั้นที่ ๒ ยกร่าง | | | | | | | | |\n"
    second = "| ๒ | ยกร่างแผน | | | ✓ | ✓ | | | คณะทำงาน |\n"
    steps = read(OPENED + MONTHS + first + "\n- 2 -\n\n" + MONTHS + second).procedures[0].steps
    assert [(step.title, step.months) for step in steps] == [("ทบทวนทิศทาง", (10,)), ("ยกร่างแผน", (12, 1))]


def test_numbered_steps_in_one_cell_take_the_times_with_their_numbers() -> None:
    draft = read(OPENED + INNER)
    assert steps_of(OPENED + INNER) == [
        ("ลงทะเบียนคำขอ", "1 วัน"),
        ("วิเคราะห์คำขอ", "3 วันทำการ"),
        ("ติดตามคำชี้แจง", "ภายใน 30 วัน"),
        ("กลั่นกรองคำชี้แจง", "๕ วัน"),
    ]
    assert [step.detail for step in draft.procedures[0].steps] == ["รับเรื่อง", "รับเรื่อง", "แก้ไข", "แก้ไข"]


def test_numbers_that_start_again_in_each_cell_are_parts_of_its_step() -> None:
    text = INNER.replace("3)", "1)").replace("4)", "2)")
    assert [title for title, _ in steps_of(OPENED + text)] == ["รับเรื่อง", "แก้ไข"]


def test_a_row_without_a_number_but_with_words_and_a_time_of_its_own_is_a_step() -> None:
    head = "| ที่ | ขั้นตอน | ระยะเวลา |\n| 1 | รับคำขอย้าย | มกราคม |\n"
    assert steps_of(f"{OPENED}{head}| | แจ้งมติให้สถานศึกษา | พ.ค. |\n| 2 | ออกคำสั่ง | มิ.ย. |\n") == [
        ("รับคำขอย้าย", "มกราคม"),
        ("แจ้งมติให้สถานศึกษา", "พ.ค."),
        ("ออกคำสั่ง", "มิ.ย."),
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [("| 1 | รับคำขอ | มกราคม – |", "| | ย้าย | มีนาคม |"), ("| 1 | รับคำขอ | ม.ค. |", "| | ย้าย | |")],
)
def test_a_row_cut_in_two_stays_one_step(above: str, below: str) -> None:
    head = "| ที่ | ขั้นตอน | ระยะเวลา |\n"
    assert len(steps_of(f"{OPENED}{head}{above}\n{below}\n| 2 | ออกคำสั่ง | มิ.ย. |\n")) == 2


def test_works_of_a_chapter_without_sections_are_procedures() -> None:
    first, second = read(WORKS).procedures
    assert (first.title, first.number, second.title) == ("งานรับหนังสือ", "2.1", "งานทำลายหนังสือ")
    assert [(step.title, step.time_text) for step in first.steps] == [
        ("เปิดระบบรับหนังสือ", "10 นาที"),
        ("ลงทะเบียนรับ", "1 ชั่วโมง"),
    ]
    assert first.steps[0].responsible == ("เจ้าพนักงานธุรการ",)
    assert [part.title for part in first.steps[0].substeps] == ["เปิดวันละ 2 ครั้ง"]
    assert [step.months for step in second.steps] == [(1,), (2,)]


def test_a_manual_for_the_public_is_named_by_its_service() -> None:
    draft = read_text(SERVICE)
    (one,) = draft.procedures
    assert one.title == "การขอใช้ห้องประชุม"
    assert [(step.title, step.time_text) for step in one.steps] == [
        ("รับคำขอและตรวจสอบวันว่าง", "10 นาที"),
        ("เสนอความเห็นต่อหัวหน้ากลุ่ม", "1 วันทำการ"),
    ]


def test_a_card_of_two_columns_saved_as_text_is_read() -> None:
    (one,) = read_text(COVER + CARD).procedures
    assert one.title == "การจัดประชุมคณะกรรมการ"
    assert [(step.title, step.time_text) for step in one.steps] == [
        ("จัดทำวาระ", "ตุลาคม"),
        ("ส่งหนังสือเชิญ", "ก่อนประชุม 7 วัน"),
        ("จัดประชุม", "พฤศจิกายน"),
    ]


def test_the_numbered_column_names_the_steps_beside_one_of_phases() -> None:
    steps = read(OPENED + PHASES).procedures[0].steps
    assert [step.title for step in steps] == ["แต่งตั้งคณะกรรมการ", "ตรวจสอบข้อมูล", "จัดสอบ"]
    assert [step.responsible for step in steps] == [("ศึกษานิเทศก์",), ("ศึกษานิเทศก์",), ("คณะกรรมการ",)]


def test_a_bar_over_several_months_in_plain_text_gives_no_wrong_months_and_is_told() -> None:
    draft = read(OPENED + PHASES)
    first, second, third = draft.procedures[0].steps
    assert (first.months, second.months, third.months) == ((11,), None, (2,))
    assert ("unclear-time", second.key) in {(one.code, one.item) for one in draft.warnings}


def test_a_cell_of_several_lines_is_one_step_with_parts() -> None:
    steps = read(OPENED + CUT).procedures[0].steps
    assert [(step.title, step.time_text) for step in steps] == [
        ("ตรวจสอบยอดคงเหลือ", "ก.ย."),
        ("บันทึกรายการปรับปรุง", "1 - 31 ต.ค."),
        ("จัดทำงบทดลอง", "พ.ย."),
    ]
    assert [part.title for part in steps[1].substeps] == ["ค่าเสื่อมราคา", "วัสดุคงเหลือ", "เงินค้างรับ"]


def test_boxes_drawn_left_and_right_under_one_head_are_one_column() -> None:
    rows = (
        "| ที่ | ผังขั้นตอน | | ระยะเวลา | รายละเอียดงาน |\n"
        "| 1 | ศึกษานโยบาย | | ก.ค. | ศึกษานโยบายของกระทรวงและแผนระดับเขต |\n"
        "| 2 | | ยกร่างแผน | ส.ค. | รวบรวมโครงการจากทุกกลุ่มเป็นรูปเล่ม |\n"
        "| | | | ส.ค. | รวบรวมโครงการจากทุกกลุ่มเป็นรูปเล่ม |\n"
    )
    assert steps_of(OPENED + rows) == [("ศึกษานโยบาย", "ก.ค."), ("ยกร่างแผน", "ส.ค.")]


def test_a_chart_of_boxes_in_one_column_is_no_unread_table() -> None:
    boxes = "\nFlow Chart การปฏิบัติงาน\n| รับคำขอสวัสดิการ |\n| ↓ |\n| ตรวจสอบสิทธิ |\n"
    assert len(read(OPENED + POSTS + boxes).procedures[0].steps) == 3


@pytest.mark.parametrize(
    "fact", ["(ระยะเวลา เดือนตุลาคม 2568)", "(ระยะเวลา : ตุลาคม 2568)", "ระยะเวลา ตุลาคม 2568"]
)
def test_a_time_on_a_line_of_its_own_is_the_steps(fact: str) -> None:
    text = f"ขั้นตอนที่ 1 จัดทำแผน\n   สำรวจข้อมูล\n   {fact}\nขั้นตอนที่ 2 ประกาศแผน\n   ติดประกาศ\n   {fact}\n"
    assert [step.months for step in read(OPENED + text).procedures[0].steps] == [(10,), (10,)]


@pytest.mark.parametrize("time", ["ภายในวันที่ ๑๐ ของเดือนถัดไป", "ทุกวันศุกร์"])
def test_a_day_of_the_next_month_or_of_the_week_is_a_time(time: str) -> None:
    assert steps_of(f"{OPENED}1. รายงานผล ({time})\n2. เก็บสำเนา\n")[0] == ("รายงานผล", time)


def test_a_paragraph_after_the_list_does_not_join_the_last_title() -> None:
    note = "ทั้งนี้ ให้เก็บสำเนาไว้ทุกครั้ง"
    steps = read(f"{OPENED}1. รับคำขอ\n2. เสนอลงนาม\n\n{note}\n").procedures[0].steps
    assert (steps[1].title, steps[1].detail) == ("เสนอลงนาม", note)


def test_paragraphs_below_most_items_are_their_details() -> None:
    text = (
        "1. รับเรื่อง\nลงทะเบียนรับเรื่องและตรวจว่าอยู่ในอำนาจหน้าที่ของสำนักงานหรือไม่\n"
        "2. สืบสวน\nแต่งตั้งผู้สืบสวนและรวบรวมพยานหลักฐานทั้งหมด\n3. เสนอความเห็น\nจัดทำรายงานเสนอผู้บังคับบัญชา\n"
    )
    assert [title for title, _ in steps_of(OPENED + text)] == ["รับเรื่อง", "สืบสวน", "เสนอความเห็น"]


def test_words_cut_over_two_lines_stay_one_title() -> None:
    text = "1. ตรวจสอบหลักฐานของผู้ยื่น\nคำขอ\n2. เสนอลงนาม\n3. แจ้งผล\n"
    assert steps_of(OPENED + text)[0][0] == "ตรวจสอบหลักฐานของผู้ยื่น คำขอ"


def test_aims_behind_bullets_below_an_aim_are_aims() -> None:
    text = "ชื่องาน : การออกบัตร\n\nวัตถุประสงค์\n2.1 เพื่อให้ถูกต้อง\n- เพื่อความรวดเร็ว\n\nขั้นตอนการปฏิบัติงาน\n1. รับคำขอ\n2. ออกบัตร\n"
    assert [aim.text for aim in read(text).procedures[0].objectives] == ["เพื่อให้ถูกต้อง", "เพื่อความรวดเร็ว"]


TWICE = (
    "1. รับคำขอโอน (มกราคม)\n2. ออกคำสั่งโอน (มีนาคม)\n\n"
    "| ที่ | ขั้นตอน | ระยะเวลา |\n| 1 | รับคำขอโอน | ม.ค. |\n| 2 | ออกคำสั่งโอน | {month} |\n"
)


def test_other_months_in_the_table_than_in_the_list_are_told_with_a_remedy() -> None:
    draft = read(OPENED + TWICE.format(month="เมษายน"))
    (warning,) = [one for one in draft.warnings if one.code == "table-months"]
    step = draft.procedures[0].steps[1]
    assert warning.item == step.key
    assert step.months == (3,)
    assert warning.remedy == Remedy("set_months", "ใช้เวลาในตาราง", {"key": step.key, "months": [4]})


def test_the_same_months_in_other_words_are_not_told() -> None:
    draft = read(OPENED + TWICE.format(month="มี.ค."))
    assert "table-months" not in {one.code for one in draft.warnings}


def test_short_words_of_a_chart_are_not_told_where_the_detail_says_the_list_again() -> None:
    table = (
        "| ที่ | ผังขั้นตอน | รายละเอียดงาน | เวลา |\n| 1 | รับ | รับหนังสือจากสถานศึกษา | 1 วัน |\n"
        "| 2 | ส่ง | ส่งหนังสือให้กลุ่มเจ้าของเรื่อง | 1 วัน |\n"
    )
    draft = read(f"{OPENED}1. รับหนังสือจากสถานศึกษา\n2. ส่งหนังสือให้กลุ่มเจ้าของเรื่อง\n\n{table}")
    assert "list-and-table" not in {one.code for one in draft.warnings}
