"""A form as a workbook that XLSForm tools and people open: every cell is text, so that nothing changes on the way."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nithet.forms.tables import SHEETS, Sheet, Tables

_FONT = "TH Sarabun New"
_WIDTHS = {
    "label": 46,
    "hint": 36,
    "type": 24,
    "name": 24,
    "constraint_message": 36,
    "relevant": 30,
    "constraint": 24,
    "calculation": 30,
}
_WIDTH = 18


def write_workbook(tables: Tables) -> bytes:
    """What read_workbook makes the same tables of."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        base = {"font_name": _FONT, "font_size": 16, "valign": "top"}
        head = workbook.add_format({**base, "bold": True, "bg_color": "#E3F1F0", "bottom": 1})
        text = workbook.add_format({**base, "text_wrap": True, "num_format": "@"})
        for name in SHEETS:
            _write_sheet(workbook.add_worksheet(name), tables.sheet(name), head, text)
    return file.getvalue()


def _write_sheet(to: Worksheet, sheet: Sheet, head: Format, text: Format) -> None:
    for place, column in enumerate(sheet.columns):
        to.set_column(place, place, _WIDTHS.get(column.partition(":")[0], _WIDTH), text)
        to.write_string(0, place, column, head)
    to.freeze_panes(1, 0)
    for number, row in enumerate(sheet, start=1):
        for place, column in enumerate(sheet.columns):
            if cell := row[column]:
                to.write_string(number, place, cell, text)
