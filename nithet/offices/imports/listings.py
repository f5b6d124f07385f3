"""Lines of the pages, and the files that an import gives out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nithet.core.clock import today
from nithet.core.tables.writing import Column, Listing, Value
from nithet.offices.imports import queries
from nithet.offices.imports.checking import MOST_KEPT, MOST_NEW
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.registry import kind_of
from nithet.offices.models import Import, ImportProblem, Office

State = Import.State
Weight = ImportProblem.Weight
REASON = "เหตุผลที่ยังไม่ได้นำเข้า"
_SIGNS = {
    State.UPLOADED: "open", State.CHECKING: "open", State.CHECKED: "sub", State.IMPORTING: "open", State.DONE: "done",
    State.FAILED: "late", State.DISCARDED: "void",
}  # fmt: skip


@dataclass(frozen=True)
class ImportLine:
    source: Import
    kind: ImportKind
    sign: str
    state: str

    @classmethod
    def of(cls, source: Import) -> ImportLine:
        standing = State(queries.standing_of(source))
        return cls(source, kind_of(source.kind), _SIGNS[standing], str(standing.label))


@dataclass(frozen=True)
class RowLine:
    """A row of the preview."""

    row: ImportProblem
    field: str
    changes: Sequence[Sequence[str]]
    other: str

    @classmethod
    def of(cls, row: ImportProblem, kind: ImportKind, office: Office) -> RowLine:
        facts = row.facts
        field = office.say(kind.label_of(row.field))
        return cls(row, field, facts.get("changes", ()), str(facts.get("other", "")))


def beyond(source: Import, weight: str) -> int:
    """How many rows of a tab are only counted, not kept."""
    if not weight:
        return 0
    return max(0, int(source.counts.get(weight, 0)) - MOST_KEPT.get(Weight(weight), MOST_NEW))


def notes(source: Import, kind: ImportKind) -> list[str]:
    """What the preview says besides its counts."""
    told = source.counts.get("notes", {})
    said = list(source.counts.get("remarks", ()))
    if count := told.get("without_role"):
        examples = " ".join(f"“{words}”" for words in told.get("positions", ())[:5])
        said.append(f"{count:,} แถวมีตำแหน่งที่ไม่มีสิทธิ์ใช้งานในระบบ เช่น {examples} นำเข้าเฉพาะข้อมูลบุคคล")
    if totals := told.get("totals"):
        said.append(f"แถวสรุปท้ายตาราง {totals:,} แถว ไม่นำเข้า")
    if set(kind.left_out) & set(source.columns.values()):
        then = "จะลบไฟล์นี้ออกจากระบบเมื่อนำเข้าเสร็จหรือยกเลิก" if source.file_id else "ลบไฟล์นี้ออกจากระบบแล้ว"
        said.append(f"ระบบไม่จัดเก็บเลขประจำตัวประชาชน และ{then}")
    return said


def empty_form(kind: ImportKind, office: Office) -> Listing:
    columns = [Column(kind.label_of(code), 20) for code in kind.sample_fields]
    return Listing(
        title=f"แบบนำเข้า{kind.title} (แถวตัวอย่างเป็นข้อมูลสมมติ โปรดลบก่อนใช้)", office_name=office.name, columns=columns,
        rows=kind.examples, printed_on=today(),
    )  # fmt: skip


def left_rows(source: Import, kind: ImportKind) -> Listing:
    """Bad rows, and those that a person has still to look at or left out, with the headings of their own file."""
    places = sorted(int(place) for place, code in source.columns.items() if code not in kind.left_out)
    columns = [Column("แถวในไฟล์", 10, "number"), Column(REASON, 50)]
    columns += [Column(source.headings[place] or f"คอลัมน์ที่ {place + 1}", 18) for place in places]
    return Listing(
        title=f"รายการที่ยังไม่ได้นำเข้าจาก {source.name}", office_name=source.office.name, columns=columns,
        rows=_left_cells(source, places), printed_on=today(),
    )  # fmt: skip


def _left_cells(source: Import, places: Sequence[int]) -> Iterator[list[Value]]:
    left = (
        ImportProblem.objects.filter(source=source, weight__in=(Weight.BAD, Weight.DOUBT))
        .exclude(choice__in=("same", "new"))
        .order_by("row", "pk")
    )
    for row, found in groupby(left.iterator(chunk_size=500), key=lambda problem: problem.row):
        problems = list(found)
        cells: dict[str, str] = next((one.facts["cells"] for one in problems if "cells" in one.facts), {})
        yield [row, " · ".join(one.why for one in problems), *(cells.get(str(place), "") for place in places)]
