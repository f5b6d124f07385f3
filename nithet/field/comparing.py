"""Two filled forms side by side: every question that one of them answers, and whether the answers are the same. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nithet.forms.reviewing import Line, Look, parts_of


@dataclass(frozen=True, slots=True)
class Row:
    """One question; None on a side where it was not asked or not answered. `section` is the part that it stands in."""

    label: str
    section: str
    one: Line | None
    other: Line | None
    differs: bool


@dataclass(frozen=True)
class Side:
    """`digests`: name of a file → that of its content, for files may be the same under two names."""

    look: Look
    digests: Mapping[str, str] = field(default_factory=dict)


def side_by_side(one: Side, other: Side) -> list[Row]:
    """In the order of the form."""
    lines, others = _lines(one.look), _lines(other.look)
    return [
        _row(path, lines.get(path), others.get(path), one, other) for path in _merged([*lines], [*others])
    ]


def _lines(look: Look) -> dict[str, tuple[str, Line]]:
    found = {}
    for part in parts_of(look):
        section = f"{part.title} รายการที่ {part.number}" if part.number else part.title
        found.update({line.path: (section, line) for line in part.lines})
    return found


def _merged(paths: list[str], others: list[str]) -> list[str]:
    """What only the second has comes after what it follows there."""
    found, known, at = list(paths), set(paths), 0
    for path in others:
        if path in known:
            at = found.index(path) + 1
        else:
            found.insert(at, path)
            at += 1
    return found


def _row(
    path: str, first: tuple[str, Line] | None, second: tuple[str, Line] | None, one: Side, other: Side
) -> Row:
    section, line = first or second or ("", Line(path, path, ""))
    mine, theirs = first[1] if first else None, second[1] if second else None
    return Row(line.label, section, mine, theirs, differs=_said(mine, one) != _said(theirs, other))


def _said(line: Line | None, side: Side) -> str:
    return side.digests.get(line.value, line.value) if line else ""
