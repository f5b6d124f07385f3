"""Choices and items as people write them: one a line. What stood there keeps its code, wherever its line is now."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from nithet.forms.editing.errors import EditError

# A misspelling mended is the same line; “ใช่” and “ไม่ใช่” are not.
_SAME = 85


def matched(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new line the place of the old one that it is."""
    places: list[int | None] = [old.index(line) if line in old else None for line in new]
    left = [place for place in range(len(old)) if place not in places]
    for at, line in enumerate(new):
        if places[at] is None and left:
            nearest = max(left, key=lambda place: fuzz.ratio(old[place], line))
            if fuzz.ratio(old[nearest], line) >= _SAME:
                places[at] = nearest
                left.remove(nearest)
    return places


def refuse_twice(lines: Sequence[str]) -> None:
    for at, line in enumerate(lines):
        if line in lines[:at]:
            raise EditError("line-twice", line=line)
