"""A round that takes nothing any more, what a link shows after sending, and correcting it until closing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.links import address_of
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.services.deciding import return_submission, void_submission
from nithet.forms.tests.filling_kit import VISIT, facts_of, publish, tables_of, xml_of
from nithet.forms.tests.rounds_kit import at_link, make_round, open_round, send_answer
from nithet.offices.models import Office, School, SchoolChange
from nithet.offices.tests.factories import as_member

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


def correction(before: Submission, code: str, **answers: str) -> str:
    """As enketo writes what is filled again."""
    xml = xml_of(code, **answers)
    return xml.replace("</meta>", f"<deprecatedID>{before.instance_id}</deprecatedID></meta>")


# When it is not taken


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"opens_on": date(2026, 11, 23)}, "ยังไม่เปิดรับข้อมูล"),
        ({"closes_on": date(2026, 11, 19)}, "ปิดรับข้อมูลแล้ว"),
        ({"state": "closed"}, "ปิดรับข้อมูลแล้ว"),
        ({"state": "void", "reason": "เลิก"}, "ยกเลิกการเก็บข้อมูลรอบนี้แล้ว"),
        ({"state": "draft"}, "ยังไม่เปิดรับข้อมูล"),
    ],
    ids=["soon", "past", "closed", "void", "draft"],
)
def test_a_page_that_takes_nothing_says_why_and_whom_to_ask(
    client: Client, target: RoundTarget, office: Office, facts: dict[str, Any], said: str
) -> None:
    Office.objects.update(phone="053-000-000")
    Round.objects.update(**facts)
    page = page_of(client, target)
    assert said in page
    assert "053-000-000" in page
    assert target.round.unit.name in page
    assert client.get(at_link(target, "answer-fill")).headers["Location"] == at_link(target)


@pytest.mark.parametrize("state", ["void", "draft"])
def test_what_is_void_or_not_open_takes_nothing(client: Client, target: RoundTarget, state: str) -> None:
    Round.objects.update(state=state, reason="เลิก")
    response = send(client, target)
    assert (response.status_code, response.json()["code"]) == (409, "round-not-taking")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("facts", [{"closes_on": date(2026, 11, 19)}, {"state": "closed"}])
def test_what_was_typed_while_it_was_open_is_kept_apart_after_closing(
    client: Client, target: RoundTarget, facts: dict[str, Any]
) -> None:
    Round.objects.update(**facts)
    response = send(client, target)
    assert response.json()["address"].endswith("?kept=late")
    assert RoundAnswer.objects.get().standing == Standing.LATE
    target.refresh_from_db()
    assert not target.has_answered
    assert "ได้รับคำตอบหลังปิดรับข้อมูล" in client.get(response.json()["address"]).content.decode()


def test_a_retired_form_is_told(client: Client, target: RoundTarget, version: FormVersion) -> None:
    Form.objects.update(retired_at=version.published_at)
    assert "แบบฟอร์มนี้เลิกใช้แล้ว" in page_of(client, target)


def test_who_is_excused_is_told_why_and_their_answer_does_not_count(
    client: Client, target: RoundTarget
) -> None:
    RoundTarget.objects.update(standing="excused", reason="อยู่ระหว่างเตรียมการ")
    assert "อยู่ระหว่างเตรียมการ" in page_of(client, target)
    assert send(client, target).json()["address"].endswith("?kept=out")
    assert RoundAnswer.objects.get().standing == Standing.OUT


def test_an_answer_from_before_being_excused_still_counts_and_is_shown(
    client: Client, target: RoundTarget
) -> None:
    send(client, target)
    RoundTarget.objects.update(standing="excused", reason="โรงเรียนเลิกเมื่อ 20 พ.ย. 2569")
    assert "ได้รับคำตอบแล้ว" in page_of(client, target)
    assert RoundAnswer.objects.get().standing == Standing.COUNTED


def test_a_school_closed_during_the_round_is_told_that_it_need_not_answer(
    client: Client, target: RoundTarget, school: School, office: Office
) -> None:
    SchoolChange.objects.create(
        office=office, school=school, kind=SchoolChange.Kind.CLOSED, on=date(2026, 11, 19)
    )
    assert "ไม่ต้องส่งข้อมูลรอบนี้" in page_of(client, target)


# What was sent, and correcting it


def test_the_same_link_shows_what_was_answered_by_whom_and_when(client: Client, target: RoundTarget) -> None:
    client.post(at_link(target), WHO)
    send(client, target)
    page = Client().get(address_of(target)).content.decode()
    for told in (
        "การใช้สื่อ",
        "นางสาวสมมุติ ตัวอย่าง ครู",
        "20 พ.ย. 2569",
        Submission.objects.get().reference,
        "แก้ไขคำตอบ",
    ):
        assert told in page
    assert client.get(at_link(target, "answer-fill")).headers["Location"] == at_link(target)


def test_an_answer_is_corrected_until_closing(client: Client, target: RoundTarget, school: School) -> None:
    send(client, target)
    before = Submission.objects.get()
    facts = facts_of(client, at_link(target, "answer-edit"))
    assert facts["replaces"] == before.instance_id
    response = send_answer(
        client, target, correction(before, school.smis_code, topic="แก้แล้ว"), view="answer-edit-send"
    )
    assert response.status_code == 201
    kept = Submission.objects.get()
    assert (kept.revision, kept.answers["topic"], kept.school) == (1, "แก้แล้ว", school)
    assert RoundAnswer.objects.get().change == 2
    assert kept.edits.get().by is None
    assert "แก้แล้ว" in page_of(client, target)


def test_a_correction_sent_twice_is_one_edit(client: Client, target: RoundTarget, school: School) -> None:
    send(client, target)
    xml = correction(Submission.objects.get(), school.smis_code, topic="แก้แล้ว")
    for _ in range(2):
        assert send_answer(client, target, xml, view="answer-edit-send").status_code == 201
    assert Submission.objects.get().revision == 1


def test_of_two_corrections_of_the_same_answers_the_second_is_told(
    client: Client, target: RoundTarget, school: School
) -> None:
    send(client, target)
    before = Submission.objects.get()
    codes = [
        send_answer(
            client, target, correction(before, school.smis_code, topic=topic), view="answer-edit-send"
        ).status_code
        for topic in ("หนึ่ง", "สอง")
    ]
    assert codes == [201, 409]
    assert Submission.objects.get().answers["topic"] == "หนึ่ง"


@pytest.mark.parametrize("facts", [{"state": "closed"}, {"closes_on": date(2026, 11, 19)}])
def test_after_closing_nothing_is_corrected(
    client: Client, target: RoundTarget, school: School, facts: dict[str, Any]
) -> None:
    send(client, target)
    Round.objects.update(**facts)
    assert "แก้ไขคำตอบ" not in page_of(client, target)
    assert client.get(at_link(target, "answer-edit")).status_code == 302
    xml = correction(Submission.objects.get(), school.smis_code, topic="แก้แล้ว")
    assert send_answer(client, target, xml, view="answer-edit-send").status_code == 409
    assert Submission.objects.get().revision == 0


def test_what_was_sent_back_is_corrected_after_closing_too(
    client: Client, target: RoundTarget, office: Office, head: User, school: School
) -> None:
    send(client, target)
    return_submission(Submission.objects.get(), why="จำนวนไม่ตรง", by=as_member(head, office))
    Round.objects.update(state="closed")
    assert "จำนวนไม่ตรง" in page_of(client, target)
    xml = correction(Submission.objects.get(), school.smis_code, students="30")
    assert send_answer(client, target, xml, view="answer-edit-send").status_code == 201
    assert Submission.objects.get().state == Submission.State.RECEIVED


def test_what_was_voided_leaves_the_link_open_for_another_answer(
    client: Client, target: RoundTarget, office: Office, head: User
) -> None:
    send(client, target)
    void_submission(Submission.objects.get(), why="ส่งผิดโรงเรียน", by=as_member(head, office))
    target.refresh_from_db()
    assert not target.has_answered
    assert "ตอบแทนโรงเรียนโดย" in page_of(client, target)
    assert send(client, target).json()["address"] == at_link(target)
    target.refresh_from_db()
    assert target.has_answered


def test_nothing_is_corrected_where_nothing_was_sent(
    client: Client, target: RoundTarget, school: School
) -> None:
    assert client.get(at_link(target, "answer-edit")).status_code == 302
    assert send_answer(client, target, xml_of(school.smis_code), view="answer-edit-send").status_code == 404
    assert not Submission.objects.exists()


def test_sending_is_not_done_by_opening_an_address(client: Client, target: RoundTarget) -> None:
    for view in ("answer-send", "answer-edit-send"):
        assert client.get(at_link(target, view)).status_code == 405
    for view in ("answer-fill", "answer-edit", "answer-thanks"):
        assert client.post(at_link(target, view)).status_code == 405


def test_what_cannot_be_read_is_refused_clearly(client: Client, target: RoundTarget) -> None:
    response = send_answer(client, target, "<data id='visit_note'>")
    assert response.status_code == 400
    assert re.search("[ก-๙]", response.json()["message"])
    target.refresh_from_db()
    assert not target.has_answered


def test_a_newer_edition_of_the_form_changes_nothing_of_the_round(
    client: Client, target: RoundTarget, version: FormVersion
) -> None:
    publish(version.form, tables_of(VISIT.replace("| text | topic |", "| text | subject |")), 2)
    client.post(at_link(target), WHO)
    assert "<topic/>" in facts_of(client, at_link(target, "answer-fill"))["model"]
    send(client, target)
    assert Submission.objects.get().version == version


def test_pages_take_the_same_number_of_queries_however_many_are_asked(
    client: Client, round_: Round, school: School, small_school: School, django_assert_max_num_queries: Any
) -> None:
    target, _ = open_round(round_, [school, small_school])
    with django_assert_max_num_queries(4):
        page_of(client, target)
    client.post(at_link(target), WHO)
    page_of(client, target, "answer-fill")
    with django_assert_max_num_queries(9):
        page_of(client, target, "answer-fill")


def test_the_qr_of_a_link_is_drawn_for_whoever_gives_it_out(
    client: Client, target: RoundTarget, supervisor: User
) -> None:
    client.force_login(supervisor)
    picture = client.get(reverse("qr"), {"to": address_of(target)})
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
