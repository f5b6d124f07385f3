"""Whether the machine has no room left, whoever says so."""

from __future__ import annotations

import errno
import sqlite3

from django.db import DatabaseError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_storage_full(error: BaseException) -> bool:
    """As the file system, SQLite and PostgreSQL say it."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    if isinstance(error, sqlite3.OperationalError | DatabaseError):
        text = str(error).lower()
        return "disk is full" in text or "no space left" in text or "disk full" in text
    return False
