"""An invented manual as a careful typist makes it in Word: numbered styles, lists of several levels, a shaded calendar."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import _Cell
from docx.text.paragraph import Paragraph

PERSONNEL = ("งานเลื่อนเงินเดือนข้าราชการครู", "งานขอพระราชทานเครื่องราชอิสริยาภรณ์")
STEPS = (
    "แต่งตั้งคณะกรรมการพิจารณา", "สำรวจและตรวจสอบคุณสมบัติผู้มีสิทธิ", "ประชุมคณะกรรมการพิจารณา", "เสนอผู้อำนวยการอนุมัติ",
    "รายงานผลต่อสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
)  # fmt: skip
MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
COVER = ("คู่มือการปฏิบัติงาน", "กลุ่มบริหารงานบุคคล", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1", "ปีงบประมาณ พ.ศ. 2570")
LIST = 70


def styled_manual() -> BytesIO:
    """Two procedures; the list of headings begins anew with each."""
    document = Document()
    for line in COVER:
        paragraph = document.add_paragraph(line)
        paragraph.runs[0].font.cs_bold, paragraph.alignment = True, WD_ALIGN_PARAGRAPH.CENTER
    define_list(document)
    for number, title in enumerate(PERSONNEL, start=1):
        document.add_paragraph().paragraph_format.page_break_before = True
        write_procedure(document, title, restart=LIST + number)
    file = BytesIO()
    document.save(file)
    return file


def define_list(document: WordDocument) -> None:
    root = document.part.numbering_part.element
    tied = '<w:pStyle w:val="Heading1"/>'
    levels = (
        level(0, "thaiNumbers", "%1.", tied)
        + level(1, "thaiNumbers", "%1.%2")
        + level(2, "thaiNumbers", "(%3)")
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}">{levels}</w:abstractNum>')
    )
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number in range(LIST, LIST + len(PERSONNEL) + 1):
        same = f'<w:abstractNumId w:val="{LIST}"/>{anew if number > LIST else ""}'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{same}</w:num>'))
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{LIST}"/></w:numPr>'))


def write_procedure(document: WordDocument, title: str, *, restart: int) -> None:
    listed(document.add_heading("ชื่องาน", 1), 0, restart)
    document.add_paragraph(title)
    section(document, "วัตถุประสงค์", "เพื่อให้การดำเนินงานเป็นไปตามระเบียบ", "เพื่อให้บุคลากรได้รับสิทธิประโยชน์ครบถ้วน")
    document.add_heading("ขอบเขตของงาน", 1)
    document.add_paragraph("ครอบคลุมการดำเนินงานตั้งแต่การสำรวจจนถึงการรายงานผล")
    section(document, "ขั้นตอนการปฏิบัติงาน", *STEPS)
    for part in ("จัดทำหนังสือนำส่ง", "จัดเก็บหลักฐาน"):
        listed(document.add_paragraph(part), 2, LIST)
    document.add_heading("ปฏิทินการปฏิบัติงาน", 1)
    calendar(document)
    section(document, "แบบฟอร์มที่ใช้", "แบบสำรวจรายชื่อ", "แบบรายงานผล")


def section(document: WordDocument, heading: str, *items: str) -> None:
    document.add_heading(heading, 1)
    for item in items:
        listed(document.add_paragraph(item), 1, LIST)


def calendar(document: WordDocument) -> None:
    """Two rows of headings, merged; two months of each step shaded; one responsible division for all."""
    table = document.add_table(2 + len(STEPS), 15)
    for column, text in ((0, "ที่"), (1, "กิจกรรม"), (14, "ผู้รับผิดชอบ")):
        table.cell(0, column).merge(table.cell(1, column)).text = text
    table.cell(0, 2).merge(table.cell(0, 4)).text = "ปี 2569"
    table.cell(0, 5).merge(table.cell(0, 13)).text = "ปี 2570"
    for column, month in enumerate(MONTHS, start=2):
        table.cell(1, column).text = month
    for number, step in enumerate(STEPS):
        table.cell(2 + number, 0).text, table.cell(2 + number, 1).text = str(number + 1), step
        for shaded in (2 + 2 * number, 3 + 2 * number):
            shade(table.cell(2 + number, shaded), "C6E0B4")
    table.cell(2, 14).merge(table.cell(1 + len(STEPS), 14)).text = "กลุ่มบริหารงานบุคคล"


def level(at: int, form: str, text: str, more: str = "") -> str:
    """One level of a list of Word."""
    numbered = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{numbered}</w:lvl>'


def listed(paragraph: Paragraph, at: int, number: int) -> None:
    """Put a paragraph into a list, or with 0 out of that of its style."""
    mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(mark))


def shade(cell: _Cell, colour: str) -> None:
    filled = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(filled))
