"""What the computer officer's page lists, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nithet.core.models import Job
from nithet.core.tables.writing import Column, Value
from nithet.workspace.system_queries import SignIns

Cells = list[Value]

JOB_COLUMNS = (
    Column("งาน", 44), Column("สถานะ", 18), Column("ผล", 50), Column("สั่งเมื่อ", 20, "moment"), Column("เริ่มเมื่อ", 20, "moment"),
    Column("สิ้นสุดเมื่อ", 20, "moment"),
)  # fmt: skip
SIGN_IN_COLUMNS = (
    Column("ผล", 44), Column("24 ชั่วโมง (ครั้ง)", 18, "number"), Column("7 วัน (ครั้ง)", 18, "number"),
)  # fmt: skip


def job_rows(jobs: Iterable[Job]) -> Iterator[Cells]:
    for job in jobs:
        said = job.error or str(job.result.get("words", ""))
        yield [job.title, job.get_state_display(), said, job.made_at, job.started_at, job.finished_at]


def sign_in_rows(counts: Iterable[SignIns]) -> Iterator[Cells]:
    for line in counts:
        yield [line.label, line.day, line.week]
