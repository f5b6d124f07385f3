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
