"""Calendars in words: lines that begin with a time and, far right of it, say what is done, turned into a list."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import Marker, take_marker
from nithet.manuals.reading.sections import heading_of
from nithet.manuals.reading.times import is_recurrent

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|\s*\t\s*|\s+:\s+)(?=\S)")
# “(ระยะเวลา: มีนาคม / ผู้รับผิดชอบ: นิติกร)”
_BRACKETED = re.compile(r"\((?P<facts>[^()]{1,200}[:：][^()]{1,200})\)")
_BETWEEN = re.compile(
    r"\s{0,4}[;/|,]\s{0,4}(?=(?:ระยะเวลา|เวลา|ผู้|แบบ|เอกสาร|มาตรฐาน|ตัวชี้วัด)[^:：]{0,30}[:：])"
)
_FEWEST = 3
_FACTS = frozenset({"times", "responsible", "forms", "standards"})


def read_timed(lines: Sequence[Line]) -> list[Line]:
    """The lines, runs of at least three such lines as numbered items with their time behind them."""
    found = list(lines)
    run: list[int] = []
    for at, line in enumerate([*lines, None]):
        if line is not None and (line.is_blank or _parts(line)):
            if not line.is_blank:
                run.append(at)
            continue
        if len(run) >= _FEWEST:
            for number, place in enumerate(run, start=1):
                found[place] = _item(found[place], number)
        run = []
    return found


def split_facts(lines: Sequence[Line]) -> list[Line]:
    """The lines, “ระยะเวลา 1 วัน   ผู้รับผิดชอบ นิติกร” as one line for each fact, all with its number."""
    return [part for line in lines for part in _facts(line)]


def _facts(line: Line) -> list[Line]:
    raw = line.raw.strip()
    if line.is_row or line.is_blank:
        return [line]
    if line.marker:
        return _item_with_facts(line, raw) if raw.endswith(")") and ":" in raw else [line]
    if bracketed := _BRACKETED.fullmatch(raw):
        pieces = [f"({piece})" for piece in _BETWEEN.split(bracketed["facts"])]
    elif _may_have_gap(raw) or (":" in raw and _BETWEEN.search(raw)):
        pieces = [piece for part in _GAP.split(raw) for piece in _BETWEEN.split(part)]
    else:
        return [line]
    return _as_facts(line, pieces) or [line]


def _item_with_facts(line: Line, raw: str) -> list[Line]:
    """“1. รับคำขอ (ระยะเวลา: มีนาคม / ผู้รับผิดชอบ: นิติกร)” as the item and its facts."""
    bracketed = _BRACKETED.search(raw)
    if not bracketed or bracketed.end() != len(raw) or not bracketed.start():
        return [line]
    pieces = _BETWEEN.split(bracketed["facts"])
    facts = _as_facts(line, [f"({piece})" for piece in pieces]) if len(pieces) > 1 else []
    if not facts:
        return [line]
    before = line.raw[: line.raw.rindex(bracketed.group())].rstrip()
    text = plain(before)
    marker, body = take_marker(text) or (line.marker, text)
    return [Line(line.number, before, text, marker, body), *facts]


def _as_facts(line: Line, pieces: Sequence[str]) -> list[Line]:
    """A line for each fact, where each piece is one with its label; else none."""
    texts = [plain(piece) for piece in pieces]
    headings = [heading_of(text) for text in texts]
    if not all(one and one.rest and one.kind in _FACTS for one in headings):
        return []
    return [Line(line.number, text, text, body=text) for text in texts]


def _may_have_gap(raw: str) -> bool:
    return ("  " in raw or "\t" in raw or ":" in raw or "\u00a0" in raw) and bool(_GAP.search(raw))


def _parts(line: Line) -> tuple[str, str] | None:
    """The time and the words; None for any other line."""
    if line.is_row or line.marker:
        return None
    for gap in _GAP.finditer(line.raw.strip()):
        raw = line.raw.strip()
        time, words = plain(raw[: gap.start()]), plain(raw[gap.end() :])
        if is_recurrent(time) and not is_recurrent(words):
            return time, words
    return None


def _item(line: Line, number: int) -> Line:
    time, words = _parts(line) or ("", line.text)
    indent = " " * (len(line.raw) - len(line.raw.lstrip()))
    return Line(
        line.number, f"{indent}{words}   {time}", line.text, Marker((number,), "dot"), f"{words} {time}"
    )
