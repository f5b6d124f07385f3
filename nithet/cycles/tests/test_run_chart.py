"""The flow chart of a run: each step by its tasks' state, with the station where it lies."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.flow import run_chart
from nithet.cycles.models import Task
from nithet.cycles.queries import before_whom
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

STEPS = [
    {"title": "ศึกษาสภาพ", "months": [10, 11], "actions": ["operate"]},
    {"title": "เสนอแผน", "months": [10, 11], "actions": ["propose"], "ask": "approve"},
    {"title": "ดำเนินงาน", "months": [11], "actions": ["operate"], "parts": [
        {"title": "งานย่อยหนึ่ง", "months": [11], "actions": ["operate"]},
        {"title": "งานย่อยสอง", "months": [11], "actions": ["operate"]},
    ]},
]  # fmt: skip


@pytest.fixture
def procedure(office: Office, supervision: Unit) -> Procedure:
    made = make_procedure(supervision, STEPS)
    open_year(office)
    return made


def words_of(procedure: Procedure, on: date) -> list[tuple[str | None, str | None, bool]]:
    run = procedure.runs.select_related("procedure", "unit", "office").get()
    tasks = list(run.tasks.order_by("position"))
    chart = run_chart(run, tasks, on=on, desks=before_whom(tasks))
    return [(step.state, step.state_words, step.is_late) for step in chart.steps]


def test_a_submitted_step_names_the_station_where_it_lies(
    procedure: Procedure, supervision: Unit, doer: Member, boss: Member, chief: Member, friday: date
) -> None:
    task = task_of(procedure, "2")
    attach_file(task, a_pdf(), by=doer)
    task.refresh_from_db()
    submit(task, "", by=doer)
    assert words_of(procedure, friday)[1] == (
        "submitted", f"อยู่ระหว่างพิจารณาของ ผอ.{supervision.short_name}", False
    )  # fmt: skip


def test_of_a_step_with_parts_the_worst_unfinished_part_is_shown(procedure: Procedure, friday: date) -> None:
    Task.objects.filter(pk=task_of(procedure, "3.1").pk).update(state="open", due_on=date(2026, 11, 17))
    assert words_of(procedure, friday)[2][1:] == ("3.1 เกินกำหนด 3 วัน", True)


def test_what_was_refused_says_so(procedure: Procedure, friday: date) -> None:
    Task.objects.filter(pk=task_of(procedure, "2").pk).update(state="void", is_refused=True)
    assert words_of(procedure, friday)[1] == ("skipped", "ไม่อนุมัติ", False)


def test_the_page_has_the_legend_and_who_is_waited_for(
    client: Client, office: Office, procedure: Procedure, doer: Member, head: User, director: User
) -> None:
    task = task_of(procedure, "1")
    attach_file(task, a_pdf(), by=doer)
    task.refresh_from_db()
    submit(task, "", by=doer)
    client.force_login(director)
    address = reverse("cycles:run-page", args=[office.code, task.run_id])
    page = client.get(address).content.decode()
    assert 'class="meaning"' in page
    assert page.count("อยู่ระหว่างพิจารณาของ") >= 2
    steps = client.get(address, {"tab": "steps"}).content.decode()
    assert "1 จาก 1" in steps
    assert "1 รายการ" in steps
