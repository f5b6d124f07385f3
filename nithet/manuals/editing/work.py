"""What a step asks for: who, to what standard, with which forms, what kind of work, which decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nithet.catalogue.vocabulary import ACTIONS
from nithet.manuals.draft import Decision, ManualDraft, ProcedureDraft, StepDraft, SubstepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find, find_as, home_of
from nithet.manuals.editing.numbers import decision_of
from nithet.manuals.editing.texts import set_text
from nithet.manuals.editing.times import set_cadence, set_months
from nithet.manuals.responsible import names_person


def set_responsible(draft: ManualDraft, *, key: str, responsible: Sequence[str]) -> ManualDraft:
    """Who does the step; with the key of a procedure, who does those of its steps that name a person."""
    item, people = find(draft, key), tuple(dict.fromkeys(responsible))
    if isinstance(item, ProcedureDraft):
        for step in item.steps:
            if any(names_person(one) for one in step.responsible):
                draft = changed(draft, step.key, responsible=people)
        return draft
    find_as(draft, key, StepDraft)
    return changed(draft, key, responsible=people)


def set_standard(draft: ManualDraft, *, key: str, text: str = "") -> ManualDraft:
    """The standard, and the count that its words ask for."""
    return set_text(draft, key=key, field="standard", text=text)


def set_forms(draft: ManualDraft, *, key: str, forms: Sequence[str]) -> ManualDraft:
    find_as(draft, key, StepDraft)
    return changed(draft, key, forms=tuple(dict.fromkeys(forms)))


def set_actions(draft: ManualDraft, *, key: str, actions: Sequence[str]) -> ManualDraft:
    """The kinds of work, the leading one first. What goes up asks for a decision, what does not asks for none."""
    step = _worked(draft, key)
    if set(actions) - set(ACTIONS):
        raise EditError("action")
    chosen = tuple(dict.fromkeys(actions))
    decision = step.decision
    if "propose" not in chosen:
        decision = None
    elif decision is None:
        decision = decision_of(step.title, chosen, home_of(draft, key), key)
    return changed(draft, key, actions=chosen, decision=decision)


def set_decision(draft: ManualDraft, *, key: str, decision: str = "") -> ManualDraft:
    """What is asked of the decider; empty where the step does not go up."""
    step = _worked(draft, key)
    if not decision:
        actions = tuple(action for action in step.actions if action != "propose") or ("operate",)
        return changed(draft, key, actions=actions, decision=None)
    if decision not in set(Decision):
        raise EditError("decision")
    actions = step.actions if "propose" in step.actions else (*step.actions, "propose")
    return changed(draft, key, actions=actions, decision=Decision(decision))


def _worked(draft: ManualDraft, key: str) -> StepDraft | SubstepDraft:
    item = find(draft, key)
    if not isinstance(item, StepDraft | SubstepDraft):
        raise EditError("wrong-kind")
    return item


def set_step(draft: ManualDraft, *, key: str, **facts: Any) -> ManualDraft:
    """What a form says of a step: only what differs from the draft is done, one field after the other."""
    for name in differing(draft, key, facts):
        draft = _SETTERS[name](draft, key, facts[name])
    return draft


def differing(draft: ManualDraft, key: str, facts: Mapping[str, Any]) -> list[str]:
    """The fields of a step that a form would change."""
    step = find_as(draft, key, StepDraft)
    return [name for name, value in facts.items() if _said(step, name) != value]


def _said(step: StepDraft, name: str) -> Any:
    """A fact of the step as a form would send it."""
    value = getattr(step, name)
    if name == "months":
        return tuple(value or ())
    if name == "decision":
        return value.value if value else ""
    return value or "" if isinstance(value, str) or value is None else value


def _text_setter(field: str) -> Any:
    return lambda draft, key, value: set_text(draft, key=key, field=field, text=value)


_SETTERS: dict[str, Any] = {
    "title": _text_setter("title"),
    "detail": _text_setter("detail"),
    "months": lambda draft, key, value: set_months(draft, key=key, months=value),
    "cadence": lambda draft, key, value: set_cadence(draft, key=key, cadence=value),
    "responsible": lambda draft, key, value: set_responsible(draft, key=key, responsible=value),
    "standard": lambda draft, key, value: set_standard(draft, key=key, text=value),
    "forms": lambda draft, key, value: set_forms(draft, key=key, forms=value),
    "actions": lambda draft, key, value: set_actions(draft, key=key, actions=value),
    "decision": lambda draft, key, value: set_decision(draft, key=key, decision=value),
}
