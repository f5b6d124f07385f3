"""An answer goes back to the school with a reason: it is asked again, and what was sent stays to go on from."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.errors import (
    AnswerChangedError,
    AnswerReturnedLateError,
    LetterClosedError,
    ReasonMissingError,
)
from nithet.cycles.models import Evidence, Letter, LetterAsk, Task
from nithet.cycles.services.asking import Typed, answer, return_answer
from nithet.cycles.services.letters import AskedOf
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.cycles.tests.test_letters import a_letter
from nithet.notices.models import Notice
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, School, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_school, page_text

pytestmark = pytest.mark.usefixtures("friday")

WHY = "ยังไม่มีจำนวนเครื่องที่ชำรุด"


@pytest.fixture
def letter(boss: Member, doer: Member, supervision: Unit, school: School, office: Office) -> Letter:
    make_procedure(supervision)
    open_year(office)
    return a_letter(boss, supervision, person=doer.person, asked=AskedOf(schools=[school]))


@pytest.fixture
def ask(letter: Letter, office: Office, school_director: User) -> LetterAsk:
    """Answered by the school."""
    return answer(letter.asks.get(), Typed("ใช้งานได้ 6 ห้อง"), by=as_member(school_director, office))


def send(client: Client, user: User, ask: LetterAsk, **typed: str) -> Any:
    client.force_login(user)
    seen = ask.answered_at.isoformat() if ask.answered_at else ""
    way = reverse("cycles:ask-return", args=[ask.office.code, ask.pk])
    return client.post(way, {"reason": WHY, "seen": seen, **typed})


def test_it_is_asked_again_and_is_evidence_no_more(
    client: Client, ask: LetterAsk, letter: Letter, supervisor: User, office: Office
) -> None:
    response = send(client, supervisor, ask)
    assert response.status_code == 302
    ask.refresh_from_db()
    assert (ask.answered_at, ask.return_reason, ask.answer) == (None, WHY, "ใช้งานได้ 6 ห้อง")
    task = letter.run.tasks.get()
    assert (task.done, task.is_met) == (0, False)
    assert not Evidence.objects.filter(object_id=ask.pk, voided_at=None).exists()
    assert Entry.objects.get(verb="letter.answer_returned").why == WHY
    text = page_text(client.get(reverse("cycles:letter-page", args=[office.code, letter.pk])))
    assert "ส่งคืนแก้ไข" in text
    assert WHY in text


def test_the_school_reads_why_and_sends_again(
    client: Client, ask: LetterAsk, letter: Letter, supervisor: User, school_director: User, office: Office
) -> None:
    send(client, supervisor, ask)
    client.force_login(school_director)
    text = page_text(client.get(reverse("workspace:asked", args=[office.code])))
    assert WHY in text
    assert "แก้ไขและส่งใหม่" in text
    way = reverse("cycles:ask-page", args=[office.code, ask.pk])
    page = client.get(way)
    assert WHY in page_text(page)
    assert page.context["form"]["answer"].value() == "ใช้งานได้ 6 ห้อง"
    client.post(way, {"answer": "ใช้งานได้ 6 ห้อง ชำรุด 2 เครื่อง", "seen": page.context["form"]["seen"].value()})
    ask.refresh_from_db()
    assert ask.answered_at
    assert (ask.returned_at, ask.return_reason) == (None, "")
    task = letter.run.tasks.get()
    assert task.is_met
    assert Evidence.objects.filter(object_id=ask.pk, voided_at=None).count() == 1


def test_who_is_asked_is_told(
    client: Client, ask: LetterAsk, supervisor: User, school_director: User
) -> None:
    send(client, supervisor, ask)
    send(client, supervisor, ask)
    told = Notice.objects.get(person=school_director.person, occasion__startswith="returned")
    assert "ส่งคืนให้แก้ไข" in told.detail
    assert told.address == reverse("cycles:ask-page", args=[ask.office.code, ask.pk])


def test_a_second_press_and_one_without_a_reason_change_nothing(
    client: Client, ask: LetterAsk, supervisor: User, office: Office
) -> None:
    assert send(client, supervisor, ask, reason="").status_code == ReasonMissingError.status
    ask.refresh_from_db()
    assert ask.answered_at
    send(client, supervisor, ask)
    assert send(client, supervisor, ask).status_code == 302
    ask.refresh_from_db()
    assert ask.return_reason == WHY
    assert Entry.objects.filter(verb="letter.answer_returned").count() == 1


def test_another_reason_is_not_lost_without_a_word(client: Client, ask: LetterAsk, supervisor: User) -> None:
    send(client, supervisor, ask)
    assert send(client, supervisor, ask, reason="อื่น").status_code == AnswerReturnedLateError.status


def test_a_page_from_before_the_first_answer_takes_no_returned_one_s_place(
    client: Client, ask: LetterAsk, supervisor: User, school_director: User, office: Office
) -> None:
    send(client, supervisor, ask)
    client.force_login(school_director)
    way = reverse("cycles:ask-page", args=[office.code, ask.pk])
    assert client.post(way, {"answer": "จากหน้าเดิม", "seen": ""}).status_code == AnswerChangedError.status
    ask.refresh_from_db()
    assert (ask.answered_at, ask.answer, ask.return_reason) == (None, "ใช้งานได้ 6 ห้อง", WHY)


def test_of_two_schools_the_link_leads_to_the_one_that_waits(
    client: Client, ask: LetterAsk, letter: Letter, supervisor: User, school_director: User, office: Office
) -> None:
    """On both engines: a second school of the same director, not answered."""
    other = make_school(office, "บ้านเพิ่ม", smis_code="30019998")
    make_appointment(school_director.person, Role.SCHOOL_DIRECTOR, school=other)
    waits = LetterAsk.objects.create(office=office, letter=letter, school=other)
    client.force_login(school_director)
    answer = client.get(reverse("cycles:letter-mine", args=[office.code, letter.pk]))
    assert answer.headers["Location"] == reverse("cycles:ask-page", args=[office.code, waits.pk])


@pytest.mark.parametrize("seen", ["", "2026-11-01T09:00:00+07:00", "ไม่ใช่เวลา"])
def test_an_answer_that_was_not_read_is_not_returned(
    client: Client, ask: LetterAsk, supervisor: User, seen: str
) -> None:
    response = send(client, supervisor, ask, seen=seen)
    assert response.status_code == AnswerReturnedLateError.status
    ask.refresh_from_db()
    assert ask.answered_at


def test_once_the_letter_is_submitted_nothing_goes_back(ask: LetterAsk, letter: Letter, doer: Member) -> None:
    submit(letter.run.tasks.get(), "", by=doer)
    with pytest.raises(LetterClosedError):
        return_answer(ask, why=WHY, seen=ask.answered_at, by=doer)


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor2", 404), ("school_director", 404), ("outsider", 404), ("section_head", 403)],
)
def test_only_who_collects_the_answers_returns_one(
    client: Client, ask: LetterAsk, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    assert send(client, request.getfixturevalue(who), ask).status_code == code
    ask.refresh_from_db()
    assert ask.answered_at


def test_counting_anew_finds_nothing_to_change(
    client: Client, ask: LetterAsk, letter: Letter, supervisor: User
) -> None:
    send(client, supervisor, ask)
    assert rebuild(Task.objects.all()) == 0
