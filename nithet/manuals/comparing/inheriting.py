"""A manual read anew as the next edition: what it has of the edition before goes on under the same lineage."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nithet.manuals.comparing.matching import paired_procedures, paired_steps
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.likeness import bare


def inherited(draft: ManualDraft, before: ManualDraft, *, filed: Collection[str] = ()) -> ManualDraft:
    """The draft with the lineage of each counterpart in the edition before, and the family it was filed under there.

    `filed` are the keys of procedures whose family a person chose in this draft.
    """
    pairs = paired_procedures(before.procedures, draft.procedures)
    old = {id(pair.after): pair.before for pair in pairs if pair.after and pair.before}
    made = tuple(
        _procedure(one, old[id(one)], is_filed=one.key in filed) if id(one) in old else one
        for one in draft.procedures
    )
    return replace(draft, procedures=made)


def _procedure(one: ProcedureDraft, old: ProcedureDraft, *, is_filed: bool) -> ProcedureDraft:
    pairs = paired_steps(old.steps, one.steps)
    before = {id(pair.after): pair.before for pair in pairs if pair.after and pair.before}
    steps = tuple(_step(step, before[id(step)]) if id(step) in before else step for step in one.steps)
    return replace(one, lineage=old.lineage, family=one.family if is_filed else old.family, steps=steps)


def _step(one: StepDraft, old: StepDraft) -> StepDraft:
    return replace(one, lineage=old.lineage, substeps=_substeps(one.substeps, old.substeps))


def _substeps(parts: Sequence[SubstepDraft], old: Sequence[SubstepDraft]) -> tuple[SubstepDraft, ...]:
    """Those of the same title; a sub-step reworded is another."""
    left = {bare(part.title): part.lineage for part in reversed(old)}
    return tuple(replace(part, lineage=left.pop(bare(part.title), part.lineage)) for part in parts)
