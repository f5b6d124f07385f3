"""Straight lines of a page, joined where they are pieces of one, and the grids that they make."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SAME = 2.6
_GAP = 3.0
_TOUCH = 3.0
_MOST_RULES = 4000
_MOST_PAIRS = 200_000


@dataclass(slots=True)
class Rule:
    """A line at `at` (its height when level, its distance from the left when upright), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Shapes:
    """What a page draws besides letters; `pictured` is how much of it pictures cover, in square points.

    `drawn` counts all paths.
    """

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictured: float = 0
    drawn: int = 0


@dataclass(slots=True)
class Cell:
    """A cell of a grid: where it begins, and how many rows and columns it takes."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Grid:
    """A ruled table: the places of its lines, and the cell of each square."""

    xs: list[float]
    ys: list[float]
    cells: dict[tuple[int, int], Cell]

    def square(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; None outside."""
        if not (self.xs[0] - _SAME <= x <= self.xs[-1] + _SAME and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)


def grids_of(shapes: Shapes) -> list[Grid]:
    """The tables that lines of a page make, from top to bottom; a single box is none."""
    if len(shapes.level) + len(shapes.upright) > _MOST_RULES:
        return []
    level, upright = _joined(shapes.level), _joined(shapes.upright)
    if len(upright) < 2 or not level or len(level) * len(upright) > _MOST_PAIRS:
        return []
    grids = [grid for rules in _groups(level, upright) if (grid := _grid(*rules))]
    return sorted(grids, key=lambda grid: grid.ys[0])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines, those that go on in one another as one."""
    found: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if found and rule.at - found[-1][0].at <= _SAME:
            found[-1].append(rule)
        else:
            found.append([rule])
    return [one for group in found for one in _merged(group)]


def _merged(group: list[Rule]) -> list[Rule]:
    group.sort(key=lambda rule: rule.start)
    at = sum(rule.at for rule in group) / len(group)
    merged = [Rule(at, group[0].start, group[0].end)]
    for rule in group[1:]:
        if rule.start <= merged[-1].end + _GAP:
            merged[-1].end = max(merged[-1].end, rule.end)
        else:
            merged.append(Rule(at, rule.start, rule.end))
    return merged


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, directly or by others."""
    parent = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for a, one in enumerate(level):
        for b, other in enumerate(upright, len(level)):
            if _meet(one, other):
                parent[root(a)] = root(b)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(len(parent)):
        pair = groups.setdefault(root(at), ([], []))
        if at < len(level):
            pair[0].append(level[at])
        else:
            pair[1].append(upright[at - len(level)])
    return list(groups.values())


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    """The grid of lines that meet; a level line that ends in the open, within a square, is no border."""
    if len(upright) < 2 or not level:
        return None
    borders = [rule for rule in level if _is_border(rule, upright)]
    if not borders:
        return None
    xs = _places(
        [rule.at for rule in upright], [rule.start for rule in borders], [rule.end for rule in borders]
    )
    ys = _places(
        [rule.at for rule in borders], [rule.start for rule in upright], [rule.end for rule in upright]
    )
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    cells = _cells(xs, ys, borders, upright)
    if len({id(cell) for cell in cells.values()}) < 2:
        return None
    return Grid(xs, ys, cells)


def _is_border(rule: Rule, upright: Sequence[Rule]) -> bool:
    """Both ends stand at upright lines, or reach beyond all of them (tables without outer sides)."""
    return all(
        any(abs(other.at - end) <= _TOUCH for other in upright)
        or not min(other.at for other in upright) < end < max(other.at for other in upright)
        for end in (rule.start, rule.end)
    )


def _places(lines: Sequence[float], starts: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Distinct places of lines, and the outer ends of those across where they go well beyond."""
    found: list[float] = []
    for at in sorted(lines):
        if not found or at - found[-1] > _SAME:
            found.append(at)
    if (first := min(starts)) < found[0] - 3 * _TOUCH:
        found.insert(0, first)
    if (last := max(ends)) > found[-1] + 3 * _TOUCH:
        found.append(last)
    return found


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> dict[tuple[int, int], Cell]:
    """The cell of each square: squares without a line between them are one cell."""
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in cells:
                continue
            cell = Cell(row, column)
            middle = (ys[row] + ys[row + 1]) / 2
            while column + cell.columns < len(xs) - 1 and not _crosses(
                upright, xs[column + cell.columns], middle
            ):
                cell.columns += 1
            while row + cell.rows < len(ys) - 1 and not _is_closed(cell, row + cell.rows, xs, ys, level):
                cell.rows += 1
            for r in range(row, row + cell.rows):
                for c in range(column, column + cell.columns):
                    cells.setdefault((r, c), cell)
    return cells


def _is_closed(cell: Cell, row: int, xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule]) -> bool:
    """Whether a line runs under any square of a cell at that row."""
    return any(
        _crosses(level, ys[row], (xs[column] + xs[column + 1]) / 2)
        for column in range(cell.column, cell.column + cell.columns)
    )


def _crosses(rules: Sequence[Rule], at: float, across: float) -> bool:
    return any(abs(rule.at - at) <= _TOUCH and rule.start <= across <= rule.end for rule in rules)
