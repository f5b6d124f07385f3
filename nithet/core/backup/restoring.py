"""An archive becomes the database and the files again, whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from nithet.core.backup import restored_files, room
from nithet.core.backup.checking import check, entries, opened, read_manifest, refuse_newer, stream_of
from nithet.core.backup.errors import OccupiedError, SchemaNewerError, disk_told
from nithet.core.backup.loading import Compared, load
from nithet.core.backup.making import make
from nithet.core.backup.manifest import Manifest
from nithet.core.backup.places import Place, place
from nithet.core.backup.progress import Progress, Tell, silent
from nithet.core.backup.tables import quoted_table


@dataclass(frozen=True)
class Former:
    """What a restore replaces."""

    is_there: bool = False
    archive: Path | None = None

    @property
    def is_set_aside(self) -> bool:
        """No archive could be made of it: code of another version has changed its schema."""
        return self.is_there and self.archive is None


@dataclass(frozen=True)
class Report:
    manifest: Manifest
    tables: list[Compared]
    former: str  # where what was there is kept: an archive, a file or a schema; empty where there was nothing
    has_its_secret: bool


def restore(archive: Path, *, replace: bool = False, tell: Tell = silent) -> Report:
    """Raises BackupError; then the database and the files are as they were."""
    manifest = read_manifest(archive)
    refuse_newer(manifest)
    goal = place()
    goal.refuse_foreign()
    goal.refuse_in_use()
    occupied = is_occupied()
    if occupied and not replace:
        raise OccupiedError
    check(archive, tell=tell)
    room.refuse_too_little(settings.VAR, room.needed_for_restore(manifest))
    with disk_told(settings.VAR):
        former = _kept(tell) if occupied else Former()
        return _restore(archive, manifest, goal, former, tell)


def is_occupied() -> bool:
    """Somebody has an account: an office works here."""
    table = quoted_table(get_user_model(), connection)
    with connection.cursor() as cursor:
        if table not in map(connection.ops.quote_name, connection.introspection.table_names(cursor)):
            return False
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def _kept(tell: Tell) -> Former:
    try:
        return Former(is_there=True, archive=make(settings.BACKUPS, tell=tell, suffix="-before-restore"))
    except SchemaNewerError:
        return Former(is_there=True)


def _restore(archive: Path, manifest: Manifest, goal: Place, former: Former, tell: Tell) -> Report:
    progress = Progress(tell, 2 * manifest.rows + manifest.files.count)
    with restored_files.unpacked(archive, manifest.files, progress) as folder:
        try:
            with goal.built():
                tables = load(archive, manifest, progress)
            goal.refuse_in_use()
            aside = _put_in(folder, goal, former)
        finally:
            goal.clear()
    kept = str(former.archive) if former.archive else aside
    return Report(manifest, tables, kept, has_its_secret=_restore_secret(archive))


def _put_in(folder: Path, goal: Place, former: Former) -> str:
    """The files, then the database that knows them; then the files that only the former one knew go.

    Without an archive of what was there nothing goes: another database may know these files.
    """
    restored_files.put_in(folder)
    aside = goal.swap(set_aside=former.is_set_aside)
    if former.archive:
        restored_files.take_unknown_away()
    return aside


def _restore_secret(archive: Path) -> bool:
    """The key that sessions, links and second factors are signed with, unless this machine is given its own."""
    secret = _secret_of(archive)
    kept_in: Path | None = settings.SECRET_KEPT_IN
    if kept_in is None:
        return bool(secret == settings.SECRET_KEY)
    draft = kept_in.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secret, encoding="utf-8")
    draft.replace(kept_in)
    return True


def _secret_of(archive: Path) -> str:
    with opened(archive) as tar:
        return next(stream_of(tar, entry).read().decode() for entry in entries(tar) if entry.name == "secret")
