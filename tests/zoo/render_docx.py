"""A page as a Word document: real headings, lists numbered by Word, merged and shaded cells, heads and feet."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from nithet.manuals.tests.making_docx import field_of
from tests.zoo.blocks import (
    Block,
    Cell,
    Contents,
    Heading,
    NumberedByWord,
    Page,
    PageBreak,
    Paragraph,
    Table,
    grid,
    pages_of,
)
from tests.zoo.drawing import Draw

_SHADE = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="BFBFBF"/>'


def docx_of(page: Page, draw: Draw) -> bytes:
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = page.head
    if page.foot:
        before, after = page.foot.split("{n}")
        foot = section.footer.paragraphs[0]
        foot.add_run(before)
        field_of(foot, "PAGE", "1")
        foot.add_run(after)
    for block in page.blocks:
        _add(document, block, "thaiNumbers" if draw.is_thai else "decimal")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: WordDocument, block: Block, digits: str) -> None:
    match block:
        case Heading(text=text, level=level):
            document.add_heading(text, level)
        case Paragraph():
            _paragraph(document, block)
        case NumberedByWord():
            _numbered(document, block, digits)
        case Contents(entries=entries, filler=filler):
            for title, number in entries:
                document.add_paragraph(
                    f"{title}\t{number}" if filler == "tab" else f"{title} {'.' * 40} {number}"
                )
        case PageBreak():
            _page_break(document)
        case Table():
            for caption, part in pages_of(block):
                if caption:
                    _page_break(document)
                    document.add_paragraph(caption)
                _table(document, part)


def _page_break(document: WordDocument) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _paragraph(document: WordDocument, block: Paragraph) -> None:
    made = document.add_paragraph()
    made.add_run(block.text).bold = block.is_bold or None
    made.paragraph_format.left_indent = Cm(block.indent)
    if block.is_centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _numbered(document: WordDocument, block: NumberedByWord, digits: str) -> None:
    identity = _new_list(document, block.pattern, digits)
    for text, below in block.items:
        made = document.add_paragraph(text)
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{identity}"/></w:numPr>'
        made._p.get_or_add_pPr().append(parse_xml(number))
        for one in below:
            document.add_paragraph(one).paragraph_format.left_indent = Cm(2)


def _new_list(document: WordDocument, pattern: str, digits: str) -> int:
    numbering = document.part.numbering_part.element
    abstracts = numbering.findall(qn("w:abstractNum"))
    abstract = 1 + max(int(one.get(qn("w:abstractNumId"))) for one in abstracts)
    identity = 1 + max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num")))
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{digits}"/>'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
    )
    made = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{level}</w:abstractNum>')
    abstracts[-1].addnext(made)
    refers = f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    numbering.append(parse_xml(refers))
    return identity


def _table(document: WordDocument, of: Table) -> None:
    made = document.add_table(len(of.rows), len(of.widths))
    made.style = "Table Grid"
    for at, cells in enumerate(grid(of)):
        for column, cell in enumerate(cells):
            if cell is not None:
                place = made.cell(at, column)
                if cell.columns > 1 or cell.rows > 1:
                    place = place.merge(made.cell(at + cell.rows - 1, column + cell.columns - 1))
                _fill(place, cell, is_bold=cell.is_bold or at < of.heads)
    for row in list(made.rows)[: of.heads]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(place: _Cell, cell: Cell, *, is_bold: bool) -> None:
    for at, line in enumerate(cell.text.split("\n")):
        paragraph: WordParagraph = place.paragraphs[0] if not at else place.add_paragraph()
        paragraph.add_run(line).bold = is_bold or None
    if cell.is_shaded:
        place._tc.get_or_add_tcPr().append(parse_xml(_SHADE))
