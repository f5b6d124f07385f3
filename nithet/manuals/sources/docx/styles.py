"""What the styles of a document say of a paragraph: heading, number, bold letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from nithet.manuals.sources.docx.names import ILVL, NUM_ID, NUM_PR, PPR, RPR, STYLE_ID, VAL, W, is_on

_HEADING = re.compile(r"heading ([1-9])")
_NO_HEADING = 9
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Style:
    """`level` is that of a heading, 0 for other text; `number` the list and its level, where the style has one."""

    level: int = 0
    number: tuple[str, int] | None = None
    bold: bool | None = None
    is_contents: bool = False


PLAIN = Style()


class Styles:
    """The styles of one document, each resolved once along what it is based on."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._elements = {one.get(STYLE_ID, ""): one for one in found}
        self._known: dict[str, Style] = {}
        marked = (
            one for one in found if one.get(f"{W}default") == "1" and one.get(f"{W}type") == "paragraph"
        )
        self._default = next((one.get(STYLE_ID, "") for one in marked), "")

    def of(self, style_id: str | None) -> Style:
        """The style of that id; the default one for None."""
        wanted = self._default if style_id is None else style_id
        if wanted not in self._known:
            self._known[wanted] = self._resolved(wanted, frozenset())
        return self._known[wanted]

    def _resolved(self, style_id: str, seen: frozenset[str]) -> Style:
        element = self._elements.get(style_id)
        if element is None or style_id in seen:
            return PLAIN
        based = element.find(f"{W}basedOn")
        under = PLAIN if based is None else self._resolved(based.get(VAL, ""), seen | {style_id})
        name = _value(element, f"{W}name").lower()
        bold = is_bold(element.find(RPR))
        return Style(
            level=_level(element, name, under.level),
            number=_number(element.find(PPR)) or under.number,
            bold=under.bold if bold is None else bold,
            is_contents=bool(re.fullmatch(r"toc [1-9]", name)) or under.is_contents,
        )


def _level(element: Element, name: str, under: int) -> int:
    if (outline := outline_level(element.find(PPR))) is not None:
        return outline
    if named := _HEADING.fullmatch(name):
        return min(int(named[1]), _DEEPEST)
    return 1 if name == "title" else under


def outline_level(properties: Element | None) -> int | None:
    """The level of a heading from 1; 0 where text is said to be none; None where nothing is said."""
    outline = None if properties is None else properties.find(f"{W}outlineLvl")
    if outline is None:
        return None
    at = whole(outline.get(VAL), _NO_HEADING)
    return 0 if at >= _NO_HEADING else min(at + 1, _DEEPEST)


def _number(properties: Element | None) -> tuple[str, int] | None:
    given = None if properties is None else properties.find(NUM_PR)
    if given is None:
        return None
    number = _value(given, NUM_ID)
    return (number, whole(_value(given, ILVL), 0)) if number else None


def is_bold(properties: Element | None) -> bool | None:
    """Bold for Latin letters or for Thai ones, which Word tells apart."""
    if properties is None:
        return None
    told = [one for name in ("b", "bCs") if (one := is_on(properties, f"{W}{name}")) is not None]
    return any(told) if told else None


def _value(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else found.get(VAL) or ""


def whole(text: str | None, otherwise: int) -> int:
    """A number of the file; files may hold anything."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise
