"""Cards of one step each whose cells came out one a line (“ขั้นตอนที่”, “๑”, “กิจกรรม”, “รับคำขอ”, …), or with colons, as the rows of one table."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from nithet.manuals.reading.columns import column_kind
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.sections import find_mark, kind_of
from nithet.manuals.reading.step_cards import Card, as_table
from nithet.manuals.reading.tables import Row
from nithet.thai.numerals import to_arabic

_COUNTER = re.compile(r"(?:ขั้นตอน|ขั้น|ลำดับ|กิจกรรม|ข้อ)(?:ที่)?\s*[:：]?\s*(?P<number>[0-9๐-๙]{1,2})?\s*[.)]?")
_NAME = re.compile("ชื่อ(?:ขั้นตอน|กิจกรรม)(?:การ(?:ปฏิบัติงาน|ดำเนินงาน|ปฏิบัติ|ดำเนินการ))?")
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}[.)]?")
_LABELS = frozenset({"step", "detail", "time", "responsible", "forms", "references", "standard", "note"})
_TITLES = frozenset({"step", "detail"})
_LONGEST_LABEL = 40
_LONGEST_CARD = 40
# The first cards tell what the labels are.
_MOST_CARDS = 12
# Sections of a procedure that no card of a step has.
_SECTIONS = frozenset({"name", "document", "objectives", "scope", "definitions", "flowchart"})
_FEWEST = 2


def read_stacked_cards(lines: Sequence[Line]) -> list[Line]:
    """The lines, each run of such cards as a head and a row for each card."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        cards, end = _cards(lines, at) if _opens(lines, at) else ([], at)
        if len(cards) >= _FEWEST:
            texts = {line.number: line.text for line in lines[at:end] if line.text}
            found.extend(as_table(cards, texts))
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _counter(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    """The number of a card that begins at a line, on the same line or the next, and the place after it."""
    line = lines[at]
    if line.is_blank or line.is_row or not (match := _COUNTER.fullmatch(line.text)):
        return None
    if match["number"]:
        return int(to_arabic(match["number"])), at + 1
    below = next((one for one in range(at + 1, min(len(lines), at + 3)) if not lines[one].is_blank), None)
    if below is None or lines[below].is_row or not _NUMBER.fullmatch(lines[below].text):
        return None
    return int(to_arabic(lines[below].text).strip(".)")), below + 1


def _named(lines: Sequence[Line], at: int, before: int = 0) -> tuple[int, int] | None:
    """The same of a card without a number, which its name begins."""
    return (before + 1, at) if _NAME.fullmatch(_split(lines[at].text)[0]) else None


def _opens(lines: Sequence[Line], at: int) -> bool:
    return bool(_counter(lines, at) or (not lines[at].is_row and _named(lines, at)))


def _cards(lines: Sequence[Line], start: int) -> tuple[list[Card], int]:
    """The cards from a line on, numbered one after the other, and where they end; none where one has no title."""
    labels = _labels(lines, start)
    cards: list[Card] = []
    end = at = start
    while at < len(lines):
        if lines[at].is_blank and cards:
            at += 1
            continue
        opened = _counter(lines, at) or _named(lines, at, len(cards))
        if not opened or (cards and opened[0] != int(to_arabic(cards[-1][0].text(1))) + 1):
            break
        rows, after = _facts(lines, opened[1], labels)
        if len(rows) < _FEWEST or not any(column_kind(row.text(0)) in _TITLES for row in rows):
            break
        numbers = [line.number for line in lines[at : opened[1]] if line.text]
        cards.append([Row([("ที่",), (str(opened[0]),)], numbers), *rows])
        end = at = after
    return cards, end


def _labels(lines: Sequence[Line], start: int) -> set[str]:
    """The words of columns that stand again and again in the cards from a line on."""
    counts: Counter[str] = Counter()
    cards = 0
    near = 0
    numbered = _counter(lines, start) is not None
    for at in range(start, len(lines)):
        if _counter(lines, at) or (near > 1 and _named(lines, at) and not numbered):
            cards, near = cards + 1, 0
        near += 1
        if near > _LONGEST_CARD or cards > _MOST_CARDS or lines[at].is_row:
            break
        label = _split(lines[at].text)[0]
        if 0 < len(label) <= _LONGEST_LABEL and column_kind(label) in _LABELS:
            counts[label] += 1
    return {label for label, count in counts.items() if count >= _FEWEST and count * 2 >= cards}


def _split(text: str) -> tuple[str, str]:
    """A label and what stands behind its colon."""
    label, _, rest = text.replace("：", ":").partition(":")
    return label.strip(), rest.strip()


def _facts(lines: Sequence[Line], start: int, labels: set[str]) -> tuple[list[Row], int]:
    """The labels of a card with what they say, and the place after it: a blank line that no label follows."""
    rows: list[Row] = []
    at = start
    while at < len(lines) and not lines[at].is_row and not _counter(lines, at):
        line = lines[at]
        label, rest = _split(line.text)
        if rows and label == rows[0].text(0):
            break
        if line.is_blank:
            if rows and rows[-1].text(1) and not _label_below(lines, at, labels):
                break
        elif label in labels:
            rows.append(Row([(label,), (rest,) if rest else ()], [line.number]))
        elif rows and kind_of(label) not in _SECTIONS and not find_mark(line):
            rows[-1].cells[1] = (*rows[-1].cells[1], line.text)
            rows[-1].lines.append(line.number)
        else:
            break
        at += 1
    return rows, at


def _label_below(lines: Sequence[Line], at: int, labels: set[str]) -> bool:
    """Whether the next line that is not blank is a label."""
    near = islice(lines, at, at + _LONGEST_CARD)
    below = next((line for line in near if line.text), None)
    return below is not None and _split(below.text)[0] in labels
