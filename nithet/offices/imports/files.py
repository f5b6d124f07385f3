"""The file of an import: looked at once for its columns, then read row by row in each pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, BinaryIO, cast

from nithet.core.tables.errors import TableError
from nithet.core.tables.heading import Heading, find_heading
from nithet.core.tables.matching import ColumnMatch, match_columns, signature
from nithet.core.tables.reading import open_table
from nithet.core.tables.table import CellValue, Fault, Row, Table
from nithet.core.tables.totals import is_total
from nithet.core.tables.values import is_blank
from nithet.offices.imports.errors import FileGoneError, ImportRefusedError, NoDataError, NoHeadingError
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.models import ColumnMatch as RememberedMatch
from nithet.offices.models import Import
from nithet.thai.dates import format_date

HEAD_ROWS = 60
SAMPLED_ROWS = 100
SHOWN_SAMPLES = 3
HIDDEN = "ไม่แสดง"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a first look at a file tells. `as_json` is what an import keeps of it."""

    sheet: str
    sheets: tuple[str, ...]
    heading: Heading
    matches: Sequence[ColumnMatch]
    samples: Sequence[Sequence[str]]
    rows: int

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": list(self.sheets),
            "data_from": self.heading.data_from,
            "rows": self.rows,
            "columns": [
                {
                    "how": match.how or "",
                    "score": match.score,
                    "others": list(match.others),
                    "samples": list(samples),
                }
                for match, samples in zip(self.matches, self.samples, strict=True)
            ],
        }

    def chosen(self) -> dict[str, str]:
        return {str(match.index): match.field for match in self.matches if match.field}


def look_at(
    file: BinaryIO,
    name: str,
    kind: ImportKind,
    remembered: Mapping[str, Mapping[str, str]],
    *,
    sheet: str | None = None,
) -> Layout:
    """The columns of a table, and what they are taken for. `remembered`: earlier choices by signature.

    Raises a `TableError` for what is no table, NoHeadingError and NoDataError. Where no sheet is asked for and the
    first one is only a heading, it is the next one with known columns.
    """
    try:
        return _look_at(file, name, kind, remembered, sheet=sheet)
    except NoDataError:
        if sheet is None and (found := _look_further(file, name, kind, remembered)):
            return found
        raise


def _look_further(
    file: BinaryIO, name: str, kind: ImportKind, remembered: Mapping[str, Mapping[str, str]]
) -> Layout | None:
    with open_table(file, name) as table:
        others = [sheet for sheet in table.sheets if sheet != table.sheet]
    for sheet in others:
        with suppress(TableError, ImportRefusedError):
            found = _look_at(file, name, kind, remembered, sheet=sheet)
            if found.chosen():
                return found
    return None


def _look_at(
    file: BinaryIO,
    name: str,
    kind: ImportKind,
    remembered: Mapping[str, Mapping[str, str]],
    *,
    sheet: str | None,
) -> Layout:
    with open_table(file, name, sheet=sheet) as table:
        heading = find_heading(table.head(HEAD_ROWS), kind.fields)
        if heading is None or not any(letter.isalpha() for letter in "".join(heading.names)):
            raise NoHeadingError(name=name)
        sampled = list(islice(table.rows(heading.data_from), SAMPLED_ROWS))
        if all(is_blank(cell) for row in sampled for cell in row.cells):
            raise NoDataError(name=name)
        known = remembered.get(signature(heading.names))
        matches = match_columns(heading.names, sampled, kind.fields, known)
        samples = [_samples(match, sampled, kind) for match in matches]
        # The first rows may be few in a small file whose size is only guessed.
        rows = len(sampled) if len(sampled) < SAMPLED_ROWS else max(SAMPLED_ROWS, table.row_estimate)
        return Layout(table.sheet, table.sheets, heading, matches, samples, rows)


def remembered_matches(office_id: Any, kind: ImportKind) -> dict[str, dict[str, str]]:
    """How this office matched columns before, by the signature of the layout."""
    known = RememberedMatch.objects.filter(office=office_id, kind=kind.code)
    return dict(known.values_list("signature", "columns"))


def _samples(match: ColumnMatch, rows: Sequence[Row], kind: ImportKind) -> list[str]:
    """A few values of a column; none of what the system does not keep."""
    if match.field in kind.left_out:
        return [HIDDEN]
    shown = (cell_words(row.at(match.index)) for row in rows)
    return list(islice(dict.fromkeys(filter(None, shown)), SHOWN_SAMPLES))


def cell_words(value: CellValue) -> str:
    """A cell as people read it, at most 80 characters."""
    if value is None or isinstance(value, Fault):
        return ""
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, date):
        return (
            format_date(date(value.year, value.month, value.day), "short")
            if value.year < 2300
            else f"{value:%d/%m/%Y}"
        )
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:80]


@contextmanager
def content_of(source: Import) -> Iterator[BinaryIO]:
    if source.file is None:
        raise FileGoneError
    try:
        file = cast("BinaryIO", source.file.content.open("rb"))
    except FileNotFoundError as error:
        raise FileGoneError from error
    with file:
        yield file


@contextmanager
def opened(source: Import) -> Iterator[Table]:
    """The table of an import, for one pass."""
    with content_of(source) as file, open_table(file, source.name, sheet=source.sheet or None) as table:
        yield table


class DataRows:
    """The rows of data, without the heading where it comes again on each printed page, and without sums."""

    def __init__(self, table: Table, source: Import, kind: ImportKind) -> None:
        self.totals = 0
        """So many rows were only sums; known once all are read."""
        self._table = table
        self._heading = Heading(tuple(source.headings), 0, source.layout["data_from"])
        codes = {field.code for field in kind.fields if field.is_code}
        self._codes = {int(place) for place, code in source.columns.items() if code in codes}

    def batches(self, size: int) -> Iterator[list[Row]]:
        rows = self._rows()
        while batch := list(islice(rows, size)):
            yield batch

    def _rows(self) -> Iterator[Row]:
        for row in self._table.rows(self._heading.data_from):
            if is_total(row, self._codes):
                self.totals += 1
            elif not self._heading.is_repeated_by(row):
                yield row
