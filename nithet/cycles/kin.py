"""Kin steps of procedures that run in one year: which belong together, and whether one task can serve both. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from nithet.manuals.comparing.matching import paired_steps
from nithet.manuals.draft import StepDraft
from nithet.manuals.models import Procedure, Step


class Tie(StrEnum):
    """What becomes of two kin steps."""

    APART = "apart"
    LINK = "link"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Span:
    """When a step is worked on."""

    starts_on: date
    due_on: date
    occurrence: str = ""


Spans = Mapping[UUID, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class KinStep:
    """Two steps that are the same work. The first one's task is done, where one is to serve both."""

    first: Step
    second: Step
    can_merge: bool

    @property
    def key(self) -> str:
        return f"kin-{self.first.pk.hex[-12:]}-{self.second.pk.hex[-12:]}"


@dataclass(frozen=True, slots=True)
class KinPair:
    """Two procedures of one family, of different manuals."""

    first: Procedure
    second: Procedure
    steps: tuple[KinStep, ...]
    is_running: bool
    """The first one runs already."""


def kin_pairs(running: Sequence[Procedure], new: Sequence[Procedure], spans: Spans) -> list[KinPair]:
    """Each new procedure beside the first of its family in the year; steps with `steps` and manuals at hand.

    All are tied to the first, never in a row: so one task serves the others, and no task serves one that serves.
    """
    pairs = []
    there = {one.pk for one in running}
    for _, some in _by_family([*running, *new]):
        first = some[0]
        for second in some[1:]:
            if second.pk not in there and second.version.manual_id != first.version.manual_id:
                steps = tuple(_kin_steps(first, second, spans))
                pairs.append(KinPair(first, second, steps, first.pk in there))
    return [pair for pair in pairs if pair.steps]


def _by_family(procedures: Iterable[Procedure]) -> Iterator[tuple[str, list[Procedure]]]:
    kin = sorted((one for one in procedures if one.family), key=lambda one: one.family)
    return ((family, list(some)) for family, some in groupby(kin, key=lambda one: one.family))


def _kin_steps(first: Procedure, second: Procedure, spans: Spans) -> Iterator[KinStep]:
    here, there = _top(first), _top(second)
    drafts = [_drafts(one) for one in (here, there)]
    for pair in paired_steps(*drafts, by_work=True):
        if pair.before and pair.after:
            one, other = here[int(pair.before.key)], there[int(pair.after.key)]
            yield KinStep(one, other, _can_merge(one, other, spans))


def _top(procedure: Procedure) -> list[Step]:
    return [step for step in procedure.steps.all() if step.parent_id is None]


def _drafts(steps: Sequence[Step]) -> list[StepDraft]:
    return [
        StepDraft(place, step.title, actions=tuple(step.actions), key=str(place))
        for place, step in enumerate(steps)
    ]


def _can_merge(first: Step, second: Step, spans: Spans) -> bool:
    """The same is asked of the same deciders, in windows that meet, each of the second with one of the first."""
    if first.ask != second.ask:
        return False
    of_second = spans.get(second.pk, ())
    return bool(of_second) and all(counterpart(one, spans.get(first.pk, ())) is not None for one in of_second)


def counterpart(one: Span, others: Sequence[Span]) -> int | None:
    """The place of the first window that meets this one, of the same semester or quarter where it has one."""
    return next((place for place, other in enumerate(others) if _meet(one, other)), None)


def _meet(one: Span, other: Span) -> bool:
    same_turn = not one.occurrence or not other.occurrence or one.occurrence == other.occurrence
    return same_turn and one.starts_on <= other.due_on and other.starts_on <= one.due_on
