"""Tables and cards whose cells came out one below the other: no step is lost unseen, no month is given to the wrong one."""

from contextlib import suppress
from time import perf_counter

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import UnreadableManualError, read_text

COVER = "คู่มือการปฏิบัติงาน\nกลุ่มบริหารงานบุคคล\nสำนักงานเขตพื้นที่การศึกษาประถมศึกษาดาวเหนือ เขต 4\n\n"
OPENED = f"{COVER}ชื่องาน : การจัดบ้านพักข้าราชการ\n\nขั้นตอนการปฏิบัติงาน\n"
CARDS = (
    ("รับคำขอเข้าพัก", "ตรวจคำขอ", "ต.ค."),
    ("จัดลำดับผู้ขอ", "เทียบทะเบียน", "พ.ย. - ธ.ค."),
    ("ออกคำสั่ง", "เสนอลงนาม", "3 วัน"),
)
READ = [
    ("รับคำขอเข้าพัก", (10,), "ตรวจคำขอ"),
    ("จัดลำดับผู้ขอ", (11, 12), "เทียบทะเบียน"),
    ("ออกคำสั่ง", None, "เสนอลงนาม"),
]
STACKED = (
    "ที่\nขั้นตอน\nระยะเวลา\nผู้รับผิดชอบ\n1\nรับคำขอเข้าพัก\nต.ค.\nนิติกร\n2\nจัดลำดับผู้ขอ\n{time}\nนิติกร\n"
    "3\nออกคำสั่ง\n1 วัน\nผอ.\n4\nแจ้งผล\n{time}\nธุรการ\n\nแบบฟอร์มที่ใช้\n- แบบคำขอ\n"
)


def cards(form: str) -> str:
    return "\n".join(
        form.format(number=number, title=title, way=way, time=time)
        for number, (title, way, time) in enumerate(CARDS, start=1)
    )


def steps_of(draft: ManualDraft) -> list[tuple[str, tuple[int, ...] | None, str | None]]:
    return [(step.title, step.months, step.detail) for one in draft.procedures for step in one.steps]


@pytest.mark.parametrize(
    "form",
    [
        "| ขั้นตอนที่ | {number} |\n| ชื่อขั้นตอน | {title} |\n| วิธีปฏิบัติ | {way} |\n| ระยะเวลา | {time} |\n",
        "ขั้นตอนที่\n{number}\nชื่อขั้นตอน\n{title}\nวิธีปฏิบัติ\n{way}\nระยะเวลา\n{time}\nผู้รับผิดชอบ\nนิติกร\n\n",
        "ลำดับที่\n{number}\nกิจกรรม\n{title}\nวิธีปฏิบัติ\n{way}\nช่วงเวลา\n{time}",
        "ขั้นตอนที่\n\n{number}\n\nกิจกรรม\n\n{title}\n\nวิธีปฏิบัติ\n\n{way}\n\nระยะเวลา\n\n{time}\n",
        "ขั้นตอนที่ : {number}\nชื่อขั้นตอน : {title}\nวิธีปฏิบัติ : {way}\nระยะเวลา : {time}\n",
        "ชื่อขั้นตอน : {title}\nวิธีปฏิบัติ : {way}\nระยะเวลา : {time}\n",
    ],
    ids=["rows", "one a line", "no blank lines", "only blank lines", "colons", "no numbers"],
)  # fmt: skip
def test_cards_of_a_step_each_are_steps_with_their_own_months(form: str) -> None:
    draft = read_text(f"{OPENED}{cards(form)}\n\nแบบฟอร์มที่ใช้\n- แบบคำขอ\n")
    assert steps_of(draft) == READ
    assert [form.text for form in draft.procedures[0].forms] == ["แบบคำขอ"]
    assert draft.unread == ()


def test_works_with_aims_of_their_own_are_no_cards_of_steps() -> None:
    works = "".join(
        f"ชื่อกิจกรรม : {name}\nวัตถุประสงค์ : เพื่อ{name}\nระยะเวลา : ต.ค.\nขั้นตอนการปฏิบัติงาน\n1. วางแผน{name}\n2. สรุปผล\n\n"
        for name in ("จัดบ้านพัก", "ซ่อมบ้านพัก")
    )
    titles = [step.title for one in read_text(COVER + works).procedures for step in one.steps]
    assert titles == ["วางแผนจัดบ้านพัก", "สรุปผล", "วางแผนซ่อมบ้านพัก", "สรุปผล"]


@pytest.mark.parametrize("line", ["ข้อ 1\n", "ขั้นตอนที่\n1\n", "ชื่อขั้นตอน\nก\n", "1\tก\n- ข\n", "ปฏิทิน\n"])
def test_the_same_line_over_and_over_takes_no_long(line: str) -> None:
    began = perf_counter()
    with suppress(UnreadableManualError):
        read_text(f"{OPENED}ที่\tก\tข\tค\n{line * 3000}")
    assert perf_counter() - began < 20


def test_a_cell_of_a_card_goes_on_below() -> None:
    form = "ขั้นตอนที่\n{number}\nกิจกรรม\n{title}\nและแจ้งผู้ขอ\nระยะเวลา\n{time}\nผู้รับผิดชอบ\nนิติกร\nธุรการ\n"
    step = read_text(OPENED + cards(form)).procedures[0].steps[1]
    assert (step.title, step.responsible) == ("จัดลำดับผู้ขอ และแจ้งผู้ขอ", ("นิติกร", "ธุรการ"))


def test_two_times_of_no_one_step_are_given_to_none_but_told_and_kept() -> None:
    text = f"{OPENED}1. รับคำขอ\n2. ออกคำสั่ง\n\nระยะเวลา : มกราคม\n\nปัญหา : ล่าช้า\n\nระยะเวลา : มีนาคม\n"
    draft = read_text(text)
    assert [step.months for step in draft.procedures[0].steps] == [None, None]
    assert "several-times" in {one.code for one in draft.warnings}
    assert {"มกราคม", "มีนาคม"} <= {matter.text for matter in draft.matters}


@pytest.mark.parametrize("time", ["ภายในวันเดียวกัน", "ตามความเหมาะสม", "เมื่อมีผู้ร้องขอ"])
def test_a_time_in_other_words_does_not_end_a_table_of_one_cell_a_line(time: str) -> None:
    steps = read_text(OPENED + STACKED.format(time=time)).procedures[0].steps
    assert [step.title for step in steps] == ["รับคำขอเข้าพัก", "จัดลำดับผู้ขอ", "ออกคำสั่ง", "แจ้งผล"]
    assert [step.time_text for step in steps] == ["ต.ค.", time, "1 วัน", time]


def test_an_empty_cell_leaves_the_others_in_their_columns() -> None:
    text = STACKED.format(time="2 วัน").replace("3\nออกคำสั่ง\n1 วัน\n", "3\nออกคำสั่ง\n")
    steps = read_text(OPENED + text).procedures[0].steps
    assert [(step.time_text, step.responsible) for step in steps[1:]] == [
        ("2 วัน", ("นิติกร",)),
        (None, ("ผอ.",)),
        ("2 วัน", ("ธุรการ",)),
    ]


def test_rows_that_do_not_fit_any_more_are_told() -> None:
    text = STACKED.format(time="2 วัน").replace("3\nออกคำสั่ง\n1 วัน\n", "3\nออกคำสั่ง\n\nเมื่อพร้อม\n")
    draft = read_text(OPENED + text)
    assert len(draft.procedures[0].steps) < 4
    assert "rows-as-text" in {one.code for one in draft.warnings}


CUT = """ที่\tขั้นตอน\tห้วงเวลา\tผู้รับผิดชอบ\tเอกสาร
ระยะเตรียมการ
1\tรับคำขอ
- ลงทะเบียน
- ตรวจหลักฐาน\tต.ค.
ถึง พ.ย.\tนิติกร
ธุรการ\tแบบคำขอ
ทะเบียนรับ
2\tจัดลำดับ\tธ.ค.\tนิติกร
หัวหน้ากลุ่ม\tทะเบียน
ระยะที่ 2 ขั้นดำเนินการ
3\tออกคำสั่ง\tม.ค.\tผอ.
ธุรการ\tคำสั่ง
"""


def test_a_row_with_several_cells_of_several_lines_is_one_step() -> None:
    steps = read_text(OPENED + CUT).procedures[0].steps
    assert [(step.title, step.months, step.responsible) for step in steps] == [
        ("รับคำขอ", (10, 11), ("นิติกร", "ธุรการ")),
        ("จัดลำดับ", (12,), ("นิติกร", "หัวหน้ากลุ่ม")),
        ("ออกคำสั่ง", (1,), ("ผอ.", "ธุรการ")),
    ]
    assert [part.title for part in steps[0].substeps] == ["ลงทะเบียน", "ตรวจหลักฐาน"]


def test_short_words_over_a_row_are_the_first_lines_of_its_first_cell() -> None:
    rows = (
        "วงจร\tทำอะไร (What)\tใครทำ (Who)\tเมื่อไร (When)\tทำอย่างไร (How)\nP\nวางแผน\t1. สำรวจบ้านพัก\tธุรการ\tต.ค.\tใช้แบบสำรวจ\n"
        "\t2. รับคำขอ\tนิติกร\tพ.ย.\tตรวจคำขอ\nD\nปฏิบัติ\t3. จัดลำดับ\tนิติกร\tธ.ค.\tเทียบทะเบียน\n"
    )
    steps = read_text(OPENED + rows).procedures[0].steps
    assert [(step.title, step.months, step.responsible) for step in steps] == [
        ("สำรวจบ้านพัก", (10,), ("ธุรการ",)),
        ("รับคำขอ", (11,), ("นิติกร",)),
        ("จัดลำดับ", (12,), ("นิติกร",)),
    ]
