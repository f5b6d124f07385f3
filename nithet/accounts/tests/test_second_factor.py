"""A code from a phone besides the password."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import SignIn, User
from nithet.accounts.tests.test_own_account import verbs_of
from nithet.accounts.tests.test_sign_in import sign_in
from nithet.core.clock import now
from nithet.offices.models import Office

Committed = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
SET_UP = "/accounts/second-factor/"


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up(client: Client) -> str:
    """The secret, and the page after it."""
    text = client.get(SET_UP).content.decode()
    secret = re.search(r'id="secret">(\w+)<', text)
    assert secret, text
    assert "<svg" in text
    response = client.post(SET_UP, {"code": code_of(secret[1])})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret[1]


def recovery_codes(client: Client) -> list[str]:
    text = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<li><code>(\d{8})</code>", text)


@pytest.fixture
def protected(client: Client, head: User) -> str:
    """The head has a second factor and is signed out; the secret."""
    sign_in(client, "head")
    secret = set_up(client)
    client.logout()
    return secret


@pytest.fixture
def later() -> timedelta:
    """The code of the set-up is used; the next one comes after half a minute."""
    return timedelta(seconds=31)


def test_setting_up_shows_a_picture_the_key_and_ten_recovery_codes(
    client: Client, head: User, django_capture_on_commit_callbacks: Committed
) -> None:
    sign_in(client, "head")
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert len(recovery_codes(client)) == 10
    assert "account.second_factor_added" in verbs_of(head)


def test_a_wrong_code_sets_up_nothing(client: Client, head: User) -> None:
    sign_in(client, "head")
    client.get(SET_UP)
    response = client.post(SET_UP, {"code": "000000"})
    assert "รหัสไม่ถูกต้อง" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_the_password_alone_is_no_longer_enough(
    client: Client, protected: str, head: User, later: timedelta
) -> None:
    with time_machine.travel(now() + later, tick=False):
        where = sign_in(client, "head")[1]
        assert where == reverse("mfa_authenticate")
        assert "/sign-in/" in client.get("/").headers["Location"]
        assert client.post(where, {"code": code_of(protected)}).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(head.pk)


def test_a_recovery_code_works_once(client: Client, head: User) -> None:
    sign_in(client, "head")
    set_up(client)
    code = recovery_codes(client)[0]
    for expected in ("/", None):
        client.logout()
        where = sign_in(client, "head")[1]
        assert client.post(where, {"code": code}).headers.get("Location") == expected


def test_a_code_works_once(client: Client, protected: str, later: timedelta) -> None:
    with time_machine.travel(now() + later, tick=False):
        for expected in ("/", None):
            client.logout()
            where = sign_in(client, "head")[1]
            assert client.post(where, {"code": code_of(protected)}).headers.get("Location") == expected


def test_wrong_codes_are_kept_and_close_the_account(client: Client, protected: str, head: User) -> None:
    where = sign_in(client, "head")[1]
    for _ in range(5):
        client.post(where, {"code": "000000"})
    assert "พักการเข้าสู่ระบบ" in client.post(where, {"code": code_of(protected)}).content.decode()
    assert SignIn.objects.filter(user=head, outcome=SignIn.Outcome.WRONG_CODE).count() == 5


def test_the_second_step_needs_the_first(client: Client, head: User) -> None:
    assert "/sign-in/" in client.get(reverse("mfa_authenticate")).headers["Location"]


def test_what_protects_the_account_asks_for_the_password_again(client: Client, head: User) -> None:
    sign_in(client, "head")
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        response = client.get(SET_UP)
        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
        form = client.get(response.headers["Location"])
        assert "โปรดกรอกรหัสผ่านอีกครั้ง" in form.content.decode()
        wrong = client.post(response.headers["Location"], {"password": "wrong"})
        assert "รหัสผ่านไม่ถูกต้อง" in wrong.content.decode()
        right = client.post(response.headers["Location"], {"password": "nithet-test"})
        assert right.headers["Location"] == SET_UP


def test_switching_off_removes_the_recovery_codes_too(client: Client, head: User) -> None:
    sign_in(client, "head")
    set_up(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert "account.second_factor_removed" in verbs_of(head)


def test_switching_off_ends_the_other_sessions_and_keeps_this_one(
    client: Client, head: User, later: timedelta
) -> None:
    sign_in(client, "head")
    secret = set_up(client)
    other = Client()
    with time_machine.travel(now() + later, tick=False):
        other.post(sign_in(other, "head")[1], {"code": code_of(secret)})
        mine = reverse("accounts:mine")
        assert [one.get(mine).status_code for one in (client, other)] == [200, 200]
        client.post(reverse("mfa_deactivate_totp"))
        assert [one.get(mine).status_code for one in (client, other)] == [200, 302]
        assert client.get(mine).context["session_count"] == 1
    assert UserSession.objects.get().session_key == client.session.session_key


def test_new_recovery_codes_replace_the_old(
    client: Client, head: User, django_capture_on_commit_callbacks: Committed
) -> None:
    sign_in(client, "head")
    set_up(client)
    old = recovery_codes(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(client))
    assert "account.recovery_codes_renewed" in verbs_of(head)


# Where the office asks for it


@pytest.fixture
def asking(office: Office) -> Office:
    Office.objects.update(asks_second_factor=True)
    return office


@pytest.mark.parametrize("who", ["director", "administrator"])
def test_who_sees_all_of_the_office_sets_it_up_first_and_comes_back(
    client: Client, asking: Office, who: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(who)
    sign_in(client, who)
    wanted = reverse("workspace:my-work", args=["satit1"])
    assert client.get(wanted).headers["Location"] == SET_UP
    assert "จึงต้องเปิดการยืนยันตัวตนขั้นที่สอง" in client.get(SET_UP).content.decode()
    set_up(client)
    assert f'href="{wanted}"' in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("who", ["head", "supervisor", "teacher"])
def test_the_others_are_not_asked(
    client: Client, asking: Office, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("workspace:my-work", args=["satit1"])).status_code == 200


def test_nothing_is_done_before(client: Client, asking: Office, director: User, teacher: User) -> None:
    client.force_login(director)
    response = client.post(
        reverse("offices:account-suspend", args=["satit1", teacher.person.pk]), {"reason": "ก"}
    )
    assert response.headers["Location"] == SET_UP
    teacher.refresh_from_db()
    assert teacher.is_active


def test_a_part_of_a_page_leads_the_whole_page_there(client: Client, asking: Office, director: User) -> None:
    client.force_login(director)
    response = client.get(reverse("workspace:my-work", args=["satit1"]), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, SET_UP)


def test_who_switched_it_off_is_asked_again(client: Client, asking: Office, director: User) -> None:
    sign_in(client, "director")
    set_up(client)
    wanted = reverse("workspace:my-work", args=["satit1"])
    assert client.get(wanted).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(wanted).headers["Location"] == SET_UP


def test_it_is_asked_of_the_database_once_a_session(client: Client, asking: Office, director: User) -> None:
    sign_in(client, "director")
    set_up(client)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("workspace:front", args=["satit1"]))
        asked.append(sum("mfa_authenticator" in query["sql"] for query in queries))
    assert asked == [1, 0]
