"""One calendar for several works at the end of the manual: its rows go to the works that it names above them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nithet.manuals.likeness import bare
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.scanning import Scan
from nithet.manuals.reading.spans import Opening, Span
from nithet.manuals.reading.tables import Row, head_columns, is_open, is_rule, read_rows

_FEWEST = 2
_MOST_HEADS = 3
_PAIR = 2

Unit = tuple[list[int], Row | None]
"""The places of a line, or of the lines of a row, with the row."""


@dataclass(slots=True)
class _Table:
    """A table that may be for several works: places of its head, of names of works, of rows by work (None: of no work)."""

    head: list[int]
    names: list[tuple[int, int]] = field(default_factory=list)
    rows: list[tuple[int | None, int]] = field(default_factory=list)


def share_tables(found: Scan, spans: Sequence[Span], ledger: Ledger) -> None:
    """Give each span the rows that stand under its title in a table elsewhere; no other reader takes these lines."""
    titles = _titles(spans)
    if len(titles) < _FEWEST:
        return
    opened = {at for span in spans for one in _openings(span) for at in range(one.at, one.end)}
    for table in _tables(_units(found, ledger), found, titles, opened):
        if not _is_shared(table, spans):
            continue
        for place, span in enumerate(spans):
            rows = [at for work, at in table.rows if work == place]
            span.shared.extend(found.lines[at] for at in ([*table.head, *rows] if rows else []))
            span.shared_names.extend(found.lines[at].number for work, at in table.names if work == place)
        found.shared.update([*table.head, *(at for _, at in (*table.names, *table.rows))])


def _titles(spans: Sequence[Span]) -> dict[str, int]:
    """The works by their titles; without those that two works have."""
    found: dict[str, list[int]] = {}
    for place, span in enumerate(spans):
        for title in {_key(one.title) for one in _openings(span)} - {""}:
            found.setdefault(title, []).append(place)
    return {title: places[0] for title, places in found.items() if len(places) == 1}


def _openings(span: Span) -> list[Opening]:
    return [*span.openings, *span.restated]


def _key(text: str) -> str:
    """The words of a title without its number."""
    taken = take_marker(text)
    return bare(taken[1] if taken and taken[0].is_number else text)


def _tables(units: Iterable[Unit], found: Scan, titles: dict[str, int], opened: set[int]) -> list[_Table]:
    """The tables with the works that rows, or the line right above, name."""
    tables: list[_Table] = []
    named: tuple[int, int] | None = None
    table: _Table | None = None
    for places, row in units:
        at = places[0]
        work = None if at in opened else titles.get(_key(_name(found.lines[at], row)))
        if row is None:
            table, named = None, (work, at) if work is not None else None
        elif head_columns(row):
            if table is None or table.rows or table.names[1:]:
                table = _Table([], [named] if named else [])
                tables.append(table)
            table.head.extend(places)
        elif table and work is not None:
            named = (work, at)
            table.names.extend((work, one) for one in places)
        elif table and not table.rows and _is_more_head(table, row):
            table.head.extend(places)
        elif table:
            table.rows.extend((named[0] if named else None, one) for one in places)
    return tables


def _units(found: Scan, ledger: Ledger) -> Iterator[Unit]:
    """The places of each line that is no furniture, or of all lines of a row that goes on over several, and the row."""
    at = 0
    while at < len(found.lines):
        end = at + 1
        line = found.lines[at]
        while line.is_row and end < len(found.lines) and found.lines[end].is_row:
            if not is_open(found.lines[at:end]):
                break
            end += 1
        if not line.is_blank and not ledger.is_left_out(line.number):
            row = read_rows(found.lines[at:end])[0] if line.is_row else None
            yield list(range(at, end)), row
        at = end


def _name(line: Line, row: Row | None) -> str:
    """The words that may name a work: a line, or a row that has nothing else but a number."""
    if row is None:
        return line.text
    texts = list(dict.fromkeys(text for at in range(len(row.cells)) if (text := row.text(at))))
    if len(texts) == _PAIR and texts[0].strip(" .)").isdigit():
        return texts[1]
    return texts[0] if len(texts) == 1 else ""


def _is_more_head(table: _Table, row: Row) -> bool:
    """A rule, or a row between the head and the first name: the months under their years."""
    return is_rule(row) or (len(table.head) < _MOST_HEADS and not row.text(0) and row.filled > _PAIR)


def _is_shared(table: _Table, spans: Sequence[Span]) -> bool:
    """Whether all rows are of works, and some stand outside the lines of theirs."""
    works = [(work, at) for work, at in table.rows if work is not None]
    if not works or len(works) < len(table.rows):
        return False
    return any(not spans[work].start <= at < spans[work].end for work, at in works)
