"""Names of works and their steps where the heads of forms put them: all on one line, under a label, in a chapter, in a box."""

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import read_text

COVER = "คู่มือการปฏิบัติงาน\nกลุ่มอำนวยการ\nสำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4\n\n"
LIST = "5. ขั้นตอนการปฏิบัติงาน\n5.1 สำรวจต้นไม้ในสวน\n5.2 ตัดแต่งกิ่งที่แห้ง\n5.3 รายงานผลการดูแล\n"
TABLE = (
    "ลำดับ\tขั้นตอน\tระยะเวลา\tผู้รับผิดชอบ\n1\tสำรวจ\t1 วัน\tคนสวน\n2\tตัดแต่ง\t2 วัน\tคนสวน\n3\tรายงาน\t3 วัน\tคนสวน\n"
)


def titles_of(draft: ManualDraft) -> list[str]:
    return [one.title for one in draft.procedures]


def steps_of(draft: ManualDraft) -> list[list[str]]:
    return [[step.title for step in one.steps] for one in draft.procedures]


@pytest.mark.parametrize(
    "head",
    [
        "ชื่องาน : {}   ส่วนราชการ : กลุ่มอำนวยการ   รหัสเอกสาร : อก.01",
        "ชื่องาน : {} ส่วนราชการ : กลุ่มอำนวยการ",
        "ชื่องาน : {}   รหัสเอกสาร อก.01",
        "ชื่องาน (กระบวนงาน).....{}.....ส่วนราชการ.....กลุ่มอำนวยการ.....",
    ],
)
def test_further_labels_on_the_line_of_the_name_are_no_part_of_it(head: str) -> None:
    works = ["การดูแลสวนของสำนักงาน", "การดูแลอาคารของสำนักงาน"]
    text = COVER + "\n".join(
        f"1. ชื่องาน\n\n{work}\n\n{LIST}\n6. แบบฟอร์มสรุปมาตรฐานงาน\n\n{head.format(work)}\n\n{TABLE}"
        for work in works
    )
    draft = read_text(text)
    assert titles_of(draft) == works
    for one in draft.procedures:
        assert [step.time_text for step in one.steps] == ["1 วัน", "2 วัน", "3 วัน"]
        assert one.steps[0].title == "สำรวจต้นไม้ในสวน"


def test_a_label_with_its_words_on_one_line_does_not_take_the_first_step() -> None:
    draft = read_text(
        "ชื่องาน : การดูแลสวน\n\nผู้รับผิดชอบหลัก : คนสวน\n๑) สำรวจต้นไม้\nระยะเวลา : ๑ วัน\n๒) ตัดแต่งกิ่ง\nระยะเวลา : ๒ วัน\n๓) รายงานผล\n"
    )
    (procedure,) = draft.procedures
    assert [(step.number, step.title, step.time_text) for step in procedure.steps] == [
        (1, "สำรวจต้นไม้", "๑ วัน"),
        (2, "ตัดแต่งกิ่ง", "๒ วัน"),
        (3, "รายงานผล", None),
    ]
    assert procedure.steps[0].responsible == ("คนสวน",)


def test_posts_numbered_below_the_label_are_no_steps() -> None:
    text = "ชื่องาน : การดูแลสวน\nผู้รับผิดชอบ : ดังนี้\n1) นักวิชาการ\n2) เจ้าหน้าที่ธุรการ\n\nขั้นตอนการปฏิบัติงาน\n1. สำรวจต้นไม้\n2. ตัดแต่งกิ่ง\n"
    assert steps_of(read_text(text)) == [["สำรวจต้นไม้", "ตัดแต่งกิ่ง"]]


@pytest.mark.parametrize("label", ["", "ผู้รับผิดชอบหลัก : คนสวน\n"])
def test_works_of_a_chapter_whose_title_stands_below_its_number(label: str) -> None:
    works = "\n".join(
        f"๓.{at} การดูแล{what}\n\n{label}๑) สำรวจ{what}\n    ระยะเวลา : ๑ วัน\n๒) ซ่อม{what}\n    ระยะเวลา : ๒ วัน\n"
        for at, what in (("๑", "สวน"), ("๒", "อาคาร"))
    )
    draft = read_text(
        f"{COVER}บทที่ ๑\n\nบทนำ\n\nงานนี้สำคัญ\n\nบทที่ ๓\n\n\nขั้นตอนการปฏิบัติงาน\n\n\n{works}\nบทที่ ๔\n\nกฎหมายที่เกี่ยวข้อง\n๑. ระเบียบสวน\n"
    )
    assert titles_of(draft) == ["การดูแลสวน", "การดูแลอาคาร"]
    assert steps_of(draft) == [["สำรวจสวน", "ซ่อมสวน"], ["สำรวจอาคาร", "ซ่อมอาคาร"]]


def test_steps_of_a_chapter_stay_steps() -> None:
    text = "ชื่องาน : การดูแลสวน\nบทที่ ๓\n\nขั้นตอนการปฏิบัติงาน\n\n๓.๑ การสำรวจต้นไม้\n๑) เดินสำรวจ\n๒) จดบันทึก\n๓.๒ การตัดแต่งกิ่ง\n๑) เตรียมเครื่องมือ\n"
    assert steps_of(read_text(text)) == [["การสำรวจต้นไม้", "การตัดแต่งกิ่ง"]]


@pytest.mark.parametrize("between", [" ", " : ", "เรื่อง "])
def test_the_name_of_the_work_behind_that_of_the_manual(between: str) -> None:
    works = "".join(
        f"คู่มือการปฏิบัติงาน{between}{work}\n\n๑. วัตถุประสงค์\nเพื่อความงาม\n\n๒. หน้าที่ความรับผิดชอบ\n๒.๑ คนสวน มีหน้าที่ดูแล\n\n๓. Work Flow กระบวนการ\n\n{TABLE}\n"
        for work in ("กระบวนการดูแลสวน", "กระบวนการดูแลอาคาร")
    )
    assert titles_of(read_text(COVER + works)) == ["กระบวนการดูแลสวน", "กระบวนการดูแลอาคาร"]


@pytest.mark.parametrize("box", ["| {} | | |\n", "{}\t\t\n"])
def test_the_name_in_the_box_of_a_working_instruction(box: str) -> None:
    works = "".join(
        f"{box.format(f'เรื่อง : {work}')}\n1. วัตถุประสงค์ (Objective)\nเพื่อความงาม\n\n2. เอกสารอ้างอิง (Reference)\n2.1 ระเบียบสวน พ.ศ. 2562\n\n3. วิธีปฏิบัติงาน (Work Instruction)\n\n{TABLE}\n"
        for work in ("การดูแลสวน", "การดูแลอาคาร")
    )
    cover = COVER.replace("คู่มือการปฏิบัติงาน", "วิธีปฏิบัติงาน (Work Instruction)")
    draft = read_text(cover + works)
    assert titles_of(draft) == ["การดูแลสวน", "การดูแลอาคาร"]
    assert steps_of(draft) == [["สำรวจ", "ตัดแต่ง", "รายงาน"]] * 2


@pytest.mark.parametrize(
    "head",
    [
        "ลำดับ\tชื่อเอกสาร จำนวน และรายละเอียดเพิ่มเติม\tหน่วยงานภาครัฐผู้ออกเอกสาร",
        "ที่\tรายการเอกสารยืนยันตัวตน\tหน่วยงานภาครัฐผู้ออกเอกสาร",
    ],
)
def test_papers_to_bring_are_no_steps(head: str) -> None:
    papers = f"รายการเอกสาร หลักฐานประกอบ\n\n{head}\n1)\tบัตรประจำตัวประชาชน\tกรมการปกครอง\n2)\tคำร้อง\t-\n"
    draft = read_text(f"ชื่องาน : การขอใช้สวน\n\nขั้นตอนการปฏิบัติงาน\n\n{TABLE}\n{papers}")
    assert steps_of(draft) == [["สำรวจ", "ตัดแต่ง", "รายงาน"]]
    assert any("บัตรประจำตัวประชาชน" in matter.text for matter in draft.matters)


def test_a_title_that_ends_with_inside_takes_no_note() -> None:
    text = "".join(
        f"{at}. {title}\n        {note}\n"
        for at, title, note in (
            (1, "ประเมินระบบการควบคุมภายใน", "ใช้แบบสอบถาม"),
            (2, "จัดลำดับความเสี่ยง", "กำหนดปัจจัยเสี่ยง"),
            (3, "เสนอแผน", "ส่งพร้อมกฎบัตร"),
            (4, "รายงานผลให้แล้วเสร็จภายใน", "15 วัน"),
        )
    )
    wide = "ครอบคลุมการดูแลสวนและอาคารของสำนักงานทุกแห่งตั้งแต่ต้นจนจบกระบวนการดูแลรักษา"
    draft = read_text(f"ชื่องาน : การตรวจสอบ\nขอบเขต\n{wide}\nขั้นตอนการปฏิบัติงาน\n{text}")
    assert steps_of(draft)[0][:3] == ["ประเมินระบบการควบคุมภายใน", "จัดลำดับความเสี่ยง", "เสนอแผน"]


def test_a_numbered_cell_below_the_head_is_no_head() -> None:
    rows = "ขั้นวางแผน (Plan)\t1. กำหนดวันประชุม\tตุลาคม\tคนสวน\nขั้นตรวจสอบ (Check)\t2. ติดตามการปฏิบัติตามมติ\tสิงหาคม\tคนสวน\nขั้นปรับปรุง (Act)\t3. สรุปผล\tกันยายน\tคนสวน\n"
    draft = read_text(f"ชื่องาน : การประชุม\n\nขั้นตอนการปฏิบัติงาน\n\nขั้น\tกิจกรรม\tระยะเวลา\tผู้รับผิดชอบ\n{rows}")
    assert steps_of(draft) == [["กำหนดวันประชุม", "ติดตามการปฏิบัติตามมติ", "สรุปผล"]]
