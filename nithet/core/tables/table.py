"""What a table is, whatever file it came in: rows that are read one after another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from types import TracebackType
from typing import Self

MAX_COLUMNS = 256
"""Wider tables are refused. DMC's widest list has 60."""
MAX_CELL = 32_767
"""The most characters that Excel keeps in one cell."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so is run as a formula by spreadsheets that open a text table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell that has no value to read, such as #REF!; `why` says in Thai what to do."""

    cell: str
    why: str

    def __str__(self) -> str:
        return self.why


CellValue = str | int | float | Decimal | date | bool | Fault | None
"""A date is a `datetime` where the cell also has a time of day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it. Its number is the one that Excel shows."""

    number: int
    cells: tuple[CellValue, ...]

    def at(self, index: int) -> CellValue:
        """The cell of that column, counted from 0; rows end with their last filled cell."""
        return self.cells[index] if index < len(self.cells) else None


class Table(ABC):
    """The rows of one sheet. Reading them again begins anew; a table is closed after use (`with`)."""

    name: str
    sheet: str
    sheets: tuple[str, ...]
    row_estimate: int

    @abstractmethod
    def rows(self, start: int = 1) -> Iterator[Row]:
        """Rows that hold something, from the one with that number on."""

    def head(self, count: int = 50) -> list[Row]:
        """The first rows, for finding the heading and for showing."""
        return list(islice(self.rows(), count))

    def close(self) -> None:  # noqa: B027  most have nothing to give back
        """Give back what the table holds besides the file, which stays the caller's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
