"""Words of a draft: correcting, adding and taking out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nithet.manuals.draft import (
    Definition,
    ManualDraft,
    Matter,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find, find_as, home_of, new_keys, spliced
from nithet.manuals.editing.lines import let_go, own_lines
from nithet.manuals.editing.numbers import decision_of, numbered, parsed_step
from nithet.manuals.reading.actions import propose_actions
from nithet.manuals.reading.times import read_measure

NEEDED = {"title", "text", "term"}
"""Texts that are never empty."""
_TEXTS: dict[type, tuple[str, ...]] = {
    ProcedureDraft: ("title", "scope", "part"),
    StepDraft: ("title", "detail", "standard", "time_text"),
    SubstepDraft: ("title",),
    Text: ("text",),
    Definition: ("term", "meaning"),
    Matter: ("title", "text"),
}
_MANUAL = ("office", "group")


def set_text(draft: ManualDraft, *, key: str = "", field: str, text: str) -> ManualDraft:
    """Other words in a field of an item; without a key, of the manual itself."""
    if field in NEEDED and not text:
        raise EditError("title-needed")
    if not key:
        if field not in _MANUAL:
            raise EditError("wrong-kind")
        return (
            replace(draft, office=text or None) if field == "office" else replace(draft, group=text or None)
        )
    item = find(draft, key)
    if field not in _TEXTS[type(item)]:
        raise EditError("wrong-kind")
    return _worded(draft, item, field, text)


def _worded(draft: ManualDraft, item: Any, field: str, text: str) -> ManualDraft:
    value = text if field in NEEDED or isinstance(item, Definition) else text or None
    facts: dict[str, Any] = {field: value}
    if field == "standard":
        facts["measure"] = read_measure(text) if text else None
    if field == "title" and isinstance(item, StepDraft | SubstepDraft):
        facts |= _work_of(draft, item, text)
    if field == "title" and isinstance(item, StepDraft | ProcedureDraft):
        facts["also_called"] = tuple(name for name in item.also_called if name != text)
    return changed(draft, item.key, **facts)


def _work_of(draft: ManualDraft, item: StepDraft | SubstepDraft, title: str) -> dict[str, Any]:
    """The work that new words tell of, unless a person has said what the work is."""
    procedure = home_of(draft, item.key)
    if item.actions != propose_actions(item.title, procedure=procedure.title):
        return {}
    actions = propose_actions(title, procedure=procedure.title)
    return {"actions": actions, "decision": decision_of(title, actions, procedure, item.key)}


def add_item(draft: ManualDraft, *, key: str, kind: str, text: str, meaning: str = "") -> ManualDraft:
    """A new item by hand: a step after that one (or the last), a sub-step of it, a text of a procedure."""
    if not text:
        raise EditError("title-needed")
    (new,) = new_keys(draft, 1)
    match kind:
        case "step":
            return _added_step(draft, key, new, text)
        case "substep":
            return _added_substep(draft, key, new, text)
        case "objective" | "form" | "reference":
            return _added_text(draft, key, f"{kind}s", Text(text, key=new))
        case "definition":
            return _added_text(draft, key, "definitions", Definition(text, meaning, key=new))
        case _:
            raise EditError("bad-facts")


def _added_step(draft: ManualDraft, key: str, new: str, text: str) -> ManualDraft:
    procedure = home_of(draft, key)
    steps = procedure.steps
    place = next((at for at, step in enumerate(steps, 1) if step.key == key), len(steps))
    number = steps[place - 1].number + 1 if place else 1
    step = replace(parsed_step(text, procedure, number), key=new)
    return changed(draft, procedure.key, steps=numbered(steps, (*steps[:place], step, *steps[place:])))


def _added_substep(draft: ManualDraft, key: str, new: str, text: str) -> ManualDraft:
    step = find_as(draft, key, StepDraft)
    parsed = parsed_step(text, home_of(draft, key), 1)
    number = f"{step.number}.{len(step.substeps) + 1}"
    part = SubstepDraft(number, parsed.title, actions=parsed.actions, decision=parsed.decision, key=new)
    return changed(draft, key, substeps=(*step.substeps, part))


def _added_text(draft: ManualDraft, key: str, name: str, one: Text | Definition) -> ManualDraft:
    procedure = find_as(draft, key, ProcedureDraft)
    return changed(draft, key, **{name: (*getattr(procedure, name), one)})


def drop(draft: ManualDraft, *, key: str) -> ManualDraft:
    """Take an item out. Its lines, where nothing else came from them, count as left out by hand."""
    item = find(draft, key)
    without = spliced(draft, key, lambda _: ())
    if isinstance(item, StepDraft):
        before = home_of(draft, key)
        left = home_of(without, before.key)
        without = changed(without, before.key, steps=numbered(before.steps, left.steps))
    return let_go(without, own_lines(item))
