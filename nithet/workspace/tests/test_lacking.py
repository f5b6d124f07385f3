"""ยังขาดอะไร ของใคร: what is short, whose it is, and the one button of each row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

STEPS = [{"title": f"เรื่องที่ {n}", "months": [11], "actions": ["operate"]} for n in range(1, 6)]
NEXT_WEEK, IN_A_MONTH = date(2026, 11, 27), date(2026, 12, 18)


@pytest.fixture
def procedure(office: Office, supervision: Unit, supervisor: User) -> Procedure:
    """Given to the supervisor and due in a week, all but the fifth, which nobody has."""
    made = make_procedure(supervision, STEPS)
    open_year(office)
    tasks = Task.objects.filter(run__procedure=made)
    tasks.update(due_on=NEXT_WEEK)
    tasks.exclude(number="5").update(assignee=supervisor.person)
    return made


def shown(client: Client, office: Office, **query: str) -> Any:
    response = client.get(reverse("workspace:lacking", args=[office.code]), query)
    assert response.status_code == 200
    return response


def titles(response: Any, part: str) -> list[str]:
    return [row.task.number for row in response.context[part]]


def short(response: Any) -> dict[str, list[str]]:
    return {person.name: [row.task.number for row in rows] for person, rows in response.context["people"]}


def test_it_says_what_is_lacking_by_person(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    attach_file(task_of(procedure, "1"), a_pdf(), by=as_member(supervisor, office))
    client.force_login(head)
    response = shown(client, office)
    assert short(response) == {supervisor.person.name: ["2", "3", "4"]}
    (_, rows), *_ = response.context["people"]
    assert rows[0].lacking == ["บันทึกการปฏิบัติงานหรือเอกสารแนบ 0 จาก 1 รายการ"]
    assert titles(response, "free") == ["5"]
    assert 'หลักฐานยังไม่ครบ <b class="nw">3 เรื่อง' in response.content.decode()


def test_what_is_done_submitted_or_due_later_is_not_short(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    for number, facts in (
        ("1", {"state": "done"}), ("2", {"state": "submitted"}), ("3", {"due_on": IN_A_MONTH}), ("4", {"state": "void"}),
    ):  # fmt: skip
        Task.objects.filter(pk=task_of(procedure, number).pk).update(**facts)
    client.force_login(head)
    assert short(shown(client, office)) == {}
    assert short(shown(client, office, within="30")) == {supervisor.person.name: ["3"]}


def test_what_came_back_stands_with_its_reason(
    client: Client, office: Office, procedure: Procedure, head: User
) -> None:
    task = task_of(procedure, "2")
    Task.objects.filter(pk=task.pk).update(times_returned=1, reason="ภาพไม่ชัด")
    client.force_login(head)
    response = shown(client, office)
    assert titles(response, "back") == ["2"]
    assert "ภาพไม่ชัด" in response.content.decode()


def test_each_row_has_the_button_for_it(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    client.force_login(head)
    response = shown(client, office)
    (free,) = response.context["free"]
    assert (free.act, free.href.endswith("#assign")) == ("มอบหมาย", True)
    (_, rows), *_ = response.context["people"]
    assert {row.act for row in rows} == {"แจ้งเตือน"}
    page = client.get(rows[0].href).content.decode()
    assert "งานนี้ครบกำหนด 27 พ.ย. 2569 ยังขาดบันทึกการปฏิบัติงานหรือเอกสารแนบ 0 จาก 1 รายการ โปรดดำเนินการ" in page


def test_a_deputy_looks_and_does_not_assign(
    client: Client, office: Office, procedure: Procedure, deputy: User
) -> None:
    client.force_login(deputy)
    (free,) = shown(client, office).context["free"]
    assert free.act == "เปิดงาน"


def test_of_another_division_nothing_is_shown(
    client: Client, office: Office, procedure: Procedure, ict_head: User, supervision: Unit
) -> None:
    client.force_login(ict_head)
    response = shown(client, office, unit=str(supervision.pk))
    assert (response.context["short_count"], response.context["free_count"]) == (0, 0)
    assert "ไม่มีงานที่ขาดสิ่งใดในช่วง 14 วันนี้" in response.content.decode()


def test_weeks_with_too_much_are_told(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    Office.objects.update(week_limit=3)
    client.force_login(head)
    response = shown(client, office)
    (full,) = response.context["weeks"]
    assert (full.person, full.week.first, full.week.count) == (supervisor.person, date(2026, 11, 23), 4)
    assert f"who={supervisor.person.pk}&amp;week=2026-11-23" in response.content.decode()
    Office.objects.update(week_limit=4)
    assert shown(client, office).context["weeks"] == []


def test_it_comes_as_a_file(client: Client, office: Office, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    response = shown(client, office, format="csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert sum(line.startswith("หลักฐานยังไม่ครบ") for line in lines) == 4
    assert sum(line.startswith("ยังไม่มีผู้รับเรื่อง") for line in lines) == 1


def test_a_long_part_leads_to_its_list(client: Client, office: Office, supervision: Unit, head: User) -> None:
    steps = [{"title": f"เรื่องที่ {n}", "months": [11], "actions": ["operate"]} for n in range(1, 31)]
    make_procedure(supervision, steps)
    open_year(office)
    client.force_login(head)
    response = shown(client, office)
    assert (len(response.context["free"]), response.context["free_count"]) == (20, 30)
    assert "?who=none" in response.content.decode()
