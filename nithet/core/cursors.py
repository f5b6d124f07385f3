"""The cursor for statements that are sent again and again.

PostgreSQL reads and plans a statement anew each time, which takes it longer than answering where a row is found by its
key. Through this cursor a connection reads and plans each text once. SQLite's driver does so by itself; there it is
Django that works on the text each time.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def prepared_cursor() -> Any:
    """In place of `connection.cursor()`; what is sent differs in its values only, not in its text."""
    # Not `connection`, which looks for itself again at each of its names.
    database: Any = connections[DEFAULT_DB_ALIAS]
    # What cursor() does before it makes its own, which on PostgreSQL has the values written into the text.
    database.close_if_health_check_failed()
    database.ensure_connection()
    return database._prepare_cursor(_kind(database.vendor)(database.connection))  # noqa: SLF001


def repeating_cursor() -> Any:
    """For texts of which there are many: PostgreSQL prepares those that come again (`prepare_threshold`)."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415  not every office has it

    kind: Any = ServerBindingCursor  # the stubs know nothing of what it is made of
    database.close_if_health_check_failed()
    database.ensure_connection()
    return database._prepare_cursor(kind(database.connection))  # noqa: SLF001


@cache
def _kind(vendor: str) -> Any:
    return _of_postgresql() if vendor == "postgresql" else _of_sqlite()


def _of_postgresql() -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415  not every office has it

    class PreparedCursor(ServerBindingCursor):
        """Prepares what it is given, unless the connection's `prepare_threshold` is None."""

        def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's, which the stubs leave out

    return PreparedCursor


def _of_sqlite() -> Any:
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper  # noqa: PLC0415  as above

    convert: Any = SQLiteCursorWrapper.convert_query
    converted = lru_cache(maxsize=200)(partial(convert, None))

    class PreparedCursor(SQLiteCursorWrapper):
        """Remembers the text with the driver's own marks, of which `execute` asks; values come in their order only."""

        def convert_query(self, query: str, *, param_names: Any = None) -> Any:
            return converted(query)

    return PreparedCursor
