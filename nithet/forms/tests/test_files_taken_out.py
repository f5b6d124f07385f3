"""A file that an edit took out of the answers is given to nobody any more, but to who looks through its history."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.editing import replace_answers
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import AT, facts_of, make_form, publish
from nithet.forms.tests.test_review_submissions import edited, filled
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")
VIEWS = ("submission-own-file", "submission-small")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def sent(version: FormVersion, teacher: User, supervisor: User, school: School) -> Submission:
    """Sent with a photo; the photo was taken out since."""
    submission = filled(version, teacher, school, photo="photo-1.jpg")
    without = edited(submission, school)
    by = as_member(supervisor, version.form.office)
    return replace_answers(submission, xml=without, files={}, by=by, at=AT)


def at(submission: Submission, view: str) -> str:
    return reverse(f"forms:{view}", args=[submission.office.code, submission.pk, "photo-1.jpg"])


@pytest.mark.parametrize(
    ("who", "code"), [("supervisor", 200), ("head", 200), ("teacher", 404), ("school_director", 404)]
)
@pytest.mark.parametrize("view", VIEWS)
def test_what_was_taken_out_is_opened_by_who_looks_through_the_form_alone(
    client: Client, sent: Submission, who: str, code: int, view: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(sent, view)).status_code == code


@pytest.mark.parametrize("view", VIEWS)
def test_what_the_answers_name_is_opened_by_who_sent_it(
    client: Client, version: FormVersion, teacher: User, supervisor: User, school: School, view: str
) -> None:
    submission = filled(version, teacher, school, photo="photo-1.jpg")
    same = edited(submission, school, photo="photo-1.jpg", students="31")
    replace_answers(submission, xml=same, files={}, by=as_member(supervisor, version.form.office), at=AT)
    client.force_login(teacher)
    assert client.get(at(submission, view)).status_code == 200


@pytest.mark.parametrize(("who", "count"), [("supervisor", 1), ("teacher", 0)])
def test_the_history_opens_it_for_who_looks_through_the_form(
    client: Client, sent: Submission, who: str, count: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("forms:submission-page", args=[sent.office.code, sent.pk])).content.decode()
    assert page.count(f'href="{at(sent, "submission-own-file")}"') == count


def test_programs_are_told_of_what_the_answers_name_alone(
    office: Office, sent: Submission, supervisor: User
) -> None:
    program = Program(office, supervisor)
    assert program("submission", sent.pk).json()["files"] == []
    assert program("submission-file", sent.pk, "photo-1.jpg").status_code == 404


def test_filled_again_the_page_does_not_bring_it(client: Client, sent: Submission, teacher: User) -> None:
    Submission.objects.update(state="returned", reason="แก้ไข")
    client.force_login(teacher)
    facts = facts_of(client, reverse("forms:submission-fill", args=[sent.office.code, sent.pk]))
    assert facts["files"] == []
