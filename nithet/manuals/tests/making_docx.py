"""Makes a Word document of the text of a manual: lists numbered by Word, real tables, headings, a table of contents.

What Word would compute is not written into the document: numbers of lists stand in `numbering.xml` only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from nithet.thai.numerals import to_arabic

HEAD = "คู่มือการปฏิบัติงาน สำหรับใช้ภายใน"
_NUMBERED = re.compile(
    r"(?P<path>(?:[0-9]{1,2}|[๐-๙]{1,2})(?:\.(?:[0-9]{1,2}|[๐-๙]{1,2}))?)(?P<dot>\.?) (?P<rest>\S.*)"
)
_RULE = re.compile(r"[\s|:\-–—]+")
_ENTRY = re.compile(r"(?P<title>.*?)[.…\s]*\t(?P<page>[0-9๐-๙ก-ฮ]{0,3})")
_HEADING = re.compile(r"(?P<marks>#{1,4}) (?P<text>.+)")


def docx_of(text: str, *, page_after: int = 0) -> bytes:
    """The document; with `page_after` a page as Word laid it out ends after so many lines."""
    making = Making(page_after=page_after)
    making.write(text.split("\n"))
    file = BytesIO()
    making.document.save(file)
    return file.getvalue()


@dataclass
class Making:
    page_after: int = 0
    document: WordDocument = field(default_factory=Document)
    last: tuple[int, ...] = ()
    last_form: str = ""
    list_id: str = ""
    lists: int = 100

    def write(self, lines: list[str]) -> None:
        self._furnish()
        at = 0
        while at < len(lines):
            before = at
            at = self._contents(lines, at) if lines[at].strip() == "สารบัญ" else self._block(lines, at)
            if self.page_after and before // self.page_after != at // self.page_after:
                self._rendered_page()

    def _furnish(self) -> None:
        section = self.document.sections[0]
        section.header.paragraphs[0].text = HEAD
        field_of(section.footer.paragraphs[0], "PAGE", "1")

    def _block(self, lines: list[str], at: int) -> int:
        end = at
        while end < len(lines) and is_row(lines, end):
            end += 1
        if end > at + 1:
            self._table(lines[at:end])
            return end
        self._paragraph(lines[at])
        return at + 1

    def _contents(self, lines: list[str], at: int) -> int:
        """A heading and a TOC field; entries of tabs or of bars."""
        self._paragraph(lines[at])
        at += 1
        entries: list[tuple[str, str]] = []
        while at < len(lines) and (not lines[at].strip() or is_row(lines, at)):
            if entry := contents_entry(lines[at]):
                entries.append(entry)
            at += 1
        paragraph = self.document.add_paragraph()
        begin_field(paragraph, 'TOC \\o "1-3" \\h \\z \\u')
        for number, (title, page) in enumerate(entries):
            line = paragraph if not number else self.document.add_paragraph()
            line.add_run(f"{title}\t")
            field_of(line, "PAGEREF _Toc1 \\h", page)
        end_field(self.document.add_paragraph())
        return at

    def _paragraph(self, line: str) -> None:
        if heading := _HEADING.fullmatch(line):
            add_bold(self.document.add_heading(level=len(heading["marks"])), heading["text"])
        elif numbered := _NUMBERED.fullmatch(line):
            self._numbered(numbered)
        else:
            add_bold(self.document.add_paragraph(), line)

    def _numbered(self, found: re.Match[str]) -> None:
        """A paragraph in a list of Word; it goes on with the list before where that gives this number."""
        path = tuple(int(to_arabic(one)) for one in found["path"].split("."))
        form = ("thaiNumbers" if found["path"][0] > "9" else "decimal") + found["dot"]
        goes_on = form == self.last_form and path[:-1] == self.last[:-1] and path[-1] == self.last[-1] + 1
        if not goes_on:
            self.list_id = self._new_list(path, form.rstrip("."), found["dot"])
        self.last, self.last_form = path, form
        paragraph = self.document.add_paragraph()
        add_bold(paragraph, found["rest"])
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{len(path) - 1}"/><w:numId w:val="{self.list_id}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))

    def _new_list(self, path: tuple[int, ...], form: str, dot: str) -> str:
        self.lists += 1
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{".".join(f"%{one + 1}" for one in range(at + 1))}{dot}"/></w:lvl>'
            for at in range(2)
        )
        starts = "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{number}"/></w:lvlOverride>'
            for at, number in enumerate(path)
        )
        root = self.document.part.numbering_part.element
        root.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.lists}">{levels}</w:abstractNum>'
            ),
        )
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.lists}"><w:abstractNumId w:val="{self.lists}"/>{starts}</w:num>'
            )
        )
        return str(self.lists)

    def _table(self, lines: list[str]) -> None:
        rows = [row for row in map(cells_of, lines) if any(not _RULE.fullmatch(one) for one in row if one)]
        if not rows:
            return
        table = self.document.add_table(len(rows), max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                fill_cell(cell, text)
        merge_down(table, rows)

    def _rendered_page(self) -> None:
        run = self.document.add_paragraph().add_run()
        run._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))


def is_row(lines: list[str], at: int) -> bool:
    """Bars, or tabs on several lines below one another; the last lines of a row may have neither."""
    line = lines[at]
    if line.startswith("|"):
        return True
    near = [lines[one] for one in (at - 1, at + 1) if 0 <= one < len(lines)]
    return "\t" in line and any("\t" in one for one in near)


def cells_of(line: str) -> list[str]:
    if line.startswith("|"):
        return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    return [cell.strip() for cell in line.split("\t")]


def contents_entry(line: str) -> tuple[str, str] | None:
    cells = [cell for cell in cells_of(line) if cell and not _RULE.fullmatch(cell)]
    if not cells:
        return None
    return cells[0].rstrip(". "), cells[1] if len(cells) > 1 else ""


def add_bold(paragraph: Paragraph, text: str) -> None:
    """The text with what stands between ** in bold letters, as Thai ones are made bold."""
    for at, piece in enumerate(text.split("**")):
        if piece:
            run = paragraph.add_run(piece)
            if at % 2:
                run.bold = True
                run.font.cs_bold = True


def fill_cell(cell: _Cell, text: str) -> None:
    for at, piece in enumerate(re.split(r"<br\s*/?>", text)):
        add_bold(cell.paragraphs[0] if not at else cell.add_paragraph(), piece.strip())


def merge_down(table: Table, rows: list[list[str]]) -> None:
    """Cells that say the same as the one above become one with it."""
    for column in range(1, len(table.columns)):
        texts = [row[column] if column < len(row) else "" for row in rows]
        for at in range(2, len(texts)):
            if texts[at] and texts[at] == texts[at - 1]:
                above, below = table.cell(at - 1, column), table.cell(at, column)
                for paragraph in below.paragraphs:
                    paragraph.text = ""
                below._tc.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
                if above._tc.tcPr is None or above._tc.tcPr.find(qn("w:vMerge")) is None:
                    begin = parse_xml(f'<w:vMerge {nsdecls("w")} w:val="restart"/>')
                    above._tc.get_or_add_tcPr().append(begin)


def begin_field(paragraph: Paragraph, code: str) -> None:
    _mark(paragraph, "begin")
    paragraph.add_run()._r.append(
        parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>')
    )
    _mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    _mark(paragraph, "end")


def field_of(paragraph: Paragraph, code: str, shown: str) -> None:
    begin_field(paragraph, code)
    paragraph.add_run(shown)
    end_field(paragraph)


def _mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
