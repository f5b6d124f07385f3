"""The cursor for statements that are sent again and again.

PostgreSQL reads and plans a statement anew each time, which takes it longer than answering where a row is found by its
key. Through this cursor a connection reads and plans each text once. SQLite's driver does so by itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection


def prepared_cursor() -> Any:
    """In place of `connection.cursor()`; what is sent differs in its values only, not in its text."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    # What connection.cursor() does before it makes its own cursor, which has the values written into the text.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrapper: Any = connection
    return wrapper._prepare_cursor(_kind()(wrapper.connection))  # noqa: SLF001


@cache
def _kind() -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415  not every office has it

    class PreparedCursor(ServerBindingCursor):
        """Prepares what it is given, unless the connection's `prepare_threshold` is None."""

        def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's, which the stubs leave out

    return PreparedCursor
