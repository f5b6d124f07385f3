"""Cards of one step each (“ขั้นตอนที่ | ๑”, “กิจกรรม | …”, “ระยะเวลา | …”) as the rows of one table."""

import re
from collections.abc import Sequence
from itertools import chain

from nithet.manuals.reading.lines import Line, row_line
from nithet.manuals.reading.tables import Row, is_rule, read_rows

_COUNTER = re.compile(r"(?:ขั้นตอน|ขั้น|ลำดับ|กิจกรรม|ข้อ)(?:ที่)?\s*[:：]?")
# How the first row of a card begins: looked for before anything is read as a table.
# Room is bounded, so that a line of nothing but spaces costs no time.
_BEGINS = re.compile(
    r"(?:\|\s{0,9})?(?:ขั้นตอน|ขั้น|ลำดับ|กิจกรรม|ข้อ)(?:ที่)?\s{0,9}(?:[0-9๐-๙]{1,2}[.)]?)?\s{0,9}[:：]?\s{0,9}[|\t]"
)
# “ขั้นตอนที่ 1 | รับคำขอ”: the number with the counter, the name of the step beside it.
_NUMBERED = re.compile(r"(?:ขั้นตอน|ขั้น|ลำดับ|กิจกรรม)(?:ที่)?\s*(?P<number>[0-9๐-๙]{1,2})\s*[.):：]?")
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}[.)]?")
_PAIR = 2
_FEWEST_CARDS = 2
_FEWEST_FACTS = 2
Card = list[Row]


def read_step_cards(lines: Sequence[Line]) -> list[Line]:
    """The lines, each run of such cards as a head and a row for each card."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        cards, end = _cards(lines, at) if _may_begin(lines[at]) else ([], at)
        if len(cards) >= _FEWEST_CARDS:
            texts = {line.number: line.text for line in lines[at:end] if line.text}
            found.extend(as_table(cards, texts))
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _may_begin(line: Line) -> bool:
    return (line.is_row or "\t" in line.raw.strip()) and bool(_BEGINS.match(line.raw.lstrip()))


def _cards(lines: Sequence[Line], start: int) -> tuple[list[Card], int]:
    """The cards from a line on, with nothing but blank lines between them, and where they end."""
    cards: list[Card] = []
    end = at = start
    while at < len(lines):
        if lines[at].is_blank and cards:
            at += 1
            continue
        run = at
        while run < len(lines) and (lines[run].is_row or _may_begin(lines[run])):
            run += 1
        split = _split(read_rows(lines[at:run])) if run > at else []
        if not split:
            break
        cards.extend(split)
        end = at = run
    return cards, end


def _split(rows: Sequence[Row]) -> list[Card]:
    """The cards of a run of rows; none where a row is not a label and what it says."""
    cards: list[Card] = []
    for row in rows:
        if cards and is_rule(row):
            cards[-1][-1].lines.extend(row.lines)
            continue
        if named := _with_name(row):
            cards.append(named)
            continue
        if _is_counter(row):
            cards.append([])
        if not cards or len(row.cells) != _PAIR or not row.cells[0]:
            return []
        cards[-1].append(row)
    return cards if all(len(card) > _FEWEST_FACTS for card in cards) else []


def _is_counter(row: Row) -> bool:
    return bool(_COUNTER.fullmatch(row.text(0)) and _NUMBER.fullmatch(row.text(1)))


def _with_name(row: Row) -> Card:
    """The number and the name of a step that stand in one row, as two; else none."""
    numbered = _NUMBERED.fullmatch(row.text(0)) if len(row.cells) == _PAIR else None
    if numbered is None or not row.text(1) or _NUMBER.fullmatch(row.text(1)):
        return []
    number = Row([("ที่",), (numbered["number"],)], list(row.lines))
    return [number, Row([("ขั้นตอน",), row.cells[1]], [])]


def _label(row: Row) -> str:
    return row.text(0).rstrip(" :：")


def as_table(cards: Sequence[Card], texts: dict[int, str]) -> list[Line]:
    """The labels of all cards are the head, which stands on the first line of the first card."""
    labels = list(dict.fromkeys(_label(row) for card in cards for row in card[1:]))
    first, *others = chain.from_iterable(row.lines for row in cards[0])
    head = _row(["ที่", *labels], [first], texts)
    rows = [_row(_cells(cards[0], labels), others, texts)]
    for card in cards[1:]:
        numbers = list(chain.from_iterable(row.lines for row in card))
        rows.append(_row(_cells(card, labels), numbers, texts))
    return [head, *rows]


def _cells(card: Card, labels: Sequence[str]) -> list[str]:
    said = {_label(row): "<br>".join(row.paragraphs(1)) for row in card[1:]}
    return [card[0].text(1), *(said.get(label, "") for label in labels)]


def _row(cells: Sequence[str], numbers: Sequence[int], texts: dict[int, str]) -> Line:
    """One line for several; the account of lines knows the others by `joined`."""
    line = row_line(numbers[0], f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    line.text = line.body = texts.get(numbers[0], line.text)
    line.joined = {number: texts[number] for number in numbers[1:] if number in texts}
    return line
