"""The order and shape of steps: splitting, merging, moving, making a step a part of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import (
    TEXT_LISTS,
    changed,
    find,
    find_as,
    home_of,
    new_keys,
    place_of,
    spliced,
)
from nithet.manuals.editing.lines import lines_left, own_lines
from nithet.manuals.editing.numbers import numbered, parsed_step, with_number


def split_step(
    draft: ManualDraft, *, key: str, at: int | None = None, titles: Sequence[str] = ()
) -> ManualDraft:
    """Two steps or more out of one: cut at a place in its title, or into these titles.

    The first keeps what is known of the step; the others keep when and who, and their work follows their words.
    """
    step = find_as(draft, key, StepDraft)
    texts = _parts(step.title, at, titles)
    procedure = home_of(draft, key)
    made = [parsed_step(text, procedure, step.number + more) for more, text in enumerate(texts)]
    first = replace(step, title=made[0].title, actions=made[0].actions, decision=made[0].decision)
    if made[0].time_text:
        first = replace(first, months=made[0].months, cadence=made[0].cadence, time_text=made[0].time_text)
    keys = new_keys(draft, len(made) - 1)
    others = [_from(step, one, new) for one, new in zip(made[1:], keys, strict=True)]
    split = spliced(draft, key, lambda _: (first, *others))
    return changed(split, procedure.key, steps=numbered(procedure.steps, home_of(split, procedure.key).steps))


def _parts(title: str, at: int | None, titles: Sequence[str]) -> list[str]:
    pieces = titles if at is None else (title[:at], title[at:])
    found = [piece.strip() for piece in pieces if piece.strip()]
    if len(found) < 2:
        raise EditError("nothing-to-split")
    return found


def _from(step: StepDraft, made: StepDraft, key: str) -> StepDraft:
    """A step cut off from that one: when and who are as there, unless its words say when."""
    if not made.time_text:
        made = replace(made, months=step.months, cadence=step.cadence, time_text=step.time_text)
    return replace(made, responsible=step.responsible, lines=step.lines, more_lines=step.more_lines, key=key)


def merge_steps(draft: ManualDraft, *, keys: Sequence[str]) -> ManualDraft:
    """One step out of several of a procedure: the first of them, with the words and facts of the others."""
    procedure = home_of(draft, keys[0]) if keys else None
    if procedure is None or len(set(keys)) < 2:
        raise EditError("nothing-to-merge")
    chosen = [step for step in procedure.steps if step.key in keys]
    if len(chosen) != len(set(keys)):
        raise EditError("wrong-kind")
    merged = chosen[0]
    for other in chosen[1:]:
        merged = _merged(merged, other)
    gone = {step.key for step in chosen[1:]}
    steps = [merged if step.key == merged.key else step for step in procedure.steps if step.key not in gone]
    return changed(draft, procedure.key, steps=numbered(procedure.steps, steps))


def _merged(one: StepDraft, other: StepDraft) -> StepDraft:
    months = tuple(dict.fromkeys((*(one.months or ()), *(other.months or ()))))
    return replace(
        one,
        title=_both(one.title, other.title) or "",
        also_called=_joined(one.also_called, other.also_called),
        detail=_both(one.detail, other.detail),
        months=months or None,
        cadence=one.cadence or other.cadence,
        time_text=_both(one.time_text, other.time_text),
        responsible=_joined(one.responsible, other.responsible),
        standard=_both(one.standard, other.standard),
        measure=one.measure or other.measure,
        actions=_joined(one.actions, other.actions),
        decision=one.decision or other.decision,
        substeps=(*one.substeps, *(with_number(other, one.number).substeps)),
        forms=_joined(one.forms, other.forms),
        lines=tuple(sorted({*one.lines, *other.lines})),
        more_lines=tuple(sorted({*one.more_lines, *other.more_lines})),
        lineage=one.lineage or other.lineage,
    )


def _joined(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _both(one: str | None, other: str | None) -> str | None:
    if one == other:
        return one
    return " ".join(text for text in (one, other) if text) or None


def merge_with_next(draft: ManualDraft, *, key: str) -> ManualDraft:
    return merge_steps(draft, keys=_pair(draft, key, 1))


def merge_with_previous(draft: ManualDraft, *, key: str) -> ManualDraft:
    return merge_steps(draft, keys=_pair(draft, key, -1))


def _pair(draft: ManualDraft, key: str, by: int) -> list[str]:
    steps = home_of(draft, key).steps
    place = place_of(steps, key) + by
    if not 0 <= place < len(steps):
        raise EditError("nothing-to-merge")
    return [key, steps[place].key]


def move(draft: ManualDraft, *, key: str, after: str = "", to: str = "") -> ManualDraft:
    """Put an item after another of its kind, or first where `after` is empty; `to` names another procedure."""
    item = find(draft, key)
    if after == key:
        return draft
    if isinstance(item, ProcedureDraft):
        return replace(draft, procedures=_moved(draft.procedures, item, after))
    procedure = home_of(draft, key)
    if isinstance(item, StepDraft):
        target = home_of(draft, after or to or procedure.key)
        return _move_step(draft, item, procedure.key, target, after)
    return _move_within(draft, item, procedure, after)


def _move_step(
    draft: ManualDraft, step: StepDraft, source: str, target: ProcedureDraft, after: str
) -> ManualDraft:
    if source == target.key:
        return changed(draft, source, steps=numbered(target.steps, _moved(target.steps, step, after)))
    taken = own_lines(step)
    out = spliced(draft, step.key, lambda _: ())
    left = home_of(out, source)
    steps = numbered(home_of(draft, source).steps, left.steps)
    out = changed(out, source, steps=steps, lines=lines_left(left, taken))
    steps = _put(target.steps, step, after)
    lines = tuple(sorted({*target.lines, *taken}))
    return changed(out, target.key, steps=numbered(target.steps, steps), lines=lines)


def _move_within(draft: ManualDraft, item: Any, procedure: ProcedureDraft, after: str) -> ManualDraft:
    for name in TEXT_LISTS:
        some = getattr(procedure, name)
        if item in some:
            return changed(draft, procedure.key, **{name: _moved(some, item, after)})
    step = next(step for step in procedure.steps if item in step.substeps)
    return changed(draft, step.key, substeps=_moved(step.substeps, item, after))


def _moved(some: Sequence[Any], item: Any, after: str) -> tuple[Any, ...]:
    return _put([one for one in some if one.key != item.key], item, after)


def _put(some: Sequence[Any], item: Any, after: str) -> tuple[Any, ...]:
    place = place_of(some, after) + 1 if after else 0
    return (*some[:place], item, *some[place:])


def move_up(draft: ManualDraft, *, key: str) -> ManualDraft:
    return _move_by(draft, key, -1)


def move_down(draft: ManualDraft, *, key: str) -> ManualDraft:
    return _move_by(draft, key, 1)


def _move_by(draft: ManualDraft, key: str, by: int) -> ManualDraft:
    """One place up or down among its neighbours; the first and the last stay."""
    some = _siblings(draft, key)
    place = place_of(some, key) + by
    if not 0 <= place < len(some):
        return draft
    left = [one.key for one in some if one.key != key]
    return move(draft, key=key, after=left[place - 1] if place else "")


def _siblings(draft: ManualDraft, key: str) -> Sequence[Any]:
    item = find(draft, key)
    if isinstance(item, ProcedureDraft):
        return draft.procedures
    procedure = home_of(draft, key)
    lists = [procedure.steps, *(getattr(procedure, name) for name in TEXT_LISTS)]
    lists += [step.substeps for step in procedure.steps]
    return next(some for some in lists if item in some)


def move_to(draft: ManualDraft, *, key: str, to: str) -> ManualDraft:
    """A step to the end of another procedure."""
    target = find_as(draft, to, ProcedureDraft)
    last = target.steps[-1].key if target.steps else ""
    find_as(draft, key, StepDraft)
    return move(draft, key=key, after=last, to=to)


def make_substep(draft: ManualDraft, *, key: str) -> ManualDraft:
    """A step becomes the last part of the one before it, with its own parts behind it."""
    step = find_as(draft, key, StepDraft)
    procedure = home_of(draft, key)
    place = place_of(procedure.steps, key)
    if not place:
        raise EditError("no-step-before")
    above = procedure.steps[place - 1]
    part = SubstepDraft(
        "", step.title, step.actions, step.decision, tuple(sorted({*step.lines, *step.more_lines})), key,
        step.lineage,
    )  # fmt: skip
    parts = (*above.substeps, *_counted((part, *step.substeps), above, len(above.substeps)))
    grown = replace(above, substeps=parts, **_kept(above, step))
    steps = (*procedure.steps[: place - 1], grown, *procedure.steps[place + 1 :])
    return changed(draft, procedure.key, steps=numbered(procedure.steps, steps))


def _counted(parts: Sequence[SubstepDraft], above: StepDraft, had: int) -> tuple[SubstepDraft, ...]:
    return tuple(
        replace(part, number=f"{above.number}.{number}") for number, part in enumerate(parts, start=had + 1)
    )


def _kept(above: StepDraft, step: StepDraft) -> dict[str, Any]:
    """What a part cannot say itself is said by the step that it stands in."""
    merged = _merged(above, step)
    names = ("months", "cadence", "responsible", "standard", "measure", "forms", "time_text", "detail")
    return {name: getattr(merged, name) for name in names}


def make_step(draft: ManualDraft, *, key: str) -> ManualDraft:
    """A part becomes a step of its own after the one that it stood in, at the same time and by the same people."""
    part = find_as(draft, key, SubstepDraft)
    procedure = home_of(draft, key)
    above = next(step for step in procedure.steps if part in step.substeps)
    left = replace(above, substeps=tuple(one for one in above.substeps if one.key != key))
    step = StepDraft(
        number=above.number + 1, title=part.title, months=above.months, cadence=above.cadence,
        time_text=above.time_text, responsible=above.responsible, actions=part.actions, decision=part.decision,
        lines=part.lines, key=key, lineage=part.lineage,
    )  # fmt: skip
    split = spliced(draft, above.key, lambda _: (left, step))
    return changed(split, procedure.key, steps=numbered(procedure.steps, home_of(split, procedure.key).steps))
