"""Calendars in tables: columns headed by months or quarters, and signs that stand for “in this month”."""

import re
from collections.abc import Sequence

from nithet.thai.months import month_number

CHECK = "✓"
HEAD_ROWS = 3
_FEWEST = 2
_LONGEST = 20
_QUARTER = re.compile(r"(?:ไตรมาส|งวด)\s*(?:ที่)?\s*[1-4๑-๔]")
_ARROWS = "◄►◀▶◂▸◁▷←→↔⟵⟶⟷⇐⇒⇔⇦⇨➔➜➡⬅➢➤<>"
_STROKE = re.compile(rf"[\s{_ARROWS}─━═╌┄—–_=|\-]+")
_LINE = re.compile(rf"[{_ARROWS}]|[─━═╌┄—–_=\-]{{3,}}")


def period_columns(heads: Sequence[Sequence[tuple[str, int]]]) -> tuple[int, frozenset[int]]:
    """Of the first rows, as texts and how many columns each spans: the row that names months or quarters, and the
    columns under them. There are none unless there are several."""
    for at, row in enumerate(heads[:HEAD_ROWS]):
        found: set[int] = set()
        place = 0
        for text, span in row:
            if span == 1 and is_period(text):
                found.add(place)
            place += span
        if len(found) >= _FEWEST:
            return at, frozenset(found)
    return 0, frozenset()


def is_period(text: str) -> bool:
    """Whether a head says a month or a quarter."""
    words = text.replace("<br>", " ").split()
    if not words or len(text) > _LONGEST:
        return False
    return month_number(words[0]) is not None or _QUARTER.match(" ".join(words)) is not None


def is_stroke(text: str) -> bool:
    """Whether a text is only the drawing of an arrow or of a line, “◄──►”; a lone dash says “none”."""
    return _STROKE.fullmatch(text) is not None and _LINE.search(text) is not None
