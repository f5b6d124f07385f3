"""A system with its own folders, and an archive of it."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from nithet.audit.services import record
from nithet.core.backup.making import make
from nithet.core.files import store
from nithet.core.models import StoredFile
from nithet.offices.models import Office, Role
from nithet.offices.tests.factories import make_member_user, make_office, make_school

Altered = Callable[[str, Callable[[bytes], bytes]], Path]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> Path:
    """Files and archives on a disk of the test's own."""
    settings.VAR = tmp_path
    settings.BACKUPS = tmp_path / "backups"
    settings.SECRET_KEPT_IN = tmp_path / "secret"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path


@pytest.fixture
def system(transactional_db: None) -> Office:
    """An office with a user, a school, history and two files."""
    office = make_office("satit1")
    user = make_member_user(office, Role.DIRECTOR, username="director")
    school = make_school(office, "โรงเรียนบ้านทุ่งสาธิต", pupils=240)
    record("task.noted", by=user, on=school, why="ทดลอง “คำพูด”", facts_of={"ข": 2, "ก": [1, None, 2.5]})
    stored(office.pk, "หนังสือ.txt", b"first")
    stored(office.pk, "ภาพ.txt", b"second " * 100_000)
    return office


def stored(office_id: UUID, name: str, content: bytes) -> StoredFile:
    return store(office_id, SimpleUploadedFile(name, content), max_bytes=10_000_000)


def path_of(file: StoredFile) -> Path:
    return Path(default_storage.path(str(file.content.name)))


@pytest.fixture
def archive(system: Office, folders: Path) -> Path:
    return make(folders / "backups")


@pytest.fixture
def altered(archive: Path) -> Altered:
    """The archive written again with one entry changed; all that guards an entry's bytes is as a forger left it."""

    def alter(name: str, change: Callable[[bytes], bytes]) -> Path:
        goal = archive.with_name("altered.tar")
        with tarfile.open(archive) as source, tarfile.open(goal, "w", format=tarfile.PAX_FORMAT) as written:
            for entry in source.getmembers():
                handle = source.extractfile(entry)
                assert handle is not None
                content = change(handle.read()) if entry.name == name else handle.read()
                entry.size = len(content)
                entry.pax_headers = {k: v for k, v in entry.pax_headers.items() if k == "comment"}
                written.addfile(entry, BytesIO(content))
        return goal

    return alter


@pytest.fixture
def quick_schema(system: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Migrating takes seconds: the schema is copied from the test's own database. Some tests migrate all the same."""
    statements, really = [*_schema(), *_applied()], MigrationExecutor.migrate

    def migrate(executor: MigrationExecutor, *given: Any, **named: Any) -> object:
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                return really(executor, *given, **named)
            for statement in statements:
                cursor.execute(statement)
        return None

    monkeypatch.setattr(MigrationExecutor, "migrate", migrate)


def _schema() -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return [
                f'CREATE TABLE "{name}" (LIKE public."{name}" INCLUDING ALL)'
                for name in connection.introspection.table_names(cursor)
            ]
        # The table of words makes its own tables; its triggers are called like them.
        of_words = r"type = 'table' AND name LIKE 'core\_searchwords\_%' ESCAPE '\'"
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"  # noqa: S608  no value
            f" AND NOT ({of_words})"
        )
        return [statement for (statement,) in cursor.fetchall()]


def _applied() -> list[str]:
    return [
        f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', CURRENT_TIMESTAMP)"  # noqa: S608
        for app, name in MigrationRecorder(connection).applied_migrations()
    ]
