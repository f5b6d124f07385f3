"""Two who press at the same moment over a letter: one answer each, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import date

import pytest

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Evidence, Letter, LetterAsk, Task
from nithet.cycles.services.asking import Typed, answer, ask_more, record_answer, void_ask
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import open_year
from nithet.cycles.tests.test_two_at_once import at_once
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_school

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(office: Office, boss: Member, doer: Member, supervision: Unit, school: School) -> Letter:
    open_year(office)
    asked = AskedOf(schools=[school, make_school(office, "โรงเรียนบ้านนาสาธิต")])
    return receive(office, facts(), Work(Doer(supervision, doer.person), asked), by=boss)


def facts() -> LetterFacts:
    return LetterFacts("รายงาน", date(2026, 11, 30), DAY)


def test_a_letter_sent_twice_at_once_is_one(office: Office, boss: Member, supervision: Unit) -> None:
    open_year(office)
    key = new_id()
    told = at_once(*[lambda: receive(office, facts(), Work(Doer(supervision)), by=boss, key=key)] * 2)
    assert told == ["done", "done"]
    assert (Letter.objects.count(), Task.objects.count()) == (1, 1)


def test_two_of_a_school_answer_at_once_and_one_is_told(
    letter: Letter, school: School, school_director: User, school_clerk: User, office: Office
) -> None:
    who = [as_member(user, office) for user in (school_director, school_clerk)]
    ask = letter.asks.get(school=school)
    told = at_once(
        lambda: answer(LetterAsk.objects.get(pk=ask.pk), Typed("หนึ่ง"), by=who[0]),
        lambda: answer(LetterAsk.objects.get(pk=ask.pk), Typed("สอง"), by=who[1]),
    )
    assert sorted(told) == ["AnswerChangedError", "done"]
    assert Evidence.objects.filter(voided_at=None).count() == 1


def test_answers_asks_and_a_submission_at_once_agree(
    letter: Letter, doer: Member, school_director: User, office: Office, school: School
) -> None:
    task = letter.run.tasks.get()
    first, second = letter.asks.get(school=school), letter.asks.exclude(school=school).get()
    third = make_school(office, "โรงเรียนใหม่สาธิต")
    by = as_member(school_director, office)
    told = at_once(
        lambda: answer(first, Typed("ครบ"), by=by),
        lambda: record_answer(second, Typed("ครบ", told_by="ครู"), by=doer),
        lambda: ask_more(letter, AskedOf(schools=[third]), by=doer),
        lambda: void_ask(second, why="ผิด", by=doer),
        lambda: submit(Task.objects.get(pk=task.pk), "ตามที่ได้", by=doer),
    )
    assert set(told) <= {"done", "LetterClosedError", "AnswerChangedError"}
    task.refresh_from_db()
    standing = letter.asks.filter(voided_at=None)
    assert task.planned == standing.count()
    assert task.done == standing.exclude(answered_at=None).count()
    assert rebuild(Task.objects.all()) == 0
