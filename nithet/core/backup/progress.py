"""How far a backup or a restore is. Told once a second at most: a job writes it into its row."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

Tell = Callable[[str, int, int], None]
"""What is being done, how many are done, of how many (0: not known)."""
PAUSE_S = 1.0


def silent(doing: str, done: int, total: int) -> None:
    pass


class Progress:
    def __init__(self, tell: Tell, total: int) -> None:
        self._tell, self._total = tell, total
        self._done, self._last = 0, 0.0

    def step(self, count: int, doing: str) -> None:
        self._done += count
        if monotonic() - self._last >= PAUSE_S:
            self._last = monotonic()
            self._tell(doing, self._done, self._total)
