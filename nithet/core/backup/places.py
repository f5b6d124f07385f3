"""Where a restore builds: an empty database beside the real one, which takes its place in one step at the end.

SQLite: a file beside the file, renamed over it. PostgreSQL: a schema beside the schema, its tables moved over in one
transaction. Until then the real database is as it was, whatever goes wrong.
"""

from __future__ import annotations

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import load_backend

from nithet.core.backup.errors import ForeignDatabaseError, InUseError
from nithet.core.clock import now
from nithet.thai.dates import BANGKOK

# Only what is thrown away on failure may be written without waiting for the disk.
BUILDING_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"


def place() -> Place:
    return SQLitePlace() if connections["default"].vendor == "sqlite" else PostgresPlace()


@contextmanager
def default_at(**changes: Any) -> Iterator[None]:
    """Inside, the default connection leads elsewhere: migrations and models need not know of a second one."""
    usual = connections["default"]
    usual.close()
    facts = {**deepcopy(usual.settings_dict), **changes}
    elsewhere: BaseDatabaseWrapper = load_backend(facts["ENGINE"]).DatabaseWrapper(facts, "default")
    connections["default"] = elsewhere
    try:
        yield
    finally:
        elsewhere.close()
        connections["default"] = usual


class Place(ABC):
    def refuse_foreign(self) -> None:
        """Tables of another program are never replaced."""
        names = connections["default"].introspection.table_names()
        if names and "django_migrations" not in names:
            raise ForeignDatabaseError

    @abstractmethod
    def refuse_in_use(self) -> None:
        """Whoever holds the database open would go on writing into what was replaced."""

    @abstractmethod
    def built(self) -> AbstractContextManager[None]:
        """Inside, the default connection leads to an empty database, which stays until it is swapped or cleared."""

    @abstractmethod
    def clear(self) -> None:
        """Take away what was built and not swapped."""

    @abstractmethod
    def swap(self, *, set_aside: bool) -> str:
        """Put what was built into its place. Returns where the former one is, if it is to be kept."""


class SQLitePlace(Place):
    def __init__(self) -> None:
        self.file = Path(connections["default"].settings_dict["NAME"])
        self.draft = self.file.with_name(f"{self.file.name}.restoring")

    def refuse_in_use(self) -> None:
        if not self.file.exists():
            return
        connections["default"].close()
        # Leaving WAL needs the file for oneself alone: the one sure way to know that nobody has it open.
        with _bare(self.file) as bare:
            try:
                mode = bare.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            except sqlite3.OperationalError as error:
                raise InUseError from error
        if mode != "delete":
            raise InUseError

    @contextmanager
    def built(self) -> Iterator[None]:
        self.clear()
        with default_at(NAME=self.draft, OPTIONS={"timeout": 30, "init_command": BUILDING_PRAGMAS}):
            yield
        with _bare(self.draft) as bare:
            bare.execute("PRAGMA journal_mode = DELETE")

    def clear(self) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            self.draft.with_name(f"{self.draft.name}{end}").unlink(missing_ok=True)

    def swap(self, *, set_aside: bool) -> str:
        connections["default"].close()
        aside = self.file.with_name(f"{self.file.name}.before-restore-{_moment()}")
        if self.file.exists():
            self.draft.chmod(self.file.stat().st_mode & 0o777)
            if set_aside:
                os.link(self.file, aside)
        with self.draft.open("rb") as handle:
            os.fsync(handle.fileno())
        self.draft.replace(self.file)
        return str(aside) if set_aside else ""


class PostgresPlace(Place):
    draft = "nithet_restoring"

    def refuse_in_use(self) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise InUseError

    @contextmanager
    def built(self) -> Iterator[None]:
        self.clear()
        with connections["default"].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {self.draft}")
        usual = connections["default"].settings_dict["OPTIONS"]
        with default_at(OPTIONS={**usual, "options": f"-c search_path={self.draft}"}):
            yield

    def clear(self) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self.draft} CASCADE")

    def swap(self, *, set_aside: bool) -> str:
        aside = f"before_restore_{_moment().replace('-', '_')}" if set_aside else ""
        with transaction.atomic(), connections["default"].cursor() as cursor:
            # Whoever came in meanwhile is not waited for longer than this.
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute("SELECT current_schema()")
            (home,) = cursor.fetchone()
            there = connections["default"].ops.quote_name(home)
            if aside:
                cursor.execute(f"CREATE SCHEMA {aside}")
            for name in _tables(cursor, home):
                cursor.execute(
                    f"ALTER TABLE {name} SET SCHEMA {aside}" if aside else f"DROP TABLE {name} CASCADE"
                )
            for name in _tables(cursor, self.draft):
                cursor.execute(f"ALTER TABLE {name} SET SCHEMA {there}")
            cursor.execute(f"DROP SCHEMA {self.draft}")
        return aside


def _tables(cursor: CursorWrapper, schema: str) -> list[str]:
    """Their quoted names."""
    cursor.execute(
        "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname = %s AND tableowner = current_user",
        [schema],
    )
    return [name for (name,) in cursor.fetchall()]


@contextmanager
def _bare(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file, timeout=0.5, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _moment() -> str:
    return f"{now().astimezone(BANGKOK):%Y-%m-%d-%H%M%S}"
