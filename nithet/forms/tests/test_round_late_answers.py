"""Answers that stood apart and count after all: late ones when a round is opened again, those of who was excused by mistake."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.forms.asked import Asked
from nithet.forms.errors import NotTakingError, RoundWindowError, TooManyAgainError
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.round_hooks import ROUND_HOOKS, RoundHooks
from nithet.forms.services import counting
from nithet.forms.services.answering import MOST_APART, receive_answer
from nithet.forms.services.deciding import void_submission
from nithet.forms.services.rounds import closing, targets
from nithet.forms.tests.filling_kit import xml_of
from nithet.forms.tests.round_pages import at
from nithet.forms.tests.rounds_kit import answer, at_link, make_round, open_round
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")
Standing = RoundAnswer.Standing
LAST = date(2026, 11, 30)


@pytest.fixture
def me(head: User, office: Office) -> Member:
    return as_member(head, office)


@pytest.fixture
def target(running: Round, school: School) -> RoundTarget:
    return RoundTarget.objects.select_related("round__version__form", "school").get(school=school)


def receive(target: RoundTarget, xml: str = "") -> RoundAnswer:
    code = target.school.smis_code if target.school else ""
    content = (xml or xml_of(code)).encode()
    kept = receive_answer(Asked(target.round, target), xml=content, files={}, at=now())
    return RoundAnswer.objects.get(submission=kept)


def standings(target: RoundTarget) -> list[str]:
    found = RoundAnswer.objects.filter(target=target).order_by("pk")
    return list(found.values_list("standing", flat=True))


# Between reading the round and storing the answer


def test_what_was_on_its_way_when_the_round_was_closed_is_late(target: RoundTarget, me: Member) -> None:
    closing.close_round(Round.objects.get(), why="ครบแล้ว", by=me)
    assert receive(target).standing == Standing.LATE
    target.refresh_from_db()
    assert not target.has_answered


def test_what_was_on_its_way_when_the_round_was_voided_is_refused(target: RoundTarget, me: Member) -> None:
    closing.void_round(Round.objects.get(), why="ใช้แบบฟอร์มผิด", by=me)
    with pytest.raises(NotTakingError):
        receive(target)
    assert not Submission.objects.exists()


def test_what_was_on_its_way_when_the_school_was_excused_does_not_count(
    target: RoundTarget, me: Member
) -> None:
    targets.excuse(RoundTarget.objects.select_related("round", "school").get(pk=target.pk), why="เลิก", by=me)
    assert receive(target).standing == Standing.OUT


def test_taken_in_while_it_is_corrected_it_stays_taken_in(
    target: RoundTarget, me: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing.close_round(Round.objects.get(), why="ครบแล้ว", by=me)
    late = receive(target)
    hold = counting.hold_targets
    waiting = [RoundAnswer.objects.select_related("round", "submission", "target__school").get(pk=late.pk)]

    def hold_later(keys: list[object]) -> None:
        if waiting:
            closing.take_in(waiting.pop(), why="ไฟดับ", by=me)
        hold(keys)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "hold_targets", hold_later)
    counting.rounds_touched(late.submission)
    target.refresh_from_db()
    assert (standings(target), target.has_answered) == ([Standing.COUNTED], True)


# Opened again


def test_opened_again_a_late_answer_is_late_no_longer(
    client: Client, running: Round, target: RoundTarget, me: Member
) -> None:
    closing.close_round(running, why="ครบแล้ว", by=me)
    first, second = receive(target), receive(target)
    assert standings(target) == [Standing.LATE, Standing.LATE]
    closing.reopen_round(running, LAST, why="ขอเพิ่มเวลา", by=me)
    target.refresh_from_db()
    assert standings(target) == [Standing.COUNTED, Standing.AGAIN]
    assert (target.has_answered, target.answered_at) == (True, first.submission.received_at)
    told = Entry.objects.get(verb="round.answer_taken")
    assert (told.why, told.facts["count"]) == ("ขอเพิ่มเวลา", 1)
    assert first.submission.reference in client.get(at_link(target)).content.decode()
    first.refresh_from_db()
    assert first.change == 2, "its part of the tally is counted anew"
    assert RoundAnswer.objects.get(pk=second.pk).change == 2


def test_opened_again_nothing_is_taken_in_beside_an_answer_that_counts(
    running: Round, target: RoundTarget, me: Member
) -> None:
    answer(running, target)
    closing.close_round(running, why="ครบแล้ว", by=me)
    answer(running, target, standing=Standing.LATE)
    closing.reopen_round(running, LAST, why="ขอเพิ่มเวลา", by=me)
    assert sorted(standings(target)) == [Standing.AGAIN, Standing.COUNTED]
    assert not Entry.objects.filter(verb="round.answer_taken").exists()


def test_opened_again_late_answers_of_the_public_count(version: FormVersion, me: Member) -> None:
    made = make_round(version, audience=Round.Audience.PUBLIC, is_once=False)
    open_round(made)
    closing.close_round(made, why="ครบแล้ว", by=me)
    late = answer(made, standing=Standing.LATE)
    closing.reopen_round(made, LAST, why="ขอเพิ่มเวลา", by=me)
    late.refresh_from_db()
    assert late.standing == Standing.COUNTED


def test_a_round_closed_early_is_opened_again_until_any_day_to_come(running: Round, me: Member) -> None:
    closing.close_round(running, why="ครบแล้ว", by=me)
    with pytest.raises(RoundWindowError):
        closing.reopen_round(running, date(2026, 11, 19), why="ขอเพิ่มเวลา", by=me)
    closing.reopen_round(running, date(2026, 11, 25), why="ขอเพิ่มเวลา", by=me)
    assert (running.state, running.closes_on) == (Round.State.OPEN, date(2026, 11, 25))


def test_one_that_cannot_be_closed_holds_up_no_other(
    version: FormVersion, running: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_round(version)
    open_round(other)

    def fail(round_: Round) -> None:
        if round_.pk == running.pk:
            raise RuntimeError

    monkeypatch.setattr("nithet.forms.round_hooks.ROUND_HOOKS", [*ROUND_HOOKS, RoundHooks(closed=fail)])
    assert closing.close_over(on=date(2026, 12, 1)) == 1
    states = dict(Round.objects.values_list("pk", "state"))
    assert states == {running.pk: Round.State.OPEN, other.pk: Round.State.CLOSED}


# Excused by mistake


def test_asked_again_what_was_answered_meanwhile_counts(
    client: Client, target: RoundTarget, me: Member
) -> None:
    targets.excuse(target, why="เข้าใจผิด", by=me)
    receive(target)
    assert standings(target) == [Standing.OUT]
    client.force_login(me.user)
    shown = client.get(f"{at(me.office, 'round-page', target.round_id)}?show=excused").content.decode()
    assert "ส่งคำตอบมาหลังยกเว้น ไม่นับในผล" in shown
    targets.ask_again(target, by=me)
    target.refresh_from_db()
    assert (standings(target), target.has_answered) == ([Standing.COUNTED], True)


def test_asked_again_what_came_after_closing_is_late(running: Round, target: RoundTarget, me: Member) -> None:
    targets.excuse(target, why="เข้าใจผิด", by=me)
    closing.close_round(running, why="ครบแล้ว", by=me)
    with time_machine.travel("2026-11-20T13:00:00+07:00", tick=False):
        receive(target)
        targets.ask_again(target, by=me)
    target.refresh_from_db()
    assert (standings(target), target.has_answered) == ([Standing.LATE], False)


def test_asked_again_a_voided_submission_stays_out(target: RoundTarget, me: Member) -> None:
    kept = receive(target).submission
    void_submission(Submission.objects.select_related("form__unit").get(pk=kept.pk), why="ซ้ำ", by=me)
    targets.excuse(target, why="เข้าใจผิด", by=me)
    targets.ask_again(target, by=me)
    assert standings(target) == [Standing.OUT]


def test_who_answers_often_is_said_to_have_answered_with_the_first_that_counts(
    version: FormVersion, school: School, me: Member
) -> None:
    made = make_round(version, is_once=False)
    (target,) = open_round(made, [school])
    first = receive(target).submission
    with time_machine.travel("2026-11-20T14:00:00+07:00", tick=False):
        second = receive(target).submission
        void_submission(Submission.objects.select_related("form__unit").get(pk=first.pk), why="ซ้ำ", by=me)
    target.refresh_from_db()
    assert target.answered_at == second.received_at


# By one link


def test_a_link_keeps_few_answers_besides_the_one_that_counts(target: RoundTarget) -> None:
    sent = [xml_of(target.school.smis_code if target.school else "") for _ in range(MOST_APART + 2)]
    for xml in sent[:-1]:
        receive(target, xml)
        target.refresh_from_db()
    with pytest.raises(TooManyAgainError):
        receive(target, sent[-1])
    assert receive(target, sent[1]).standing == Standing.AGAIN, "the same sent again is none"
    assert RoundAnswer.objects.count() == MOST_APART + 1


def test_long_after_the_end_a_link_shows_no_answers_but_to_who_signs_in(
    client: Client, target: RoundTarget, school_director: User
) -> None:
    receive(target)
    with time_machine.travel("2026-12-30T12:00:00+07:00", tick=False):
        assert "การใช้สื่อ" in client.get(at_link(target)).content.decode()
    with time_machine.travel("2026-12-31T12:00:00+07:00", tick=False):
        page = client.get(at_link(target)).content.decode()
        assert "การใช้สื่อ" not in page
        assert "ท่านตอบแล้ว" in page
        client.force_login(school_director)
        assert "การใช้สื่อ" in client.get(at_link(target)).content.decode()


def test_of_a_voided_round_a_link_shows_no_answers(client: Client, target: RoundTarget, me: Member) -> None:
    receive(target)
    closing.void_round(Round.objects.get(), why="ใช้แบบฟอร์มผิด", by=me)
    page = client.get(at_link(target)).content.decode()
    assert "การใช้สื่อ" not in page
    assert "ยกเลิกการเก็บข้อมูลรอบนี้แล้ว" in page


def test_who_is_gone_is_not_asked_by_the_link(
    client: Client, version: FormVersion, office: Office, supervisor: User
) -> None:
    made = make_round(version, audience=Round.Audience.PEOPLE)
    (target,) = open_round(made, people=[supervisor.person])
    RoundTarget.objects.update(person=None, name="")
    assert "ไม่ต้องส่งข้อมูลรอบนี้" in client.get(at_link(target)).content.decode()
