"""Which counts stay hidden so that nobody learns what fewer than five people answered.

A count of 1 to 4 is hidden. As many more are hidden as it takes so that no hidden one follows from what is shown with its totals: in each
line the hidden ones together are at least five people, and each of them could be another number. Whoever tries is granted to know that a
hidden count is at least 1, for a 0 is shown: it is about nobody. All hidden counts look alike, whatever they were hidden for.

Where fewer than five answered at all, or nothing can be shown safely, nothing is shown.

Sources: the office's rule of five (พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562); secondary suppression after Willenborg and de Waal, Elements of
Statistical Disclosure Control (2001); the graph after Gusfield, A Graph Theoretic Approach to Statistical Data Security (1988).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import itemgetter

MINIMUM = 5
HIDDEN = "ผู้ตอบน้อย ไม่แสดงผลเพื่อคุ้มครองข้อมูล"

_Cell = tuple[int, int]
_Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class OneWay:
    """Counts with None for hidden ones; a hidden total means that nothing is shown."""

    cells: tuple[int | None, ...]
    total: int | None

    @property
    def is_withheld(self) -> bool:
        return self.total is None


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Rows of counts and both margins, with None for hidden ones; a hidden total means that nothing is shown."""

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def is_withheld(self) -> bool:
        return self.total is None


def suppress_counts(counts: Sequence[int], *, minimum: int = MINIMUM) -> OneWay:
    """Counts whose total is shown. ValueError for a negative count."""
    _check([counts])
    total = sum(counts)
    hidden = {place for place, count in enumerate(counts) if 0 < count < minimum}
    while hidden and not _is_safe([counts[place] for place in hidden], minimum):
        more = [place for place, count in enumerate(counts) if count and place not in hidden]
        if not more:
            return OneWay((None,) * len(counts), None)
        hidden.add(min(more, key=lambda place: counts[place]))
    if total < minimum:
        return OneWay((None,) * len(counts), None)
    return OneWay(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def suppress_table(rows: Sequence[Sequence[int]], *, minimum: int = MINIMUM) -> TwoWay:
    """Counts in rows and columns whose margins and total are shown. ValueError for a negative count or ragged rows."""
    _check(rows)
    table = _Table(rows)
    if table.total < minimum or not _hide(table, minimum):
        return _nothing(rows)
    return table.shown()


def _check(rows: Sequence[Sequence[int]]) -> None:
    if any(count < 0 for row in rows for count in row):
        raise ValueError("a count is 0 or more")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("every row has the same columns")


def _is_safe(hidden: Sequence[int], minimum: int) -> bool:
    """Their sum follows from the total: it must be of enough people, and not leave each with the least it can be."""
    return len(hidden) > 1 and sum(hidden) >= minimum and sum(hidden) > len(hidden)


def _nothing(rows: Sequence[Sequence[int]]) -> TwoWay:
    width = len(rows[0]) if rows else 0
    return TwoWay(((None,) * width,) * len(rows), (None,) * len(rows), (None,) * width, None)


class _Table:
    """The counts with their margins as one more row and column, and which of them are hidden."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.counts = [[*row, sum(row)] for row in rows]
        self.counts.append([sum(column) for column in zip(*self.counts, strict=True)] or [0])
        self.height, self.width = len(self.counts) - 1, len(self.counts[0]) - 1
        self.hidden: set[_Cell] = set()
        self.ways = self._all_ways()

    @property
    def of_all(self) -> _Cell:
        return self.height, self.width

    @property
    def total(self) -> int:
        return self.count(self.of_all)

    def cells(self) -> Iterator[_Cell]:
        """All but the total of all, which is always shown."""
        for row in range(self.height + 1):
            for column in range(self.width + 1):
                if (row, column) != self.of_all:
                    yield row, column

    def lines(self) -> Iterator[tuple[_Cell, list[_Cell]]]:
        """Each row and column with its total: those of the counts, and those of the margins."""
        for row in range(self.height + 1):
            yield (row, self.width), [(row, column) for column in range(self.width)]
        for column in range(self.width + 1):
            yield (self.height, column), [(row, column) for row in range(self.height)]

    def is_margin(self, cell: _Cell) -> bool:
        return cell[0] == self.height or cell[1] == self.width

    def count(self, cell: _Cell) -> int:
        return self.counts[cell[0]][cell[1]]

    def cost(self, cell: _Cell) -> int:
        """What hiding it costs: a total is hidden only where no counts within the table would do."""
        return self.count(cell) + (self.total + 1) * self.is_margin(cell)

    def _all_ways(self) -> dict[_Node, list[tuple[_Cell, _Node]]]:
        """From a row a cell is gone through by having more, from a column by having less; never below 1, and never a 0.

        A total counts against its line, so that it goes the other way about.
        """
        ways: dict[_Node, list[tuple[_Cell, _Node]]] = defaultdict(list)
        for cell in self.cells():
            row, column = ("row", cell[0]), ("column", cell[1])
            more, less = (column, row) if self.is_margin(cell) else (row, column)
            if self.count(cell):
                ways[more].append((cell, less))
            if self.count(cell) > 1:
                ways[less].append((cell, more))
        return ways

    def shown(self) -> TwoWay:
        seen = [
            [None if (row, column) in self.hidden else count for column, count in enumerate(counts)]
            for row, counts in enumerate(self.counts)
        ]
        *body, last = seen
        return TwoWay(
            tuple(tuple(row[:-1]) for row in body),
            tuple(row[-1] for row in body),
            tuple(last[:-1]),
            last[-1],
        )


def _hide(table: _Table, minimum: int) -> bool:
    """Hide the small counts and as many more as they need; False where even that does not hide them."""
    table.hidden = {cell for cell in table.cells() if 0 < table.count(cell) < minimum}
    while True:
        before = len(table.hidden)
        for cell in sorted(table.hidden):
            way = _way_round(table, cell)
            if way is None:
                return False
            table.hidden.update(way)
        if not all(_cover_line(table, total, line, minimum) for total, line in table.lines()):
            return False
        if len(table.hidden) == before:
            return True


def _cover_line(table: _Table, total: _Cell, line: Sequence[_Cell], minimum: int) -> bool:
    """Hide more of a line whose total is shown until its hidden counts are of enough people; in the end the total too."""
    while total not in table.hidden:
        hidden = [cell for cell in line if cell in table.hidden]
        if not hidden or _is_safe([table.count(cell) for cell in hidden], minimum):
            return True
        more = [cell for cell in line if cell not in table.hidden and table.count(cell)]
        if not more and total == table.of_all:
            return False
        table.hidden.add(min(more, key=table.count, default=total))
    return True


def _way_round(table: _Table, cell: _Cell) -> list[_Cell] | None:
    """The cells to hide, the fewest people first, so that this one could be another number; [] where it already could.

    Rows and columns are nodes and cells are ways between them. One more here must be one less in the same column, one more in that
    row, and so round to where it began: a cycle on which everything that becomes less is above its least. A cycle through hidden
    cells alone is another table that shows the same.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    found: list[tuple[int, list[_Cell]]] = []
    for start, goal in ((column, row), (row, column)):
        if (cell, start) in table.ways[goal]:
            cheapest = _cheapest(table, start, goal, cell)
            if cheapest:
                found.append(cheapest)
    return min(found, key=itemgetter(0))[1] if found else None


def _cheapest(table: _Table, start: _Node, goal: _Node, without: _Cell) -> tuple[int, list[_Cell]] | None:
    """The way from node to node whose cells, hidden newly, are of the fewest people; hidden ones cost nothing."""
    queue: list[tuple[int, _Node, list[_Cell]]] = [(0, start, [])]
    done: set[_Node] = set()
    while queue:
        cost, node, newly = heappop(queue)
        if node == goal:
            return cost, newly
        if node in done:
            continue
        done.add(node)
        for cell, further in table.ways[node]:
            if cell == without or further in done:
                continue
            if cell not in table.hidden:
                heappush(queue, (cost + table.cost(cell), further, [*newly, cell]))
            elif further == goal:
                return cost, newly
            else:
                heappush(queue, (cost, further, newly))
    return None
