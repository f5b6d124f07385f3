"""What stands side by side without lines between: pages in two columns, and tables whose columns only align."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from nithet.manuals.sources.layout import COLUMN_GAP, TextLine, Word, line_of, lines_of
from nithet.manuals.sources.layout_cells import CellText, cell_step
from nithet.manuals.sources.layout_tables import Cells, Table

Gap = tuple[float, float]
# Shares of the size of the letters.
_GUTTER = 0.8
_PAGE_GUTTER = 1.2
# Shares of the page, of a column.
_MIDDLE = (0.36, 0.64)
_TOP = 0.4
_FOOT = 0.915
_FILLED = 0.6
_FEWEST_LINES = 8
_FEWEST_BESIDE = 3
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_LONGEST_HEAD = 40
_FURTHEST = 2.6
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*\s?[.)]?")


def columns_of(words: Sequence[Word], width: float, height: float) -> list[tuple[list[Word], float]]:
    """The words of a page in parts, each with how wide it is: above columns, left, right (as if on the left), below."""
    body = [word for word in words if word.y < _FOOT * height]
    if len(body) < 2 * _FEWEST_LINES:
        return [(list(words), width)]
    gutter = _page_gutter(body, width, height)
    if gutter is None:
        return [(list(words), width)]
    middle, top = gutter
    above = [word for word in words if word.y <= top]
    left = [word for word in words if word.y > top and word.middle < middle and word.y < _FOOT * height]
    right = [word for word in words if word.y > top and word.middle >= middle and word.y < _FOOT * height]
    foot = [word for word in words if word.y >= _FOOT * height]
    if not (_is_prose(left, middle, _FEWEST_LINES) and _is_prose(right, middle, _FEWEST_BESIDE)):
        return [(list(words), width)]
    shift = min(word.x0 for word in right) - min(word.x0 for word in left)
    moved = [replace(word, x0=word.x0 - shift, x1=word.x1 - shift) for word in right]
    parts = [(above, width), (left, middle), (moved, middle), (foot, width)]
    return [part for part in parts if part[0]]


def _page_gutter(body: Sequence[Word], width: float, height: float) -> tuple[float, float] | None:
    """The middle of a gutter, and the height where it begins."""
    size = median(word.size for word in body)
    for share in (0.5, 0.47, 0.53, 0.44, 0.56, 0.41, 0.59):
        x = share * width
        if not _MIDDLE[0] * width < x < _MIDDLE[1] * width:
            continue
        half = _PAGE_GUTTER * size / 2
        crossing = [word.y for word in body if word.x0 < x + half and word.x1 > x - half]
        top = max(crossing, default=0.0)
        if top <= _TOP * height:
            return x, top
    return None


def _is_prose(words: list[Word], width: float, fewest: int) -> bool:
    """Whether lines fill a column, as running text does and cells do not."""
    lines = lines_of(words) if words else []
    if len(lines) < fewest:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(line.x1 - line.x0 >= _FILLED * (right - left) for line in lines)
    return full >= _FILLED * len(lines) and right - left >= width / 2


def aligned_tables(lines: list[TextLine], page: int) -> tuple[list[Table], list[TextLine]]:
    """Tables without rules among the lines of a page, and the other lines."""
    tables: list[Table] = []
    rest: list[TextLine] = []
    at = 0
    while at < len(lines):
        end, gaps = _reach(lines, at)
        if gaps and (table := _table(lines[at:end], gaps, page)):
            tables.append(table)
            at = end
        else:
            rest.append(lines[at])
            at += 1
    return tables, rest


def _gaps(line: TextLine) -> list[Gap]:
    """Where words of a line stand as far apart as columns."""
    return [
        (one.x1, other.x0)
        for one, other in zip(line.words, line.words[1:], strict=False)
        if other.x0 - one.x1 > COLUMN_GAP * line.size
    ]


def _reach(lines: Sequence[TextLine], start: int) -> tuple[int, list[Gap]]:
    """How far lines leave at least two gaps of a head free, and these gaps."""
    head = lines[start]
    gaps = _gaps(head)
    if len(gaps) < _FEWEST_COLUMNS - 1 or any(len(one) > _LONGEST_HEAD for one in head.text.split("   ")):
        return start, []
    end = start + 1
    while end < len(lines) and lines[end].y - lines[end - 1].y < _FURTHEST * lines[end].size:
        left = _narrowed(gaps, lines[end])
        if len(left) < len(gaps):
            break
        gaps, end = left, end + 1
    return end, gaps


def _narrowed(gaps: Sequence[Gap], line: TextLine) -> list[Gap]:
    """The parts of gaps that words of a line leave free, where they are wide enough."""
    found = []
    for gap in gaps:
        inside = [word for word in line.words if word.x0 < gap[1] and word.x1 > gap[0]]
        starts = [gap[0], *(word.x1 for word in inside)]
        ends = [*(word.x0 for word in inside), gap[1]]
        widest = max(zip(starts, ends, strict=True), key=lambda free: free[1] - free[0])
        if widest[1] - widest[0] >= _GUTTER * line.size:
            found.append(widest)
    return found


def _table(lines: Sequence[TextLine], gaps: Sequence[Gap], page: int) -> Table | None:
    """The rows of aligned lines; a row begins where the first column says something."""
    middles = [(first + last) / 2 for first, last in gaps]
    right = max(line.x1 for line in lines)
    xs = [min(line.x0 for line in lines), *middles, right + 1]
    cells = [_split(line, middles) for line in lines]
    starts = [at for at, row in enumerate(cells) if row[0]]
    first = next((at for at in starts if at and _NUMBER.fullmatch(cells[at][0][0].text)), None)
    if first is None or first > 3 or sum(at >= first for at in starts) < _FEWEST_ROWS:
        return None
    bounds = [0, *(at for at in starts if at >= first), len(cells)]
    rows = [_row(cells[begin:end], xs, page) for begin, end in itertools.pairwise(bounds)]
    return Table(xs, lines[0].y - lines[0].size, lines[-1].y, rows, page)


def _split(line: TextLine, middles: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        columns[sum(word.middle > middle for middle in middles)].append(word)
    return columns


def _row(lines: Sequence[list[list[Word]]], xs: Sequence[float], page: int) -> Cells:
    row: Cells = []
    for column in range(len(xs) - 1):
        found = [line_of(line[column], page) for line in lines if line[column]]
        row.append(CellText(found, max((line.x1 for line in found), default=0), cell_step([found])))
    return row
