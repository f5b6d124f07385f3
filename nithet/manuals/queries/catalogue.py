"""The shipped procedures as a list to pick from, and what was picked as a draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from nithet.catalogue import templates
from nithet.catalogue.loader import load_catalogue
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

NAME = "คลังแม่แบบกระบวนงาน"
"""What stands as the source of a version that was begun from the catalogue."""


@dataclass(frozen=True, slots=True)
class ReadyProcedure:
    code: str
    title: str
    steps: int


@dataclass(frozen=True, slots=True)
class ReadyUnit:
    """The procedures that a division usually keeps in its manual."""

    name: str
    procedures: tuple[ReadyProcedure, ...]


def ready_units() -> list[ReadyUnit]:
    """In official order, without the divisions for which nothing is shipped."""
    catalogue = load_catalogue()
    units = [
        ReadyUnit(
            unit.name,
            tuple(
                ReadyProcedure(one.code, one.title, len(one.steps))
                for one in catalogue.procedures
                if one.unit == unit.code
            ),
        )
        for unit in catalogue.units
    ]
    return [unit for unit in units if unit.procedures]


def ready_codes() -> list[str]:
    return [one.code for one in load_catalogue().procedures]


def draft_of(codes: Collection[str]) -> ManualDraft:
    """The picked procedures, in the order of the catalogue; `group` is the division where all are of one."""
    catalogue = load_catalogue()
    picked = [one for one in catalogue.procedures if one.code in codes]
    units = {one.unit for one in picked}
    group = catalogue.unit(units.pop()).name if len(units) == 1 else None
    return ManualDraft(
        group=group, procedures=tuple(_procedure(catalogue, one) for one in picked), source_name=NAME
    )


def _procedure(catalogue: templates.Catalogue, one: templates.ProcedureTemplate) -> ProcedureDraft:
    return ProcedureDraft(
        title=one.title,
        objectives=tuple(Text(text) for text in one.objectives),
        scope=one.scope,
        definitions=tuple(Definition(said.term, said.meaning) for said in one.definitions),
        steps=tuple(_step(catalogue, one, step) for step in one.steps),
        forms=tuple(Text(catalogue.form(form).name) for form in one.forms),
        references=tuple(Text(reference.text) for reference in one.references),
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
        substeps=tuple(
            SubstepDraft(
                part.number, part.title, part.actions, Decision(part.decision) if part.decision else None
            )
            for part in step.substeps
        ),
    )
