"""What is told to be kept is on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from nithet.core import files
from nithet.core.ids import new_id
from nithet.core.models import StoredFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 sample"
ON_DISK = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def settled(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was made sure of on the disk, with as much of it as stood there then."""
    settings.STORAGES = settings.STORAGES | ON_DISK
    settings.MEDIA_ROOT = tmp_path
    seen: list[str] = []
    sync: Callable[[int], None] = os.fsync

    def note(opened: int) -> None:
        path = Path(f"/proc/self/fd/{opened}").resolve()
        seen.append("folder" if path.is_dir() else path.read_bytes().decode())
        sync(opened)

    monkeypatch.setattr(os, "fsync", note)
    return seen


def test_a_file_and_its_name_outlive_a_loss_of_power(settled: list[str]) -> None:
    stored = files.store(new_id(), SimpleUploadedFile("plan.pdf", PDF), max_bytes=1000)
    assert settled == [PDF.decode(), "folder"]
    with stored.content.open() as kept:
        assert kept.read() == PDF


def test_what_the_disk_does_not_take_is_not_kept(settled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(opened: int) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="gone"):
        files.store(new_id(), SimpleUploadedFile("plan.pdf", PDF), max_bytes=1000)
    assert not StoredFile.objects.exists()


RECORDED = {
    "1.m4a": b"\0\0\0\x18ftypM4A \0\0\0\0", "1.3gp": b"\0\0\0\x18ftyp3gp4\0\0\0\0", "1.amr": b"#!AMR\n\x3c",
    "1.aac": b"\xff\xf1\x50\x80", "1.ogg": b"OggS\0\2", "1.wav": b"RIFF\x24\0\0\0WAVEfmt ", "1.webm": b"\x1a\x45\xdf\xa3\x9f",
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
def test_what_phones_record_is_taken_and_nothing_else_under_its_name(name: str) -> None:
    stored = files.store(new_id(), SimpleUploadedFile(name, RECORDED[name]), max_bytes=1000)
    assert stored.content_type.startswith(("audio/", "video/"))
    with pytest.raises(files.UnfitFileError, match="ไม่ตรงกับนามสกุล"):
        files.store(new_id(), SimpleUploadedFile(name, PDF), max_bytes=1000)
