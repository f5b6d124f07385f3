"""Ruled tables: words into cells, cells into rows; what goes on over a page is one table again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nithet.manuals.sources.calendar import HEAD_ROWS, is_stroke, period_columns
from nithet.manuals.sources.layout import TextLine, Word, lines_of
from nithet.manuals.sources.layout_cells import CellText, cell_step
from nithet.manuals.sources.layout_rules import Area, Grid, Shapes
from nithet.manuals.sources.layout_strokes import take_strokes
from nithet.manuals.sources.upright import Upright, as_read
from nithet.thai.numerals import to_arabic

_PADDING = 6.0
# Shares of the size of the letters: their middle over the line, and what may reach over a border.
_MIDDLE = 0.3
_OVERHANG = 0.3
_SAME_EDGE = 6.0
_COVERED = 0.5
_LOWEST_STROKE = 3.0
_NEAR_EDGE = 0.22
_MOSTLY = 0.6
_ITEM = re.compile(r"([0-9]{1,2})[.)]\s*\S")
_NUMBER = re.compile(r"\(?[0-9๐-๙.]{1,6}[.)]?")
Splitter = Callable[[Word, float], tuple[Word, Word] | None]
Place = tuple[int, int]
Cells = list[CellText]


@dataclass(slots=True)
class Table:
    """Rows of cells on a page `height` high, between the lines at `xs`, from `y0` to `y1`."""

    xs: list[float]
    y0: float
    y1: float
    rows: list[Cells] = field(default_factory=list)
    page: int = 0
    height: float = 0
    row_pages: list[int] = field(default_factory=list)

    @property
    def reaches_foot(self) -> bool:
        return self.y1 > (1 - _NEAR_EDGE) * self.height

    @property
    def begins_at_head(self) -> bool:
        return self.y0 < _NEAR_EDGE * self.height


def fill_grid(
    grid: Grid, words: Sequence[Word], shapes: Shapes, split: Splitter, page: int
) -> tuple[Table, list[Word]]:
    """The table of a grid, and the words that stand outside of it."""
    inside: dict[Place, list[Word]] = {}
    outside: list[Word] = []
    for word in words:
        if not grid.ys[0] <= word.y - word.size * _MIDDLE <= grid.ys[-1]:
            outside.append(word)
            continue
        for piece in _pieces(word, grid, split):
            place = grid.square(piece.middle, piece.y - piece.size * _MIDDLE)
            if place is None:
                outside.append(piece)
            else:
                cell = grid.cells[place]
                inside.setdefault((cell.row, cell.column), []).append(piece)
    strokes = take_strokes(grid, inside)
    lines = {place: lines_of(as_read(found), page) for place, found in inside.items()}
    step = cell_step(lines.values())
    texts = {
        place: CellText(found, _right(grid, place, found, inside[place][0]), step)
        for place, found in lines.items()
    }
    texts |= {place: CellText(is_checked=True) for place in (*_marked_places(lines, grid, shapes), *strokes)}
    rows = [_row(row, texts, grid) for row in range(len(grid.ys) - 1)]
    filled = [row for row in rows if any(row)]
    return Table(grid.xs, grid.ys[0], grid.ys[-1], filled, page), outside


def _pieces(word: Word, grid: Grid, split: Splitter) -> list[Word]:
    """A word, cut where it crosses from one cell into another."""
    if isinstance(word, Upright):
        return [word]
    y = word.y - word.size * _MIDDLE
    first, last = grid.square(word.x0 + 1, y), grid.square(word.x1 - 1, y)
    if first is None or last is None or grid.cells[first] is grid.cells[last]:
        return [word]
    cell = grid.cells[first]
    border = grid.xs[cell.column + cell.columns]
    if min(word.x1 - border, border - word.x0) < _OVERHANG * word.size:
        return [word]
    parts = split(word, border)
    return [parts[0], *_pieces(parts[1], grid, split)] if parts and parts[0].text else [word]


def _right(grid: Grid, place: Place, lines: Sequence[TextLine], first: Word) -> float:
    """Where the lines of a cell have to end; `first` is a word of it as it stands."""
    cell = grid.cells[place]
    if isinstance(first, Upright):
        edge = (-grid.ys[cell.row] if first.is_up else grid.ys[cell.row + cell.rows]) - _PADDING
    else:
        edge = grid.xs[cell.column + cell.columns] - _PADDING
    return max(edge, *(line.x1 for line in lines)) if len(lines) > 1 else edge


def _marked_places(lines: dict[Place, list[TextLine]], grid: Grid, shapes: Shapes) -> list[Place]:
    """Empty cells that are shaded, or that a line is drawn through, unless the whole row is so."""
    if not shapes.areas and not shapes.level:
        return []
    found: list[Place] = []
    for row in range(len(grid.ys) - 1):
        cells = {
            (cell.row, cell.column): Area(
                *(grid.xs[cell.column], grid.ys[cell.row]),
                *(grid.xs[cell.column + cell.columns], grid.ys[cell.row + cell.rows]),
            )
            for at in range(len(grid.xs) - 1)
            if (cell := grid.cells[row, at]).row == row
        }
        empty = {place: box for place, box in cells.items() if place not in lines}
        if not empty or len(empty) == len(cells):
            continue
        marked = [place for place, box in empty.items() if _is_marked(box, shapes)]
        others = (box for place, box in cells.items() if place not in marked)
        if marked and not all(_is_marked(box, shapes) for box in others):
            found += marked
    return found


def _is_marked(box: Area, shapes: Shapes) -> bool:
    width = box.x1 - box.x0
    for area in shapes.areas:
        height = min(area.y1, box.y1) - max(area.y0, box.y0)
        if height >= _LOWEST_STROKE and min(area.x1, box.x1) - max(area.x0, box.x0) >= _COVERED * width:
            return True
    return any(
        box.y0 + _LOWEST_STROKE < rule.at < box.y1 - _LOWEST_STROKE
        and min(rule.end, box.x1) - max(rule.start, box.x0) >= _COVERED * width
        for rule in shapes.level
    )


def _row(row: int, texts: dict[Place, CellText], grid: Grid) -> Cells:
    """One row; a cell that reaches down says its text in every row, a number in the first column only once."""
    cells: Cells = []
    for column in range(len(grid.xs) - 1):
        cell = grid.cells[row, column]
        found = texts.get((cell.row, cell.column)) if column == cell.column else None
        says = found and (row == cell.row or column > 0 or not _NUMBER.fullmatch(found.words))
        cells.append(found.copy() if found and says else CellText())
        cells[-1].rows = cell.rows
        cells[-1].columns = cell.columns if column == cell.column else 0
    return cells


def goes_on(table: Table, after: Table) -> bool:
    """Whether a table on the next page has the columns of this one."""
    return len(table.xs) == len(after.xs) and all(
        abs(one - other) <= _SAME_EDGE for one, other in zip(table.xs, after.xs, strict=True)
    )


def append(table: Table, after: Table) -> None:
    """Add the rows of a table that goes on: without the head that it repeats, a row cut by the page joined."""
    rows = after.rows
    repeated = 0
    while repeated < min(len(rows), len(table.rows)) and _says_the_same(table.rows[repeated], rows[repeated]):
        repeated += 1
    rows = rows[repeated:]
    if rows and _is_cut(table, after, rows[0], is_first=not repeated):
        for cell, more in zip(table.rows[-1], rows[0], strict=True):
            cell.extend(more)
        rows = rows[1:]
    _carry_down(table.rows[-1:], rows)
    table.rows.extend(rows)
    table.row_pages.extend([after.page] * len(rows))
    table.y1 = after.y1


def _carry_down(above: Sequence[Cells], rows: Sequence[Cells]) -> None:
    """Let cells that reach down over the page say their text in the rows there too."""
    for column, cell in enumerate(above[0] if above and rows else ()):
        below = rows[0][column]
        if (column or not _NUMBER.fullmatch(cell.words)) and cell.lines and cell.rows > 1 and not below:
            for row in rows[: below.rows]:
                row[column] = row[column] or cell.copy()


def _says_the_same(row: Cells, other: Cells) -> bool:
    return [cell.words for cell in row] == [cell.words for cell in other]


def _is_cut(table: Table, after: Table, row: Cells, *, is_first: bool) -> bool:
    """Whether a row is the rest of the one above, which a page cut.

    Its first cell is empty where few are and none reaches over the page; or the text of most cells goes on in it.
    A number that follows a number begins a row.
    """
    above = table.rows[-1]
    both = [(one, other) for one, other in zip(above, row, strict=True) if one.lines and other.lines]
    if not both or not (table.reaches_foot and after.begins_at_head):
        return False
    if any(_NUMBER.fullmatch(one.words) and _NUMBER.fullmatch(other.words) for one, other in both):
        return False
    if not row[0] and above[0].rows == 1:
        return bool(above[0]) and sum(bool(one[0]) for one in table.rows) > _MOSTLY * len(table.rows)
    if not is_first or _NUMBER.fullmatch(row[0].words):
        return False
    texts = [pair for pair in both if not pair[0].is_list]
    further = [one for one, other in texts if one.goes_on_in(other) or _list_goes_on(one, other)]
    return bool(texts) and 2 * len(further) >= len(texts)


def _list_goes_on(cell: CellText, more: CellText) -> bool:
    """Whether a list of a cell has its next number at the beginning of another."""
    numbers = [int(found[1]) for line in cell.lines if (found := _ITEM.match(to_arabic(line.text)))]
    first = _ITEM.match(to_arabic(more.lines[0].text))
    return bool(numbers) and first is not None and int(first[1]) == numbers[-1] + 1


def spread_marks(rows: Sequence[Cells]) -> None:
    """Let a cell that reaches over months say its text in each; a drawn arrow is a mark there."""
    heads = [[(cell.words, cell.columns) for cell in row if cell.columns] for row in rows[:HEAD_ROWS]]
    head, months = period_columns(heads)
    for row in rows[head + 1 :] if months else ():
        for at in months:
            if is_stroke(row[at].words):
                row[at] = CellText(is_checked=True, rows=row[at].rows, columns=row[at].columns)
        for at in months:
            places = range(at, at + row[at].columns)
            if row[at] and len(places) > 1 and months.issuperset(places):
                row[at].columns = 1
                for place in places[1:]:
                    row[place] = row[at].copy()


def row_text(cells: Cells) -> str:
    """A row as a line of text with bars."""
    return "| " + " | ".join("<br>".join(cell.paragraphs()).replace("|", "\\|") for cell in cells) + " |"
