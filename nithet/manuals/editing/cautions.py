"""Warnings that a person has looked at."""

from __future__ import annotations

from dataclasses import replace

from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing.errors import EditError
from nithet.thai.text import clean


def settle(
    draft: ManualDraft, *, code: str, item: str = "", text: str = "", is_settled: bool = True
) -> ManualDraft:
    """What this warning is about is right as it stands (or is to be looked at again).

    `text` tells apart several warnings of one kind about one item.
    """
    wanted = [
        one
        for one in draft.warnings
        if (one.code, one.item) == (code, item) and text in ("", clean(one.text))
    ]
    if not wanted:
        raise EditError("item-gone")
    warnings = tuple(replace(one, is_settled=is_settled) if one in wanted else one for one in draft.warnings)
    return replace(draft, warnings=warnings)
