"""The account of lines while a draft is edited: each line keeps one note, and what an item names is used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from nithet.manuals.draft import Fate, Lines, ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.editing.errors import EditError
from nithet.manuals.editing.items import TEXT_LISTS, items_of, label_of, with_facts

BY_HAND = "by-hand"
"""The rule of a line that a person left out; the reader has rules of its own."""


def own_lines(item: Any) -> set[int]:
    """The lines that an item came from, with those of what stands in it."""
    match item:
        case ProcedureDraft():
            inner = [text for name in TEXT_LISTS for text in getattr(item, name)]
            return {*item.lines, *item.scope_lines}.union(*map(own_lines, (*inner, *item.steps)))
        case StepDraft():
            return {*item.lines, *item.more_lines}.union(*map(own_lines, item.substeps))
        case _:
            return set(item.lines)


def booked(draft: ManualDraft, lines: Collection[int], fate: Fate, rule: str = "") -> ManualDraft:
    """The draft with that fate of these lines."""
    wanted = set(lines)
    if wanted - {note.line for note in draft.notes}:
        raise EditError("no-line")
    notes = tuple(
        replace(note, fate=fate, rule=rule) if note.line in wanted else note for note in draft.notes
    )
    return replace(draft, notes=notes)


def let_go(draft: ManualDraft, lines: Collection[int]) -> ManualDraft:
    """Lines of an item that was taken out: what no other item came from is left out by hand."""
    taken = {line for item, _ in items_of(draft) for line in _told_by(item)}
    free = set(lines) - taken
    return booked(without_lines(draft, free), free & _noted(draft), Fate.FURNITURE, BY_HAND)


def lines_left(procedure: ProcedureDraft, gone: Collection[int]) -> Lines:
    """The lines of a procedure out of which some went, and that still names all that stand in it."""
    inner = own_lines(replace(procedure, lines=()))
    return tuple(sorted((set(procedure.lines) - set(gone)) | inner))


def skip_lines(draft: ManualDraft, *, lines: Sequence[int]) -> ManualDraft:
    """These lines are no content."""
    _refuse_used(draft, lines)
    return booked(without_lines(draft, set(lines)), lines, Fate.FURNITURE, BY_HAND)


def take_back_lines(draft: ManualDraft, *, lines: Sequence[int]) -> ManualDraft:
    """These lines are to be looked at again; items keep their text, and no longer name these lines."""
    return booked(without_lines(draft, set(lines)), lines, Fate.UNREAD)


def _noted(draft: ManualDraft) -> set[int]:
    return {note.line for note in draft.notes}


def _refuse_used(draft: ManualDraft, lines: Sequence[int]) -> None:
    for item, _ in items_of(draft):
        if both := _told_by(item) & set(lines):
            raise EditError("line-used", line=min(both), item=label_of(draft, item.key))


def _told_by(item: Any) -> set[int]:
    """The lines that an item itself came from: a procedure names those of all that stands in it too."""
    return set(item.scope_lines) if isinstance(item, ProcedureDraft) else own_lines(item)


def without_lines(draft: ManualDraft, lines: set[int]) -> ManualDraft:
    """The draft in which no item names these lines."""
    if not lines:
        return draft
    procedures = tuple(_procedurewithout_lines(one, lines) for one in draft.procedures)
    matters = tuple(_itemwithout_lines(one, lines) for one in draft.matters)
    return replace(draft, procedures=procedures, matters=matters)


def _procedurewithout_lines(one: ProcedureDraft, lines: set[int]) -> ProcedureDraft:
    if not own_lines(one) & lines:
        return one
    inner = {
        name: tuple(_itemwithout_lines(text, lines) for text in getattr(one, name))
        for name in (*TEXT_LISTS, "steps")
    }
    facts = {"lines": _left(one.lines, lines), "scope_lines": _left(one.scope_lines, lines), **inner}
    return with_facts(one, facts)


def _itemwithout_lines(one: Any, lines: set[int]) -> Any:
    if not own_lines(one) & lines:
        return one
    facts: dict[str, Any] = {"lines": _left(one.lines, lines)}
    if isinstance(one, StepDraft):
        facts["more_lines"] = _left(one.more_lines, lines)
        facts["substeps"] = tuple(_itemwithout_lines(part, lines) for part in one.substeps)
    return replace(one, **facts)


def _left(some: Lines, lines: set[int]) -> Lines:
    return tuple(line for line in some if line not in lines)
