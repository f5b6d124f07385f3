"""The parts of a multipart body that is whole in memory: what OpenRosa clients send, and nothing of what else there may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile

from nithet.field.errors import BrokenRequestError, RequestTooLargeError

XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
MOST_PARTS = 500
MOST_HEAD = 4096
LONGEST_FIELD = 10_000
_LETTERS = "[0-9A-Za-z'()+_,./:=?-]{1,100}"
_TYPE = re.compile(rf'multipart/form-data\s*;\s*boundary=({_LETTERS}|"{_LETTERS}")', re.IGNORECASE)
_QUOTED = re.compile(rb';\s*(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_BARE = re.compile(rb";\s*(name|filename)=([^\s\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """`files` by the names of their parts, as they are named in the answers."""

    xml: bytes | None
    files: dict[str, UploadedFile[Any]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def is_incomplete(self) -> bool:
        """More files of the same form are sent after this."""
        return self.fields.get(INCOMPLETE, "").strip().lower() == "yes"


def boundary_of(content_type: str) -> bytes | None:
    """None where it is no multipart."""
    found = _TYPE.fullmatch(content_type.strip())
    return found[1].strip('"').encode("ascii") if found else None


def read_parts(body: bytes, boundary: bytes) -> Parts:
    """Raises BrokenRequestError and RequestTooLargeError."""
    xml: bytes | None = None
    files: dict[str, UploadedFile[Any]] = {}
    fields: dict[str, str] = {}
    for number, (head, content) in enumerate(_parts(body, boundary)):
        if number >= MOST_PARTS:
            raise RequestTooLargeError(most=len(body) // 2**20, files=MOST_PARTS)
        name, is_file = _named(head)
        if name == XML_PART:
            xml = content
        elif is_file:
            files[name] = _upload(name, content)
        elif name:
            fields[name] = content[:LONGEST_FIELD].decode("utf-8", "replace")
    return Parts(xml, files, fields)


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Head and content of each; the last boundary says that all of it has come."""
    line, between = b"--" + boundary, b"\r\n--" + boundary
    at = 0 if body.startswith(line) else body.find(between) + 2
    if at == 1:
        raise BrokenRequestError
    while True:
        at += len(line)
        if body.startswith(b"--", at):
            return
        head_at = body.find(b"\r\n", at)
        content_at = body.find(b"\r\n\r\n", head_at, head_at + MOST_HEAD)
        end = body.find(between, content_at)
        if head_at < 0 or content_at < 0 or end < 0:
            raise BrokenRequestError
        yield body[head_at + 2 : content_at], body[content_at + 4 : end]
        at = end + 2


def _named(head: bytes) -> tuple[str, bool]:
    """The name of the part, and whether it is a file."""
    for line in head.split(b"\r\n"):
        if line[:20].lower() == b"content-disposition:":
            told = {key.lower(): value for key, value in _BARE.findall(line)}
            told |= {key.lower(): value for key, value in _QUOTED.findall(line)}
            name = re.sub(rb"\\(.)", rb"\1", told.get(b"name", b""))
            return name.decode("utf-8", "replace").replace("%22", '"'), b"filename" in told
    raise BrokenRequestError


def _upload(name: str, content: bytes) -> UploadedFile[Any]:
    return InMemoryUploadedFile(BytesIO(content), name, name, "", len(content), None)
