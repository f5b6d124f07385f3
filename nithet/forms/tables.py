"""A form as its tables: the sheets of an XLSForm as plain text, whatever file they came from.

These tables are what a version of a form *is*. They go out as .xlsx and come back as the same tables, and everything
else (the XForm of phones, the page in the browser, what the server checks) is made of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

SHEETS = ("survey", "choices", "settings")
"""The sheets that a form may have, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet: column → text, empty cells left out; `number` as the spreadsheet counts it (head: 1)."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell, "" where it is empty."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` as they stand in the head, in their order; rows without any text are left out."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True)
class Tables:
    """The sheets of one form."""

    survey: Sheet = field(default_factory=Sheet)
    choices: Sheet = field(default_factory=Sheet)
    settings: Sheet = field(default_factory=Sheet)

    def sheet(self, name: str) -> Sheet:
        """One of `SHEETS` by its name."""
        sheet: Sheet = getattr(self, name)
        return sheet

    @property
    def facts(self) -> Mapping[str, str]:
        """The one line of the sheet settings."""
        return self.settings.rows[0].cells if self.settings.rows else {}


def made_of(rows: Iterable[Mapping[str, str]], columns: Iterable[str] = ()) -> Sheet:
    """A sheet of lines that are numbered from 2 on; columns that `columns` lacks follow in the order of their coming."""
    lines = [{column: text for column, text in row.items() if text} for row in rows]
    names = dict.fromkeys([*columns, *(column for line in lines for column in line)])
    return Sheet(tuple(names), tuple(Row(number, line) for number, line in enumerate(lines, start=2) if line))


def to_json(tables: Tables) -> dict[str, object]:
    """What is stored: a sheet → its columns and lines. Numbers of lines are the file's, not the form's, and stay out."""
    return {
        name: {"columns": list(sheet.columns), "rows": [dict(row.cells) for row in sheet]}
        for name in SHEETS
        if (sheet := tables.sheet(name)).columns
    }


def from_json(stored: Mapping[str, Mapping[str, list[object]]]) -> Tables:
    """The other way."""
    return Tables(
        **{
            name: made_of(sheet["rows"], sheet["columns"])  # type: ignore[arg-type]
            for name, sheet in stored.items()
        }
    )


def digest(tables: Tables) -> str:
    """SHA-256 of what the form says: the same for the same form, whatever the order of columns and of empty lines.

    The version that settings name is left out: numbers are given when a form is published.
    """
    said = {name: [dict(sorted(_said(name, row).items())) for row in tables.sheet(name)] for name in SHEETS}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _said(sheet: str, row: Row) -> dict[str, str]:
    return {column: text for column, text in row.cells.items() if (sheet, column) != ("settings", "version")}
