"""A procedure of the catalogue as a draft: codes become the words of a manual."""

from __future__ import annotations

from dataclasses import asdict

from nithet.catalogue import templates
from nithet.catalogue.loader import load_catalogue
from nithet.manuals.draft import Decision, Definition, Measure, ProcedureDraft, StepDraft, SubstepDraft, Text


def draft_of_template(one: templates.ProcedureTemplate) -> ProcedureDraft:
    catalogue = load_catalogue()
    return ProcedureDraft(
        title=one.title,
        objectives=tuple(Text(text) for text in one.objectives),
        scope=one.scope,
        definitions=tuple(Definition(said.term, said.meaning) for said in one.definitions),
        steps=tuple(_step(catalogue, one, step) for step in one.steps),
        forms=tuple(Text(catalogue.form(form).name) for form in one.forms),
        references=tuple(Text(reference.text) for reference in one.references),
        family=one.family,
    )


def _step(
    catalogue: templates.Catalogue, procedure: templates.ProcedureTemplate, step: templates.StepTemplate
) -> StepDraft:
    return StepDraft(
        number=step.number,
        title=step.title,
        months=step.months,
        cadence=step.cadence,
        responsible=(catalogue.responsible_words(procedure, step),),
        standard=step.standard or None,
        measure=Measure(**asdict(step.measure)) if step.measure else None,
        actions=step.actions,
        decision=Decision(step.decision) if step.decision else None,
        forms=tuple(catalogue.form(form).name for form in step.all_forms),
        substeps=tuple(
            SubstepDraft(
                part.number, part.title, part.actions, Decision(part.decision) if part.decision else None
            )
            for part in step.substeps
        ),
    )
