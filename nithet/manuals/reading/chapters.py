"""Steps and works that no heading of their own announces: by a label above a list, by a chapter, by a cover."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from nithet.manuals.reading.identity import names_unit
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.numbering import follows, level_of
from nithet.manuals.reading.sections import OUTSIDE, Heading, Mark, find_mark
from nithet.manuals.reading.tables import head_columns, read_rows
from nithet.manuals.responsible import POST_WORDS

_OPENS = OUTSIDE | {"name", "document"}
_TELLS_STEPS = frozenset({"steps", "flowchart"})
_WORK = ("งาน", "การ", "กระบวน", "ภารกิจ")
_CHAPTER_ALONE = re.compile(r"(?:ส่วน|บท|ตอน|หมวด|ภาค)ที่\s*[0-9๐-๙]{1,2}\s*[:.]?")
_POST = re.compile(f"(?:{POST_WORDS})")
_LEADS = re.compile("(?:ดังนี้|ต่อไปนี้)[:：]?$")
_DEEP = 2
_FEWEST_FACTS = 2
_COVER_LINES = 3

Headings = Mapping[int, Heading]


def lists_below_labels(lines: Sequence[Line], headings: Headings) -> set[int]:
    """The first step below “ผู้รับผิดชอบ : นิติกร”, where no heading, chart or table of the work announces its steps."""
    return {
        first
        for at, heading in headings.items()
        if _is_label(heading)
        and (first := _below(lines, at)) is not None
        and _begins_steps(lines, headings, at, first)
    }


def _is_label(heading: Heading | None) -> bool:
    """A label with its value on one line."""
    if heading is None or heading.kind != "responsible" or heading.number:
        return False
    return bool(heading.rest) and not _LEADS.search(heading.rest)


def _begins_steps(lines: Sequence[Line], headings: Headings, label: int, first: int) -> bool:
    marker = lines[first].marker
    if marker is None or not marker.is_number or marker.path != (1,) or first in headings:
        return False
    if _POST.match(lines[first].body):
        return False
    places = _work_around(lines, headings, label)
    if any(_tells_steps(lines[at], headings.get(at)) for at in places):
        return False
    below = (lines[at].marker for at in places if at > first)
    return any(one and one.path == (2,) and level_of(one) == level_of(marker) for one in below)


def _tells_steps(line: Line, heading: Heading | None) -> bool:
    """A heading of steps or a chart, or the head of a table of steps."""
    if line.is_row:
        return any(head_columns(row) for row in read_rows([line]))
    return heading is not None and heading.kind in _TELLS_STEPS


def _work_around(lines: Sequence[Line], headings: Headings, label: int) -> range:
    """The lines of the work that a label belongs to: from what opens it, or the label before, to the next."""
    start, end = label, label + 1
    while start > 0 and not _is_border(lines, headings, start - 1):
        start -= 1
    while end < len(lines) and not _is_border(lines, headings, end):
        end += 1
    return range(start, end)


def _is_border(lines: Sequence[Line], headings: Headings, at: int) -> bool:
    heading = headings.get(at)
    if heading is None:
        return find_mark(lines[at]) is not None
    if heading.kind in _OPENS:
        return True
    first = _below(lines, at) if _is_label(heading) else None
    marker = lines[first].marker if first is not None else None
    return marker is not None and marker.path == (1,)


def _below(lines: Sequence[Line], at: int) -> int | None:
    """The next line with words."""
    return next((one for one in range(at + 1, len(lines)) if not lines[one].is_blank), None)


def _above(lines: Sequence[Line], at: int) -> int | None:
    return next((one for one in range(at - 1, -1, -1) if not lines[one].is_blank), None)


def covers(lines: Sequence[Line], headings: Headings) -> dict[int, Heading]:
    """“วิธีปฏิบัติงาน” at the top of the text over the names of a division and an office: what the manual is called."""
    filled = [at for at, line in enumerate(lines) if not line.is_blank][: _COVER_LINES + 1]
    return {
        at: Heading("part", headings[at].title)
        for at, below in pairwise(filled)
        if at in headings
        and headings[at].kind == "steps"
        and not headings[at].number
        and names_unit(lines[below])
    }


def works_of_chapters(
    lines: Sequence[Line], headings: Headings
) -> tuple[dict[int, Heading], dict[int, Mark]]:
    """“บทที่ ๓”, on the next line “ขั้นตอนการปฏิบัติงาน”, and “๓.๑ การ…” over a list: the title of the chapter and its works."""
    titles: dict[int, Heading] = {}
    marks: dict[int, Mark] = {}
    for at, heading in headings.items():
        if heading.kind != "steps" or heading.number or heading.rest or not _is_of_chapter(lines, at):
            continue
        works = _works_below(lines, headings, at)
        if works and all(_is_work(lines, headings, one, end) for one, end in _pairs(lines, headings, works)):
            titles[at] = Heading("part", heading.title)
            marks |= {one: Mark("", _number(lines[one]), lines[one].body) for one in works}
    return titles, marks


def _is_of_chapter(lines: Sequence[Line], at: int) -> bool:
    above = _above(lines, at)
    return above is not None and bool(_CHAPTER_ALONE.fullmatch(lines[above].body))


def _works_below(lines: Sequence[Line], headings: Headings, at: int) -> list[int]:
    """“๓.๑ …”, “๓.๒ …”: the first of them on the next line, to the end of the chapter."""
    first = _below(lines, at)
    works: list[int] = []
    for one in range(first if first is not None else len(lines), _end_of(lines, headings, at)):
        marker = lines[one].marker
        if marker is None or len(marker.path) != _DEEP or marker.style not in {"dot", "deep"}:
            if not works:
                return []
        elif (not works and marker.path[-1] == 1) or (works and _goes_on(lines[works[-1]], lines[one])):
            works.append(one)
    return works


def _goes_on(above: Line, line: Line) -> bool:
    one, other = above.marker, line.marker
    if one is None or other is None or one.path[0] != other.path[0]:
        return False
    return follows(one.path, other.path)


def _end_of(lines: Sequence[Line], headings: Headings, at: int) -> int:
    return next((one for one in sorted(headings) if one > at and headings[one].kind in OUTSIDE), len(lines))


def _pairs(lines: Sequence[Line], headings: Headings, works: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(works, [*works[1:], _end_of(lines, headings, works[-1])], strict=True))


def _is_work(lines: Sequence[Line], headings: Headings, at: int, end: int) -> bool:
    """Whether a list stands below the name of a work, under a label or with facts about its items."""
    if not lines[at].body.startswith(_WORK):
        return False
    below = _below(lines, at)
    is_labelled = below is not None and _is_label(headings.get(below))
    first = _below(lines, below) if is_labelled and below is not None else below
    if first is None or first >= end or not (marker := lines[first].marker) or marker.path != (1,):
        return False
    facts = sum(bool(headings[one].rest) for one in range(first, end) if one in headings)
    return is_labelled or facts >= _FEWEST_FACTS


def _number(line: Line) -> str:
    return ".".join(map(str, line.marker.path)) if line.marker else ""
