"""Lists: numbered or bulleted items, their parts, lines that go on, and several items on one line."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nithet.manuals.reading.arrows import is_arrow, is_end
from nithet.manuals.reading.lines import Line, indent, plain
from nithet.manuals.reading.numbering import Marker, follows, level_of, split_merged, take_marker
from nithet.manuals.reading.paragraphs import OPEN_END, begins_paragraph, has_paragraphs, headed_lines
from nithet.manuals.reading.times import is_time, said_time, without_time

_LONGEST_NUMBER = 6
_FURTHER_IN = 2
_SAID_AGAIN = frozenset({"times", "other", "references"})
# “ขั้นเตรียมการ” above some of the items.
PHASE = re.compile("(?:ขั้น|ระยะ|ช่วง)(?!ตอน)[ก-๎ ]{2,30}(?:การ|ผล|งาน)|(?:ก่อน|ระหว่าง|หลัง)(?:การ)?[ก-๎]{4,30}")
_DOTS = re.compile(r"\s*[.…]{2,}\s*$|\s+\.\s*$")
_GAP = re.compile(r"(?<=\S)(?:\s*[.…]{3,}\s*|\s[.…]+\s|[ \u00a0]{2,}|\t+)(?=[^\s.…])")
_NUMBER_AT_END = re.compile(r"\s[0-9๐-๙]{1,2}[.)]$")


@dataclass(slots=True)
class Item:
    """One item; `merged` tells that it stood on the same line as the item before.

    A `closed` item stands in bold or as a heading; what comes below it is `detail`. `fields` are facts with a label below it (“ระยะเวลา : 3 วัน”), by the kind of section that the label means.
    """

    marker: Marker | None
    text: str
    lines: list[int] = field(default_factory=list)
    merged: bool = False
    after_gap: bool = False
    closed: bool = False
    detail: str = ""
    parts: list["Item"] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    indent: int = 0

    @property
    def written_number(self) -> str:
        return ".".join(map(str, self.marker.path)) if self.marker else ""

    def add(self, line: Line) -> None:
        """Take a line that goes on with this item."""
        self.lines.append(line.number)
        if (self.closed or without_time(self.text)[1]) and not line.stands_out:
            self.detail = f"{self.detail} {line.text}".strip()
            return
        space = "" if line.text[:1] in {".", ")"} else " "
        self.text = f"{self.text}{space}{line.text}".strip()

    def all_lines(self) -> list[int]:
        """Its own lines and those of its parts."""
        return sorted({*self.lines, *(number for part in self.parts for number in part.all_lines())})


@dataclass(slots=True)
class ItemList:
    """Items of a section and the unnumbered lines before the first."""

    items: list[Item]
    lead: list[Item]


def read_list(
    lines: Sequence[Line],
    fields: Mapping[tuple[int, str], tuple[str, str]] | None = None,
    *,
    width: int = 0,
) -> ItemList:
    """The items of a run of lines, parts under their items.

    `fields` are labelled facts by their line, `width` how long the lines of the text are: where most items end long
    before, paragraphs of their own stand below them.
    """
    flat: list[Item] = []
    lead: list[Item] = []
    after_gap = True
    heads = headed_lines(lines)
    phase: Line | None = None
    above: Line | None = None
    are_apart = has_paragraphs([line for line in lines if not _is_fact(line, fields)], width)
    for line in lines:
        if line.is_blank:
            after_gap = True
            continue
        if fact := _fact_of(line, flat, fields):
            _take_fact(_owner(flat), fact, line)
        elif line.marker and _is_item(line, line.marker, flat):
            flat.extend(_opened(line, line.marker, phase, is_head=line.number in heads))
            phase = None
        elif flat and (is_arrow(line.text) or is_end(line.text)):
            flat[-1].lines.append(line.number)
        elif phase is None and PHASE.fullmatch(line.text) and _number_below(lines, line, flat):
            phase = line
        else:
            if flat and above and begins_paragraph(above, line, is_apart=are_apart or after_gap):
                flat[-1].closed = flat[-1].closed or bool(flat[-1].text)
            _go_on(line, flat, lead, after_gap=after_gap)
        after_gap, above = False, line
    return ItemList(_nest(flat), lead)


def _is_fact(line: Line, fields: Mapping[tuple[int, str], tuple[str, str]] | None) -> bool:
    return bool(fields and (line.number, line.text) in fields)


def _fact_of(
    line: Line, flat: list[Item], fields: Mapping[tuple[int, str], tuple[str, str]] | None
) -> tuple[str, str] | None:
    """What a line says of the item above it: a fact with its label, or only when it is done."""
    if fields is None or not flat:
        return None
    if found := fields.get((line.number, line.text)):
        return found
    if (line.marker and _is_item(line, line.marker, flat)) or OPEN_END.search(flat[-1].text):
        return None
    time = said_time(line.text)
    return ("times", time) if time else None


def _opened(line: Line, marker: Marker, phase: Line | None, *, is_head: bool) -> list[Item]:
    """The items that a line begins; the phase that stood above it is detail of the first."""
    items = _items_of(line, marker)
    items[-1].closed = items[-1].closed or is_head
    if phase:
        items[0].detail = phase.text
        items[0].lines.insert(0, phase.number)
    return items


def _take_fact(item: Item, fact: tuple[str, str], line: Line) -> None:
    """Keep a fact; a further time, as below each of its parts, stands behind the first."""
    kind, words = fact
    said = item.fields.get(kind, "")
    if not said or (kind in _SAID_AGAIN and words not in said.split("; ")):
        item.fields[kind] = f"{said}; {words}" if said else words
    item.lines.append(line.number)


def _owner(flat: Sequence[Item]) -> Item:
    """The item that a fact below is about: the last one of the level of the first, above its parts."""
    first = flat[0]
    if first.marker is None:
        return flat[-1]
    level = level_of(first.marker)
    same = (item for item in reversed(flat) if item.marker and level_of(item.marker) == level)
    return next((item for item in same if item is first or item.indent < first.indent + _FURTHER_IN), first)


def _number_below(lines: Sequence[Line], line: Line, before: list[Item]) -> bool:
    """Whether the next line has the number that comes next, or the first."""
    after = _next_filled(lines, line)
    if after is None or after.marker is None or not after.marker.is_number:
        return False
    number = next((one.marker for one in reversed(before) if one.marker and one.marker.is_number), None)
    return after.marker.path[-1] == 1 or bool(number and follows(number.path, after.marker.path))


def _next_filled(lines: Sequence[Line], line: Line) -> Line | None:
    at = next(place for place, one in enumerate(lines) if one is line)
    return next((one for one in lines[at + 1 :] if not one.is_blank), None)


def read_inline(text: str, line: Line) -> list[Item]:
    """Items out of a text on one line that begins with a number (“1. … 2. …”); one item without number else."""
    from_text = Line(line.number, text, text)
    from_text.marker, from_text.body = _taken(text)
    if from_text.marker is None:
        return [Item(None, text, [line.number])]
    return _nest(_items_of(from_text, from_text.marker))


def _taken(text: str) -> tuple[Marker | None, str]:
    return take_marker(text) or (None, text)


def _is_item(line: Line, marker: Marker, before: list[Item]) -> bool:
    """A number without a point (and “ข้อ ๓”, which may refer to a law) opens an item only where it comes next; a dash between years opens none."""
    last = before[-1] if before else None
    if marker.style == "bullet":
        return not (last and marker.written in "-–—" and line.body[:1].isdigit() and last.text[-1:].isdigit())
    if marker.style == "half" and last and last.text.count("(") > last.text.count(")"):
        return False
    if marker.style == "letter":
        letter = next(
            (one.marker for one in reversed(before) if one.marker and one.marker.style == "letter"), None
        )
        return marker.path == (1,) or bool(letter and follows(letter.path, marker.path))
    if marker.style not in {"plain", "clause"}:
        return True
    if marker.style == "plain" and is_time(line.text):
        return False
    number = next((one.marker for one in reversed(before) if one.marker and one.marker.is_number), None)
    return follows(number.path, marker.path) if number else marker.path == (1,)


def _items_of(line: Line, marker: Marker) -> list[Item]:
    if not marker.is_number:
        return [Item(marker, line.body, [line.number])]
    body, time = _apart(line)
    pieces = split_merged(marker, body)
    items = [Item(one, text, [line.number], merged=at > 0) for at, (one, text) in enumerate(pieces)]
    items[-1].closed = (line.stands_out or bool(time and line.bold_start)) and bool(items[-1].text)
    if time:
        items[-1].fields["times"] = time
    items[0].indent = indent(line)
    return items


def _apart(line: Line) -> tuple[str, str]:
    """The words of a line and a time that stands far right of them, as in a column."""
    bold = line.bold_start
    if bold and bold[1] and is_time(bold[1].strip("()")) and line.body.endswith(bold[1]):
        return line.body[: -len(bold[1])].rstrip(), bold[1].strip("()")
    for gap in _GAP.finditer(line.raw.rstrip()):
        tail = plain(line.raw.rstrip()[gap.end() :])
        if is_time(tail) and line.body.endswith(tail) and len(tail) < len(line.body):
            return _DOTS.sub("", line.body[: -len(tail)]).rstrip(), tail
    return line.body, ""


def _go_on(line: Line, flat: list[Item], lead: list[Item], *, after_gap: bool) -> None:
    if flat:
        _split_continued(line, flat)
    else:
        lead.append(Item(None, line.text, [line.number], after_gap=after_gap))


def _split_continued(line: Line, flat: list[Item]) -> None:
    """A line that goes on with the last item may itself hold the next number (“… ๓. เสนอ”)."""
    last = flat[-1]
    words, time = _apart(line)
    if time and line.marker is None and "times" not in _owner(flat).fields:
        _take_fact(_owner(flat), ("times", time), line)
        line = Line(line.number, words, words, body=words)
    if last.closed or not last.marker or not last.marker.is_number:
        last.add(line)
        return
    end = last.text[-_LONGEST_NUMBER:]
    if _NUMBER_AT_END.search(f"{end}{line.text[:1]}" if line.text[:1] in {".", ")"} else end):
        last.add(line)
        head, *others = split_merged(last.marker, last.text)
        last.text = head[1]
        flat.extend(Item(marker, text, [line.number], merged=True) for marker, text in others)
        return
    head, *others = split_merged(last.marker, line.text)
    last.add(Line(line.number, head[1], head[1]))
    flat.extend(Item(marker, text, [line.number], merged=True) for marker, text in others)


def _nest(flat: list[Item]) -> list[Item]:
    """Items of the level of the first one, others as parts of the item before them."""
    top: list[Item] = []
    for item in flat:
        if not top or _is_top(item, top):
            top.append(item)
        else:
            top[-1].parts.append(item)
    return top


def _is_top(item: Item, top: list[Item]) -> bool:
    first, last = top[0].marker, top[-1].marker
    if item.marker is None or first is None or last is None:
        return True
    if level_of(item.marker) == level_of(first):
        return not _is_under(item, top)
    # “(3)” after “2.” is a slip of style; “(1)” under “2.” is a part.
    same_depth = item.marker.is_number and first.is_number and len(item.marker.path) == len(first.path)
    return same_depth and not top[-1].parts and item.marker.path == (*last.path[:-1], last.path[-1] + 1)


def _is_under(item: Item, top: list[Item]) -> bool:
    """Whether a number of the same form stands further in and starts from 1 again, or goes on with such."""
    if item.marker is None or item.indent < top[0].indent + _FURTHER_IN:
        return False
    parts = [part.marker.path for part in top[-1].parts if part.marker and part.indent > top[0].indent]
    return follows(parts[-1], item.marker.path) if parts else item.marker.path == (1,)


def join_lines(lead: Sequence[Item], opens: Callable[[str], bool]) -> list[Item]:
    """Unnumbered lines as items: a new one after a blank line and where `opens` says so."""
    found: list[Item] = []
    for item in lead:
        if found and not item.after_gap and not opens(item.text):
            found[-1].text = f"{found[-1].text} {item.text}"
            found[-1].lines.extend(item.lines)
        else:
            found.append(Item(None, item.text, list(item.lines), after_gap=item.after_gap))
    return found
