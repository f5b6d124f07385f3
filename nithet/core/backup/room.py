"""Room on the disk, asked before long work begins."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import connections
from django.db.models import Sum

from nithet.core.backup.errors import NoSpaceError, size_words
from nithet.core.backup.manifest import Manifest
from nithet.core.models import StoredFile

SPARE = 32 * 1024 * 1024
GROWN = 3
"""Rows with their indexes take so many times the bytes of their lines."""


def free_of(folder: Path) -> int:
    """Bytes free where the folder is, or would be."""
    return shutil.disk_usage(_existing(folder)).free


def refuse_too_little(folder: Path, needed: int) -> None:
    free = free_of(folder)
    if free < needed:
        raise NoSpaceError(folder=folder, needed=f" {size_words(needed)}", free=size_words(free))


def needed_for_backup() -> int:
    """More than it will be: rows are packed."""
    return database_size() + files_size() + SPARE


def needed_for_restore(manifest: Manifest) -> int:
    return GROWN * sum(table.size for table in manifest.tables) + manifest.files.size + SPARE


def database_size() -> int:
    connection = connections["default"]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return sum(path.stat().st_size for end in ("", "-wal") if (path := Path(name + end)).exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def files_size() -> int:
    return int(StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
