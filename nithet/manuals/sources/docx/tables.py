"""Rows of a table: merged cells, marks and shades of a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from nithet.manuals.sources.calendar import CHECK, HEAD_ROWS, is_stroke, period_columns
from nithet.manuals.sources.docx.names import TC, TCPR, TR, TRPR, VAL, W
from nithet.manuals.sources.docx.styles import whole

_WHITE = frozenset({"", "auto", "ffffff", "none"})
_NUMBER = re.compile(r"\(?[0-9๐-๙.]{1,6}[.)]?")
_MOST_COLUMNS = 200


@dataclass(slots=True)
class Cell:
    """A cell: the lines of its text, how many columns it spans, whether the one above goes on in it, its shade.

    `is_counted`: it says nothing but the number that Word computed.
    """

    text: str = ""
    span: int = 1
    goes_on: bool = False
    is_shaded: bool = False
    is_counted: bool = False


def rows_of(table: Element) -> list[Element]:
    """The rows that are there; those deleted by tracked changes are not."""
    return [row for row in _through(table, TR) if row.find(f"{TRPR}/{W}del") is None]


def cells_of(row: Element) -> list[tuple[Element | None, Cell]]:
    """The cells of a row with their elements; without one where the row begins further right."""
    before = row.find(f"{TRPR}/{W}gridBefore")
    skipped = 0 if before is None else min(max(0, whole(before.get(VAL), 0)), _MOST_COLUMNS)
    cells: list[tuple[Element | None, Cell]] = [(None, Cell()) for _ in range(skipped)]
    return cells + [(one, _cell(one.find(TCPR))) for one in _through(row, TC)]


def _through(element: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, also those within content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}:
            yield from _through(child, tag)


def _cell(properties: Element | None) -> Cell:
    if properties is None:
        return Cell()
    span, merged, shade = (properties.find(f"{W}{name}") for name in ("gridSpan", "vMerge", "shd"))
    return Cell(
        span=1 if span is None else min(max(1, whole(span.get(VAL), 1)), _MOST_COLUMNS),
        goes_on=merged is not None and merged.get(VAL, "continue") == "continue",
        is_shaded=shade is not None and (shade.get(f"{W}fill") or "").lower() not in _WHITE,
    )


def texts_of(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The text of each place of the grid; rows may be of different length.

    A cell that spans columns stands in the first of them; under the names of months it stands in all, and a shade
    without words, or an arrow, is a mark. A cell that goes on from the row above says the same again, save for the
    number of a row in the first column.
    """
    head, months = period_columns([[(cell.text, cell.span) for cell in row] for row in rows[:HEAD_ROWS]])
    texts: list[list[str]] = []
    for at, row in enumerate(rows):
        above = texts[-1] if texts else []
        texts.append(_row(row, above, months if at > head else frozenset()))
    return texts


def _row(row: Sequence[Cell], above: Sequence[str], months: frozenset[int]) -> list[str]:
    texts: list[str] = []
    for cell in row:
        places = range(len(texts), len(texts) + cell.span)
        text = _continued(places[0], above) if cell.goes_on and not cell.text else cell.text
        if months.issuperset(places) and not cell.goes_on:
            is_mark = is_stroke(text) or (cell.is_shaded and not text)
            texts += [CHECK if is_mark else text] * cell.span
        else:
            texts += [text, *[""] * (cell.span - 1)]
    return texts


def _continued(at: int, above: Sequence[str]) -> str:
    text = above[at] if at < len(above) else ""
    return text if at or not _NUMBER.fullmatch(text) else ""
