"""The months that a row of a calendar marks: with signs, with shading, or with arrows from one month to another."""

import re

from nithet.manuals.reading.tables import Row, Table
from nithet.thai.months import FISCAL_ORDER

# The two ends of an arrow over months.
_BEGINS = re.compile(r"^[←◄◀⬅<⟵|├]")
_ENDS = re.compile(r"[→►▶➔➜>⟶|┤]$")
# An arrow with both ends in one cell.
_BAR = re.compile(r"[←◄◀⬅<⟵|├][─—–\-=\s]{0,40}[→►▶➔➜>⟶|┤]")
_WORDS = re.compile("[ก-๎]{4}")


def marked_columns(table: Table, row: Row) -> list[int]:
    """The columns of a calendar that a row marks; an arrow from one to another marks those between them too."""
    marked: list[int] = []
    begun = False
    for at, kind in enumerate(table.columns):
        if not months_of(kind):
            begun = False
            continue
        text = row.text(at).strip(" ")
        begins, ends = bool(_BEGINS.search(text)), bool(_ENDS.search(text))
        if text.strip(" -–") or (begun and _ends_later(table, row, at)):
            marked.append(at)
        begun = (begins or begun) and not ends
    return marked


def forget_unplaced(table: Table) -> None:
    """Take the marks out of rows that do not show their months, as plain text keeps bars over several months.

    Such a row lacks cells and has the words of its last column under a month, or its arrow, in one cell, is longer
    than others.
    """
    months = [at for at, kind in enumerate(table.columns) if months_of(kind)]
    if not months:
        return
    bars = {len(text) for row in table.rows for at in months if _BAR.fullmatch(text := row.text(at))}
    for row in table.rows:
        is_short = len(row.cells) < len(table.columns) and any(_WORDS.search(row.text(at)) for at in months)
        if is_short:
            _move_last(row, len(table.columns))
        if is_short or any(_BAR.fullmatch(text) and len(text) > min(bars) for text in map(row.text, months)):
            row.unplaced = " ".join(text for at in months if (text := row.text(at).strip(" -–")))
            row.cells = [() if at in months else cell for at, cell in enumerate(row.cells)]


def _move_last(row: Row, width: int) -> None:
    """Let the last words of a row stand in its last column."""
    last = max(at for at in range(len(row.cells)) if row.text(at))
    row.cells = [*row.cells[:last], *[()] * (width - last - 1), row.cells[last]]


def _ends_later(table: Table, row: Row, at: int) -> bool:
    """Whether the arrow has its head further right, before any other mark."""
    later = (row.text(one) for one, kind in enumerate(table.columns) if one > at and months_of(kind))
    return bool(_ENDS.search(next((text for text in later if text.strip(" ─—–-")), "")))


def months_of(kind: str | None) -> tuple[int, ...]:
    """The months that a column of a calendar stands for."""
    word, _, number = (kind or "").partition(":")
    if word == "month":
        return (int(number),)
    return FISCAL_ORDER[int(number) * 3 - 3 : int(number) * 3] if word == "quarter" else ()
