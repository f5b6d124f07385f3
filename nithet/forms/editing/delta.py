"""What differs between two states of a draft, so that an act can be undone and done again exactly.

Of each sheet one cut is told: where it begins, the lines that stood there and those that stand there now.
"""

from __future__ import annotations

from typing import Any

Stored = dict[str, Any]


def delta_of(before: Stored, after: Stored) -> Stored:
    """Both as `tables.to_json` gives them."""
    return {
        sheet: _cut(before.get(sheet), after.get(sheet))
        for sheet in dict.fromkeys((*before, *after))
        if before.get(sheet) != after.get(sheet)
    }


def done(stored: Stored, delta: Stored) -> Stored:
    """The state after the change; the inverse of `undone`. Raises ValueError where it was made on another state."""
    return _walked(stored, delta, "before", "after")


def undone(stored: Stored, delta: Stored) -> Stored:
    return _walked(stored, delta, "after", "before")


def _cut(old: Stored | None, new: Stored | None) -> Stored:
    were, are = (list(sheet["rows"]) if sheet else [] for sheet in (old, new))
    most = min(len(were), len(are))
    head = next((at for at in range(most) if were[at] != are[at]), most)
    tail = next((at for at in range(most - head) if were[-1 - at] != are[-1 - at]), most - head)
    return {
        "at": head,
        "before": {"columns": old["columns"] if old else None, "rows": were[head : len(were) - tail]},
        "after": {"columns": new["columns"] if new else None, "rows": are[head : len(are) - tail]},
    }


def _walked(stored: Stored, delta: Stored, taken: str, given: str) -> Stored:
    result = dict(stored)
    for sheet, cut in delta.items():
        here = stored.get(sheet)
        rows, at, gone = list(here["rows"]) if here else [], cut["at"], cut[taken]["rows"]
        if (here["columns"] if here else None) != cut[taken]["columns"] or rows[at : at + len(gone)] != gone:
            raise ValueError("the draft is not the one that this change was made on")
        rows[at : at + len(gone)] = cut[given]["rows"]
        if cut[given]["columns"] is None:
            result.pop(sheet, None)
        else:
            result[sheet] = {"columns": cut[given]["columns"], "rows": rows}
    return result
