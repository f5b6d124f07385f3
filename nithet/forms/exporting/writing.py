"""The files: CSV, XLSX, Parquet and JSON, written in batches so that any number of rows costs the same memory."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nithet.core.tables.table import FORMULA_STARTS
from nithet.core.tables.writing import (
    DAY_FORMAT,
    MOMENT_FORMAT,
    ROWS_A_SHEET,
    Kind,
    TextTable,
    Value,
    fit,
    sheet_name,
    spelled,
    workbook_of,
    write_cell,
)
from nithet.forms.exporting.shape import Cells, Holds, Sheet, Wanted

Heading = tuple[str, Holds]
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """One table of an export: its name among files, its title, and its headings with what they hold."""

    name: str
    title: str
    headings: tuple[Heading, ...]


class Writer(Protocol):
    """Rows by the number of their table, in batches; `close` finishes the files."""

    def write(self, batches: Sequence[list[Cells]]) -> None: ...

    def close(self) -> None: ...


def targets(main: Sheet, facts: Sequence[tuple[str, str, Holds]], wanted: Wanted) -> list[Target]:
    """`facts` of the submissions: name, label and what they hold; lines of repeats begin with the first and the last."""
    line: tuple[str, str, Holds] = ("_line", "รายการที่", "text")
    found = []
    for sheet in main.with_inner():
        before = [*facts] if not sheet.path else [facts[0], facts[-1], line]
        own = [(column.name, column.label, column.holds) for column in sheet.columns]
        headings = tuple((label if wanted.labels else name, holds) for name, label, holds in (*before, *own))
        found.append(Target(sheet.name, sheet.title, headings))
    return found


def file_names(tables: Sequence[Target], ending: str) -> list[str]:
    """One each, also where two repeats of different groups bear the same name."""
    seen: dict[str, int] = {}
    names = []
    for table in tables:
        seen[table.name] = seen.get(table.name, 0) + 1
        mark = f"_{seen[table.name]}" if seen[table.name] > 1 else ""
        names.append(f"{table.name}{mark}.{ending}")
    return names


class Packed:
    """A file for each table, in one ZIP; a table alone without other files is the file itself."""

    def __init__(
        self, to: BinaryIO, names: Sequence[str], others: Iterator[tuple[str, IO[bytes]]] | None
    ) -> None:
        self.to, self.names, self.others = to, names, others
        self.stack = ExitStack()
        is_alone = len(names) == 1 and others is None
        self.files: list[Any] = [to] if is_alone else [self.stack.enter_context(_scratch()) for _ in names]
        self.is_alone = is_alone

    def close(self) -> None:
        with self.stack:
            if self.is_alone:
                return
            with zipfile.ZipFile(self.to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for name, file in zip(self.names, self.files, strict=True):
                    file.seek(0)
                    _copy(file, archive, name)
                for name, file in self.others or ():
                    with file:
                        _copy(file, archive, name)


def _scratch() -> IO[bytes]:
    return TemporaryFile(prefix="nithet-export-")


def _copy(file: IO[bytes], archive: zipfile.ZipFile, name: str) -> None:
    info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as part:
        while chunk := file.read(_CHUNK):
            part.write(chunk)


class CsvWriter:
    """Days as people read them, or ISO where codes are asked for."""

    def __init__(self, packed: Packed, tables: Sequence[Target], wanted: Wanted) -> None:
        self.packed = packed
        self.tables = [
            TextTable(file, [heading for heading, _ in table.headings])
            for file, table in zip(packed.files, tables, strict=True)
        ]
        self.spell = spelled if wanted.labels else _iso

    def write(self, batches: Sequence[list[Cells]]) -> None:
        spell = self.spell
        for table, rows in zip(self.tables, batches, strict=True):
            # Most cells are plain words, for which no call is made.
            table.write(
                [
                    value if value.__class__ is str and value[:1] not in _SUSPECT else spell(value)
                    for value in row
                ]
                for row in rows
            )

    def close(self) -> None:
        for table in self.tables:
            table.close()
        self.packed.close()


_SUSPECT = frozenset(FORMULA_STARTS)


def _iso(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else spelled(value)


class XlsxWriter:
    """A sheet for each table; a further one where there are more rows than Excel takes."""

    def __init__(self, to: BinaryIO, tables: Sequence[Target]) -> None:
        self.book = workbook_of(to)
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "bg_color": "#e8eef5"})
        self.formats: dict[Kind, Format | None] = {
            "text": None, "number": None, "decimal": None,
            "date": self.book.add_format({"num_format": DAY_FORMAT}), "moment": self.book.add_format({"num_format": MOMENT_FORMAT}),
        }  # fmt: skip
        self.used: set[str] = set()
        self.sheets = [_Pages(self, table) for table in tables]

    def begin(self, table: Target, number: int) -> Worksheet:
        sheet = self.book.add_worksheet(self._free_name(table.title, number))
        sheet.freeze_panes(1, 1)
        for place, (heading, holds) in enumerate(table.headings):
            sheet.set_column(place, place, 12 if holds in ("number", "decimal") else 22)
            sheet.write_string(0, place, fit(heading), self.bold)
        return sheet

    def _free_name(self, title: str, number: int) -> str:
        while (name := sheet_name(title, number)).casefold() in self.used:
            number += 1
        self.used.add(name.casefold())
        return name

    def write(self, batches: Sequence[list[Cells]]) -> None:
        for pages, rows in zip(self.sheets, batches, strict=True):
            pages.write(rows)

    def close(self) -> None:
        self.book.close()


class _Pages:
    def __init__(self, writer: XlsxWriter, table: Target) -> None:
        self.writer, self.table, self.number = writer, table, 1
        self.sheet, self.row = writer.begin(table, 1), 0

    def write(self, rows: list[Cells]) -> None:
        for cells in rows:
            if self.row >= ROWS_A_SHEET:
                self.number += 1
                self.sheet, self.row = self.writer.begin(self.table, self.number), 0
            self.row += 1
            self._write_row(cells)

    def _write_row(self, cells: Cells) -> None:
        sheet, row, formats = self.sheet, self.row, self.writer.formats
        for place, (value, (_, holds)) in enumerate(zip(cells, self.table.headings, strict=True)):
            if value is not None:
                write_cell(sheet, row, place, value, holds, formats)


_FARTHEST = 10**300
_ARROW: Mapping[Holds, Callable[[], pa.DataType]] = {
    "text": pa.string, "number": pa.int64, "decimal": pa.float64, "date": pa.date32, "moment": lambda: pa.timestamp("ms", tz="Asia/Bangkok"),
}  # fmt: skip
_FITS: Mapping[Holds, Callable[[Any], bool]] = {
    "number": lambda value: isinstance(value, int) and abs(value) < 2**63, "decimal": lambda value: isinstance(value, int | float) and abs(value) < _FARTHEST,
    "date": lambda value: isinstance(value, date), "moment": lambda value: isinstance(value, datetime),
}  # fmt: skip


class ParquetWriter:
    """Typed columns. What is not of its column's kind is left empty: it stands in the other files as text."""

    def __init__(self, packed: Packed, tables: Sequence[Target]) -> None:
        self.packed, self.tables = packed, tables
        self.schemas = [
            pa.schema([pa.field(name, _ARROW[holds]()) for name, holds in _unique(one)]) for one in tables
        ]
        self.writers = [
            pq.ParquetWriter(file, schema) for file, schema in zip(packed.files, self.schemas, strict=True)
        ]

    def write(self, batches: Sequence[list[Cells]]) -> None:
        for writer, schema, table, rows in zip(self.writers, self.schemas, self.tables, batches, strict=True):
            if rows:
                columns = zip(*rows, strict=True)
                arrays = [
                    _array(cells, holds) for cells, (_, holds) in zip(columns, table.headings, strict=True)
                ]
                writer.write_table(pa.table(arrays, schema=schema))

    def close(self) -> None:
        for writer in self.writers:
            writer.close()
        self.packed.close()


def _unique(table: Target) -> Iterator[Heading]:
    seen: dict[str, int] = {}
    for name, holds in table.headings:
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name} ({seen[name]})" if seen[name] > 1 else name), holds


def _array(cells: Sequence[Any], holds: Holds) -> pa.Array:
    if holds == "text":
        return pa.array([None if one is None else str(one) for one in cells], pa.string())
    fits = _FITS[holds]
    own = [one if one is not None and fits(one) else None for one in cells]
    if holds == "decimal":  # a whole number of more digits than a double keeps is taken as the nearest one
        own = [None if one is None else float(one) for one in own]
    return pa.array(own, _ARROW[holds]())


class JsonWriter:
    """An array with one submission a line, answers as they are kept: repeats inside, choices by their names."""

    def __init__(self, to: BinaryIO) -> None:
        self.to, self.is_first = to, True
        to.write(b"[")

    def write_objects(self, objects: Sequence[Mapping[str, Any]]) -> None:
        for one in objects:
            self.to.write(b"\n" if self.is_first else b",\n")
            self.to.write(json.dumps(one, ensure_ascii=False, separators=(",", ":"), default=str).encode())
            self.is_first = False

    def close(self) -> None:
        self.to.write(b"\n]\n")
