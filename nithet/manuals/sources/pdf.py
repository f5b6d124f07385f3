"""Reads PDF files with a layer of text: letters by PDFium, lines, paragraphs and tables by their places."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from types import MappingProxyType
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import MAX_PAGES, Extracted, Progress, no_progress
from nithet.manuals.sources.layout import TextLine, lines_of
from nithet.manuals.sources.layout_columns import aligned_tables, columns_of
from nithet.manuals.sources.layout_pages import Block, Page, write
from nithet.manuals.sources.layout_rules import Shapes, grids_of
from nithet.manuals.sources.layout_tables import Table, fill_grid
from nithet.manuals.sources.pdf_shapes import shapes_of
from nithet.manuals.sources.pdf_text import Frame, PageText

_PICTURED = 0.3
_MOST_DRAWN = 400
# PDFium may be used by one thread at a time only.
LOCK = Lock()


def count_pages(file: BinaryIO) -> int:
    """How many pages there are, without reading them. Raises `UnreadableSourceError`."""
    with LOCK, opened(file) as document:
        return len(document)


def read(
    file: BinaryIO,
    name: str,
    progress: Progress = no_progress,
    *,
    recognised: Mapping[int, str] = MappingProxyType({}),
) -> Extracted:
    """The text of a PDF; pages without one are `scanned`, save those whose text was recognised.

    Raises `UnreadableSourceError`.
    """
    pages: list[Page] = []
    scanned: list[int] = []
    lost: list[int] = []
    with LOCK, opened(file) as document:
        count = len(document)
        fonts: dict[int, object] = {}
        for number in range(1, count + 1):
            page = _read_page(document, number, fonts)
            if page is None:
                lost.append(number)
            elif page.is_scan and not recognised.get(number, "").strip():
                scanned.append(number)
            else:
                page.recognised = recognised.get(number, "") if page.is_scan else ""
                pages.append(page)
            progress(number, count)
    if len(lost) == count:
        raise UnreadableSourceError("damaged")
    written = write(pages)
    return Extracted(
        "\n".join(written.lines), written.places(name), tuple(scanned), ("truncated",) if lost else ()
    )


@contextmanager
def opened(file: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """The document in a file. Raises `UnreadableSourceError` where it has a password, is damaged or too long."""
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file.read())
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise UnreadableSourceError("password" if is_locked else "damaged") from error
    try:
        if not 0 < (count := len(document)) <= MAX_PAGES:
            if count <= 0:
                raise UnreadableSourceError("damaged")
            raise UnreadableSourceError("too-many-pages", pages=count, limit=MAX_PAGES)
        yield document
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, fonts: dict[int, object]) -> Page | None:
    """What a page shows; None for one that is damaged."""
    with suppress(pypdfium2.PdfiumError, OSError), _loaded(document, number - 1) as (handle, frame):
        text_handle = pdfium.FPDFText_LoadPage(handle)
        if not text_handle:
            return None
        try:
            text = PageText(text_handle, frame, fonts)
            if turn := text.turn():
                text = PageText(text_handle, frame.turned(turn), fonts)
            page = Page(number, text.frame.width, text.frame.height)
            shapes = shapes_of(handle, text.frame)
            if text.is_readable:
                page.blocks = _blocks(text, shapes, page)
                page.forget_words()
            page.is_scan = not page.blocks and _shows_something(text, shapes, page)
        finally:
            pdfium.FPDFText_ClosePage(text_handle)
        return page
    return None


@contextmanager
def _loaded(document: pypdfium2.PdfDocument, at: int) -> Iterator[tuple[pdfium.FPDF_PAGE, Frame]]:
    page = document[at]
    left, bottom, right, top = page.get_bbox()
    try:
        yield page.raw, Frame(left, bottom, right, top, page.get_rotation() // 90)
    finally:
        page.close()


def _shows_something(text: PageText, shapes: Shapes, page: Page) -> bool:
    """Whether a page without text that can be read has a picture of it, or letters drawn as lines."""
    return bool(
        text.text.strip()
        or shapes.pictured >= _PICTURED * page.width * page.height
        or shapes.drawn >= _MOST_DRAWN
    )


def _blocks(text: PageText, shapes: Shapes, page: Page) -> list[Block]:
    """Lines and tables of a page from top to bottom."""
    words = text.words()
    tables: list[Table] = []
    for grid in grids_of(shapes):
        table, words = fill_grid(grid, words, shapes, text.split, page.number)
        if table.rows:
            table.height = page.height
            tables.append(table)
    parts = columns_of(words, page.width, page.height)
    return [
        block
        for part, width in parts
        for block in ordered_blocks(lines_of(part, page.number), tables, page.number, width)
    ]


def ordered_blocks(lines: list[TextLine], tables: list[Table], page: int, width: float) -> list[Block]:
    """Lines in a part of a page so wide, between the tables above and below them, which are taken from the list."""
    aligned, rest = aligned_tables(lines, page)
    pending = sorted([*tables, *aligned], key=lambda table: table.y0)
    tables.clear()
    blocks: list[Block] = []
    run: list[TextLine] = []
    for line in rest:
        while pending and pending[0].y0 < line.y:
            blocks += [Block(run, width=width), Block(table=pending.pop(0))]
            run = []
        run.append(line)
    blocks.append(Block(run, width=width))
    blocks += [Block(table=table) for table in pending]
    return [block for block in blocks if block.lines or block.table]
