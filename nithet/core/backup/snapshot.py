"""The database as it is at one moment, read while people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connections, transaction


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees one moment only and keeps nobody from writing.

    A connection of its own: the usual ones take SQLite's write lock when a transaction begins.
    """
    alias = f"snapshot-{uuid4().hex[:8]}"
    own = connections["default"].copy(alias)
    own.settings_dict["OPTIONS"].pop("transaction_mode", None)
    connections[alias] = own
    try:
        with transaction.atomic(using=alias):
            _freeze(alias)
            yield alias
    finally:
        own.close()
        del connections[alias]


def _freeze(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            cursor.execute("PRAGMA query_only = ON")
        # SQLite's moment is that of the first reading, not of BEGIN.
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
