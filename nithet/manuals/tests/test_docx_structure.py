"""What stands in a Word document: numbers that Word computes, merged cells, fields, boxes, changes, symbols, pages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from nithet.manuals.draft import Place
from nithet.manuals.sources import Extracted, UnreadableSourceError, extract
from nithet.manuals.sources.docx.numerals import written
from nithet.manuals.tests.making_docx import begin_field, docx_of, end_field, field_of
from nithet.manuals.tests.styled_docx import level, listed, shade

W14 = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'


def made(build: Callable[[WordDocument], None]) -> Extracted:
    document = Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return extract(file, "คู่มือ.docx")


def lines(build: Callable[[WordDocument], None]) -> list[str]:
    return [line for line in made(build).text.split("\n") if line]


def add(document: WordDocument, text: str) -> None:
    document.add_paragraph(text)


def numbered(
    document: WordDocument, levels: str, *items: tuple[int, str], overrides: str = "", number: int = 50
) -> None:
    """Paragraphs of a list with these levels; items are (level, text)."""
    root = document.part.numbering_part.element
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{overrides}</w:num>'
        )
    )
    for depth, text in items:
        listed(document.add_paragraph(text), depth, number)


def test_numbers_of_several_levels_are_counted_as_word_does() -> None:
    levels = (
        level(0, "thaiNumbers", "%1.") + level(1, "thaiNumbers", "%1.%2") + level(2, "thaiLetters", "(%3)")
    )
    items = [
        (0, "ก่อน"),
        (1, "หนึ่ง"),
        (2, "ย่อย"),
        (2, "ย่อยสอง"),
        (1, "สอง"),
        (2, "ใหม่"),
        (0, "หลัง"),
        (1, "แรก"),
    ]
    assert lines(lambda document: numbered(document, levels, *items)) == [
        "๑. ก่อน", "๑.๑ หนึ่ง", "(ก) ย่อย", "(ข) ย่อยสอง", "๑.๒ สอง", "(ก) ใหม่", "๒. หลัง", "๒.๑ แรก",
    ]  # fmt: skip


def test_a_level_that_never_restarts_goes_on_and_a_legal_one_is_in_digits() -> None:
    levels = level(0, "upperRoman", "%1.") + level(
        1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'
    )
    items = [(0, "หมวด"), (1, "ข้อ"), (0, "หมวด"), (1, "ข้อ")]
    assert lines(lambda document: numbered(document, levels, *items)) == [
        "I. หมวด",
        "1.1 ข้อ",
        "II. หมวด",
        "2.2 ข้อ",
    ]


def test_a_list_begins_where_its_override_says_and_words_stand_around_numbers() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    levels = level(0, "decimal", "ขั้นตอนที่ %1")
    found = lines(
        lambda document: numbered(document, levels, (0, "รับเรื่อง"), (0, "ส่งเรื่อง"), overrides=override)
    )
    assert found == ["ขั้นตอนที่ 4 รับเรื่อง", "ขั้นตอนที่ 5 ส่งเรื่อง"]


def test_two_lists_of_one_definition_go_on_and_deleted_or_empty_paragraphs_count_nothing() -> None:
    def build(document: WordDocument) -> None:
        numbered(document, level(0, "decimal", "%1)"), (0, "หนึ่ง"), (0, ""), (0, "สอง"))
        root = document.part.numbering_part.element
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="51"><w:abstractNumId w:val="50"/></w:num>'))
        listed(document.add_paragraph("สาม"), 0, 51)

    assert lines(build) == ["1) หนึ่ง", "2) สอง", "3) สาม"]


def test_a_number_comes_from_the_style_and_none_where_it_is_taken_away() -> None:
    def build(document: WordDocument) -> None:
        numbered(document, level(0, "decimal", "บทที่ %1", '<w:pStyle w:val="Heading1"/>'))
        style = document.styles["Heading 1"].element
        style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="50"/></w:numPr>'))
        document.add_heading("บทนำ", 1)
        listed(document.add_heading("คำนำ", 1), 0, 0)
        document.add_heading("วิธีการ", 1)

    assert lines(build) == ["# บทที่ 1 บทนำ", "# คำนำ", "# บทที่ 2 วิธีการ"]


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    levels = level(0, "bullet", "\uf0b7") + level(1, "bullet", "-")
    assert lines(lambda document: numbered(document, levels, (0, "หนึ่ง"), (1, "ย่อย"))) == ["• หนึ่ง", "- ย่อย"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "1 12 45"), ("thaiNumbers", "๑ ๑๒ ๔๕"), ("thaiLetters", "ก ฏ งง"), ("lowerLetter", "a l ss"),
        ("lowerRoman", "i xii xlv"), ("upperRoman", "I XII XLV"), ("decimalZero", "01 12 45"),
        ("thaiCounting", "หนึ่ง สิบสอง สี่สิบห้า"), ("unknown", "1 12 45"), ("none", "  "),
    ],
)  # fmt: skip
def test_numbers_are_written_in_the_formats_of_word(form: str, expected: str) -> None:
    assert " ".join(written(number, form) for number in (1, 12, 45)) == expected


def test_tracked_changes_are_read_as_accepted() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("สำรวจ")
        paragraph._p.append(
            parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>ปัญหา</w:delText></w:r></w:del>")
        )
        paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>ความต้องการ</w:t></w:r></w:ins>"))
        ended = document.add_paragraph("นิเทศ ")
        ended._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))
        document.add_paragraph("ติดตาม")

    assert lines(build) == ["สำรวจความต้องการ", "นิเทศ ติดตาม"]
    assert made(build).remarks == ("tracked-changes",)


def test_hidden_text_and_codes_of_fields_are_left_out_and_results_stay() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("ตามข้อ ")
        field_of(paragraph, "REF _Ref1 \\h", "๓")
        document.add_paragraph().add_run("ลับ").font.hidden = True

    assert lines(build) == ["ตามข้อ ๓"]
    assert made(build).remarks == ("hidden-text",)


def test_links_soft_breaks_and_tabs() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("ดู ")
        paragraph._p.append(
            parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>เว็บไซต์</w:t></w:r></w:hyperlink>")
        )
        document.add_paragraph("๑. หนึ่ง\n๒. สอง")
        document.add_paragraph("\tผู้รับผิดชอบ\t: กลุ่มนิเทศ")

    assert lines(build) == ["ดู เว็บไซต์", "๑. หนึ่ง", "๒. สอง", "ผู้รับผิดชอบ : กลุ่มนิเทศ"]


def test_lines_set_with_tabs_below_one_another_stay_a_table() -> None:
    def build(document: WordDocument) -> None:
        for line in ("ที่\tขั้นตอน\tเวลา", "๑\tสำรวจ\tตุลาคม", "๒\tสรุป\tกันยายน"):
            document.add_paragraph(line)

    assert lines(build)[1] == "๑\tสำรวจ\tตุลาคม"


def test_merged_cells_say_what_they_hold_in_the_rows_they_cover() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(4, 3)
        for row, texts in zip(
            table.rows,
            (("ที่", "ขั้นตอน", "เวลา"), ("๑", "สำรวจ", "ตุลาคม"), ("๒", "สรุป", ""), ("รวม", "", "")),
            strict=True,
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(1, 2).merge(table.cell(2, 2))
        table.cell(3, 0).merge(table.cell(3, 2))

    assert lines(build) == [
        "| ที่ | ขั้นตอน | เวลา |",
        "| ๑ | สำรวจ | ตุลาคม |",
        "| ๒ | สรุป | ตุลาคม |",
        "| รวม |  |  |",
    ]


def test_a_merged_first_column_numbers_its_rows_once() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "๑"
        table.cell(0, 1).text, table.cell(1, 1).text = "สำรวจ", "สรุป"

    assert lines(build) == ["| ๑ | สำรวจ |", "|  | สรุป |"]


def test_a_calendar_shows_shades_and_merged_marks_in_each_month() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(4, 5)
        rows = (
            ("ขั้นตอน", "ปี 2569", "", "", "ปี 2570"),
            ("", "ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค."),
            ("สำรวจ", "", "✓", "", ""),
            ("สรุป", "", "", "", "/"),
        )
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(0, 1).merge(table.cell(0, 3))
        table.cell(2, 2).merge(table.cell(2, 3))
        shade(table.cell(2, 1), "92D050")
        shade(table.cell(3, 1), "FFFFFF")

    assert lines(build) == [
        "| ขั้นตอน | ปี 2569 |  |  | ปี 2570 |", "|  | ต.ค. | พ.ย. | ธ.ค. | ม.ค. |", "| สำรวจ | ✓ | ✓ | ✓ |  |",
        "| สรุป |  |  |  | / |",
    ]  # fmt: skip


def test_cells_hold_paragraphs_lists_bars_and_tables() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "ก|ข"
        numbered(document, level(0, "decimal", "%1."))
        cell = table.cell(0, 1)
        cell.text = "หนึ่ง"
        listed(cell.paragraphs[0], 0, 50)
        listed(cell.add_paragraph("สอง"), 0, 50)
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "ใน", "ตาราง"

    assert lines(build) == ["| ก\\|ข | 1. หนึ่ง<br>2. สอง<br>ใน ตาราง |"]


def test_a_column_of_numbers_that_word_computes_is_written_and_rows_of_numbers_alone_are_not() -> None:
    def build(document: WordDocument) -> None:
        numbered(document, level(0, "thaiNumbers", "%1."))
        table = document.add_table(3, 2)
        for row, text in zip(table.rows, ("สำรวจ", "สรุป", ""), strict=True):
            listed(row.cells[0].paragraphs[0], 0, 50)
            row.cells[1].text = text

    assert lines(build) == ["| ๑. | สำรวจ |", "| ๒. | สรุป |"]


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    def build(document: WordDocument) -> None:
        document.add_table(1, 1).cell(0, 0).text = "กรอบข้อความ"

    assert lines(build) == ["กรอบข้อความ"]


def test_text_boxes_are_read_once_and_from_the_top_down() -> None:
    def shape(text: str, down: int) -> str:
        box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
        return (
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionV><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
            f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        )

    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("ผังงาน")
        paragraph._p.append(
            parse_xml(f"<w:r {nsdecls('w', 'wp')} {W14}>{shape('จบ', 900)}{shape('เริ่ม', 100)}</w:r>")
        )

    assert lines(build) == ["ผังงาน", "เริ่ม", "จบ"]


def test_contents_of_word_stand_under_their_heading_with_dots() -> None:
    def build(document: WordDocument) -> None:
        first = document.add_paragraph()
        begin_field(first, "TOC \\o")
        for number, (title, page) in enumerate((("บทนำ", "1"), ("1.\tวิธีการ", "12"))):
            line = first if not number else document.add_paragraph()
            line.add_run(f"{title}\t")
            field_of(line, "PAGEREF _Toc", page)
        end_field(document.add_paragraph())
        document.add_paragraph("เนื้อหา")

    assert lines(build) == ["สารบัญ", "บทนำ ........ 1", "1. วิธีการ ........ 12", "เนื้อหา"]


def test_heads_and_feet_are_left_out_but_known() -> None:
    def build(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1"
        document.add_paragraph("เนื้อหา")

    found = made(build)
    assert found.text == "เนื้อหา"
    assert found.heads == ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1",)


def test_bold_words_are_marked_unless_most_of_the_document_is_bold() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph().add_run("คำจำกัดความ").bold = True
        paragraph = document.add_paragraph()
        paragraph.add_run("สื่อ").font.cs_bold = True
        paragraph.add_run(" หมายถึง สิ่งที่ใช้ในการเรียนการสอน")

    assert lines(build) == ["**คำจำกัดความ**", "**สื่อ** หมายถึง สิ่งที่ใช้ในการเรียนการสอน"]

    def all_bold(document: WordDocument) -> None:
        document.add_paragraph().add_run("คำจำกัดความ").bold = True

    assert lines(all_bold) == ["คำจำกัดความ"]


def test_letters_of_old_thai_fonts_are_mapped_and_said() -> None:
    found = made(lambda document: add(document, "ผู\uf70bรับผิดชอบ ที\uf70a"))
    assert found.text == "ผู้รับผิดชอบ ที่"
    assert found.remarks == ("glyphs-mapped",)


def test_marks_of_symbol_fonts_are_signs() -> None:
    def build(document: WordDocument) -> None:
        run = document.add_paragraph().add_run()
        run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0FC"/>'))
        document.add_paragraph().add_run("P").font.name = "Wingdings 2"

    assert lines(build) == ["✓", "✓"]


def test_pages_are_those_that_word_laid_out() -> None:
    text = "\n".join(f"บรรทัดที่ {number}" for number in range(1, 7))
    found = extract(io.BytesIO(docx_of(text, page_after=2)), "ก.docx")
    lines = found.text.split("\n")
    pages = [(place.page, lines[place.line - 1]) for place in found.places]
    assert pages[:3] == [(1, "บรรทัดที่ 1"), (2, ""), (3, "")]
    assert {place.file for place in found.places} == {"ก.docx"}


def test_a_document_that_was_never_laid_out_has_no_pages() -> None:
    assert made(lambda document: add(document, "ข้อความ")).places == (Place(1, "คู่มือ.docx", 0),)


def test_a_document_of_pictures_only_is_told_from_an_empty_one() -> None:
    picture = io.BytesIO()
    Image.new("L", (20, 20)).save(picture, "PNG")

    def build(document: WordDocument) -> None:
        document.add_picture(picture)

    with pytest.raises(UnreadableSourceError) as caught:
        made(build)
    assert caught.value.code == "no-text"


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    file = io.BytesIO(docx_of("\n".join(["บรรทัด"] * 450)))
    extract(file, "ก.docx", progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == [0, 200, 400]
