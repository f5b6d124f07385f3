"""HEIC, as iPhones take pictures: told by its content, and emptied of what the camera wrote beside the picture.

A file of boxes (ISO/IEC 14496-12): `iinf` says of what kind each item is, `iloc` where its bytes lie. Notes are blanked
where they lie, so that nothing else moves and the picture stays as it was, point by point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CONTENT_TYPE = "image/heic"
# Compression of the picture: the brands of HEVC. "mif1" alone may as well be AVIF.
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
# Items that are notes: Exif, and XMP or others in a MIME type.
_NOTES = frozenset({b"Exif", b"mime"})
# Where the TIFF begins, then a TIFF without any entry.
_EMPTY_EXIF = b"\0\0\0\0" + b"II*\0\x08\0\0\0" + b"\0\0" + b"\0\0\0\0"
_IN_FILE, _IN_IDAT = 0, 1
_FULL = 4  # version and flags of a box


def is_heic(head: bytes) -> bool:
    if head[4:8] != b"ftyp":
        return False
    brands = head[8 : int.from_bytes(head[:4], "big")]
    return not _BRANDS.isdisjoint(brands[place : place + 4] for place in range(0, len(brands), 4))


def plain_heic(content: bytes) -> bytes:
    """Without its notes. Raises ValueError or IndexError where its boxes make no sense."""
    meta = _inside(_one(_boxes(content, 0, len(content)), b"meta"), _FULL)
    boxes = {box.kind: box for box in _boxes(content, meta.first, meta.end)}
    notes = dict(_kinds(content, boxes[b"iinf"])) if b"iinf" in boxes else {}
    plain = bytearray(content)
    for item, extents in _places(content, boxes) if b"iloc" in boxes else ():
        if notes.get(item) in _NOTES:
            _blank(plain, extents, is_exif=notes[item] == b"Exif")
    return bytes(plain)


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    first: int
    end: int


Extent = tuple[int, int]


def _boxes(content: bytes, first: int, end: int) -> Iterator[_Box]:
    while first + 8 <= end:
        size, head = int.from_bytes(content[first : first + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[first + 8 : first + 16], "big"), 16
        # Nought: to the end of what it lies in.
        stop = first + size if size else end
        if stop < first + head or stop > end:
            raise ValueError("a box that ends outside of what it lies in")
        yield _Box(content[first + 4 : first + 8], first + head, stop)
        first = stop


def _one(boxes: Iterator[_Box], kind: bytes) -> _Box:
    for box in boxes:
        if box.kind == kind:
            return box
    raise ValueError("no box of that kind")


def _inside(box: _Box, skipped: int) -> _Box:
    return _Box(box.kind, box.first + skipped, box.end)


@dataclass(slots=True)
class _Reader:
    """Numbers one after another."""

    content: bytes
    place: int

    def number(self, size: int) -> int:
        if self.place + size > len(self.content):
            raise ValueError("ends too early")
        self.place += size
        return int.from_bytes(self.content[self.place - size : self.place], "big")


def _kinds(content: bytes, iinf: _Box) -> Iterator[tuple[int, bytes]]:
    """Of each item its number and kind."""
    read = _Reader(content, iinf.first)
    version = read.number(_FULL) >> 24
    read.number(2 if version == 0 else 4)
    for box in _boxes(content, read.place, iinf.end):
        entry = _Reader(content, box.first)
        version = entry.number(_FULL) >> 24
        # Before version 2 an item has no kind.
        if box.kind == b"infe" and version >= 2:
            item = entry.number(2 if version == 2 else 4)
            entry.number(2)
            yield item, content[entry.place : entry.place + 4]


def _places(content: bytes, boxes: dict[bytes, _Box]) -> Iterator[tuple[int, list[Extent]]]:
    """Of each item its number and where its bytes lie in the file."""
    read = _Reader(content, boxes[b"iloc"].first)
    version = read.number(_FULL) >> 24
    sizes = read.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    for _ in range(read.number(2 if version < 2 else 4)):
        item = read.number(2 if version < 2 else 4)
        method = read.number(2) & 15 if version else _IN_FILE
        read.number(2)
        base = read.number(base_size) + _begin(method, boxes)
        extents, count = [], read.number(2)
        if count > 1 and not index_size + offset_size + length_size:
            raise ValueError("extents without a place would cost time and no bytes")
        for _ in range(count):
            read.number(index_size)
            extents.append((base + read.number(offset_size), read.number(length_size)))
        yield item, extents


def _begin(method: int, boxes: dict[bytes, _Box]) -> int:
    """From where places are counted: the file's beginning, or that of its `idat`."""
    return boxes[b"idat"].first if method == _IN_IDAT and b"idat" in boxes else 0


def _blank(plain: bytearray, extents: list[Extent], *, is_exif: bool) -> None:
    empty = _EMPTY_EXIF if is_exif else b""
    for first, length in extents:
        if first + length > len(plain):
            raise ValueError("notes outside of the file")
        # A length of nought: to the end of the file; no camera writes notes so.
        plain[first : first + length] = empty[:length].ljust(length, b"\0")
        empty = b""
