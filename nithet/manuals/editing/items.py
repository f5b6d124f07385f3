"""Finding items of a draft by key, and putting others in their place. What does not change stays the same object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

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
from nithet.manuals.keys import all_keys, next_key

Item = ProcedureDraft | StepDraft | SubstepDraft | Text | Definition | Matter
Put = Callable[[Any], Sequence[Any]]
T = TypeVar("T", ProcedureDraft, StepDraft, SubstepDraft, Text, Definition, Matter)
_D = TypeVar("_D", ManualDraft, ProcedureDraft)

TEXT_LISTS = ("objectives", "definitions", "forms", "references")


def items_of(draft: ManualDraft) -> Iterator[tuple[Item, ProcedureDraft | None]]:
    """Every item and the procedure that it stands in."""
    for procedure in draft.procedures:
        yield procedure, procedure
        for name in TEXT_LISTS:
            yield from ((text, procedure) for text in getattr(procedure, name))
        for step in procedure.steps:
            yield step, procedure
            yield from ((part, procedure) for part in step.substeps)
    yield from ((matter, None) for matter in draft.matters)


def find(draft: ManualDraft, key: str) -> Item:
    return _found(draft, key)[0]


def find_as(draft: ManualDraft, key: str, kind: type[T]) -> T:
    """The item of that key; refused where it is of another kind."""
    item = find(draft, key)
    if not isinstance(item, kind):
        raise EditError("wrong-kind")
    return item


def home_of(draft: ManualDraft, key: str) -> ProcedureDraft:
    """The procedure that an item stands in, or the procedure of that key."""
    procedure = _found(draft, key)[1]
    if procedure is None:
        raise EditError("wrong-kind")
    return procedure


def _found(draft: ManualDraft, key: str) -> tuple[Item, ProcedureDraft | None]:
    for item, procedure in items_of(draft):
        if key and item.key == key:
            return item, procedure
    raise EditError("item-gone")


def with_facts(item: _D, facts: dict[str, Any]) -> _D:
    """The item with these facts, whose names are known only when running."""
    return replace(item, **facts)


def changed(draft: ManualDraft, key: str, **facts: Any) -> ManualDraft:
    """The draft with other facts in that item."""
    return spliced(draft, key, lambda item: (replace(item, **facts),))


def spliced(draft: ManualDraft, key: str, put: Put) -> ManualDraft:
    """The draft with what `put` makes of the item (none, one or several) in its place."""
    for name in ("procedures", "matters"):
        if (some := _in_list(getattr(draft, name), key, put)) is not None:
            return with_facts(draft, {name: some})
    for place, procedure in enumerate(draft.procedures):
        if (one := _in_procedure(procedure, key, put)) is not None:
            before, after = draft.procedures[:place], draft.procedures[place + 1 :]
            return replace(draft, procedures=(*before, one, *after))
    raise EditError("item-gone")


def _in_procedure(procedure: ProcedureDraft, key: str, put: Put) -> ProcedureDraft | None:
    for name in (*TEXT_LISTS, "steps"):
        if (some := _in_list(getattr(procedure, name), key, put)) is not None:
            return with_facts(procedure, {name: some})
    for place, step in enumerate(procedure.steps):
        if (parts := _in_list(step.substeps, key, put)) is not None:
            steps = procedure.steps
            one = replace(step, substeps=parts)
            return replace(procedure, steps=(*steps[:place], one, *steps[place + 1 :]))
    return None


def _in_list(some: Sequence[Any], key: str, put: Put) -> tuple[Any, ...] | None:
    for place, item in enumerate(some):
        if item.key == key:
            return (*some[:place], *put(item), *some[place + 1 :])
    return None


def place_of(some: Sequence[Item], key: str) -> int:
    for place, item in enumerate(some):
        if item.key == key:
            return place
    raise EditError("item-gone")


def new_keys(draft: ManualDraft, count: int) -> list[str]:
    first = int(next_key(draft)[1:])
    return [f"n{number}" for number in range(first, first + count)]


def has_key(draft: ManualDraft, key: str) -> bool:
    return key in set(all_keys(draft))


def label_of(draft: ManualDraft, key: str) -> str:
    """What an item is called in a sentence: “ขั้นตอนที่ 3 ของงานที่ 1”; empty for one that is not there."""
    for place, procedure in enumerate(draft.procedures, start=1):
        if procedure.key == key:
            return f"กระบวนงานที่ {place}"
        for item, _ in items_of(ManualDraft(procedures=(procedure,))):
            if item.key == key:
                return f"{_name_of(item, procedure)} ของกระบวนงานที่ {place}"
    return "ส่วนอื่นของคู่มือ" if any(one.key == key for one in draft.matters) else ""


def _name_of(item: Item, procedure: ProcedureDraft) -> str:
    match item:
        case StepDraft():
            return f"ขั้นตอนที่ {item.number}"
        case SubstepDraft():
            return f"ขั้นตอนย่อย {item.number}"
        case Definition():
            return f"คำจำกัดความ “{item.term}”"
        case _:
            return next(
                words
                for words, texts in (
                    ("วัตถุประสงค์", procedure.objectives),
                    ("แบบฟอร์ม", procedure.forms),
                    ("เอกสารอ้างอิง", procedure.references),
                )
                if item in texts
            )
