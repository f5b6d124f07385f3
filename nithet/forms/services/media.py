"""Files that come with a form: pictures and sounds of its labels, lists of choices; one by one or in a ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from nithet.core.files import KINDS, UnfitFileError, Upload, plain_name, store
from nithet.core.models import StoredFile
from nithet.forms.lists import Line, head_in, read_csv
from nithet.forms.xlsform.findings.lists import PLAIN_FILE

MAX_BYTES = 10 * 1024 * 1024
MOST_FILES = 200
_MOST_UNPACKED = 100 * 1024 * 1024
_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".mp3", ".mp4", ".csv"})
_TOLD = "รูปภาพ (.jpg .png .webp) เสียง (.mp3) วิดีโอ (.mp4) และรายการ (.csv)"


def unpacked(uploads: Iterable[Upload]) -> dict[str, Upload]:
    """Name → file, with what lies in ZIPs. Raises UnfitFileError."""
    files: dict[str, Upload] = {}
    for upload in uploads:
        for one in _inside(upload) if _ending(upload.name or "") == ".zip" else [upload]:
            name = _checked_name(one)
            if name in files:
                raise UnfitFileError(f"มีไฟล์ชื่อ “{name}” ซ้ำกัน โปรดเก็บไว้ไฟล์เดียวแล้วแนบใหม่")
            files[name] = one
    if len(files) > MOST_FILES:
        raise UnfitFileError(f"แนบไฟล์ได้ไม่เกิน {MOST_FILES} ไฟล์ต่อแบบฟอร์ม โปรดลดจำนวนไฟล์")
    return files


def kept(office_id: UUID, files: Mapping[str, Upload]) -> dict[str, StoredFile]:
    """The files stored, checked by their content. Raises UnfitFileError."""
    for name, upload in files.items():
        if _ending(name) == ".csv":
            _check_list(name, upload)
    return {name: store(office_id, upload, max_bytes=MAX_BYTES) for name, upload in files.items()}


def heads_sent(files: Mapping[str, Upload]) -> dict[str, frozenset[str]]:
    """The columns of the lists among them."""
    return {name: head_in(_lines(upload)) for name, upload in files.items() if _ending(name) == ".csv"}


def _lines(upload: Upload) -> Sequence[Line]:
    upload.seek(0)
    lines = read_csv(upload.read())
    upload.seek(0)
    return lines


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _checked_name(upload: Upload) -> str:
    name = plain_name(upload.name or "")
    if _ending(name) not in _ENDINGS or _ending(name) not in KINDS:
        raise UnfitFileError(f"ไฟล์ “{name}” แนบกับแบบฟอร์มไม่ได้ แนบได้เฉพาะ{_TOLD}")
    if not PLAIN_FILE.fullmatch(name):
        raise UnfitFileError(f"ชื่อไฟล์ “{name}” ใช้ไม่ได้ โปรดใช้ชื่อที่ไม่มีเครื่องหมายพิเศษ เช่น picture.jpg")
    return name


def _inside(upload: Upload) -> Iterator[Upload]:
    """The files of a ZIP; folders are left off, and what systems add by themselves is passed over."""
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = [
                part
                for part in archive.infolist()
                if not part.is_dir() and not _is_of_a_system(part.filename)
            ]
            _check_sizes(parts, upload.name or "")
            for part in parts:
                yield SimpleUploadedFile(PurePosixPath(part.filename).name, archive.read(part))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise UnfitFileError(
            f"เปิดไฟล์ “{upload.name}” ไม่ได้ โปรดบีบอัดไฟล์ใหม่โดยไม่ตั้งรหัสผ่าน แล้วแนบอีกครั้ง"
        ) from error


def _is_of_a_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    )


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    is_large = any(part.file_size > MAX_BYTES for part in parts)
    if is_large or len(parts) > MOST_FILES or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnfitFileError(
            f"ไฟล์ใน “{name}” ใหญ่หรือมากเกินไป แนบได้ไม่เกิน {MOST_FILES} ไฟล์ ไฟล์ละ {MAX_BYTES // 1024 // 1024} MB โปรดลดแล้วแนบใหม่"
        )


def _check_list(name: str, upload: Upload) -> None:
    lines = _lines(upload)
    if not lines or not {"name", "label"} <= lines[0].keys():
        raise UnfitFileError(
            f"รายการ “{name}” ต้องเป็น CSV แบบ UTF-8 ที่แถวแรกมีหัวคอลัมน์ name และ label และมีอย่างน้อยหนึ่งรายการ"
        )
