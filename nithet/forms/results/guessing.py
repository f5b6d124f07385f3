"""Whether means fix how often a point was given: of anonymous answers no count of one to four people may follow from them.

A count is open where other answers would show the same: two people move towards or away from each other by as many points, so that the
number of answers and their sum stay. Where the counts of everybody are told too, as many of another group must do the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from nithet.statistics.suppression import MINIMUM

Counts = Sequence[int]
"""How often each point of a scale was given, the points in a row."""


def fixes_few(groups: Sequence[Counts], place: int, *, is_whole_told: bool) -> bool:
    """Whether some count of one to four people of the group at `place` could be no other.

    `groups`: all there are, each as one of which n and sum are shown or could be reckoned. `is_whole_told`: how often each point was given by
    everybody is shown.
    """
    few = [point for point, count in enumerate(groups[place]) if 0 < count < MINIMUM]
    others = [*groups[:place], *groups[place + 1 :]] if is_whole_told else None
    return any(not _is_open(groups[place], point, others) for point in few)


def _is_open(group: Counts, point: int, others: Sequence[Counts] | None) -> bool:
    """`others`: the groups of which one has to do the opposite."""
    for moved in _moves(len(group)):
        if moved[point] and _bears(group, moved):
            back = [-one for one in moved]
            if others is None or any(_bears(row, back) for row in others):
                return True
    return False


def _bears(row: Counts, moved: Counts) -> bool:
    return all(count + change >= 0 for count, change in zip(row, moved, strict=True))


@cache
def _moves(points: int) -> tuple[tuple[int, ...], ...]:
    """What two people who move change; n and the sum stay."""
    return tuple(dict.fromkeys(_moved(points)))


def _moved(points: int) -> Iterator[tuple[int, ...]]:
    for up in range(points):
        for down in range(points):
            for far in range(1, min(points - up, down + 1)):
                changes = [0] * points
                for place, change in ((up, -1), (down, -1), (up + far, 1), (down - far, 1)):
                    changes[place] += change
                if any(changes):
                    yield tuple(changes)
