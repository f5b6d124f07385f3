"""Where procedures begin and end: by what opens them, or, where nothing does, by sections that start again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nithet.manuals.reading.compare import bare, likeness
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.numbering import Marker, follows, split_merged
from nithet.manuals.reading.sections import CONTENT, OUTSIDE, Heading, Mark, find_heading, find_mark
from nithet.manuals.reading.tables import head_columns, read_rows

_ALIKE = 0.8
_TITLE_LINES = 3
_LONGEST_TITLE = 200
_SHORT = 60
_COVER_TITLE = re.compile(
    r"(?:คู่มือ(?:การ)?(?:ปฏิบัติงาน|ดำเนินงาน)\s*(?:เรื่อง\s*)?|เรื่อง\s+|(?=งาน))(?P<title>\S.{5,150})$"
)
_NO_COVER_TITLE = re.compile("กลุ่ม|หน่วย|สำนักงาน|ของ|ตำแหน่ง|ฉบับ|ประจำปี|พ\\.ศ")
_FIELDS = frozenset({"times", "responsible", "standards", "forms", "steps"})
_FIELDS_WITHIN = 10
_PARTS = ("ส่วนที่", "บทที่", "ตอนที่", "หมวดที่", "ภาคที่")
_HANGING = re.compile("(?:และ|หรือ|ของ|ใน|การ|ตาม|ที่|กับ|ด้าน|แต่ละ|โดย|ต่อ|เป็น|ความ)$")
_CLOSING = OUTSIDE - {"introduction", "duties"}


@dataclass(slots=True)
class Scan:
    """What each line announces, by its place: headings, openings of procedures, heads of tables.

    `reached` tells the last number of the list that a line belongs to; `fields` labelled facts of single steps,
    by line number.
    """

    lines: Sequence[Line]
    headings: dict[int, Heading] = field(default_factory=dict)
    marks: dict[int, Mark] = field(default_factory=dict)
    table_heads: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    reached: dict[int, tuple[int, ...]] = field(default_factory=dict)
    fields: dict[int, tuple[str, str]] = field(default_factory=dict)

    def announces(self, at: int) -> bool:
        return at in self.headings or at in self.marks


@dataclass(slots=True)
class Opening:
    """One line or more that name a procedure; `source` is mark, document, name or plain."""

    source: str
    title: str
    at: int
    end: int
    number: str | None = None


@dataclass(slots=True)
class Span:
    """The lines of one procedure, from `start` up to but not including `end`."""

    openings: list[Opening]
    start: int
    end: int = -1
    has_content: bool = False
    item_count: int = 0
    title_page: list[int] = field(default_factory=list)
    part: str | None = None
    part_places: list[int] = field(default_factory=list)
    restated: list[Opening] = field(default_factory=list)


@dataclass(slots=True)
class _Before:
    """What came before a line while looking through them."""

    heading: Heading | None = None
    last_item: tuple[int, ...] = ()
    is_bulleted: bool = False
    field_kinds: set[str] = field(default_factory=set)

    def open(self, heading: Heading | None) -> None:
        self.heading, self.last_item, self.is_bulleted = heading, (), False
        self.field_kinds = set()


def scan(lines: Sequence[Line], ledger: Ledger) -> Scan:
    """Look at every line that is not furniture; numbered lines that go on with a list are no headings."""
    found = Scan(lines)
    before = _Before()
    needs_gap = _headings_stand_apart(lines)
    row_before = False
    for at, line in enumerate(lines):
        if line.is_blank or ledger.is_booked(line.number):
            continue
        if line.is_row:
            if not row_before and any(head_columns(row) for row in read_rows([line])):
                found.table_heads.add(at)
            row_before = at not in found.table_heads
            continue
        row_before = False
        _look(found, at, before, needs_gap=needs_gap)
    return found


def _look(found: Scan, at: int, before: _Before, *, needs_gap: bool) -> None:
    line = found.lines[at]
    if mark := find_mark(line):
        found.marks[at] = mark
        before.open(None)
    elif (heading := find_heading(line)) and not (
        _goes_on(line, heading, before) or _is_tail(found, at, before, needs_gap=needs_gap)
    ):
        if _is_field(found, at, heading, before):
            found.fields[line.number] = (heading.kind, heading.rest)
            before.field_kinds.add(heading.kind)
        else:
            found.headings[at] = heading
            before.open(heading)
    elif line.marker and line.marker.is_number:
        found.items.add(at)
        before.last_item = split_merged(line.marker, line.body)[-1][0].path
    elif line.marker:
        before.is_bulleted = not before.last_item
    elif before.last_item:
        before.last_item = split_merged(Marker(before.last_item, "dot"), line.text)[-1][0].path
    if before.last_item:
        found.reached[at] = before.last_item


def _is_field(found: Scan, at: int, heading: Heading, before: _Before) -> bool:
    """Whether “ระยะเวลา : 3 วัน” is said of the step above: the list of steps goes on after it, or did so before."""
    if heading.kind not in _FIELDS or not heading.rest or heading.number or not before.last_item:
        return False
    if before.heading is not None and before.heading.kind not in {"steps", "times"}:
        return False
    if heading.kind in before.field_kinds:
        return True
    after = (
        line.marker for line in found.lines[at + 1 : at + _FIELDS_WITHIN] if line.marker and not line.is_row
    )
    number = next((marker.path for marker in after if marker.is_number), ())
    return bool(number) and number != (1,) and follows(before.last_item, number)


def _stands_out(line: Line) -> bool:
    """A heading by its form: numbered, marked, bold or with a colon."""
    return bool(line.level or line.marker or ":" in line.text or "：" in line.text or line.bold_start)


def _headings_stand_apart(lines: Sequence[Line]) -> bool:
    """Whether headings of this text, by and large, have a form of their own or a blank line before them."""
    apart = together = 0
    for at, line in enumerate(lines):
        heading = find_heading(line) if len(line.text) <= _SHORT else None
        if heading and heading.kind in CONTENT:
            if _stands_out(line) or at == 0 or lines[at - 1].is_blank:
                apart += 1
            else:
                together += 1
    return apart > 2 * together


def _is_tail(found: Scan, at: int, before: _Before, *, needs_gap: bool) -> bool:
    """Whether words that could be a heading are the end of the line above, cut off from it."""
    line, above = found.lines[at], found.lines[at - 1] if at else None
    if above is None or above.is_blank or above.is_row or _stands_out(line) or at - 1 in found.headings:
        return False
    if needs_gap or _HANGING.search(above.text):
        return True
    after = next((one for one in found.lines[at + 1 :] if not one.is_blank), None)
    number = after.marker.path if after and after.marker and after.marker.is_number else ()
    return bool(before.last_item and number and number != (1,) and follows(before.last_item, number))


def _goes_on(line: Line, heading: Heading, before: _Before) -> bool:
    """Whether a numbered line that reads like a heading is an item of the list before it."""
    opened, last = before.heading, before.last_item
    if not heading.number or opened is None or opened.kind not in CONTENT or line.level or before.is_bulleted:
        return False
    if heading.kind in {"name", "document"}:
        return False
    next_heading = bool(opened.number) and heading.number == (*opened.number[:-1], opened.number[-1] + 1)
    next_item = follows(last, heading.number) if last else heading.number == (1,)
    return next_item and not next_heading


def find_spans(found: Scan) -> tuple[list[Span], list[Span]]:
    """The procedures of the text, and openings that only list procedures (contents without page numbers)."""
    spans, listed = _explicit(found)
    if not spans:
        spans = _implicit(found)
    ends = [*(span.start for span in spans[1:]), len(found.lines)]
    for span, end in zip(spans, ends, strict=False):
        span.end = end if span.end < 0 else span.end
    return spans, listed


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
    if kind in _CLOSING and (
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
    if first is None or not span.has_content:
        return False
    if first.number or opening.number:
        return first.number == opening.number and likeness(first.title, opening.title) > _ALIKE
    return bare(first.title) == bare(opening.title)


def _opening(found: Scan, at: int) -> Opening | None:
    if mark := found.marks.get(at):
        end, more = _following(found, at, need=not mark.title)
        return Opening("mark", f"{mark.title} {more}".strip(), at, end, mark.number)
    heading = found.headings.get(at)
    if heading is None or heading.kind not in {"name", "document"}:
        return None
    end, more = _following(found, at, need=not heading.rest)
    return Opening(heading.kind, f"{heading.rest} {more}".strip(), at, end)


def _following(found: Scan, at: int, *, need: bool) -> tuple[int, str]:
    """Lines right below that go on with a title; where there is none yet, after blank lines too."""
    end = at + 1
    if need:
        while end < len(found.lines) and found.lines[end].is_blank:
            end += 1
    texts: list[str] = []
    while end < len(found.lines) and _is_plain(found, end) and len(texts) < _TITLE_LINES:
        texts.append(found.lines[end].text)
        end += 1
    return (end, " ".join(texts)) if texts else (at + 1, "")


def _is_plain(found: Scan, at: int) -> bool:
    line = found.lines[at]
    return not (line.is_blank or line.is_row or found.announces(at) or line.marker)


def _take_title_page(found: Scan, span: Span) -> None:
    """Lines above the opening that say its title once more, and above these the heading of a part."""
    run = _run_above(found, span.start)
    if run and likeness(" ".join(found.lines[at].text for at in run), _best_title(span)) >= _ALIKE:
        span.title_page = run
        span.start = run[0]
    elif places := _part_above(found, span.start):
        span.part = " ".join(found.lines[at].body for at in places)
        span.part_places, span.start = places, places[0]


def _best_title(span: Span) -> str:
    return span.openings[0].title


def _run_above(found: Scan, start: int) -> list[int]:
    """The plain lines of the last paragraph above."""
    at = start - 1
    while at >= 0 and found.lines[at].is_blank:
        at -= 1
    run: list[int] = []
    while at >= 0 and _is_plain(found, at) and len(run) < _TITLE_LINES:
        run.insert(0, at)
        at -= 1
    return run


def _part_above(found: Scan, start: int) -> list[int]:
    """A numbered line just above a numbered procedure, with the line it may go on in, where it is in no list."""
    if start not in found.marks:
        return []
    last = _before(found, start)
    at = last
    if last is not None and last - 1 in found.items and _is_plain(found, last):
        at = last - 1
    if at is None or last is None or at not in found.items or _is_in_list(found, at):
        return []
    places = list(range(at, last + 1))
    return places if sum(len(found.lines[one].text) for one in places) <= _LONGEST_TITLE else []


def _is_in_list(found: Scan, at: int) -> bool:
    """Whether a numbered line goes on with the list above it, or opens the list of a section."""
    marker, before = found.lines[at].marker, _before(found, at)
    if marker is None or before is None:
        return False
    if reached := found.reached.get(before):
        return before == at - 1 or (len(reached) == len(marker.path) and follows(reached, marker.path))
    opened = found.headings.get(before)
    return opened is not None and opened.kind in CONTENT - {"flowchart"} and marker.path == (1,)


def _before(found: Scan, at: int) -> int | None:
    at -= 1
    while at >= 0 and found.lines[at].is_blank:
        at -= 1
    return at if at >= 0 else None


def _implicit(found: Scan) -> list[Span]:
    """Procedures told by sections that start again under a line that reads like a title."""
    leader = _leader(found)
    spans: list[Span] = []
    seen_other = True
    for at in range(len(found.lines)):
        kind = found.headings[at].kind if at in found.headings else None
        if kind in _CLOSING and spans and kind != "part":
            spans[-1].end = at if spans[-1].end < 0 else spans[-1].end
            continue
        is_leader = (kind == leader) if leader != "table" else at in found.table_heads
        title = _title_above(found, at) if is_leader else None
        if is_leader and (not spans or seen_other or title):
            if spans and not title and leader == "table":
                continue
            spans.append(_implicit_span(found, at, title))
            seen_other = False
        elif kind in CONTENT or at in found.table_heads:
            seen_other = seen_other or kind != leader
    return _bounded(spans)


def _leader(found: Scan) -> str:
    kinds = [found.headings[at].kind for at in sorted(found.headings) if found.headings[at].kind in CONTENT]
    if "steps" not in kinds:
        return "table" if found.table_heads else "steps"
    before_steps = kinds[: kinds.index("steps")]
    counts = {kind: kinds.count(kind) for kind in before_steps}
    return next((kind for kind in before_steps if counts[kind] >= kinds.count("steps")), "steps")


def _title_above(found: Scan, at: int) -> list[int] | None:
    """The places of the paragraph just above, where it reads like a title and is no text of a section."""
    run = _run_above(found, at)
    if not run and (above := _before(found, at)) is not None and above in found.items:
        run = [above]
    if not run or sum(len(found.lines[one].text) for one in run) > _LONGEST_TITLE:
        return None
    over = _before(found, run[0])
    heading = found.headings.get(over) if over is not None else None
    return None if heading and heading.kind not in {"part", "contents"} else run


def _cover_title(found: Scan, end: int) -> str:
    """What the cover calls the manual, where it names a piece of work (“คู่มือการปฏิบัติงาน เรื่อง …”)."""
    for at in range(end):
        match = _COVER_TITLE.match(found.lines[at].text)
        if match and not _NO_COVER_TITLE.match(match["title"]):
            return match["title"].strip()
    return ""


def _implicit_span(found: Scan, at: int, title: list[int] | None) -> Span:
    texts = [found.lines[one].body for one in title or []]
    start = title[0] if title else at
    name = " ".join(texts) or _cover_title(found, at)
    opening = Opening("plain", name, start, (title[-1] + 1) if title else at)
    return Span([opening], start, has_content=True)


def _bounded(spans: list[Span]) -> list[Span]:
    for span, after in pairwise(spans):
        span.end = after.start if span.end < 0 else min(span.end, after.start)
    return spans
