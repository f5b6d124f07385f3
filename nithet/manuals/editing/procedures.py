"""Procedures of a draft: adding, merging, splitting, and the family that one belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nithet.manuals.comparing.kin import families
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find_as, home_of, new_keys, place_of, spliced
from nithet.manuals.editing.lines import lines_left, own_lines
from nithet.manuals.editing.numbers import numbered, with_number


def add_procedure(draft: ManualDraft, *, title: str, after: str = "") -> ManualDraft:
    """An empty procedure of that name, after another or as the last."""
    if not title:
        raise EditError("title-needed")
    (key,) = new_keys(draft, 1)
    one = ProcedureDraft(title, key=key)
    if not after:
        return replace(draft, procedures=(*draft.procedures, one))
    return spliced(draft, find_as(draft, after, ProcedureDraft).key, lambda before: (before, one))


def merge_procedures(draft: ManualDraft, *, keys: Sequence[str]) -> ManualDraft:
    """One procedure out of several: the first of them, with the steps and texts of the others behind its own."""
    chosen = [find_as(draft, key, ProcedureDraft) for key in dict.fromkeys(keys)]
    if len(chosen) < 2:
        raise EditError("nothing-to-merge")
    chosen.sort(key=lambda one: place_of(draft.procedures, one.key))
    merged = chosen[0]
    for other in chosen[1:]:
        merged = _merged(merged, other)
    gone = {one.key for one in chosen[1:]}
    procedures = [merged if one.key == merged.key else one for one in draft.procedures if one.key not in gone]
    return replace(draft, procedures=tuple(procedures))


def merge_procedure_with_previous(draft: ManualDraft, *, key: str) -> ManualDraft:
    place = place_of(draft.procedures, key)
    if not place:
        raise EditError("nothing-to-merge")
    return merge_procedures(draft, keys=[draft.procedures[place - 1].key, key])


def _merged(one: ProcedureDraft, other: ProcedureDraft) -> ProcedureDraft:
    scope = " ".join(text for text in (one.scope, other.scope) if text) or None
    steps = numbered(one.steps, (*one.steps, *_after(one.steps, other.steps)))
    return replace(
        one,
        also_called=tuple(dict.fromkeys((*one.also_called, *other.also_called))),
        objectives=(*one.objectives, *other.objectives),
        scope=one.scope if one.scope == other.scope else scope,
        scope_lines=tuple(sorted({*one.scope_lines, *other.scope_lines})),
        definitions=(*one.definitions, *other.definitions),
        steps=steps,
        forms=(*one.forms, *other.forms),
        references=(*one.references, *other.references),
        lines=tuple(sorted({*one.lines, *other.lines})),
        lineage=one.lineage or other.lineage,
        family=one.family or other.family,
    )


def _after(one: Sequence[StepDraft], other: Sequence[StepDraft]) -> tuple[StepDraft, ...]:
    first = one[-1].number + 1 if one else 1
    return tuple(with_number(step, number) for number, step in enumerate(other, start=first))


def split_procedure(draft: ManualDraft, *, key: str, title: str) -> ManualDraft:
    """From that step on it is another procedure, of that name."""
    if not title:
        raise EditError("title-needed")
    procedure = home_of(draft, find_as(draft, key, StepDraft).key)
    place = place_of(procedure.steps, key)
    if not place:
        raise EditError("nothing-to-split")
    (new,) = new_keys(draft, 1)
    gone = procedure.steps[place:]
    taken = set().union(*map(own_lines, gone))
    kept = replace(procedure, steps=procedure.steps[:place])
    kept = replace(kept, lines=lines_left(kept, taken))
    steps = tuple(with_number(step, number) for number, step in enumerate(gone, start=1))
    other = ProcedureDraft(
        title, part=procedure.part, steps=steps, lines=tuple(sorted(taken)), key=new, family=None
    )
    return spliced(draft, procedure.key, lambda _: (kept, other))


def set_family(draft: ManualDraft, *, key: str, family: str = "") -> ManualDraft:
    """The family of kin procedures, by its code; empty where it belongs to none."""
    find_as(draft, key, ProcedureDraft)
    if family and family not in {one.code for one in families()}:
        raise EditError("bad-facts")
    return changed(draft, key, family=family)
