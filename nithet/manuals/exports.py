"""Lists of the manuals as files: their columns, and their rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime

from nithet.core.tables.writing import Column, Value
from nithet.manuals import words
from nithet.manuals.draft import Decision, ManualDraft, ProcedureDraft, StepDraft, Text
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.queries.catalogue import ReadyUnit
from nithet.manuals.queries.lists import Versions
from nithet.manuals.queries.written import draft_of_procedure
from nithet.thai.dates import bangkok_day

Cells = list[Value]

VERSION_COLUMNS = (
    Column("คู่มือ", 48), Column("กลุ่ม", 28), Column("สถานะ", 26), Column("ฉบับปรับปรุงครั้งที่", 12, "number"),
    Column("กระบวนงาน", 12, "number"), Column("ขั้นตอน", 12, "number"), Column("ผู้นำเข้า", 26), Column("นำเข้าเมื่อ", 14, "date"),
    Column("ผู้เสนอ", 26), Column("เสนอเมื่อ", 14, "date"), Column("ผู้เห็นชอบ", 26), Column("ประกาศใช้เมื่อ", 14, "date"),
)  # fmt: skip
STEP_COLUMNS = (
    Column("กระบวนงานที่", 10, "number"), Column("กระบวนงาน", 40), Column("ขั้นที่", 8), Column("ขั้นตอน", 50),
    Column("รายละเอียด", 36), Column("ช่วงเวลา", 24), Column("ผู้รับผิดชอบ", 28), Column("มาตรฐาน", 36), Column("เกณฑ์ที่นับได้", 22),
    Column("เครื่องมือ", 26), Column("การเสนอ", 20), Column("แบบฟอร์มของขั้นตอน", 36), Column("แบบฟอร์มที่ใช้", 40),
    Column("กฎหมายและเอกสารอ้างอิง", 40), Column("วัตถุประสงค์", 40), Column("ขอบเขต", 40), Column("คำจำกัดความ", 40),
)  # fmt: skip
PUBLISHED_COLUMNS = (
    Column("คู่มือ", 48), Column("สำนักงาน", 48), Column("กลุ่ม", 28), Column("ฉบับปรับปรุงครั้งที่", 12, "number"),
    Column("กระบวนงาน", 12, "number"), Column("ขั้นตอน", 12, "number"), Column("ประกาศใช้เมื่อ", 14, "date"),
    Column("เผยแพร่เมื่อ", 14, "date"),
)  # fmt: skip
READY_COLUMNS = (
    Column("กลุ่ม", 48), Column("งานประเภทเดียวกัน", 40), Column("กระบวนงาน", 60), Column("ขั้นตอน", 12, "number"),
)  # fmt: skip


def version_rows(versions: Versions) -> Iterator[Cells]:
    for version in (*versions.proposed, *versions.drafts, *versions.adopted):
        # A draft's procedures are counted when it is adopted.
        counts = (version.procedure_count, version.step_count) if version.number else (None, None)  # type: ignore[attr-defined]
        yield [
            version.manual.title, version.manual.unit.short_name if version.manual.unit else "", _state(version),
            version.number, *counts, _name(version.made_by), _day(version.made_at), _name(version.proposed_by),
            _day(version.proposed_at), _name(version.adopted_by), _day(version.adopted_at),
        ]  # fmt: skip


def published_rows(versions: Iterable[ManualVersion]) -> Iterator[Cells]:
    for version in versions:
        yield [
            version.manual.title, version.office.name, version.manual.unit.short_name if version.manual.unit else "",
            version.number, version.procedure_count, version.step_count,  # type: ignore[attr-defined]
            _day(version.adopted_at), _day(version.published_at),
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
    """Of an adopted version, its procedures with their steps at hand."""
    for procedure in procedures:
        yield from _of_procedure(
            procedure.position, draft_of_procedure(procedure, list(procedure.steps.all()))
        )


def draft_steps(draft: ManualDraft) -> Iterator[Cells]:
    for place, procedure in enumerate(draft.procedures, start=1):
        yield from _of_procedure(place, procedure)


def _of_procedure(place: int, procedure: ProcedureDraft) -> Iterator[Cells]:
    """Its steps, each with what is true of the whole procedure; one row where there is no step."""
    whole: Cells = [
        _lines(procedure.forms), _lines(procedure.references), _lines(procedure.objectives), procedure.scope,
        "\n".join(f"{one.term}: {one.meaning}" for one in procedure.definitions),
    ]  # fmt: skip
    rows = [cells for step in procedure.steps for cells in _drafted(step)]
    for cells in rows or [[""] * (len(STEP_COLUMNS) - 2 - len(whole))]:
        yield [place, procedure.title, *cells, *whole]


def _drafted(step: StepDraft) -> Iterator[Cells]:
    """A step, and its sub-steps below it: these say only what differs."""
    measure = asdict(step.measure) if step.measure else None
    yield [
        str(step.number), step.title, step.detail, words.time_words(step.months, step.cadence), ", ".join(step.responsible),
        step.standard, words.measure_words(measure), _tools(step.actions), _asked(step.decision), "\n".join(step.forms),
    ]  # fmt: skip
    for part in step.substeps:
        yield [part.number, part.title, "", "", "", "", "", _tools(part.actions), _asked(part.decision), ""]


def _tools(actions: Iterable[str]) -> str:
    return ", ".join(words.action_words(actions))


def _asked(decision: Decision | None) -> str:
    return words.ask_words(decision) if decision else ""


def _lines(texts: Iterable[Text]) -> str:
    return "\n".join(text.text for text in texts)


def ready_rows(units: Iterable[ReadyUnit]) -> Iterator[Cells]:
    for unit in units:
        for family, procedure in unit.procedures:
            yield [unit.name, family.name, procedure.title, procedure.steps]
