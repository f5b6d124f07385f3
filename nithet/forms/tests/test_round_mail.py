"""Reminders by e-mail: to whom, with which link, and what becomes of them where a server of mail fails."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend

from nithet.core import jobs
from nithet.core.models import Job
from nithet.forms.links import address_of
from nithet.forms.models import FormVersion, Round, RoundTarget
from nithet.forms.tests.filling_kit import AT
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import make_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HERE = "nithet.forms.tests.test_round_mail"


class Refusing(EmailBackend):
    """A server that takes no letter to one address."""

    def send_messages(self, messages: Any) -> int:
        if any("school2@" in one.to[0] for one in messages):
            raise SMTPException("550 no such mailbox")
        return super().send_messages(messages)


class Gone(EmailBackend):
    """A server that cannot be reached."""

    def open(self) -> bool:
        raise SMTPServerDisconnected("gone")


def mail(made: Round) -> Job:
    job = jobs.start("forms.round_mail", round=str(made.pk), since=AT.isoformat())
    jobs.perform.call(str(job.pk))
    job.refresh_from_db()
    return job


@pytest.fixture
def made(version: FormVersion, office: Office) -> Round:
    """Of four schools: two with an address that have not answered, one without, one that has answered."""
    schools = [make_school(office, name=f"โรงเรียนสาธิต {number}") for number in range(1, 5)]
    for number, school in enumerate(schools, start=1):
        School.objects.filter(pk=school.pk).update(email="" if number == 3 else f"school{number}@example.com")
    targets = open_round(make_round(version), schools)
    answer(targets[3].round, targets[3])
    RoundTarget.objects.update(reminded_at=AT)
    return targets[0].round


def target_of(made: Round, email: str) -> RoundTarget:
    return RoundTarget.objects.select_related("round__office").get(round=made, school__email=email)


def test_named_people_with_an_address_are_written_to(version: FormVersion, mailoutbox: list[Any]) -> None:
    made = make_round(version, audience="named")
    (target,) = open_round(made, names=["นางสาวดาว สาธิต"])
    RoundTarget.objects.filter(pk=target.pk).update(email="dao@example.com", reminded_at=AT)
    job = mail(made)
    assert job.state == Job.State.DONE, job.detail
    (letter,) = mailoutbox
    assert letter.to == ["dao@example.com"]
    assert f"/{made.office.code}/a/" in letter.body


def test_schools_that_have_not_answered_are_written_to_with_their_own_links(
    made: Round, mailoutbox: list[Any]
) -> None:
    job = mail(made)
    assert (job.state, job.done) == (Job.State.DONE, 2), job.detail
    letters = {letter.to[0]: letter.body for letter in mailoutbox}
    assert {*letters} == {"school1@example.com", "school2@example.com"}
    for email, body in letters.items():
        assert address_of(target_of(made, email)) in body


def test_who_was_reminded_before_is_not_written_to_again(made: Round, mailoutbox: list[Any]) -> None:
    RoundTarget.objects.filter(round=made).update(reminded_at=AT - timedelta(days=1))
    assert mail(made).state == Job.State.DONE
    assert mailoutbox == []


def test_a_letter_that_is_refused_holds_up_no_other(
    made: Round, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    job = mail(made)
    assert (job.state, job.done) == (Job.State.DONE, 1), job.detail
    assert [letter.to for letter in mailoutbox] == [["school1@example.com"]]


def test_a_server_that_is_gone_fails_the_job_and_it_goes_on_later(
    made: Round, settings: Any, mailoutbox: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    kept, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{HERE}.Gone"
    job = mail(made)
    assert (job.state, job.done, mailoutbox) == (Job.State.FAILED, 0, [])
    settings.EMAIL_BACKEND = kept
    jobs.retry(job)
    jobs.perform.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, len(mailoutbox)) == (Job.State.DONE, 2), job.detail


def test_after_closing_nobody_is_written_to(made: Round, mailoutbox: list[Any]) -> None:
    Round.objects.filter(pk=made.pk).update(state=Round.State.CLOSED)
    assert mail(made).state == Job.State.DONE
    assert mailoutbox == []
