"""The connection to the database between two uses of it, where no request of Django's looks after it."""

from __future__ import annotations

from django.db import connection


def leave_broken_connection() -> None:
    """Closed where it is too old, or where the database has closed it since; the next query opens another."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
