"""The table of what was filled: each row its own page and words, its counts, and what it need not ask again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Submission
from nithet.forms.queries import paging
from nithet.forms.services.deciding import WAITING
from nithet.forms.tests.filling_kit import AT, VISIT, make_form, publish, tables_of
from nithet.forms.tests.test_review_submissions import at, filled
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def newer(version: FormVersion) -> FormVersion:
    return publish(version.form, number=2, tables=tables_of(VISIT.replace("เรื่องที่นิเทศ", "เรื่อง")))


def row_of(client: Client, submission: Submission, query: str = "") -> str:
    page = page_text(client.get(at(submission.office, "submission-list", "visit_note") + query))
    return page.partition(f'id="submission-{submission.pk}"')[2].partition("</tr>")[0]


def test_each_row_leads_to_its_own_page_and_says_whose_it_is(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User, office: Office
) -> None:
    first, second = (filled(version, teacher, school, topic=topic) for topic in ("สื่อเสียง", "สื่อภาพ"))
    Submission.objects.filter(pk=second.pk).update(school=None, person=None, sent_by=None, sender="ผู้ส่งจากที่อื่น")
    client.force_login(supervisor)
    for one, words in ((first, ("สื่อเสียง", school.name)), (second, ("สื่อภาพ", "ผู้ส่งจากที่อื่น", ">–<"))):
        row = row_of(client, one)
        for part in (f'href="{at(office, "submission-page", one.pk)}"', one.reference, *words):
            assert part in row


def test_a_dual_rating_names_its_matter_beside_each_answer(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User
) -> None:
    client.force_login(supervisor)
    row = row_of(client, filled(version, teacher, school), "?col=enough/actual&col=ready/desired")
    for words in ("มีสื่อเพียงพอกับผู้เรียน · สภาพปัจจุบัน", "ครูใช้สื่อได้คล่อง · สภาพที่คาดหวัง"):
        assert f'data-label="{words}"' in row


def test_an_edition_is_shown_alone(
    client: Client, version: FormVersion, newer: FormVersion, teacher: User, school: School, supervisor: User
) -> None:
    client.force_login(supervisor)
    old, new = filled(version, teacher, school), filled(version, teacher, school)
    Submission.objects.filter(pk=new.pk).update(version=newer)
    assert row_of(client, new, "?version=2")
    assert not row_of(client, old, "?version=2")


def test_figures_are_looked_for_in_figures_and_not_in_how_thai_letters_are_spelt(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User
) -> None:
    """ั is U+0E31."""
    client.force_login(supervisor)
    words, figure = (
        filled(version, teacher, school, topic="ตัวอย่าง"),
        filled(version, teacher, school, topic="รุ่นที่ 31"),
    )
    assert row_of(client, figure, "?q=31")
    assert not row_of(client, words, "?q=31")
    assert row_of(client, words, "?q=ตัวอย่าง")


def test_what_waits_is_in_one_order_over_both_states_and_all_pages(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    states = Submission.State
    made = [filled(version, teacher, school, later=number // 2) for number in range(7)]
    for one, state in zip(
        made, (states.RECEIVED, states.ATTENTION, states.ATTENTION, states.APPROVED) * 2, strict=False
    ):
        Submission.objects.filter(pk=one.pk).update(state=state)
    waiting = Submission.objects.filter(state__in=WAITING).order_by("-received_at", "-pk")
    expected = [one.pk for one in waiting]
    monkeypatch.setattr("nithet.forms.views.submissions.ROWS_A_PAGE", 2)
    client.force_login(supervisor)
    address = at(office, "submission-list", "visit_note") + "?state=waiting"
    for merged in (100, 3):  # the further pages are sorted by the database
        monkeypatch.setattr(paging, "MOST_MERGED", merged)
        pages = [client.get(f"{address}&page={number}").context for number in (1, 2, 3)]
        assert [row.submission.pk for page in pages for row in page["rows"]] == expected
        assert {page["page"].paginator.count for page in pages} == {6}


def test_looking_for_a_text_ends_where_enough_is_found(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    for number in range(4):
        filled(version, teacher, school, later=number, topic="สื่อเสียง")
    client.force_login(supervisor)
    address = at(office, "submission-list", "visit_note") + "?q=สื่อเสียง"
    assert 'พบ <b class="nw">4 ชุด' in page_text(client.get(address))
    monkeypatch.setattr(paging, "MOST_FOUND", 3)
    response = client.get(address)
    assert 'พบมากกว่า <b class="nw">3 ชุด' in page_text(response)
    assert "แสดง 3 ชุดแรก" in page_text(response)
    newest = Submission.objects.order_by("-received_at")[:3]
    assert [row.submission.pk for row in response.context["rows"]] == [one.pk for one in newest]


def test_a_text_is_looked_for_once(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User, office: Office
) -> None:
    filled(version, teacher, school)
    client.force_login(supervisor)
    with CaptureQueriesContext(connection) as asked:
        client.get(at(office, "submission-list", "visit_note") + "?q=สื่อ")
    assert sum("LIKE" in one["sql"] and "answers" in one["sql"] for one in asked.captured_queries) == 1


def test_what_is_set_aside_is_counted_in_no_state(
    client: Client, version: FormVersion, teacher: User, school: School, supervisor: User, office: Office
) -> None:
    states = Submission.State
    for state in (states.RECEIVED, states.ATTENTION, states.APPROVED, states.RETURNED, states.VOID):
        one = filled(version, teacher, school)
        Submission.objects.filter(pk=one.pk).update(
            state=state, reason="ตามที่แจ้ง", received_at=AT - timedelta(hours=1)
        )
    client.force_login(supervisor)
    page = page_text(client.get(at(office, "submission-list", "visit_note")))
    for words in ("4 ชุด", "รอตรวจรับ 2", "ส่งคืนแก้ไข 1"):
        assert words in page


@pytest.mark.parametrize("view", ["submission-list", "form-page", "form-fill"])
def test_what_an_edition_asks_is_read_once(
    client: Client, version: FormVersion, teacher: User, supervisor: User, office: Office, view: str
) -> None:
    client.force_login(supervisor)
    client.get(at(office, view, "visit_note"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(at(office, view, "visit_note")).status_code == 200
    assert not [one for one in asked.captured_queries if '"forms_formversion"."tables"' in one["sql"]]
