"""After five wrong passwords a name has a pause; attempts are kept without what was typed as a password."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from nithet.accounts.models import SignIn, User
from nithet.accounts.queries import sign_ins_of
from nithet.accounts.services.sign_ins import KEPT_FOR, purge_sign_ins
from nithet.accounts.tests.test_sign_in import PASSWORD, sign_in
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.jobs import KINDS, run_queued, start
from nithet.offices.models import Office

Outcome = SignIn.Outcome


def fail(client: Client, times: int, name: str = "head") -> None:
    for time in range(times):
        assert sign_in(client, name, f"wrong-{time}")[0] == 200


def test_five_failures_close_the_name_for_a_quarter_of_an_hour(
    client: Client, head: User, friday: date
) -> None:
    fail(client, 5)
    code, _, text = sign_in(client, "head")
    assert code == 200
    assert "พักการเข้าสู่ระบบชั่วคราว ลองใหม่ได้ตั้งแต่ 09.45 น." in text
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in(client, "head")[0] == 302


def test_four_failures_do_not(client: Client, head: User) -> None:
    fail(client, 4)
    assert sign_in(client, "head")[0] == 302


def test_the_address_and_the_name_are_one_count(client: Client, head: User) -> None:
    User.objects.filter(pk=head.pk).update(email="head@satit.example")
    fail(client, 3)
    fail(client, 2, "head@satit.example")
    assert sign_in(client, "head")[0] == 200


def test_another_name_is_not_held_up(client: Client, head: User, supervisor: User) -> None:
    fail(client, 6)
    assert sign_in(client, "supervisor")[0] == 302


def test_a_name_that_nobody_has_is_paused_alike(client: Client, head: User) -> None:
    fail(client, 5, "nobody-here")
    assert "พักการเข้าสู่ระบบชั่วคราว" in sign_in(client, "nobody-here")[2]


def test_many_failures_from_one_address_close_it(client: Client, head: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/10m/ip,5/15m/key"}
    for name in ("a", "b", "c"):
        fail(client, 1, name)
    assert "โปรดรอ 10 นาที" in sign_in(client, "head")[2]


def test_what_is_kept_of_attempts(client: Client, head: User, office: Office) -> None:
    client.post(
        "/accounts/sign-in/",
        {"username": "head", "password": "my-secret-guess"},
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140"},
    )
    sign_in(client, "head")
    done, wrong = sign_ins_of(office.pk)
    assert (done.outcome, wrong.outcome) == (Outcome.DONE, Outcome.WRONG)
    assert (wrong.user, wrong.name, wrong.way, wrong.address) == (head, "head", "password", "127.0.0.1")
    assert "Android" in wrong.agent
    assert "my-secret-guess" not in str(list(SignIn.objects.values())) + str(list(Entry.objects.values()))


def test_a_password_typed_as_a_name_is_not_kept(client: Client, head: User) -> None:
    fail(client, 1, "my-secret-password")
    assert SignIn.objects.get().name == "my-…"


def test_history_tells_of_known_accounts_in_their_office(client: Client, head: User, office: Office) -> None:
    fail(client, 5)
    sign_in(client, "head")
    fail(client, 1, "nobody")
    verbs = list(Entry.objects.filter(object_id=head.pk).order_by("pk").values_list("verb", "office_id"))
    assert verbs == [("account.sign_in_failed", office.pk)] * 5 + [("account.locked", office.pk)]
    assert Entry.objects.count() == 6


def test_a_flood_at_a_closed_name_is_kept_once_a_minute(client: Client, head: User, friday: date) -> None:
    fail(client, 9)
    assert SignIn.objects.filter(outcome=Outcome.LOCKED).count() == 1


@pytest.mark.parametrize(
    ("proxies", "kept"),
    [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")],
    ids=["no proxy is believed", "the last hop", "two of our own"],
)
def test_only_our_own_proxies_are_believed(
    client: Client, head: User, settings: Settings, proxies: int, kept: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    hops = {"X-Forwarded-For": "10.0.0.1, 198.51.100.7, 203.0.113.9"}
    client.post("/accounts/sign-in/", {"username": "head", "password": PASSWORD}, headers=hops)
    assert SignIn.objects.get().address == kept


def test_a_forged_address_does_not_escape_the_limit(client: Client, head: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/10m/ip"}
    for place in range(4):
        hops = {"X-Forwarded-For": f"10.0.0.{place}, 203.0.113.9"}
        response = client.post(
            "/accounts/sign-in/", {"username": f"n{place}", "password": "wrong-one"}, headers=hops
        )
    assert "พักการเข้าสู่ระบบชั่วคราว" in response.content.decode()


def test_attempts_are_forgotten_after_ninety_days(client: Client, head: User, friday: date) -> None:
    fail(client, 2)
    SignIn.objects.filter(pk=SignIn.objects.earliest("at").pk).update(at=now() - KEPT_FOR - timedelta(days=1))
    assert purge_sign_ins(at=now()) == 1
    assert SignIn.objects.count() == 1


def test_forgetting_is_done_every_night(head: User) -> None:
    assert KINDS["accounts.purge"].daily_at
    SignIn.objects.create(
        name="old", at=now() - KEPT_FOR - timedelta(days=1), way="password", outcome="wrong"
    )
    start("accounts.purge")
    run_queued()
    assert not SignIn.objects.exists()
