"""The public link under a flood: a hall of teachers gets through, a program is asked, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from nithet.core.clock import now
from nithet.forms import guard
from nithet.forms.errors import TooManyAnswersError, TooMuchSentError, TooSoonError
from nithet.forms.guard import Question, Told, held_back, opened_now
from nithet.forms.models import FormVersion, Round, Submission
from nithet.forms.tests.filling_kit import facts_of, xml_of
from nithet.forms.tests.rounds_kit import at_link, make_round, open_round, send_answer

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def public(version: FormVersion) -> Round:
    cache.clear()
    round_ = make_round(version, audience=Round.Audience.PUBLIC, is_once=False)
    open_round(round_)
    return round_


@pytest.fixture
def opened(public: Round) -> Told:
    """A page that somebody opened a minute ago."""
    with time_machine.travel(now() - timedelta(minutes=1), tick=False):
        return Told(opened=opened_now())


def press(round_: Round, told: Told, *, address: str = "10.0.0.1", files: Any = ()) -> Question | None:
    return held_back(RequestFactory(REMOTE_ADDR=address).post("/"), round_, told, files)


def answered(question: Question, told: Told, *, off: int = 0) -> Told:
    total = sum(guard._numbers(question.token)) + off
    return Told(told.opened, question.token, str(total))


def test_two_hundred_teachers_of_one_school_answer_within_an_hour(public: Round, opened: Told) -> None:
    assert [press(public, opened) for _ in range(200)] == [None] * 200


def test_above_the_limit_a_question_lets_people_through(public: Round, opened: Told) -> None:
    for _ in range(guard.FROM_ADDRESS):
        press(public, opened)
    question = press(public, opened)
    assert question is not None
    assert question.words.endswith("ได้เท่าใด")
    assert press(public, answered(question, opened, off=1)) is not None
    assert press(public, answered(question, opened)) is None
    assert press(public, answered(question, opened)) is not None, "each is good for one answer"


def test_an_answer_in_thai_digits_is_right_too(public: Round) -> None:
    question = press(public, Told())
    assert question is not None
    total = str(sum(guard._numbers(question.token))).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert press(public, Told("", question.token, f" {total} ")) is None


def test_another_address_is_not_asked(public: Round, opened: Told) -> None:
    for _ in range(guard.FROM_ADDRESS + 1):
        press(public, opened)
    assert press(public, opened, address="10.0.0.2") is None


def test_a_flood_from_many_addresses_is_asked_too(
    public: Round, opened: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "INTO_ROUND", 5)
    told = [press(public, opened, address=f"10.0.0.{number}") for number in range(6)]
    assert told[:5] == [None] * 5
    assert told[5] is not None


def test_the_next_hour_begins_anew(public: Round, opened: Told) -> None:
    for _ in range(guard.FROM_ADDRESS + 1):
        press(public, opened)
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        assert press(public, opened) is None


def test_far_above_the_limit_nothing_is_taken(
    public: Round, opened: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "FROM_ADDRESS_AT_MOST", 2)
    press(public, opened)
    press(public, opened)
    with pytest.raises(TooManyAnswersError):
        press(public, opened)


def test_a_flood_of_files_is_not_taken_while_answers_without_files_are(
    public: Round, opened: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "BYTES_FROM_ADDRESS", 15)
    file = SimpleUploadedFile("photo-1.jpg", b"0123456789")
    assert press(public, opened, files=[file]) is None
    with pytest.raises(TooManyAnswersError):
        press(public, opened, files=[file])
    assert press(public, opened) is None


def test_who_sends_at_once_is_asked_to_look_again(public: Round) -> None:
    with pytest.raises(TooSoonError):
        press(public, Told(opened=opened_now()))


@pytest.mark.parametrize("opened", ["", "opened:1:x", "opened"])
def test_who_never_opened_the_page_is_asked(public: Round, opened: str) -> None:
    assert press(public, Told(opened=opened)) is not None


def test_a_page_that_was_left_open_for_days_is_as_good(public: Round, opened: Told) -> None:
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        assert press(public, opened) is None


@pytest.mark.parametrize(("count", "size"), [(21, 1), (2, 30 * 1024 * 1024)])
def test_too_many_and_too_large_files_are_told(public: Round, opened: Told, count: int, size: int) -> None:
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(count)]
    for file in files:
        file.size = size
    with pytest.raises(TooMuchSentError):
        press(public, opened, files=files)


def test_no_address_can_be_read_in_the_cache(
    public: Round, opened: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *_: keys.append(key))
    press(public, opened, address="192.0.2.77")
    assert len(keys) == 2
    assert not any("192.0.2.77" in key or str(public.pk) in key for key in keys)


def test_the_page_shows_the_question_and_takes_the_same_answers_then(client: Client, public: Round) -> None:
    xml = xml_of()
    held = send_answer(client, public, xml)
    assert (held.status_code, held.json()["code"]) == (429, "answer-question")
    assert "คำตอบของท่านยังอยู่ครบ" in held.json()["message"]
    assert not Submission.objects.exists()
    question = Question(**held.json()["question"])
    answer = str(sum(guard._numbers(question.token)))
    taken = send_answer(client, public, xml, question=question.token, answer=answer)
    assert taken.status_code == 201
    assert bytes(Submission.objects.get().xml).decode() == xml


def test_the_page_carries_the_moment_it_was_opened(client: Client, public: Round) -> None:
    told = facts_of(client, at_link(public, "answer-fill"))["fields"]["opened"]
    early = send_answer(client, public, xml_of(), opened=told)
    assert (early.status_code, early.json()["code"]) == (429, "answer-too-soon")
    with time_machine.travel(now() + timedelta(seconds=5), tick=False):
        assert send_answer(client, public, xml_of(), opened=told).status_code == 201
