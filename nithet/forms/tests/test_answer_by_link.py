"""Answering a round by its link: what the page asks first, what is sent, and who it is sent for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.forms import guard
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.tests.filling_kit import facts_of, photo, xml_of
from nithet.forms.tests.rounds_kit import at_link, make_round, open_round, send_answer
from nithet.offices.models import Office, Person, Role, School
from nithet.offices.tests.factories import make_member_user

pytestmark = pytest.mark.usefixtures("friday")
Standing = RoundAnswer.Standing
WHO = {"name": "นางสาวสมมุติ ตัวอย่าง", "position": "ครู"}


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version, purpose="เพื่อวางแผนพัฒนาสื่อของเขต")


@pytest.fixture
def target(round_: Round, school: School) -> RoundTarget:
    return open_round(round_, [school])[0]


def page_of(client: Client, asked: Round | RoundTarget, view: str = "answer-page") -> str:
    return client.get(at_link(asked, view)).content.decode()


def send(client: Client, target: RoundTarget, **answers: Any) -> Any:
    code = target.school.smis_code if target.school else ""
    return send_answer(client, target, xml_of(code, **answers))


# What is asked first


def test_a_school_is_told_what_it_is_about_and_asked_who_answers(
    client: Client, target: RoundTarget, school: School
) -> None:
    page = page_of(client, target)
    for told in (
        "แบบสำรวจความต้องการ",
        "เพื่อวางแผนพัฒนาสื่อของเขต",
        school.name,
        "30 พฤศจิกายน 2569",
        "ตอบแทนโรงเรียนโดย",
    ):
        assert told in page
    assert "เมนูหลัก" not in page


def test_who_answers_is_asked_once(client: Client, target: RoundTarget) -> None:
    fill = at_link(target, "answer-fill")
    assert client.get(fill).headers["Location"] == at_link(target)
    assert client.post(at_link(target), WHO).headers["Location"] == fill
    page = client.get(fill)
    assert page.status_code == 200
    assert WHO["name"] in page.content.decode()
    assert WHO["name"] in page_of(client, target)


def test_without_a_name_it_does_not_begin(client: Client, target: RoundTarget) -> None:
    page = client.post(at_link(target), {"name": " ", "position": ""})
    assert page.status_code == 200
    assert "โปรดกรอกชื่อและนามสกุลของผู้ตอบแทนโรงเรียน" in page.content.decode()
    assert client.get(at_link(target, "answer-fill")).status_code == 302


def test_the_school_is_filled_in_and_no_other_can_be_chosen(
    client: Client, target: RoundTarget, school: School, small_school: School
) -> None:
    client.post(at_link(target), WHO)
    model = facts_of(client, at_link(target, "answer-fill"))["model"]
    assert f"<school>{school.smis_code}</school>" in model
    assert f"<filled_by>{WHO['name']}</filled_by><position>ครู</position>" in model
    assert small_school.name not in model


def test_drafts_stay_apart_for_each_who_is_asked(
    client: Client, round_: Round, school: School, small_school: School
) -> None:
    keys = set()
    for target in open_round(round_, [school, small_school]):
        client.post(at_link(target), WHO)
        keys.add(facts_of(client, at_link(target, "answer-fill"))["draft_key"])
    assert len(keys) == 2


def test_a_person_is_known_by_the_link(
    client: Client, version: FormVersion, school: School, teacher: User
) -> None:
    round_ = make_round(version, audience=Round.Audience.PEOPLE)
    (target,) = open_round(round_, people=[Person.objects.get(user=teacher)])
    assert "ตอบแทนโรงเรียนโดย" not in page_of(client, target)
    facts = facts_of(client, at_link(target, "answer-fill"))
    assert f"<filled_by>{teacher.person.name}</filled_by><position>ครู</position>" in facts["model"]
    assert f"<school>{school.smis_code}</school>" in facts["model"]
    assert send(client, target).status_code == 201
    assert Submission.objects.get().person == teacher.person


def test_a_name_on_a_list_answers_once(client: Client, version: FormVersion) -> None:
    round_ = make_round(version, audience=Round.Audience.NAMED)
    (target,) = open_round(round_, names=["นายรายชื่อ สมมุติ"])
    assert send(client, target).status_code == 201
    target.refresh_from_db()
    assert (target.has_answered, target.answered_by) == (True, "นายรายชื่อ สมมุติ")
    assert Submission.objects.get().sender == "นายรายชื่อ สมมุติ"


def test_the_public_answers_by_one_link_as_often_as_it_likes(
    client: Client, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = make_round(version, audience=Round.Audience.PUBLIC, is_once=False)
    open_round(round_)
    opened = facts_of(client, at_link(round_, "answer-fill"))["fields"]["opened"]
    assert "เริ่มตอบ" in page_of(client, round_)
    monkeypatch.setattr(guard, "SOONEST_S", -1)
    addresses = [send_answer(client, round_, xml_of(), opened=opened).json()["address"] for _ in range(2)]
    references = {
        answer.submission.reference for answer in RoundAnswer.objects.filter(standing=Standing.COUNTED)
    }
    assert {address.rpartition("=")[2] for address in addresses} == references
    thanks = client.get(addresses[0]).content.decode()
    assert "ขอขอบคุณ" in thanks
    assert "ตอบอีกครั้ง" in thanks


def test_who_may_answer_several_times_is_led_on(client: Client, version: FormVersion, school: School) -> None:
    (target,) = open_round(make_round(version, is_once=False), [school])
    client.post(at_link(target), WHO)
    addresses = [send(client, target).json()["address"] for _ in range(2)]
    assert "ตอบอีกครั้ง" in client.get(addresses[1]).content.decode()
    assert client.get(at_link(target, "answer-fill")).status_code == 200
    assert RoundAnswer.objects.filter(standing=Standing.COUNTED, single=None).count() == 2


def test_thanks_say_no_number_that_is_none(client: Client, target: RoundTarget) -> None:
    page = client.get(f"{at_link(target, 'answer-thanks')}?number=<script>1").content.decode()
    assert "เลขอ้างอิง" not in page


# Sending


def test_what_a_school_sends_counts_for_it(
    client: Client, target: RoundTarget, round_: Round, school: School
) -> None:
    client.post(at_link(target), WHO)
    response = send(client, target)
    assert (response.status_code, response.json()["address"]) == (201, at_link(target))
    answer = RoundAnswer.objects.select_related("submission").get()
    assert (answer.round, answer.target, answer.standing) == (round_, target, Standing.COUNTED)
    assert answer.properties == target.properties
    assert (answer.submission.school, answer.submission.version) == (school, round_.version)
    target.refresh_from_db()
    assert (target.has_answered, target.answered_by) == (True, "นางสาวสมมุติ ตัวอย่าง ครู")
    assert target.answered_at == answer.submission.received_at


def test_history_names_the_school_and_no_person(client: Client, target: RoundTarget, school: School) -> None:
    client.post(at_link(target), WHO)
    send(client, target)
    told = Entry.objects.get(verb="submission.received")
    assert (told.by_id, told.by_name) == (None, f"{school.name} (ทางลิงก์)")


def test_who_answers_comes_with_the_answers_where_no_cookie_is_kept(
    client: Client, target: RoundTarget, school: School
) -> None:
    client.post(at_link(target), WHO)
    fields = facts_of(client, at_link(target, "answer-fill"))["fields"]
    send_answer(Client(), target, xml_of(school.smis_code), **fields)
    target.refresh_from_db()
    assert target.answered_by == "นางสาวสมมุติ ตัวอย่าง ครู"


def test_a_made_up_name_is_not_believed(client: Client, target: RoundTarget, school: School) -> None:
    send_answer(client, target, xml_of(school.smis_code), who=json.dumps(["ผู้อื่น", "ครู"]))
    target.refresh_from_db()
    assert (target.has_answered, target.answered_by) == (True, school.name)


def test_another_school_in_the_answers_changes_nothing(
    client: Client, target: RoundTarget, school: School, small_school: School
) -> None:
    send_answer(client, target, xml_of(small_school.smis_code))
    assert Submission.objects.get().school == school


def test_sent_twice_is_one_answer(client: Client, target: RoundTarget, school: School) -> None:
    xml = xml_of(school.smis_code)
    first, again = send_answer(client, target, xml), send_answer(client, target, xml)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (Submission.objects.count(), RoundAnswer.objects.count()) == (1, 1)


def test_what_another_school_sent_is_not_taken_for_ones_own(
    client: Client, round_: Round, school: School, small_school: School
) -> None:
    one, other = open_round(round_, [school, small_school])
    xml = xml_of(school.smis_code)
    assert send_answer(client, one, xml).status_code == 201
    assert send_answer(client, other, xml).status_code == 409
    other.refresh_from_db()
    assert not other.has_answered


def test_a_link_passed_on_is_used_by_the_second_one_in_vain(client: Client, target: RoundTarget) -> None:
    """The second answer is kept beside the first, and whoever sent it is told."""
    send(client, target)
    second = send(Client(), target, topic="เรื่องอื่น")
    assert second.json()["address"].endswith("?kept=again")
    assert "มีผู้ส่งคำตอบนี้ไปก่อนท่านแล้ว" in client.get(second.json()["address"]).content.decode()
    standings = RoundAnswer.objects.order_by("pk").values_list("standing", flat=True)
    assert list(standings) == [Standing.COUNTED, Standing.AGAIN]


def test_files_come_with_the_answers_and_are_seen_behind_the_link_only(
    client: Client, round_: Round, school: School, small_school: School
) -> None:
    target, other = open_round(round_, [school, small_school])
    send_answer(client, target, xml_of(school.smis_code, photo="photo-1.jpg"), ("photo-1.jpg", photo()))
    assert client.get(at_link(target, "answer-file", "photo-1.jpg"))["Content-Type"] == "image/jpeg"
    assert client.get(at_link(other, "answer-file", "photo-1.jpg")).status_code == 404
    assert client.get(at_link(target, "answer-file", "other.jpg")).status_code == 404


def test_what_was_half_filled_is_kept_marked_and_counts(client: Client, target: RoundTarget) -> None:
    send(client, target, topic="", students="")
    kept = Submission.objects.get()
    assert kept.state == Submission.State.ATTENTION
    assert RoundAnswer.objects.get().standing == Standing.COUNTED
    assert "ข้อที่โปรดตรวจสอบ" in page_of(client, target)


def test_an_answer_is_taken_in_with_few_statements(
    client: Client, round_: Round, school: School, small_school: School, django_assert_max_num_queries: Any
) -> None:
    one, other = open_round(round_, [school, small_school])
    send(client, one)
    with django_assert_max_num_queries(8):
        send(client, other)


# With an account


def test_a_member_of_the_school_answers_with_their_account(
    client: Client, target: RoundTarget, school_director: User
) -> None:
    client.force_login(school_director)
    page = page_of(client, target)
    assert "ตอบในนาม" in page
    assert "ตอบแทนโรงเรียนโดย" not in page
    assert client.get(at_link(target, "answer-fill")).status_code == 200
    send(client, target)
    kept = Submission.objects.get()
    assert (kept.sent_by, kept.person) == (school_director, school_director.person)
    target.refresh_from_db()
    assert school_director.person.name in target.answered_by


def test_who_is_signed_in_and_not_asked_answers_as_anybody_with_the_link(
    client: Client, target: RoundTarget, office: Office, small_school: School
) -> None:
    client.force_login(make_member_user(office, Role.TEACHER, school=small_school, username="elsewhere"))
    assert "ตอบแทนโรงเรียนโดย" in page_of(client, target)
    client.post(at_link(target), WHO)
    send(client, target)
    assert Submission.objects.get().sent_by is None
