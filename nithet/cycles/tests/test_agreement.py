"""What does not agree is found and named; what agrees is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.cycles.agreement import CHECKS, disagreements
from nithet.cycles.errors import AnswerEvidenceError
from nithet.cycles.models import Cycle, Decision, Evidence, LetterAsk, Run, Task, TaskRound, WorkLogEntry
from nithet.cycles.services.asking import Typed, record_answer
from nithet.cycles.services.deciding import give, refuse, send_back
from nithet.cycles.services.evidence import attach_file, void_evidence, write_log
from nithet.cycles.services.letters import AskedOf
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, current, make_procedure, open_year
from nithet.cycles.tests.registers import a_visit, visits_declared
from nithet.cycles.tests.test_letters import a_letter
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY
from nithet.thai.dates import BANGKOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
START = datetime.combine(DAY, time(9, 30), tzinfo=BANGKOK)
STEPS: list[dict[str, Any]] = [
    {"title": "เสร็จ", "months": [11]},
    {"title": "ส่งคืน", "months": [11]},
    {"title": "อยู่กับผู้พิจารณา", "months": [11]},
    {"title": "นิเทศ", "months": [11], "actions": ["visit"]},
    {"title": "สองส่วน", "months": [12], "parts": [{"title": "ก", "actions": ["operate"]}, {"title": "ข", "actions": ["operate"]}]},
    {"title": "ไม่อนุมัติ", "months": [11], "ask": "approve"},
    {"title": "ทำตามแผน", "months": [12]},
]  # fmt: skip


@pytest.fixture
def year(
    office: Office,
    supervision: Unit,
    school: School,
    doer: Member,
    boss: Member,
    second: Member,
    chief: Member,
) -> Iterator[Cycle]:
    """Of everything one: done, sent back, before a decider, matched, in parts, refused, stopped, a letter's."""
    with visits_declared():
        make_procedure(supervision, STEPS)
        cycle = open_year(office)
        _go_on(doer, boss, [second, chief])
        a_visit(office, DAY)
        letter = a_letter(boss, supervision, person=doer.person, asked=AskedOf(schools=[school]))
        record_answer(letter.asks.get(), Typed("ครบแล้ว", told_by="ผู้แจ้ง"), by=doer)
        yield cycle


def _go_on(doer: Member, boss: Member, above: list[Member]) -> None:
    attach_file(one("เสร็จ"), a_pdf(), by=doer)
    write_log(one("ก"), "ประชุม", on=DAY, by=doer)
    for title in ("เสร็จ", "ส่งคืน", "อยู่กับผู้พิจารณา", "ไม่อนุมัติ"):
        submit(one(title), "เสนอ", by=doer)
    give(waiting("เสร็จ"), "", by=boss)
    send_back(waiting("ส่งคืน"), "แก้ไข", by=boss)
    for who in (boss, above[0]):
        give(waiting("ไม่อนุมัติ"), "", by=who)
    refuse(waiting("ไม่อนุมัติ"), "ไม่มีงบ", by=above[1])


def one(title: str) -> Task:
    return Task.objects.select_related("unit", "run__cycle").get(title=title)


def waiting(title: str) -> Decision:
    return current(one(title))


def set_task(title: str, **facts: Any) -> Callable[[], object]:
    return lambda: Task.objects.filter(title=title).update(**facts)


def set_round(title: str, **facts: Any) -> Callable[[], object]:
    return lambda: TaskRound.objects.filter(task__title=title).update(**facts)


def set_decisions(title: str, was: str, **facts: Any) -> Callable[[], object]:
    return lambda: Decision.objects.filter(round__task__title=title, state=was).update(**facts)


def lose(rows: Any) -> Callable[[], object]:
    return lambda: rows().delete()


def _file_of(content: bytes | None) -> None:
    kept = StoredFile.objects.get()
    name = str(kept.content.name)
    default_storage.delete(name)
    if content is not None:
        default_storage.save(name, ContentFile(content))


WRONG: list[tuple[str, str, Callable[[], object]]] = [
    ("สถานะและประวัติ", "“เสร็จ”", lose(lambda: Entry.objects.filter(verb="task.certified"))),
    ("สถานะและประวัติ", "task.opened", set_task("ข", state="skipped", reason="งด", finished_at=START)),
    ("การสิ้นสุด", "เวลาที่สิ้นสุด", set_task("เสร็จ", finished_at=None)),
    ("การสิ้นสุด", "ไม่มีเหตุผล", set_task("ไม่อนุมัติ", reason="")),
    ("การสิ้นสุด", "ยังไม่สิ้นสุด", set_task("นิเทศ", is_refused=True)),
    ("รอบการเสนอ", "ส่งคืน 2 ครั้ง", set_task("ส่งคืน", times_returned=2)),
    ("รอบการเสนอ", "รอบที่ 3", set_task("ส่งคืน", round=3)),
    ("รอบการเสนอ", "ไม่ต่อเนื่อง", set_round("เสร็จ", number=4)),
    ("รอบการเสนอ", "ไม่มีรอบการเสนอ", set_task("นิเทศ", state="submitted")),
    ("รอบการเสนอ", "ไม่ตรงกับสถานะ", set_round("เสร็จ", outcome="returned")),
    ("งานที่เสร็จ", "โดยไม่มีการพิจารณา", set_task("นิเทศ", state="done")),
    ("เส้นทางการพิจารณา", "ระหว่างพิจารณา 0 คน", set_decisions("อยู่กับผู้พิจารณา", "current", state="dropped")),
    ("เส้นทางการพิจารณา", "ยังมีผู้ต้องพิจารณา", set_decisions("เสร็จ", "given", state="queued")),
    ("เส้นทางการพิจารณา", "ไม่ตรงกับผล", set_decisions("ส่งคืน", "returned", state="given")),
    ("ผู้พิจารณา", "ไม่ตรงกับผู้พิจารณา", set_decisions("เสร็จ", "given", decided_by=None)),
    ("ขั้นที่รอผลพิจารณา", "ไม่มีขั้นใด", set_task("ข", state="waiting")),
    ("ขั้นที่รอผลพิจารณา", "ดำเนินการได้", set_task("ทำตามแผน", state="open")),
    ("งานที่หยุดรอ", "ไม่ตรงกับผล", set_task("ทำตามแผน", is_stopped=False)),
    ("ขั้นที่มีส่วนย่อย", "ขั้นยังไม่เสร็จ", lambda: Task.objects.filter(parent__isnull=False).update(state="skipped")),
    ("ขั้นที่มีส่วนย่อย", "ส่วนที่ไม่เสร็จ", set_task("สองส่วน", state="done")),
    ("งานที่ทำร่วมกัน", "สิ้นสุดแล้ว", lambda: Task.objects.filter(title="นิเทศ").update(served_by=one("เสร็จ"))),
    ("ความคืบหน้า", "บันทึกไว้ (7, 1) นับได้ (1, 1)", set_task("เสร็จ", done=7)),
    ("การจับคู่หลักฐาน", "เยี่ยมโรงเรียน", lose(lambda: Evidence.objects.filter(kind="visit"))),
    ("การจับคู่หลักฐาน", "เยี่ยมโรงเรียน", lambda: Evidence.objects.filter(kind="visit").update(value=5)),
    ("หลักฐาน", "ไม่มีข้อมูลเบื้องหลัง", lose(WorkLogEntry.objects.all)),
    ("คำตอบของงานแทรก", "ไม่ได้นับ", lose(lambda: Evidence.objects.filter(kind="letter_answer"))),
    ("คำตอบของงานแทรก", "ขอคำตอบ 1 ราย", set_task("รายงานการใช้ห้องเรียน", planned=9)),
    ("การดำเนินงาน", "ยังมีงาน", lambda: Run.objects.filter(letter=None).update(voided_at=now())),
    ("ปีที่ปิดแล้ว", "ไม่ได้ยกไป", lambda: Cycle.objects.update(state="closed", closed_at=now())),
    ("ปีที่ปิดแล้ว", "เวลาที่ปิด", lambda: Cycle.objects.update(closed_at=now())),
    ("ไฟล์", "ไม่มีในที่จัดเก็บ", lambda: _file_of(None)),
    ("ไฟล์", "ขนาดไม่ตรง", lambda: _file_of(b"%PDF")),
]  # fmt: skip


def test_a_year_in_which_everything_happened_agrees(year: Cycle) -> None:
    assert [str(found) for found in disagreements()] == []
    out = StringIO()
    call_command("checkyears", "--office", year.office.code, stdout=out)
    assert "ตรงกันทั้งหมด" in out.getvalue()


@pytest.mark.parametrize(("check", "words", "damage"), WRONG)
def test_what_does_not_agree_is_found(
    year: Cycle, check: str, words: str, damage: Callable[[], object]
) -> None:
    damage()
    assert any(found.check == check and words in str(found) for found in disagreements(year.office))


def test_each_check_has_been_seen_to_find_something() -> None:
    assert {check for check, _, _ in WRONG} == {*CHECKS, "ไฟล์"}


def test_the_command_tells_and_fails(year: Cycle) -> None:
    Task.objects.filter(title="เสร็จ").update(done=7)
    out = StringIO()
    with pytest.raises(CommandError, match="1 แห่ง"):
        call_command("checkyears", stdout=out)
    assert "ความคืบหน้า: “เสร็จ”" in out.getvalue()
    with pytest.raises(CommandError, match="ไม่พบสำนักงานรหัส"):
        call_command("checkyears", "--office", "ไม่มี")


def test_a_recount_mends_what_was_counted_wrong(year: Cycle) -> None:
    Task.objects.filter(title="เสร็จ").update(done=7)
    call_command("recount", stdout=StringIO())
    assert list(disagreements()) == []


def test_looking_costs_the_same_for_many_tasks(year: Cycle, supervision: Unit) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(disagreements()) == []
        return len(queries)

    before = cost()
    for number in range(4):
        make_procedure(supervision, STEPS, title=f"งานที่ {number}")
    open_year(year.office)
    assert Task.objects.filter(~Q(number="")).count() > 40
    assert cost() == before


def test_an_answer_is_not_taken_out_of_the_evidence_alone(year: Cycle, doer: Member) -> None:
    answer = Evidence.objects.select_related("task__unit").get(kind="letter_answer")
    with pytest.raises(AnswerEvidenceError):
        void_evidence(answer, why="ไม่ใช่", by=doer)
    assert list(disagreements()) == []
    assert LetterAsk.objects.get().answered_at
