"""Text whose columns are kept apart by tabs without being a table, and rows that a table of tabs cuts short."""

from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import Marker, follows, take_marker
from nithet.manuals.reading.tables import head_columns, read_rows
from nithet.manuals.reading.times import is_time

_PAIR = 2


def read_tabbed(lines: Sequence[Line]) -> list[Line]:
    """The lines, “1. words⇥ต.ค.” as an item with its time behind it, where it stands in no table."""
    found = list(lines)
    for at, line in enumerate(found):
        if not line.is_row or "\t" not in line.raw or "|" in line.raw:
            continue
        if at and found[at - 1].is_row:
            continue
        taken = take_marker(line.text)
        if taken and _is_timed_item(line, taken[0]):
            found[at] = _item(line, *taken)
    return found


def _is_timed_item(line: Line, marker: Marker) -> bool:
    cells = [plain(cell) for cell in line.raw.split("\t") if cell.strip()]
    if len(cells) > _PAIR and take_marker(f"{cells[0]} {cells[1]}"):
        # The number stands before a tab of its own.
        cells = [f"{cells[0]} {cells[1]}", *cells[2:]] if not take_marker(cells[0]) else cells
    return (
        (marker.is_number or marker.style == "bullet")
        and len(cells) == _PAIR
        and take_marker(cells[0]) is not None
        and is_time(cells[1])
    )


def _item(line: Line, marker: Marker, body: str) -> Line:
    return Line(line.number, line.raw, line.text, marker, body)


def read_short_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, “2⇥words” right below a row with more cells as a row, where its number comes next there."""
    found = list(lines)
    for at, line in enumerate(found[1:], 1):
        above = found[at - 1]
        if line.is_row or line.is_blank or "\t" not in line.raw or not above.is_row or "\t" not in above.raw:
            continue
        # A tab at the end opens an empty cell, so that the row has as many as that above.
        more = above.raw.count("\t") - line.raw.count("\t") + line.raw.rstrip(" ").endswith("\t")
        if more > 0 and _comes_next(above, line):
            found[at] = Line(line.number, line.raw, line.text, body=line.text, is_row=True)
    return found


def _comes_next(above: Line, line: Line) -> bool:
    if line.marker is None or not line.marker.path:
        return False
    (row,) = read_rows([above])
    if head_columns(row):
        return line.marker.path == (1,)
    taken = take_marker(f"{row.text(0)} ก")
    return taken is not None and follows(taken[0].path, line.marker.path)
