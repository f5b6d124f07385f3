"""An answer of a school without an account is sent back: the office is offered the words and the link to tell the school."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.links import address_of
from nithet.forms.models import FormVersion, RoundTarget, Submission
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
WHY = "จำนวนนักเรียนไม่ตรงกับทะเบียน"


@pytest.fixture
def target(version: FormVersion, school: School) -> RoundTarget:
    (made,) = open_round(make_round(version), [school])
    answer(made.round, made)
    return made


def send_back(client: Client, office: Office) -> str:
    submission = Submission.objects.get()
    address = reverse("forms:submission-return", args=[office.code, submission.pk])
    return client.post(
        address, {"reason": WHY, "revision": submission.revision}, follow=True
    ).content.decode()


def test_the_words_to_tell_the_school_hold_its_own_link(
    client: Client, office: Office, target: RoundTarget, head: User, school: School
) -> None:
    School.objects.filter(pk=school.pk).update(email="tung@example.com")
    client.force_login(head)
    page = send_back(client, office)
    assert "ผู้ส่งไม่มีบัญชี" in page
    assert f"http://testserver{address_of(target)}" in page
    for told in (WHY, target.round.title, Submission.objects.get().reference):
        assert told in page[page.index('id="sent-back-text"') :]
    assert "mailto:tung@example.com?subject=" in page


def test_without_an_address_there_is_no_mail(
    client: Client, office: Office, target: RoundTarget, head: User
) -> None:
    client.force_login(head)
    page = send_back(client, office)
    assert 'id="sent-back-text"' in page
    assert "mailto:" not in page


def test_who_has_an_account_is_told_by_the_product(
    client: Client, office: Office, target: RoundTarget, head: User, teacher: User
) -> None:
    Submission.objects.update(sent_by=teacher, person=teacher.person)
    client.force_login(head)
    page = send_back(client, office)
    assert "ผู้ส่งจะได้รับแจ้ง" in page
    assert 'id="sent-back-text"' not in page


def test_nobody_else_sees_the_link(
    client: Client, office: Office, target: RoundTarget, head: User, auditor: User, director: User
) -> None:
    client.force_login(head)
    send_back(client, office)
    page = reverse("forms:submission-page", args=[office.code, Submission.objects.get().pk])
    for user in (auditor, director):
        client.force_login(user)
        assert address_of(target) not in client.get(page).content.decode()


def test_a_voided_round_is_not_answered_again(
    client: Client, office: Office, target: RoundTarget, head: User
) -> None:
    type(target.round).objects.update(state="void", reason="ถามผิดแบบ")
    client.force_login(head)
    assert 'id="sent-back-text"' not in send_back(client, office)


def test_cards_are_printed_two_hundred_at_once(
    client: Client, office: Office, target: RoundTarget, head: User, django_assert_max_num_queries: object
) -> None:
    RoundTarget.objects.bulk_create(
        RoundTarget(office=office, round=target.round, name=f"รายที่ {number}") for number in range(250)
    )
    client.force_login(head)
    address = reverse("forms:round-links", args=[office.code, target.round.pk])
    first, second = (client.get(address, {"format": "print", "page": number}) for number in (1, 2))
    assert (first.content.decode().count('class="qr"'), second.content.decode().count('class="qr"')) == (
        200,
        51,
    )
    assert "ชุดที่ 1 จาก 2" in page_text(first)
