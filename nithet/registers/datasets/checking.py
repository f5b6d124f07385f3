"""A round is checked: a small table at once, a large one as a job."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Self, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from nithet.audit.services import record
from nithet.core import files
from nithet.core.clock import now, today
from nithet.core.decisions import Answer, no
from nithet.core.jobs import advance, job, start
from nithet.core.models import Job, StoredFile
from nithet.core.tables.reading import open_table
from nithet.core.tables.writing import guarded
from nithet.offices.members import Member
from nithet.offices.models import School
from nithet.registers.datasets.errors import BeingCheckedError, NoTableError
from nithet.registers.datasets.models import DataField, DataRound
from nithet.registers.datasets.quality import (
    MOST_SHOWN,
    NOT_TOLD,
    Flaw,
    Outcome,
    Rule,
    Sort,
    Tell,
    check_table,
    wanted_and_filled,
)
from nithet.registers.generic import access
from nithet.thai.text import squeeze

AT_ONCE_ROWS = 500
"""Smaller tables are checked while the person waits."""
MOST_FLAWS = 100_000
"""So many flaws are written into the file; all are counted."""
MOST_VALUES = 1_000
"""So many different values of letters are told; the report keeps them all, because names are looked for in it."""
MOST_BYTES = 200_000_000
SORT_WORDS = {Sort.MISSING: "ไม่มีข้อมูล", Sort.WRONG: "ไม่ถูกต้อง", Sort.TWICE: "ซ้ำ"}
_HEADINGS = ("สิ่งที่พบ", "แถว", "คอลัมน์", "ค่าที่พบ", "เหตุผล")


def can_steer(member: Member, running: Job) -> Answer:
    found = DataRound.objects.select_related("unit").filter(office=member.office, job=running).first()
    return access.can_keep(member, found) if found else no("ไม่พบรายการที่ตรวจแล้ว")


@job("datasets.check", "ตรวจคุณภาพข้อมูล", may_steer=can_steer)
def check(running: Job) -> None:
    found = DataRound.objects.select_related("office", "dataset").filter(job=running).first()
    if found is None or not found.is_draft or not found.table:
        return

    def tell(done: int, total: int) -> None:
        advance(running, done, total=total, doing=f"กำลังตรวจ {done:,} จากประมาณ {total:,} แถว")

    examine(found, tell)
    if not found.is_checked:
        running.result = {"words": "ไฟล์หรือรายละเอียดเปลี่ยนระหว่างตรวจ ผลตรวจนี้ไม่ถูกบันทึก"}
        return
    running.result = {
        "words": words_of(found),
        "url": reverse("datasets:snapshot-page", args=[found.office.code, found.pk]),
    }


def words_of(found: DataRound) -> str:
    missing = found.cells_wanted - found.cells_filled
    return (
        f"ตรวจแล้ว {found.row_count:,} แถว ขาดข้อมูล {missing:,} ช่อง แถวที่ไม่ถูกต้องหรือซ้ำ {found.wrong_rows:,} แถว"
    )


@transaction.atomic
def begin_check(item: DataRound, *, by: Member) -> DataRound:
    """Look at its table, at once or as a job. Raises NoTableError, BeingCheckedError, or a TableError."""
    access.can_keep(by, item).or_refuse()
    held = (
        DataRound.objects.select_for_update(of=("self",))
        .select_related("office", "dataset", "job")
        .get(pk=item.pk)
    )
    if not held.table or not held.dataset:
        raise NoTableError
    if held.is_being_checked:
        raise BeingCheckedError
    if _is_small(held):
        examine(held, lambda done, total: None)
    else:
        title = f"ตรวจคุณภาพ “{held.title}”"
        held.job = start(
            "datasets.check", office_id=held.office_id, by=by, title=title, checked_for=held.checked_for
        )
        DataRound.objects.filter(pk=held.pk).update(job=held.job)
    record("snapshot.checked", by=by, on=held, file=held.table["name"])
    return held


def _is_small(item: DataRound) -> bool:
    stored, name = table_of(item)
    with stored.content.open("rb") as file, open_table(cast("BinaryIO", file), name) as table:
        return table.row_estimate <= AT_ONCE_ROWS


def table_of(item: DataRound) -> tuple[StoredFile, str]:
    if item.table is None:
        raise NoTableError
    stored = StoredFile.objects.get(pk=item.table["file"], office_id=item.office_id)
    return stored, item.table["name"]


def examine(item: DataRound, tell: Tell) -> None:
    """Read the whole table and keep what was counted. Run again, it gives the same."""
    stored, name = table_of(item)
    with stored.content.open("rb") as file, Flaws() as flaws:
        outcome, report = check_table(
            cast("BinaryIO", file), name, rules_of(item), schools_of(item), flaws.add, tell
        )
        report |= {
            "for": item.checked_for,
            "first": flaws.first,
            "values": sorted(flaws.values),
            "counts": dict(outcome.counts),
            "totals": outcome.totals,
        }
        _keep(item, outcome, report, flaws.stored(item))


def _keep(item: DataRound, outcome: Outcome, report: dict[str, Any], flaws: UUID | None) -> None:
    wanted, filled = wanted_and_filled(report["columns"], outcome.rows)
    told = {
        "row_count": outcome.rows, "cells_wanted": wanted, "cells_filled": filled, "wrong_rows": outcome.wrong_rows,
        "twice_rows": outcome.twice_rows, "report": report, "flaws": flaws, "checked_at": now(),
    }  # fmt: skip
    # What was finished, voided or given another file meanwhile keeps its figures.
    same = DataRound.objects.filter(pk=item.pk, files=item.files, dataset=item.dataset_id, as_of=item.as_of)
    if same.filter(state=DataRound.State.DRAFT).update(**told):
        for name, value in told.items():
            setattr(item, name, value)


def rules_of(item: DataRound) -> list[Rule]:
    fields = DataField.objects.filter(item=item.dataset_id)
    return [rule_of(one) for one in fields]


def rule_of(one: DataField) -> Rule:
    codes = frozenset(squeeze(code.partition("=")[0]) for code in one.code_list)
    return Rule(one.name, one.kind, codes, one.is_required, one.is_key, one.is_personal)


def schools_of(item: DataRound) -> frozenset[str]:
    """Both codes of the schools that were open on its day."""
    open_then = School.objects.filter(office=item.office_id).active(on=item.as_of or today())
    codes = open_then.order_by().values_list("smis_code", "ministry_code")
    return frozenset(code for both in codes for code in both if code)


class Flaws:
    """What is to be mended: the first of each sort for the page, nearly all in a file."""

    def __init__(self) -> None:
        self.first: dict[str, list[list[Any]]] = {sort.value: [] for sort in Sort}
        self.values: set[str] = set()
        self._count: Counter[str] = Counter()
        self._file = TemporaryFile(prefix="nithet-flaws-")  # noqa: SIM115  closed at the end
        self._text = TextIOWrapper(self._file, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(_HEADINGS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def add(self, one: Flaw) -> None:
        one = self._as_told(one)
        kept = self.first[one.sort.value]
        if len(kept) < MOST_SHOWN:
            kept.append([one.row, one.column, one.value, one.why])
        self._count["all"] += 1
        if self._count["all"] <= MOST_FLAWS:
            self._writer.writerow(
                [SORT_WORDS[one.sort], one.row, guarded(one.column), guarded(one.value), guarded(one.why)]
            )

    def _as_told(self, one: Flaw) -> Flaw:
        """No value stands in the file alone: a person who asks to be removed is looked for in the report."""
        if not any(letter.isalpha() for letter in one.value):
            return one
        if one.value not in self.values and len(self.values) == MOST_VALUES:
            return replace(one, value="", why=NOT_TOLD)
        self.values.add(one.value)
        return one

    def stored(self, item: DataRound) -> UUID | None:
        """The file that is kept; none where nothing was found."""
        if not self._count["all"]:
            return None
        self._text.flush()
        upload: files.Upload = UploadedFile(self._file, "flaws.csv", "text/csv", self._file.tell())
        upload.seek(0)
        return files.store(item.office_id, upload, max_bytes=MOST_BYTES, content_type="text/csv").pk
