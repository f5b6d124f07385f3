"""A page as plain text: what is left when a manual is copied or saved as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nithet.thai.words import segment
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


def text_of(page: Page, draw: Draw) -> str:
    lines: list[str] = []
    sheet = 1
    for at, block in enumerate(page.blocks):
        if isinstance(block, PageBreak):
            lines += _page_end(page, draw, sheet)
            sheet += 1
            continue
        lines += [one for line in _lines(block, page, draw) for one in _wrapped(line, block, page)]
        if _has_blank(page, at, block):
            lines.append("")
    return "\n".join(lines) + "\n"


def _page_end(page: Page, draw: Draw, sheet: int) -> list[str]:
    foot = [draw.digits(page.foot.replace("{n}", str(sheet)))] if page.foot else []
    return ["", *foot, *([page.head] if page.head else []), ""]


def _has_blank(page: Page, at: int, block: Block) -> bool:
    form = page.dress["blank"]
    return form == "between" or (form == "uneven" and (isinstance(block, (Heading, Table)) or at % 5 == 0))


def _lines(block: Block, page: Page, draw: Draw) -> Iterator[str]:
    indent = {"none": "", "spaces": "    ", "tabs": "\t"}[page.dress["indent"]]
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(text=text, indent=deep):
            yield indent * min(deep, 3) + text
        case NumberedByWord(items=items, pattern=pattern):
            for at, (text, below) in enumerate(items, 1):
                yield indent + draw.digits(pattern.replace("%1", str(at))) + " " + text
                yield from (indent * 2 + one for one in below)
        case Contents(entries=entries, filler=filler):
            for title, number in entries:
                yield f"{title}\t{number}" if filler == "tab" else f"{title} {'.' * 40} {number}"
        case Table():
            for caption, part in pages_of(block):
                yield from filter(None, [caption])
                yield from _table(part, page.dress["table"])


def _table(of: Table, form: str) -> Iterator[str]:
    texts = [_texts(cells) for cells in grid(of)]
    # Lines of a table with empty cells would say nothing.
    if form == "cell a line" and all(all(cells) for cells in texts):
        for cells in texts:
            for cell in cells:
                yield from cell.split("\n")
    elif form == "bars":
        for at, cells in enumerate(texts):
            yield "| " + " | ".join(cell.replace("\n", "<br>") for cell in cells) + " |"
            if at == max(of.heads, 1) - 1:
                yield "|" + "---|" * len(cells)
    else:
        yield from ("\t".join(cell.replace("\n", " ") for cell in cells) for cells in texts)


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    """A row; shading becomes a sign, and what reaches over several months stands in each."""
    texts: list[str] = []
    for cell in cells:
        before = texts[-1] if texts else ""
        sign = "■" if cell and cell.is_shaded else cell.text if cell else ""
        texts.append(before if cell is None and before.startswith("◄") else sign)
    return texts


def _wrapped(line: str, block: Block, page: Page) -> list[str]:
    """Long paragraphs broken between words; rows of tables stay whole."""
    width = page.dress["wrap"]
    if width == "none" or not isinstance(block, (Paragraph, NumberedByWord)) or len(line) <= int(width):
        return [line]
    lines = [""]
    for word in segment(line):
        if len(lines[-1]) + len(word) > int(width):
            lines.append("")
        lines[-1] += word
    return [one.rstrip() for one in lines if one.strip()]
