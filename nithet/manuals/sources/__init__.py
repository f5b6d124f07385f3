"""Files of manuals → lines of text with their places: Word, PDF, plain text. What a file is, its content says.

`container` (what sort of file) → `docx`, `doc`, `pdf` or `plain` → `extracted`. Knows no Django; what the lines mean
is understood in `manuals.reading`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from nithet.manuals.sources import doc, docx, pdf, plain
from nithet.manuals.sources.container import Sort, sort_of
from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import Extracted, Progress, joined, no_progress

__all__ = ["Extracted", "Progress", "Sort", "UnreadableSourceError", "extract", "joined", "sort_of"]

_NOT_STORED = re.compile("[\x00\ud800-\udfff]")
"""What a damaged file may give and no database takes."""
_READERS = {Sort.DOCX: docx.read, Sort.DOC: doc.read, Sort.PLAIN: plain.read}


def extract(
    file: BinaryIO,
    name: str,
    *,
    progress: Progress | None = None,
    recognised: Mapping[int, str] | None = None,
) -> Extracted:
    """The text of a file that can be sought in; `recognised` is the text of scanned pages.

    Raises UnreadableSourceError for what cannot be read. A PDF of scanned pages only gives no text and their numbers.
    """
    sort, tell = sort_of(file), progress or no_progress
    if sort is Sort.PDF:
        return _storable(pdf.read(file, name, tell, recognised=recognised or {}))
    found = _READERS[sort](file, name, tell)
    if not found.text.strip():
        raise UnreadableSourceError("empty")
    return _storable(found)


def _storable(found: Extracted) -> Extracted:
    text, heads = _NOT_STORED.sub("\ufffd", found.text), found.heads
    return replace(found, text=text, heads=tuple(_NOT_STORED.sub("\ufffd", one) for one in heads))
