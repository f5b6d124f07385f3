"""What differs between two manuals: procedures and steps added, removed, moved, and what is said otherwise."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar, cast

from nithet.manuals.comparing.matching import Pair, paired_procedures, paired_steps
from nithet.manuals.comparing.wording import is_same
from nithet.manuals.draft import Definition, ManualDraft, ProcedureDraft, StepDraft, SubstepDraft, Text

T = TypeVar("T", ProcedureDraft, StepDraft)
_OF_STEP = (
    "title", "detail", "time", "responsible", "standard", "forms", "actions", "decision", "substeps",
)  # fmt: skip
_OF_PROCEDURE = ("title", "objectives", "scope", "definitions", "forms", "references")


class Time(NamedTuple):
    months: tuple[int, ...] | None
    cadence: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is said otherwise: the field of the draft, and its value in each."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Compared(Generic[T]):
    """An item of two manuals. `is_moved`: it stands elsewhere among those that both have."""

    before: T | None
    after: T | None
    changes: tuple[Change, ...] = ()
    is_moved: bool = False

    @property
    def item(self) -> T:
        return cast("T", self.after or self.before)

    @property
    def is_added(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def differs(self) -> bool:
        return self.is_added or self.is_removed or self.is_moved or bool(self.changes)


@dataclass(frozen=True, slots=True)
class ComparedProcedure:
    whole: Compared[ProcedureDraft]
    steps: tuple[Compared[StepDraft], ...]

    @property
    def differs(self) -> bool:
        return self.whole.differs or any(step.differs for step in self.steps)


@dataclass(frozen=True, slots=True)
class Comparison:
    procedures: tuple[ComparedProcedure, ...]

    @property
    def differing(self) -> list[ComparedProcedure]:
        return [one for one in self.procedures if one.differs]

    def count(self) -> Counts:
        """Numbers for the line on top. A procedure that came or went is counted once, not with its steps."""
        both = [one for one in self.procedures if not (one.whole.is_added or one.whole.is_removed)]
        steps = [step for one in both for step in one.steps]
        return Counts(
            procedures_added=sum(one.whole.is_added for one in self.procedures),
            procedures_removed=sum(one.whole.is_removed for one in self.procedures),
            added=sum(one.is_added for one in steps),
            removed=sum(one.is_removed for one in steps),
            moved=sum(one.is_moved for one in steps),
            changed=sum(bool(one.changes) for one in steps),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    procedures_added: int
    procedures_removed: int
    added: int
    removed: int
    moved: int
    changed: int


def compare(before: ManualDraft, after: ManualDraft) -> Comparison:
    pairs = _compared(
        paired_procedures(before.procedures, after.procedures), before.procedures, _OF_PROCEDURE
    )
    return Comparison(tuple(ComparedProcedure(one, _steps_of(one)) for one in pairs))


def compare_procedures(before: ProcedureDraft, after: ProcedureDraft) -> ComparedProcedure:
    (one,) = _compared([Pair(before, after)], [before], _OF_PROCEDURE)
    return ComparedProcedure(one, _steps_of(one))


def _steps_of(one: Compared[ProcedureDraft]) -> tuple[Compared[StepDraft], ...]:
    before = one.before.steps if one.before else ()
    after = one.after.steps if one.after else ()
    is_one_line = bool(_lineages(before) & _lineages(after))
    return tuple(_compared(paired_steps(before, after, by_work=not is_one_line), before, _OF_STEP))


def _lineages(steps: Sequence[StepDraft]) -> set[str]:
    return {step.lineage for step in steps if step.lineage}


def _compared(pairs: Sequence[Pair[T]], before: Sequence[T], fields: Sequence[str]) -> Iterator[Compared[T]]:
    moved = _moved(pairs, before)
    for place, pair in enumerate(pairs):
        changes = _changes(pair.before, pair.after, fields) if pair.before and pair.after else ()
        yield Compared(pair.before, pair.after, tuple(changes), place in moved)


def _moved(pairs: Sequence[Pair[T]], before: Sequence[T]) -> set[int]:
    """The fewest items that must be moved to get from one order to the other."""
    places = {id(one): place for place, one in enumerate(before)}
    both = [
        (place, places[id(pair.before)]) for place, pair in enumerate(pairs) if pair.before and pair.after
    ]
    kept = _longest_rising([old for _, old in both])
    return {place for at, (place, _) in enumerate(both) if at not in kept}


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Places of the longest rising subsequence."""
    ends: list[int] = []
    last: list[int] = []
    parents: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(ends, value)
        parents.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [value]
        last[at : at + 1] = [place]
    found: set[int] = set()
    place = last[-1] if last else -1
    while place >= 0:
        found.add(place)
        place = parents[place]
    return found


def _changes(before: T, after: T, fields: Sequence[str]) -> Iterator[Change]:
    for field in fields:
        old, new = value_of(before, field), value_of(after, field)
        if not _equal(old, new):
            yield Change(field, old, new)


def value_of(item: ProcedureDraft | StepDraft, field: str) -> Any:
    """A field of the draft; “time” is months and cadence together, or the manual's words where it is neither."""
    if field == "time" and isinstance(item, StepDraft):
        return Time(item.months, item.cadence, None if item.months or item.cadence else item.time_text)
    return getattr(item, field)


def _equal(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return is_same(old, new)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_equal, map(said, old), map(said, new)))
    return (old or None) == (new or None)


def said(one: Any) -> Any:
    """What an item of a list says, without its key, lines and lineage; a plain value as it is."""
    match one:
        case Text():
            return one.text
        case Definition():
            return f"{one.term}: {one.meaning}"
        case SubstepDraft():
            return f"{one.number} {one.title}"
        case _:
            return one
