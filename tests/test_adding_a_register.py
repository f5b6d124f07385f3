"""A register from outside the package works by what `docs/adding` says, and its actions fall back when it is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles import register as joint
from nithet.cycles.models import Task
from nithet.cycles.register import RegisterError, declare, undeclare
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.panels import SCHOOL_PANELS, of_school
from nithet.offices.tests.factories import DAY, as_member
from tests import toy_register as toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def _declared() -> Iterator[None]:
    declare(toy.REGISTER)
    yield
    undeclare("toy")
    toy.LOANS.clear()


@pytest.fixture
def doer(office: Office, supervisor: User) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(supervision, [{"title": "ให้บริการสื่อ", "months": [11], "actions": ["serve"]}])
    open_year(office)
    return task_of(procedure, "1")


def shown(client: Client, task: Task) -> str:
    response = client.get(reverse("cycles:task-page", args=[task.office.code, task.pk]))
    assert response.status_code == 200
    return response.content.decode()


def counters(task: Task) -> tuple[int, int, bool]:
    task.refresh_from_db()
    return task.done, task.target, task.is_met


@pytest.mark.usefixtures("_declared")
def test_offered_corrected_withdrawn(task: Task, school: School, doer: Member) -> None:
    call_command("recount")
    loan = toy.lend(school, 2, on=DAY, by=doer)
    assert counters(task) == (2, 3, False)
    toy.correct(loan, 4, by=doer)
    assert counters(task) == (4, 3, True)
    evidence = task.evidence.get()
    assert (evidence.action, evidence.subject, evidence.value) == ("serve", school.pk, 4)
    toy.void(toy.LOANS[loan.id], why="คืนแล้วบันทึกผิด", by=doer)
    assert counters(task) == (0, 3, False)


@pytest.mark.usefixtures("_declared")
def test_the_page_opens_the_tool_and_the_object(
    client: Client, task: Task, school: School, supervisor: User, doer: Member
) -> None:
    client.force_login(supervisor)
    assert "การให้ยืม 0 จาก 3 รายการ" in shown(client, task)
    told = []
    for count in (1, 9):
        for _ in range(count):
            toy.lend(school, 1, on=DAY, by=doer)
        with CaptureQueriesContext(connection) as queries:
            text = shown(client, task)
        told.append(len(queries))
    assert told[0] == told[1]
    assert f"/{task.office.code}/loans/?task={task.pk}" in text
    assert f"/loans/{next(iter(toy.LOANS))}/" in text
    assert "ใบยืมสื่อ" in text
    assert "การให้ยืม 10 รายการ" in text
    assert "ยังไม่มีเครื่องมือของงานนี้" not in text


def test_when_it_is_gone_the_work_log_stands_in(
    client: Client, task: Task, school: School, supervisor: User, doer: Member
) -> None:
    declare(toy.REGISTER)
    toy.lend(school, 1, on=DAY, by=doer)
    undeclare("toy")
    call_command("recount")
    client.force_login(supervisor)
    assert counters(task) == (1, 1, True)
    assert "ใบยืม 1 รายการ" in shown(client, task)
    assert toy.of_school not in SCHOOL_PANELS
    task.evidence.all().delete()
    assert "ยังไม่มีเครื่องมือของงานนี้ในระบบ ใช้บันทึกการปฏิบัติงานเป็นหลักฐาน" in shown(client, task)


@pytest.mark.usefixtures("_declared")
def test_all_that_it_offers_can_be_read(office: Office, school: School, doer: Member) -> None:
    loan = toy.lend(school, 2, on=DAY, by=doer)
    (declared,) = [one for one in joint.registers() if one.code == "toy"]
    assert declared.search_kinds
    assert declared.snapshots
    assert [entry.object_id for entry in declared.search_kinds[0].entries(office.pk)] == [loan.id]
    assert declared.snapshots[toy.KIND](office, loan.id) == {"items": 2}
    assert declared.measures[0].read(office, DAY, DAY) == 2
    assert [panel.template for panel in of_school(doer, school)] == ["toy/school_loans.html"]
    assert joint.has_tool("serve")
    assert joint.kind_name(toy.KIND) == "ใบยืมสื่อ"


@pytest.mark.usefixtures("_declared")
def test_declared_twice_is_refused() -> None:
    with pytest.raises(RegisterError):
        declare(toy.REGISTER)
