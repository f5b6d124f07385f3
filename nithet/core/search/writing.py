"""What is found of an object, written in the transaction of the service that writes the object."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nithet.core.models import SearchEntry
from nithet.core.search.kinds import Entry
from nithet.core.search.words import MOST_TEXT, MOST_TITLE, plain, tokens_of, words_of
from nithet.core.tokens import stored

_FACTS = ("year_be", "title", "title_letters", "text", "text_letters", "tokens")
BATCH = 500


def index(office_id: UUID, entries: Iterable[Entry]) -> None:
    """Put objects of an office in or right: one prepared statement, whatever their number.

    An entry that says what it said before is not written again.
    """
    # In one order, so that two who write the same objects wait for each other instead of locking each other out.
    rows = sorted((_row(office_id, entry) for entry in entries), key=lambda row: (row[1], str(row[2])))
    if not rows:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(_statement(), rows[0])
        else:
            cursor.executemany(_statement(), rows)


def forget(office_id: UUID, kind: str, ids: Iterable[UUID]) -> None:
    """These objects are not found any more."""
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        SearchEntry.objects.filter(office_id=office_id, kind=kind, object_id__in=batch).delete()


def _row(office_id: UUID, entry: Entry) -> list[Any]:
    title, text = plain(entry.title, MOST_TITLE), plain(entry.text, MOST_TEXT)
    title_words, text_words = words_of(title), words_of(text)
    tokens = tokens_of(office_id, title_words, text_words)
    return [
        _key(office_id), entry.kind, _key(entry.object_id), entry.year_be, title, "".join(title_words),
        text, "".join(text_words), stored(tokens, connection.vendor),
    ]  # fmt: skip


def _key(key: UUID) -> UUID | str:
    return key if connection.features.has_native_uuid_field else key.hex


@cache
def _statement() -> str:
    table = SearchEntry._meta.db_table  # noqa: SLF001  the documented way to a model's table
    names = ", ".join(("office_id", "kind", "object_id", *_FACTS))
    marks = ", ".join(["%s"] * (3 + len(_FACTS)))
    new = ", ".join(f"{name} = excluded.{name}" for name in _FACTS)
    differs = " OR ".join(f"{table}.{name} <> excluded.{name}" for name in _FACTS)
    return (
        f"INSERT INTO {table} ({names}) VALUES ({marks}) "  # noqa: S608  names of our own table only
        f"ON CONFLICT (office_id, kind, object_id) DO UPDATE SET {new} WHERE {differs}"
    )
