"""Which letters the bytes of a text file are: UTF-8, UTF-16 or the Thai code page (CP874, TIS-620)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from nithet.core.tables.errors import EncodingError

CHUNK = 1 << 20
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_THAI = bytes((*range(0xA1, 0xDB), *range(0xDF, 0xFC)))
_PLAIN = bytes((*range(0x20, 0x7F), *b"\t\r\n")) + b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0"
"""ASCII, with the dots, dashes, quotation marks and the no-break space of CP874."""
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_ODD_SHARE = 0.002
"""So much noise a text may have, such as a control character of an old program."""


def encoding_of(file: BinaryIO, name: str) -> str:
    """The name of the encoding that reads the whole file. Raises `EncodingError` where none does."""
    file.seek(0)
    encoding = _unicode_of(file.read(4096))
    if _decodes(file, encoding):
        return encoding
    if encoding == "utf-8-sig" and _is_thai_code_page(file):
        return "cp874"
    raise EncodingError(name=name)


def _unicode_of(head: bytes) -> str:
    """What the text is if it is Unicode. In UTF-16 without a mark each space and digit shows a zero byte."""
    if head.startswith(_UTF16_BOMS):
        return "utf-16"
    if b"\0" not in head:
        return "utf-8-sig"
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _decodes(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file is text in it: no broken letter, and hardly any control character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    total = odd = 0
    try:
        for chunk in _chunks(file):
            data = decoder.decode(chunk).encode()
            total += len(data)
            odd += len(data) - len(data.translate(None, _CONTROLS))
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return odd <= total * _ODD_SHARE


def _is_thai_code_page(file: BinaryIO) -> bool:
    total = thai = plain = 0
    for chunk in _chunks(file):
        total += len(chunk)
        thai += len(chunk) - len(chunk.translate(None, _THAI))
        plain += len(chunk) - len(chunk.translate(None, _PLAIN))
    return thai > 0 and total - thai - plain <= total * _ODD_SHARE


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(CHUNK), b"")
