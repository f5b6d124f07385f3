"""Rows of tabs that are cut within a cell, each paragraph of it on a line of its own, as Word saves tables as text."""

from collections.abc import Sequence

from nithet.manuals.reading.grids import write_row
from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.sections import find_heading, find_mark

_MOST_PARAGRAPHS = 8


def join_cut_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, “2⇥words”, “- more” and “- more⇥ต.ค.⇥นิติกร” as one row, where together they have the cells of those above."""
    found = list(lines)
    if not any("\t" in line.raw for line in lines):
        return found
    width = at = 0
    while at < len(found):
        line = found[at]
        end = _end_of_row(found, at, width) if width else at
        if end > at:
            _join(found, list(range(at, end + 1)))
        else:
            width = 0 if line.is_blank or not (_tabs(line) or line.is_row) else max(width, _tabs(line))
        at = end + 1
    return found


def _end_of_row(lines: Sequence[Line], start: int, width: int) -> int:
    """The place of the last line of a row that begins at a number and is cut; the same place where it is whole."""
    tabs = _tabs(lines[start])
    if not 0 < tabs < width or take_marker(f"{plain(lines[start].raw.split(chr(9))[0])} ก") is None:
        return start
    for at in range(start + 1, min(len(lines), start + _MOST_PARAGRAPHS)):
        line = lines[at]
        more = _tabs(line)
        if line.is_blank or find_heading(line) or find_mark(line) or _is_number(line):
            return start
        if more:
            return at if tabs + more == width else start
    return start


def _is_number(line: Line) -> bool:
    """Whether a line of tabs begins with the number of a row of its own."""
    first, _, rest = line.raw.strip(" ").partition("\t")
    return bool(rest) and first.strip(" .()").isdigit()


def _tabs(line: Line) -> int:
    return line.raw.strip(" ").count("\t") if "|" not in line.raw else 0


def _join(lines: list[Line], places: list[int]) -> None:
    """Make lines one row, each line break a paragraph of the cell that it stands in."""
    cells = "<br>".join(lines[at].raw.strip(" ").replace("|", "\\|") for at in places).split("\t")
    for at in places:
        line = lines[at]
        lines[at] = Line(line.number, line.raw, line.text, body=line.text, is_row=True)
    write_row(lines, places, cells)


def mend_cut_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, with “1⇥words” as a row where the line below has the cells that it lacks to the row above."""
    found = list(lines)
    if not any("\t" in line.raw for line in lines):
        return found
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
