"""Lists and tables that may tell steps but were read as mere text, or sections that were read as items: told, not hidden."""

import re
from collections.abc import Iterator, Sequence

from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.sections import heading_of, kind_of
from nithet.manuals.reading.spans import Span
from nithet.manuals.reading.tables import read_rows
from nithet.manuals.reading.times import is_time, without_time

_TEXT = frozenset({"matter", "lead", "scope", "responsible", "objectives"})
_ITEMS = frozenset({"objectives", "references", "forms", "definitions", "responsible", "step", "matter"})
_HEADINGS = frozenset({"objectives", "scope", "definitions", "steps"})
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}[.)]?")
_FEWEST = 2
_PAIR = 2
_LONGEST_TIME = 40


def check_vanished(lines: Sequence[Line], spans: Sequence[Span], ledger: Ledger, cautions: Cautions) -> None:
    """Warn of items and rows with times that are no steps, and of headings of sections that are items."""
    places = {at: place for place, span in enumerate(spans) for at in range(span.start, span.end)}
    for run in _runs(lines, ledger):
        item = f"procedures/{places[run[0]]}" if run[0] in places else ""
        first, last = lines[run[0]].number, lines[run[-1]].number
        cautions.add("list-as-text", line=first, item=item, first=first, last=last, count=len(run))
    for at in _numbers_below_steps(lines, ledger):
        item = f"procedures/{places[at]}" if at in places else ""
        cautions.add("rows-as-text", line=lines[at].number, item=item, number=lines[at].text)
    for at, line in enumerate(lines):
        if line.marker and at in places and _is_heading(line, ledger.role_of(line.number)):
            item = f"procedures/{places[at]}"
            cautions.add("heading-as-item", line=line.number, item=item, title=line.body)


def _runs(lines: Sequence[Line], ledger: Ledger) -> Iterator[list[int]]:
    """The places of at least two items or rows with times, one below the other, that are text."""
    run: list[int] = []
    for at, line in enumerate(lines):
        if line.is_blank:
            continue
        if ledger.role_of(line.number) not in _TEXT:
            if len(run) >= _FEWEST:
                yield run
            run = []
        elif (line.is_row or line.marker) and _has_time(lines, at):
            run.append(at)
    if len(run) >= _FEWEST:
        yield run


def _numbers_below_steps(lines: Sequence[Line], ledger: Ledger) -> Iterator[int]:
    """The first line right below steps that is text and holds nothing but a number: a row may begin there."""
    is_below = False
    for at, line in enumerate(lines):
        if line.is_blank:
            continue
        role = ledger.role_of(line.number)
        if is_below and role in _TEXT and _NUMBER.fullmatch(line.text):
            yield at
        is_below = role == "step"


def _has_time(lines: Sequence[Line], at: int) -> bool:
    """Whether a row has a cell, an item an end or a line below it that says when."""
    line = lines[at]
    if line.is_row:
        texts = [row.text(place) for row in read_rows([line]) for place in range(len(row.cells))]
        said = [text for text in texts if text]
        return len(said) >= _PAIR and any(is_time(text) for text in said if len(text) <= _LONGEST_TIME)
    if line.marker and line.marker.is_number and _tells_time(line.body):
        return True
    below = lines[at + 1] if at + 1 < len(lines) else None
    fact = heading_of(below.body) if below and not below.is_row and not below.marker else None
    return fact is not None and fact.kind == "times" and bool(fact.rest)


def _tells_time(text: str) -> bool:
    return (len(text) <= _LONGEST_TIME and is_time(text)) or bool(without_time(text)[1])


def _is_heading(line: Line, role: str) -> bool:
    """“1. วัตถุประสงค์” among references or steps."""
    if role not in _ITEMS or line.marker is None or not line.marker.is_number:
        return False
    return kind_of(line.body) in _HEADINGS
