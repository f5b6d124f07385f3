"""The list of what an archive holds: its last entry, by which all others are checked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

FORMAT = 1
"""Raised when the layout of archives changes. Older formats stay readable."""

Node = tuple[str, str]


def table_name(label: str) -> str:
    return f"tables/{label}.jsonl.gz"


@dataclass(frozen=True)
class Table:
    label: str  # "cycles.task"
    columns: list[str]
    rows: int
    digest: str  # of the rows in any order
    sha256: str  # of the packed bytes in the archive
    size: int  # unpacked

    @property
    def name(self) -> str:
        """Of its entry in the archive."""
        return table_name(self.label)


@dataclass
class Files:
    count: int = 0
    size: int = 0
    digest: str = ""
    missing: list[str] = field(default_factory=list)  # the database knows them, the disk did not have them
    changed: list[str] = field(default_factory=list)  # their content was not the one that was once stored


@dataclass(frozen=True)
class Manifest:
    format: int
    product: str
    made_at: datetime
    engine: str
    migrations: list[Node]  # the last ones of each app
    tables: list[Table]
    files: Files
    secret: str  # SHA-256 of the secret key
    facts: dict[str, Any]  # what apps tell: the ends of the histories

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def to_json(self) -> bytes:
        facts = {**asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def from_json(text: bytes) -> Manifest:
    """Raises ValueError, KeyError or TypeError where it is none."""
    facts = json.loads(text)
    return Manifest(
        **{
            **facts,
            "made_at": datetime.fromisoformat(facts["made_at"]),
            "migrations": [(app, name) for app, name in facts["migrations"]],
            "tables": [Table(**table) for table in facts["tables"]],
            "files": Files(**facts["files"]),
        }
    )


def format_line(number: int) -> bytes:
    """The first entry of an archive."""
    return f"{number}\n".encode()


def format_of(text: bytes) -> int:
    """The format alone, which every version can read."""
    return int(json.loads(text)["format"])
