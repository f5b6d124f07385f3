"""The months that a row of a calendar marks: with signs, with shading, or with arrows from one month to another."""

import re

from nithet.manuals.reading.tables import Row, Table
from nithet.thai.months import FISCAL_ORDER

# The two ends of an arrow over months.
_BEGINS = re.compile(r"^[←◄◀⬅<⟵|├]")
_ENDS = re.compile(r"[→►▶➔➜>⟶|┤]$")


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
