"""What each line announces: a heading, the opening of a procedure, the head of a table, an item of a list.

A line that reads like a heading may be an item of a numbered list, the cut-off end of the line above, or a fact
about a single step; what stands around it decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nithet.manuals.reading.arrows import is_arrow
from nithet.manuals.reading.chapters import covers, lists_below_labels, works_of_chapters
from nithet.manuals.reading.families import find_cycles, find_families
from nithet.manuals.reading.identity import names_unit
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line, indent
from nithet.manuals.reading.numbering import Marker, follows, level_of, split_merged
from nithet.manuals.reading.sections import CONTENT, Heading, Mark, find_heading, find_mark, heading_of
from nithet.manuals.reading.tables import head_columns, is_open, read_rows
from nithet.manuals.reading.titles import calendar_headings, titles_over_lists
from nithet.manuals.reading.totals import is_total

TITLE_LINES = 3
_SHORT = 60
_FIELDS = frozenset({"times", "responsible", "standards", "forms", "steps"})
_LABELS = frozenset({"other", "references"})
_OF_STEP = frozenset({"times", "responsible"})
_PAPER = re.compile(
    r"(?:แบบฟอร์ม|เอกสาร(?:ที่ใช้|/?หลักฐาน|ที่เกี่ยวข้อง)?|หลักฐาน|ผลผลิต|เครื่องมือ)\s+(?P<rest>[ก-๎].{2,90})$"
)
_FIELDS_WITHIN = 10
_PAIR = 2
_MAY_HOLD_STEPS = frozenset({"steps", "times", "part", "other"})
_HANGING = re.compile(
    "(?:และ|หรือ|ของ|(?<!คุมภาย)(?<!สอบภาย)(?<!งานภาย)ใน|(?<!ราช)(?<!โครง)(?<!บริ)(?<!วิชา)(?<!กรรม)(?<!สวัสดิ)(?<!ธุร)(?<!นุ)(?<!วันทำ)การ|ตาม|ที่|กับ|ด้าน|แต่ละ|โดย|ต่อ|เป็น|ความ|แก่|แด่)$"
)


@dataclass(slots=True)
class Scan:
    """What each line announces, by its place: headings, openings of procedures, heads of tables.

    `reached` tells the last number of the list that a line belongs to; `fields` labelled facts of single steps,
    by line number and words; `families` the common number of headings that are numbered as sections of one procedure;
    `cycles` headings numbered 1, 2, 3 in each procedure anew; `width` is how long the longest line of text is;
    `shared` are lines of tables for several works.
    """

    lines: Sequence[Line]
    headings: dict[int, Heading] = field(default_factory=dict)
    marks: dict[int, Mark] = field(default_factory=dict)
    table_heads: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    reached: dict[int, tuple[int, ...]] = field(default_factory=dict)
    fields: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    families: dict[int, tuple[int, ...]] = field(default_factory=dict)
    cycles: set[int] = field(default_factory=set)
    width: int = 0
    shared: set[int] = field(default_factory=set)

    def announces(self, at: int) -> bool:
        return at in self.headings or at in self.marks


@dataclass(slots=True)
class _Before:
    """What came before a line while looking through them."""

    heading: Heading | None = None
    last_item: tuple[int, ...] = ()
    open_items: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    is_bulleted: bool = False
    field_kinds: set[str] = field(default_factory=set)
    heading_stands_out: bool = False
    item_stands_out: bool = False
    worded: tuple[int, ...] = ()

    @property
    def in_steps(self) -> bool:
        return self.heading is None or self.heading.kind == "steps"

    def reopens(self, line: Line) -> bool:
        """Whether “ขั้นตอนที่ 3 …” comes after step 2 although another section began in between."""
        if line.marker is None or line.marker.style != "word" or self.last_item or self.in_steps:
            return False
        return bool(self.worded) and follows(self.worded, line.marker.path)

    def open(self, heading: Heading | None, *, stands_out: bool = False) -> None:
        self.heading, self.last_item, self.is_bulleted = heading, (), False
        self.worded = () if heading is None or heading.kind in {"name", "document"} else self.worded
        self.open_items, self.field_kinds = {}, set()
        self.heading_stands_out, self.item_stands_out = stands_out, False


def scan(lines: Sequence[Line], ledger: Ledger) -> Scan:
    """Look at every line that is not furniture; numbered lines that go on with a list are no headings."""
    found = Scan(lines, width=max((len(line.text) for line in lines if not line.is_row), default=0))
    before = _Before()
    candidates = {
        at: heading
        for at, line in enumerate(lines)
        if (heading := find_heading(line)) and not _is_step(line, heading)
    }
    candidates |= covers(lines, candidates)
    chapters, works = works_of_chapters(lines, candidates)
    candidates = dict(sorted({**calendar_headings(lines, candidates), **candidates, **chapters}.items()))
    needs_gap = _headings_stand_apart(lines, candidates)
    titles = works | titles_over_lists(lines, {one.kind for one in candidates.values()})
    opened = lists_below_labels(lines, candidates)
    found.families = find_families(candidates)
    found.cycles = find_cycles(candidates)
    row_before = False
    for at, line in enumerate(lines):
        if line.is_blank or ledger.is_booked(line.number):
            continue
        if line.is_row:
            if not row_before and any(head_columns(row) for row in read_rows(_whole_row(lines, at))):
                found.table_heads.add(at)
            row_before = at not in found.table_heads
            continue
        row_before = False
        if at in titles:
            found.marks[at] = titles[at]
            before.open(None)
        elif at in opened and before.heading and before.heading.kind == "responsible":
            _reopen(found, at, before)
        else:
            _look(found, at, candidates.get(at), before, needs_gap=needs_gap)
    return found


def _is_step(line: Line, heading: Heading) -> bool:
    """“ขั้นตอนที่ ๑ รับเรื่องร้องเรียน” is a step, though its words could head a section of other things."""
    return line.marker is not None and line.marker.style == "word" and heading.kind == "other"


def _is_sibling(line: Line, marker: Marker, before: _Before) -> bool:
    """A short line with the number after that of the section it stands in: the next section.

    Where a list has begun, only a line in bold may be one, after a heading in bold and items that are not.
    """
    opened = before.heading
    if opened is None or not opened.number or not marker.is_number:
        return False
    is_bold = line.stands_out and before.heading_stands_out and not before.item_stands_out
    if (before.last_item or before.is_bulleted) and not is_bold:
        return False
    if opened.kind not in CONTENT | {"other"} or marker.style == "word" or len(line.body) > _SHORT:
        return False
    return marker.path == (*opened.number[:-1], opened.number[-1] + 1)


def _bare_fact(found: Scan, at: int, before: _Before) -> tuple[str, str] | None:
    """“- ระยะเวลา: 3 วัน” under a step, or “แบบฟอร์ม ทะเบียนคุม” below other facts about it."""
    line = found.lines[at]
    if line.marker is None:
        paper = _named_paper(found, at)
        return ("forms", paper) if paper else None
    if line.marker.is_number or not before.last_item or not before.heading or before.heading.kind != "steps":
        return None
    fact = heading_of(line.body)
    return (fact.kind, fact.rest) if fact and fact.kind in _FIELDS - {"steps"} and fact.rest else None


def _whole_row(lines: Sequence[Line], at: int) -> list[Line]:
    """The line of a table, with those that it goes on in where its bars stay open."""
    end = at + 1
    while end < len(lines) and lines[end].is_row and is_open(lines[at:end]):
        end += 1
    return list(lines[at:end])


def _look(found: Scan, at: int, heading: Heading | None, before: _Before, *, needs_gap: bool) -> None:
    line = found.lines[at]
    if mark := find_mark(line):
        found.marks[at] = mark
        before.open(None)
    elif heading and not (
        (at not in found.families and at not in found.cycles and _goes_on(line, heading, before))
        or (not _is_sure(heading, before) and _is_tail(found, at, before, needs_gap=needs_gap))
    ):
        _take_heading(found, at, heading, before)
    elif line.marker and _is_sibling(line, line.marker, before):
        found.headings[at] = Heading("other", line.body, line.marker.path)
        before.open(found.headings[at], stands_out=line.stands_out)
    elif before.reopens(line):
        _reopen(found, at, before)
    elif fact := _bare_fact(found, at, before):
        found.fields[line.number, line.text] = fact
    elif line.marker and line.marker.is_number:
        found.items.add(at)
        before.worded = line.marker.path if line.marker.style == "word" and before.in_steps else before.worded
        before.item_stands_out = before.item_stands_out or line.stands_out
        before.last_item = split_merged(line.marker, line.body)[-1][0].path
        before.open_items[level_of(line.marker)] = before.last_item
    elif line.marker:
        before.is_bulleted = not before.last_item
    elif before.last_item:
        before.last_item = split_merged(Marker(before.last_item, "dot"), line.text)[-1][0].path
    if before.last_item:
        found.reached[at] = before.last_item


def _is_sure(heading: Heading, before: _Before) -> bool:
    """Whether words cannot be the end of the line above: “ชื่องาน”, or a fact as is said of the steps above."""
    return heading.kind == "name" or bool(heading.rest and heading.kind in {"times", *before.field_kinds})


def _take_heading(found: Scan, at: int, heading: Heading, before: _Before) -> None:
    """Keep a heading, or what it says of the step above it; words of other things keep their label."""
    line = found.lines[at]
    if _is_field(found, at, heading, before):
        words = line.text if heading.kind == "other" else heading.rest
        found.fields[line.number, line.text] = (heading.kind, words)
        before.field_kinds.add(heading.kind)
    else:
        found.headings[at] = heading
        before.open(heading, stands_out=line.stands_out)


def _reopen(found: Scan, at: int, before: _Before) -> None:
    """Let the steps begin or go on with this line, below another section."""
    line = found.lines[at]
    found.headings[at] = Heading("steps", line.text, (), line.text)
    before.open(found.headings[at])
    before.last_item = before.worded = line.marker.path if line.marker else ()


def _may_have_facts(heading: Heading, before: _Before) -> bool:
    """Whether a list of steps stands above, of which a heading of this kind may say something."""
    if heading.kind not in _FIELDS | _LABELS or (heading.kind in _LABELS and not before.in_steps):
        return False
    if before.heading is not None and before.heading.kind not in _MAY_HOLD_STEPS:
        return False
    return bool(before.last_item) or (before.is_bulleted and before.in_steps)


def _is_field(found: Scan, at: int, heading: Heading, before: _Before) -> bool:
    """Whether “ระยะเวลา : 3 วัน” is said of the step above: the list of steps goes on after it, or did so before."""
    if not heading.rest or heading.number or not _may_have_facts(heading, before):
        return False
    if heading.kind in before.field_kinds or (heading.kind in _OF_STEP and _is_below_field(found, at)):
        return True
    filled = [line for line in found.lines[at + 1 : at + 2 * _FIELDS_WITHIN] if not line.is_blank]
    if not before.last_item:
        return _is_bullet_next(filled)
    after = (line.marker for line in filled[:_FIELDS_WITHIN] if line.marker and not line.is_row)
    number = next((marker for marker in after if marker.is_number), None)
    if number is None or number.path == (1,):
        return False
    opened = before.open_items.get(level_of(number), before.last_item)
    return follows(before.last_item, number.path) or follows(opened, number.path)


def _is_bullet_next(lines: Sequence[Line]) -> bool:
    """Whether a bullet stands below, with nothing but further facts in between."""
    for line in lines:
        if line.marker is not None:
            return line.marker.style in {"bullet", "letter"}
        heading = find_heading(line)
        is_fact = heading is not None and heading.rest and heading.kind in _FIELDS | _LABELS
        if not is_fact and not _PAPER.match(line.text):
            return False
    return False


def _is_below_field(found: Scan, at: int) -> bool:
    """Whether the line above is a fact about a step."""
    above = place_before(found, at)
    return above is not None and (found.lines[above].number, found.lines[above].text) in found.fields


def _named_paper(found: Scan, at: int) -> str:
    """The paper that “แบบฟอร์ม ทะเบียนคุมทรัพย์สิน” names below other facts about a step, without a colon."""
    match = _PAPER.match(found.lines[at].text)
    return match["rest"] if match and _is_below_field(found, at) else ""


def _stands_out(line: Line) -> bool:
    """A heading by its form: numbered, marked, bold or with a colon."""
    return bool(line.level or line.marker or ":" in line.text or "：" in line.text or line.bold_start)


def _headings_stand_apart(lines: Sequence[Line], candidates: dict[int, Heading]) -> bool:
    """Whether headings of this text, by and large, have a form of their own or a blank line before them."""
    apart = together = 0
    for at, heading in candidates.items():
        is_fact = heading.kind in _FIELDS and bool(heading.rest)
        if heading.kind not in CONTENT or len(lines[at].text) > _SHORT or is_fact:
            continue
        if _stands_out(lines[at]) or at == 0 or lines[at - 1].is_blank:
            apart += 1
        else:
            together += 1
    return apart > 2 * together


def _is_tail(found: Scan, at: int, before: _Before, *, needs_gap: bool) -> bool:
    """Whether words that could be a heading are the end of the line above, cut off from it."""
    line, above = found.lines[at], found.lines[at - 1] if at else None
    if above is None or above.is_blank or above.is_row or _stands_out(line) or at - 1 in found.headings:
        return False
    if (above.number, above.text) in found.fields or (at - 1 in found.marks and found.marks[at - 1].title):
        return False
    if _is_over_picture(found, at) and not _HANGING.search(above.text):
        return False
    if (
        (above.stands_out and not line.stands_out)
        or is_total(above.text)
        or (_opens_list(found, at) and not _HANGING.search(above.text))
    ):
        return False
    if needs_gap or (_HANGING.search(above.text) and not names_unit(above)):
        return True
    after = next((one for one in found.lines[at + 1 :] if not one.is_blank), None)
    number = after.marker.path if after and after.marker and after.marker.is_number else ()
    return bool(before.last_item and number and number != (1,) and follows(before.last_item, number))


def _is_over_picture(found: Scan, at: int) -> bool:
    """Whether a table begins on the next line, or a chart with an arrow below its first box."""
    below = [line for line in found.lines[at + 1 : at + 6] if not line.is_blank][:2]
    return bool(below) and (below[0].is_row or (len(below) == _PAIR and is_arrow(below[1].text)))


def _opens_list(found: Scan, at: int) -> bool:
    """Whether a line further left than the one above it stands over the first item of a list."""
    line, above = found.lines[at], found.lines[at - 1]
    after = next((one for one in found.lines[at + 1 :] if not one.is_blank), None)
    if indent(line) >= indent(above) or after is None or after.marker is None:
        return False
    return after.marker.is_number and after.marker.path[-1] == 1


def _goes_on(line: Line, heading: Heading, before: _Before) -> bool:
    """Whether a numbered line that reads like a heading is an item of the list before it."""
    opened, last = before.heading, before.last_item
    if not heading.number or opened is None or opened.kind not in CONTENT or line.level or before.is_bulleted:
        return False
    if heading.kind in {"name", "document"}:
        return False
    next_heading = bool(opened.number) and heading.number == (*opened.number[:-1], opened.number[-1] + 1)
    next_item = follows(last, heading.number) if last else heading.number == (1,)
    return (next_item or _is_part(line, before)) and not next_heading


def _is_part(line: Line, before: _Before) -> bool:
    """“(1) โครงสร้าง” under an item numbered otherwise, or the next one of such."""
    if line.marker is None or line.marker.style not in {"paren", "half"} or not before.last_item:
        return False
    level = level_of(line.marker)
    above = before.open_items.get(level)
    return follows(above, line.marker.path) if above else line.marker.path == (1,)


def is_plain(found: Scan, at: int) -> bool:
    line = found.lines[at]
    if line.is_blank or line.is_row or found.announces(at) or line.marker:
        return False
    return bool(line.text.strip("-–—_=*~. "))


def paragraph_above(found: Scan, start: int) -> list[int]:
    """The plain lines of the last paragraph above."""
    at = start - 1
    while at >= 0 and found.lines[at].is_blank:
        at -= 1
    run: list[int] = []
    while at >= 0 and is_plain(found, at) and len(run) < TITLE_LINES:
        run.insert(0, at)
        at -= 1
    return run


def place_before(found: Scan, at: int) -> int | None:
    at -= 1
    while at >= 0 and found.lines[at].is_blank:
        at -= 1
    return at if at >= 0 else None


def place_after(found: Scan, at: int) -> int | None:
    at += 1
    while at < len(found.lines) and found.lines[at].is_blank:
        at += 1
    return at if at < len(found.lines) else None
