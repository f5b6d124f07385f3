"""Calendars in words: lines that begin with a time and, far right of it, say what is done, turned into a list."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.lines import Line, plain
from nithet.manuals.reading.numbering import Marker
from nithet.manuals.reading.sections import heading_of
from nithet.manuals.reading.times import is_recurrent

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|\s*\t\s*|\s+:\s+)(?=\S)")
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
    if line.is_row or line.is_blank or line.marker or not _may_have_gap(line.raw.strip()):
        return [line]
    pieces = [plain(piece) for piece in _GAP.split(line.raw.strip())]
    headings = [heading_of(piece) for piece in pieces]
    if not all(one and one.rest and one.kind in _FACTS for one in headings):
        return [line]
    return [Line(line.number, piece, piece, body=piece) for piece in pieces]


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
