"""Reads plain text: .txt, .md and what is text under another name."""

from __future__ import annotations

from typing import BinaryIO

from nithet.manuals.draft import Place
from nithet.manuals.reading.decoding import decode
from nithet.manuals.reading.errors import UnreadableManualError
from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import Extracted, Progress

_CODES = {"empty": "empty", "encoding": "encoding"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(file: BinaryIO, name: str, progress: Progress) -> Extracted:
    """The text of a file in the encodings that offices use, also where its lines are of two. Raises UnreadableSourceError."""
    file.seek(0)
    data = file.read()
    mixed = _of_two_encodings(data)
    try:
        text = decode(data if mixed is None else mixed.encode(), name=name)
    except UnreadableManualError as error:
        raise _refusal(error) from error
    progress(1, 1)
    return Extracted(
        plain_text(text), (Place(1, name),), remarks=() if mixed is None else ("mixed-encodings",)
    )


def plain_text(text: str) -> str:
    """The text as it is stored and read: one kind of line break, nothing that PostgreSQL refuses."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _refusal(error: UnreadableManualError) -> UnreadableSourceError:
    if error.code == "binary":
        return UnreadableSourceError("not-a-manual-file", kind="ไม่ใช่ข้อความ")
    if error.code == "too-large":
        return UnreadableSourceError("too-large", limit=20)
    return UnreadableSourceError(_CODES.get(error.code, "encoding"))


def _of_two_encodings(data: bytes) -> str | None:
    """The text of a file in which some lines are UTF-8 and others in the Thai code page; None for any other."""
    if data.startswith(_UTF16) or _is_utf8(data):
        return None
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    unicode = [_is_utf8(line) for line in lines]
    if not any(is_one and not line.isascii() for is_one, line in zip(unicode, lines, strict=True)):
        return None
    return "\n".join(
        line.decode("utf-8" if is_one else "cp874", "replace")
        for is_one, line in zip(unicode, lines, strict=True)
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
