"""What changed between two documents of a draft, so that it can be undone and done again exactly.

Lists are told as one cut: where it begins, what stood there and what stands there now. So a change of one step costs
its procedure twice, however long the manual is.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
Delta = dict[str, Any]


def delta_of(before: Document, after: Document) -> Delta:
    """Both documents have the same fields."""
    return {
        name: _difference(old, after[name])
        for name, old in before.items()
        if old is not after[name] and old != after[name]
    }


def done(document: Document, delta: Delta) -> Document:
    """The document after the change; the inverse of `undone`."""
    return {**document, **{name: _put(document[name], cut, "before", "after") for name, cut in delta.items()}}


def undone(document: Document, delta: Delta) -> Document:
    """The document as it was before the change."""
    return {**document, **{name: _put(document[name], cut, "after", "before") for name, cut in delta.items()}}


def _difference(old: Any, new: Any) -> Delta:
    if not (isinstance(old, list) and isinstance(new, list)):
        return {"before": old, "after": new}
    most = min(len(old), len(new))
    head = next((at for at in range(most) if not _same(old[at], new[at])), most)
    tail = next((at for at in range(most - head) if not _same(old[-1 - at], new[-1 - at])), most - head)
    return {"at": head, "before": old[head : len(old) - tail], "after": new[head : len(new) - tail]}


def _same(one: Any, other: Any) -> bool:
    return one is other or one == other


def _put(value: Any, cut: Delta, taken: str, given: str) -> Any:
    if "at" not in cut:
        return cut[given]
    at = cut["at"]
    if value[at : at + len(cut[taken])] != cut[taken]:
        raise ValueError("the document is not the one that this change was made on")
    return [*value[:at], *cut[given], *value[at + len(cut[taken]) :]]
