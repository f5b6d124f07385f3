"""Tables drawn with “+---+” between rows, as Pandoc writes them."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.lines import Line

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
        write_row(lines, group, [" ".join(map(str.strip, column)) for column in zip(*rows, strict=True)])


def as_row(lines: list[Line], cells: Sequence[Sequence[int]]) -> None:
    """Make lines one row; each cell is given by the places of its lines."""
    texts = ["".join(_joint(lines[at]) + lines[at].text for at in cell).strip() for cell in cells]
    places = [at for cell in cells for at in cell]
    for at in places:
        line = lines[at]
        lines[at] = Line(line.number, line.raw, line.text, body=line.text, is_row=True)
    write_row(lines, places, [text.replace("|", "\\|") for text in texts])


def _joint(line: Line) -> str:
    """What stands before a further line of a cell: what a bullet begins is a paragraph of its own."""
    is_bullet = line.marker is not None and line.marker.style == "bullet"
    return "<br>" if is_bullet else " "


def write_row(lines: list[Line], places: Sequence[int], cells: Sequence[str]) -> None:
    """Let the first line hold the words of all, the last one the end of the row."""
    lines[places[0]].raw = f"| {' | '.join(cells)} {_EMPTY}"
    for at in places[1:-1]:
        lines[at].raw = _EMPTY
    lines[places[-1]].raw = "|"
