"""Places as a drawing: points and groups of points on the outline of their own extent, with a bar that says how long a
kilometre is. Knows no Django, and needs no pictures of the land.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 720, 480, 40
_CELL = 26
"""Points nearer than this on the drawing are one group."""
_METRES_A_DEGREE = 111_320.0
_LEAST_M = 400.0
"""Of the shorter side: one school alone is not drawn to the inch."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    latitude: float
    longitude: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point, or several near each other."""

    x: int
    y: int
    radius: int
    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    marks: tuple[Mark, ...]
    bar: int
    bar_words: str
    width: int = WIDTH
    height: int = HEIGHT


def drawn(points: Sequence[Point]) -> Drawing | None:
    """None where there is nothing to draw; what lies on no globe is left out."""
    points = [one for one in points if abs(one.latitude) <= 85 and abs(one.longitude) <= 180]
    if not points:
        return None
    middle = (min(p.latitude for p in points) + max(p.latitude for p in points)) / 2
    east = _METRES_A_DEGREE * math.cos(math.radians(middle))
    flat = [(p.longitude * east, p.latitude * _METRES_A_DEGREE) for p in points]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    low, high = min(y for _, y in flat), max(y for _, y in flat)
    scale = min(
        (WIDTH - 2 * EDGE) / max(right - left, _LEAST_M), (HEIGHT - 2 * EDGE) / max(high - low, _LEAST_M)
    )
    at = [
        (WIDTH / 2 + (x - (left + right) / 2) * scale, HEIGHT / 2 - (y - (low + high) / 2) * scale)
        for x, y in flat
    ]
    bar, words = _bar(scale)
    return Drawing(tuple(_marks(points, at)), bar, words)


def _marks(points: Sequence[Point], at: Sequence[tuple[float, float]]) -> list[Mark]:
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(at):
        cells[int(x // _CELL), int(y // _CELL)].append(number)
    return [_mark([points[n] for n in inside], [at[n] for n in inside]) for inside in cells.values()]


def _mark(points: Sequence[Point], at: Sequence[tuple[float, float]]) -> Mark:
    count = len(points)
    x, y = (round(sum(one[axis] for one in at) / count) for axis in (0, 1))
    names = list(dict.fromkeys(point.label for point in points))
    label = names[0] if len(names) == 1 else f"{names[0]} และอีก {len(names) - 1} แห่ง"
    return Mark(
        x,
        y,
        min(7 + round(2 * math.sqrt(count - 1)), 20),
        label,
        count,
        points[0].address if count == 1 else "",
    )


def _bar(scale: float) -> tuple[int, str]:
    """The longest round length that takes at most a quarter of the width."""
    most = WIDTH / 4 / scale
    metres = max(
        step * 10**power for power in range(7) for step in _STEPS if step * 10**power <= max(most, 1)
    )
    words = f"{metres // 1000:,} กม." if metres >= 1000 else f"{metres} ม."
    return round(metres * scale), words
