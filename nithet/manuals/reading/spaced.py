"""Tables whose columns are kept apart by spaces only, as in text taken from a PDF, turned into rows with tabs."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from nithet.manuals.reading.lines import Line, plain, row_line
from nithet.manuals.reading.tables import head_columns, read_rows

_GAP = re.compile(r"[ \u00a0]{2,}")
_WORDS = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}[.)]?")
_NUMBERED = re.compile(r"(?:ขั้น(?:ตอน)?ที่\s*)?[0-9๐-๙]{1,2}(?:[.)]|\s)\s*\S")
_RULE = re.compile(r"[-=_\s]{3,}")
_FEWEST = 3
_NEAR = 3

Place = tuple[int, str]
"""Where words begin, in columns of the page, and the words."""


def read_spaced(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of spaced tables as rows: from a head of three columns on, as far as lines fit under it."""
    found = list(lines)
    at = 0
    while at < len(found):
        head = _head(found[at])
        at = _read_table(found, at, head) if head else at + 1
    return found


def _head(line: Line) -> list[Place] | None:
    """The columns of a line that is the head of a spaced table."""
    if line.is_row or line.is_blank or not _GAP.search(line.raw.strip()):
        return None
    places = _places(line.raw)
    if len(places) < _FEWEST:
        return None
    row = next(iter(read_rows([row_line(line.number, _tabbed(places, places))])))
    return places if head_columns(row) else None


def _read_table(lines: list[Line], start: int, head: list[Place]) -> int:
    """Turn the head and the rows below it into rows; the place after them."""
    lines[start] = row_line(lines[start].number, _tabbed(head, head))
    after_gap = False
    for at, line in islice(enumerate(lines), start + 1, None):
        if line.is_blank or _RULE.fullmatch(line.raw):
            after_gap = after_gap or line.is_blank
            continue
        places = _places(line.raw)
        if line.is_row or not _fits(places, head, after_gap=after_gap):
            return at
        lines[at] = row_line(line.number, _tabbed(places, head))
        after_gap = False
    return len(lines)


def _fits(places: list[Place], head: list[Place], *, after_gap: bool) -> bool:
    """A row has a number first or, right below another row, goes on with cells of it."""
    if len(places) >= 2 and (_NUMBER.fullmatch(places[0][1]) or _NUMBERED.match(places[0][1])):
        return True
    return not after_gap and len(places) < len(head) and places[0][0] > head[0][0] + _NEAR


def _places(raw: str) -> list[Place]:
    """The words between gaps and where each begins; marks over and under letters take no room."""
    raw = raw.expandtabs(4)
    found: list[Place] = []
    at = width = 0
    for words in _WORDS.finditer(raw):
        width += _width(raw[at : words.start()])
        found.append((width, plain(words.group())))
        at = words.start()
    return found


def _width(text: str) -> int:
    return sum(unicodedata.category(one) != "Mn" for one in text)


def _tabbed(places: list[Place], head: list[Place]) -> str:
    """The row with a tab between columns: cell by cell where there are as many, else each under the nearest head."""
    cells = [""] * len(head)
    if len(places) == len(head):
        return "\t".join(words for _, words in places)
    last = 0
    for at, words in places:
        nearest = min(range(last, len(head)), key=lambda column: abs(head[column][0] - at))
        cells[nearest] = f"{cells[nearest]} {words}".strip()
        last = nearest
    return "\t".join(cells)
