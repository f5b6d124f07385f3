"""A form as a workbook (.xlsx): read through the same wall as every other table that comes in, and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice

from openpyxl.utils import get_column_letter

from nithet.core.tables.errors import NotATableError
from nithet.core.tables.reading import open_table
from nithet.core.tables.table import CellValue, Fault
from nithet.core.tables.table import Row as TableRow
from nithet.core.tables.xlsx import XlsxTable
from nithet.forms.tables import SHEETS, Row, Sheet, Tables
from nithet.forms.xlsform.cleaning import clean_cell
from nithet.forms.xlsform.problems import Problem, UnfitWorkbookError, nearest

MOST_ROWS = {"survey": 5_000, "choices": 20_000, "settings": 100}
MOST_CHOICE_BYTES = 5 * 1024 * 1024
_MOST_FAULTS = 50
_FURTHER = {
    "external_choices": "ตัวเลือกภายนอก โปรดย้ายไปแผ่นงาน choices",
    "entities": "รายการ Entities",
    "osm": "แผนที่ OpenStreetMap",
}
"""Sheets of XLSForm that nothing here reads: refused rather than lost."""


def read_workbook(content: bytes, name: str = "form.xlsx") -> Tables:
    """The tables of a form. Raises `TableError` for what is no workbook, `UnfitWorkbookError` for one that is no form."""
    with open_table(BytesIO(content), name) as workbook:
        if not isinstance(workbook, XlsxTable):
            raise NotATableError(name=name)
        sheets = {clean_cell(sheet).lower(): sheet for sheet in reversed(workbook.sheets)}
        read = _Reading(workbook)
        tables = Tables(**{known: read.sheet(known, sheets[known]) for known in SHEETS if known in sheets})
        refused = [
            problem for known in _FURTHER if known in sheets for problem in read.refuse(known, sheets[known])
        ]
    if problems := [*_misplaced(sheets), *read.problems, *refused]:
        raise UnfitWorkbookError(problems)
    return tables


def _misplaced(sheets: dict[str, str]) -> Iterator[Problem]:
    if "survey" in sheets:
        return
    meant = nearest("survey", (sheet for sheet in sheets if sheet not in SHEETS))
    found = f"หมายถึงแผ่นงาน “{sheets[meant]}” หรือไม่ โปรดเปลี่ยนชื่อเป็น survey" if meant else "โปรดใช้ไฟล์แบบ XLSForm"
    yield Problem("survey", 0, "", "no-survey", f"ไม่พบแผ่นงาน survey ซึ่งมีคำถามของแบบฟอร์ม {found}")


@dataclass
class _Reading:
    workbook: XlsxTable
    problems: list[Problem] = field(default_factory=list)

    def sheet(self, known: str, actual: str) -> Sheet:
        """What one sheet says; what cannot be read is put with the problems."""
        rows = self.workbook.rows_in(actual)
        head = next(rows, None)
        if head is None:
            return Sheet()
        places = self._head(known, head)
        lines = tuple(self._lines(known, places, rows))
        return Sheet(tuple(dict.fromkeys(places.values())), lines)

    def refuse(self, known: str, actual: str) -> Iterator[Problem]:
        if any(row.number > 1 for row in islice(self.workbook.rows_in(actual), 2)):
            words = f"ระบบนี้ไม่ใช้แผ่นงาน {known} ({_FURTHER[known]}) โปรดลบแผ่นงานนี้แล้วนำเข้าใหม่"
            yield Problem(known, 0, "", "sheet-not-taken", words)

    def _head(self, sheet: str, head: TableRow) -> dict[int, str]:
        """Place → column; of two of one name the first counts."""
        places: dict[int, str] = {}
        for place, cell in enumerate(head.cells):
            text = clean_cell(_text(cell)).replace("\n", " ")
            if not text:
                continue
            if text in places.values():
                words = f"หัวคอลัมน์ “{text}” ซ้ำกัน โปรดคงไว้คอลัมน์เดียว"
                self.problems.append(Problem(sheet, head.number, text, "column-twice", words))
            places[place] = text
        return places

    def _lines(self, sheet: str, places: dict[int, str], rows: Iterator[TableRow]) -> Iterator[Row]:
        size, nameless = 0, set[int]()
        for count, row in enumerate(rows, start=1):
            cells = {places[place]: text for place, text in self._cells(sheet, places, row, nameless)}
            size += sum(len(text.encode()) for text in cells.values()) if sheet == "choices" else 0
            if self._is_too_much(sheet, row.number, count, size):
                return
            if cells:
                yield Row(row.number, cells)

    def _is_too_much(self, sheet: str, row: int, count: int, size: int) -> bool:
        if count > MOST_ROWS[sheet]:
            words = f"แผ่นงานนี้มีเกิน {MOST_ROWS[sheet]:,} แถว โปรดลบแถวที่ไม่ใช้ หรือแบ่งเป็นหลายแบบฟอร์ม"
        elif size > MOST_CHOICE_BYTES:
            words = "ตัวเลือกรวมกันเกิน 5 MB โปรดใช้รายการเป็นไฟล์ CSV แนบแบบฟอร์มแทน (select_one_from_file)"
        else:
            return False
        self.problems.append(Problem(sheet, row, "", "too-many-rows", words))
        return True

    def _cells(
        self, sheet: str, places: dict[int, str], row: TableRow, nameless: set[int]
    ) -> Iterator[tuple[int, str]]:
        for place, cell in enumerate(row.cells):
            if cell is None:
                continue
            if isinstance(cell, Fault):
                self._fault(Problem(sheet, row.number, places.get(place, ""), "cell-unreadable", cell.why))
            elif place in places:
                if text := clean_cell(_text(cell)):
                    yield place, text
            elif place not in nameless:
                nameless.add(place)
                words = f"คอลัมน์ {get_column_letter(place + 1)} มีข้อมูลแต่ไม่มีหัวคอลัมน์ โปรดใส่หัวคอลัมน์หรือลบข้อมูล"
                self._fault(Problem(sheet, row.number, "", "column-nameless", words))

    def _fault(self, problem: Problem) -> None:
        if len(self.problems) < _MOST_FAULTS:
            self.problems.append(problem)


def _text(cell: CellValue) -> str:
    """As a person would write it: 1, not 1.0."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | Decimal) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, Fault) else str(cell)
