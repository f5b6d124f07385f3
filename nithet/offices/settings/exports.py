"""Units, semesters and holidays as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nithet.core.tables.writing import Column, Value
from nithet.offices.models import Holiday, Semester, Unit

Cells = list[Value]

UNIT_COLUMNS = (
    Column("ที่", 8, "number"), Column("กลุ่มหรือหน่วย", 60), Column("กลุ่มงาน", 60), Column("ชื่อย่อ", 40),
)  # fmt: skip
CALENDAR_COLUMNS = (
    Column("ประเภท", 18), Column("รายการ", 44), Column("ตั้งแต่วันที่", 16, "date"), Column("ถึงวันที่", 16, "date"), Column("ที่มา", 44),
)  # fmt: skip


def unit_rows(units: Iterable[Unit]) -> Iterator[Cells]:
    for place, unit in enumerate(units, start=1):
        division = unit.parent or unit
        yield [place, division.name, unit.name if unit.parent else "", unit.short_name]


def calendar_rows(semesters: Iterable[Semester], holidays: Iterable[Holiday]) -> Iterator[Cells]:
    for semester in semesters:
        yield ["ภาคเรียน", str(semester), semester.starts_on, semester.ends_on, semester.source]
    for holiday in holidays:
        yield ["วันหยุดราชการ", holiday.name, holiday.on, holiday.on, ""]
