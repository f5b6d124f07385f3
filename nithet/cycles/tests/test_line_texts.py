"""What the pages of a task and a run offer to be pasted into a chat of LINE."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.models import Letter, Task
from nithet.cycles.services.asking import Typed, answer
from nithet.cycles.services.letters import AskedOf
from nithet.cycles.services.working import skip
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.cycles.tests.test_letters import a_letter
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(supervision)
    open_year(office)
    return task_of(procedure, "2")


@pytest.fixture
def letter(
    task: Task, boss: Member, doer: Member, supervision: Unit, school: School, small_school: School
) -> Letter:
    return a_letter(boss, supervision, person=doer.person, asked=AskedOf(schools=[school, small_school]))


def text_of(client: Client, user: User, name: str, pk: object) -> str:
    """As it stands on the page, to be copied."""
    client.force_login(user)
    response = client.get(reverse(f"cycles:{name}", args=["satit1", pk]))
    content = response.content.decode()
    assert 'data-copy="#line-text"' in content
    assert content.count('id="line-text"') == 1
    assert response.context["line"].picture.replace("&", "&amp;") in content
    return str(response.context["line"].text)


def test_a_tasks_text_says_what_until_when_and_where(client: Client, task: Task, supervisor: User) -> None:
    page = reverse("cycles:task-page", args=["satit1", task.pk])
    assert text_of(client, supervisor, "task-page", task.pk).split("\n") == [
        "เสนอแผนต่อผู้อำนวยการ",
        "ขั้นที่ 2 ของ งานห้องเรียนปลายทาง",
        "ครบกำหนดวันจันทร์ที่ 30 พฤศจิกายน 2569",
        f"เปิดดูที่ http://testserver{page}?openExternalBrowser=1",
    ]


def test_what_is_finished_is_not_passed_on(client: Client, task: Task, chief: Member, director: User) -> None:
    skip(task, why="ไม่มีงบประมาณ", by=chief)
    client.force_login(director)
    response = client.get(reverse("cycles:task-page", args=["satit1", task.pk]))
    assert response.context["line"] is None
    assert b"line-text" not in response.content


def test_the_text_of_a_letters_task_says_who_is_missing_by_cluster(
    client: Client, office: Office, letter: Letter, school: School, small_school: School, supervisor: User,
    school_director: User,
) -> None:  # fmt: skip
    pk = letter.run.tasks.get().pk
    lines = text_of(client, supervisor, "task-page", pk).split("\n")
    assert "ยังไม่ส่งข้อมูล 2 ราย" in lines
    assert f"กลุ่มโรงเรียนทุ่งสาธิต: {school.name}" in lines
    assert f"ไม่อยู่ในกลุ่มโรงเรียน: {small_school.name}" in lines
    answer(letter.asks.get(school=school), Typed("ครบ"), by=as_member(school_director, office))
    text = text_of(client, supervisor, "task-page", pk)
    assert "ยังไม่ส่งข้อมูล 1 ราย" in text
    assert school.name not in text
    assert text == text_of(client, supervisor, "letter-page", letter.pk)


def test_a_runs_text_says_how_far_it_is(client: Client, task: Task, supervisor: User) -> None:
    lines = text_of(client, supervisor, "run-page", task.run_id).split("\n")
    assert lines[:2] == ["งานห้องเรียนปลายทาง", "ปีงบประมาณ พ.ศ. 2570"]
    assert lines[2].startswith("ดำเนินการแล้ว 0 จาก ")
    assert lines[-1].endswith(f"/runs/{task.run_id}/?openExternalBrowser=1")
