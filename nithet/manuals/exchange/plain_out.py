"""Drafts as plain mappings: one vocabulary for YAML and for what BPMN carries beside its own elements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nithet.catalogue.writing import Line, LineMap, filled
from nithet.manuals.draft import Decision, ManualDraft, Matter, ProcedureDraft, StepDraft, SubstepDraft


def manual_data(draft: ManualDraft, *, title: str = "") -> dict[str, Any]:
    return filled(
        {
            "title": title,
            "office": draft.office,
            "group": draft.group,
            "fiscal_year_be": draft.fiscal_year_be,
            "procedures": len(draft.procedures),
            "matters": [_matter(one) for one in draft.matters],
        }
    )


def _matter(one: Matter) -> dict[str, Any]:
    return filled({"kind": one.kind, "title": one.title, "text": one.text})


def procedure_data(one: ProcedureDraft) -> dict[str, Any]:
    return filled(
        {
            "title": one.title,
            "number": one.number,
            "part": one.part,
            "family": one.family,
            "lineage": one.lineage,
            "also_called": list(one.also_called),
            "objectives": [text.text for text in one.objectives],
            "scope": one.scope,
            "definitions": [filled({"term": said.term, "meaning": said.meaning}) for said in one.definitions],
            "steps": [step_data(step) for step in one.steps],
            "forms": [text.text for text in one.forms],
            "references": [text.text for text in one.references],
        }
    )


def step_data(one: StepDraft) -> dict[str, Any]:
    return {"number": one.number} | filled(
        {
            "title": one.title,
            "lineage": one.lineage,
            "also_called": list(one.also_called),
            "detail": one.detail,
            "months": Line(one.months or ()),
            "cadence": one.cadence,
            "time_text": one.time_text,
            "responsible": list(one.responsible),
            "actions": Line(one.actions),
            "decision": _code(one.decision),
            "standard": one.standard,
            "measure": LineMap(asdict(one.measure)) if one.measure else None,
            "forms": list(one.forms),
            "substeps": [_substep(part) for part in one.substeps],
        }
    )


def _substep(one: SubstepDraft) -> dict[str, Any]:
    return filled(
        {
            "number": one.number,
            "title": one.title,
            "lineage": one.lineage,
            "actions": Line(one.actions),
            "decision": _code(one.decision),
        }
    )


def _code(decision: Decision | None) -> str | None:
    return decision.value if decision else None
