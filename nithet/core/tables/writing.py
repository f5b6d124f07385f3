"""Lists given out as XLSX and CSV, row by row: with the office's heading, ready for A4, and readable by `reading`.

Days are true days that Excel shows in the Buddhist era, so that they sort, filter and count; in CSV they are Thai text.
Codes and telephone numbers are text: as numbers they would lose their zeros.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nithet.core.tables.table import FORMULA_STARTS, MAX_CELL
from nithet.core.tables.values import SURE_DIGITS
from nithet.thai.dates import BANGKOK, format_date, format_time

Kind = Literal["text", "number", "decimal", "date", "moment"]
Value = str | int | float | Decimal | date | bool | None

FONT = "TH Sarabun New"
ROWS_A_SHEET = 1_000_000
"""Excel ends at 1,048,576; more go on in a further sheet."""
A4 = 9
WIDE = 95
"""Characters of all columns together from which on the page lies across."""
_FIRST_WRITTEN_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was."""
_FORMATS: dict[Kind, dict[str, object]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "number": {"num_format": "#,##0", "align": "right"},
    "decimal": {"num_format": "#,##0.00", "align": "right"},
    "date": {"num_format": "[$-107041E]d mmm yyyy;@", "align": "left"},
    "moment": {"num_format": "[$-107041E]d mmm yyyy hh:mm;@", "align": "left"},
}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading, its width in characters, and what it holds."""

    label: str
    width: float = 18
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to give out. The rows are taken once."""

    title: str
    office_name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    printed_on: date


def write_csv(to: BinaryIO, listing: Listing) -> None:
    """UTF-8 with a mark, without which Excel reads Thai as noise; the first row is the heading."""
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(column.label) for column in listing.columns])
    writer.writerows([_spelled(value) for value in row] for row in listing.rows)
    text.flush()
    text.detach()  # the file is the caller's


def write_xlsx(to: BinaryIO, listing: Listing) -> None:
    """A workbook of one sheet; of several where there are more rows than one holds."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Closed after a mistake too: each sheet has a temporary file of its own.
    with xlsxwriter.Workbook(to, options) as workbook:
        workbook.set_properties({"title": _fit(listing.title), "company": _fit(listing.office_name)})
        formats = _Formats(workbook)
        rows = iter(listing.rows)
        for number, first in enumerate(_starts(rows), start=1):
            sheet = workbook.add_worksheet(sheet_name(listing.title, number))
            _write_sheet(sheet, listing, formats, islice(chain(first, rows), ROWS_A_SHEET))


def sheet_name(title: str, number: int = 1) -> str:
    """A name that Excel takes for a sheet: at most 31 characters and none of []:*?/\\."""
    end = f" ({number})" if number > 1 else ""
    name = _NO_SHEET_NAME.sub(" ", _fit(title)).strip("' ")[: 31 - len(end)].strip("' ")
    # Excel keeps “History” for itself.
    return (name if name and name.lower() != "history" else "รายการ") + end


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula; a dash alone is none."""
    return f"'{text}" if len(text) > 1 and text.startswith(FORMULA_STARTS) else text


class _Formats:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        base = {"font_name": FONT, "font_size": 16, "valign": "top"}
        boxed = {**base, "border": 1, "border_color": "#9aa5b1"}
        self.heading: Format = workbook.add_format({**base, "bold": True})
        self.note: Format = workbook.add_format(base)
        self.label: Format = workbook.add_format(
            {
                **boxed,
                "bold": True,
                "text_wrap": True,
                "bg_color": "#e8eef5",
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.cells: dict[Kind, Format] = {
            kind: workbook.add_format({**boxed, **own}) for kind, own in _FORMATS.items()
        }


def _starts(rows: Iterator[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    """The first row of each sheet, until there is none; the first sheet may be empty."""
    yield list(islice(rows, 1))
    while first := list(islice(rows, 1)):
        yield first


def _write_sheet(
    sheet: Worksheet, listing: Listing, formats: _Formats, rows: Iterable[Sequence[Value]]
) -> None:
    head = (listing.office_name, listing.title, f"ข้อมูล ณ วันที่ {format_date(listing.printed_on)}")
    _set_page(sheet, listing, heading_row=len(head))
    for place, column in enumerate(listing.columns):
        sheet.set_column(place, place, column.width)
    for place, line in enumerate(head):
        sheet.write_string(place, 0, _fit(line), formats.heading if place < 2 else formats.note)
    for place, column in enumerate(listing.columns):
        sheet.write_string(len(head), place, _fit(column.label), formats.label)
    last = len(head)
    for last, row in enumerate(rows, start=len(head) + 1):
        for place, (column, value) in enumerate(zip(listing.columns, row, strict=True)):
            _write_cell(sheet, (last, place), value, column.kind, formats)
    sheet.autofilter(len(head), 0, last, len(listing.columns) - 1)


def _set_page(sheet: Worksheet, listing: Listing, *, heading_row: int) -> None:
    sheet.set_paper(A4)
    if sum(column.width for column in listing.columns) > WIDE:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(heading_row + 1, 0)
    sheet.repeat_rows(heading_row)
    title = _fit(listing.title)[:120].replace("&", "&&")
    sheet.set_footer(f'&L&"{FONT}"&12{title}&R&"{FONT}"&12หน้า &P จาก &N')


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], value: Value, kind: Kind, formats: _Formats
) -> None:
    if isinstance(value, datetime):
        moment = value.astimezone(BANGKOK).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(*place, moment, formats.cells["moment" if kind == "moment" else "date"])
    elif isinstance(value, date) and value >= _FIRST_WRITTEN_DAY:
        sheet.write_datetime(*place, value, formats.cells["date"])
    elif isinstance(value, int | float | Decimal) and _is_number(value, kind):
        sheet.write_number(*place, value, formats.cells[kind])
    elif value is None or value == "":
        sheet.write_blank(*place, None, formats.cells[kind])
    else:
        sheet.write_string(*place, _fit(_shown(value)), formats.cells["text"])


def _is_number(value: float | Decimal, kind: Kind) -> bool:
    """Whether Excel can hold it as a number, and should."""
    return (
        math.isfinite(value)
        and abs(value) < 10**SURE_DIGITS
        and kind in {"number", "decimal"}
        and not isinstance(value, bool)
    )


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, datetime):
        local = value.astimezone(BANGKOK) if value.tzinfo else value.replace(tzinfo=BANGKOK)
        return f"{format_date(local.date(), 'short')} {format_time(local)}"
    return format_date(value, "short") if isinstance(value, date) else str(value)


def _spelled(value: Value) -> str:
    """A value of a CSV file. Numbers are no formulas, whatever sign they have."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    return guarded(_fit(_shown(value)))


def _fit(text: str) -> str:
    """The text as a cell can hold it: no control characters, no longer than Excel allows."""
    shown = _UNWRITABLE.sub("", text)
    return shown if len(shown) <= MAX_CELL else f"{shown[: MAX_CELL - 1]}…"
