"""Lines of Thai end where a reader expects it."""

from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nithet.thai.drawing import BREAK_HERE, NO_BREAK_SPACE, WORD_JOINER, bind, wrap
from nithet.thai.measure import font_path, text_width
from nithet.thai.text import clean, squeeze, starts_with_mark

LONG = (
    "ประชุมคณะทำงานจัดทำแผนการนิเทศภายในสถานศึกษา ภาคเรียนที่ 1/2569 ครั้งที่ 2 วันที่ 20 พ.ย. 2569 "
    "รวม 5 วัน โดยศึกษานิเทศก์ผู้รับผิดชอบ (กลุ่มนิเทศ ติดตามและประเมินผล) ให้แล้วเสร็จทั่วถึง ร้อยละ 80 ขึ้นไป"
)
PIECES = [
    *"กขนมทเา 15๒.–()/",
    "ำ",
    "ี",
    "์",
    "ราย",
    "งาน",
    "แทรก",
    "ภาคเรียน",
    "วัน",
    " คน",
    "ที่ ",
    " ๆ",
    "ฯ",
    "DLTV",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
measure = partial(text_width, size_px=16)


def shown(text: str) -> str:
    return bind(text).replace(NO_BREAK_SPACE, "~").replace(WORD_JOINER, "+").replace(BREAK_HERE, "|")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("5 วัน", "5~วัน"),
        ("๕ วันทำการ", "๕~วัน+ทำ+การ"),
        ("ครั้งที่ 2", "ครั้ง+ที่~2"),
        ("ขั้นที่ 3", "ขั้น+ที่~3"),
        ("ภาคเรียนที่ 1/2569 ครั้งที่ 2", "ภาค+เรียน+ที่~1/2569 ครั้ง+ที่~2"),
        ("20 พ.ย. 2569 นี้", "20~พ.ย.~2569 นี้"),
        ("1 ตุลาคม พ.ศ. 2569", "1~ตุลาคม~พ.ศ.~2569"),
        ("พ.ย. 2569", "พ.ย.~2569"),
        ("1–5 ตุลาคม", "1–+5~ตุลาคม"),
        ("ต.ค.–ก.ย.", "ต.ค.–+ก.ย."),
        ("ร้อยละ 80", "ร้อย+ละ~80"),
        ("ภาคเรียนละ 2 ครั้ง", "ภาค+เรียน+ละ~2~ครั้ง"),
        ("ปี 2569 โรงเรียน", "ปี~2569 โรงเรียน"),
        ("1,234.50 บาท", "1,234.50~บาท"),
        ("มี 2 ข้อมูล", "มี 2 ข้อมูล"),
        ("ต่าง ๆ", "ต่าง~ๆ"),
        ("ทางไกล", "ทาง+ไกล"),
        ("รายงานแทรก", "ราย+งาน+แทรก"),
        ("แผนงาน", "แผนงาน"),
        ("กลั่นกรอง", "กลั่น+กรอง"),
        ("ข้อตกลง 5 ข้อตกลง", "ข้อ+ตกลง 5~ข้อ+ตกลง"),
        ("สภาพที่คาดหวัง", "สภาพที่คาด+หวัง"),
        ("ผู้กรอก", "ผู้+กรอก"),
        ("นิเทศฯ ติดตาม", "นิ+เท+ศฯ ติดตาม"),
        ("คณะกรรมการประเมินฯ", "คณะกรรมการ|ป+ระ+เมิ+นฯ"),
        ("วัสดุ ฯลฯ", "วัสดุ~ฯลฯ"),
    ],
)
def test_what_belongs_together_is_bound(text: str, bound: str) -> None:
    assert shown(text) == bound


@settings(deadline=None)  # the first call reads the word list
@given(TEXTS)
def test_binding_twice_is_binding_once_and_cleaning_undoes_it(text: str) -> None:
    assert bind(bind(text)) == bind(text)
    assert clean(bind(text)) == clean(text)


@pytest.mark.parametrize("width", [90, 120, 160, 240, 400])
def test_lines_fit_and_lose_nothing(width: int) -> None:
    lines = wrap(LONG, width, measure)
    assert all(measure(line) <= width for line in lines)
    assert squeeze("".join(lines)) == squeeze(LONG)
    assert all(line == line.strip() for line in lines)
    assert not any(WORD_JOINER in line or NO_BREAK_SPACE in line for line in lines)


@pytest.mark.parametrize("width", [120, 160, 240, 400])
@pytest.mark.parametrize("group", ["ภาคเรียนที่ 1/2569"[:8], "ครั้งที่ 2", "5 วัน", "ร้อยละ 80", "คณะทำงาน"])
def test_groups_stay_on_one_line(width: int, group: str) -> None:
    assert any(group in line for line in wrap(LONG, width, measure))


def test_words_are_never_cut() -> None:
    lines = wrap("การนิเทศภายในสถานศึกษา", 60, measure)
    assert lines == ["การนิเทศ", "ภายใน", "สถาน", "ศึกษา"] or "สถานศึกษา" in lines
    assert wrap("ศึกษานิเทศก์", 5, measure) == ["ศึกษานิเทศก์"]


def test_a_group_wider_than_a_line_is_broken_at_its_words() -> None:
    lines = wrap("วันที่ 20 พฤศจิกายน 2569 โดยครู", 100, measure)
    assert lines == ["วันที่ 20", "พฤศจิกายน", "2569 โดยครู"]


def test_line_breaks_are_kept_and_an_empty_text_has_no_lines() -> None:
    assert wrap("ก\nข", 100, measure) == ["ก", "ข"]
    assert wrap(" \n", 100, measure) == []


@settings(deadline=None)  # the first call reads the word list
@example("ภาคเรียน์ฯ", 10)
@given(TEXTS, st.integers(10, 200))
def test_no_line_begins_with_a_mark_or_a_closing_sign(text: str, width: int) -> None:
    text = clean(text)
    lines = wrap(text, width, measure)
    assert squeeze("".join(lines)) == squeeze(text)
    assert not any(starts_with_mark(line) for line in lines[1:] if f" {line[0]}" not in text)
    assert not any(line.startswith((")", "ๆ")) for line in lines[1:] if f" {line[0]}" not in text)


def test_widths_grow_with_text_size_and_weight() -> None:
    assert text_width("", 16) == 0
    assert text_width("ก", 32) == pytest.approx(2 * text_width("ก", 16))
    assert text_width("กำหนด", 16, 700) > text_width("กำหนด", 16)
    assert text_width("ที่", 16) == pytest.approx(text_width("ท", 16))
    assert text_width(f"ภาค{WORD_JOINER}เรียน", 16) == pytest.approx(text_width("ภาคเรียน", 16))
    assert font_path(640).name == "Sarabun-SemiBold.ttf"


def test_a_shortened_name_is_not_broken_inside() -> None:
    lines = wrap("เสนอคณะกรรมการกลั่นกรองฯ พิจารณา", 0, measure)
    assert "กลั่นกรองฯ" in lines
