"""Large parts of an XLSX file as a stream: the rows of a sheet, the texts of a workbook, a few at a time.

openpyxl's own reader keeps all texts and a trace of every row, and takes two and a half times as long.
"""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from nithet.core.tables.archive import DAMAGES
from nithet.core.tables.errors import DamagedTableError, UnsafeFileError

CHUNK = 1 << 13
"""About 15 rows at once. Of more, so many elements live together that Python looks through them for garbage."""
MAX_RECORD = 2 << 20
"""The most markup of one row: 16,384 empty cells with borders have a third of it. More is made to fill the memory."""


def local(element: ET.Element) -> str:
    """The name of an element without its namespace, which differs between the forms of the standard."""
    return element.tag.rpartition("}")[2]


def namespace(element: ET.Element) -> str:
    """The namespace as it stands before the names, “{…}”."""
    return element.tag[: element.tag.rfind("}") + 1]


def records(archive: zipfile.ZipFile, path: str, holder: str, name: str) -> Iterator[list[ET.Element]]:
    """The elements within the holder of a part (`sheetData`, `sst`), as they are read; each is gone after its turn."""
    try:
        with archive.open(path) as part:
            yield from _records(part, holder, name)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place that does not exist; all else is the machine's own trouble
            raise
        raise DamagedTableError(name=name) from error
    except (*DAMAGES, ET.ParseError, LookupError) as error:
        raise DamagedTableError(name=name) from error


def _records(part: IO[bytes], holder: str, name: str) -> Iterator[list[ET.Element]]:
    builder = ET.TreeBuilder()
    outside = builder.start("part", {})
    parser = ET.XMLParser(target=builder)  # noqa: S314  the first chunk is looked at for what is dangerous
    pending = 0
    is_first = True
    while chunk := part.read(CHUNK):
        if is_first and not _begins_without_doctype(chunk):
            raise UnsafeFileError(name=name)
        is_first = False
        parser.feed(chunk)
        done, is_over = _complete(outside, holder)
        pending = 0 if done else pending + len(chunk)
        if pending > MAX_RECORD:
            raise UnsafeFileError(name=name)
        yield done
        if is_over:
            # What follows a sheet's rows is not needed, but unpacked: only at the end is the part known to be whole.
            while part.read(CHUNK):
                pass
            return
    parser.close()
    yield _held(outside, holder)


def _begins_without_doctype(chunk: bytes) -> bool:
    """A document type stands before the first element or nowhere; without it there are no entities."""
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(False)
    parser.StartElementHandler = lambda *_: found.append(True)
    try:
        parser.Parse(chunk, False)
    except expat.ExpatError:
        return False not in found[:1]  # the parser proper will say what is wrong
    return found[:1] == [True]


def _complete(outside: ET.Element, holder: str) -> tuple[list[ET.Element], bool]:
    """The elements that are complete, taken out of the tree, and whether there will be no more."""
    root = outside[0] if len(outside) else outside
    found = _holder(root, holder)
    if found is None:
        return [], False
    is_over = found is not root and root[-1] is not found
    done = found[:] if is_over else found[:-1]
    del found[: len(done)]
    return done, is_over


def _held(outside: ET.Element, holder: str) -> list[ET.Element]:
    found = _holder(outside[0], holder) if len(outside) else None
    return list(found) if found is not None else []


def _holder(root: ET.Element, holder: str) -> ET.Element | None:
    return root if local(root) == holder else root.find(f"{namespace(root)}{holder}")
