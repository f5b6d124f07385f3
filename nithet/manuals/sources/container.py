"""What sort of file it is, by its content and not by its name; and what is refused before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from enum import Enum
from typing import BinaryIO

from nithet.manuals.sources.errors import UnreadableSourceError

MB = 1024 * 1024
MAX_UNPACKED = 500 * MB
"""All parts of a document together; pictures hardly shrink, so that this is ten times the largest upload."""
MAX_XML = 100 * MB
"""Of the parts that are text: 2,000 pages are some 60 MB."""
MAX_RATIO = 300
RATIO_FROM = 20 * MB
MAX_PARTS = 10_000

_HEAD = 1024
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_OTHERS = {
    b"{\\rtf": "ไฟล์ .rtf โปรดบันทึกเป็น .docx",
    b"\x89PNG": "รูปภาพ",
    b"\xff\xd8\xff": "รูปภาพ",
    b"GIF8": "รูปภาพ",
    b"II*\x00": "รูปภาพ",
    b"MM\x00*": "รูปภาพ",
    b"BM": "รูปภาพ",
    b"RIFF": "รูปภาพ วิดีโอ หรือเสียง",
    b"\x1f\x8b": "ไฟล์บีบอัด",
    b"7z\xbc\xaf": "ไฟล์บีบอัด",
    b"Rar!": "ไฟล์บีบอัด",
    b"SQLite format 3": "ฐานข้อมูล",
    b"MZ": "โปรแกรม",
    b"MIME-Version:": "เว็บเพจที่บันทึกไว้ โปรดบันทึกเป็น .docx",
}
_ZIPPED = {
    "xl/": "ไฟล์ Excel",
    "ppt/": "ไฟล์ PowerPoint",
    "content.xml": "ไฟล์ .odt หรือ .ods โปรดบันทึกเป็น .docx",
    "Index/": "ไฟล์ Pages โปรดส่งออกเป็น .docx หรือ .pdf",
}
_OLE_STREAMS = {
    "Workbook": "ไฟล์ Excel รุ่นเก่า",
    "PowerPoint Document": "ไฟล์ PowerPoint รุ่นเก่า",
    "__properties_version1": "ไฟล์ข้อความอีเมล",
}
_SECTOR = 512
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_FLAG = 0x01


class Sort(Enum):
    """The sorts of files that are read."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    PLAIN = "plain"


def sort_of(file: BinaryIO) -> Sort:
    """What sort of document a file is. Raises UnreadableSourceError for what is none."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        _refuse_empty(file)
    if head.startswith(_ZIP):
        return _zipped(file)
    if head.startswith(_OLE):
        return _old_office(file)
    if _PDF in head:
        return Sort.PDF
    for start, kind in _OTHERS.items():
        if head.startswith(start):
            raise UnreadableSourceError("not-a-manual-file", kind=kind)
    return Sort.PLAIN


def _refuse_empty(file: BinaryIO) -> None:
    """A text may begin with many blank lines."""
    if not file.read().strip(b"\x00 \t\r\n"):
        raise UnreadableSourceError("empty")


def _zipped(file: BinaryIO) -> Sort:
    try:
        parts = zipfile.ZipFile(file).infolist()
    except _BROKEN:
        # Cut off before its directory: the parts are found by their own heads, if it is a document.
        if _holds(file, b"word/document.xml"):
            return Sort.DOCX
        raise UnreadableSourceError("damaged") from None
    _check_sizes(parts)
    names = [part.filename for part in parts]
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return Sort.DOCX
    kinds = (kind for start, kind in _ZIPPED.items() if any(name.startswith(start) for name in names))
    raise UnreadableSourceError("not-a-manual-file", kind=next(kinds, "ไฟล์บีบอัด ZIP โปรดเลือกไฟล์ข้างใน"))


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise UnreadableSourceError("password")
    texts = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    too_much = (
        len(parts) > MAX_PARTS or texts > MAX_XML or sum(part.file_size for part in parts) > MAX_UNPACKED
    )
    bursts = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size for part in parts
    )
    if too_much or bursts:
        raise UnreadableSourceError("unpacks-too-large")


def _old_office(file: BinaryIO) -> Sort:
    """The container of old Office files, by the names of its streams."""
    file.seek(0)
    data = file.read()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableSourceError("password")
    if "WordDocument".encode("utf-16-le") in data:
        if _is_encrypted_word(data):
            raise UnreadableSourceError("password")
        return Sort.DOC
    streams = (kind for name, kind in _OLE_STREAMS.items() if name.encode("utf-16-le") in data)
    raise UnreadableSourceError("not-a-manual-file", kind=next(streams, "เอกสาร Office รุ่นเก่าที่ไม่ใช่ Word"))


def _is_encrypted_word(data: bytes) -> bool:
    """The head of Word's own stream begins a sector and says whether the text is encrypted."""
    heads = (at for at in range(_SECTOR, len(data), _SECTOR) if data[at : at + 2] == _WORD_MAGIC)
    at = next(heads, None)
    return at is not None and bool(data[at + 11 : at + 12] and data[at + 11] & _ENCRYPTED_FLAG)


def _holds(file: BinaryIO, what: bytes) -> bool:
    file.seek(0)
    return what in file.read()
