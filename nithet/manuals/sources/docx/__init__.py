"""Reads .docx: python-docx opens the package, and what stands in it is understood here.

`parts` (the trees of a package) → `walk` (body in order, with `runs`, `styles`, `numbering`, `tables`) → `lines`.
"""

from typing import BinaryIO

from nithet.manuals.draft import Place
from nithet.manuals.sources.docx.lines import without_loose_tabs, written
from nithet.manuals.sources.docx.names import W
from nithet.manuals.sources.docx.parts import Parts, parts_of
from nithet.manuals.sources.docx.walk import Walk
from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import MAX_PAGES, Extracted, Progress
from nithet.manuals.sources.glyphs import is_wrong_code_page, with_thai_code_page, with_thai_glyphs

__all__ = ["read"]


def read(file: BinaryIO, name: str, progress: Progress) -> Extracted:
    """The lines of a document. Raises UnreadableSourceError."""
    parts = parts_of(file)
    walk = Walk(parts)
    walk.body(parts.document, progress)
    if len(walk.pages) >= MAX_PAGES:
        raise UnreadableSourceError("too-many-pages", pages=len(walk.pages) + 1, limit=MAX_PAGES)
    without_loose_tabs(walk.lines)
    text, remarks = _mended("\n".join(written(walk.lines)).rstrip("\n"))
    if not text.strip() and next(parts.document.iter(f"{W}drawing", f"{W}pict"), None) is not None:
        raise UnreadableSourceError("no-text")
    return Extracted(
        text,
        _places(walk.pages, name, text.count("\n") + 1),
        remarks=(*parts.remarks, *sorted(walk.found.remarks), *remarks),
        heads=_heads(parts),
    )


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with the letters of old fonts and of a wrong code page made right, and what was done."""
    mended = with_thai_glyphs(text)
    remarks = () if mended == text else ("glyphs-mapped",)
    if is_wrong_code_page(mended):
        return with_thai_code_page(mended), ("glyphs-mapped",)
    return mended, remarks


def _places(pages: list[tuple[int, int]], name: str, line_count: int) -> tuple[Place, ...]:
    """The lines where pages begin; a document that Word never laid out on pages has none."""
    first = Place(1, name, 1 if pages else 0)
    return first, *(Place(line, name, page) for line, page in pages if 1 < line <= line_count)


def _heads(parts: Parts) -> tuple[str, ...]:
    texts: list[str] = []
    for head in parts.heads:
        walk = Walk(parts)
        walk.holder(head)
        texts += (line.text for line in walk.lines if line.text)
    return tuple(dict.fromkeys(texts))
