"""Reading an archive whole: every byte, row and file against the manifest, before anything is done with it."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from nithet.core.backup.errors import DamagedError, NewerError, NotAnArchiveError
from nithet.core.backup.manifest import FORMAT, Files, Manifest, Table, format_line, format_of, from_json
from nithet.core.backup.progress import Progress, Tell, silent
from nithet.core.backup.schema import known_nodes
from nithet.core.backup.tables import Digest

DIGEST_HEADER = "comment"
"""A file's entry carries the SHA-256 of its content where any tar keeps a word of its maker."""
CHUNK = 1024 * 1024
SMALL = 64 * 1024 * 1024
"""What is read into memory (manifest, secret) is never larger."""
UNPACKING_ERRORS = (zlib.error, EOFError, gzip.BadGzipFile)
PLAIN_NAMES = frozenset({"format", "secret", "manifest.json", "manifest.sha256"})


class Hashing:
    """A stream that knows the digest of what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._digest = stream, sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._digest.update(content)
        return content

    def hexdigest(self) -> str:
        while self.read(CHUNK):
            pass
        return self._digest.hexdigest()


@dataclass
class Found:
    """What was met while reading."""

    tables: set[str] = field(default_factory=set)
    files: Digest = field(default_factory=Digest)
    files_size: int = 0


def check(archive: Path, *, tell: Tell = silent) -> Manifest:
    """The manifest of an archive that is whole and can be read by this code. Raises BackupError."""
    manifest = read_manifest(archive)
    refuse_newer(manifest)
    tables = {table.name: table for table in manifest.tables}
    found, progress = Found(), Progress(tell, manifest.rows + manifest.files.count)
    with opened(archive) as tar:
        for entry in entries(tar):
            content = stream_of(tar, entry)
            if entry.name in tables:
                _check_table(content, tables[entry.name], found, progress)
            elif entry.name.startswith("files/"):
                _check_file(entry, content, manifest.files, found, progress)
            elif entry.name == "secret":
                _require(content.hexdigest() == manifest.secret, "กุญแจลับของระบบ")
            elif entry.name == "format":
                _require(content.read() == format_line(manifest.format), "รูปแบบของไฟล์")
            else:
                _require(entry.name in PLAIN_NAMES, f"มีรายการที่ไม่รู้จัก {entry.name}")
    _require(len(found.tables) == len(tables), "ตารางข้อมูลไม่ครบ")
    seen = (found.files.count, found.files_size, found.files.hexdigest())
    _require(seen == (manifest.files.count, manifest.files.size, manifest.files.digest), "ไฟล์แนบไม่ครบ")
    return manifest


def read_manifest(archive: Path) -> Manifest:
    """Only the headers and the last entries are read: quick, and before it is known whether all is whole."""
    texts: dict[str, bytes] = {}
    with opened(archive) as tar:
        for entry in entries(tar):
            if entry.name in PLAIN_NAMES:
                _require(entry.name not in texts and entry.size <= SMALL, f"รายการ {entry.name}")
                texts[entry.name] = stream_of(tar, entry).read()
    if "format" not in texts:
        raise NotAnArchiveError(name=archive.name)
    _require({"manifest.json", "manifest.sha256"} <= set(texts), "ไฟล์ไม่ครบ ขาดรายการสรุปท้ายไฟล์")
    text = texts["manifest.json"]
    _require(sha256(text).hexdigest().encode() == texts["manifest.sha256"], "รายการสรุปท้ายไฟล์")
    try:
        if format_of(text) > FORMAT:
            raise NewerError(what=f"รูปแบบที่ {format_of(text)}")
        return from_json(text)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(what="รายการสรุปท้ายไฟล์") from error


def refuse_newer(manifest: Manifest) -> None:
    if unknown := sorted(set(manifest.migrations) - known_nodes()):
        raise NewerError(what=f"{manifest.product}, {'.'.join(unknown[0])}")


@contextmanager
def opened(archive: Path) -> Iterator[tarfile.TarFile]:
    """What cannot be read becomes a sentence: at the first byte no archive, later a damaged one."""
    if not archive.is_file():
        raise NotAnArchiveError(name=archive.name)
    try:
        tar = tarfile.open(archive, mode="r:")  # noqa: SIM115  closed below; what fails here has another name
    except (tarfile.TarError, OSError, UnicodeDecodeError) as error:
        raise NotAnArchiveError(name=archive.name) from error
    try:
        with tar:
            yield tar
    except (tarfile.TarError, *UNPACKING_ERRORS, UnicodeDecodeError) as error:
        raise DamagedError(what="อ่านไฟล์ไม่ได้ตลอด ไฟล์อาจถูกตัดหรือคัดลอกมาไม่ครบ") from error


def entries(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """One after another. Nothing is ever extracted by its name, and still no odd one is taken."""
    while (entry := tar.next()) is not None:
        forget_entries(tar)
        _require(entry.isreg() and is_plain_path(entry.name), f"มีรายการที่ไม่ปลอดภัย {entry.name!r}")
        yield entry


def forget_entries(tar: tarfile.TarFile) -> None:
    """tarfile would keep all of them in memory."""
    tar.members.clear()  # type: ignore[attr-defined]


def is_plain_path(name: str) -> bool:
    """Below its folder, written in the one usual way."""
    path = PurePosixPath(name)
    return (
        not path.is_absolute()
        and str(path) == name
        and not {"..", "."} & set(path.parts)
        and "\\" not in name
    )


def stream_of(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> Hashing:
    return Hashing(cast("IO[bytes]", tar.extractfile(entry)))


def table_lines(content: Hashing) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=cast("Any", content), mode="rb") as unpacked:
        yield from unpacked


def file_line(name: str, digest: str) -> bytes:
    return f"{name}\0{digest}".encode()


def _check_table(content: Hashing, table: Table, found: Found, progress: Progress) -> None:
    digest = Digest()
    try:
        for text in table_lines(content):
            digest.add(text)
            progress.step(1, "ตรวจสอบไฟล์สำรองข้อมูล")
    except UNPACKING_ERRORS as error:
        raise DamagedError(what=f"ตาราง {table.label}") from error
    is_whole = (digest.count, digest.hexdigest(), content.hexdigest()) == (
        table.rows,
        table.digest,
        table.sha256,
    )
    _require(is_whole and table.label not in found.tables, f"ตาราง {table.label}")
    found.tables.add(table.label)


def _check_file(
    entry: tarfile.TarInfo, content: Hashing, files: Files, found: Found, progress: Progress
) -> None:
    name, digest = entry.name.removeprefix("files/"), content.hexdigest()
    is_whole = digest == entry.pax_headers.get(DIGEST_HEADER) or name in files.changed
    _require(is_whole, f"ไฟล์แนบ {name}")
    found.files.add(file_line(entry.name, digest))
    found.files_size += entry.size
    progress.step(1, "ตรวจสอบไฟล์สำรองข้อมูล")


def _require(holds: object, what: str) -> None:
    if not holds:
        raise DamagedError(what=what)
