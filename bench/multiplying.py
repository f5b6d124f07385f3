"""Copies of a whole office made inside the database, with keys of their own, and copies of the whole database.

Every key of a copy is the original's with the office's number in place of its first eight digits, so that rows name
each other as the original's do without a table of keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

LEFT_OUT = frozenset(
    {
        "sessions",
        "contenttypes",
        "auth",
        "sites",
        "django_tasks_db",
        "manuals.ManualReading",
        "core.SearchEntry",
    }
)
"""What no office owns, and what is made of the others' rows: search."""
NAMED: dict[tuple[str, str], str] = {
    ("accounts.User", "username"): "{column} || '-' || n",
    ("offices.Office", "code"): "'bench' || n",
    ("offices.Office", "name"): "{column} || ' (' || n || ')'",
}
"""What must differ beside the keys; `n` is the number of the copy."""


def multiply(offices: int) -> None:
    """There is one office; so many there are then."""
    with unchecked(), transaction.atomic(), without_indexes():
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not _is_left_out(model):  # noqa: SLF001  where Django keeps a model's table
                _multiply_rows(model, offices)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # As its own daemon does after so many new rows.
            cursor.execute("VACUUM ANALYZE")


def _is_left_out(model: type[models.Model]) -> bool:
    return model._meta.app_label in LEFT_OUT or model._meta.label in LEFT_OUT  # noqa: SLF001


def _multiply_rows(model: type[models.Model], offices: int) -> None:
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]  # noqa: SLF001
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001
    names = ", ".join(quote(str(field.column)) for field in fields)
    values = ", ".join(_value(model, field) for field in fields)
    with connection.cursor() as cursor:
        # In the order of time and not office by office: all live at once.
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} CROSS JOIN {_NUMBERS[connection.vendor]} "  # noqa: S608
            f"ORDER BY {table}.{quote(str(model._meta.pk.column))}, n",  # noqa: SLF001
            [offices],
        )


_NUMBERS = {
    "sqlite": "(WITH RECURSIVE counted(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM counted WHERE n < %s) SELECT n FROM counted)",
    "postgresql": "(SELECT generate_series(2, %s) AS n) AS numbers",
}


def _value(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    column = (
        f"{connection.ops.quote_name(model._meta.db_table)}.{connection.ops.quote_name(str(field.column))}"  # noqa: SLF001
    )
    if named := NAMED.get((model._meta.label, field.name)):  # noqa: SLF001
        return named.format(column=column)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    if not isinstance(target, models.UUIDField):
        return column
    if connection.vendor == "sqlite":
        return f"printf('%%08x', n) || substr({column}, 9)"
    return f"(lpad(to_hex(n), 8, '0') || substr({column}::text, 9))::uuid"


@contextmanager
def unchecked() -> Iterator[None]:
    """What is copied whole needs no look at each reference."""
    off, on = {
        "sqlite": (
            "PRAGMA foreign_keys=OFF; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000",
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000",
        ),
        # Rows are sorted and indexes made in memory, and nothing is lost that could not be built again.
        "postgresql": (
            (
                "SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';"
                " SET maintenance_work_mem = '512MB'"
            ),
            "RESET session_replication_role; RESET synchronous_commit; RESET work_mem; RESET maintenance_work_mem",
        ),
    }[connection.vendor]  # fmt: skip
    with connection.cursor() as cursor:
        for statement in off.split(";"):
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in on.split(";"):
                cursor.execute(statement)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Indexes are made anew of all rows at once, which takes a part of the time of row by row."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _, definition in found:
            cursor.execute(definition)


# Those that keep no constraint.
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": """
        SELECT one.relname, pg_get_indexdef(one.oid) FROM pg_index
        JOIN pg_class AS one ON one.oid = indexrelid JOIN pg_namespace AS owner ON owner.oid = one.relnamespace
        WHERE owner.nspname = current_schema()
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    """,
}


@contextmanager
def copied_database() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """The database as it is now, beside the one that goes on; gives a context in which the copy is in use."""
    name = connection.settings_dict["NAME"]
    copy = f"{name}-before"
    _copy(str(name), copy)

    @contextmanager
    def before() -> Iterator[None]:
        _use(copy)
        try:
            yield
        finally:
            _use(name)

    try:
        yield before
    finally:
        _remove(copy)


def _use(name: Any) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _copy(name: str, copy: str) -> None:
    if connection.vendor == "sqlite":
        Path(copy).unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copy])
        return
    connection.close()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001  as Django's own test databases are copied
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def _remove(copy: str) -> None:
    if connection.vendor == "sqlite":
        for path in Path(copy).parent.glob(f"{Path(copy).name}*"):
            path.unlink()
        return
    with connection._nodb_cursor() as cursor:  # noqa: SLF001
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
