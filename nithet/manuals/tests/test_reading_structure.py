"""What tells where a procedure begins and which lines are its steps: the form of tables, numbers and titles."""

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import UnreadableManualError, read_text

HEAD = "| ที่ | กิจกรรม | ระยะเวลา | ผู้รับผิดชอบ |\n"
ROWS = ("| 1 | สำรวจข้อมูล | ต.ค. | ธุรการ |\n", "| 2 | รายงานผล | ก.ย. | ธุรการ |\n")


def found(draft: ManualDraft) -> list[tuple[str, list[str]]]:
    return [(one.title, [step.title for step in one.steps]) for one in draft.procedures]


@pytest.mark.parametrize(
    "heading",
    ["ปฏิทินการปฏิบัติงาน", "ระยะเวลาดำเนินการ", "แผนการดำเนินงาน", "ตารางการปฏิบัติงาน", "การดำเนินงาน", ""],
)
def test_a_table_of_steps_is_one_whatever_stands_above_it(heading: str) -> None:
    works = "".join(
        f"# {title}\n\nวัตถุประสงค์\n- เพื่อให้งานเรียบร้อย\n\n{heading}\n\n{HEAD}{''.join(ROWS)}\n"
        for title in ("1. งานแผน", "2. งานพัสดุ")
    )
    titles = ["สำรวจข้อมูล", "รายงานผล"]
    assert found(read_text(works)) == [("งานแผน", titles), ("งานพัสดุ", titles)]


def test_sections_numbered_anew_in_each_procedure_are_no_items_of_the_references_before() -> None:
    works = "".join(
        f"# กระบวนงาน {title}\n\n**1. วัตถุประสงค์**\nเพื่อให้รวดเร็ว\n**2. ขั้นตอนการปฏิบัติงาน**\n\n{HEAD}{''.join(ROWS)}\n"
        "**3. กฎหมายและระเบียบที่เกี่ยวข้อง**\nระเบียบว่าด้วยงานสารบรรณ\n\n"
        for title in ("การรับหนังสือ", "การส่งหนังสือ")
    )
    draft = read_text(works)
    assert [one.title for one in draft.procedures] == ["การรับหนังสือ", "การส่งหนังสือ"]
    assert [len(one.references) for one in draft.procedures] == [1, 1]


def test_sections_numbered_under_the_number_of_their_work() -> None:
    text = (
        "1. งานลูกเสือ\n\n1.1 หลักการและเหตุผล\nลูกเสือมีวินัย\n\n1.2 ขั้นตอนการปฏิบัติงาน\n"
        "ขั้นตอนที่ 1 สำรวจข้อมูล\nขั้นตอนที่ 2 ประชุม\n\n"
        "2. งานกีฬา\n\n2.1 หลักการและเหตุผล\nกีฬาช่วยพัฒนา\n\n2.2 ขั้นตอนการปฏิบัติงาน\n"
        "ขั้นตอนที่ 1 แต่งตั้งกรรมการ\nขั้นตอนที่ 2 จัดแข่งขัน\n"
    )
    assert found(read_text(text)) == [
        ("งานลูกเสือ", ["สำรวจข้อมูล", "ประชุม"]),
        ("งานกีฬา", ["แต่งตั้งกรรมการ", "จัดแข่งขัน"]),
    ]


def test_a_column_of_works_makes_several_procedures() -> None:
    text = (
        "| งาน | ที่ | ขั้นตอน | ห้วงเวลา |\n| งานแผน | 1 | ร่างแผน | ต.ค. |\n|  | 2 | เสนอแผน | พ.ย. |\n"
        "| งานพัสดุ | 1 | สำรวจ | ม.ค. |\n| งานพัสดุ (ต่อ) | 2 | จัดซื้อ | ก.พ. |\n"
    )
    draft = read_text(text)
    assert found(draft) == [("งานแผน", ["ร่างแผน", "เสนอแผน"]), ("งานพัสดุ", ["สำรวจ", "จัดซื้อ"])]
    assert [step.months for one in draft.procedures for step in one.steps] == [(10,), (11,), (1,), (2,)]
    assert [note.line for note in draft.notes] == [1, 2, 3, 4, 5]


def test_works_with_one_row_each_are_steps_of_one_procedure() -> None:
    text = "เรื่อง งานประจำปี\n\n| งาน | รายละเอียด | เวลา |\n| งานแผน | ร่างแผน | ต.ค. |\n| งานพัสดุ | สำรวจ | ม.ค. |\n"
    assert len(read_text(text).procedures) == 1


def test_a_work_that_goes_on_after_a_page_break_is_one() -> None:
    text = (
        f"งานพัสดุ\n\nวัตถุประสงค์ เพื่อให้ถูกต้อง\n\n{HEAD}{ROWS[0]}\n**งานพัสดุ (ต่อ)**\n\n{HEAD}"
        f"|  | ของทุกกลุ่ม |  |  |\n{ROWS[1]}"
    )
    draft = read_text(text)
    assert found(draft) == [("งานพัสดุ", ["สำรวจข้อมูล ของทุกกลุ่ม", "รายงานผล"])]
    assert [note.rule for note in draft.furniture] == ["page-head"]


@pytest.mark.parametrize("unit", ["นาที", "ชั่วโมง", "วัน", "วันทำการ"])
def test_a_bare_number_takes_the_unit_of_its_column(unit: str) -> None:
    text = f"เรื่อง การขอใช้รถ\n\n| ที่ | กิจกรรม | เวลา ({unit}) |\n| 1 | รับใบขอ | 5 |\n| 2 | อนุญาต | 1-2 |\n| 3 | แจ้ง | ทันที |\n"
    times = [step.time_text for step in read_text(text).procedures[0].steps]
    assert times == [f"5 {unit}", f"1-2 {unit}", "ทันที"]


def test_a_time_left_of_the_words_holds_until_the_next_one() -> None:
    text = (
        "เรื่อง การตรวจสอบพัสดุ\n\n| เดือน | กิจกรรม | ผู้ปฏิบัติ |\n| กันยายน | 1. แต่งตั้งกรรมการ | พัสดุ |\n"
        "|  | 2. แจ้งทุกกลุ่ม | พัสดุ |\n| ตุลาคม | 3. ตรวจนับ | กรรมการ |\n"
    )
    assert [step.months for step in read_text(text).procedures[0].steps] == [(9,), (9,), (10,)]


def test_a_labelled_time_below_the_parts_is_that_of_the_step() -> None:
    text = (
        "วัตถุประสงค์\n    เพื่อให้ตรวจสอบได้\nขั้นตอนการปฏิบัติงาน\n๑.๑ สำรวจข้อมูล\n    (๑) โครงสร้าง\n    (๒) ผลปีก่อน\n"
        "        ระยะเวลา : สิงหาคม\n๑.๒ จัดทำแผน\n        ห้วงเวลาดำเนินการ กันยายน\n๑.๓ เสนอแผน\n"
    )
    (one,) = read_text(text).procedures
    assert [(step.title, step.months) for step in one.steps] == [
        ("สำรวจข้อมูล", (8,)),
        ("จัดทำแผน", (9,)),
        ("เสนอแผน", None),
    ]
    assert len(one.steps[0].substeps) == 2
    assert len(one.objectives) == 1


def test_a_list_whose_times_stand_behind_a_tab() -> None:
    text = "งานที่ราชพัสดุ\n\nขั้นตอนการปฏิบัติงาน\n๑. สำรวจที่ดิน\tต.ค.\n๒. ตรวจเอกสารสิทธิ\tภายใน ๓๐ วัน\n"
    (one,) = read_text(text).procedures
    assert [(step.title, step.time_text) for step in one.steps] == [
        ("สำรวจที่ดิน", "ต.ค."),
        ("ตรวจเอกสารสิทธิ", "ภายใน ๓๐ วัน"),
    ]


def test_rows_that_lack_cells_are_rows() -> None:
    text = "เรื่อง วินัย\n\nที่\tขั้นตอน\tระยะเวลา\tผู้รับผิดชอบ\nก.\tรับเรื่อง\t๑ วัน\tนิติกร\nข.\tสืบสวน\t\t\nค.\tสรุป\nง.\tรายงาน\t๗ วัน\tนิติกร\n"
    draft = read_text(text)
    (one,) = draft.procedures
    assert [(step.number, step.title) for step in one.steps] == [
        (1, "รับเรื่อง"),
        (2, "สืบสวน"),
        (3, "สรุป"),
        (4, "รายงาน"),
    ]
    assert draft.warnings == ()


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        ("← |  |  | →", (10, 11, 12, 1)),
        ("◄── | ── | ──► |  ", (10, 11, 12)),
        ("◄► |  | ◄► |  ", (10, 12)),
        ("→ |  | → |  ", (10, 12)),
    ],
)
def test_an_arrow_over_months_marks_those_between_its_ends(cells: str, months: tuple[int, ...]) -> None:
    text = f"เรื่อง แผน\n\n| ที่ | กิจกรรม | ต.ค. | พ.ย. | ธ.ค. | ม.ค. |\n| 1 | สำรวจ | {cells} |\n| 2 | สรุป |  |  |  | x |\n"
    assert read_text(text).procedures[0].steps[0].months == months


def test_what_looks_like_steps_but_was_read_as_text_is_told() -> None:
    text = (
        "ชื่องาน งานแผน\n\nขั้นตอนการปฏิบัติงาน\n1. ร่างแผน\n2. เสนอแผน\n\n"
        "ปัญหาและอุปสรรค\n1. จัดเก็บข้อมูล (ต.ค.)\n2. สรุปข้อมูล (พ.ย.)\n"
    )
    (warning,) = read_text(text).warnings
    assert (warning.code, warning.line) == ("list-as-text", 8)
    assert read_text(text.replace(" (ต.ค.)", "").replace(" (พ.ย.)", "")).warnings == ()


def test_a_heading_that_was_read_as_an_item_is_told() -> None:
    text = "ชื่องาน งานแผน\n\nขั้นตอนการปฏิบัติงาน\n1. ร่างแผน\n2. วัตถุประสงค์\n3. เสนอแผน\n"
    assert [one.code for one in read_text(text).warnings] == ["heading-as-item"]


def test_a_text_without_steps_is_still_refused() -> None:
    with pytest.raises(UnreadableManualError):
        read_text("รายชื่อผู้เข้าประชุม\n\nสำนักงาน\tหมายเหตุ\nงานแผน\tมา\n")


def test_cards_of_one_step_each_are_its_steps() -> None:
    card = "ขั้นตอนที่\t{}\nกิจกรรม\t{}\nระยะเวลา\t{}\nผู้รับผิดชอบ\tนิติกร\n\n"
    cards = card.format("๑", "รับเรื่องร้องเรียน", "ตุลาคม") + card.format("๒", "สอบข้อเท็จจริง", "พ.ย. – ธ.ค.")
    draft = read_text(f"งานที่ ๑ งานวินัย\n\nวัตถุประสงค์\nเพื่อความเป็นธรรม\n\nขั้นตอนการปฏิบัติงาน\n\n{cards}")
    (procedure,) = draft.procedures
    assert [(step.title, step.months) for step in procedure.steps] == [
        ("รับเรื่องร้องเรียน", (10,)),
        ("สอบข้อเท็จจริง", (11, 12)),
    ]
    assert [step.responsible for step in procedure.steps] == [("นิติกร",), ("นิติกร",)]
    assert not draft.unread


def test_a_time_before_a_colon_is_the_time_of_the_step() -> None:
    draft = read_text(
        "ชื่องาน งานสัมมนา\n\nขั้นตอนการปฏิบัติงานตามลำดับเวลา\n"
        "๑. ต.ค. ๒๕๖๘ : ขออนุมัติโครงการ\n๒. พ.ย. ๒๕๖๘ : ประสานวิทยากร\n๓. ขั้นสุดท้าย : สรุปผล\n"
    )
    (procedure,) = draft.procedures
    assert [(step.title, step.months) for step in procedure.steps] == [
        ("ขออนุมัติโครงการ", (10,)),
        ("ประสานวิทยากร", (11,)),
        ("ขั้นสุดท้าย : สรุปผล", None),
    ]
