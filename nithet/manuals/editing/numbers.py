"""Numbers of steps: kept as the source has them while they make sense, given anew where a step comes, goes or moves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nithet.manuals.draft import Decision, ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find_as
from nithet.manuals.editing.times import read_time
from nithet.manuals.reading.actions import propose_actions, propose_decision
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.times import time_within, without_time

_INNER_NUMBER = re.compile(r"[0-9]+((?:\.[0-9]+)+)")


def renumber(draft: ManualDraft, *, key: str) -> ManualDraft:
    """The steps of a procedure from 1 on, and its sub-steps with them."""
    one = find_as(draft, key, ProcedureDraft)
    return changed(draft, key, steps=_in_turn(one.steps, 1))


def numbered(before: Sequence[StepDraft], after: Sequence[StepDraft]) -> tuple[StepDraft, ...]:
    """Steps that followed one another go on doing so; others get new numbers only where two would be mixed up."""
    was_in_turn = bool(before) and all(other.number == one.number + 1 for one, other in pairwise(before))
    rises = all(one.number < other.number for one, other in pairwise(after))
    if rises and not was_in_turn:
        return tuple(after)
    first = before[0].number if was_in_turn else 1
    return _in_turn(after, first)


def _in_turn(steps: Sequence[StepDraft], first: int) -> tuple[StepDraft, ...]:
    return tuple(with_number(step, number) for number, step in enumerate(steps, start=first))


def with_number(step: StepDraft, number: int) -> StepDraft:
    """The step as the one of that number; its sub-steps follow: 2.1 becomes 3.1."""
    parts = tuple(_with_first(part, number) for part in step.substeps)
    if step.number == number and parts == step.substeps:
        return step
    return replace(step, number=number, substeps=parts)


def _with_first(part: SubstepDraft, number: int) -> SubstepDraft:
    match = _INNER_NUMBER.fullmatch(part.number)
    return replace(part, number=f"{number}{match[1]}") if match else part


def parsed_step(text: str, procedure: ProcedureDraft, number: int) -> StepDraft:
    """A step out of words as they stand in a source: without its number, with its time and its work."""
    marker = take_marker(text)
    title, time = without_time(marker[1] if marker else text)
    if not title:
        raise EditError("title-needed")
    time = time or time_within(title)
    months, cadence = read_time(time) if time else (None, None)
    actions = propose_actions(title, procedure=procedure.title)
    return StepDraft(
        number=number,
        title=title,
        months=months,
        cadence=cadence,
        time_text=time or None,
        actions=actions,
        decision=decision_of(title, actions, procedure),
    )


def decision_of(
    title: str, actions: Sequence[str], procedure: ProcedureDraft, before: str = ""
) -> Decision | None:
    """What a step asks for, by its words and by the steps that stand before the one of that key."""
    earlier: list[str] = []
    for step in procedure.steps:
        if step.key == before:
            break
        earlier.extend(step.actions)
    return propose_decision(title, actions, before=earlier)
