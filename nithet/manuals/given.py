"""Files of a manual as they were sent: their order, and what they are, before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.conf import settings

from nithet.core.files import Upload
from nithet.manuals.sources import Sort, UnreadableSourceError, doc, sort_of
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean

AT_ONCE_BYTES = 1024 * 1024
"""Up to this size texts and documents of Word are read while the person waits."""
_EXCHANGED = frozenset({".bpmn", ".yaml", ".yml"})
_MEGABYTE = 1024 * 1024
_MOST_DIGITS = 10
_SLOW = frozenset({Sort.DOC, Sort.PDF})


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was sent, and what sort its content is."""

    upload: Upload
    name: str
    sort: Sort


def looked_at(upload: Upload, *, of_several: bool = False) -> Given:
    """The file with what sort it is. Raises UnreadableSourceError, which names it where there are several."""
    name = clean(upload.name or "")
    try:
        return Given(upload, name, _sort(upload))
    except UnreadableSourceError as error:
        if of_several:
            raise error.named(name) from error
        raise


def _sort(upload: Upload) -> Sort:
    refuse_large(upload.size or 0, settings.MANUAL_FILE_MAX_BYTES)
    suffix = PurePath(upload.name or "").suffix.lower()
    if suffix in _EXCHANGED:
        raise UnreadableSourceError("exchange-file", suffix=suffix)
    sort = sort_of(cast("BinaryIO", upload))
    if sort is Sort.DOC and not doc.is_available():
        raise UnreadableSourceError("doc-without-reader")
    if sort is Sort.PLAIN:
        refuse_large(upload.size or 0, settings.MANUAL_MAX_BYTES)
    return sort


def refuse_large(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableSourceError("too-large", limit=limit // _MEGABYTE)


def in_order(uploads: Sequence[Upload], order: Sequence[str]) -> list[Upload]:
    """Files by the numbers that were given to them; otherwise by their names, in which 2 comes before 10."""
    numbers = [int(one) for one in order if one.isdecimal() and len(one) < _MOST_DIGITS]
    if len(numbers) != len(uploads):
        numbers = [0] * len(uploads)
    placed = sorted(zip(numbers, uploads, strict=True), key=lambda one: (one[0], _natural(one[1].name or "")))
    return [upload for _, upload in placed]


def _natural(name: str) -> list[tuple[int, Any]]:
    pieces = re.split(r"(\d+)", to_arabic(name))
    return [(0, int(one)) if one.isdecimal() else (1, one) for one in pieces if one]


def is_short_text(given: Sequence[Given]) -> bool:
    """Whether files are plain text that is read at once and needs no keeping before."""
    return _size(given) <= AT_ONCE_BYTES and all(one.sort is Sort.PLAIN for one in given)


def is_quick(given: Sequence[Given]) -> bool:
    """Whether files are read in a moment: small ones that need no other program."""
    return _size(given) <= AT_ONCE_BYTES and not any(one.sort in _SLOW for one in given)


def _size(given: Sequence[Given]) -> int:
    return sum(one.upload.size or 0 for one in given)
