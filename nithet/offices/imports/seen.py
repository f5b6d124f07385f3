"""The rows of a file that were read before, for finding a row that comes twice. Kept outside of memory."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

CACHE_KB = 16_000


@dataclass(frozen=True, slots=True)
class SeenRow:
    """What an earlier row said of itself; the kind knows what stands in `words`."""

    row: int
    words: tuple[str, ...]


_BETWEEN = "\x1f"


class Seen:
    """A scratch database of its own in a temporary file, so that half a million rows cost no memory."""

    def __init__(self) -> None:
        # An empty name is SQLite's word for a temporary file that goes with its connection.
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(
            "CREATE TABLE seen (key TEXT, row INTEGER, words TEXT, PRIMARY KEY (key, row)) WITHOUT ROWID"
        )
        self._rows.execute("CREATE TABLE named (id BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, rows: Iterable[tuple[str, int, Sequence[str]]]) -> None:
        """Rows by their keys. A row may have several keys."""
        self._write(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)",
            ((key, row, _BETWEEN.join(words)) for key, row, words in rows),
        )

    def find(self, keys: Sequence[str]) -> dict[str, list[SeenRow]]:
        """Earlier rows by key, in their order."""
        found: dict[str, list[SeenRow]] = defaultdict(list)
        marks = ",".join("?" * len(keys))
        asked = f"SELECT key, row, words FROM seen WHERE key IN ({marks}) ORDER BY row"  # noqa: S608  only marks
        for key, row, words in self._rows.execute(asked, keys):
            found[key].append(SeenRow(row, tuple(words.split(_BETWEEN))))
        return found

    def name(self, ids: Iterable[UUID]) -> None:
        """Stored things that a row of the file names."""
        self._write("INSERT OR IGNORE INTO named VALUES (?)", ((one.bytes,) for one in ids))

    def unnamed(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of the ids that no row has named so far."""
        marks = ",".join("?" * len(ids))
        asked = f"SELECT id FROM named WHERE id IN ({marks})"  # noqa: S608  only marks
        named = {UUID(bytes=found) for (found,) in self._rows.execute(asked, [one.bytes for one in ids])}
        return set(ids) - named

    def close(self) -> None:
        self._rows.close()

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._rows.execute("BEGIN")
        self._rows.executemany(statement, rows)
        self._rows.execute("COMMIT")
