"""Files as people send them: checked by name, size and content, stored once an office."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.storage import FileSystemStorage, Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nithet.core import heic
from nithet.core.bulk import insert_new
from nithet.core.clock import now
from nithet.core.errors import NoRoomError, told_when_full
from nithet.core.models import StoredFile
from nithet.core.uploads import UnkeptUpload
from nithet.thai.text import clean

if TYPE_CHECKING:  # generic for type checkers only
    Upload = UploadedFile[Any]
else:
    Upload = UploadedFile
CHUNK = 1024 * 1024
HEAD = 4096


class UnfitFileError(Exception):
    """The file cannot be taken; `why` is a Thai sentence that says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _is_iso_media(head: bytes) -> bool:
    """MP4, MOV, M4A and 3GP are boxes with their length before the word ftyp."""
    return head[4:8] == b"ftyp"


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def _is_wave(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WAVE"


def _is_text(head: bytes) -> bool:
    return b"\0" not in head


_ZIP, _OLE = _begins(b"PK\x03\x04"), _begins(b"\xd0\xcf\x11\xe0")
_OFFICE_XML = "application/vnd.openxmlformats-officedocument."
# Ending of the name -> what it is called, and how its content must begin.
KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _begins(b"%PDF-")),
    ".docx": (_OFFICE_XML + "wordprocessingml.document", _ZIP),
    ".xlsx": (_OFFICE_XML + "spreadsheetml.sheet", _ZIP),
    ".pptx": (_OFFICE_XML + "presentationml.presentation", _ZIP),
    ".doc": ("application/msword", _OLE),
    ".xls": ("application/vnd.ms-excel", _OLE),
    ".ppt": ("application/vnd.ms-powerpoint", _OLE),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    ".zip": ("application/zip", _ZIP),
    ".jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".webp": ("image/webp", _is_webp),
    ".heic": (heic.CONTENT_TYPE, heic.is_heic),
    ".heif": (heic.CONTENT_TYPE, heic.is_heic),
    ".mp4": ("video/mp4", _is_iso_media),
    ".mov": ("video/quicktime", _is_iso_media),
    ".3gp": ("video/3gpp", _is_iso_media),
    ".webm": ("video/webm", _begins(b"\x1a\x45\xdf\xa3")),
    ".mp3": ("audio/mpeg", _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    # As phones record what is said.
    ".m4a": ("audio/mp4", _is_iso_media),
    ".aac": ("audio/aac", _begins(b"\xff\xf1", b"\xff\xf9")),
    ".amr": ("audio/amr", _begins(b"#!AMR")),
    ".ogg": ("audio/ogg", _begins(b"OggS")),
    ".wav": ("audio/wav", _is_wave),
    ".txt": ("text/plain", _is_text),
    ".csv": ("text/csv", _is_text),
}
OPENED_IN_BROWSER = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


def store(
    office_id: UUID,
    upload: Upload,
    *,
    max_bytes: int,
    content_type: str = "",
    check: Callable[[str], None] | None = None,
) -> StoredFile:
    """The stored file, new or the one with the same content. Raises UnfitFileError, or NoRoomError on a full machine.

    `content_type`: from who has looked at the content already, so that the ending of the name does not matter. `check`
    is told the type before anything is kept, and may raise.
    """
    if isinstance(upload, UnkeptUpload):
        raise NoRoomError
    name = plain_name(upload.name or "")
    _check_size(name, upload, max_bytes)
    content_type = content_type or _type_of(name, upload)
    if check:
        check(content_type)
    return _keep(office_id, upload, name, content_type, _sha256(upload))


def plain_name(name: str) -> str:
    """The last part of a name, without folders and control characters, at most 200 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in clean(last) if c.isprintable())
    stem, suffix = PurePosixPath(shown).stem, PurePosixPath(shown).suffix
    return f"{stem[: 200 - len(suffix)]}{suffix}"


def _check_size(name: str, upload: Upload, max_bytes: int) -> None:
    size = upload.size or 0
    if not size:
        raise UnfitFileError(f"ไฟล์ “{name}” ว่างเปล่า โปรดตรวจสอบแล้วเลือกไฟล์ใหม่")
    if size > max_bytes:
        raise UnfitFileError(f"ไฟล์ “{name}” ใหญ่เกิน {max_bytes // 1024 // 1024} MB โปรดลดขนาดหรือแบ่งไฟล์ก่อนแนบ")


def _type_of(name: str, upload: Upload) -> str:
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        allowed = "PDF Word Excel PowerPoint รูปภาพ วิดีโอ เสียง ข้อความ หรือ ZIP"
        raise UnfitFileError(f"ไฟล์ “{name}” เป็นชนิดที่แนบไม่ได้ แนบได้เฉพาะ {allowed}")
    content_type, fits = kind
    if not fits(_head(upload)):
        raise UnfitFileError(
            f"เนื้อหาของไฟล์ “{name}” ไม่ตรงกับนามสกุลไฟล์ โปรดบันทึกไฟล์ใหม่จากโปรแกรมต้นทางแล้วแนบอีกครั้ง"
        )
    return content_type


def _head(upload: Upload) -> bytes:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    return bytes(head)


def _sha256(upload: Upload) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks(CHUNK):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _keep(office_id: UUID, upload: Upload, name: str, content_type: str, digest: str) -> StoredFile:
    """The row comes first: who brings the same at the same moment waits for it, and finds it then."""
    made = StoredFile(
        office_id=office_id, sha256=digest, name=name, content_type=content_type, size=upload.size or 0, stored_at=now()
    )  # fmt: skip
    # The name on disk is the digest: never a name that a person typed.
    path = made.content.field.generate_filename(made, f"{office_id}/{digest[:2]}/{digest}")
    made.content = path
    with told_when_full(), transaction.atomic():
        if insert_new([made], once=("office_id", "sha256")):
            _write(made.content.storage, path, upload)
            return made
    return StoredFile.objects.get(office_id=office_id, sha256=digest)


def _write(storage: Storage, path: str, upload: Upload) -> None:
    """Half a file never stays."""
    # What a killed process left of the same file.
    storage.delete(path)
    try:
        storage.save(path, upload)
        _settle(storage, path)
    except BaseException:
        storage.delete(path)
        raise


def _settle(storage: Storage, path: str) -> None:
    """On the disk before anybody is told that it is kept, as a commit is: with its name in the folder."""
    if not isinstance(storage, FileSystemStorage):
        return
    file = Path(storage.path(path))
    for each in (file, file.parent):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
