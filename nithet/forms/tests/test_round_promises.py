"""What a round promises to those who answer: nobody opens an anonymous answer, and who leaves is named no more."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms import personal
from nithet.forms.models import FormVersion, RoundTarget
from nithet.forms.services import exporting
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import School
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday")


def test_nobody_opens_an_anonymous_answer(
    client: Client, version: FormVersion, supervisor: User, director: User, school: School
) -> None:
    made = make_round(version, is_anonymous=True)
    (target,) = open_round(made, [school])
    kept = answer(made, target).submission
    other = answer(make_round(version), None).submission
    page = reverse("forms:submission-list", args=[made.office.code, version.form.name])
    for user in (supervisor, director):
        client.force_login(user)
        for one, status in ((kept, 404), (other, 200)):
            address = reverse("forms:submission-page", args=[made.office.code, one.pk])
            assert client.get(address).status_code == status
        shown = page_text(client.get(page))
        assert other.reference in shown
        assert kept.reference not in shown


def test_an_anonymous_answer_is_in_no_file(version: FormVersion, school: School) -> None:
    made = make_round(version, is_anonymous=True)
    (target,) = open_round(made, [school])
    answer(made, target)
    other = answer(make_round(version), None).submission
    version.form.refresh_from_db()
    assert list(exporting.chosen(version.form, exporting.Choice(kind="csv"))) == [other]


def test_who_leaves_the_office_leaves_rounds_by_an_alias(
    version: FormVersion, teacher: User, school: School
) -> None:
    made = make_round(version, audience="people")
    (target,) = open_round(made, people=[teacher.person])
    for_school = make_round(version)
    (of_school,) = open_round(for_school, [school])
    sent = answer(for_school, of_school).submission
    type(sent).objects.filter(pk=sent.pk).update(person=teacher.person)
    RoundTarget.objects.filter(pk=of_school.pk).update(answered_by=f"{teacher.person.name} ครู")
    RoundTarget.objects.filter(pk=target.pk).update(name=teacher.person.name, email="t@example.com")
    assert "แบบสำรวจความต้องการ" in str(personal._targets(teacher.person))
    for _ in range(2):
        personal._forget_targets(teacher.person, "นามแฝง")
    target.refresh_from_db()
    of_school.refresh_from_db()
    assert (target.name, target.email, of_school.answered_by) == ("นามแฝง", "", "นามแฝง")
