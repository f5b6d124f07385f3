"""Works of a chapter that have no sections: “2.1 งาน…” right above a list that begins with 1, then “2.2 งาน…”; and of calendars."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from nithet.manuals.reading.columns import kinds_of_columns
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.numbering import Marker, level_of
from nithet.manuals.reading.sections import CONTENT, Heading, Mark, find_mark, kind_of
from nithet.manuals.reading.tables import Row, read_rows

_FEWEST = 2
_CALENDAR = re.compile("ปฏิทิน|ตาราง")
_LONGEST_CALENDAR = 150
_FEWEST_MONTHS = 3
# What tells where procedures begin otherwise.
_OPENED = frozenset({"steps", "name", "document"})


def titles_over_lists(lines: Sequence[Line], kinds: Collection[str]) -> dict[int, Mark]:
    """Such titles by their places; none in a text with headings of these kinds that open procedures or their steps."""
    if _OPENED & set(kinds) or any(find_mark(line) for line in lines):
        return {}
    filled = [at for at, line in enumerate(lines) if not line.is_blank]
    found = [at for at, below in pairwise(filled) if _is_over(lines[at], lines[below])]
    groups: dict[tuple[int, ...], list[int]] = {}
    for at in found:
        path = _path(lines[at])
        group = groups.setdefault(path[:-1], [])
        if path[-1] == len(group) + 1:
            group.append(at)
    return {at: _mark(lines[at]) for group in groups.values() if len(group) >= _FEWEST for at in group}


def _is_over(line: Line, below: Line) -> bool:
    """Whether a line is numbered deeper than the 1 below it, or stands out while that does not."""
    one, other = line.marker, below.marker
    if one is None or other is None or not one.is_number or other.path != (1,) or not line.body:
        return False
    if line.is_row or below.is_row or level_of(one) == level_of(other) or kind_of(line.body) in CONTENT:
        return False
    return _is_deeper(one, other) or (line.stands_out and not below.stands_out)


def _is_deeper(one: Marker, other: Marker) -> bool:
    return len(one.path) > len(other.path) and one.style in {"dot", "deep"}


def _path(line: Line) -> tuple[int, ...]:
    return line.marker.path if line.marker else ()


def _mark(line: Line) -> Mark:
    return Mark("", ".".join(map(str, _path(line))), line.body)


def calendar_headings(lines: Sequence[Line], known: Mapping[int, Heading]) -> dict[int, Heading]:
    """“ปฏิทินการรับนักเรียน ปีการศึกษา 2570” right over a table of months, where steps are told before: no title."""
    first = next((at for at, heading in known.items() if heading.kind == "steps"), len(lines))
    return {
        at: Heading("times", line.body)
        for at, line in enumerate(lines[first + 1 :], first + 1)
        if _CALENDAR.match(line.body) and not line.is_row and not line.marker and _is_over_months(lines, at)
    }


def _is_over_months(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line is the head of a table with months, in its first row or its second."""
    if len(lines[at].body) > _LONGEST_CALENDAR:
        return False
    below = [line for line in lines[at + 1 : at + 5] if line.text][:2]
    if not below or not below[0].is_row:
        return False
    kinds = [kind for row in read_rows([line for line in below if line.is_row]) for kind in _kinds(row)]
    return sum((kind or "").startswith("month:") for kind in kinds) >= _FEWEST_MONTHS


def _kinds(row: Row) -> list[str | None]:
    return kinds_of_columns([row.text(at) for at in range(len(row.cells))])
