"""Manuals of other divisions in other layouts, all invented: each kind of layout is understood, not known by heart."""

import pytest

from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.reading import read_text
from nithet.manuals.reading.actions import propose_actions, propose_decision, why_actions

NUMBERED = """
คู่มือการปฏิบัติงาน

กลุ่มบริหารงานบุคคล
สำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4

1. ชื่องาน : การลาออกจากราชการ

2. วัตถุประสงค์
   2.1 เพื่อให้การลาออกเป็นไปตามระเบียบ
   2.2 เพื่อให้ผู้ลาออกได้รับสิทธิครบถ้วน

3. ขอบข่ายของงาน
   ครอบคลุมตั้งแต่รับคำขอจนถึงแจ้งผล

4. นิยามศัพท์
   ผู้ยื่น หมายถึง ข้าราชการที่ประสงค์จะลาออก
   ผู้อนุญาต หมายความว่า ผู้มีอำนาจตามกฎหมาย

5. ขั้นตอนการดำเนินงาน
   1) รับคำขอลาออกและตรวจสอบเอกสาร
   2) เสนอผู้มีอำนาจอนุญาต
      2.1) กรณีไม่มีภาระผูกพัน
      2.2) กรณีมีภาระผูกพัน
   3) แจ้งผลให้ผู้ยื่นทราบ

6. แบบฟอร์มที่เกี่ยวข้อง
   - แบบคำขอลาออก
   - แบบตรวจสอบภาระผูกพัน

7. กฎหมาย ระเบียบที่เกี่ยวข้อง
   (1) พระราชบัญญัติระเบียบข้าราชการครู
   (2) ระเบียบว่าด้วยการลาออก
"""

TAB_TABLE = """กลุ่มบริหารงานการเงินและสินทรัพย์

กระบวนงานที่ 1 การเบิกจ่ายเงินยืม

ขั้นตอน\tผู้รับผิดชอบ\tระยะเวลา\tที่\tมาตรฐานงาน
รับเอกสารการยืม\tเจ้าหน้าที่การเงิน\tภายใน 1 วัน\t1\tลงรับครบทุกฉบับ
ตรวจสอบหลักฐาน\tเจ้าหน้าที่การเงิน, หัวหน้ากลุ่มงาน\t๓ วันทำการ\t2\tถูกต้องตามระเบียบ
เสนอขออนุมัติ\tผู้อำนวยการกลุ่ม\tทุกเดือน\t3\tมีการตรวจอย่างน้อยไตรมาสละ 1 ครั้ง
รายงานผล\tผู้อำนวยการกลุ่ม\tไตรมาสละ ๑ ครั้ง\t4\t

กระบวนงานที่ 2 การจัดทำบัญชี

ขั้นตอน\tผู้รับผิดชอบ\tระยะเวลา\tที่\tมาตรฐานงาน
บันทึกบัญชีประจำวัน\tนักวิชาการเงินและบัญชี\tตลอดปีงบประมาณ\t1\t
ปิดบัญชี\tนักวิชาการเงินและบัญชี\tก.ย. – ต.ค.\t2\t
"""

PIPE_TABLE = """# คู่มือปฏิบัติงาน หน่วยตรวจสอบภายใน

หน่วยตรวจสอบภายใน

## งานที่ ๑ การตรวจสอบการเงินของโรงเรียน

### จุดมุ่งหมาย

1. เพื่อให้การเงินของโรงเรียนถูกต้อง

### วิธีดำเนินการ

| ระยะเวลา | ลำดับที่ | รายละเอียด | ผู้รับผิดชอบ |
|---|---|---|---|
| ตุลาคม ถึง ธันวาคม | ๑ | จัดทำแผนการตรวจสอบประจำปี | ผู้ตรวจสอบ |
| ภาคเรียนละ ๒ ครั้ง | ๒ | เข้าตรวจโรงเรียน | ผู้ตรวจสอบ |
| | | ตามแผน | |

| ระยะเวลา | ลำดับที่ | รายละเอียด | ผู้รับผิดชอบ |
|---|---|---|---|
| สิงหาคม | ๓ | สรุปรายงานผลการตรวจสอบ | หัวหน้าหน่วย |
| ก.ย. | ๔ | เสนอผู้อำนวยการ | หัวหน้าหน่วย |

## งานที่ ๒ การให้คำปรึกษา

### วิธีดำเนินการ

| ระยะเวลา | ลำดับที่ | รายละเอียด | ผู้รับผิดชอบ |
|---|---|---|---|
| ตลอดปี | ๑ | ให้คำปรึกษาแก่โรงเรียน | ผู้ตรวจสอบ |
| ตลอดปี | ๒ | บันทึกข้อมูลการให้คำปรึกษา | ผู้ตรวจสอบ |
"""

IMPLICIT = """คู่มือการปฏิบัติงาน
กลุ่มนโยบายและแผน

สารบัญ
งานจัดทำแผนปฏิบัติการ ................ 1
งานจัดตั้งงบประมาณ ................ 3

งานจัดทำแผนปฏิบัติการ

วัตถุประสงค์
เพื่อให้มีแผนใช้ในการบริหาร

ขั้นตอนการปฏิบัติงาน
ขั้นตอนที่ 1 ศึกษานโยบายของต้นสังกัด
ขั้นตอนที่ 2 ยกร่างแผน ขั้นตอนที่ 3 เสนอแผนเพื่อขอความเห็นชอบ
ขั้นตอนที่ 4 เผยแพร่แผน

เอกสารอ้างอิง
ระเบียบว่าด้วยแผน

งานจัดตั้งงบประมาณ

วัตถุประสงค์
เพื่อให้ได้รับงบประมาณตรงความจำเป็น

ขั้นตอนการปฏิบัติงาน
ขั้นตอนที่ 1 สำรวจความต้องการของโรงเรียน
ขั้นตอนที่ 2 จัดทำคำขอตั้งงบประมาณ

เอกสารอ้างอิง
ระเบียบว่าด้วยงบประมาณ
"""

COMPACT = """ชื่องาน การยืมพัสดุ
วัตถุประสงค์
๑. เพื่อให้การยืมเป็นระบบ
๒. เพื่อให้ติดตามพัสดุได้
ขอบเขตของงาน
พัสดุทุกชนิดของสำนักงาน
ขั้นตอนการปฏิบัติงาน
๑. ผู้ยืมกรอกแบบคำขอ
๒. เจ้าหน้าที่ตรวจสอบตามเกณฑ์และ
ตัวชี้วัด
๓. จ่ายพัสดุ
แบบฟอร์ม
๑. ใบยืมพัสดุ
ชื่องาน การจำหน่ายพัสดุ
วัตถุประสงค์
๑. เพื่อลดภาระการดูแล
ขั้นตอนการปฏิบัติงาน
๑. สำรวจพัสดุชำรุด
๒. แต่งตั้งคณะกรรมการสอบหาข้อเท็จจริง
๓. รายงานผลต่อผู้อำนวยการ
"""

GANTT = """เรื่องที่ 1 งานคัดเลือกครูดีเด่น

| ที่ | กิจกรรม | ต.ค. | พ.ย. | ธ.ค. | ม.ค. | ผู้รับผิดชอบ |
|---|---|---|---|---|---|---|
| 1 | ประชาสัมพันธ์การคัดเลือก | ✓ | ✓ | | | นักทรัพยากรบุคคล |
| 2 | ประเมินผลงาน | | | ✓ | ✓ | คณะกรรมการ |
"""


def titles(one: ProcedureDraft) -> list[str]:
    return [step.title for step in one.steps]


def nothing_lost(draft: ManualDraft) -> bool:
    return len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)


def test_numbered_sections_with_half_brackets_and_parts() -> None:
    draft = read_text(NUMBERED)
    (one,) = draft.procedures
    assert draft.group == "กลุ่มบริหารงานบุคคล"
    assert draft.office == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4"
    assert one.title == "การลาออกจากราชการ"
    assert [text.text for text in one.objectives] == [
        "เพื่อให้การลาออกเป็นไปตามระเบียบ",
        "เพื่อให้ผู้ลาออกได้รับสิทธิครบถ้วน",
    ]
    assert one.scope == "ครอบคลุมตั้งแต่รับคำขอจนถึงแจ้งผล"
    assert [each.term for each in one.definitions] == ["ผู้ยื่น", "ผู้อนุญาต"]
    assert titles(one) == ["รับคำขอลาออกและตรวจสอบเอกสาร", "เสนอผู้มีอำนาจอนุญาต", "แจ้งผลให้ผู้ยื่นทราบ"]
    assert [part.number for part in one.steps[1].substeps] == ["2.1", "2.2"]
    assert [text.text for text in one.forms] == ["แบบคำขอลาออก", "แบบตรวจสอบภาระผูกพัน"]
    assert len(one.references) == 2
    assert draft.unread == ()
    assert nothing_lost(draft)


def test_tab_table_with_columns_in_any_order() -> None:
    draft = read_text(TAB_TABLE)
    lending, books = draft.procedures
    assert draft.group == "กลุ่มบริหารงานการเงินและสินทรัพย์"
    assert lending.title == "การเบิกจ่ายเงินยืม"
    assert titles(lending) == ["รับเอกสารการยืม", "ตรวจสอบหลักฐาน", "เสนอขออนุมัติ", "รายงานผล"]
    assert [step.cadence for step in lending.steps] == [
        "within_calendar_days:1",
        "within_days:3",
        "every_month",
        "per_quarter:1",
    ]
    assert lending.steps[1].responsible == ("เจ้าหน้าที่การเงิน", "หัวหน้ากลุ่มงาน")
    assert lending.steps[0].standard == "ลงรับครบทุกฉบับ"
    assert lending.steps[2].measure is not None
    assert (lending.steps[2].measure.at_least, lending.steps[2].measure.per) == (1, "quarter")
    assert books.steps[0].cadence == "all_year"
    assert books.steps[1].months == (9, 10)


def test_pipe_table_continued_over_a_page_with_a_row_over_two_lines() -> None:
    draft = read_text(PIPE_TABLE)
    audit, advice = draft.procedures
    assert draft.group == "หน่วยตรวจสอบภายใน"
    assert [step.number for step in audit.steps] == [1, 2, 3, 4]
    assert audit.steps[0].months == (10, 11, 12)
    assert audit.steps[1].title == "เข้าตรวจโรงเรียน ตามแผน"
    assert audit.steps[1].cadence == "per_semester:2"
    assert audit.steps[3].decision == "acknowledge"
    assert len(audit.objectives) == 1
    assert titles(advice) == ["ให้คำปรึกษาแก่โรงเรียน", "บันทึกข้อมูลการให้คำปรึกษา"]


def test_procedures_without_any_mark_begin_where_sections_start_again() -> None:
    draft = read_text(IMPLICIT)
    plan, budget = draft.procedures
    assert plan.title == "งานจัดทำแผนปฏิบัติการ"
    assert budget.title == "งานจัดตั้งงบประมาณ"
    assert titles(plan) == ["ศึกษานโยบายของต้นสังกัด", "ยกร่างแผน", "เสนอแผนเพื่อขอความเห็นชอบ", "เผยแพร่แผน"]
    assert plan.steps[2].decision == "endorse"
    assert [text.text for text in plan.references] == ["ระเบียบว่าด้วยแผน"]
    assert len(budget.steps) == 2
    assert {note.rule for note in draft.furniture} == {"cover", "contents"}
    assert draft.unread == ()


def test_headings_without_numbers_colons_or_blank_lines() -> None:
    lending, disposal = read_text(COMPACT).procedures
    assert lending.title == "การยืมพัสดุ"
    assert len(lending.objectives) == 2
    assert lending.scope == "พัสดุทุกชนิดของสำนักงาน"
    assert titles(lending) == ["ผู้ยืมกรอกแบบคำขอ", "เจ้าหน้าที่ตรวจสอบตามเกณฑ์และ ตัวชี้วัด", "จ่ายพัสดุ"]
    assert [text.text for text in lending.forms] == ["ใบยืมพัสดุ"]
    assert [len(disposal.objectives), len(disposal.steps)] == [1, 3]
    assert disposal.steps[1].actions == ("appoint",)


def test_months_as_columns_with_marks() -> None:
    (one,) = read_text(GANTT).procedures
    assert [step.months for step in one.steps] == [(10, 11), (12, 1)]
    assert one.steps[1].responsible == ("คณะกรรมการ",)


def test_a_list_and_a_table_of_the_same_steps_are_one() -> None:
    text = """กระบวนการ 1 งานสวัสดิการครู

ขั้นตอนการปฏิบัติงาน
1. ประกาศรับสมัครสมาชิก
2. ตรวจสอบคุณสมบัติ

ปฏิทินการปฏิบัติงาน
ที่\tกิจกรรม\tช่วงเวลา\tผู้รับผิดชอบ
1\tประกาศรับสมัครสมาชิก\tพ.ค.\tนายตัวอย่าง ใจดี เจ้าหน้าที่ทะเบียน
2\tตรวจคุณสมบัติผู้สมัคร\tมิ.ย.\tคณะกรรมการ
"""
    draft = read_text(text)
    (one,) = draft.procedures
    assert titles(one) == ["ประกาศรับสมัครสมาชิก", "ตรวจสอบคุณสมบัติ"]
    assert [step.months for step in one.steps] == [(5,), (6,)]
    assert one.steps[1].also_called == ("ตรวจคุณสมบัติผู้สมัคร",)
    assert {"list-and-table", "person-named"} <= {warning.code for warning in draft.warnings}


def test_missing_and_repeated_numbers_carry_warnings() -> None:
    text = "ชื่องาน งานทดสอบ\n\nขั้นตอนการปฏิบัติงาน\n\n1. รับเรื่อง\n2. ตรวจเรื่อง\n2. ส่งเรื่อง\n5. เก็บเรื่อง\n"
    codes = [warning.code for warning in read_text(text).warnings]
    assert "repeated-number" in codes
    assert "skipped-number" in codes


def test_an_unknown_line_is_listed_not_lost() -> None:
    text = (
        "เรื่องที่ 1 งานทดลอง\n\nข้อความที่ไม่มีหัวข้อใดรองรับ\n\n"
        "| ที่ | กิจกรรม | ผู้รับผิดชอบ |\n|-|-|-|\n| 1 | รับเรื่อง | ธุรการ |\n| 2 | ส่งเรื่อง | ธุรการ |\n"
    )
    draft = read_text(text)
    assert [note.text for note in draft.unread] == ["ข้อความที่ไม่มีหัวข้อใดรองรับ"]


def test_page_numbers_and_running_heads_between_steps_are_left_out() -> None:
    steps = "\n".join(
        f"{at}. ทำงานขั้นที่ {word}\n\nคู่มือปฏิบัติงานกลุ่มสมมุติ\n- {at} -\n" for at, word in enumerate("กขคง", start=1)
    )
    draft = read_text(f"ชื่องาน งานสมมุติ\n\nขั้นตอนการปฏิบัติงาน\n\n{steps}")
    assert titles(draft.procedures[0]) == [f"ทำงานขั้นที่ {word}" for word in "กขคง"]
    assert {note.rule for note in draft.furniture} == {"page-head", "page-number"}


@pytest.mark.parametrize(
    ("title", "action"),
    [
        ("แต่งตั้งคณะกรรมการตรวจรับพัสดุ", "appoint"),
        ("สำรวจอัตรากำลังครู", "survey"),
        ("ศึกษาระเบียบและหนังสือสั่งการ", "study"),
        ("จัดทำโครงการและปฏิทินการดำเนินงาน", "plan"),
        ("เสนอโครงการเพื่อขออนุมัติ", "propose"),
        ("ประสานวิทยากรและสถานที่", "coordinate"),
        ("แจ้งโรงเรียนในสังกัด", "coordinate"),
        ("จัดทำคู่มือการใช้งาน", "produce"),
        ("ตรวจสอบความถูกต้องของเอกสาร", "appraise"),
        ("อบรมครูแกนนำ", "train"),
        ("ให้บริการยืมวัสดุ", "serve"),
        ("ออกตรวจเยี่ยมโรงเรียน", "visit"),
        ("ประชุมคณะทำงานเครือข่าย", "network"),
        ("จัดเวทีแลกเปลี่ยนเรียนรู้", "share"),
        ("ประเมินความพึงพอใจของผู้รับบริการ", "evaluate"),
        ("ปรับปรุงแก้ไขตามข้อเสนอแนะ", "improve"),
        ("รวบรวมข้อมูลนักเรียนรายบุคคล", "register"),
        ("สรุปและรายงานผลต่อผู้อำนวยการ", "report"),
        ("เผยแพร่ผลงานบนเว็บไซต์", "publish"),
        ("ปฏิบัติงานตามที่ได้รับมอบหมาย", "operate"),
    ],
)
def test_the_leading_verb_tells_the_work(title: str, action: str) -> None:
    assert propose_actions(title, procedure="งานทั่วไป")[0] == action


def test_a_bare_title_takes_the_work_of_its_procedure() -> None:
    assert propose_actions("ดำเนินการ", procedure="งานอบรมครูบรรจุใหม่") == ("train",)
    assert propose_actions("ดำเนินการ", procedure="งานเบ็ดเตล็ด") == ("operate",)


@pytest.mark.parametrize(
    ("title", "before", "decision"),
    [
        ("เสนอแผนการใช้เงิน", (), "approve"),
        ("เสนอผู้บริหารให้ความเห็นชอบ", (), "endorse"),
        ("เสนอผู้อำนวยการเพื่อโปรดทราบ", (), "acknowledge"),
        ("เสนอผู้อำนวยการ", ("report",), "acknowledge"),
        ("เสนอผู้อำนวยการ", (), "approve"),
        ("เสนอขออนุญาตเดินทาง", (), "permit"),
    ],
)
def test_decisions_follow_from_words_and_place(title: str, before: tuple[str, ...], decision: str) -> None:
    assert propose_decision(title, propose_actions(title, procedure=""), before=before) == decision


MARKDOWN = """# คู่มือปฏิบัติงาน กลุ่มอำนวยการ
## สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสมมุติ

# 1. งานสารบรรณ

## 1.1 วัตถุประสงค์
เพื่อให้งานสารบรรณเป็นระบบ

## 1.2 ขั้นตอน
1. รับหนังสือ
2. ลงทะเบียนหนังสือ
    - ตรวจความครบถ้วน
    - คัดแยกหนังสือ
3. เสนอหนังสือต่อผู้อำนวยการ

## 1.3 เอกสารอ้างอิง
- ระเบียบงานสารบรรณ

# 2. งานประชุม

## 2.1 วัตถุประสงค์
เพื่อให้การประชุมมีประสิทธิภาพ

## 2.2 ขั้นตอน
1. จัดทำหนังสือเชิญ
2. จัดเตรียมห้องประชุม
"""

LABELLED = """กระบวนงาน: การขอมีบัตรประจำตัว
วัตถุประสงค์: เพื่อให้บริการรวดเร็ว
ขอบเขต: ข้าราชการในสังกัดทุกคน
ขั้นตอน: 1. ยื่นคำขอ 2. ตรวจสอบเอกสาร 3. เสนอลงนาม 4. จ่ายบัตร
แบบฟอร์ม: คำขอมีบัตร
อ้างอิง: กฎหมายว่าด้วยบัตรประจำตัว
กระบวนงาน: การขอหนังสือรับรอง
วัตถุประสงค์: เพื่อรับรองการเป็นข้าราชการ
ขั้นตอน: 1. ยื่นคำขอ 2. จัดพิมพ์หนังสือ 3. เสนอลงนาม
แบบฟอร์ม: -
"""

FACTS_BELOW_STEPS = """๑. ชื่องาน การพัฒนาครูผู้ช่วย

๒. วัตถุประสงค์ ๒.๑ เพื่อให้ครูผู้ช่วยพร้อมทำงาน ๒.๒ เพื่อให้ประเมินได้ทันเวลา

๓. คำจำกัดความ
ครูผู้ช่วย : ข้าราชการครูที่อยู่ระหว่างเตรียมความพร้อม
พี่เลี้ยง : ครูที่โรงเรียนมอบให้ดูแล

๔. ลำดับขั้นตอนการปฏิบัติงาน

ขั้นตอนที่ ๑ แต่งตั้งคณะกรรมการประเมิน
ระยะเวลา : ภายใน ๑๕ วัน
ผู้รับผิดชอบ : ผู้อำนวยการโรงเรียน

ขั้นตอนที่ ๒ ประเมินครูผู้ช่วย
ระยะเวลา : ไตรมาสละ ๑ ครั้ง
ผู้รับผิดชอบ : คณะกรรมการ

ขั้นตอนที่ ๓ สรุปผลเสนอสำนักงาน
ระยะเวลา : ไตรมาสที่ ๔
ผู้รับผิดชอบ : ผู้อำนวยการโรงเรียน
"""


def test_markdown_headings_of_two_levels() -> None:
    draft = read_text(MARKDOWN)
    letters, meetings = draft.procedures
    assert (draft.group, draft.office) == ("กลุ่มอำนวยการ", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสมมุติ")
    assert (letters.title, meetings.title) == ("งานสารบรรณ", "งานประชุม")
    assert titles(letters) == ["รับหนังสือ", "ลงทะเบียนหนังสือ", "เสนอหนังสือต่อผู้อำนวยการ"]
    assert [part.title for part in letters.steps[1].substeps] == ["ตรวจความครบถ้วน", "คัดแยกหนังสือ"]


def test_everything_on_lines_with_labels() -> None:
    draft = read_text(LABELLED)
    card, letter = draft.procedures
    assert titles(card) == ["ยื่นคำขอ", "ตรวจสอบเอกสาร", "เสนอลงนาม", "จ่ายบัตร"]
    assert card.steps[2].decision == "sign"
    assert card.scope == "ข้าราชการในสังกัดทุกคน"
    assert len(letter.steps) == 3
    assert letter.forms == ()
    assert draft.unread == ()


def test_facts_written_below_each_step() -> None:
    draft = read_text(FACTS_BELOW_STEPS)
    (one,) = draft.procedures
    assert len(one.objectives) == 2
    assert [each.term for each in one.definitions] == ["ครูผู้ช่วย", "พี่เลี้ยง"]
    assert [step.cadence for step in one.steps] == ["within_calendar_days:15", "per_quarter:1", None]
    assert one.steps[2].months == (7, 8, 9)
    assert [step.responsible for step in one.steps][1:] == [("คณะกรรมการ",), ("ผู้อำนวยการโรงเรียน",)]
    assert draft.unread == ()


def test_one_manual_for_one_work_takes_its_name_from_the_cover() -> None:
    text = (
        "คู่มือการปฏิบัติงาน เรื่อง การย้ายครู\nกลุ่มบริหารงานบุคคล สพป.สมมุติ เขต 2\n\n"
        "หลักการและเหตุผล\nการย้ายเป็นเรื่องสำคัญ\n\nวัตถุประสงค์\n1. เพื่อให้โปร่งใส\n\n"
        "ขั้นตอนการปฏิบัติงาน\nประกาศปฏิทินการย้าย\nรับคำร้อง\nแจ้งผล\n"
    )
    draft = read_text(text)
    (one,) = draft.procedures
    assert (one.title, draft.office, draft.group) == ("การย้ายครู", "สพป.สมมุติ เขต 2", "กลุ่มบริหารงานบุคคล")
    assert titles(one) == ["ประกาศปฏิทินการย้าย", "รับคำร้อง", "แจ้งผล"]
    assert {warning.code for warning in draft.warnings} == {"missing-number"}
    assert [matter.title for matter in draft.matters] == ["หลักการและเหตุผล"]


def test_parts_in_a_cell_and_steps_without_a_number_column() -> None:
    text = (
        "เรื่องที่ ๑ การจัดสรรอัตราครู\n| ขั้นตอนการปฏิบัติงาน | มาตรฐาน | ผู้รับผิดชอบ |\n|--|--|--|\n"
        "| ๑. รวบรวมข้อมูล<br>๑.๑ ตรวจข้อมูล<br>๑.๒ สรุปข้อมูล | ข้อมูลครบ | นักทรัพยากรบุคคล |\n"
        "| ๒. เสนอคณะกรรมการ | | ผอ.กลุ่ม |\n"
    )
    (one,) = read_text(text).procedures
    assert titles(one) == ["รวบรวมข้อมูล", "เสนอคณะกรรมการ"]
    assert [part.number for part in one.steps[0].substeps] == ["1.1", "1.2"]
    assert one.steps[0].standard == "ข้อมูลครบ"


def test_steps_told_only_under_the_flow_chart() -> None:
    text = "ชื่องาน การลา\n\nวัตถุประสงค์\n1. เพื่อให้ลาได้\n\nผังขั้นตอนการปฏิบัติงาน\n\n1. ยื่นใบลา\n2. ตรวจสอบวันลา\n"
    assert titles(read_text(text).procedures[0]) == ["ยื่นใบลา", "ตรวจสอบวันลา"]


@pytest.mark.parametrize(
    ("title", "procedure", "words"),
    [
        ("สำรวจความต้องการใช้สื่อ", "งานสื่อ", ("สำรวจ",)),
        ("จัดอบรมครู และสรุปรายงาน", "งานนิเทศ", ("อบรม", "สรุปรายงาน")),
        ("ดำเนินการ", "งานประเมินความพึงพอใจ", ("ประเมิน",)),
        ("ดำเนินการ", "งานทั่วไป", ()),
    ],
)
def test_the_words_that_decided_the_actions_are_told(
    title: str, procedure: str, words: tuple[str, ...]
) -> None:
    assert why_actions(title, procedure) == words
    assert len(words or (1,)) == len(propose_actions(title, procedure=procedure))
