"""Writes a procedure as YAML: one text for one procedure, so that files can be compared and read back."""

from collections.abc import Iterable
from typing import Any

import yaml

from nithet.catalogue.templates import ProcedureTemplate, Reference, StepTemplate, SubstepTemplate

WIDTH = 100


def dump_procedure(procedure: ProcedureTemplate) -> str:
    """The procedure in the format of `read_procedure`, keys in a fixed order, what is empty left out."""
    data = {
        **{
            key: getattr(procedure, key)
            for key in ("code", "family", "variant_of", "title", "unit", "section")
        },
        "objectives": list(procedure.objectives),
        "scope": procedure.scope,
        "definitions": [{"term": one.term, "meaning": one.meaning} for one in procedure.definitions],
        "steps": [_step(one) for one in procedure.steps],
        "forms": Line(procedure.forms),
        "references": [_reference(one) for one in procedure.references],
    }
    return dump_documents([filled(data)])


def dump_documents(documents: Iterable[dict[str, Any]]) -> str:
    """The documents in one text, in the style of the catalogue."""
    written = list(documents)
    return yaml.dump_all(
        written,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        explicit_start=len(written) > 1,
    )


class Line(list[Any]):
    """A list written on one line."""


class LineMap(dict[str, Any]):
    """A mapping written on one line."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and knows no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    Line, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    LineMap, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def _step(step: StepTemplate) -> dict[str, Any]:
    return filled(
        {
            "number": step.number,
            "title": step.title,
            "months": Line(step.months or ()),
            "cadence": step.cadence,
            "responsible": step.responsible,
            "actions": Line(step.actions),
            "decision": step.decision,
            "standard": step.standard,
            "measure": LineMap(at_least=step.measure.at_least, per=step.measure.per)
            if step.measure
            else None,
            "forms": Line(step.forms),
            "substeps": [_substep(one) for one in step.substeps],
        }
    )


def _substep(part: SubstepTemplate) -> dict[str, Any]:
    return filled(
        {
            "number": part.number,
            "title": part.title,
            "actions": Line(part.actions),
            "decision": part.decision,
            "forms": Line(part.forms),
        }
    )


def _reference(reference: Reference) -> dict[str, Any]:
    return filled(
        {
            "title": reference.title,
            "kind": reference.kind,
            "year_be": reference.year_be,
            "amended": reference.is_amended,
        }
    )


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {key: value for key, value in data.items() if value}
