"""The rows of a sheet of an XLSX workbook, one after another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache, partial
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

from nithet.core.tables.archive import DAMAGES
from nithet.core.tables.errors import DamagedTableError, NoRowsError, NoSuchSheetError, TooManyColumnsError
from nithet.core.tables.markup import local, namespace, records
from nithet.core.tables.package import Package, Sheet, read_package
from nithet.core.tables.table import MAX_COLUMNS, CellValue, Fault, Row, Table
from nithet.core.tables.texts import Texts, plain, read_texts, written

SAMPLE_BYTES = 1 << 18
NEVER_CALCULATED = "ช่อง {cell} เป็นสูตรที่ยังไม่มีผลลัพธ์ โปรดเปิดไฟล์ใน Excel บันทึกอีกครั้ง หรือพิมพ์ค่าแทนสูตร"
WRONG_FORMULA = "ช่อง {cell} แสดงข้อผิดพลาด {shown} โปรดแก้สูตรหรือพิมพ์ค่าแทน"
WRONG_NUMBER = "ช่อง {cell} มีตัวเลขหรือวันที่ที่อ่านไม่ได้ โปรดพิมพ์ค่าใหม่"


class XlsxTable(Table):
    def __init__(self, archive: ZipFile, name: str, *, sheet: str | None) -> None:
        self.name = name
        self._package = read_package(archive, name)
        self._texts: Texts | None = None
        self.sheets = tuple(one.name for one in self._package.sheets)
        try:
            self._sheet = self._named(sheet) if sheet is not None else self._first_with_rows()
        except BaseException:
            self.close()
            raise
        self.sheet = self._sheet.name
        self.row_estimate = _row_estimate(archive, self._sheet.path, name)

    def rows(self, start: int = 1) -> Iterator[Row]:
        return self._rows_of(self._sheet, start)

    def rows_in(self, sheet: str) -> Iterator[Row]:
        """The rows of another sheet of the workbook, whose texts are read once for all of them."""
        return self._rows_of(self._named(sheet), 1)

    def close(self) -> None:
        if self._texts is not None:
            self._texts.close()
        self._package.archive.close()

    def _named(self, sheet: str) -> Sheet:
        for one in self._package.sheets:
            if one.name == sheet:
                return one
        raise NoSuchSheetError(name=self.name, sheet=sheet, sheets=", ".join(self.sheets))

    def _first_with_rows(self) -> Sheet:
        shown = [one for one in self._package.sheets if one.is_shown]
        found = next((one for one in shown if next(self._rows_of(one, 1), None)), None)
        if found is None:
            raise NoRowsError(name=self.name)
        return found

    def _rows_of(self, sheet: Sheet, start: int) -> Iterator[Row]:
        if self._texts is None:
            self._texts = read_texts(self._package, self.name)
        reader = _RowReader(self._package, self._texts, self.name)
        for group in records(self._package.archive, sheet.path, "sheetData", self.name):
            try:
                yield from reader.rows(group, start)
            except (ValueError, LookupError) as error:
                raise DamagedTableError(name=self.name) from error


class _RowReader:
    """Reads rows of markup. Few calls a cell, for a country has millions of them."""

    def __init__(self, package: Package, texts: Texts, name: str) -> None:
        self._texts = texts
        self._name = name
        self._dates = package.date_formats
        self._number = 0
        self._columns: dict[str, int] = {}
        # Few days are written many times.
        self._day = lru_cache(maxsize=20_000)(partial(_day, epoch=package.epoch))

    def rows(self, group: list[Element], start: int) -> list[Row]:
        """Those that hold something, from that number on."""
        rows = []
        for row in group:
            self._number = int(row.get("r") or self._number + 1)
            if self._number >= start and len(row) and (cells := self._cells(row)):
                rows.append(Row(self._number, cells))
        return rows

    def _cells(self, row: Element) -> tuple[CellValue, ...]:
        """The values of a row up to its last filled cell; none of an empty row."""
        values: list[CellValue] = []
        column = -1
        value_tag = f"{namespace(row)}v"
        for cell in row:
            reference = cell.get("r")
            column = self._column(reference) if reference else column + 1
            if not len(cell) or (value := self._value(cell, value_tag)) is None:
                continue
            if column >= MAX_COLUMNS:
                raise TooManyColumnsError(name=self._name, row=self._number, limit=MAX_COLUMNS)
            if column > len(values):
                values.extend([None] * (column - len(values)))
            values[column : column + 1] = [value]
        return tuple(values)

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index_from_string(letters) - 1
        return column

    def _value(self, cell: Element, value_tag: str) -> CellValue:
        kind, raw = cell.get("t"), cell.findtext(value_tag)
        if kind == "s" and raw:
            text = self._texts[int(raw)]
        elif kind == "str":
            text = plain(raw or "")
        elif kind == "inlineStr":
            text = "".join(written(one) for one in cell if local(one) == "is")
        else:
            return self._other(cell, kind, raw)
        return None if text == "" or text.isspace() else text

    def _other(self, cell: Element, kind: str | None, raw: str | None) -> CellValue:
        if not raw:
            is_formula = any(local(one) == "f" for one in cell)
            return self._fault(cell, NEVER_CALCULATED) if is_formula else None
        if kind == "b":
            return raw in {"1", "true"}
        if kind == "e":
            return self._fault(cell, WRONG_FORMULA, shown=raw)
        try:
            if kind == "d":
                return _without_midnight(from_ISO8601(raw))  # type: ignore[no-untyped-call]
            return self._day(raw) if cell.get("s") in self._dates else _number(raw)
        except (ValueError, OverflowError, TypeError):
            return self._fault(cell, WRONG_NUMBER)

    def _fault(self, cell: Element, why: str, **facts: str) -> Fault:
        place = cell.get("r") or f"ในแถว {self._number}"
        return Fault(place, why.format(cell=place, **facts))


def _number(raw: str) -> int | float:
    if "." not in raw and "E" not in raw and "e" not in raw:
        return int(raw)
    number = float(raw)
    if not math.isfinite(number):
        raise OverflowError(raw)
    return number


def _day(raw: str, *, epoch: datetime) -> CellValue:
    return _without_midnight(from_excel(_number(raw), epoch))


def _without_midnight(moment: object) -> CellValue:
    """A day as a date; with a time of day as a datetime; a time alone as text."""
    if isinstance(moment, datetime):
        return moment if moment.time().replace(microsecond=0) != time() else moment.date()
    if isinstance(moment, date):
        return moment
    return f"{moment:%H:%M}" if isinstance(moment, time) else None


def _row_estimate(archive: ZipFile, path: str, name: str) -> int:
    """From how many rows the beginning of the sheet has: what a file says of its own size is often wrong."""
    try:
        with archive.open(path) as part:
            sample = part.read(SAMPLE_BYTES)
    except (*DAMAGES, KeyError) as error:
        raise DamagedTableError(name=name) from error
    rows = sample.count(b"<row ") + sample.count(b":row ")
    return max(1, round(rows * archive.getinfo(path).file_size / max(1, len(sample))))
