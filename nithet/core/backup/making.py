"""Making an archive: one snapshot of the tables, then the files that it knows. Memory stays constant."""

from __future__ import annotations

import gzip
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.db.models import Model

from nithet.core.backup import room
from nithet.core.backup.checking import DIGEST_HEADER, Hashing, check, file_line, forget_entries
from nithet.core.backup.errors import disk_told
from nithet.core.backup.manifest import FORMAT, Files, Manifest, Table, format_line, table_name
from nithet.core.backup.progress import Progress, Tell, silent
from nithet.core.backup.schema import applied_nodes, applied_state, is_up_to_date, refuse_newer_schema
from nithet.core.backup.snapshot import snapshot
from nithet.core.backup.tables import CHUNK, Digest, columns, kept_models, label, lines, rows_of
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.core.version import product_version
from nithet.thai.dates import BANGKOK

LEVEL = 2
"""Of gzip: half the time of its usual one, a tenth more bytes."""

BEFORE: list[Callable[[], object]] = []
"""What apps do before a snapshot is taken (sealing history). Only where the schema is the code's."""
FACTS: dict[str, Callable[[str], Any]] = {}
"""What apps tell in the manifest, asked with the snapshot's alias."""


def make(folder: Path, *, tell: Tell = silent, suffix: str = "") -> Path:
    """A new archive in the folder, read again and found whole. Raises BackupError; then nothing is left behind."""
    applied = applied_nodes()
    refuse_newer_schema(applied)
    if is_up_to_date(applied):
        for act in BEFORE:
            act()
    with disk_told(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        room.refuse_too_little(folder, room.needed_for_backup())
        archive = _new_name(folder, suffix)
        with _draft_of(archive) as draft:
            _write(draft, tell)
            check(draft, tell=tell)
    return archive


def _new_name(folder: Path, suffix: str) -> Path:
    """Named by the moment in Bangkok; a second one of the same second carries a number."""
    stem = f"nithet-{now().astimezone(BANGKOK):%Y-%m-%d-%H%M%S}"
    names = (f"{stem}{'' if number == 1 else f'-{number}'}{suffix}.tar" for number in count(1))
    return next(archive for name in names if not (archive := folder / name).exists())


@contextmanager
def _draft_of(archive: Path) -> Iterator[Path]:
    """A file for its owner only, which takes the archive's name when all went well."""
    draft = archive.with_name(f"{archive.name}.part")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        yield draft
        draft.rename(archive)
        _sync_folder(archive.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(draft: Path, tell: Tell) -> None:
    with (
        draft.open("wb") as handle,
        tarfile.open(fileobj=handle, mode="w:", format=tarfile.PAX_FORMAT) as tar,
        snapshot() as alias,
    ):
        _add(tar, "format", format_line(FORMAT))
        nodes, registry = applied_state(alias)
        models = kept_models(registry)
        progress = _progress(models, alias, tell)
        tables = [_add_table(tar, model, alias, draft.parent, progress) for model in models]
        files = _add_files(tar, alias, progress)
        secret = settings.SECRET_KEY.encode()
        _add(tar, "secret", secret)
        manifest = Manifest(
            format=FORMAT,
            product=product_version(),
            made_at=now(),
            engine=connections[alias].vendor,
            migrations=nodes,
            tables=tables,
            files=files,
            secret=sha256(secret).hexdigest(),
            facts={name: ask(alias) for name, ask in FACTS.items() if registry is apps},
        ).to_json()
        _add(tar, "manifest.json", manifest)
        _add(tar, "manifest.sha256", sha256(manifest).hexdigest().encode())
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def _progress(models: list[type[Model]], alias: str, tell: Tell) -> Progress:
    rows = sum(rows_of(model, alias).count() for model in models)
    return Progress(tell, rows + StoredFile.objects.using(alias).count())


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    _add_stream(tar, entry, BytesIO(content))


def _add_stream(tar: tarfile.TarFile, entry: tarfile.TarInfo, content: IO[bytes] | Hashing) -> None:
    entry.mode, entry.mtime = 0o600, int(now().timestamp())
    tar.addfile(entry, cast("IO[bytes]", content))
    forget_entries(tar)


def _add_table(
    tar: tarfile.TarFile, model: type[Model], alias: str, folder: Path, progress: Progress
) -> Table:
    names, digest, size = list(columns(model)), Digest(), 0
    with TemporaryFile(dir=folder) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=LEVEL, mtime=0) as packed:
            for batch in _batches(lines(model, alias, names)):
                for text in batch:
                    digest.add(text)
                size += packed.write(b"".join(batch))
                progress.step(len(batch), f"สำรองตาราง {label(model)}")
        entry = tarfile.TarInfo(table_name(label(model)))
        entry.size = spool.tell()
        spool.seek(0)
        packed_digest = file_digest(spool, "sha256").hexdigest()
        spool.seek(0)
        _add_stream(tar, entry, spool)
    return Table(label(model), names, digest.count, digest.hexdigest(), packed_digest, size)


def _batches(texts: Iterator[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for text in texts:
        batch.append(text)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _add_files(tar: tarfile.TarFile, alias: str, progress: Progress) -> Files:
    """What the snapshot knows, whatever was stored since. A file that is not there is told, not hidden."""
    files, digest = Files(), Digest()
    kept = StoredFile.objects.using(alias).order_by("pk").values_list("content", "sha256")
    for name, expected in kept.iterator(chunk_size=CHUNK):
        progress.step(1, "สำรองไฟล์แนบ")
        try:
            size, found = _add_file(tar, name, expected)
        except FileNotFoundError:
            files.missing.append(name)
            continue
        if found != expected:
            files.changed.append(name)
        files.size += size
        digest.add(file_line(f"files/{name}", found))
    files.count, files.digest = digest.count, digest.hexdigest()
    return files


def _add_file(tar: tarfile.TarFile, name: str, expected: str) -> tuple[int, str]:
    """Its size, and the digest of what it really holds."""
    with default_storage.open(name) as content:
        entry = tarfile.TarInfo(f"files/{name}")
        entry.size = content.size
        entry.pax_headers = {DIGEST_HEADER: expected}
        read = Hashing(cast("IO[bytes]", content))
        _add_stream(tar, entry, read)
        return entry.size, read.hexdigest()
