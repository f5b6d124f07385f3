"""A page as a PDF with a layer of text, set by Typst; what of it stands wide is set on a page across."""

from __future__ import annotations

from collections.abc import Iterator

from nithet.manuals.tests.making_pdf import compiled
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

_PREAMBLE = """
#set page(paper: "a4", flipped: {flipped}, margin: (x: 2cm, y: 2.2cm), header: [{head}],
  footer: context align(center)[{foot}])
#set text(font: "Sarabun", size: 11pt, lang: "th")
#set par(leading: 0.7em)
"""


def pdf_of(page: Page, draw: Draw) -> bytes:
    before, _, after = page.foot.partition("{n}")
    number = '#numbering("1", counter(page).get().first())' if page.foot else ""
    is_wide = any(isinstance(block, Table) and len(block.widths) > 6 for block in page.blocks)
    made = _PREAMBLE.replace("{head}", _words(page.head)).replace("{flipped}", "true" if is_wide else "false")
    made = made.replace("{foot}", _words(before) + number + _words(after))
    return compiled(made + "\n".join(one for block in page.blocks for one in _block(block, draw)))


def _block(block: Block, draw: Draw) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f'#block(above: 1em, below: .7em, text(weight: "bold", size: {15 - level}pt)[{_words(text)}])'
        case Paragraph():
            body = f"#strong[{_words(block.text)}]" if block.is_bold else _words(block.text)
            yield _par(f"#align(center)[{body}]" if block.is_centred else body, block.indent)
        case NumberedByWord():
            yield from _numbered(block, draw)
        case Contents(entries=entries):
            for title, number in entries:
                yield _par(f"{_words(title)} #box(width: 1fr, repeat[.]) {_words(number)}", 0)
        case PageBreak():
            yield "#pagebreak(weak: true)"
        case Table():
            for caption, part in pages_of(block):
                if caption:
                    yield "#pagebreak()"
                    yield _par(_words(caption), 0)
                yield _table(part)


def _numbered(block: NumberedByWord, draw: Draw) -> Iterator[str]:
    for at, (text, below) in enumerate(block.items, 1):
        yield _par(_words(draw.digits(block.pattern.replace("%1", str(at))) + " " + text), 1)
        yield from (_par(_words(one), 2) for one in below)


def _par(body: str, indent: int) -> str:
    return f"#block(width: 100%, above: .7em, below: .7em, pad(left: {indent}cm)[{body}])"


def _table(of: Table) -> str:
    rows = [
        ", ".join(_cell(cell, is_bold=cell.is_bold or at < of.heads) for cell in places if cell is not None)
        for at, places in enumerate(grid(of))
    ]
    head = f"table.header({', '.join(rows[: of.heads])}), " if of.heads else ""
    body = ", ".join(filter(None, rows[of.heads :]))
    widths = ", ".join(f"{width}fr" for width in of.widths)
    made = f"#table(columns: ({widths},), stroke: .5pt, inset: {{inset}}, {head}{body})"
    if len(of.widths) > 10:
        # Names of months must not run over the lines between them.
        return f"#text(size: 7.5pt)[{made.replace('{inset}', '2pt')}]"
    return made.replace("{inset}", "4pt")


def _cell(cell: Cell, *, is_bold: bool) -> str:
    body = " #linebreak() ".join(_words(line) for line in cell.text.split("\n"))
    body = f"#strong[{body}]" if is_bold else body
    fill = ", fill: luma(75%)" if cell.is_shaded else ""
    return f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}{fill})[{body}]"


def _words(text: str) -> str:
    if not text:
        return ""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "     ")
    return f'#"{escaped}";'
