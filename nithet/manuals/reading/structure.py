"""Where procedures begin and end: by what opens them, or, where nothing does, by sections that start again."""

import re

from nithet.manuals.likeness import bare, likeness
from nithet.manuals.reading.anew import split_anew
from nithet.manuals.reading.identity import names_unit
from nithet.manuals.reading.implicit import find_implicit, find_implicit_between
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.names import has_further_labels
from nithet.manuals.reading.numbering import follows
from nithet.manuals.reading.scanning import (
    TITLE_LINES,
    Scan,
    is_plain,
    paragraph_above,
    place_after,
    place_before,
)
from nithet.manuals.reading.sections import CONTENT, kind_of
from nithet.manuals.reading.spans import CLOSING, LONGEST_TITLE, Opening, Span

_ALIKE = 0.8
_LONGEST_LINE = 110
_LABELLED = re.compile(r"[ก-๎][^:：()]{2,40}[:：]\s*\S")
_OF_PAPER = re.compile(
    r"(?:กลุ่มงาน|ส่วนราชการ|หน่วยงาน|สังกัด|ฝ่าย|รหัส(?:เอกสาร)?|เลขที่เอกสาร|เอกสารเลขที่|หมายเลขเอกสาร|วันที่บังคับใช้)\s+\S"
)
_LABELS = frozenset({"responsible", "label"})
"""What the form head of a procedure says below its name, each label on a line of its own."""
_PARTS = ("ส่วนที่", "บทที่", "ตอนที่", "หมวดที่", "ภาคที่")


def find_spans(found: Scan) -> tuple[list[Span], list[Span]]:
    """The procedures of the text, and openings that only list procedures (contents without page numbers)."""
    spans, listed = _explicit(found)
    further = find_implicit_between(found, spans) if spans else find_implicit(found)
    spans = sorted([*spans, *further], key=lambda span: span.start)
    ends = [*(span.start for span in spans[1:]), len(found.lines)]
    for span, end in zip(spans, ends, strict=False):
        span.end = end if span.end < 0 else span.end
    return split_anew(found, spans), listed


def _explicit(found: Scan) -> tuple[list[Span], list[Span]]:
    spans: list[Span] = []
    listed: list[Span] = []
    current: Span | None = None
    for at in range(len(found.lines)):
        opening = _opening(found, at)
        if opening is None:
            current = _note(found, at, current, spans, listed)
        elif current and _restates(current, opening):
            current.restated.append(opening)
        elif current and not current.has_content and opening.source not in _sources(current):
            current.openings.append(opening)
        else:
            _close(current, at, spans, listed)
            current = Span([opening], at)
    _close(current, len(found.lines), spans, listed)
    for before, span in zip([None, *spans], spans, strict=False):
        _take_title_page(found, span)
        if before:
            before.end = min(before.end, span.start)
    return spans, listed


def _note(found: Scan, at: int, current: Span | None, spans: list[Span], listed: list[Span]) -> Span | None:
    """Book what a line that opens nothing says about the current procedure."""
    if current is None:
        return None
    kind = found.headings[at].kind if at in found.headings else None
    if kind in CLOSING and (
        kind != "part" or current.has_content or found.headings[at].title.startswith(_PARTS)
    ):
        _close(current, at, spans, listed)
        return None
    if kind in CONTENT or at in found.table_heads:
        current.has_content = True
    elif at in found.items:
        current.item_count += 1
        current.has_content = current.has_content or current.item_count >= 2
    return current


def _close(span: Span | None, end: int, spans: list[Span], listed: list[Span]) -> None:
    if span is None:
        return
    span.end = end
    (spans if span.has_content else listed).append(span)


def _sources(span: Span) -> set[str]:
    return {opening.source for opening in span.openings}


def _restates(span: Span, opening: Opening) -> bool:
    """The same number and name again, as on the next page or over the sheet of standards."""
    first = next((one for one in span.openings if one.source == opening.source), None)
    if not span.has_content:
        return False
    if first is None:
        return opening.source == "name" and bare(_best_title(span)) == bare(opening.title)
    if first.number or opening.number:
        return first.number == opening.number and likeness(first.title, opening.title) > _ALIKE
    return bare(first.title) == bare(opening.title)


def _opening(found: Scan, at: int) -> Opening | None:
    if mark := found.marks.get(at):
        end, more = _following(found, at, need=not mark.title)
        return Opening("mark", f"{mark.title} {more}".strip(), at, end, mark.number)
    heading = found.headings.get(at)
    if heading is None and _heads_family(found, at):
        return Opening("mark", found.lines[at].body, at, at + 1, _written(found, at))
    if heading is None or heading.kind not in {"name", "document"}:
        return None
    if heading.rest and has_further_labels(found.lines[at].text):
        return Opening(heading.kind, heading.rest, at, _end_of_labels(found, at))
    end, more = _following(found, at, need=not heading.rest)
    return Opening(heading.kind, f"{heading.rest} {more}".strip(), at, end)


def _end_of_labels(found: Scan, at: int) -> int:
    """The end of a line of labels, which may go on with further ones on the next line."""
    goes_on = at + 1 < len(found.lines) and is_plain(found, at + 1)
    return at + 2 if goes_on and has_further_labels(found.lines[at + 1].text) else at + 1


def _written(found: Scan, at: int) -> str | None:
    marker = found.lines[at].marker
    return ".".join(map(str, marker.path)) if marker else None


def _heads_family(found: Scan, at: int) -> bool:
    """Whether a line “3.1 …” stands right above its numbered sections “3.1.1 …”."""
    if not found.families or any(one.kind in {"name", "document"} for one in found.headings.values()):
        return False
    marker, below = found.lines[at].marker, place_after(found, at)
    first = found.headings.get(below) if below is not None else None
    if marker is None or below is None or first is None:
        return False
    return found.families.get(below) == marker.path and first.number[-1] == 1


def _following(found: Scan, at: int, *, need: bool) -> tuple[int, str]:
    """Lines right below that go on with a title; where there is none yet, after blank lines too."""
    end = at + 1
    if need:
        while end < len(found.lines) and found.lines[end].is_blank:
            end += 1
    texts: list[str] = []
    while end < len(found.lines) and is_plain(found, end) and len(texts) < TITLE_LINES:
        if texts and need and kind_of(found.lines[end].text) in _LABELS:
            break
        if (texts or not need) and _names_owner(found.lines[end]):
            # Whose work it is stands below its name and is no part of it.
            return end + 1, " ".join(texts)
        if (texts or not need) and _is_text_below(found.lines[end].text, found.lines[end - 1].text):
            break
        texts.append(found.lines[end].text)
        end += 1
    return (end, " ".join(texts)) if texts else (at + 1, "")


def _names_owner(line: Line) -> bool:
    """The name of a division, or “กลุ่มงาน กลุ่มอำนวยการ รหัสเอกสาร อ. 01”."""
    return names_unit(line) or bool(_OF_PAPER.match(line.text))


def _is_text_below(text: str, title: str) -> bool:
    """Whether a line below a title is a fact with its label, or a paragraph much longer than the title."""
    return bool(_LABELLED.match(text)) or len(text) > max(_LONGEST_LINE, 2 * len(title))


def _take_title_page(found: Scan, span: Span) -> None:
    """Lines above the opening that say its title once more, and above these the heading of a part."""
    run = paragraph_above(found, span.start)
    if run and likeness(" ".join(found.lines[at].text for at in run), _best_title(span)) >= _ALIKE:
        span.title_page = run
        span.start = run[0]
    elif places := _part_above(found, span.start):
        span.part = " ".join(found.lines[at].body for at in places)
        span.part_places, span.start = places, places[0]


def _best_title(span: Span) -> str:
    return span.openings[0].title


def _part_above(found: Scan, start: int) -> list[int]:
    """A numbered line just above a numbered procedure, with the line it may go on in, where it is in no list."""
    opened = found.headings.get(start)
    if start not in found.marks and not (opened and opened.kind == "name"):
        return []
    last = place_before(found, start)
    at = last
    if last is not None and last - 1 in found.items and is_plain(found, last):
        at = last - 1
    if at is None or last is None or at not in found.items or _is_in_list(found, at):
        return []
    places = list(range(at, last + 1))
    return places if sum(len(found.lines[one].text) for one in places) <= LONGEST_TITLE else []


def _is_in_list(found: Scan, at: int) -> bool:
    """Whether a numbered line goes on with the list above it, or opens the list of a section."""
    marker, before = found.lines[at].marker, place_before(found, at)
    if marker is None or before is None:
        return False
    if reached := found.reached.get(before):
        return before == at - 1 or (len(reached) == len(marker.path) and follows(reached, marker.path))
    opened = found.headings.get(before)
    return opened is not None and opened.kind in CONTENT - {"flowchart"} and marker.path == (1,)
