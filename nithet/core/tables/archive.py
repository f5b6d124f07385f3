"""The container of an XLSX file, looked at before anything of it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO
from xml.etree import ElementTree as ET  # its names only: defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nithet.core.tables.errors import (
    DamagedTableError,
    MacroError,
    NotATableError,
    OldExcelError,
    PasswordError,
    TooLargeError,
    UnsafeFileError,
)

MB = 1024 * 1024
MAX_UNPACKED = 2048 * MB
"""500,000 people in 15 columns unpack to 380 MB, a full sheet of 1,048,576 rows to twice that."""
MAX_SMALL_PART = 8 * MB
"""Of a part that is read whole: the list of sheets and the formats, not the sheets and their texts."""
MAX_RATIO = 200
"""Sheets shrink to a tenth, empty cells with borders to a thirtieth; what was made to burst, to a thousandth."""
RATIO_FROM = 4 * MB
MAX_PARTS = 5000

_ENCRYPTED = 0x1
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a container that is cut off, mangled or packed in an unknown way."""


def checked_archive(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """The opened container, if it is one of a workbook and its sizes are those of a table.

    The sizes are what the container declares; zipfile never gives out more than that of any part, and says so.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (*DAMAGES, OSError) as error:
        raise DamagedTableError(name=name) from error
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise PasswordError(name=name)
    _check_sizes(parts, name)
    _check_kind({part.filename for part in parts}, name)
    return archive


def small_part(archive: zipfile.ZipFile, path: str, name: str) -> ET.Element:
    """A part that is read whole. Raises KeyError where there is none."""
    if archive.getinfo(path).file_size > MAX_SMALL_PART:
        raise TooLargeError(name=name, limit=MAX_SMALL_PART // MB)
    try:
        root: ET.Element = fromstring(archive.read(path), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafeFileError(name=name) from error
    except (*DAMAGES, ET.ParseError, LookupError) as error:  # an encoding that nobody knows is a LookupError
        raise DamagedTableError(name=name) from error
    return root


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooLargeError(name=name, limit=MAX_UNPACKED // MB)
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size:
            raise TooLargeError(name=name, limit=RATIO_FROM // MB)


def _check_kind(names: set[str], name: str) -> None:
    if any(part.endswith("vbaProject.bin") for part in names):
        raise MacroError(name=name)
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise OldExcelError(name=name)
    if not {"[Content_Types].xml", "_rels/.rels"} <= names or "word/document.xml" in names:
        raise NotATableError(name=name)
