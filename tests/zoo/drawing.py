"""Draws by weight, and remembers under each dimension what was drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from tests.zoo.truth import Choices

T = TypeVar("T")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class Draw:
    """All chance of one manual comes from its seed. `choices` can be set aside for a work of its own layout."""

    def __init__(self, seed: int, fixed: Mapping[str, str] | None = None) -> None:
        self.random = random.Random(seed)  # noqa: S311 (nothing secret hangs on it)
        self.choices: Choices = {}
        self.used: set[str] = set()
        self.fixed = dict(fixed or {})
        self.is_thai = False

    def pick(self, dimension: str, options: Mapping[str, float]) -> str:
        """One of the options by weight; the same again where this dimension was drawn in this scope."""
        if dimension not in self.choices:
            drawn = self.random.choices(list(options), list(options.values()))[0]
            wanted = self.fixed.get(dimension, drawn)
            self.choices[dimension] = wanted if wanted in options else drawn
        self.used.add(dimension)
        return self.choices[dimension]

    def note(self, dimension: str, chosen: str) -> None:
        """Remember what was drawn otherwise."""
        self.choices[dimension] = chosen
        self.used.add(dimension)

    def used_choices(self) -> Choices:
        return {one: chosen for one, chosen in self.choices.items() if one in self.used}

    def any_of(self, many: Sequence[T]) -> T:
        return self.random.choice(many)

    def some_of(self, many: Sequence[T], least: int, most: int) -> list[T]:
        """Some of them, in their order."""
        count = min(len(many), self.random.randint(least, most))
        return [many[at] for at in sorted(self.random.sample(range(len(many)), count))]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def digits(self, text: str) -> str:
        return text.translate(_THAI) if self.is_thai else text
