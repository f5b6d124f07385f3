from __future__ import annotations

from collections.abc import Iterable


class ExchangeError(Exception):
    """A file cannot be taken in. Each of `problems` says in Thai where, what, and what to do."""

    MOST = 20

    def __init__(self, problems: Iterable[str]) -> None:
        found = tuple(dict.fromkeys(problems))
        more = len(found) - self.MOST
        self.problems = (*found[: self.MOST], f"และอีก {more} เรื่อง") if more > 0 else found
        super().__init__("\n".join(self.problems))
