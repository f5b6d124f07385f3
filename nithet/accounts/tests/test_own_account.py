"""What a person does with their own account."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from config.mail import Mail
from nithet.accounts import mail
from nithet.accounts.models import User
from nithet.accounts.services.sessions import end_sessions, purge_sessions
from nithet.accounts.tests.test_sign_in import PASSWORD, sign_in
from nithet.accounts.words import device_words
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member

OWN = "ทุ่งนา-ป่าเขา-69"
PAGES = [
    "accounts:mine", "accounts:sessions", "account_change_password", "account_email", "mfa_activate_totp",
    "account_reauthenticate", "mfa_generate_recovery_codes", "socialaccount_connections",
]  # fmt: skip
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def mine(client: Client, head: User) -> Client:
    """Signed in as the head, through the door."""
    assert sign_in(client, "head")[0] == 302
    return client


@pytest.fixture
def reaches_people(settings: Settings) -> None:
    settings.MAIL = Mail("django.core.mail.backends.locmem.EmailBackend")


def verbs_of(user: User) -> list[str]:
    return list(Entry.objects.filter(object_id=user.pk).order_by("pk").values_list("verb", flat=True))


def sent() -> list[outgoing.EmailMessage]:
    mail.wait_until_sent()
    return outgoing.outbox


def link_in(message: outgoing.EmailMessage) -> str:
    line = next(line for line in str(message.body).splitlines() if line.startswith("http://testserver"))
    return line.removeprefix("http://testserver")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_an_account_without_signing_in(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert "/accounts/sign-in/" in response.headers["Location"]


@pytest.mark.parametrize(
    "name", ["accounts:mine", "accounts:sessions", "account_email", "socialaccount_connections"]
)
def test_every_page_of_ones_account_is_in_the_frame_of_ones_office(mine: Client, name: str) -> None:
    text = mine.get(reverse(name)).content.decode()
    assert 'aria-label="เมนูหลัก"' in text
    assert 'lang="th"' in text


def test_the_account_page_costs_the_same_for_any_number_of_sessions(
    mine: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("accounts:mine")
    for _ in range(2):
        with django_assert_num_queries(10):
            mine.get(address)
        for _ in range(5):
            sign_in(Client(), "head")


# Password


def change(client: Client, old: str, new: str = OWN) -> tuple[int, str]:
    fields = {"oldpassword": old, "password1": new, "password2": new}
    response = client.post(reverse("account_change_password"), fields)
    return response.status_code, response.content.decode()


def test_changing_the_password_keeps_this_device_and_ends_the_others(mine: Client, head: User) -> None:
    other = Client()
    sign_in(other, "head")
    assert change(mine, PASSWORD)[0] == 302
    assert mine.get(reverse("accounts:mine")).status_code == 200
    assert "/sign-in/" in other.get(reverse("accounts:mine")).headers["Location"]
    assert UserSession.objects.get(user=head).session_key == mine.session.session_key
    head.refresh_from_db()
    assert head.check_password(OWN)
    assert "account.password_changed" in verbs_of(head)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("wrong", OWN, "รหัสผ่านปัจจุบันไม่ถูกต้อง"), (PASSWORD, "short", "สั้นเกินไป")],
)
def test_a_password_that_is_not_changed_says_why(
    mine: Client, head: User, old: str, new: str, words: str
) -> None:
    code, text = change(mine, old, new)
    assert (code, words in text) == (200, True)
    head.refresh_from_db()
    assert head.check_password(PASSWORD)


# E-mail


def add_email(client: Client, email: str = "head@satit.example") -> int:
    return client.post(reverse("account_email"), {"email": email, "action_add": ""}).status_code


def test_an_address_counts_when_it_is_confirmed(mine: Client, head: User, reaches_people: None) -> None:
    assert add_email(mine) == 302
    head.refresh_from_db()
    assert head.email == ""
    (message,) = sent()
    assert (message.to, message.subject) == (["head@satit.example"], "ยืนยันอีเมลของบัญชีในระบบนิเทศ")
    address = link_in(message)
    assert "ยืนยันว่า" in mine.get(address).content.decode()
    head.refresh_from_db()
    assert head.email == ""
    assert mine.post(address).status_code == 302
    head.refresh_from_db()
    assert head.email == "head@satit.example"
    assert "account.email_changed" in verbs_of(head)


def test_an_unconfirmed_address_cannot_be_made_ones_own(mine: Client, head: User) -> None:
    add_email(mine, "director@satit.example")
    mine.post(reverse("account_email"), {"email": "director@satit.example", "action_primary": ""})
    head.refresh_from_db()
    assert head.email == ""
    assert not EmailAddress.objects.filter(primary=True).exists()


def test_a_false_link_confirms_nothing(client: Client, db: None) -> None:
    text = client.get(reverse("account_confirm_email", args=["false:key"])).content.decode()
    assert "หมดอายุ" in text


# Forgotten password


def forget(client: Client, email: str) -> tuple[str, str]:
    response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    words = re.sub(
        r"[A-Za-z0-9]{64}", "", response.content.decode()
    )  # but for its token, which is never the same
    return response.redirect_chain[-1][0], words


def test_a_forgotten_password_is_chosen_anew_by_mail(
    client: Client, head: User, reaches_people: None
) -> None:
    User.objects.filter(pk=head.pk).update(email="head@satit.example")
    other = Client()
    sign_in(other, "head")
    forget(client, "Head@satit.example")
    (message,) = sent()
    assert "ชื่อผู้ใช้: head" in str(message.body)
    form = client.get(link_in(message), follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"password1": OWN, "password2": OWN})
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    head.refresh_from_db()
    assert head.check_password(OWN)
    assert "account.password_reset" in verbs_of(head)
    assert "/sign-in/" in other.get(reverse("accounts:mine")).headers["Location"]


def test_a_link_works_once(client: Client, head: User, reaches_people: None) -> None:
    User.objects.filter(pk=head.pk).update(email="head@satit.example")
    forget(client, "head@satit.example")
    address = link_in(sent()[0])
    client.post(client.get(address, follow=True).redirect_chain[-1][0], {"password1": OWN, "password2": OWN})
    assert "ขอลิงก์ใหม่" in client.get(address).content.decode()


def test_whether_an_address_is_known_is_not_told(client: Client, head: User, reaches_people: None) -> None:
    User.objects.filter(pk=head.pk).update(email="head@satit.example")
    assert forget(client, "head@satit.example") == forget(client, "nobody@satit.example")
    assert [message.to for message in sent()] == [["head@satit.example"]]


def test_an_account_out_of_use_gets_no_link(client: Client, head: User, reaches_people: None) -> None:
    User.objects.filter(pk=head.pk).update(email="head@satit.example", is_active=False)
    forget(client, "head@satit.example")
    assert sent() == []


def test_a_broken_mail_server_stops_no_page(
    client: Client, head: User, settings: Settings, reaches_people: None
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    User.objects.filter(pk=head.pk).update(email="head@satit.example")
    assert "โปรดตรวจอีเมล" in forget(client, "head@satit.example")[1]
    mail.wait_until_sent()


def test_without_mail_the_page_says_whom_to_ask(client: Client, db: None, settings: Settings) -> None:
    settings.MAIL = Mail("django.core.mail.backends.console.EmailBackend")
    text = client.get(reverse("account_reset_password")).content.decode()
    assert "ผู้ดูแลระบบของสำนักงาน" in text
    assert "ส่งลิงก์" not in text


# Where one is signed in


def test_all_devices_are_listed_and_this_one_is_marked(mine: Client) -> None:
    other = Client(headers={"User-Agent": SAFARI})
    sign_in(other, "head")
    text = mine.get(reverse("accounts:sessions")).content.decode()
    assert "Safari บน iPhone" in text
    assert text.count("เครื่องนี้") == 1


@pytest.mark.parametrize("what", ["one", "all"])
def test_other_devices_can_be_signed_out(mine: Client, head: User, what: str) -> None:
    other = Client()
    sign_in(other, "head")
    session = UserSession.objects.get(session_key=other.session.session_key)
    mine.post(reverse("accounts:sessions"), {"session": session.pk} if what == "one" else {})
    assert "/sign-in/" in other.get(reverse("accounts:mine")).headers["Location"]
    assert mine.get(reverse("accounts:mine")).status_code == 200
    assert "account.sessions_ended" in verbs_of(head)


def test_another_persons_session_does_not_exist(mine: Client, supervisor: User) -> None:
    other = Client()
    sign_in(other, "supervisor")
    session = UserSession.objects.get(user=supervisor)
    for typed in (session.pk, "x", 0):
        assert mine.post(reverse("accounts:sessions"), {"session": typed}).status_code == 404
    assert other.get(reverse("accounts:mine")).status_code == 200


def test_ending_all_sessions_ends_those_that_are_not_listed(
    client: Client, head: User, administrator: User, office: Office
) -> None:
    client.force_login(head)
    assert not UserSession.objects.exists()
    end_sessions(head, by=as_member(administrator, office))
    assert "/sign-in/" in client.get(reverse("accounts:mine")).headers["Location"]


def test_sessions_that_ran_out_are_forgotten(mine: Client) -> None:
    sign_in(Client(), "head")
    Session.objects.filter(session_key=mine.session.session_key).update(expire_date=now() - timedelta(days=1))
    assert purge_sessions(at=now()) == 1
    assert Session.objects.count() == UserSession.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (SAFARI, "Safari บน iPhone"),
        (f"{SAFARI} Line/14.2.0", "LINE บน iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140 Safari/537.36 Edg/140", "Edge บน Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", "Chrome บน Android"),
        ("curl/8", "เบราว์เซอร์ที่ไม่รู้จัก"),
        ("", "เบราว์เซอร์ที่ไม่รู้จัก"),
    ],
)
def test_devices_are_called_as_people_call_them(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_an_unattended_device_changes_no_address(mine: Client, head: User) -> None:
    """Whoever could put in an address of theirs would get a new password by mail."""
    with time_machine.travel(now() + timedelta(minutes=30), tick=False):
        response = mine.post(reverse("account_email"), {"email": "thief@satit.example", "action_add": ""})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.exists()
