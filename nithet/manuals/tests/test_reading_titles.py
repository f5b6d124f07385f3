"""What stands around the steps: titles end where texts begin, facts in one line and calendars belong to their procedure."""

import pytest

from nithet.manuals.reading import read_text

COVER = "คู่มือการปฏิบัติงาน\nกลุ่มอำนวยการ\nสำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4\n\n"
WHY = "การยืมพัสดุเป็นงานตามระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560 และหนังสือเวียนที่แก้ไขเพิ่มเติม"
REST = "วัตถุประสงค์\nเพื่อให้ถูกต้อง\nขั้นตอนการปฏิบัติงาน\n1. รับใบยืม (ต.ค.)\n2. ตรวจรับคืน (พ.ย.)\n"
TABLE = "| กิจกรรม | ใครทำ | เมื่อไร |\n| รับใบยืม | ธุรการ | ต.ค. |\n| ตรวจรับคืน | ธุรการ | พ.ย. |\n\n"
MONTHS = (
    "| ที่ | กิจกรรม | ต.ค. | พ.ย. | ธ.ค. | ม.ค. | ก.พ. | มี.ค. | ผู้รับผิดชอบ |\n"
    "| 1 | รับใบยืม | ✓ | | | | | | ธุรการ |\n| 2 | ตรวจรับคืน | | ✓ | | | | | ธุรการ |\n"
)


@pytest.mark.parametrize("label", ["ความเป็นมา  ", "หลักการและเหตุผล ", "ความเป็นมาและความสำคัญ ", "ผู้ควบคุมงาน : "])
def test_a_text_with_its_label_below_a_title_is_no_part_of_it(label: str) -> None:
    draft = read_text(f"{COVER}งานที่ 1 การยืมพัสดุ\n{label}{WHY}\n{REST}")
    assert [one.title for one in draft.procedures] == ["การยืมพัสดุ"]


def test_a_paragraph_below_a_title_is_left_unread_rather_than_swallowed() -> None:
    draft = read_text(f"{COVER}งานที่ 1 การยืมพัสดุ\n{WHY}\n{REST}")
    assert draft.procedures[0].title == "การยืมพัสดุ"
    assert [note.text for note in draft.unread] == [WHY]


@pytest.mark.parametrize(
    "fact",
    ["กฎหมายที่เกี่ยวข้อง : ระเบียบพัสดุ", "แบบฟอร์มที่ใช้ : ใบยืม", "ผู้ควบคุมกระบวนงาน : หัวหน้ากลุ่ม", "ขอบเขต : ทุกกลุ่ม", "ตัวชี้วัด : ร้อยละ 80"],
)  # fmt: skip
def test_a_table_of_steps_below_a_fact_in_one_line_is_no_part_of_it(fact: str) -> None:
    works = "".join(f"กระบวนงาน : {name}\n{fact}\n\n{TABLE}" for name in ("การยืมพัสดุ", "การยืมครุภัณฑ์"))
    draft = read_text(COVER + works)
    assert [(one.title, [step.months for step in one.steps]) for one in draft.procedures] == [
        ("การยืมพัสดุ", [(10,), (11,)]),
        ("การยืมครุภัณฑ์", [(10,), (11,)]),
    ]


@pytest.mark.parametrize(
    "heading",
    ["ปฏิทินการปฏิบัติงาน {} ปีงบประมาณ พ.ศ. 2570", "ปฏิทิน{}", "ปฏิทินกิจกรรม {}", "ตารางเวลาการดำเนินงานประจำปี {}"],
)
def test_a_calendar_under_a_heading_of_the_same_level_is_its_procedures(heading: str) -> None:
    chapters = "".join(
        f"### บทที่ {number} {name}\n\n### วิธีการปฏิบัติงาน\n1) รับใบยืม\n2) ตรวจรับคืน\n\n"
        f"### ผู้รับผิดชอบ\nธุรการ\n\n### {heading.format(name)}\n\n{MONTHS}\n"
        for number, name in enumerate(("การยืมพัสดุ", "การยืมครุภัณฑ์"), start=1)
    )
    draft = read_text(COVER + chapters)
    assert [(one.title, [step.months for step in one.steps]) for one in draft.procedures] == [
        ("การยืมพัสดุ", [(10,), (11,)]),
        ("การยืมครุภัณฑ์", [(10,), (11,)]),
    ]


def test_a_manual_of_calendars_alone_keeps_their_names() -> None:
    text = "".join(f"### ปฏิทินงาน{name}\n\n{MONTHS}\n" for name in ("ยืมพัสดุ", "ยืมครุภัณฑ์"))
    assert [one.title for one in read_text(COVER + text).procedures] == ["ปฏิทินงานยืมพัสดุ", "ปฏิทินงานยืมครุภัณฑ์"]


@pytest.mark.parametrize(
    "form",
    [
        "{number}. {title}\n(ระยะเวลา: {time} / ผู้รับผิดชอบ: {who})\n",
        "{number}. {title}\nระยะเวลา: {time} / ผู้รับผิดชอบ: {who}\n",
        "{number}. {title} (ผู้รับผิดชอบ: {who}, ระยะเวลา: {time})\n",
    ],
)
def test_time_and_post_in_one_line_are_two_facts(form: str) -> None:
    steps = (("รับใบยืม", "ต.ค. - พ.ย.", "ธุรการ"), ("ตรวจรับคืน", "3 วัน", "นักวิชาการพัสดุ"))
    text = "".join(
        form.format(number=number, title=title, time=time, who=who)
        for number, (title, time, who) in enumerate(steps, start=1)
    )
    (one,) = read_text(f"{COVER}ชื่องาน : การยืมพัสดุ\n\nขั้นตอนการปฏิบัติงาน\n{text}").procedures
    assert [(step.title, step.time_text, step.responsible) for step in one.steps] == [
        (title, time, (who,)) for title, time, who in steps
    ]


def test_the_duty_behind_a_post_is_kept_but_no_part_of_its_name() -> None:
    text = f"{COVER}ชื่องาน : การยืมพัสดุ\n\nหน้าที่ความรับผิดชอบ\nนักวิชาการพัสดุ : ตรวจสอบและรายงานผล\n\n{REST}"
    draft = read_text(text)
    assert draft.procedures[0].steps[0].responsible == ("นักวิชาการพัสดุ",)
    assert any("ตรวจสอบและรายงานผล" in matter.text for matter in draft.matters)


def test_how_it_is_done_beside_the_name_of_the_step_is_its_detail() -> None:
    rows = "| ที่ | ชื่อขั้นตอน | วิธีปฏิบัติ | ระยะเวลา |\n| 1 | รับใบยืม | ลงทะเบียน | ต.ค. |\n| 2 | ตรวจรับคืน | นับจำนวน | พ.ย. |\n"
    (one,) = read_text(f"{COVER}ชื่องาน : การยืมพัสดุ\n\nขั้นตอนการปฏิบัติงาน\n{rows}").procedures
    assert [(step.title, step.detail) for step in one.steps] == [
        ("รับใบยืม", "ลงทะเบียน"),
        ("ตรวจรับคืน", "นับจำนวน"),
    ]
