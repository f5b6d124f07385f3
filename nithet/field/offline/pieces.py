"""Files that come in pieces, so that a line that breaks costs one piece and not the file.

They lie outside the database until the form that names them comes: a folder for each person, a file by its content.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from nithet.core.clock import now
from nithet.core.errors import told_when_full
from nithet.field.offline.errors import (
    LargePieceError,
    MissingPieceError,
    TooManyPiecesError,
    UnfitPieceError,
)
from nithet.forms.services.attaching import FILE_MAX_BYTES

PIECE_MAX_BYTES = 2 * 1024 * 1024
PERSON_MAX_BYTES = 300 * 1024 * 1024
KEPT = timedelta(days=8)
"""Longer than people are away; who comes later begins that file anew."""
IN_USE = timedelta(hours=1)
"""As long as a piece counts as being sent; then it makes room for others, and is sent anew if it has to be."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024


def folder() -> Path:
    return Path(settings.VAR) / "pieces"


def come_so_far(person: UUID, digest: str) -> int:
    """How many bytes of that file are here."""
    try:
        return _path(person, digest).stat().st_size
    except FileNotFoundError:
        return 0


def add_piece(person: UUID, digest: str, *, offset: int, length: int, piece: bytes) -> int:
    """How many are here afterwards. A piece that does not follow what is here changes nothing."""
    if length > FILE_MAX_BYTES:
        raise LargePieceError(most=FILE_MAX_BYTES // 1024 // 1024)
    if len(piece) > PIECE_MAX_BYTES or offset < 0 or offset + len(piece) > length:
        raise UnfitPieceError
    path = _path(person, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    _make_room(path, len(piece))
    with told_when_full(), _held(path) as file:
        here = file.seek(0, 2)
        if here != offset:
            return here
        file.write(piece)
        file.flush()
    if offset + len(piece) == length:
        _check(path, digest)
    return offset + len(piece)


def _check(path: Path, digest: str) -> None:
    """What was damaged on its way is begun anew."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:  # another tab has just sent the form that names it
        return
    if found != digest:
        path.unlink(missing_ok=True)
        raise UnfitPieceError


@contextmanager
def whole(person: UUID, digest: str) -> Iterator[BinaryIO]:
    """The file with that content, which stays whole while it is open; raises MissingPieceError."""
    path = _path(person, digest)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise MissingPieceError from None
    with file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            # As a loss of power may leave it: of the right length, and to be sent anew.
            path.unlink(missing_ok=True)
            raise MissingPieceError
        file.seek(0)
        yield file


def drop(person: UUID, digests: list[str]) -> None:
    for digest in digests:
        _path(person, digest).unlink(missing_ok=True)


def sweep(at: datetime) -> int:
    """Take away what nobody went on with; how many files that were."""
    oldest = (at - KEPT).timestamp()
    old = [path for path in folder().glob("*/*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    for empty in folder().glob("*"):
        if not any(empty.iterdir()):
            shutil.rmtree(empty, ignore_errors=True)
    return len(old)


def _path(person: UUID, digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise UnfitPieceError
    return folder() / str(person) / digest


def _make_room(wanted: Path, more: int) -> None:
    """What nobody goes on with, like the pieces of a form that was refused, keeps nothing out."""
    files = _by_age(wanted.parent)
    size = sum(file.st_size for _, file in files) + more
    unused = now().timestamp() - IN_USE.total_seconds()
    for path, file in files:
        if size <= PERSON_MAX_BYTES:
            return
        if file.st_mtime < unused and path != wanted:
            path.unlink(missing_ok=True)
            size -= file.st_size
    if size > PERSON_MAX_BYTES:
        raise TooManyPiecesError(most=PERSON_MAX_BYTES // 1024 // 1024)


def _by_age(place: Path) -> list[tuple[Path, os.stat_result]]:
    """Oldest first."""
    found = []
    for path in place.iterdir():
        with suppress(FileNotFoundError):  # its form has just come
            found.append((path, path.stat()))
    return sorted(found, key=lambda one: one[1].st_mtime)


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO]:
    """Two devices of one person may bring the same photo at once."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
