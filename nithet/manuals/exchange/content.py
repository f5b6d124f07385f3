"""What of a draft is exchanged: its content, without the places in a source that another office does not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from nithet.manuals.draft import Definition, ManualDraft, Matter, ProcedureDraft, StepDraft, Text

_T = TypeVar("_T", Text, Definition, Matter)


@dataclass(frozen=True, slots=True)
class Received:
    """What a file brought: the manual, and how it is called there."""

    draft: ManualDraft
    title: str = ""


def bare(draft: ManualDraft) -> ManualDraft:
    """The manual without lines, keys, warnings and the account of its source."""
    return ManualDraft(
        office=draft.office,
        group=draft.group,
        fiscal_year_be=draft.fiscal_year_be,
        procedures=tuple(bare_procedure(one) for one in draft.procedures),
        matters=_bare(draft.matters),
    )


def bare_procedure(one: ProcedureDraft) -> ProcedureDraft:
    """The same of one procedure; what is empty is left out, however it was written."""
    return replace(
        one,
        number=one.number or None,
        part=one.part or None,
        scope=one.scope or None,
        objectives=_bare(one.objectives),
        definitions=_bare(one.definitions),
        forms=_bare(one.forms),
        references=_bare(one.references),
        steps=tuple(_step(step) for step in one.steps),
        scope_lines=(),
        lines=(),
        key="",
    )


def _step(one: StepDraft) -> StepDraft:
    parts = tuple(replace(part, lines=(), key="") for part in one.substeps)
    return replace(
        one,
        detail=one.detail or None,
        months=one.months or None,
        cadence=one.cadence or None,
        time_text=one.time_text or None,
        standard=one.standard or None,
        substeps=parts,
        lines=(),
        more_lines=(),
        key="",
    )


def _bare(texts: Sequence[_T]) -> tuple[_T, ...]:
    return tuple(replace(text, lines=(), key="") for text in texts)
