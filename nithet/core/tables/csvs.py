"""The rows of a text table: values between commas, semicolons, tabs or upright strokes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from nithet.core.tables.encodings import encoding_of
from nithet.core.tables.errors import EncodingError, NoRowsError, QuotesError, TooManyColumnsError
from nithet.core.tables.table import FORMULA_STARTS, MAX_COLUMNS, Row, Table

SAMPLE_BYTES = 1 << 18
SAMPLE_ROWS = 100
_DELIMITERS = ",;\t|"
_HINT = "sep="


class CsvTable(Table):
    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name, self.sheet, self.sheets = name, "", ("",)
        self._file = file
        self._encoding = encoding_of(file, name)
        self._hint = self._hinted_delimiter()
        self._delimiter = self._hint or max(_DELIMITERS, key=self._evenness)
        self.row_estimate = _row_estimate(file, self._encoding)
        if next(self.rows(), None) is None:
            raise NoRowsError(name=name)

    def rows(self, start: int = 1) -> Iterator[Row]:
        number = 0
        try:
            for number, values in enumerate(self._records(self._delimiter), start=1):
                if number >= start and (row := self._row(number, values)):
                    yield row
        except csv.Error as error:
            raise QuotesError(name=self.name, row=number + 1) from error
        except UnicodeError as error:
            raise EncodingError(name=self.name) from error

    def _row(self, number: int, values: list[str]) -> Row | None:
        cells = [unguarded(value) if value.strip() else None for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise TooManyColumnsError(name=self.name, row=number, limit=MAX_COLUMNS)
        return Row(number, tuple(cells)) if cells else None

    def _records(self, delimiter: str, *, is_strict: bool = True) -> Iterator[list[str]]:
        text = self._text()
        if self._hint:
            text.readline()
        # Strict, for otherwise one quotation mark too many swallows all the rows after it.
        return csv.reader(text, delimiter=delimiter, strict=is_strict)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedReader(_View(self._file)), self._encoding, newline="")

    def _hinted_delimiter(self) -> str:
        """The delimiter that the first line names for Excel (“sep=;”); Excel does not count that line."""
        line = self._text().readline(SAMPLE_ROWS).strip().strip('"')
        return line[len(_HINT) :] if line.lower().startswith(_HINT) and len(line) == len(_HINT) + 1 else ""

    def _evenness(self, delimiter: str) -> tuple[int, int]:
        """How many of the first rows agree on being cut into several values by it, and into how many."""
        try:
            rows = list(islice(self._records(delimiter, is_strict=False), SAMPLE_ROWS))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width


def unguarded(text: str) -> str:
    """The text without the apostrophe that `writing` puts before what a spreadsheet would take for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


class _View(io.RawIOBase):
    """A file read from its beginning by somebody who keeps their own place in it, and never closes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._place = file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._place)
        data = self._file.read(len(buffer))
        self._place += len(data)
        buffer[: len(data)] = data
        return len(data)


def _row_estimate(file: BinaryIO, encoding: str) -> int:
    """From how many lines the beginning has."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    lines = len(sample.decode(encoding, "replace").splitlines())
    return max(1, round(lines * file.seek(0, io.SEEK_END) / len(sample)))
