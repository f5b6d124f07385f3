"""From a draft to procedures and steps. What stayed the same keeps its lineage from the version before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from uuid import UUID

from nithet.core.ids import new_id
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, SubstepDraft, span
from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

# How alike two titles must be to be one procedure or step, reworded.
ALIKE = 0.8


def make_procedures(version: ManualVersion, draft: ManualDraft, previous: ManualVersion | None) -> None:
    """Rows of an adopted version: the same as the draft says, whatever their number in four statements."""
    before = list(previous.procedures.prefetch_related("steps")) if previous else []
    lineages = _inherited([(p.title, p.lineage) for p in before], [p.title for p in draft.procedures])
    procedures = [
        _procedure(version, position, one, lineage)
        for position, (one, lineage) in enumerate(zip(draft.procedures, lineages, strict=True), start=1)
    ]
    steps: list[Step] = []
    older = {procedure.lineage: procedure for procedure in before}
    for procedure, one in zip(procedures, draft.procedures, strict=True):
        made = list(_steps(procedure, one.steps))
        _inherit_steps(made, older.get(procedure.lineage))
        steps += made
    Procedure.objects.bulk_create(procedures)
    # Parents first: a sub-step points at its step.
    Step.objects.bulk_create([step for step in steps if step.parent is None], batch_size=500)
    Step.objects.bulk_create([step for step in steps if step.parent is not None], batch_size=500)


def _procedure(version: ManualVersion, position: int, one: ProcedureDraft, lineage: UUID) -> Procedure:
    return Procedure(
        office_id=version.office_id,
        version=version,
        lineage=lineage,
        position=position,
        title=one.title,
        also_called=list(one.also_called),
        objectives=[text.text for text in one.objectives],
        scope=one.scope or "",
        definitions=[{"term": said.term, "meaning": said.meaning} for said in one.definitions],
        forms=[text.text for text in one.forms],
        references=[text.text for text in one.references],
        lines=list(span(one.lines) or ()),
    )


def _steps(procedure: Procedure, drafts: Iterable[StepDraft]) -> Iterator[Step]:
    """Steps with their sub-steps behind them, in one line of positions."""
    position = 0
    for one in drafts:
        position += 1
        step = _step(procedure, position, one)
        yield step
        for part in one.substeps:
            position += 1
            yield _substep(step, position, part)


def _step(procedure: Procedure, position: int, one: StepDraft) -> Step:
    return Step(
        office_id=procedure.office_id,
        procedure=procedure,
        position=position,
        number=str(one.number),
        title=one.title,
        also_called=list(one.also_called),
        months=list(one.months) if one.months else None,
        cadence=one.cadence or "",
        responsible=list(one.responsible),
        standard=one.standard or "",
        measure=asdict(one.measure) if one.measure else None,
        actions=list(one.actions),
        ask=one.decision or Step.Ask.CERTIFY,
        lines=sorted({*one.lines, *one.more_lines}),
    )


def _substep(step: Step, position: int, one: SubstepDraft) -> Step:
    return Step(
        office_id=step.office_id,
        procedure=step.procedure,
        parent=step,
        position=position,
        number=one.number[:20],
        title=one.title,
        actions=list(one.actions),
        ask=one.decision or Step.Ask.CERTIFY,
        lines=list(one.lines),
    )


def _inherit_steps(made: Sequence[Step], before: Procedure | None) -> None:
    known = [(s.title, s.lineage) for s in before.steps.all()] if before else []
    for step, lineage in zip(made, _inherited(known, [s.title for s in made]), strict=True):
        step.lineage = lineage


def _inherited(known: Iterable[tuple[str, UUID]], wanted: Sequence[str]) -> list[UUID]:
    """A lineage for each wanted title: that of the same title, else of the most alike one, else a new one.

    Each known lineage goes on in one place only. Numbers say nothing: a new first step moves them all.
    """
    left = {_bare(title): lineage for title, lineage in known}
    titles = [_bare(title) for title in wanted]
    found = {place: left.pop(title) for place, title in enumerate(titles) if title in left}
    for place, title in enumerate(titles):
        if place not in found and (alike := get_close_matches(title, left, n=1, cutoff=ALIKE)):
            found[place] = left.pop(alike[0])
    return [found.get(place) or new_id() for place in range(len(titles))]


def _bare(title: str) -> str:
    return squeeze(to_arabic(title))
