"""A running year out of a readable table of steps."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nithet.core.clock import now
from nithet.cycles.models import Cycle, Decision, Task
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import current_decision, procedures_to_start
from nithet.cycles.services.opening import add_runs, open_cycle
from nithet.manuals.models import Manual, ManualVersion, Procedure, Step
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY

YEAR_BE = 2570
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"

# The plan of the satellite lessons, shortened: a plan to approve, then work, then a last acknowledgement.
STEPS: list[dict[str, Any]] = [
    {"title": "จัดตั้งคณะทำงาน", "months": [10], "actions": ["appoint"]},
    {"title": "เสนอแผนต่อผู้อำนวยการ", "months": [10, 11], "actions": ["propose"], "ask": "approve"},
    {"title": "ออกนิเทศโรงเรียน", "cadence": "per_semester:1", "actions": ["visit"]},
    {"title": "เสนอรายงานต่อผู้อำนวยการ", "months": [9], "actions": ["propose"], "ask": "acknowledge"},
]


def make_procedure(
    unit: Unit, steps: list[dict[str, Any]] | None = None, *, title: str = "งานห้องเรียนปลายทาง"
) -> Procedure:
    """An adopted manual of one procedure; a step's `parts` become its sub-steps."""
    manual = Manual.objects.create(office=unit.office, unit=unit, title=f"คู่มือ {title}")
    version = ManualVersion.objects.create(
        office=unit.office, manual=manual, state="adopted", number=1, made_at=now(), adopted_at=now()
    )
    procedure = Procedure.objects.create(office=unit.office, version=version, position=1, title=title)
    position = 0
    for number, told in enumerate(STEPS if steps is None else steps, start=1):
        facts, position = dict(told), position + 1
        parts = facts.pop("parts", [])
        step = _step(procedure, position, str(number), None, facts)
        for place, part in enumerate(parts, start=1):
            position += 1
            _step(procedure, position, f"{number}.{place}", step, part)
    return procedure


def _step(
    procedure: Procedure, position: int, number: str, parent: Step | None, facts: dict[str, Any]
) -> Step:
    facts = {"responsible": ["ศึกษานิเทศก์"], **facts}
    return Step.objects.create(
        office=procedure.office, procedure=procedure, position=position, number=number, parent=parent, **facts
    )


def open_year(office: Office, *, year_be: int = YEAR_BE) -> Cycle:
    """Start all adopted procedures, as they stand."""
    cycle = open_cycle(office, year_be, by=None)
    add_runs(cycle, plan_year(office, procedures_to_start(office), year_be, on=DAY), by=None)
    return cycle


def task_of(procedure: Procedure, number: str, occurrence: str = "") -> Task:
    return Task.objects.get(run__procedure=procedure, number=number, occurrence__contains=occurrence)


def current(task: Task) -> Decision:
    """The station that is asked now."""
    found = current_decision(task)
    assert found
    return found


def a_pdf(name: str = "หลักฐาน.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def a_photo(name: str = "ภาพ.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
