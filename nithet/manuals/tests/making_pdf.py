"""Makes PDF files as offices have them: running heads, page numbers, wrapped paragraphs and ruled tables."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import typst

from nithet.manuals.reading.furniture import entry_page
from nithet.manuals.reading.lines import Line, split_lines
from nithet.manuals.reading.tables import Row, is_rule, read_rows
from nithet.thai.text import clean

HEAD = "คู่มือการปฏิบัติงาน กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_PREAMBLE = """
#set page(
  paper: "a4", margin: (left: 3cm, right: 2cm, y: 2.5cm),
  header: align(right, text(size: 9pt, "{head}")),
  footer: context align(center, [\u2013 #numbering("1", counter(page).get().first()) \u2013]),
)
#set text(font: "Sarabun", size: 11pt, lang: "th")
#set par(justify: {justify}, leading: 0.75em, spacing: 0.75em)
#set table(inset: 5pt, stroke: 0.5pt)
#show table: set par(justify: false, spacing: 1em)
#show heading: set block(above: 1em, below: 0.75em)
"""


@cache
def pdf_of(text: str, *, head: str = HEAD, justify: bool = True) -> bytes:
    """The text of a manual as a PDF: lines with bars as ruled tables, others as paragraphs that wrap."""
    preamble = _PREAMBLE.replace("{head}", head).replace("{justify}", str(justify).lower())
    return compiled(preamble + "\n".join(_blocks(split_lines(text))))


def compiled(source: str) -> bytes:
    """The PDF of a source of Typst."""
    # The stub leaves open of which type the source is.
    pdf: object = typst.compile(source.encode(), font_paths=[_fonts()])  # type: ignore[misc]
    assert isinstance(pdf, bytes)
    return pdf


def table_of(rows: Sequence[Sequence[str]], *, columns: str = "", options: str = "") -> str:
    """A ruled table in Typst; a line break in a cell begins a paragraph."""
    cells = ", ".join(f"[{_cell(cell)}]" for row in rows for cell in row)
    return f"#table(columns: ({columns or '1fr, ' * len(rows[0])}), {options}{cells})"


def _cell(text: str) -> str:
    return "".join(f"#par[{_words(part)}]" for part in text.split("\n"))


def _fonts() -> str:
    spec = find_spec("fontpkg_sarabun")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "files")


def _blocks(lines: Sequence[Line]) -> Iterator[str]:
    for is_row, group in groupby(lines, key=lambda line: line.is_row):
        run = list(group)
        yield from _rows(run) if is_row else map(_paragraph, run)


def _rows(run: Sequence[Line]) -> Iterator[str]:
    if all(entry_page(line) is not None for line in run):
        for line in run:
            *title, page = line.raw.split("\t")
            yield f"#par[{_words(' '.join(title))} #box(width: 1fr, repeat[.]) {_words(page)}]"
        return
    rows = [row for row in read_rows(run) if not is_rule(row)]
    width = max(len(row.cells) for row in rows)
    yield table_of([_texts(row, width) for row in rows], columns=_widths(rows, width))


def _texts(row: Row, width: int) -> list[str]:
    return ["\n".join(row.paragraphs(column)) for column in range(width)]


def _widths(rows: Sequence[Row], width: int) -> str:
    longest = [max(len(row.text(column)) for row in rows) for column in range(width)]
    return ", ".join(f"{max(4, min(one, 60)) ** 0.7:.1f}fr" for one in longest) + ","


def _paragraph(line: Line) -> str:
    if line.is_blank:
        return "#v(0.9em)"
    if line.level:
        return f"#heading(level: {line.level})[{_words(line.text)}]"
    return f"#par[{_words(clean(line.raw))}]"


def _words(text: str) -> str:
    """Words as strings of Typst, those between asterisks in bold."""
    if text.count("**") == 1:
        text = f"**{text.replace('**', '')}**"
    parts = _BOLD.split(text)
    return "".join(
        f"#strong[{_string(part)}]" if at % 2 else _string(part) for at, part in enumerate(parts) if part
    )


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}";'
