"""Lists given out as XLSX and CSV, row by row: with the office's heading, ready for A4, and readable by `reading`.

Days are true days that Excel shows in the Buddhist era, so that they sort, filter and count; in CSV they are Thai text.
Codes and telephone numbers are text: as numbers they would lose their zeros.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from typing import BinaryIO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nithet.core.tables.table import FORMULA_STARTS, MAX_CELL
from nithet.core.tables.values import SURE_DIGITS
from nithet.thai.dates import BANGKOK, format_date, format_time

Kind = Literal["text", "number", "decimal", "index", "date", "moment"]
Value = str | int | float | Decimal | date | bool | None

FONT = "TH Sarabun New"
ROWS_A_SHEET = 1_000_000
"""Excel ends at 1,048,576; more go on in a further sheet."""
A4 = 9
WIDE = 95
"""Characters of all columns together from which on the page lies across."""
DAY_FORMAT, MOMENT_FORMAT = "[$-107041E]d mmm yyyy;@", "[$-107041E]d mmm yyyy hh:mm;@"
_FIRST_WRITTEN_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was."""
_FORMATS: dict[Kind, dict[str, object]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "number": {"num_format": "#,##0", "align": "right"},
    "decimal": {"num_format": "#,##0.00", "align": "right"},
    "index": {"num_format": "#,##0.000", "align": "right"},
    "date": {"num_format": DAY_FORMAT, "align": "left"},
    "moment": {"num_format": MOMENT_FORMAT, "align": "left"},
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
    """The first row is the heading."""
    table = TextTable(to, [column.label for column in listing.columns])
    table.write([_spelled(value) for value in row] for row in listing.rows)
    table.close()


class TextTable:
    """A CSV file: UTF-8 with a mark, without which Excel reads Thai as noise. The rows are written as they are given."""

    def __init__(self, to: BinaryIO, headings: Sequence[str]) -> None:
        to.write(codecs.BOM_UTF8)  # the codec that writes it by itself is many times slower
        self._text = io.TextIOWrapper(to, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(map(guarded, headings))

    def write(self, rows: Iterable[Sequence[Value]]) -> None:
        self._writer.writerows(rows)

    def close(self) -> None:
        self._text.flush()
        self._text.detach()  # the file is the caller's


def workbook_of(to: BinaryIO) -> xlsxwriter.Workbook:
    """One that keeps no rows in memory and takes no text for a formula or an address."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(to, options)


def write_xlsx(to: BinaryIO, listing: Listing) -> None:
    """A workbook of one sheet; of several where there are more rows than one holds."""
    # Closed after a mistake too: each sheet has a temporary file of its own.
    with workbook_of(to) as workbook:
        workbook.set_properties({"title": fit(listing.title), "company": fit(listing.office_name)})
        formats = _Formats(workbook)
        rows = iter(listing.rows)
        for number, first in enumerate(_starts(rows), start=1):
            sheet = workbook.add_worksheet(sheet_name(listing.title, number))
            _write_sheet(sheet, listing, formats, islice(chain(first, rows), ROWS_A_SHEET))


def write_workbook(to: BinaryIO, listings: Sequence[Listing]) -> None:
    """A sheet for each list, in their order; short ones only. Without any an empty sheet, for Excel opens no other."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(to, options) as workbook:
        formats, used = _Formats(workbook), set[str]()
        for listing in listings:
            sheet = workbook.add_worksheet(_unused_name(listing.title, used))
            _write_sheet(sheet, listing, formats, listing.rows)
        if not listings:
            workbook.add_worksheet()


def _unused_name(title: str, used: set[str]) -> str:
    number = 1
    while (name := sheet_name(title, number)).casefold() in used:
        number += 1
    used.add(name.casefold())
    return name


def sheet_name(title: str, number: int = 1) -> str:
    """A name that Excel takes for a sheet: at most 31 characters and none of []:*?/\\."""
    end = f" ({number})" if number > 1 else ""
    name = _NO_SHEET_NAME.sub(" ", fit(title)).strip("' ")[: 31 - len(end)].strip("' ")
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
        sheet.write_string(place, 0, fit(line), formats.heading if place < 2 else formats.note)
    for place, column in enumerate(listing.columns):
        sheet.write_string(len(head), place, fit(column.label), formats.label)
    last = len(head)
    for last, row in enumerate(rows, start=len(head) + 1):
        for place, (column, value) in enumerate(zip(listing.columns, row, strict=True)):
            write_cell(sheet, last, place, value, column.kind, formats.cells)
    sheet.autofilter(len(head), 0, last, len(listing.columns) - 1)


def _set_page(sheet: Worksheet, listing: Listing, *, heading_row: int) -> None:
    sheet.set_paper(A4)
    if sum(column.width for column in listing.columns) > WIDE:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(heading_row + 1, 0)
    sheet.repeat_rows(heading_row)
    title = fit(listing.title)[:120].replace("&", "&&")
    sheet.set_footer(f'&L&"{FONT}"&12{title}&R&"{FONT}"&12หน้า &P จาก &N')


def write_cell(
    sheet: Worksheet, row: int, place: int, value: Value, kind: Kind, formats: Mapping[Kind, Format | None]
) -> None:
    """As a true number or day where Excel can hold it, and else as text. Without a format an empty cell is left out."""
    if isinstance(value, str) and value:
        sheet.write_string(row, place, fit(value), formats["text"])
    elif value is None or value == "":
        sheet.write_blank(row, place, None, formats[kind])
    elif isinstance(value, date) and (day := _written_day(value)):
        sheet.write_datetime(
            row, place, day, formats["moment" if kind == "moment" and isinstance(day, datetime) else "date"]
        )
    elif isinstance(value, int | float | Decimal) and _is_number(value, kind):
        sheet.write_number(row, place, value, formats[kind])
    else:
        sheet.write_string(row, place, fit(_shown(value)), formats["text"])


def _written_day(value: date) -> date | None:
    """On the clock of Thailand and without its zone; None of days that Excel does not know."""
    if isinstance(value, datetime):
        value = value.astimezone(BANGKOK).replace(tzinfo=None) if value.tzinfo else value
        return value if value.date() >= _FIRST_WRITTEN_DAY else None
    return value if value >= _FIRST_WRITTEN_DAY else None


def _is_number(value: float | Decimal, kind: Kind) -> bool:
    """Whether Excel can hold it as a number, and should."""
    return (
        math.isfinite(value)
        and abs(value) < 10**SURE_DIGITS
        and kind in {"number", "decimal", "index"}
        and not isinstance(value, bool)
    )


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, datetime):
        local = value.astimezone(BANGKOK) if value.tzinfo else value.replace(tzinfo=BANGKOK)
        return f"{_day_words(local.date())} {format_time(local)}"
    return _day_words(value) if isinstance(value, date) else str(value)


@lru_cache(maxsize=4096)
def _day_words(day: date) -> str:
    """The same days come again and again."""
    return format_date(day, "short")


def _spelled(value: Value) -> Value:
    """A value of a CSV file."""
    return spelled(fit(value) if isinstance(value, str) else value)


def spelled(value: Value) -> Value:
    """A value of a CSV file whose texts are as long as they are. Numbers are no formulas, whatever sign they have."""
    if value.__class__ is date:
        return _day_words(value)
    if isinstance(value, str):
        return guarded(value)
    return _shown(value) if isinstance(value, date | bool) else value


def fit(text: str) -> str:
    """The text as a cell can hold it: no control characters, no longer than Excel allows."""
    shown = text if text.isprintable() else _UNWRITABLE.sub("", text)
    return shown if len(shown) <= MAX_CELL else f"{shown[: MAX_CELL - 1]}…"
