"""Backup and restore, against what the engine copies without looking."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bench.measures import Measure
from nithet.audit.models import Entry
from nithet.audit.sealing import seal_all
from nithet.core.backup.checking import check, read_manifest
from nithet.core.backup.making import make
from nithet.core.backup.places import default_at, place
from nithet.core.backup.restoring import restore
from nithet.core.clock import now
from nithet.core.files import store
from nithet.core.ids import new_id

ROWS, FILES, FILE_BYTES = 200_000, 50, 1024 * 1024
MB = 1024 * 1024


def measures() -> list[Measure]:
    """In folders of their own: a restore replaces what is in them."""
    with tempfile.TemporaryDirectory() as folder, override_settings(**_folders(Path(folder))):
        return _measured(Path(folder))


def _folders(folder: Path) -> dict[str, object]:
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "files"},
    }
    return {
        "VAR": folder,
        "BACKUPS": folder / "backups",
        "SECRET_KEPT_IN": None,
        "STORAGES": {
            "default": files,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    }


def _measured(folder: Path) -> list[Measure]:
    fill()
    made: list[Path] = []
    backing_up = seconds(lambda: made.append(make(folder / "backups")))
    archive, content = made[0], read_manifest(made[0])
    checking = seconds(lambda: check(archive))
    bare = seconds(lambda: bare_copy(folder / "bare.sqlite3"))
    with default_at(NAME=folder / "restored.sqlite3"):
        building = seconds(schema)
        restoring = seconds(lambda: restore(archive))
    size = sum(table.size for table in content.tables) + content.files.size
    return [
        Measure("rows backed up", content.rows / backing_up, "rows/s", at_least=20_000),
        Measure("bytes backed up", size / MB / backing_up, "MB/s"),
        Measure("archive checked", size / MB / checking, "MB/s"),
        Measure("bare copy against a backup", 100 * bare / backing_up, "%"),
        Measure("archive against rows and files", 100 * archive.stat().st_size / size, "%"),
        Measure("empty schema built", building, "s"),
        Measure("rows restored", content.rows / max(restoring - building, 0.001), "rows/s", at_least=10_000),
    ]


def fill() -> None:
    """Sealed history, as most rows are, and files that do not pack."""
    call_command("migrate", verbosity=0)
    office, moment = new_id(), now()
    for start in range(0, ROWS, 10_000):
        Entry.objects.bulk_create(_entry(office, number, moment) for number in range(start, start + 10_000))
    for number in range(FILES):
        store(office, SimpleUploadedFile(f"{number}.txt", _text()), max_bytes=2 * FILE_BYTES)
    seal_all()


def _entry(office: UUID, number: int, moment: datetime) -> Entry:
    return Entry(
        office_id=office, at=moment, by_id=new_id(), by_name=f"นายสมมติ คนที่ {number}", verb="task.submitted",
        kind="task", object_id=new_id(), title="สำรวจความต้องการใช้สื่อเทคโนโลยีทางการศึกษา", facts={"round": number % 7},
    )  # fmt: skip


def _text() -> bytes:
    return os.urandom(FILE_BYTES).replace(b"\0", b"n")


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def bare_copy(goal: Path) -> None:
    with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(goal) as copy:
        source.backup(copy)
    source.close()
    copy.close()


def schema() -> None:
    """Migrating alone, which a restore does too."""
    goal = place()
    with goal.built():
        call_command("migrate", verbosity=0)
    goal.clear()
