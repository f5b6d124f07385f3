"""The result of a round in words: read, changed, brought back; its figures stay those of the data."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.forms.models import FormVersion, Round, RoundSummary, RoundTarget
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def targets(version: FormVersion, school: School, small_school: School) -> list[RoundTarget]:
    targets = open_round(make_round(version), [school, small_school])
    answer(targets[0].round, targets[0])
    return targets


@pytest.fixture
def made(targets: list[RoundTarget]) -> Round:
    return targets[0].round


def at(office: Office, made: Round, view: str = "round-summary") -> str:
    return reverse(f"forms:{view}", args=[office.code, made.pk])


def read(client: Client, address: str) -> str:
    return " ".join(page_text(client.get(address)).split())


def test_it_is_read_with_the_result_and_by_itself(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    for view in ("round-summary", "round-results"):
        words = read(client, at(office, made, view))
        assert "50.0" in words
        assert "None" not in words


def test_changed_words_keep_to_the_data(
    client: Client, office: Office, made: Round, targets: list[RoundTarget], supervisor: User
) -> None:
    client.force_login(supervisor)
    typed = {"text": "ส่งแล้ว [[ตอบแล้ว]] โรงเรียน\n\nขอบคุณทุกโรงเรียน", "revision": 0}
    client.post(at(office, made), typed)
    assert "ส่งแล้ว 1 โรงเรียน" in read(client, at(office, made))
    answer(made, targets[1])
    assert "ส่งแล้ว 2 โรงเรียน" in read(client, at(office, made))
    assert Entry.objects.filter(verb="round.summary_changed").count() == 1


def test_a_mark_that_stands_for_nothing_is_told(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    response = client.post(at(office, made), {"text": "ค่าเฉลี่ย [[x̄ ข้อ 99]]", "revision": 0})
    assert response.status_code == 422
    assert "[[x̄ ข้อ 99]]" in page_text(response)
    assert not RoundSummary.objects.exclude(text="").exists()


def test_of_two_who_save_at_once_one_is_told(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    client.post(at(office, made), {"text": "คนแรก", "revision": 0})
    response = client.post(at(office, made), {"text": "คนที่สอง", "revision": 0})
    assert response.status_code == 422
    assert RoundSummary.objects.get().text == "คนแรก"


def test_the_words_of_the_data_come_back(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    client.post(at(office, made), {"text": "ของเราเอง", "revision": 0})
    for _ in range(2):
        client.post(at(office, made, "round-summary-restore"), {"revision": 1})
    words = read(client, at(office, made))
    assert "ของเราเอง" not in words
    assert "ระบบเรียบเรียงจากข้อมูล" in words
    assert Entry.objects.filter(verb="round.summary_restored").count() == 1


@pytest.mark.parametrize(
    ("who", "read_code", "write_code"),
    [
        ("clerk", 200, 302),
        ("computer_officer", 404, 404),
        ("cluster_chair", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_who_reads_and_who_changes(
    client: Client,
    office: Office,
    made: Round,
    who: str,
    read_code: int,
    write_code: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(office, made)).status_code == read_code
    assert client.post(at(office, made), {"text": "ข้อความ", "revision": 0}).status_code == write_code


def test_an_anonymous_round_tells_nothing_before_it_is_closed(
    client: Client, office: Office, version: FormVersion, school: School, supervisor: User
) -> None:
    made = make_round(version, is_anonymous=True, title="รอบไม่ระบุตัว")
    (target,) = open_round(made, [school])
    answer(made, target)
    client.force_login(supervisor)
    words = read(client, at(office, made))
    assert "คุ้มครองข้อมูล" in words
    assert "ใช้สื่อหรือไม่" not in words


def test_restoring_is_only_pressed(client: Client, office: Office, made: Round, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.get(at(office, made, "round-summary-restore")).status_code == 405
