"""The draft as a JSON document: `to_json` and `from_json` are exact inverses."""

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from enum import StrEnum
from typing import Any

from nithet.manuals.draft import (
    Caution,
    Decision,
    Definition,
    Fate,
    LineNote,
    ManualDraft,
    Matter,
    Measure,
    Place,
    ProcedureDraft,
    Remedy,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.keys import keyed

JSON_VERSION = 2


def to_json(draft: ManualDraft) -> dict[str, Any]:
    """The draft as a JSON document."""
    return {"version": JSON_VERSION, **_plain(asdict(draft))}


def changed_document(document: dict[str, Any], before: ManualDraft, after: ManualDraft) -> dict[str, Any]:
    """The document of `after`, given that of `before`: what stayed the same object is not written again."""
    made = dict(document)
    for one in fields(ManualDraft):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old is not new:
            made[one.name] = _items(new, old, document[one.name]) if isinstance(new, tuple) else new
    return made


def _items(new: tuple[Any, ...], old: tuple[Any, ...], written: list[Any]) -> list[Any]:
    known = {id(item): plain for item, plain in zip(old, written, strict=True)}
    return [known.get(id(item)) or _plain(asdict(item)) for item in new]


def from_json(document: dict[str, Any]) -> ManualDraft:
    """The draft that `to_json` wrote, also in an older version. Raises ValueError for a version it does not know."""
    version = document.get("version")
    if version not in (1, JSON_VERSION):
        raise ValueError(f"draft version {version!r} is not {JSON_VERSION}")
    draft = _draft({key: value for key, value in document.items() if key != "version"})
    # In version 1 items had no keys and warnings named them by their places.
    return keyed(draft) if version == 1 else draft


def changed_draft(draft: ManualDraft, before: dict[str, Any], after: dict[str, Any]) -> ManualDraft:
    """The draft of `after`, given that of `before`: what the documents share is not read again."""
    facts: dict[str, Any] = {}
    for one in fields(ManualDraft):
        name, value = one.name, after[one.name]
        if value is before[name]:
            continue
        if name in _READERS:
            known = {id(plain): item for plain, item in zip(before[name], getattr(draft, name), strict=True)}
            value = tuple(known.get(id(plain)) or _READERS[name](plain) for plain in value)
        facts[name] = value
    return replace(draft, **facts)


def _draft(data: dict[str, Any]) -> ManualDraft:
    read = {name: tuple(reader(one) for one in data.get(name, ())) for name, reader in _READERS.items()}
    return ManualDraft(**{**data, **read})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _procedure(data: dict[str, Any]) -> ProcedureDraft:
    return ProcedureDraft(
        **{
            **_tupled(data),
            "objectives": _texts(data["objectives"]),
            "forms": _texts(data["forms"]),
            "references": _texts(data["references"]),
            "definitions": tuple(Definition(**_tupled(one)) for one in data["definitions"]),
            "steps": tuple(_step(one) for one in data["steps"]),
        }
    )


def _texts(data: list[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(Text(**_tupled(one)) for one in data)


def _step(data: dict[str, Any]) -> StepDraft:
    return StepDraft(
        **{
            **_tupled(data),
            "measure": Measure(**data["measure"]) if data["measure"] else None,
            "decision": _decision(data["decision"]),
            "substeps": tuple(
                SubstepDraft(**{**_tupled(one), "decision": _decision(one["decision"])})
                for one in data["substeps"]
            ),
        }
    )


def _decision(value: str | None) -> Decision | None:
    return Decision(value) if value else None


def _caution(data: dict[str, Any]) -> Caution:
    remedy = data.get("remedy")
    return Caution(**{**data, "remedy": Remedy(**remedy) if remedy else None})


_READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "procedures": _procedure,
    "matters": lambda one: Matter(**_tupled(one)),
    "warnings": _caution,
    "notes": lambda one: LineNote(**{**one, "fate": Fate(one["fate"])}),
    "places": lambda one: Place(**one),
}
"""How the items of each list of a document are read."""
