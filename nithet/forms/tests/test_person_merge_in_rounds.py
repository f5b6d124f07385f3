"""Two records of one person become one, and both were asked in the same round."""

from __future__ import annotations

import pytest

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, Person
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")
Standing = RoundAnswer.Standing


@pytest.fixture
def people(office: Office) -> list[Person]:
    names = ("ดาวเรือง", "ดาวเรื่อง")
    return [Person.objects.create(office=office, first_name=name, last_name="สาธิต") for name in names]


@pytest.fixture
def targets(version: FormVersion, people: list[Person]) -> list[RoundTarget]:
    """Of the record that goes, and of the one that stays."""
    return open_round(make_round(version, audience=Round.Audience.PEOPLE), people=people)


def merge(people: list[Person], administrator: User, office: Office) -> RoundTarget:
    gone, kept = people
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(administrator, office))
    return RoundTarget.objects.get(person=kept)


@pytest.mark.parametrize("which", [0, 1], ids=["goes", "stays"])
def test_the_target_that_has_answered_stays(
    targets: list[RoundTarget], people: list[Person], administrator: User, office: Office, which: int
) -> None:
    made = answer(targets[which].round, targets[which])
    left = merge(people, administrator, office)
    assert (left.pk, left.has_answered) == (targets[which].pk, True)
    assert RoundAnswer.objects.get().pk == made.pk
    assert RoundTarget.objects.count() == 1


def test_of_two_answers_one_counts_and_the_other_can_be_chosen(
    targets: list[RoundTarget], people: list[Person], administrator: User, office: Office
) -> None:
    gone, kept = (answer(one.round, one) for one in targets)
    left = merge(people, administrator, office)
    found = {one.pk: one for one in RoundAnswer.objects.all()}
    assert {pk: one.standing for pk, one in found.items()} == {
        kept.pk: Standing.COUNTED,
        gone.pk: Standing.AGAIN,
    }
    assert {(one.target_id, one.single) for one in found.values()} == {(left.pk, left.pk)}
    assert found[gone.pk].change == 2


def test_who_was_asked_under_one_record_only_stays_asked(
    version: FormVersion, people: list[Person], administrator: User, office: Office
) -> None:
    (target,) = open_round(make_round(version, audience=Round.Audience.PEOPLE), people=people[:1])
    assert merge(people, administrator, office).pk == target.pk
