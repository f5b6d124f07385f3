"""Stacked tables without a column of numbers: names of columns one a line, then the cells of each row one a line."""

from collections.abc import Sequence

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.grids import as_row
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.times import is_time

_SIZES = (7, 6, 5, 4, 3)
_LONGEST_HEAD = 40
_FEWEST_ROWS = 2
_WORDS = frozenset({"step", "detail", "flow"})


def read_stacked_plain(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of such tables as rows with bars: all columns known, and a time in each row where times stand."""
    found = list(lines)
    at = 0
    while at < len(found):
        kinds = _head(found, at)
        rows = _rows(found, at, kinds) if kinds else 0
        if rows < _FEWEST_ROWS:
            at += 1
            continue
        size = len(kinds)
        for row in range(rows + 1):
            as_row(found, [[at + row * size + cell] for cell in range(size)])
        at += size * (rows + 1)
    return found


def _head(lines: Sequence[Line], start: int) -> list[str]:
    """What the columns hold that are named on the lines from here on; none where these are no head."""
    if not _is_name(lines[start]):
        return []
    for size in _SIZES:
        names = lines[start : start + size]
        kinds = [column_kind(line.text) or "" if _is_name(line) else "" for line in names]
        if len(names) == size and all(kinds) and kinds.count("time") == 1 and _WORDS & set(kinds):
            return kinds if "number" not in kinds else []
    return []


def _is_name(line: Line) -> bool:
    return 0 < len(line.text) <= _LONGEST_HEAD and not line.is_row and not line.marker


def _rows(lines: Sequence[Line], head: int, kinds: Sequence[str]) -> int:
    """How many rows stand right below the head."""
    size, count = len(kinds), 0
    while True:
        start = head + size * (count + 1)
        cells = lines[start : start + size]
        if len(cells) < size or any(line.is_blank or line.is_row for line in cells):
            return count
        if any(is_time(line.text) != (kind == "time") for line, kind in zip(cells, kinds, strict=True)):
            return count
        count += 1
