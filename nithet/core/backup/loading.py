"""The tables of an archive into an empty database: into the schema of the archive's day, then forward to today's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from nithet.core.backup.checking import entries, opened, stream_of, table_lines
from nithet.core.backup.errors import DamagedError, NotEqualError, UnfitRowError, is_full
from nithet.core.backup.manifest import Manifest, Table
from nithet.core.backup.progress import Progress
from nithet.core.backup.schema import migrate_to
from nithet.core.backup.tables import columns, digest_of, kept_models, label, quoted_table, reader
from nithet.core.models import Job

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Compared:
    """A table of the archive, and what the database holds of it now."""

    label: str
    rows: int
    restored: int
    is_equal: bool


def load(archive: Path, manifest: Manifest, progress: Progress) -> list[Compared]:
    """Raises NotEqualError unless every table holds exactly what the archive says."""
    registry = migrate_to(manifest.migrations)
    models = _models_of(manifest, registry)
    with transaction.atomic():
        _empty(kept_models(registry))
        _load_tables(archive, manifest, models, progress)
        connection.check_constraints()
    _set_sequences(list(models.values()))
    tables = [_compared(table, models[table.label], progress) for table in manifest.tables]
    if unequal := [table.label for table in tables if not table.is_equal]:
        raise NotEqualError(what=", ".join(unequal))
    call_command("migrate", verbosity=0, interactive=False)
    _end_its_own_job(manifest)
    return tables


def _models_of(manifest: Manifest, registry: Apps) -> dict[str, type[Model]]:
    """As they were when the archive was made."""
    models = {label(model): model for model in kept_models(registry)}
    for table in manifest.tables:
        model = models.get(table.label)
        if model is None or set(columns(model)) != set(table.columns):
            raise DamagedError(what=f"ตาราง {table.label} ไม่ตรงกับโครงสร้างของรุ่นที่ระบุไว้")
    return {table.label: models[table.label] for table in manifest.tables}


def _empty(models: list[type[Model]]) -> None:
    """Rows that migrations made are in the archive too."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {quoted_table(model, connection)}")  # noqa: S608


def _load_tables(
    archive: Path, manifest: Manifest, models: dict[str, type[Model]], progress: Progress
) -> None:
    tables = {table.name: table for table in manifest.tables}
    with opened(archive) as tar:
        for entry in entries(tar):
            if table := tables.get(entry.name):
                texts = table_lines(stream_of(tar, entry))
                _load_table(models[table.label], table.columns, texts, progress)


def _load_table(model: type[Model], order: list[str], texts: Iterator[bytes], progress: Progress) -> None:
    """Past the models: nothing is filled in, and a row is one tuple."""
    by_name = columns(model)
    fields = [by_name[name] for name in order]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted_table(model, connection)} ({names}) VALUES ({marks})"  # noqa: S608
    rows = map(reader(fields, connection), texts)
    try:
        with connection.cursor() as cursor:
            while batch := list(islice(rows, ROWS_AT_ONCE)):
                cursor.executemany(statement, batch)
                progress.step(len(batch), f"นำตาราง {label(model)} กลับคืน")
    except DatabaseError as error:
        if is_full(error):
            raise
        raise UnfitRowError(table=label(model), reason=str(error).strip().split("\n")[0]) from error


def _set_sequences(models: list[type[Model]]) -> None:
    """Numbers given from now on follow those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _compared(table: Table, model: type[Model], progress: Progress) -> Compared:
    digest = digest_of(model, connection.alias, table.columns)
    progress.step(table.rows, f"ตรวจสอบตาราง {table.label}")
    is_equal = (digest.count, digest.hexdigest()) == (table.rows, table.digest)
    return Compared(table.label, table.rows, digest.count, is_equal)


def _end_its_own_job(manifest: Manifest) -> None:
    """The job that made the archive stands in it as running. It has done its work, and is not to run again."""
    own = Job.objects.filter(kind__startswith="backup.").exclude(state__in=Job.ENDED)
    own.update(state=Job.State.DONE, finished_at=manifest.made_at)
