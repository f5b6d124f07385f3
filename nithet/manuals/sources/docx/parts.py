"""The parts of a .docx that are read, whole or as far as a damaged file still gives them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from zipfile import BadZipFile

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.package import Package
from lxml import etree
from lxml.etree import _Element as Element

from nithet.manuals.sources.container import MAX_XML
from nithet.manuals.sources.docx.names import BODY, W
from nithet.manuals.sources.errors import UnreadableSourceError

_NOTES = {"footnotes": RT.FOOTNOTES, "endnotes": RT.ENDNOTES}
_MACROS = "macroEnabled"
_LOCAL_HEAD = b"PK\x03\x04"
# The strict form of the standard uses other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip
_BROKEN = (OpcError, BadZipFile, etree.XMLSyntaxError, zlib.error, LookupError, ValueError, OSError, EOFError,
           NotImplementedError, RuntimeError, AttributeError, AssertionError, TypeError)  # fmt: skip
"""What python-docx and those under it raise for a package that is not whole."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The trees of a document. `heads` are running heads and feet."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    notes: Mapping[str, Element] = field(default_factory=dict)
    heads: tuple[Element, ...] = ()
    remarks: tuple[str, ...] = ()


def parts_of(file: BinaryIO) -> Parts:
    """The parts of a document. Raises UnreadableSourceError where not even its text is left."""
    try:
        return _whole(file)
    except _BROKEN:
        return _salvaged(file)


def _whole(file: BinaryIO) -> Parts:
    file.seek(0)
    package = Package.open(file)
    main = package.main_document_part
    document = _tree(main)
    if document.find(BODY) is None:
        raise ValueError("no body")
    related = {rel.reltype: rel.target_part for rel in main.rels.values() if not rel.is_external}
    heads = [rel.target_part for rel in main.rels.values() if rel.reltype in {RT.HEADER, RT.FOOTER}]
    notes = {kind: _tree(related[reltype]) for kind, reltype in _NOTES.items() if reltype in related}
    return Parts(
        document,
        _tree(related[RT.STYLES]) if RT.STYLES in related else None,
        _tree(related[RT.NUMBERING]) if RT.NUMBERING in related else None,
        notes,
        tuple(_tree(part) for part in heads),
        ("macros-ignored",) if _MACROS in main.content_type else (),
    )


def _tree(part: Part) -> Element:
    element = getattr(part, "element", None)
    return _parsed(part.blob) if element is None else element


def _salvaged(file: BinaryIO) -> Parts:
    """What the parts of a broken package still say, each by itself and as far as it goes."""
    file.seek(0)
    trees = {name: tree for name, data in _members(file.read()) if (tree := _mended(data)) is not None}
    document = trees.get("word/document.xml")
    if document is None or document.find(BODY) is None:
        raise UnreadableSourceError("damaged")
    notes = {kind: trees[path] for kind in _NOTES if (path := f"word/{kind}.xml") in trees}
    return Parts(
        document,
        trees.get("word/styles.xml"),
        trees.get("word/numbering.xml"),
        notes,
        tuple(tree for name, tree in trees.items() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)),
        () if document.get(f"{W}conformance") == "strict" else ("truncated",),
    )


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The XML parts of a ZIP container by their own heads, without its directory, which would tell their sizes."""
    at, left = data.find(_LOCAL_HEAD), MAX_XML
    while at >= 0:
        head = data[at : at + 30]
        name_size, extra_size = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
        name = data[at + 30 : at + 30 + name_size].decode("utf-8", "replace")
        start = at + 30 + name_size + extra_size
        after = data.find(_LOCAL_HEAD, at + 4)
        if re.fullmatch(r"word/\w+\.xml", name):
            end = after if after >= 0 else len(data)
            part = _unpacked(data[start:end], left, method=int.from_bytes(head[8:10], "little"))
            left -= len(part)
            if left <= 0:
                raise UnreadableSourceError("unpacks-too-large")
            yield name, part
        at = after


def _unpacked(data: bytes, most: int, *, method: int) -> bytes:
    if method == 0:
        return data
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    found = bytearray()
    # In small pieces: what was unpacked before the damage counts.
    for at in range(0, len(data), 4096):
        try:
            found += engine.decompress(data[at : at + 4096], most - len(found))
        except zlib.error:
            break
        if len(found) >= most or engine.eof:
            break
    return bytes(found)


def _mended(data: bytes) -> Element | None:
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    try:
        return _parsed(data, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parsed(data: bytes, *, recover: bool = False) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=recover, remove_comments=True)
    tree = etree.fromstring(data, parser)
    if tree is None:
        raise ValueError("nothing to parse")
    return tree
