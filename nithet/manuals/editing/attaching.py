"""Lines of the source that were not understood become text of an item, or items of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nithet.manuals.draft import (
    Definition,
    Fate,
    Lines,
    ManualDraft,
    Matter,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import changed, find, find_as, home_of, new_keys, spliced
from nithet.manuals.editing.lines import booked, without_lines
from nithet.manuals.editing.numbers import numbered, parsed_step
from nithet.manuals.editing.times import read_time


def attach_lines(draft: ManualDraft, *, lines: Sequence[int], field: str, key: str = "") -> ManualDraft:
    """Lines become text of an item, or an item of their own in it: `field` says what."""
    if not lines or field not in _FIELDS:
        raise EditError("bad-facts")
    texts = _texts_of(draft, lines)
    places = tuple(sorted(lines))
    attached = _FIELDS[field](without_lines(draft, set(lines)), key, field, texts, places)
    return booked(attached, lines, Fate.USED, field)


def _texts_of(draft: ManualDraft, lines: Sequence[int]) -> list[str]:
    texts = {note.line: note.text for note in draft.notes}
    if set(lines) - texts.keys():
        raise EditError("no-line")
    return [texts[line] for line in sorted(lines)]


def _joined(before: str | None, texts: Sequence[str]) -> str:
    return " ".join(text for text in (before, *texts) if text)


def _to_text(draft: ManualDraft, key: str, field: str, texts: list[str], lines: Lines) -> ManualDraft:
    """More words in a text of the item."""
    item = find(draft, key)
    if not hasattr(item, field):
        raise EditError("wrong-kind")
    facts = {field: _joined(getattr(item, field), texts), "lines": tuple(sorted({*item.lines, *lines}))}
    return _named(changed(draft, key, **facts), key, lines)


def _to_scope(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    one = home_of(draft, key)
    known = tuple(sorted({*one.scope_lines, *lines}))
    return _named(changed(draft, one.key, scope=_joined(one.scope, texts), scope_lines=known), one.key, lines)


def _to_time(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    step = find_as(draft, key, StepDraft)
    months, cadence = read_time(" ".join(texts))
    if not months and not cadence:
        raise EditError("time-unclear")
    facts = {
        "months": months or step.months,
        "cadence": cadence or step.cadence,
        "time_text": _joined(step.time_text, texts),
        "more_lines": tuple(sorted({*step.more_lines, *lines})),
    }
    return _named(changed(draft, key, **facts), key, lines)


def _to_people(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    step = find_as(draft, key, StepDraft)
    facts = {
        "responsible": (*step.responsible, *texts),
        "more_lines": tuple(sorted({*step.more_lines, *lines})),
    }
    return _named(changed(draft, key, **facts), key, lines)


def _to_step(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    """A new step after that one, or the last of the procedure."""
    procedure = home_of(draft, key)
    (new,) = new_keys(draft, 1)
    place = next((at for at, step in enumerate(procedure.steps, 1) if step.key == key), len(procedure.steps))
    before = procedure.steps
    number = before[place - 1].number + 1 if place else 1
    step = replace(parsed_step(_joined("", texts), procedure, number), key=new, lines=lines)
    steps = numbered(before, (*before[:place], step, *before[place:]))
    return _named(changed(draft, procedure.key, steps=steps), new, lines)


def _to_substep(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    step = find_as(draft, key, StepDraft)
    (new,) = new_keys(draft, 1)
    parsed = parsed_step(_joined("", texts), home_of(draft, key), 1)
    part = SubstepDraft(
        f"{step.number}.{len(step.substeps) + 1}",
        parsed.title,
        actions=parsed.actions,
        decision=parsed.decision,
        lines=lines,
        key=new,
    )
    return _named(changed(draft, key, substeps=(*step.substeps, part)), new, lines)


def _to_list(draft: ManualDraft, key: str, field: str, texts: list[str], lines: Lines) -> ManualDraft:
    """An objective, a definition, a form or a reference more, out of all the lines together."""
    procedure = home_of(draft, key)
    (new,) = new_keys(draft, 1)
    text = _joined("", texts)
    one: Text | Definition = Text(text, lines, new)
    if field == "definition":
        term, _, meaning = text.partition(" ")
        one = Definition(term, meaning, lines, new)
    name = f"{field}s"
    added = changed(draft, procedure.key, **{name: (*getattr(procedure, name), one)})
    return _named(added, new, lines)


def _to_procedure(draft: ManualDraft, key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    """A new procedure of that name, after that one or as the last."""
    (new,) = new_keys(draft, 1)
    one = ProcedureDraft(_joined("", texts), lines=lines, key=new)
    if not key:
        return replace(draft, procedures=(*draft.procedures, one))
    return spliced(draft, home_of(draft, key).key, lambda before: (before, one))


def _to_matter(draft: ManualDraft, _key: str, _field: str, texts: list[str], lines: Lines) -> ManualDraft:
    (new,) = new_keys(draft, 1)
    matter = Matter("added", texts[0][:200], _joined("", texts), lines, new)
    return replace(draft, matters=(*draft.matters, matter))


_Attach = Callable[[ManualDraft, str, str, list[str], Lines], ManualDraft]
_FIELDS: dict[str, _Attach] = {
    **dict.fromkeys(("title", "detail", "standard", "text", "meaning"), _to_text),
    "scope": _to_scope,
    "time": _to_time,
    "responsible": _to_people,
    "step": _to_step,
    "substep": _to_substep,
    **dict.fromkeys(("objective", "definition", "form", "reference"), _to_list),
    "procedure": _to_procedure,
    "matter": _to_matter,
}


def _named(draft: ManualDraft, key: str, lines: Lines) -> ManualDraft:
    """The procedure that the item stands in names the lines too."""
    try:
        procedure = home_of(draft, key)
    except EditError:
        return draft  # what stands outside the procedures
    return changed(draft, procedure.key, lines=tuple(sorted({*procedure.lines, *lines})))
