"""Very many answers are counted before anybody waits for them, and a page that would take long says how far it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.models import Job
from nithet.forms.models import FormVersion, Round, RoundTally
from nithet.forms.services import tallying, warming
from nithet.forms.services.rounds.closing import close_round
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import as_member, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
ANSWERS = 12


@pytest.fixture
def round_(version: FormVersion, school: School) -> Round:
    (target,) = open_round(make_round(version, is_once=False), [school])
    for _ in range(ANSWERS):
        answer(target.round, target)
    return target.round


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten are too many for a page, and each block is a part of its own."""
    monkeypatch.setattr(warming, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(tallying, "BLOCKS_AT_ONCE", 1)


def page_of(client: Client, round_: Round, query: str = "") -> str:
    response = client.get(reverse("forms:round-results", args=[round_.office.code, round_.pk]) + query)
    assert response.status_code == 200
    return " ".join(page_text(response).split())


def run(found: Job) -> Job:
    jobs.perform.call(str(found.pk))
    found.refresh_from_db()
    assert found.state == Job.State.DONE, found.detail
    return found


def test_few_answers_are_counted_by_the_page(client: Client, round_: Round, head: User) -> None:
    client.force_login(head)
    assert "คำตอบที่นับ 12 ชุด" in page_of(client, round_)
    assert not Job.objects.filter(kind=warming.COUNT).exists()


@pytest.mark.usefixtures("many")
def test_a_page_of_many_waits_for_one_job_and_says_how_far_it_is(
    client: Client, round_: Round, head: User
) -> None:
    client.force_login(head)
    for _ in range(2):
        page = page_of(client, round_)
        assert "กำลังนับคำตอบ 12 ชุด" in page
        assert "นับแล้วร้อยละ 0" in page
    before = tallying.uncounted(round_)
    part = tallying.count_some(round_)
    assert part.left < before.left
    found = run(Job.objects.get(kind=warming.COUNT))
    assert (found.done, found.total, found.result["words"]) == (12, 12, "นับคำตอบแล้ว 12 ชุด")
    assert "คำตอบที่นับ 12 ชุด" in page_of(client, round_)


@pytest.mark.usefixtures("many")
def test_who_will_not_wait_has_it_counted_at_once(client: Client, round_: Round, head: User) -> None:
    client.force_login(head)
    assert "คำตอบที่นับ 12 ชุด" in page_of(client, round_, "?now=1")


@pytest.mark.usefixtures("many")
def test_a_new_answer_is_not_many(client: Client, round_: Round, head: User) -> None:
    tallying.fresh_tally(round_)
    answer(round_, round_.targets.get())
    client.force_login(head)
    assert "คำตอบที่นับ 13 ชุด" in page_of(client, round_)


@pytest.mark.usefixtures("many")
def test_closing_has_many_answers_counted(round_: Round, head: User, office: Office) -> None:
    close_round(round_, why="ครบแล้ว", by=as_member(head, office))
    run(Job.objects.get(kind=warming.COUNT))
    assert tallying.uncounted(round_).left == 0
    assert RoundTally.objects.filter(round=round_, block=tallying.WHOLE).exists()
