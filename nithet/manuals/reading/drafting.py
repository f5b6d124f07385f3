"""From what was read to the draft: numbers filled in, times and measures understood, actions proposed."""

from nithet.manuals.draft import ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.reading.actions import propose_actions, propose_decision
from nithet.manuals.reading.lists import Item
from nithet.manuals.reading.procedure import Procedure
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.times import read_cadence, read_measure, read_months


def draft_procedure(procedure: Procedure) -> ProcedureDraft:
    """The procedure with its steps numbered and their work proposed."""
    steps: list[StepDraft] = []
    before: list[str] = []
    for place, step in enumerate(procedure.steps, start=1):
        steps.append(_draft_step(step, place, procedure, before))
        before.extend(steps[-1].actions)
    return ProcedureDraft(
        title=procedure.title,
        number=procedure.number,
        part=procedure.part,
        also_called=tuple(procedure.also),
        objectives=tuple(procedure.objectives),
        scope=procedure.scope or None,
        scope_lines=tuple(procedure.scope_lines),
        definitions=tuple(procedure.definitions),
        steps=tuple(steps),
        forms=tuple(procedure.forms),
        references=tuple(procedure.references),
        lines=tuple(procedure.lines),
    )


def _draft_step(step: Step, place: int, procedure: Procedure, before: list[str]) -> StepDraft:
    months = step.months or (read_months(step.time) if step.time else None)
    actions = propose_actions(step.title, procedure=procedure.title)
    return StepDraft(
        number=step.number or place,
        title=step.title,
        also_called=tuple(dict.fromkeys(step.also)),
        detail=step.detail or None,
        months=months or None,
        cadence=None if months or not step.time else read_cadence(step.time),
        time_text=step.time or None,
        responsible=step.responsible,
        standard=step.standard or None,
        measure=read_measure(step.standard) if step.standard else None,
        actions=actions,
        decision=propose_decision(step.title, actions, before=before),
        substeps=tuple(_draft_part(part, procedure.title) for part in _all_parts(step.parts)),
        lines=tuple(sorted(step.lines)),
        more_lines=tuple(sorted(step.more_lines)),
    )


def _all_parts(parts: list[Item]) -> list[Item]:
    return [one for part in parts for one in (part, *_all_parts(part.parts))]


def _draft_part(part: Item, procedure: str) -> SubstepDraft:
    actions = propose_actions(part.text, procedure=procedure)
    return SubstepDraft(
        number=part.written_number,
        title=part.text,
        actions=actions,
        decision=propose_decision(part.text, actions, before=()),
        lines=tuple(part.lines),
    )
