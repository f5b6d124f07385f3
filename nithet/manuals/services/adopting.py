"""From a draft to procedures and steps; nothing of its content is lost (`queries.written` is the way back).

What stayed the same keeps its lineage: the draft says so where it was begun from an earlier edition of the manual,
and likeness to the edition before where it was read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nithet.core.ids import new_id
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft, SubstepDraft, span
from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.manuals.search import index_procedures
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

# How alike two titles must be to be one procedure or step, reworded.
ALIKE = 0.8


def make_procedures(version: ManualVersion, draft: ManualDraft, previous: ManualVersion | None) -> None:
    """Rows of an adopted version: the same as the draft says, whatever their number in four statements."""
    before = list(previous.procedures.prefetch_related("steps")) if previous else []
    lineages = _inherited(
        [(p.title, p.lineage) for p in before],
        [(p.title, p.lineage) for p in draft.procedures],
        _lineages(Procedure.objects.filter(version__manual=version.manual_id)),
    )
    procedures = [
        _procedure(version, position, one, lineage)
        for position, (one, lineage) in enumerate(zip(draft.procedures, lineages, strict=True), start=1)
    ]
    steps: list[Step] = []
    known = _lineages(Step.objects.filter(procedure__version__manual=version.manual_id))
    older = {procedure.lineage: procedure for procedure in before}
    for procedure, one in zip(procedures, draft.procedures, strict=True):
        made = list(_steps(procedure, one.steps))
        _inherit_steps(made, one.steps, older.get(procedure.lineage), known)
        steps += made
    Procedure.objects.bulk_create(procedures)
    # Parents first: a sub-step points at its step.
    Step.objects.bulk_create([step for step in steps if step.parent is None], batch_size=500)
    Step.objects.bulk_create([step for step in steps if step.parent is not None], batch_size=500)
    index_procedures(procedures, steps)


def _procedure(version: ManualVersion, position: int, one: ProcedureDraft, lineage: UUID) -> Procedure:
    return Procedure(
        office_id=version.office_id,
        version=version,
        lineage=lineage,
        family=one.family or "",
        position=position,
        number=(one.number or "")[:40],
        part=one.part or "",
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
        detail=one.detail or "",
        months=list(one.months) if one.months else None,
        cadence=one.cadence or "",
        time_text=one.time_text or "",
        responsible=list(one.responsible),
        standard=one.standard or "",
        measure=asdict(one.measure) if one.measure else None,
        actions=list(one.actions),
        ask=one.decision or Step.Ask.CERTIFY,
        forms=list(one.forms),
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


def _lineages(rows: QuerySet[Any]) -> frozenset[UUID]:
    """Those that this manual has had. A file may bring any others, which are nobody's here."""
    return frozenset(rows.values_list("lineage", flat=True))


def _inherit_steps(
    made: Sequence[Step], drafts: Iterable[StepDraft], before: Procedure | None, known: frozenset[UUID]
) -> None:
    old = [(s.title, s.lineage) for s in before.steps.all()] if before else []
    said = [
        lineage for step in drafts for lineage in (step.lineage, *(part.lineage for part in step.substeps))
    ]
    wanted = [(step.title, lineage) for step, lineage in zip(made, said, strict=True)]
    for step, lineage in zip(made, _inherited(old, wanted, known), strict=True):
        step.lineage = lineage


def _inherited(
    before: Iterable[tuple[str, UUID]], wanted: Sequence[tuple[str, str | None]], known: Collection[UUID]
) -> list[UUID]:
    """A lineage for each wanted title: the one it brings, that of the same or the most alike title, a new one.

    Each goes on in one place only. Numbers say nothing: a new first step moves them all.
    """
    found: dict[int, UUID] = {}
    for place, (_, said) in enumerate(wanted):
        brought = _as_id(said)
        if brought in known and brought not in found.values():
            found[place] = brought  # type: ignore[assignment]
    left = {_bare(title): lineage for title, lineage in before if lineage not in found.values()}
    titles = {place: _bare(title) for place, (title, _) in enumerate(wanted) if place not in found}
    found |= {place: left.pop(title) for place, title in titles.items() if title in left}
    for place, title in titles.items():
        if place not in found and (alike := get_close_matches(title, left, n=1, cutoff=ALIKE)):
            found[place] = left.pop(alike[0])
    return [found.get(place) or new_id() for place in range(len(wanted))]


def _as_id(said: str | None) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        return None


def _bare(title: str) -> str:
    return squeeze(to_arabic(title))
