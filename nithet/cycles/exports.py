"""Lists of the year as files: their columns, and their rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from nithet.core.tables.writing import Column, Value
from nithet.cycles import words
from nithet.cycles.models import HandOver, Run, Task
from nithet.cycles.queries import AnswerLine, Difference, ShownEvidence
from nithet.thai.dates import bangkok_day

Cells = list[Value]

TASK_COLUMNS = (
    Column("ขั้นที่", 8), Column("ขั้นตอน", 48), Column("ครั้งที่", 20), Column("กลุ่ม", 26), Column("ผู้รับผิดชอบ", 28),
    Column("เริ่มวันที่", 14, "date"), Column("ถึงวันที่", 14, "date"), Column("สถานะ", 26), Column("เสร็จสิ้นเมื่อ", 14, "date"),
)  # fmt: skip
YEAR_COLUMNS = (Column("กระบวนงาน", 44), *TASK_COLUMNS)
EVIDENCE_COLUMNS = (
    Column("ขั้นที่", 8), Column("ขั้นตอน", 44), Column("ประเภท", 22), Column("หลักฐาน", 40), Column("รายละเอียด", 44),
    Column("ลงวันที่", 14, "date"), Column("ผู้บันทึก", 26), Column("บันทึกเมื่อ", 20, "moment"),
)  # fmt: skip
HISTORY_COLUMNS = (
    Column("วันที่และเวลา", 20, "moment"), Column("ผู้ดำเนินการ", 28), Column("การดำเนินการ", 34), Column("เรื่อง", 46),
    Column("เหตุผลหรือความเห็น", 40),
)  # fmt: skip
DIFFERENCE_COLUMNS = (
    Column("กระบวนงาน", 44), Column("ขั้นที่", 8), Column("ขั้นตอน", 46), Column("ผู้รับผิดชอบขณะนี้", 28), Column("ผู้รับผิดชอบตามคำสั่ง", 28),
    Column("ถึงวันที่", 14, "date"),
)  # fmt: skip
HAND_OVER_COLUMNS = (
    Column("วันที่ส่งมอบ", 14, "date"), Column("ผู้ส่งมอบ", 28), Column("ผู้รับมอบ", 28), Column("เหตุผล", 44), Column("สถานะ", 30),
    Column("บันทึกโดย", 28), Column("บันทึกเมื่อ", 20, "moment"),
)  # fmt: skip
ANSWER_COLUMNS = (
    Column("เรื่อง", 20), Column("ข้อความในคู่มือ", 48), Column("คำตอบ", 44), Column("คู่มือ", 44), Column("ขั้นตอน", 10, "number"),
    Column("ข้อสังเกต", 40), Column("ตอบโดย", 26), Column("ตอบเมื่อ", 20, "moment"),
)  # fmt: skip


def year_rows(shown: Iterable[tuple[Run, Sequence[Task]]], *, on: date) -> Iterator[Cells]:
    """The steps of a year, procedure by procedure."""
    for run, tasks in shown:
        for cells in task_rows(tasks, on=on):
            yield [run.title if run.procedure_id else f"งานแทรก: {run.title}", *cells]


def task_rows(tasks: Iterable[Task], *, on: date) -> Iterator[Cells]:
    for row in words.rows(tasks, on=on):
        task = row.task
        yield [
            task.number, task.title, task.occurrence, task.unit.short_name, doer_words(task), task.starts_on, task.due_on,
            (row.late or row.standing).words, _done_on(task),
        ]  # fmt: skip


def doer_words(task: Task) -> str:
    """Who does it, or who of the unit may take it up."""
    if task.assignee:
        return task.assignee.name
    return task.get_role_display() if task.role else "ยังไม่มีผู้รับเรื่อง"


def _done_on(task: Task) -> date | None:
    is_done = task.state == Task.State.DONE and task.finished_at
    return bangkok_day(task.finished_at) if is_done and task.finished_at else None


def evidence_rows(shown: Iterable[ShownEvidence]) -> Iterator[Cells]:
    for item in shown:
        one = item.evidence
        detail = item.log.text if item.log else item.file.name if item.file else ""
        by = one.added_by.name if one.added_by else "ระบบ"
        yield [one.task.number, one.task.title, item.kind_name, item.title, detail, one.on, by, one.added_at]


def history_rows(told: Iterable[words.Told]) -> Iterator[Cells]:
    for line in told:
        yield [line.at, line.by_name, line.words, line.title, line.why]


def difference_rows(found: Iterable[Difference]) -> Iterator[Cells]:
    for one in found:
        task = one.task
        yield [task.run.title, task.number, task.title, one.has.name, one.should.name, task.due_on]


def hand_over_rows(found: Iterable[HandOver]) -> Iterator[Cells]:
    for made in found:
        by = made.made_by.name if made.made_by else "ระบบ"
        yield [
            made.on, made.giver.name, made.receiver.name, made.reason, made.get_state_display(), by, made.made_at,
        ]  # fmt: skip


def answer_rows(lines: Iterable[AnswerLine]) -> Iterator[Cells]:
    for line in lines:
        answer = line.answer
        by = answer.answered_by.name if answer.answered_by else "ระบบ"
        yield [
            answer.get_question_display(), line.wording, line.words, " · ".join(line.manuals), line.step_count, line.doubt,
            by, answer.answered_at,
        ]  # fmt: skip
