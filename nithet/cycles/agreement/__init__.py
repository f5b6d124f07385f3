"""What must agree in a year at any moment, whatever happened: a machine that failed, two who pressed at once.

Each check tells in words what does not agree, and changes nothing. A year is read in a constant number of queries;
`manage.py checkyears` prints what all checks find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import default_storage

from nithet.core.models import StoredFile
from nithet.cycles.agreement import deciding, evidence, flow
from nithet.cycles.agreement.year import Found, Year
from nithet.cycles.models import Cycle
from nithet.offices.models import Office


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What does not agree, of which task, run or file."""

    check: str
    title: str
    words: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.check}: “{self.title}” {self.words} ({self.id})"


CHECKS: Mapping[str, Callable[[Year], Found]] = {
    "สถานะและประวัติ": deciding.state_and_history,
    "การสิ้นสุด": deciding.ends,
    "รอบการเสนอ": deciding.rounds_of_tasks,
    "งานที่เสร็จ": deciding.ends_by_decision,
    "เส้นทางการพิจารณา": deciding.stations,
    "ผู้พิจารณา": deciding.decided_by_whom,
    "ขั้นที่รอผลพิจารณา": flow.gates,
    "งานที่หยุดรอ": flow.stopped,
    "ขั้นที่มีส่วนย่อย": flow.containers,
    "งานที่ทำร่วมกัน": flow.served,
    "ความคืบหน้า": evidence.counters,
    "การจับคู่หลักฐาน": evidence.matched,
    "หลักฐาน": evidence.objects_of_evidence,
    "คำตอบของงานแทรก": evidence.answers,
    "การดำเนินงาน": flow.lives_of_runs,
    "ปีที่ปิดแล้ว": flow.closed_year,
}


def of_year(cycle: Cycle) -> Iterator[Disagreement]:
    year = Year(cycle)
    for name, check in CHECKS.items():
        for what, words in check(year):
            yield Disagreement(name, str(what), words, what.pk)


def of_files(office: Office) -> Iterator[Disagreement]:
    """Each stored file is on the disk, whole."""
    for kept in StoredFile.objects.filter(office_id=office.pk).iterator():
        path = kept.content.name or ""
        if not path or not default_storage.exists(path):
            yield Disagreement("ไฟล์", kept.name, "ไม่มีในที่จัดเก็บ", kept.pk)
        elif default_storage.size(path) != kept.size:
            yield Disagreement("ไฟล์", kept.name, "ขนาดไม่ตรงกับที่บันทึกไว้", kept.pk)


def disagreements(office: Office | None = None) -> Iterator[Disagreement]:
    """Of an office, or of all: year by year, so that no more than one is held in memory."""
    offices = [office] if office else Office.objects.order_by("code")
    for one in offices:
        for cycle in Cycle.objects.filter(office=one).order_by("fiscal_year_be"):
            yield from of_year(cycle)
        yield from of_files(one)
