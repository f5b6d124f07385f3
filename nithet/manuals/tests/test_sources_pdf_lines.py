"""Lines of a page that stand apart by their place or by what they begin with, though the one above is full."""

import pytest

from nithet.manuals.sources.layout_flow import joined
from nithet.manuals.tests.test_sources_pdf import LONG, bold, lines_of, rows_of, squeezed


def test_a_heading_at_the_left_is_no_end_of_one_in_the_middle() -> None:
    title = "บทที่ 2 การตรวจรับพัสดุและครุภัณฑ์ของสถานศึกษาในสังกัดสำนักงาน"
    source = f"#set par(spacing: 0.6em)\n#align(center)[{bold(title, 16)}]{bold('ความจำเป็นของงาน', 16)}#par[{LONG}]"
    found = [squeezed(line.strip("#* ")) for line in lines_of(source)[:2]]
    assert found == [squeezed(title), "ความจำเป็นของงาน"]


def test_the_office_on_a_cover_stands_below_the_group() -> None:
    lines = (
        "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร",
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาเวียงหมอกใต้และเวียงหมอกเหนือ",
    )
    cover = "".join(bold(line, 16) for line in lines)
    found = lines_of(f"#set par(spacing: 0.6em)\n#align(center)[{cover}]\n#pagebreak()\n#par[{LONG}]")
    assert [squeezed(line.strip("#* ")) for line in found[:2]] == [squeezed(line) for line in lines]


def test_who_signs_at_the_right_ends_the_page() -> None:
    source = f"#par[{LONG}]\n#align(right)[กลุ่มบริหารงานการเงินและสินทรัพย์]\n#pagebreak()\n#par[การยืมเงินราชการ]\n#par[{LONG}]"
    found = lines_of(source)
    assert [line for line in found if squeezed(line) != squeezed(LONG)] == [
        "กลุ่มบริหารงานการเงินและสินทรัพย์",
        "การยืมเงินราชการ",
    ]


@pytest.mark.parametrize("fact", ["(ระยะเวลา: มีนาคม / ผู้รับผิดชอบ: นิติกร)", "(ผู้รับผิดชอบ : นิติกร)"])
def test_a_fact_in_brackets_under_a_full_line_stands_alone(fact: str) -> None:
    long = "เสนอรายงานต่อผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาเพื่อพิจารณาสั่งการตามอำนาจหน้าที่"
    assert lines_of(f"#block(width: 11.6cm)[#par[{long}]#par[{fact}]]")[-1] == fact


def test_two_posts_in_a_narrow_cell_are_two_paragraphs() -> None:
    cells = "[1], [สำรวจ], [เจ้าหน้าที่พัสดุ #linebreak() หัวหน้าเจ้าหน้าที่], [2], [ตรวจ], [ศึกษานิเทศก์ #linebreak() เลขานุการ ก.ต.ป.น.]"
    rows = rows_of(f"#table(columns: (1cm, 3cm, 3.2cm), [ที่], [ขั้นตอน], [ผู้รับผิดชอบ], {cells})")
    assert [row[2] for row in rows[1:]] == ["เจ้าหน้าที่พัสดุ<br>หัวหน้าเจ้าหน้าที่", "ศึกษานิเทศก์<br>เลขานุการ ก.ต.ป.น."]


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [("พัสดุภาครัฐ", "พ.ศ. 2560", "พัสดุภาครัฐ พ.ศ. 2560"), ("ประจำปี", "ปีงบประมาณ", "ประจำปี ปีงบประมาณ"), ("การบริหาร", "พัสดุ", "การบริหารพัสดุ")],
)  # fmt: skip
def test_a_year_on_the_next_line_keeps_its_space(text: str, more: str, whole: str) -> None:
    assert joined(text, more) == whole
