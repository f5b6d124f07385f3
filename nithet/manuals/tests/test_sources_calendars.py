"""Calendars drawn in PDF and Word give a mark in each month that a bar, an arrow or a merged cell covers."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordDocument

from nithet.manuals.sources import extract
from nithet.manuals.sources.calendar import is_period, is_stroke
from nithet.manuals.tests.making_pdf import compiled

PAGE = '#set page(paper: "a4", margin: 2cm, flipped: {flipped})\n#set text(font: ("Sarabun", "DejaVu Sans"), size: 11pt, lang: "th")\n'
NAMES = ("ตุลาคม", "พฤศจิกายน", "ธันวาคม", "มกราคม", "กุมภาพันธ์", "มีนาคม")
SHORT = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.")
COLUMNS = f"(1cm, 6cm, {'1.4cm, ' * 6})"


def rows_of(source: str, *, flipped: bool = True) -> list[list[str]]:
    text = extract(io.BytesIO(compiled(PAGE.format(flipped=str(flipped).lower()) + source)), "คู่มือ.pdf").text
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n")
        if line.startswith("|")
    ]


def table(cells: str, options: str = "") -> str:
    heads = ", ".join(f"[{name}]" for name in SHORT)
    return f"#table(columns: {COLUMNS}, {options}[ที่], [กิจกรรม], {heads}, {cells})"


def marked(row: list[str]) -> list[int]:
    return [at for at, cell in enumerate(row[2:]) if cell == "✓"]


@pytest.mark.parametrize("degrees", [-90, 90], ids=["upward", "downward"])
def test_months_written_up_or_down_in_full_head_their_columns(degrees: int) -> None:
    months = ", ".join(f"[#rotate({degrees}deg, reflow: true)[*{name}*]]" for name in NAMES)
    rows = rows_of(
        f"#table(columns: {COLUMNS}, [ที่], [กิจกรรม], {months}, [๑], [สำรวจ], [], [/], [], [], [], [])"
    )
    assert rows[0] == ["ที่", "กิจกรรม", *NAMES]
    assert rows[1][3] == "/"


@pytest.mark.parametrize("degrees", [-90, 90], ids=["upward", "downward"])
def test_a_head_of_two_lines_that_run_up_or_down_is_read_in_their_order(degrees: int) -> None:
    head = f"[#rotate({degrees}deg, reflow: true)[หน่วยงาน \\ ที่รับผิดชอบ]]"
    rows = rows_of(f"#table(columns: (2cm, 6cm), {head}, [กิจกรรม], [ธุรการ], [สำรวจ])")
    assert [cell.replace("<br>", "") for cell in rows[0]] == ["หน่วยงานที่รับผิดชอบ", "กิจกรรม"]


def test_an_arrow_in_a_merged_cell_marks_each_month() -> None:
    rows = rows_of(
        table("[๑], [สำรวจ], table.cell(colspan: 3)[◄───►], [], [], [], [๒], [สรุป], [], [], [], [], [◄►], []")
    )
    assert [marked(row) for row in rows[1:]] == [[0, 1, 2], [4]]


def test_a_merged_shade_marks_each_month_and_a_word_is_said_in_each() -> None:
    rows = rows_of(
        table(
            "[๑], [สำรวจ], [], table.cell(colspan: 2, fill: gray)[], [], [], [], [๒], [สรุป], table.cell(colspan: 2)[รอบ ๑], [], [], [], []"
        )
    )
    assert marked(rows[1]) == [1, 2]
    assert rows[2][2:4] == ["รอบ ๑", "รอบ ๑"]


def test_an_arrow_over_quarters_marks_them() -> None:
    rows = rows_of(
        "#table(columns: 6, [ที่], [กิจกรรม], [ไตรมาส 1], [ไตรมาส 2], [ไตรมาส 3], [ไตรมาส 4],"
        "[๑], [สำรวจ], table.cell(colspan: 2)[←──→], [], [])"
    )
    assert marked(rows[1]) == [0, 1]


@pytest.mark.parametrize("length", ["2.8cm", "2.4cm"], ids=["from border to border", "within"])
def test_a_line_drawn_over_months_marks_them_and_cuts_no_row(length: str) -> None:
    line = f"table.cell(inset: (x: 0pt, y: 9pt))[#place(line(length: {length}))]"
    rows = rows_of(table(f"[๑], [สำรวจ], [], {line}, [], [], [], [], [๒], [สรุป], [], [], [], [], [], [/]"))
    assert [row[:2] for row in rows[1:]] == [["๑", "สำรวจ"], ["๒", "สรุป"]]
    assert marked(rows[1]) == [1, 2]


def test_a_dash_alone_says_none_and_is_no_arrow() -> None:
    assert [text for text in ("-", "–", "<br>", "", "/", "◄►", "<--->", "──", "───") if is_stroke(text)] == [
        "◄►", "<--->", "───",
    ]  # fmt: skip


def test_months_with_years_and_quarters_are_periods() -> None:
    assert all(map(is_period, ("ต.ค.", "ต.ค. 68", "ต.ค.<br>68", "มกราคม", "ไตรมาสที่ ๑", "ไตรมาส 2")))
    assert not any(map(is_period, ("", "กิจกรรม", "ภายในเดือนตุลาคมของทุกปีงบประมาณ")))


def test_text_below_the_first_column_of_merged_months_says_its_month_in_each_row() -> None:
    rows = rows_of(
        "#table(columns: 3, [เดือน], [กิจกรรม], [ผู้ปฏิบัติ], table.cell(rowspan: 2)[กันยายน], [๑. แต่งตั้ง], [พัสดุ], [๒. แจ้ง], [พัสดุ])"
    )
    assert [row[0] for row in rows] == ["เดือน", "กันยายน", "กันยายน"]


def test_a_merged_first_cell_cut_by_the_page_joins_no_rows() -> None:
    steps = ", ".join(f"[{at}], [งานที่ {at}]" for at in range(2, 9))
    rows = rows_of(
        f"#v(23cm)\n#table(columns: (4cm, 1cm, 4cm), table.header([งาน], [ที่], [ขั้นตอน]), table.cell(rowspan: 8)[งานควบคุม], [1], [งานที่ 1], {steps})",
        flipped=False,
    )
    assert [row[1] for row in rows[1:]] == [str(at) for at in range(1, 9)]


def test_a_page_printed_on_its_side_is_read_as_turned() -> None:
    source = f"#rotate(-90deg, reflow: true)[#block(width: 22cm)[ปฏิทินการปฏิบัติงานของกลุ่ม {table('[๑], [สำรวจข้อมูลพื้นฐาน], [], [/], [], [], [], []')}]]"
    rows = rows_of(source, flipped=False)
    assert rows == [["ที่", "กิจกรรม", *SHORT], ["๑", "สำรวจข้อมูลพื้นฐาน", "", "/", "", "", "", ""]]


def word_rows(build: Callable[[WordDocument], None]) -> list[str]:
    document, file = Document(), io.BytesIO()
    build(document)
    document.save(file)
    return [line for line in extract(file, "คู่มือ.docx").text.split("\n") if line.startswith("|")]


def test_an_arrow_over_months_in_word_marks_each() -> None:
    def build(document: WordDocument) -> None:
        grid = document.add_table(2, 4)
        for cell, text in zip(grid.rows[0].cells, ("กิจกรรม", "ต.ค.", "พ.ย.", "ธ.ค."), strict=True):
            cell.text = text
        grid.cell(1, 0).text = "สำรวจ"
        grid.cell(1, 1).merge(grid.cell(1, 2)).text = "◄──►"

    assert word_rows(build)[1] == "| สำรวจ | ✓ | ✓ |  |"


def test_a_merged_first_cell_of_words_in_word_is_said_in_each_row() -> None:
    def build(document: WordDocument) -> None:
        grid = document.add_table(2, 2)
        grid.cell(0, 0).merge(grid.cell(1, 0)).text = "กันยายน"
        grid.cell(0, 1).text, grid.cell(1, 1).text = "แต่งตั้ง", "แจ้ง"

    assert word_rows(build) == ["| กันยายน | แต่งตั้ง |", "| กันยายน | แจ้ง |"]
