"""Making an archive: what is in it, while people work, and where the disk refuses."""

from __future__ import annotations

import errno
import gzip
import json
import shutil
import stat
import tarfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Model

from nithet.core import jobs
from nithet.core.backup import making
from nithet.core.backup.checking import check, read_manifest
from nithet.core.backup.errors import DiskFullError, DiskRefusedError, NoSpaceError, SchemaNewerError
from nithet.core.backup.keeping import archives
from nithet.core.backup.making import make
from nithet.core.backup.tables import columns, is_kept, kept_models
from nithet.core.backup.tests.conftest import path_of, stored
from nithet.core.models import Job, StoredFile
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import make_school


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_an_archive_holds_rows_files_and_the_secret_for_its_owner_only(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        packed = tar.extractfile("tables/offices.school.jsonl.gz")
        assert packed is not None
        rows = [json.loads(line) for line in gzip.decompress(packed.read()).splitlines()]
    assert len([name for name in names if name.startswith("files/")]) == 2
    assert {"secret", "manifest.json"} <= set(names)
    table = next(t for t in read_manifest(archive).tables if t.label == "offices.school")
    assert rows[0][table.columns.index("name")] == "โรงเรียนบ้านทุ่งสาธิต"
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_the_manifest_tells_counts_versions_and_the_ends_of_histories(archive: Path, system: Office) -> None:
    manifest = check(archive)
    rows = {table.label: table.rows for table in manifest.tables}
    assert (rows["offices.school"], rows["core.storedfile"], manifest.files.count) == (1, 2, 2)
    assert manifest.product.startswith("0.1.0")
    assert ("core", "0001_initial") not in manifest.migrations  # only the last of each app
    ends = {end["office"]: end["sequence"] for end in manifest.facts["history"]}
    assert ends[str(system.pk)] == 1


def test_every_table_of_ours_is_kept_and_points_only_at_what_is_kept() -> None:
    kept = kept_models(apps)
    ours = [model for model in apps.get_models() if model.__module__.startswith("nithet.")]
    assert {model.__name__ for model in ours if not is_kept(model)} == {"Heartbeat", "SearchEntry"}
    pointed = [
        (model.__name__, field.name)
        for model in kept
        for field in columns(model).values()
        if field.related_model and not is_kept(_model(field.related_model))
    ]
    assert pointed == []


def _model(related: Any) -> type[Model]:
    return related  # type: ignore[no-any-return]


def test_stored_files_are_the_only_files_that_rows_point_at() -> None:
    """Another field of this kind would have to be kept too."""
    fields = [
        model
        for model in apps.get_models()
        for field in columns(model).values()
        if isinstance(field, models.FileField)
    ]
    assert fields == [StoredFile]


def test_whoever_works_meanwhile_is_not_held_up_and_not_in_it(system: Office, folders: Path) -> None:
    added: list[School] = []

    def work(doing: str, done: int, total: int) -> None:
        if not added:
            added.append(make_school(system, "โรงเรียนที่เพิ่มระหว่างสำรอง"))
            stored(system.pk, "ระหว่างสำรอง.txt", b"meanwhile")

    manifest = read_manifest(make(folders / "backups", tell=work))
    rows = {table.label: table.rows for table in manifest.tables}
    assert (rows["offices.school"], manifest.files.count) == (1, 2)
    assert School.objects.count() == 2


def test_a_file_that_is_gone_or_changed_is_told_and_does_not_stop_the_backup(
    system: Office, folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, changed = StoredFile.objects.order_by("size")
    path_of(gone).unlink()
    path_of(changed).write_bytes(b"x" * changed.size)
    call_command("backup", to=folders / "backups")
    files = read_manifest(archives(folders / "backups")[0].path).files
    assert (files.missing, files.changed, files.count) == ([gone.content.name], [changed.content.name], 1)
    told = capsys.readouterr().err
    assert f"ไฟล์แนบหายไปจากเครื่อง ไม่อยู่ในไฟล์สำรองข้อมูล: {gone.content.name}" in told


def test_too_little_room_is_refused_before_anything_is_written(
    system: Office, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 99, 1))
    with pytest.raises(CommandError, match=r"พื้นที่ดิสก์ที่ .*backups ไม่พอ ต้องการประมาณ .* MB เหลือ 1 ไบต์"):
        call_command("backup", to=folders / "backups")
    with pytest.raises(NoSpaceError):
        make(folders / "backups")
    assert list((folders / "backups").iterdir()) == []


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFullError), (errno.EIO, DiskRefusedError)])
def test_a_disk_that_fails_midway_leaves_no_half_archive(
    system: Office, folders: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    good = make(folders / "backups")
    left = 100_000

    def fails(tar: Any, entry: Any, content: Any) -> None:
        nonlocal left
        left -= entry.size
        if left < 0:
            raise OSError(number, "the disk refused")
        add(tar, entry, content)

    add = making._add_stream
    monkeypatch.setattr(making, "_add_stream", fails)
    with pytest.raises(error):
        make(folders / "backups", suffix="-second")
    assert list((folders / "backups").iterdir()) == [good]


def test_a_folder_that_cannot_be_written_is_told(system: Office, folders: Path) -> None:
    (folders / "file").write_text("")
    with pytest.raises(DiskRefusedError, match="โปรดตรวจสอบดิสก์และสิทธิ์"):
        make(folders / "file" / "backups")


@pytest.mark.django_db(transaction=True)
def test_a_database_changed_by_newer_code_is_not_kept_half(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.core.backup.schema.unknown_nodes", lambda applied: [("core", "0099_later")])
    with pytest.raises(SchemaNewerError, match=r"core\.0099_later"):
        make(folders / "backups")


def test_the_job_makes_a_checked_archive_and_tells_so(system: Office, folders: Path) -> None:
    job = jobs.start("backup.daily", key="backup.daily 2026-11-20")
    jobs.run_queued()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.detail
    assert job.result["words"].startswith("สำรองข้อมูลและตรวจสอบแล้ว")
    assert [archive.path.name for archive in archives(folders / "backups")] == [job.result["archive"]]


def test_a_cancelled_job_leaves_no_half_archive(
    system: Office, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.core.backup.progress.PAUSE_S", 0)
    job = jobs.start("backup.now")

    def cancelled(running: Job, done: int, **told: Any) -> None:
        jobs.cancel(job)
        advance(running, done, **told)

    advance = jobs.advance
    monkeypatch.setattr(jobs, "advance", cancelled)
    jobs.run_queued()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert list((folders / "backups").iterdir()) == []
