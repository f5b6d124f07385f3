"""One's tokens: made and shown once, listed, revoked by their owner alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now, today
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.offices.models import ApiToken, Office, Unit
from nithet.offices.privacy.sources import all_sources
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import as_member, make_person, page_text
from nithet.offices.tokens.errors import TokenRefusedError
from nithet.offices.tokens.services import MOST, caller_of, make_token

pytestmark = pytest.mark.usefixtures("friday")


def at(office: Office, act: str, *args: object) -> str:
    return reverse(f"workspace:token-{act}", args=[office.code, *args])


def make(client: Client, office: Office, **typed: Any) -> Any:
    return client.post(at(office, "make"), {"name": "Excel", "days": "90", **typed})


def test_a_token_is_shown_once_and_nowhere_kept(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    assert "ยังไม่มีรหัสเชื่อมต่อ" in page_text(client.get(at(office, "list")))
    shown = make(client, office)
    secret = shown.context["secret"]
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    later = client.get(at(office, "list"))
    assert secret not in later.content.decode()
    assert "Excel" in page_text(later)
    assert secret not in str(ApiToken.objects.values()) + str(list(Entry.objects.values()))
    caller = caller_of(secret, on=today())
    assert (caller.member.user, caller.token.expires_on) == (supervisor, today() + timedelta(days=90))


def test_one_name_stands_once(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    make(client, office)
    again = make(client, office)
    assert again.status_code == 409
    assert "อยู่แล้ว" in page_text(again)
    assert ApiToken.objects.count() == Entry.objects.filter(verb="token.made").count() == 1


@pytest.mark.parametrize("typed", [{"name": " "}, {"name": "ก" * 81}, {"days": "3650"}, {"days": ""}])
def test_what_is_typed_wrongly_makes_nothing(
    client: Client, office: Office, supervisor: User, typed: dict[str, str]
) -> None:
    client.force_login(supervisor)
    assert make(client, office, **typed).status_code == 422
    assert not ApiToken.objects.exists()


def test_there_are_not_too_many(client: Client, office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    for number in range(MOST):
        make_token(f"โปรแกรม {number}", expires_on=today(), by=member)
    client.force_login(supervisor)
    assert make(client, office).status_code == 409
    assert ApiToken.objects.count() == MOST


def test_a_revoked_one_opens_nothing_and_its_name_is_free(
    client: Client, office: Office, supervisor: User
) -> None:
    token, secret = make_token("Excel", expires_on=today(), by=as_member(supervisor, office))
    client.force_login(supervisor)
    for _ in range(2):
        assert client.post(at(office, "revoke", token.pk)).status_code == 302
    assert Entry.objects.filter(verb="token.revoked").count() == 1
    with pytest.raises(TokenRefusedError):
        caller_of(secret, on=today())
    assert make(client, office).status_code == 200


def test_nobody_revokes_or_sees_what_is_another_ones(
    client: Client, office: Office, supervisor: User, administrator: User, outsider: User
) -> None:
    token, _ = make_token("Excel ของศึกษานิเทศก์", expires_on=today(), by=as_member(supervisor, office))
    for user in (administrator, outsider):
        client.force_login(user)
        assert client.post(at(office, "revoke", token.pk)).status_code == 404
    client.force_login(administrator)
    assert token.name not in page_text(client.get(at(office, "list")))
    token.refresh_from_db()
    assert token.revoked_at is None


def test_acts_are_posted(client: Client, office: Office, supervisor: User) -> None:
    token, _ = make_token("Excel", expires_on=today(), by=as_member(supervisor, office))
    client.force_login(supervisor)
    assert client.get(at(office, "make")).status_code == 405
    assert client.get(at(office, "revoke", token.pk)).status_code == 405


def test_one_that_runs_out_says_so(client: Client, office: Office, supervisor: User) -> None:
    member = as_member(supervisor, office)
    for name, days in (("เก่า", -1), ("ใกล้", 5), ("ใหม่", 80)):
        make_token(name, expires_on=today() + timedelta(days=days), by=member)
    client.force_login(supervisor)
    page = page_text(client.get(at(office, "list")))
    assert (page.count("หมดอายุแล้ว"), page.count("ใกล้หมดอายุ")) == (1, 1)


def test_the_list_costs_the_same_whatever_there_is(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(at(office, "list"))
        return len(counted)

    client.force_login(supervisor)
    member = as_member(supervisor, office)
    make_token("0", expires_on=today(), by=member)
    cost()
    few = cost()
    version = publish(make_form(office, unit=supervision))
    for number in range(1, 6):
        make_token(str(number), expires_on=today(), by=member)
        open_round(make_round(version))
    assert cost() == few


def test_the_account_page_leads_there(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    assert at(office, "list") in client.get(reverse("accounts:mine")).content.decode()


def test_rounds_whose_answers_may_be_read_are_shown_with_their_addresses(
    client: Client, office: Office, supervision: Unit, supervisor: User, teacher: User
) -> None:
    version = publish(make_form(office, unit=supervision))
    shown, draft, unnamed = make_round(version), make_round(version), make_round(version, is_anonymous=True)
    for one in (shown, unnamed):
        open_round(one)
    for user, is_shown in ((supervisor, True), (teacher, False)):
        client.force_login(user)
        page = client.get(at(office, "list")).content.decode()
        assert (f"http://testserver/api/odata/{office.code}/rounds/{shown.pk}/" in page) is is_shown
        assert not {one for one in (draft, unnamed) if str(one.pk) in page}


# Persons that go, or are two records of one


def test_a_removal_leaves_nothing(office: Office, supervisor: User, head: User) -> None:
    for user in (supervisor, head):
        make_token("Excel", expires_on=today(), by=as_member(user, office))
    source = next(one for one in all_sources() if one.title == "รหัสเชื่อมต่อข้อมูล")
    assert source.rows(supervisor.person)[0][0] == "Excel"
    assert source.forget
    source.forget(supervisor.person, "บุคคลที่ 1")
    assert ApiToken.objects.get().person == head.person


def test_merged_records_open_nothing_more_than_before(
    office: Office, supervisor: User, head: User, administrator: User
) -> None:
    gone, kept = supervisor.person, make_person(office, "สมชาย ใจดี")
    _, secret = make_token("Excel", expires_on=date(2027, 1, 1), by=as_member(supervisor, office))
    merge_people(gone, kept, why="บันทึกซ้ำ", by=as_member(administrator, office))
    token = ApiToken.objects.get()
    assert (token.person_id, token.revoked_at) == (kept.pk, now())
    with pytest.raises(TokenRefusedError):
        caller_of(secret, on=today())
