"""Labels below steps and titles, times at the end of a sentence, and items behind tabs; all texts invented."""

import pytest

from nithet.manuals.draft import StepDraft
from nithet.manuals.reading import read_text

OPENED = "ชื่องาน : การดูแลสวน\n\nขั้นตอนการปฏิบัติงาน\n"


def steps_of(text: str) -> tuple[StepDraft, ...]:
    (procedure,) = read_text(OPENED + text).procedures
    return procedure.steps


@pytest.mark.parametrize("label", ["หลักฐาน/ผลผลิต", "ผลผลิต", "ผลลัพธ์", "เอกสารอ้างอิง"])
def test_a_label_below_a_step_does_not_end_the_steps(label: str) -> None:
    below = f"• ทำด้วยความระมัดระวัง\nผู้รับผิดชอบ : คนสวน\n{label} : ทะเบียนต้นไม้\n"
    steps = steps_of(f"ขั้นตอนที่ 1 สำรวจต้นไม้\n{below}ขั้นตอนที่ 2 ตัดแต่งกิ่ง\n{below}ขั้นตอนที่ 3 รายงานผล\n{below}")
    assert [step.title for step in steps] == ["สำรวจต้นไม้", "ตัดแต่งกิ่ง", "รายงานผล"]


def test_what_the_label_says_is_kept_with_the_step() -> None:
    steps = steps_of(
        "1. สำรวจต้นไม้\nผลผลิต : ทะเบียนต้นไม้\nผลลัพธ์ : รู้จำนวน\n2. ตัดแต่งกิ่ง\nผลผลิต : สวนงาม\n3. รายงาน\n"
    )
    assert steps[0].detail == "ผลผลิต : ทะเบียนต้นไม้; ผลลัพธ์ : รู้จำนวน"
    assert len(steps) == 3


def test_the_next_numbered_step_opens_the_steps_again() -> None:
    steps = steps_of(
        "ขั้นตอนที่ 1 สำรวจต้นไม้\n\nผลผลิต\nทะเบียนต้นไม้\nขั้นตอนที่ 2 ตัดแต่งกิ่ง\n\nผลผลิต\nสวนงาม\nขั้นตอนที่ 3 รายงาน\n"
    )
    assert [step.title for step in steps] == ["สำรวจต้นไม้", "ตัดแต่งกิ่ง", "รายงาน"]


def test_a_limit_of_days_at_the_end_of_a_sentence_is_its_time() -> None:
    first, second = steps_of("1. ตั้งกรรมการดูแลสวน ภายใน ๕ วันทำการ\n2. แจ้งผลให้ทราบ ภายใน 15 วัน\n")
    assert (first.time_text, first.cadence) == ("ภายใน ๕ วันทำการ", "within_days:5")
    assert (second.time_text, second.cadence) == ("ภายใน 15 วัน", "within_calendar_days:15")


def test_a_limit_inside_a_sentence_is_no_time_of_the_step() -> None:
    assert steps_of("1. ตอบหนังสือที่ต้องตอบ ภายใน 15 วัน ให้ครบ\n2. เก็บสำเนา\n")[0].time_text is None


def test_months_behind_a_date_that_the_step_is_about() -> None:
    steps = steps_of("1. นับต้นไม้ ณ วันที่ ๑ มีนาคม ภายในเดือนมีนาคมและเมษายน\n2. นับต้นไม้ ณ วันที่ 1 พฤษภาคม\n")
    assert [step.months for step in steps] == [(3, 4), None]


def test_a_step_that_ends_like_a_word_for_people_ends_there() -> None:
    text = "1. สำรวจต้นไม้\n2. ประเมินความพึงพอใจของผู้รับบริการ\nผู้รับผิดชอบ\nคนสวนชำนาญการ\n"
    assert steps_of(text)[-1].title == "ประเมินความพึงพอใจของผู้รับบริการ"


def test_items_behind_a_tab_with_lines_below_are_no_table() -> None:
    first, second, third = steps_of(
        "1.\tสำรวจต้นไม้ (ตุลาคม)\n2.\tตัดแต่งกิ่ง (ธันวาคม)\n- กิ่งแห้ง\n- กิ่งยาว\n3.\tรายงานผล (มกราคม)\n"
    )
    assert (first.title, second.title, third.title) == ("สำรวจต้นไม้", "ตัดแต่งกิ่ง", "รายงานผล")
    assert [part.title for part in second.substeps] == ["กิ่งแห้ง", "กิ่งยาว"]


def test_bullets_in_a_table_of_one_cell_a_line_are_parts() -> None:
    head = "ที่\nขั้นตอนการปฏิบัติงาน\nระยะเวลา\nผู้รับผิดชอบ\n"
    rows = "1\nสำรวจต้นไม้\n- ต้นใหญ่\n- ต้นเล็ก\nตุลาคม\nคนสวน\n2\nตัดแต่งกิ่ง\nธันวาคม\nคนสวน\n"
    first, second = steps_of(head + rows)
    assert (first.title, [part.title for part in first.substeps]) == ("สำรวจต้นไม้", ["ต้นใหญ่", "ต้นเล็ก"])
    assert (first.months, second.title) == ((10,), "ตัดแต่งกิ่ง")


@pytest.mark.parametrize("below", ["กลุ่มงาน กลุ่มอำนวยการ รหัสเอกสาร อก. 01/2569", "รหัสเอกสาร อก. 01"])
def test_whose_paper_it_is_does_not_join_the_title(below: str) -> None:
    text = f"ชื่องาน (กระบวนงาน) การดูแลสวน\n{below}\nวัตถุประสงค์ เพื่อให้สวนงาม\n\nขั้นตอนการปฏิบัติงาน\n1. สำรวจ\n2. ตัดแต่ง\n"
    assert read_text(text).procedures[0].title == "การดูแลสวน"
