"""Cells as they are kept: no hidden letters, single spaces, and numbers as people write them."""

from __future__ import annotations

from nithet.forms.tables import SHEETS, Row, Sheet, Tables
from nithet.thai.text import clean, clean_multiline


def clean_cell(text: str) -> str:
    """Lines stay lines. Cleaning twice changes nothing more."""
    return clean_multiline(text) if "\n" in text or "\r" in text else clean(text)


def cleaned(tables: Tables) -> Tables:
    """All texts clean, heads too; lines that are empty then are left out."""
    return Tables(**{name: _sheet(tables.sheet(name)) for name in SHEETS})


def _sheet(sheet: Sheet) -> Sheet:
    rows = (
        Row(
            row.number,
            {clean(column): text for column, cell in row.cells.items() if (text := clean_cell(cell))},
        )
        for row in sheet
    )
    return Sheet(tuple(clean(column) for column in sheet.columns), tuple(row for row in rows if row.cells))
