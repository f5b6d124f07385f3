"""Tables drawn with “+---+” between rows, as Pandoc writes them, and rows of tabs cut within a cell."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import take_marker

_EDGE = re.compile(r"[+][-=+:]{3,}")
_EMPTY = "\u200b"


def read_grids(lines: Sequence[Line]) -> list[Line]:
    """The lines, those between two edges of a drawn table as one row with bars."""
    found = list(lines)
    group: list[int] = []
    for at, line in enumerate(found):
        if line.is_row and line.raw.lstrip().startswith("|"):
            group.append(at)
            continue
        if (
            _EDGE.fullmatch(line.raw.strip())
            and len(group) > 1
            and _EDGE.fullmatch(found[group[0] - 1].raw.strip())
        ):
            _merge(found, group)
        group = []
    return found


def _merge(lines: list[Line], group: list[int]) -> None:
    """Each column of a group of lines is a cell."""
    rows = [lines[at].raw.strip().strip("|").split("|") for at in group]
    if len({len(row) for row in rows}) == 1:
        _write(lines, group, [" ".join(map(str.strip, column)) for column in zip(*rows, strict=True)])


def as_row(lines: list[Line], cells: Sequence[Sequence[int]]) -> None:
    """Make lines one row; each cell is given by the places of its lines."""
    texts = [" ".join(lines[at].text for at in cell) for cell in cells]
    places = [at for cell in cells for at in cell]
    for at in places:
        line = lines[at]
        lines[at] = Line(line.number, line.raw, line.text, body=line.text, is_row=True)
    _write(lines, places, [text.replace("|", "\\|") for text in texts])


def _write(lines: list[Line], places: Sequence[int], cells: Sequence[str]) -> None:
    """Let the first line hold the words of all, the last one the end of the row."""
    lines[places[0]].raw = f"| {' | '.join(cells)} {_EMPTY}"
    for at in places[1:-1]:
        lines[at].raw = _EMPTY
    lines[places[-1]].raw = "|"


def mend_cut_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, with “1⇥words” as a row where the line below has the cells that it lacks to the row above."""
    found = list(lines)
    width = 0
    for at, line in enumerate(found[:-1]):
        tabs = line.raw.strip(" ").count("\t")
        after = found[at + 1]
        if line.is_row:
            width = max(width, tabs)
        elif not line.is_blank:
            rest = after.raw.strip(" ").count("\t")
            if 0 < tabs < width and after.is_row and tabs + rest == width:
                found[at] = Line(line.number, line.raw, line.text, body=line.text, is_row=True)
            elif tabs == 0 and width and rest == width and _begins_cell(line, after):
                found[at] = Line(line.number, f"{line.raw}<br>", line.text, body=line.text, is_row=True)
            else:
                width = 0
    return found


def _begins_cell(line: Line, after: Line) -> bool:
    """Whether a line “1. words” is the first paragraph of the row below, which has no number of its own."""
    if line.marker is None or not line.marker.is_number or not after.is_row:
        return False
    below = take_marker(plain(after.raw.split("\t")[0]))
    return below is None or not below[0].is_number
