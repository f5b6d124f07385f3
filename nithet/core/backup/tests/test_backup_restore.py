"""A restore: whole or not at all, on either engine, from archives of before the last migration too."""

from __future__ import annotations

import errno
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.backup import loading, restored_files, restoring
from nithet.core.backup.checking import read_manifest
from nithet.core.backup.errors import (
    DamagedError,
    DiskFullError,
    ForeignDatabaseError,
    InUseError,
    NoSpaceError,
    NotEqualError,
    OccupiedError,
    UnfitRowError,
)  # fmt: skip
from nithet.core.backup.keeping import archives
from nithet.core.backup.making import make
from nithet.core.backup.places import default_at, place
from nithet.core.backup.restoring import restore
from nithet.core.backup.schema import migrate_to
from nithet.core.backup.tables import columns, digest_of, kept_models, label, reader
from nithet.core.backup.tests.conftest import Altered, path_of, stored
from nithet.core.backup.tests.test_backup_check import flipped
from nithet.core.ids import new_id
from nithet.core.models import Job, StoredFile
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import make_school

pytestmark = pytest.mark.django_db(transaction=True)
quickly = pytest.mark.usefixtures("quick_schema")


def digests() -> dict[str, str]:
    """Of all that the database holds."""
    return {
        label(model): digest_of(model, "default", sorted(columns(model))).hexdigest()
        for model in kept_models(apps)
    }


def files() -> dict[str, bytes]:
    folder = restored_files.home()
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def changed(archive: Path, system: Office) -> Office:
    """What was recorded and lost since the archive was made."""
    make_school(system, "โรงเรียนที่เพิ่มภายหลัง")
    path_of(StoredFile.objects.order_by("size")[0]).unlink()
    stored(system.pk, "ภายหลัง.txt", b"later")
    return system


@quickly
def test_what_was_lost_or_changed_is_as_it_was(system: Office, folders: Path) -> None:
    rows, content = digests(), files()
    archive = make(folders / "backups")
    School.objects.update(name="เปลี่ยน")
    stored(system.pk, "ภายหลัง.txt", b"later")
    path_of(StoredFile.objects.order_by("size")[0]).write_bytes(b"damaged")
    report = restore(archive, replace=True)
    assert (digests(), files()) == (rows, content)
    assert all(table.is_equal and table.rows == table.restored for table in report.tables)
    assert {table.label for table in report.tables} == set(rows)


@quickly
def test_what_was_there_is_kept_in_an_archive_first(changed: Office, archive: Path) -> None:
    former = digests()
    report = restore(archive, replace=True)
    assert School.objects.count() == 1
    assert report.former.endswith("-before-restore.tar")
    restore(Path(report.former), replace=True)
    assert School.objects.count() == 2
    assert digests() == former


@quickly
def test_data_are_not_replaced_unasked(changed: Office, archive: Path) -> None:
    former = digests(), files()
    with pytest.raises(CommandError, match="REPLACE=1"):
        call_command("restore", archive)
    with pytest.raises(OccupiedError):
        restore(archive)
    assert (digests(), files()) == former


@quickly
def test_the_command_prints_what_was_restored(
    changed: Office, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore", archive, replace=True)
    told = capsys.readouterr().out
    line = next(line for line in told.splitlines() if line.startswith("offices.school "))
    assert line.split() == ["offices.school", "1", "1", "ตรงกัน"]
    assert "ไฟล์แนบ 2 ไฟล์ ตรงกันทุกไฟล์" in told
    assert "-before-restore.tar" in told


@quickly
def test_files_that_another_database_may_know_stay(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on moving to the other engine: this database was empty, the folder of files was not."""
    monkeypatch.setattr(restoring, "is_occupied", lambda: False)
    later = StoredFile.objects.get(name="ภายหลัง.txt")
    assert restore(archive).former == ""
    assert not StoredFile.objects.filter(pk=later.pk).exists()
    assert path_of(later).read_bytes() == b"later"
    assert len(files()) == 3


@quickly
def test_numbers_and_defaults_go_on_after_a_restore(archive: Path) -> None:
    restore(archive, replace=True)
    office = Office.objects.get()
    assert make_school(office, "โรงเรียนถัดไป").pk
    assert User.objects.get(username="director").check_password("nithet-test")


@quickly
def test_the_job_that_made_the_archive_is_not_run_again(system: Office, folders: Path) -> None:
    made, other = jobs.start("backup.daily", key="backup.daily 2026-11-20"), jobs.start("audit.verify")
    jobs.perform.func(str(made.pk))
    restore(archives(folders / "backups")[0].path, replace=True)
    assert dict(Job.objects.values_list("kind", "state")) == {made.kind: "done", other.kind: "queued"}


@quickly
def test_the_secret_comes_back_for_its_owner_only(archive: Path, folders: Path, settings: Any) -> None:
    (folders / "secret").write_text("of another machine")
    assert restore(archive, replace=True).has_its_secret
    assert (folders / "secret").read_text() == settings.SECRET_KEY
    assert stat.S_IMODE((folders / "secret").stat().st_mode) == 0o600


@quickly
def test_a_machine_with_a_secret_of_its_own_keeps_it(archive: Path, settings: Any) -> None:
    settings.SECRET_KEPT_IN = None
    assert restore(archive, replace=True).has_its_secret
    settings.SECRET_KEY = "another"
    assert not restore(archive, replace=True).has_its_secret


# Faults


@contextmanager
def unchanged() -> Iterator[None]:
    """Whatever happens inside, the data and the folders are as before."""
    before = digests(), files(), beside()
    yield
    assert (digests(), files(), beside()) == before


def beside() -> set[str]:
    names = {path.name for path in settings.VAR.iterdir()}
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return names | {path.name for path in file.parent.glob(f"{file.name}*")} - {
            f"{file.name}-wal",
            f"{file.name}-shm",
        }
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return names | {name for (name,) in cursor.fetchall()}


@quickly
def test_a_damaged_archive_changes_nothing(changed: Office, archive: Path) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(flipped(whole, len(whole) // 2))
    with unchanged(), pytest.raises(DamagedError):
        restore(archive, replace=True)


def _full(*given: Any, **told: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _database_full(*given: Any, **told: Any) -> None:
    raise OperationalError("database or disk is full")


def _killed(*given: Any, **told: Any) -> None:
    raise KeyboardInterrupt


@quickly
@pytest.mark.parametrize(
    ("where", "fault", "error"),
    [
        ((restored_files, "_write"), _full, DiskFullError),
        ((loading, "_load_table"), _database_full, DiskFullError),
        ((loading, "_set_sequences"), _killed, KeyboardInterrupt),
        ((loading, "call_command"), _killed, KeyboardInterrupt),
        ((restoring, "_put_in"), _full, DiskFullError),
    ],
)
def test_a_fault_midway_changes_nothing(
    changed: Office,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[Any, str],
    fault: Callable[..., None],
    error: type[BaseException],
) -> None:
    with unchanged(), monkeypatch.context() as patched:
        patched.setattr(*where, fault)
        with pytest.raises(error):
            restore(archive, replace=True)


@quickly
def test_a_swap_that_fails_leaves_database_and_files_as_they_were(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unchanged_but_for_found_files(), monkeypatch.context() as patched:
        patched.setattr(type(place()), "swap", _full)
        with pytest.raises(DiskFullError):
            restore(archive, replace=True)


@contextmanager
def unchanged_but_for_found_files() -> Iterator[None]:
    """A file that the database knew and the disk had lost may come back."""
    rows, content = digests(), files()
    yield
    assert digests() == rows
    assert set(files()) - set(content) <= set(StoredFile.objects.values_list("content", flat=True))
    assert content.items() <= files().items()


@quickly
def test_too_little_room_is_told_before(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.core.backup.room.free_of", lambda folder: 1000)
    with unchanged(), pytest.raises(NoSpaceError, match="เหลือ 1000 ไบต์"):
        restore(archive, replace=True)


@quickly
def test_rows_that_differ_after_loading_are_not_taken(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "reader", _forgetful)
    with unchanged(), pytest.raises(NotEqualError, match=r"accounts\.user"):
        restore(archive, replace=True)


def _forgetful(fields: Any, connection: Any) -> Callable[[bytes], list[Any]]:
    """Reads every text as empty."""
    read = reader(fields, connection)
    return lambda text: ["" if value == "director" else value for value in read(text)]


@quickly
def test_a_row_that_the_database_refuses_is_named(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: Any) -> list[Any]:
        raise IntegrityError("value too long")

    monkeypatch.setattr(loading, "reader", lambda fields, connection: refused)
    with unchanged(), pytest.raises(UnfitRowError, match=r"accounts\.\w+ ไม่ได้ \(value too long\)"):
        restore(archive, replace=True)


@quickly
def test_a_database_that_somebody_holds_open_is_not_replaced(changed: Office, archive: Path) -> None:
    with another_connection(), unchanged(), pytest.raises(InUseError, match="โปรดหยุดเซิร์ฟเวอร์"):
        restore(archive, replace=True)


@contextmanager
def another_connection() -> Iterator[None]:
    """Another program's, as a worker between two jobs."""
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("SELECT count(*) FROM django_migrations").fetchall()
    else:
        other = connection.copy()
        other.connect()
    try:
        yield
    finally:
        other.close()


def test_a_database_of_another_program_is_never_replaced(archive: Path) -> None:
    goal = place()
    with goal.built():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE invoices (id integer)")
        with pytest.raises(ForeignDatabaseError):
            restore(archive)
    goal.clear()


# From before, from elsewhere


BEFORE_SEALING = [
    ("accounts", "0001_initial"),
    ("audit", "0001_initial"),
    ("core", "0003_cache_table"),
    ("offices", "0001_initial"),
]
"""A system in which history was not sealed yet, and which had few other parts. Those of offices were joined since."""


def test_an_archive_of_before_the_last_migration_is_brought_forward(
    folders: Path, transactional_db: None
) -> None:
    goal = place()
    with goal.built():
        old = migrate_to(BEFORE_SEALING)
        entry = old.get_model("audit", "Entry").objects.create(
            at="2026-11-20T09:30:00+07:00", by_name="ระบบ", verb="task.done", kind="task", object_id=new_id(),
            title="เดิม", facts={"n": 1},
        )  # fmt: skip
        old.get_model("offices", "Office").objects.create(
            code="satit1", name="สาธิต", short_name="สาธิต", kind="primary"
        )
        archive = make(folders / "backups")
    assert (
        "sequence" not in next(t for t in read_manifest(archive).tables if t.label == "audit.entry").columns
    )
    restore(archive, replace=True)
    found = apps.get_model("audit", "Entry").objects.get()
    assert (found.pk, found.title, found.facts, found.sequence) == (entry.pk, "เดิม", {"n": 1}, None)
    assert Office.objects.get().code == "satit1"


@quickly
def test_what_newer_code_has_changed_is_set_aside(
    changed: Office, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rolling back after an upgrade that failed midway: no archive can be made of what is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0099_later', CURRENT_TIMESTAMP)"
        )
    report = restore(archive, replace=True)
    assert School.objects.count() == 1
    assert "before" in report.former
    assert schools_in(report.former) == 2
    assert len(files()) == 3  # those of what was set aside too


def schools_in(former: str) -> int:
    if connection.vendor == "sqlite":
        there = sqlite3.connect(former)
        (count,) = there.execute("SELECT count(*) FROM offices_school").fetchone()
        there.close()
        Path(former).unlink()
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {former}.offices_school")  # noqa: S608
            (count,) = cursor.fetchone()
            cursor.execute(f"DROP SCHEMA {former} CASCADE")
    return int(count)


def test_an_office_moves_from_one_engine_to_the_other_and_back(system: Office, folders: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("asks for PostgreSQL, where both engines are at hand")
    rows, content = digests(), files()
    archive = make(folders / "backups")
    with default_at(**sqlite_at(folders / "moved.sqlite3")):
        restore(archive)
        assert digests() == rows
        back = make(folders / "backups", suffix="-back")
    assert read_manifest(back).engine == "sqlite"
    School.objects.all().delete()
    restore(back, replace=True)
    assert (digests(), files()) == (rows, content)


def sqlite_at(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON",
        },
    }


@quickly
def test_an_unknown_table_of_the_archive_is_not_passed_over(altered: Altered) -> None:
    with pytest.raises(DamagedError):
        restore(
            altered("manifest.json", lambda text: text.replace(b"offices.school", b"offices.scholl")),
            replace=True,
        )
