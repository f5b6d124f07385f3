"""The two databases: SQLite in a file by default, PostgreSQL where many offices share one system."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets pages be read while someone writes; NORMAL is safe with WAL against a crash of the program,
# FULL against loss of power as well. A commit that was told to a person must not be lost.
# 8 MB of pages a connection, for what looks at many rows reads more of them than the 2 MB that SQLite keeps by itself.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;"
)

# What `core/cursors.py` sends is prepared, and planned once: it asks by keys, whatever their values. Django's own cursors
# prepare nothing. No statement runs for so long that its translation into machine code (0.3-3 s) would pay.
PREPARES = {"prepare_threshold": 5, "options": "-c plan_cache_mode=force_generic_plan -c jit=off"}


def database(url: str, *, default_file: Path) -> dict[str, Any]:
    """Django's settings of one database from `sqlite:///path` or `postgresql://user:secret@host:port/name`.

    As libpq has it, a query names what else there is: `?host=/run/postgresql` for a socket, `?sslmode=require`.
    """
    if not url:
        return _sqlite(default_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": options.pop("port", str(parts.port or "")),
            "OPTIONS": {**PREPARES, **options},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise SystemExit(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {parts.scheme!r}")


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,
        # IMMEDIATE takes the write lock at the start, so that two writers wait instead of failing half way.
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        # A file, not memory: browser tests read it from the server's threads.
        "TEST": {"NAME": file.with_name(f"test-{file.name}")},
    }
