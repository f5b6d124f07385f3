"""The words of a text as each engine indexes them: a tsvector on PostgreSQL, a line that FTS5 reads on SQLite.

No parser of the database touches them: PostgreSQL's splits Thai words at their vowels under some locales.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

BREAK = "|"
"""Between two parts: no phrase goes over it."""
BARE = ("@", "~", "^")
"""What begins a token that stands nowhere: an office, three letters of a title, three of a text."""
LAST_POSITION = 16383


class TokensField(models.TextField[str, str]):
    """Tokens joined by single spaces. Read back on PostgreSQL they are in another order: compare, never show."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return stored(value, connection.vendor)


def stored(tokens: str, vendor: str) -> str:
    return as_tsvector(tokens) if vendor == "postgresql" else tokens


def as_tsvector(tokens: str) -> str:
    """ "@1f การ | นิเทศ ~การ" → "'@1f' 'การ':1 'นิเทศ':3 '~การ'"."""
    return " ".join(_lexemes(tokens))


def _lexemes(tokens: str) -> Iterator[str]:
    position = 0
    for token in tokens.split():
        if token[0] in BARE:
            yield quoted(token)
            continue
        position += 1
        if token != BREAK:
            yield f"{quoted(token)}:{min(position, LAST_POSITION)}"


def quoted(token: str) -> str:
    """A lexeme as PostgreSQL reads it in the text of a tsvector or a tsquery."""
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
