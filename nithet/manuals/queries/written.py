"""A version as a draft again: exactly the content that was adopted, each item with its lineage and a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Prefetch

from nithet.manuals.document import from_json
from nithet.manuals.draft import (
    Decision,
    Definition,
    ManualDraft,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.exchange.content import bare
from nithet.manuals.keys import keyed
from nithet.manuals.models import ManualVersion, Procedure, Step

State = ManualVersion.State
UNDER_REVIEW = (State.DRAFT, State.PROPOSED)
STEPS = Prefetch("steps", queryset=Step.objects.order_by("position"))


def content_of(version: ManualVersion) -> ManualDraft:
    """What a version says, in whatever state it is: two queries at most."""
    if version.state in UNDER_REVIEW:
        return from_json(version.reading)
    return draft_of_version(version)


def draft_of_version(version: ManualVersion) -> ManualDraft:
    """The content of an adopted version, to begin the next edition from. It has no lines of a source."""
    procedures = version.procedures.order_by("position").prefetch_related(STEPS)
    read = bare(from_json(version.reading)) if version.reading else ManualDraft()
    made = tuple(draft_of_procedure(one, list(one.steps.all())) for one in procedures)
    return keyed(replace(read, procedures=made))


def draft_of_procedure(one: Procedure, steps: Sequence[Step]) -> ProcedureDraft:
    """Of a procedure with its steps and sub-steps in order."""
    return ProcedureDraft(
        title=one.title,
        number=one.number or None,
        part=one.part or None,
        also_called=tuple(one.also_called),
        objectives=_texts(one.objectives),
        scope=one.scope or None,
        definitions=tuple(Definition(said["term"], said["meaning"]) for said in one.definitions),
        steps=tuple(_step(step, steps) for step in steps if step.parent_id is None),
        forms=_texts(one.forms),
        references=_texts(one.references),
        lineage=str(one.lineage),
        # Empty where it is of none: found so at adoption or said by a person, and not to be guessed again.
        family=one.family,
    )


def _texts(texts: Sequence[str]) -> tuple[Text, ...]:
    return tuple(Text(text) for text in texts)


def _step(one: Step, steps: Sequence[Step]) -> StepDraft:
    return StepDraft(
        number=int(one.number),
        title=one.title,
        also_called=tuple(one.also_called),
        detail=one.detail or None,
        months=tuple(one.months) if one.months else None,
        cadence=one.cadence or None,
        time_text=one.time_text or None,
        responsible=tuple(one.responsible),
        standard=one.standard or None,
        measure=Measure(**one.measure) if one.measure else None,
        actions=tuple(one.actions),
        decision=_decision(one.ask),
        forms=tuple(one.forms),
        substeps=tuple(_substep(part) for part in steps if part.parent_id == one.pk),
        lineage=str(one.lineage),
    )


def _substep(one: Step) -> SubstepDraft:
    return SubstepDraft(
        one.number, one.title, tuple(one.actions), _decision(one.ask), lineage=str(one.lineage)
    )


def _decision(ask: str) -> Decision | None:
    return None if ask == Step.Ask.CERTIFY else Decision(ask)
