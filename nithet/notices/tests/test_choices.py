"""การแจ้งเตือนของฉัน: what, where, when; and what is wrong with the ways."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.notices.models import Preference
from nithet.notices.tests.conftest import with_line, with_mail
from nithet.notices.tests.servers import Line, Mail
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday", "matter")
ADDRESS = "/satit1/notices/choices/"


def typed(**other: Any) -> dict[str, Any]:
    facts = {
        f"{kind}__{way}": "digest"
        for kind in ("due", "returned", "week", "line_linked")
        for way in ("mail", "line")
    }
    return {
        **facts,
        "digest_hour": "8",
        "quiet_from": "17",
        "quiet_until": "7",
        "rests_on_holidays": "on",
        **other,
    }


def page(client: Client, user: User) -> str:
    client.force_login(user)
    return page_text(client.get(ADDRESS))


def test_what_is_chosen_is_kept(client: Client, mail: Mail, line: Line, supervisor: User) -> None:
    client.force_login(supervisor)
    response = client.post(ADDRESS, typed(returned__mail="never", returned__line="once"))
    assert response.status_code == 302
    kept = Preference.objects.get(person=supervisor.person)
    assert kept.choices["returned"] == {"mail": "never", "line": "once"}
    assert (kept.digest_hour, kept.quiet_from, kept.quiet_until) == (8, time(17), time(7))
    assert kept.rests_on_holidays
    assert Entry.objects.filter(verb="notice.chosen").count() == 1


def test_sent_again_it_changes_nothing(client: Client, mail: Mail, line: Line, supervisor: User) -> None:
    client.force_login(supervisor)
    for _ in range(2):
        client.post(ADDRESS, typed())
    assert Preference.objects.count() == 1
    assert Entry.objects.filter(verb="notice.chosen").count() == 1


def test_what_was_chosen_for_a_way_that_is_not_asked_about_stays(
    client: Client, mail: Mail, supervisor: User
) -> None:
    Preference.objects.create(
        office=supervisor.person.office,
        person=supervisor.person,
        choices={"due": {"line": "once"}, "gone": {"mail": "once"}},
    )
    client.force_login(supervisor)
    client.post(ADDRESS, {key: value for key, value in typed().items() if not key.endswith("__line")})
    kept = Preference.objects.get().choices
    assert kept["due"] == {"mail": "digest", "line": "once"}
    assert kept["gone"] == {"mail": "once"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"due__mail": "hourly"},
        {"digest_hour": "3"},
        {"quiet_from": "24"},
        {"digest_hour": "6"},
        {"due__mail": ""},
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    client: Client, mail: Mail, line: Line, supervisor: User, wrong: dict[str, str]
) -> None:
    client.force_login(supervisor)
    response = client.post(ADDRESS, typed(**wrong))
    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_a_digest_in_quiet_hours_is_told(client: Client, mail: Mail, supervisor: User) -> None:
    client.force_login(supervisor)
    assert "เวลาส่งสรุปอยู่ในช่วงที่งดส่ง" in page_text(client.post(ADDRESS, typed(digest_hour="6")))


def test_an_address_that_is_missing_is_told(client: Client, mail: Mail, supervisor: User, head: User) -> None:
    assert "ยังไม่มีอีเมลที่ยืนยันแล้ว" in page(client, supervisor)
    assert "ยังไม่มีอีเมลที่ยืนยันแล้ว" in page(client, with_mail(head, verified=False))


def test_the_address_is_told(client: Client, mail: Mail, line: Line, supervisor: User) -> None:
    text = page(client, with_line(with_mail(supervisor)))
    assert "supervisor@satit.example" in text
    assert "เชื่อมแล้วเมื่อ" in text


def test_ways_that_are_not_set_up_are_not_offered(client: Client, mail: Mail, supervisor: User) -> None:
    assert "เชื่อมบัญชี LINE</h2>" not in page(client, supervisor)
    client.force_login(supervisor)
    assert client.post(reverse("notices:line-code", args=["satit1"])).status_code == 409


def test_without_any_way_it_is_said(client: Client, supervisor: User) -> None:
    assert "ยังส่งการแจ้งเตือนออกทางอีเมลหรือ LINE ไม่ได้" in page(client, supervisor)


def test_each_chooses_for_themselves(
    client: Client, mail: Mail, line: Line, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    client.post(ADDRESS, typed())
    assert not Preference.objects.filter(person=head.person).exists()


def test_a_stranger_finds_nothing(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get(ADDRESS).status_code == 404
