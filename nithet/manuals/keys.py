"""Keys of the items of a draft: “p2s3” is what was read as the third step of the second procedure.

A key is only a name: it stays when its item is moved. What a person adds is called n1, n2, … (`next_key`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from nithet.manuals.draft import Caution, Definition, ManualDraft, ProcedureDraft, StepDraft, Text

_T = TypeVar("_T", Text, Definition)
_ITEM = re.compile(r"procedures/(\d+)(?:/steps/(\d+))?")
_ADDED = re.compile(r"n(\d+)")


def keyed(draft: ManualDraft) -> ManualDraft:
    """The draft as it was read, with a key for each item by its place; warnings are about keys."""
    return replace(
        draft,
        procedures=tuple(_keyed_procedure(one, f"p{at}") for at, one in enumerate(draft.procedures, start=1)),
        matters=tuple(replace(one, key=f"m{at}") for at, one in enumerate(draft.matters, start=1)),
        warnings=tuple(replace(one, item=key_of_place(one.item)) for one in draft.warnings),
    )


def key_of_place(item: str) -> str:
    """“p1s3” for “procedures/0/steps/2”; what is no place stays."""
    match = _ITEM.fullmatch(item)
    if not match:
        return item
    step = f"s{int(match[2]) + 1}" if match[2] else ""
    return f"p{int(match[1]) + 1}{step}"


def all_keys(draft: ManualDraft) -> Iterator[str]:
    for procedure in draft.procedures:
        yield procedure.key
        texts = (procedure.objectives, procedure.definitions, procedure.forms, procedure.references)
        yield from (text.key for some in texts for text in some)
        for step in procedure.steps:
            yield step.key
            yield from (part.key for part in step.substeps)
    yield from (one.key for one in draft.matters)


def next_key(draft: ManualDraft) -> str:
    """A key that no item of the draft has, nor had if it was the last that was added."""
    added = [int(match[1]) for key in all_keys(draft) if (match := _ADDED.fullmatch(key))]
    return f"n{max(added, default=0) + 1}"


def cautions_about(draft: ManualDraft, key: str) -> list[Caution]:
    return [one for one in draft.warnings if one.item == key]


def _keyed_procedure(one: ProcedureDraft, key: str) -> ProcedureDraft:
    return replace(
        one,
        key=key,
        objectives=_keyed_texts(one.objectives, f"{key}o"),
        definitions=_keyed_texts(one.definitions, f"{key}d"),
        forms=_keyed_texts(one.forms, f"{key}f"),
        references=_keyed_texts(one.references, f"{key}r"),
        steps=tuple(_keyed_step(step, f"{key}s{at}") for at, step in enumerate(one.steps, start=1)),
    )


def _keyed_texts(texts: Sequence[_T], start: str) -> tuple[_T, ...]:
    return tuple(replace(text, key=f"{start}{at}") for at, text in enumerate(texts, start=1))


def _keyed_step(one: StepDraft, key: str) -> StepDraft:
    parts = tuple(replace(part, key=f"{key}.{at}") for at, part in enumerate(one.substeps, start=1))
    return replace(one, key=key, substeps=parts)
