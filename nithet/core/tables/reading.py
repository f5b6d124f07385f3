"""Opens a file as a table: finds out what it is, and refuses what it cannot be read as."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from nithet.core.tables.archive import checked_archive
from nithet.core.tables.csvs import CsvTable
from nithet.core.tables.encodings import encoding_of
from nithet.core.tables.errors import (
    EmptyFileError,
    EncodingError,
    MacroError,
    NotATableError,
    OldExcelError,
    PasswordError,
    WrongEndingError,
)
from nithet.core.tables.table import Table
from nithet.core.tables.xlsx import XlsxTable

HEAD = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Excel keeps a workbook with a password, as its container spells it."""
_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3",
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"mime-version")
_TEXTS = frozenset({".csv", ".txt", ".tsv"})
_OTHER_SHEETS = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
_MACROS = frozenset({".xlsm", ".xltm"})


def open_table(file: BinaryIO, name: str, *, sheet: str | None = None) -> Table:
    """The table in a file that can be sought in: the named sheet, or the first shown one that has rows.

    Raises a `TableError`; reading the rows may raise one too, for what only shows there.
    """
    ending = PurePath(name).suffix.lower()
    file.seek(0)
    head = file.read(HEAD)
    _refuse_others(file, head, ending, name)
    if head.startswith(_ZIP):
        if ending in _TEXTS:
            raise WrongEndingError(name=name, right=".xlsx")
        return XlsxTable(checked_archive(file, name), name, sheet=sheet)
    if ending not in _TEXTS:
        raise _not_a_workbook(file, name)
    return CsvTable(file, name)


def _refuse_others(file: BinaryIO, head: bytes, ending: str, name: str) -> None:
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise EmptyFileError(name=name)
    if ending in _MACROS:
        raise MacroError(name=name)
    if head.startswith(_OLE) and _holds(file, _ENCRYPTED):
        raise PasswordError(name=name)
    if head.startswith(_OLE) or ending in _OTHER_SHEETS:
        raise OldExcelError(name=name)
    if head.startswith(_OTHERS) or head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise NotATableError(name=name)


def _holds(file: BinaryIO, what: bytes) -> bool:
    """Whether the bytes stand anywhere in the file, over the edges of what is read at once too."""
    file.seek(0)
    tail = b""
    while chunk := file.read(1 << 20):
        if what in tail + chunk:
            return True
        tail = chunk[-len(what) :]
    return False


def _not_a_workbook(file: BinaryIO, name: str) -> NotATableError | WrongEndingError:
    """A text table that only bears the wrong name is worth another word than a picture."""
    try:
        encoding_of(file, name)
    except EncodingError:
        return NotATableError(name=name)
    return WrongEndingError(name=name, right=".csv")
