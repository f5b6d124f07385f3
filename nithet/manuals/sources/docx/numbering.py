"""The numbers in front of paragraphs, which Word does not store but computes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from nithet.manuals.sources.docx.names import ILVL, VAL, W
from nithet.manuals.sources.docx.numerals import written
from nithet.manuals.sources.docx.styles import whole

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLETS = frozenset("-–—•●○◦▪■□◆◇➢►✓✔*·")
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart`: after which level (from 1) it begins anew, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """The levels of a `w:num`, and the counters that it shares with others of the same abstract list."""

    levels: dict[int, Level]
    counters: list[int | None]
    starts: dict[int, int] = field(default_factory=dict)
    is_begun: bool = False


class Numbering:
    """The lists of a document, counted on as its paragraphs are met in order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = {} if root is None else _by_id(root, "num", "numId")
        self._counters: dict[str, list[int | None]] = {}
        self._lists: dict[str, _List | None] = {}
        self._levels_of_styles: dict[tuple[str, str], int] = {}

    def label(self, number: str, level: int) -> str:
        """What stands before the next paragraph of this list and level; empty for one without a number."""
        found = self._list(number)
        at = min(max(level, 0), LEVELS - 1)
        if found is None or at not in found.levels:
            return ""
        _begin(found)
        _count(found, at)
        return _written(found, at)

    def level_of_style(self, number: str, style: str, otherwise: int) -> int:
        """The level that is tied to a style of paragraphs."""
        self._list(number)
        return self._levels_of_styles.get((number, style), otherwise)

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str) -> _List | None:
        element = self._numbers.get(number)
        if element is None:
            return None
        abstract_id = _value(element, "abstractNumId")
        abstract = self._followed(abstract_id)
        levels = self._levels(abstract, number)
        starts: dict[int, int] = {}
        for override in element.findall(f"{W}lvlOverride"):
            at = whole(override.get(ILVL), 0)
            levels.update(self._levels(override, number))
            if start := _value(override, "startOverride"):
                starts[at] = whole(start, 1)
        counters = self._counters.setdefault(abstract_id, [None] * LEVELS)
        return _List(levels, counters, starts)

    def _followed(self, abstract_id: str) -> Element | None:
        """The abstract list, or the one that it names by a list style."""
        abstract = self._abstract.get(abstract_id)
        named = "" if abstract is None else _value(abstract, "numStyleLink")
        if not named:
            return abstract
        linked = (one for one in self._abstract.values() if _value(one, "styleLink") == named)
        return next(linked, abstract)

    def _levels(self, element: Element | None, number: str) -> dict[int, Level]:
        found: dict[int, Level] = {}
        for one in () if element is None else element.findall(f"{W}lvl"):
            at = whole(one.get(ILVL), 0)
            found[at] = _level(one)
            if style := _value(one, "pStyle"):
                self._levels_of_styles.setdefault((number, style), at)
        return found


def _begin(found: _List) -> None:
    """A list that says where to start does so at its first paragraph."""
    if not found.is_begun:
        found.is_begun = True
        for at, start in found.starts.items():
            if 0 <= at < LEVELS:
                found.counters[at] = None
                found.levels[at] = replace(found.levels.get(at, Level()), start=start)


def _count(found: _List, at: int) -> None:
    before = found.counters[at]
    found.counters[at] = found.levels[at].start if before is None else before + 1
    for deeper in range(at + 1, LEVELS):
        restart = found.levels.get(deeper, Level()).restart
        if restart is None or (restart and at < restart):
            found.counters[deeper] = None


def _written(found: _List, at: int) -> str:
    level = found.levels[at]
    if level.form == "bullet":
        return level.text if level.text in _BULLETS else _BULLET

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = found.levels.get(place, Level())
        counted = found.counters[place]
        return written(
            other.start if counted is None else counted, "decimal" if level.is_legal else other.form
        )

    return _PLACE.sub(number, level.text).strip()


def _level(element: Element) -> Level:
    restart = _value(element, "lvlRestart")
    return Level(
        start=whole(_value(element, "start"), 1),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        restart=whole(restart, 0) if restart else None,
        is_legal=element.find(f"{W}isLgl") is not None,
    )


def _by_id(root: Element, name: str, key: str) -> dict[str, Element]:
    return {one.get(f"{W}{key}", ""): one for one in root.findall(f"{W}{name}")}


def _value(element: Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(VAL) or ""
