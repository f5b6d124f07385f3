"""Which items of two manuals are one another's counterparts: by lineage, then by title, then by what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from nithet.manuals.draft import ProcedureDraft, StepDraft
from nithet.manuals.likeness import bare, likeness


class Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def lineage(self) -> str | None: ...


T = TypeVar("T", bound=Titled)
ALIKE = 0.5
"""How alike two titles must be to be one item, reworded (of 1)."""
KIN_PROCEDURES = 0.35


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """An item before and after; None where one of the manuals has none."""

    before: T | None
    after: T | None


def paired_procedures(
    before: Sequence[ProcedureDraft], after: Sequence[ProcedureDraft]
) -> list[Pair[ProcedureDraft]]:
    return _paired(before, after, _likeness_of_procedures, KIN_PROCEDURES)


def paired_steps(
    before: Sequence[StepDraft], after: Sequence[StepDraft], *, by_work: bool = False
) -> list[Pair[StepDraft]]:
    """`by_work` for manuals of different hands: the same work counts as much as the same words."""
    return _paired(before, after, partial(_likeness_of_steps, same_work=0.3 if by_work else 0.1), ALIKE)


def _likeness_of_steps(one: StepDraft, other: StepDraft, *, same_work: float) -> float:
    """By title, also by its other names, and by the work that it begins with."""
    titles = [(a, b) for a in (one.title, *one.also_called) for b in (other.title, *other.also_called)]
    best = max(likeness(a, b) for a, b in titles)
    is_same_work = bool(one.actions) and one.actions[:1] == other.actions[:1]
    return best + (same_work if is_same_work and best < 1 else 0)


def _likeness_of_procedures(one: ProcedureDraft, other: ProcedureDraft) -> float:
    by_title = likeness(one.title, other.title)
    is_kin = bool(one.family) and one.family == other.family
    return by_title + (0.1 if is_kin and by_title < 1 else 0)


def _paired(
    before: Sequence[T], after: Sequence[T], alike: Callable[[T, T], float], least: float
) -> list[Pair[T]]:
    """In the order of `after`; what only stood before comes where it stood."""
    found = _counterparts(before, after, alike, least)
    return _in_order(before, after, found)


def _counterparts(
    before: Sequence[T], after: Sequence[T], alike: Callable[[T, T], float], least: float
) -> dict[int, int]:
    """Place in `after` → place in `before`, each used once."""
    found: dict[int, int] = {}
    for is_same in (_same_lineage, _same_title):
        for there, new in enumerate(after):
            free = [here for here in range(len(before)) if here not in found.values()]
            same = [here for here in free if is_same(before[here], new)]
            if there not in found and same:
                found[there] = same[0]
    left = [
        (alike(before[here], after[there]), -abs(here - there), here, there)
        for there in range(len(after)) if there not in found
        for here in range(len(before)) if here not in found.values()
    ]  # fmt: skip
    for score, _, here, there in sorted(left, reverse=True):
        if score >= least and there not in found and here not in found.values():
            found[there] = here
    return found


def _same_lineage(one: Titled, other: Titled) -> bool:
    return bool(one.lineage) and one.lineage == other.lineage


def _same_title(one: Titled, other: Titled) -> bool:
    return bare(one.title) == bare(other.title)


def _in_order(before: Sequence[T], after: Sequence[T], found: dict[int, int]) -> list[Pair[T]]:
    pairs: list[Pair[T]] = [
        Pair(before[found[there]] if there in found else None, new) for there, new in enumerate(after)
    ]
    taken = set(found.values())
    for here, old in enumerate(before):
        if here not in taken:
            pairs.insert(_place_of_gone(here, before, pairs), Pair(old, None))
    return pairs


def _place_of_gone(here: int, before: Sequence[T], pairs: list[Pair[T]]) -> int:
    """Right behind what stood before it; at the top where nothing did."""
    if here == 0:
        return 0
    return next(place for place, pair in enumerate(pairs) if pair.before is before[here - 1]) + 1
