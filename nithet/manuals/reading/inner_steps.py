"""Tables whose cells hold several numbered steps each, with their times by the same numbers: a row for each step."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.numbering import split_merged, take_marker
from nithet.manuals.reading.tables import Cell, Row, Table
from nithet.thai.numerals import to_arabic

_TEXTS = frozenset({"step", "detail"})

Numbered = list[tuple[int, str]]


def part_rows(table: Table) -> int | None:
    """Part such rows; the column that the steps were found in, or None where the table is none of these.

    The numbers go on from row to row; where they start again in each, they are parts of its step.
    """
    found = (at for at, kind in enumerate(table.columns) if kind in _TEXTS)
    column = next((at for at in found if _runs_on([_numbered(row.text(at)) for row in table.rows])), None)
    if column is None:
        return None
    table.rows = [part for row in table.rows for part in _parted(table, row, column)]
    return column


def _runs_on(rows: Sequence[Numbered]) -> bool:
    """Whether the numbers of all cells are 1, 2, 3 … and more than the rows."""
    numbers = [number for row in rows for number, _ in row]
    return all(rows) and len(numbers) > len(rows) > 1 and numbers == list(range(1, len(numbers) + 1))


def _numbered(text: str) -> Numbered:
    taken = take_marker(text)
    if taken is None or not taken[0].is_number or taken[0].style == "plain" or len(taken[0].path) > 1:
        return []
    return [(marker.path[-1], words) for marker, words in split_merged(*taken)]


def _parted(table: Table, row: Row, column: int) -> list[Row]:
    """A row for each step of a row; other cells with the same numbers are parted too."""
    steps = _numbered(row.text(column))
    parts = {at: _by_numbers(row.text(at), [number for number, _ in steps]) for at in range(len(row.cells))}
    number_at = table.place("number")
    rows: list[Row] = []
    for place, (number, words) in enumerate(steps):
        cells: list[Cell] = [
            (found[place],) if (found := parts[at]) else cell for at, cell in enumerate(row.cells)
        ]
        cells[column] = (words,)
        if number_at is not None and number_at < len(cells):
            cells[number_at] = (str(number),)
        rows.append(Row(cells, row.lines))
    return rows


def _by_numbers(text: str, numbers: Sequence[int]) -> list[str]:
    """What a cell says by each of the numbers; nothing where it lacks one of them."""
    begins: list[tuple[int, int]] = []
    arabic = to_arabic(text)
    for number in numbers:
        found = re.compile(rf"(?:^|(?<=\s))[(]?{number}\s?[.)]\s*").search(
            arabic, begins[-1][1] if begins else 0
        )
        if found is None or (not begins and found.start() > 0):
            return []
        begins.append(found.span())
    ends = [*(start for start, _ in begins[1:]), len(text)]
    return [text[begin:end].strip() for (_, begin), end in zip(begins, ends, strict=True)]
