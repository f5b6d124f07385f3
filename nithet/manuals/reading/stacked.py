"""Tables whose cells came out one below the other, one a line, as copying from a PDF gives them."""

from collections.abc import Sequence
from itertools import islice

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.grids import as_row
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.times import is_time
from nithet.thai.numerals import to_arabic

_FEWEST = 3
_MOST = 9
_LONGEST_NUMBER = 16
_LONGEST_HEAD = 40


def read_stacked(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of stacked tables as rows with bars: a head that starts with the number, then rows from 1."""
    found = list(lines)
    at = 0
    while at < len(found):
        head = _head(found, at)
        at = _read_rows(found, head) if head else at + 1
    return found


def _head(lines: Sequence[Line], start: int) -> list[int]:
    """The places of the names of columns, where the number 1 stands below them; else none."""
    opening = lines[start]
    if not 0 < len(opening.text) <= _LONGEST_NUMBER or column_kind(opening.text) != "number":
        return []
    places: list[int] = []
    for at in _filled(lines, start):
        line = lines[at]
        if line.is_row or len(places) > _MOST:
            return []
        if len(line.text) > _LONGEST_HEAD or _is_number(line, 1):
            break
        places.append(at)
    kinds = [column_kind(lines[at].text) for at in places]
    is_head = len(places) >= _FEWEST and bool({"step", "detail"} & set(kinds)) and kinds.count("number") == 1
    if kinds.count(None) > (1 if "time" in kinds else 0):
        return []
    first = next(iter(_filled(lines, places[-1] + 1)), None) if is_head else None
    return places if first is not None and _is_number(lines[first], 1) else []


def _filled(lines: Sequence[Line], start: int) -> list[int]:
    """The places of the next lines that are not blank."""
    return list(islice((at for at in range(start, len(lines)) if not lines[at].is_blank), _MOST * 4))


def _is_number(line: Line, number: int) -> bool:
    return to_arabic(line.text).strip(" .()") == str(number)


def _read_rows(lines: list[Line], head: list[int]) -> int:
    """Turn the head and rows that fit under it into rows; the place after them."""
    kinds = [column_kind(lines[at].text) or "" for at in head]
    end, number = head[-1] + 1, 1
    found: list[list[list[int]]] = []
    while cells := _row(lines, end, kinds, number):
        found.append(cells)
        end, number = max(at for cell in cells for at in cell) + 1, number + 1
    if found:
        for cells in [[[at] for at in head], *found]:
            as_row(lines, cells)
    return end


def _row(lines: Sequence[Line], start: int, kinds: list[str], number: int) -> list[list[int]]:
    """The places of the cells of a row, or none where lines do not fit; the words of the step may take several lines."""
    places = _filled(lines, start)
    if len(places) < len(kinds) or not _is_number(lines[places[0]], number):
        return []
    after = next((n for n, at in enumerate(places[1:], 1) if _is_number(lines[at], number + 1)), len(kinds))
    more = after - len(kinds)
    if more < 0:
        return _short_row(lines, places[:after], kinds)
    wide = next(column for column, kind in enumerate(kinds) if kind in {"step", "detail"})
    sizes = [1 + (more if column == wide else 0) for column in range(len(kinds))]
    cells = [places[sum(sizes[:column]) : sum(sizes[: column + 1])] for column in range(len(kinds))]
    fits = all(
        is_time(lines[cell[0]].text) for cell, kind in zip(cells, kinds, strict=True) if kind == "time"
    )
    return cells if fits or _is_whole(lines, places[:after], number) else []


def _is_whole(lines: Sequence[Line], places: list[int], number: int) -> bool:
    """Whether these lines, one right below the other, are all that stands between a number and the next, or an empty line.

    None may say a time: it would stand in the wrong column.
    """
    after = places[-1] + 1
    if places[-1] - places[0] != len(places) - 1 or any(lines[at].is_row for at in places):
        return False
    if any(is_time(lines[at].text) for at in places[1:]):
        return False
    if after == len(lines) or lines[after].is_blank:
        return number > 1
    return _is_number(lines[after], number + 1)


def _short_row(lines: Sequence[Line], places: list[int], kinds: list[str]) -> list[list[int]]:
    """The cells of a row that has empty ones: a time stands where times do, all else in order; none where lines are left."""
    if places[-1] - places[0] != len(places) - 1 or len(places) < _FEWEST - 1:
        return []
    left = places[1:]
    cells = [places[:1]]
    for kind in kinds[1:]:
        fits = bool(left) and is_time(lines[left[0]].text) == (kind == "time")
        cells.append([left.pop(0)] if fits else [])
    return cells if not left else []
