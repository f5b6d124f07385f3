"""What still stands open when a manual is proposed or endorsed: asked about once, never a block, kept in history."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.facts import fact_words
from nithet.audit.models import Entry
from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing import perform
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries.left import left_in
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import (
    BADLY_READ,
    make_manual,
    make_version,
    manual_draft,
    page_text,
    proposed,
)
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db
ASKS = "ทั้งที่ยังมีจุดค้าง"
FORM, NOISE = 22, 32


def open_draft() -> ManualDraft:
    """Warnings of several sorts, two unread lines, steps without months."""
    return perform(read_text(BADLY_READ), "take_back_lines", {"lines": [FORM, NOISE]})


@pytest.fixture
def version(office: Office, supervision: Unit, supervisor: User) -> ManualVersion:
    return make_version(make_manual(office, supervision), open_draft(), made_by=supervisor)


def address(version: ManualVersion, act: str = "page") -> str:
    return reverse(f"manuals:version-{act}", args=["satit1", version.pk])


def state(version: ManualVersion) -> str:
    version.refresh_from_db()
    return version.state


def test_all_that_stands_open_is_counted_by_its_sort() -> None:
    draft = open_draft()
    left = left_in(draft)
    assert left.unread
    assert left.unread.count == 2
    open_ones = [one for one in draft.warnings if not one.is_settled and one.code != "unread-lines"]
    assert left.doubt_count == len(open_ones) > len(left.doubts) - 1
    timeless = [one for each in draft.procedures for one in each.steps if not (one.months or one.cadence)]
    assert (left.timeless.count if left.timeless else 0) == len(timeless)
    assert not left_in(manual_draft())
    assert left_in(manual_draft()).facts == {}


def test_proposing_asks_first_and_tells_how_many_and_where(
    client: Client, supervisor: User, version: ManualVersion
) -> None:
    client.force_login(supervisor)
    page = page_text(client.post(address(version, "propose"), {"revision": 0}))
    left = left_in(open_draft())
    assert ASKS in page
    assert f"ต้องตรวจ {left.doubt_count} จุด" in page
    for one in left.sorts:
        assert f'href="{address(version)}#{one.first}"' in page
        assert f"{one.count} {one.unit}" in page
    assert state(version) == "draft"
    client.post(address(version, "propose"), {"revision": 0, "confirmed": "1"})
    assert state(version) == "proposed"


def test_history_keeps_what_was_left_open(
    client: Client, supervisor: User, director: User, version: ManualVersion
) -> None:
    left = left_in(open_draft())
    for user, act in ((supervisor, "propose"), (director, "adopt")):
        client.force_login(user)
        asked = client.post(address(version, act), {"revision": 0})
        assert ASKS in page_text(asked)
        client.post(address(version, act), {"revision": 0, "confirmed": "1"})
    assert state(version) == "adopted"
    for verb in ("manual.proposed", "manual.adopted"):
        entry = Entry.objects.get(verb=verb)
        assert entry.facts["counts"]["unread"] == 2
        assert f"จุดที่ยังค้าง: {left.words}" in fact_words(entry)


def test_where_nothing_is_left_nobody_is_asked(
    client: Client, supervisor: User, director: User, office: Office, supervision: Unit
) -> None:
    version = make_version(make_manual(office, supervision), made_by=supervisor)
    client.force_login(supervisor)
    assert client.post(address(version, "propose"), {"revision": 0}).status_code == 302
    client.force_login(director)
    assert client.post(address(version, "adopt"), {"revision": 0}).status_code == 302
    assert state(version) == "adopted"
    assert "left" not in Entry.objects.get(verb="manual.adopted").facts


def test_what_was_let_stand_is_not_left_open(version: ManualVersion) -> None:
    draft = open_draft()
    settled = replace(draft, warnings=tuple(replace(one, is_settled=True) for one in draft.warnings))
    assert not left_in(settled).doubts


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_what_changed_since_the_page_was_read_is_not_proposed(
    client: Client, supervisor: User, version: ManualVersion, confirmed: dict[str, str]
) -> None:
    client.force_login(supervisor)
    assert 'value="0" form="propose-form"' in page_text(client.get(address(version)))
    ManualVersion.objects.update(revision=3)
    response = client.post(address(version, "propose"), {"revision": 0, **confirmed})
    assert response.status_code == 409
    assert "ถูกแก้ไขหลังจากท่านเปิดหน้านี้" in page_text(response)
    assert state(version) == "draft"
    assert not Entry.objects.filter(verb="manual.proposed").exists()


def test_who_may_not_is_refused_before_being_asked(
    client: Client, head: User, supervisor: User, auditor: User, version: ManualVersion
) -> None:
    client.force_login(auditor)
    assert client.post(address(version, "propose"), {"revision": 0}).status_code == 403
    proposed(version, supervisor)
    client.force_login(head)
    assert client.post(address(version, "adopt"), {"revision": 0}).status_code == 403
