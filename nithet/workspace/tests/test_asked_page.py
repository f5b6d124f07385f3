"""สิ่งที่ขอจากโรงเรียน: the first page of who works at a school."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles import register
from nithet.cycles.models import LetterAsk, Task
from nithet.cycles.register import Asked, Register
from nithet.cycles.services.asking import Typed, answer, remind
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_member_user, make_school, page_text
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.usefixtures("friday")

SCHOOL_PEOPLE = ["school_director", "school_clerk", "teacher"]


@pytest.fixture
def boss(office: Office, supervision: Unit, head: User) -> Member:
    make_procedure(supervision)
    open_year(office)
    return as_member(head, office)


def ask(
    by: Member,
    unit: Unit,
    school: School | None = None,
    *,
    subject: str = "รายงานอินเทอร์เน็ต",
    days: int = 5,
    **of: Any,
) -> LetterAsk:
    facts = LetterFacts(subject, DAY + timedelta(days=days), DAY, from_whom="สพฐ.", wants="จำนวนห้อง")
    asked = AskedOf(schools=[school] if school else [], **of)
    asks = receive(by.office, facts, Work(Doer(unit, by.person), asked, "certify"), by=by).asks.all()
    return asks[0]


def address(office: Office) -> str:
    return reverse("workspace:asked", args=[office.code])


def page(client: Client, user: User, office: Office) -> Any:
    client.force_login(user)
    response = client.get(address(office))
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("who", SCHOOL_PEOPLE)
def test_who_works_at_a_school_lands_there(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse("workspace:front", args=[office.code]), follow=True)
    assert response.redirect_chain[-1][0] == address(office)


@pytest.mark.parametrize("who", ["supervisor", "director", "cluster_chair"])
def test_all_others_land_on_their_own_work(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse("workspace:front", args=[office.code]))
    assert response.url == reverse("workspace:my-work", args=[office.code])  # type: ignore[attr-defined]


def test_a_head_who_also_teaches_lands_on_the_offices_work(
    client: Client, office: Office, head: User, school: School
) -> None:
    head.person.appointments.create(office=office, role=Role.TEACHER, school=school, from_on=date(2026, 1, 1))
    client.force_login(head)
    response = client.get(reverse("workspace:front", args=[office.code]))
    assert response.url == reverse("workspace:my-work", args=[office.code])  # type: ignore[attr-defined]


def test_what_is_late_stands_first_and_only_the_first_has_the_strong_button(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, school_director: User
) -> None:
    ask(boss, supervision, school, subject="เรื่องปกติ", days=5)
    ask(boss, supervision, school, subject="เรื่องวันนี้", days=0)
    ask(boss, supervision, school, subject="เรื่องที่เลยกำหนด", days=-2)
    response = page(client, school_director, office)
    assert [(card.asked.title, card.standing.words) for card in response.context["todo"]] == [
        ("เรื่องที่เลยกำหนด", "เกินกำหนด 2 วัน"), ("เรื่องวันนี้", "ครบกำหนดวันนี้"), ("เรื่องปกติ", "เหลืออีก 5 วัน"),
    ]  # fmt: skip
    text = page_text(response)
    assert "เกินกำหนด 1 เรื่อง" in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert main.count("bt-go") == 1
    assert main.count("ตอบเรื่องนี้") == 3


def test_what_was_sent_says_when_and_by_whom(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, school_director: User, school_clerk: User
) -> None:  # fmt: skip
    one = ask(boss, supervision, school)
    answer(one, Typed("6 ห้อง"), by=as_member(school_clerk, office))
    response = page(client, school_director, office)
    assert not response.context["todo"]
    text = page_text(response)
    assert f"20 พ.ย. 2569 09.30 น.</span> โดย {school_clerk.name}" in text
    assert "ได้รับแล้ว" in text
    assert "แก้ไขได้จนกว่าจะปิดรับ" in text
    assert "ขณะนี้ไม่มีเรื่องที่ขอจากโรงเรียน" in text
    assert "โดย ท่าน" in page_text(page(client, school_clerk, office))


def test_what_was_not_sent_before_it_closed_says_so(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, school_director: User
) -> None:
    one = ask(boss, supervision, school)
    Task.objects.filter(run=one.letter.run).update(state=Task.State.DONE)
    text = page_text(page(client, school_director, office))
    assert "ไม่ได้ส่งก่อนปิดรับ" in text
    assert "ตอบเรื่องนี้" not in text


def test_a_reminder_is_told(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, school_director: User
) -> None:
    one = ask(boss, supervision, school)
    remind(one.letter, by=boss)
    assert "สำนักงานเขตแจ้งติดตามเมื่อ 20 พ.ย. 2569" in page_text(page(client, school_director, office))


def test_a_teacher_sees_what_is_asked_by_name_and_who_answers_for_the_school(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, teacher: User, school_director: User
) -> None:  # fmt: skip
    ask(boss, supervision, school, subject="เรื่องของโรงเรียน")
    ask(boss, supervision, subject="เรื่องของครู", people=[teacher.person])
    text = page_text(page(client, teacher, office))
    assert "เรื่องของครู" in text
    assert "เรื่องของโรงเรียน" not in text
    assert "ผู้ตอบแทนโรงเรียน" in text
    assert school_director.person.name in text


def test_another_school_sees_nothing_of_it(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School
) -> None:
    ask(boss, supervision, school)
    other = make_school(office, "โรงเรียนบ้านนาสาธิต")
    user = make_member_user(office, Role.SCHOOL_DIRECTOR, school=other, username="other-director")
    text = page_text(page(client, user, office))
    assert "รายงานอินเทอร์เน็ต" not in text
    assert "เมื่อสำนักงานเขตขอข้อมูล เรื่องจะแสดงที่นี่" in text


@pytest.fixture
def surveys() -> Iterator[list[Asked]]:
    """A register that asks schools something of its own."""
    given: list[Asked] = []
    register.declare(Register("toy_surveys", "แบบสำรวจ", asked=(lambda member, since: given,)))
    yield given
    register.undeclare("toy_surveys")


def test_a_register_asks_by_declaring_and_what_came_back_is_asked_again(
    client: Client, office: Office, school_director: User, surveys: list[Asked]
) -> None:
    facts: dict[str, Any] = {"of": "โรงเรียน", "address": "/x/", "act": "ตอบแบบสำรวจ", "sent_by": "ธุรการ"}
    sent = datetime.combine(DAY, time(9), tzinfo=BANGKOK)
    surveys += [
        Asked("s-1", "สำรวจสื่อ", until=DAY, sent_at=sent, returned="ข้อ 3 ยังไม่ครบ", **facts),
        Asked("s-2", "สำรวจห้องเรียน", sent_at=sent, **facts),
    ]
    response = page(client, school_director, office)
    assert [card.asked.key for card in response.context["todo"]] == ["s-1"]
    assert [one.key for one in response.context["sent"]] == ["s-2"]
    text = page_text(response)
    assert "ส่งคืนแก้ไข" in text
    assert "ข้อ 3 ยังไม่ครบ" in text


def test_a_task_that_is_given_by_name_stands_there_too(
    client: Client, office: Office, boss: Member, school_director: User
) -> None:
    task = Task.objects.filter(state=Task.State.OPEN).first()
    assert task
    Task.objects.filter(pk=task.pk).update(assignee=school_director.person)
    text = page_text(page(client, school_director, office))
    assert "งานที่มอบหมายให้ท่าน" in text
    assert reverse("cycles:task-page", args=[office.code, task.pk]) in text


def test_many_cost_no_more_than_one(
    client: Client, office: Office, boss: Member, supervision: Unit, school: School, school_director: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            page(client, school_director, office)
        return len(made)

    ask(boss, supervision, school)
    answer(ask(boss, supervision, school), Typed("ครบ"), by=as_member(school_director, office))
    page(client, school_director, office)
    one = cost()
    for number in range(4):
        ask(boss, supervision, school, subject=f"เรื่องที่ {number}")
        answer(ask(boss, supervision, school), Typed("ครบ"), by=as_member(school_director, office))
    assert cost() == one


def test_nobody_writes_to_it_and_a_stranger_does_not_find_it(
    client: Client, office: Office, teacher: User, outsider: User
) -> None:
    client.force_login(teacher)
    assert client.post(address(office)).status_code == 405
    client.force_login(outsider)
    assert client.get(address(office)).status_code == 404
