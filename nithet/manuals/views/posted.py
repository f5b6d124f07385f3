"""What a form or a button of the review page sends: an act, its facts, and the revision that the person saw."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from nithet.manuals.editing import ACTS, EditError
from nithet.manuals.errors import ActRefusedError

_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Posted:
    act: str
    facts: dict[str, Any]
    revision: int
    editor: str = ""
    """The key of the item whose editor it was sent from, while that stays open."""


def posted_act(data: QueryDict) -> Posted:
    """Facts stand in fields of their names, or together as JSON in `facts`."""
    act = data.get("act", "")
    if act not in ACTS:
        raise ActRefusedError(EditError("unknown-act").text)
    return Posted(act, _facts(act, data), posted_revision(data), data.get("editor", ""))


def posted_revision(data: QueryDict) -> int:
    said = data.get("revision", "")
    if not said.isdecimal() or len(said) > _MOST_DIGITS:
        raise ActRefusedError(EditError("bad-facts").text)
    return int(said)


def _facts(act: str, data: QueryDict) -> dict[str, Any]:
    if together := data.get("facts"):
        return _together(together)
    # A field that stands empty beside another way of saying the same (a place to cut) says nothing.
    return {
        name: data.getlist(name) if kind.is_many else data[name]
        for name, kind in ACTS[act].facts.items()
        if name in data and not (name == "at" and not data[name])
    }


def _together(said: str) -> dict[str, Any]:
    try:
        facts = json.loads(said)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise ActRefusedError(EditError("bad-facts").text)
    return facts
