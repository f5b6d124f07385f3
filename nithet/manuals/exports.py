"""Lists of the manuals as files: their columns, and their rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from nithet.core.tables.writing import Column, Value
from nithet.manuals import words
from nithet.manuals.draft import ManualDraft, StepDraft
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.queries.catalogue import ReadyUnit
from nithet.manuals.queries.lists import Versions
from nithet.manuals.queries.procedure import StepRow, step_rows
from nithet.thai.dates import bangkok_day

Cells = list[Value]

VERSION_COLUMNS = (
    Column("คู่มือ", 48), Column("กลุ่ม", 28), Column("สถานะ", 26), Column("ฉบับปรับปรุงครั้งที่", 12, "number"),
    Column("กระบวนงาน", 12, "number"), Column("ขั้นตอน", 12, "number"), Column("ผู้นำเข้า", 26), Column("นำเข้าเมื่อ", 14, "date"),
    Column("ผู้เสนอ", 26), Column("เสนอเมื่อ", 14, "date"), Column("ผู้เห็นชอบ", 26), Column("ประกาศใช้เมื่อ", 14, "date"),
)  # fmt: skip
STEP_COLUMNS = (
    Column("กระบวนงานที่", 10, "number"), Column("กระบวนงาน", 40), Column("ขั้นที่", 8), Column("ขั้นตอน", 50), Column("ช่วงเวลา", 24),
    Column("ผู้รับผิดชอบ", 28), Column("มาตรฐาน", 36), Column("เครื่องมือ", 26), Column("การเสนอ", 20), Column("แบบฟอร์มที่ใช้", 40),
)  # fmt: skip
READY_COLUMNS = (Column("กลุ่ม", 48), Column("กระบวนงาน", 60), Column("ขั้นตอน", 12, "number"))


def version_rows(versions: Versions) -> Iterator[Cells]:
    for version in (*versions.proposed, *versions.drafts, *versions.adopted):
        # A draft's procedures are counted when it is adopted.
        counts = (version.procedure_count, version.step_count) if version.number else (None, None)  # type: ignore[attr-defined]
        yield [
            version.manual.title, version.manual.unit.short_name if version.manual.unit else "", _state(version),
            version.number, *counts, _name(version.made_by), _day(version.made_at), _name(version.proposed_by),
            _day(version.proposed_at), _name(version.adopted_by), _day(version.adopted_at),
        ]  # fmt: skip


def _state(version: ManualVersion) -> str:
    is_returned = version.state == ManualVersion.State.DRAFT and version.return_reason
    return "ส่งคืนแก้ไข" if is_returned else version.get_state_display()


def _name(user: object) -> str:
    return str(user) if user else ""


def _day(moment: datetime | None) -> date | None:
    return bangkok_day(moment) if moment else None


# Procedures and their steps, one row a step


def version_steps(procedures: Iterable[Procedure]) -> Iterator[Cells]:
    """Of an adopted version, its procedures with their steps at hand; a procedure without steps has one row."""
    for procedure in procedures:
        rows = step_rows(list(procedure.steps.all()))
        yield from _of_procedure(procedure.position, procedure.title, procedure.forms, map(_written, rows))


def draft_steps(draft: ManualDraft) -> Iterator[Cells]:
    for place, procedure in enumerate(draft.procedures, start=1):
        forms = [form.text for form in procedure.forms]
        yield from _of_procedure(place, procedure.title, forms, map(_drafted, procedure.steps))


def _of_procedure(
    place: int, title: str, forms: Sequence[str], steps: Iterable[Iterable[Cells]]
) -> Iterator[Cells]:
    used = "\n".join(forms)
    rows = [cells for step in steps for cells in step]
    for cells in rows or [[""] * (len(STEP_COLUMNS) - 3)]:
        yield [place, title, *cells, used]


def _written(row: StepRow) -> Iterator[Cells]:
    """A step, and its sub-steps below it: these say only what differs."""
    step = row.step
    yield [
        step.number, step.title, row.time_words, ", ".join(step.responsible), step.standard, row.action_words, row.ask_words,
    ]  # fmt: skip
    for part in row.parts:
        yield [
            part.step.number, part.step.title, "", "", part.step.standard, part.action_words, part.ask_words,
        ]  # fmt: skip


def _drafted(step: StepDraft) -> Iterator[Cells]:
    yield [
        str(step.number), step.title, words.time_words(step.months, step.cadence), ", ".join(step.responsible),
        step.standard, _tools(step.actions), words.ask_words(step.decision) if step.decision else "",
    ]  # fmt: skip
    for part in step.substeps:
        asked = words.ask_words(part.decision) if part.decision else ""
        yield [part.number, part.title, "", "", "", _tools(part.actions), asked]


def _tools(actions: Iterable[str]) -> str:
    return ", ".join(words.action_words(actions))


def ready_rows(units: Iterable[ReadyUnit]) -> Iterator[Cells]:
    for unit in units:
        for procedure in unit.procedures:
            yield [unit.name, procedure.title, procedure.steps]
