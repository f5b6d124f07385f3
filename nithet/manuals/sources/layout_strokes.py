"""Lines drawn over cells of a calendar from border to border, which look like borders between two rows."""

from collections.abc import Iterator
from typing import Any

from nithet.manuals.sources.layout_rules import Cell, Grid

Place = tuple[int, int]


def take_strokes(grid: Grid, filled: dict[Place, Any]) -> list[Place]:
    """Take rows away that only such lines make; gives the cells that they are drawn through.

    Words stand neither above nor below the line, and other cells of the row reach over both. `filled` is what the
    cells of the grid hold.
    """
    found: list[Place] = []
    for row in range(len(grid.ys) - 2, 0, -1):
        if struck := _struck(grid, row, filled):
            _join(grid, row)
            moved = {_moved(place, row): words for place, words in filled.items()}
            filled.clear()
            filled.update(moved)
            found = [_moved(place, row) for place in found] + struck
    return found


def _struck(grid: Grid, row: int, filled: dict[Place, Any]) -> list[Place]:
    """The cells that a line is drawn through at the top of a row; none where it is a border."""
    reaching = [cell for cell in _cells(grid, row) if cell.row < row]
    below = [cell for cell in _cells(grid, row) if cell.row == row]
    above = [cell for cell in _cells(grid, row - 1) if cell.row + cell.rows == row]
    if any((cell.row, cell.column) in filled or cell.rows > 1 for cell in (*above, *below)):
        return []
    if not any((cell.row, cell.column) in filled for cell in reaching):
        return []
    return [(cell.row, cell.column) for cell in above]


def _cells(grid: Grid, row: int) -> Iterator[Cell]:
    """The cells that a row has a part of, once each."""
    for column in range(len(grid.xs) - 1):
        cell = grid.cells[row, column]
        if cell.column == column:
            yield cell


def _join(grid: Grid, row: int) -> None:
    """Make a row one with the row above."""
    for cell in {id(cell): cell for cell in grid.cells.values()}.values():
        if cell.row < row < cell.row + cell.rows:
            cell.rows -= 1
        elif cell.row > row:
            cell.row -= 1
    kept = {(at - (at > row), column): cell for (at, column), cell in grid.cells.items() if at != row}
    grid.cells.clear()
    grid.cells.update(kept)
    del grid.ys[row]


def _moved(place: Place, row: int) -> Place:
    return place[0] - (place[0] >= row), place[1]
