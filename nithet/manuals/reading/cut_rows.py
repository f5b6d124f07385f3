"""Rows of tabs that are cut within a cell, each paragraph of it on a line of its own, as Word saves tables as text."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.grids import write_row
from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.lists import PHASE
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.sections import find_heading, find_mark

_MOST_PARAGRAPHS = 8
_MOST_CELLS = 20
_LONGEST_WORDS = 30
_PART = re.compile("(?:ระยะ|ขั้น|ช่วง|ส่วน|ตอน)ที่ ?[0-9๐-๙]")


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
            width = (
                max(width, _tabs(line))
                if line.is_row or (width and _tabs(line))
                else width
                if _is_phase(found, at)
                else 0
            )
            if width and not line.is_row and _is_phase(found, at):
                raw = f"| {line.raw.strip().replace('|', ' ')} {'| ' * width}|"
                found[at] = Line(line.number, raw, line.text, body=line.text, is_row=True)
        at = end + 1
    return found


def _end_of_row(lines: Sequence[Line], start: int, width: int) -> int:
    """The place of the last line of a row that begins at a number and is cut; the same place where it is whole."""
    tabs = _tabs(lines[start])
    if not 0 < tabs <= width or take_marker(f"{plain(lines[start].raw.split(chr(9))[0])} ก") is None:
        return start
    end = start
    for at in range(start + 1, min(len(lines), start + _MOST_PARAGRAPHS * min(width, _MOST_CELLS))):
        if tabs == width:
            break
        line = lines[at]
        tabs += _tabs(line)
        if tabs > width or not _is_paragraph(line):
            return start
        end = at
    return _end_of_last_cell(lines, end, width) if tabs == width else start


def _end_of_last_cell(lines: Sequence[Line], end: int, width: int) -> int:
    """The place of the last paragraph of the last cell of a row: above the number of the next row that is seen below."""
    for at in range(end + 1, min(len(lines), end + _MOST_PARAGRAPHS)):
        if _is_number(lines[at]) and 0 < _tabs(lines[at]) <= width:
            return at - 1
        if _tabs(lines[at]) or not _is_paragraph(lines[at]):
            return end
    return end


def _is_phase(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names a phase above the number of a row."""
    is_named = PHASE.fullmatch(lines[at].text) or _PART.match(lines[at].text)
    return bool(is_named) and at + 1 < len(lines) and _is_number(lines[at + 1])


def _is_paragraph(line: Line) -> bool:
    """Whether a line may stand in a cell below another."""
    if line.is_blank or find_heading(line) or find_mark(line) or _is_number(line):
        return False
    return _tabs(line) > 0 or not (PHASE.fullmatch(line.text) or _PART.match(line.text))


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
            elif tabs == 0 and width and rest == width and _begins_cell(found, at):
                found[at] = Line(line.number, f"{line.raw}<br>", line.text, body=line.text, is_row=True)
            else:
                width = 0
    return found


def _begins_cell(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the first paragraph of the row below, which has no number of its own: “1. words”, or short words.

    Short words that name no section are so where a whole row stands right above them.
    """
    line, after = lines[at], lines[at + 1]
    if not after.is_row or not (first := plain(after.raw.split("\t")[0])):
        return False
    if line.marker is None or not line.marker.is_number:
        is_below_row = at > 0 and lines[at - 1].is_row and "\t" in lines[at - 1].raw
        return (
            is_below_row
            and len(line.text) <= _LONGEST_WORDS
            and _is_paragraph(line)
            and not _is_number(after)
        )
    below = take_marker(first)
    return below is None or not below[0].is_number
