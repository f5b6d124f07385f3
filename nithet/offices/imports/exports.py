"""Imports, and the rows of a preview, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nithet.core.tables.writing import Column, Value
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.listings import ImportLine, RowLine
from nithet.offices.models import Import, ImportProblem, Office

Cells = list[Value]

IMPORT_COLUMNS = (
    Column("ไฟล์", 40), Column("รายการ", 24), Column("จำนวนแถว", 12, "number"), Column("ผู้นำเข้า", 28), Column("เมื่อ", 20, "moment"),
    Column("สถานะ", 24),
)  # fmt: skip
ROW_COLUMNS = (
    Column("แถวในไฟล์", 10, "number"), Column("รายการ", 40), Column("คอลัมน์", 22), Column("ค่าในไฟล์", 30), Column("เหตุผล", 46),
    Column("เดิม → ใหม่", 46), Column("รายการในทะเบียน", 36), Column("การเลือก", 22),
)  # fmt: skip


def import_rows(imports: Iterable[Import]) -> Iterator[Cells]:
    for line in map(ImportLine.of, imports):
        source = line.source
        yield [
            source.name, line.kind.title, source.counts.get("rows"), source.made_by_name, source.made_at, line.state,
        ]  # fmt: skip


def preview_rows(rows: Iterable[ImportProblem], kind: ImportKind, office: Office) -> Iterator[Cells]:
    for line in (RowLine.of(row, kind, office) for row in rows):
        row = line.row
        changes = "\n".join(_change(*change) for change in line.changes)
        yield [
            row.row,
            row.title,
            line.field,
            row.value,
            row.why,
            changes,
            line.other,
            row.get_choice_display(),
        ]


def _change(label: str, old: str, new: str) -> str:
    return f"{label}: {old} → {new}" if old else f"{label}: {new}"
