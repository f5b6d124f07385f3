"""Signing in with an account of the person's own office, against a provider on this machine."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import SignIn, User
from nithet.accounts.openid import GOOGLE, RefusedError, check_address
from nithet.accounts.tests.openid_provider import CLIENT, OTHER_KEY, SECRET, Provider, running
from nithet.accounts.tests.test_own_account import verbs_of
from nithet.accounts.tests.test_sign_in import sign_in

EMAIL = "head@satit.example"
HIS = {"email": EMAIL, "email_verified": True}
DOOR = "/accounts/openid/1/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{
            "provider_id": "1", "name": "บัญชี สพฐ.", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": provider.address, "domain": ""},
        }]}}  # fmt: skip
        yield provider


@pytest.fixture
def known(head: User) -> User:
    """The head, whose address the office has recorded."""
    User.objects.filter(pk=head.pk).update(email=EMAIL)
    return head


def come_back(client: Client, provider: Provider, *, start: str = DOOR, **claims: Any) -> tuple[str, str]:
    """All the way to the provider and back: where it leads, and what is said there."""
    provider.claims = {**HIS, **claims}
    away = client.get(start)
    assert away.status_code == 302
    back = client.get(provider.visit(away.headers["Location"]))
    assert back.status_code == 302
    where = back.headers["Location"]
    return where, client.get(where).content.decode()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_sign_in_page_offers_what_the_settings_name(client: Client, provider: Provider, db: None) -> None:
    text = client.get(reverse("accounts:sign-in"), {"next": "/satit1/my-work/"}).content.decode()
    assert "เข้าสู่ระบบด้วย บัญชี สพฐ." in text
    assert f'href="{DOOR}?next=%2Fsatit1%2Fmy-work%2F"' in text


def test_a_verified_address_signs_in_to_its_account(client: Client, provider: Provider, known: User) -> None:
    assert come_back(client, provider)[0] == "/"
    assert client.session["_auth_user_id"] == str(known.pk)
    assert SignIn.objects.get().way == SignIn.Way.OPENID
    assert verbs_of(known) == ["account.linked", "account.signed_in"]


def test_it_leads_to_the_page_asked_for(client: Client, provider: Provider, known: User) -> None:
    assert come_back(client, provider, start=f"{DOOR}?next=/satit1/my-work/")[0] == "/satit1/my-work/"


def test_the_password_stays(client: Client, provider: Provider, known: User) -> None:
    come_back(client, provider)
    assert sign_in(Client(), "head")[0] == 302


def test_once_linked_the_provider_may_change_the_address(
    client: Client, provider: Provider, known: User
) -> None:
    come_back(client, provider)
    client.logout()
    come_back(client, provider, email="new@satit.example")
    assert client.session["_auth_user_id"] == str(known.pk)


def test_little_of_what_the_provider_tells_is_kept(client: Client, provider: Provider, known: User) -> None:
    come_back(client, provider, name="ชื่อ สกุล", picture="https://satit.example/p.jpg", birthdate="2500-01-01")
    assert SocialAccount.objects.get().extra_data == {"id_token": {"sub": "person-1", "email": EMAIL}}


def test_nobody_becomes_a_user_by_a_providers_word(client: Client, provider: Provider, head: User) -> None:
    where, text = come_back(client, provider)
    assert where == reverse("accounts:sign-in")
    assert f"ไม่พบบัญชีผู้ใช้ในระบบที่ใช้อีเมล {EMAIL}" in text
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_an_address_that_another_only_claims_is_not_theirs(
    client: Client, provider: Provider, known: User, supervisor: User
) -> None:
    EmailAddress.objects.create(user=supervisor, email=EMAIL, verified=False)
    come_back(client, provider)
    assert client.session["_auth_user_id"] == str(known.pk)


def test_an_address_of_two_accounts_opens_neither(
    client: Client, provider: Provider, known: User, supervisor: User
) -> None:
    User.objects.filter(pk=supervisor.pk).update(email=EMAIL)
    come_back(client, provider)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "ยังไม่ได้ยืนยันอีเมล"),
        ({"email_verified": None}, "ยังไม่ได้ยืนยันอีเมล"),
        ({"aud": "another-client"}, "ไม่สำเร็จ"),
        ({"iss": "https://evil.example"}, "ไม่สำเร็จ"),
        ({"exp": 1_000_000_000}, "ไม่สำเร็จ"),
        ({"exp": None}, "ไม่สำเร็จ"),
        ({"sub": None}, "ไม่สำเร็จ"),
        ({"nonce": "of-another-visit"}, "ไม่ตรงกับคำขอ"),
        ({"nonce": None}, "ไม่ตรงกับคำขอ"),
    ],
    ids=str,
)
def test_a_token_that_is_not_right_opens_nothing(
    client: Client, provider: Provider, known: User, claims: dict[str, Any], words: str
) -> None:
    where, text = come_back(client, provider, **claims)
    assert (where, words in text) == (reverse("accounts:sign-in"), True)
    assert not is_signed_in(client)


def test_a_token_of_a_foreign_key_opens_nothing(client: Client, provider: Provider, known: User) -> None:
    provider.key = OTHER_KEY
    come_back(client, provider)
    assert not is_signed_in(client)


def test_an_answer_that_nobody_asked_for_opens_nothing(
    client: Client, provider: Provider, known: User
) -> None:
    """Neither without a visit, nor in the browser of another."""
    provider.claims = dict(HIS)
    back = provider.visit(Client().get(DOOR).headers["Location"])
    for address in (back, f"{DOOR}callback/?code=the-code&state=made-up", f"{DOOR}callback/"):
        assert client.get(address).headers["Location"] == reverse("accounts:sign-in")
    assert not is_signed_in(client)


def test_an_answer_works_once(client: Client, provider: Provider, known: User) -> None:
    provider.claims = dict(HIS)
    back = provider.visit(client.get(DOOR).headers["Location"])
    client.get(back)
    client.logout()
    client.get(back)
    assert not is_signed_in(client)


def test_cancelling_is_said(client: Client, provider: Provider, db: None) -> None:
    client.get(DOOR)
    provider.visit(client.get(DOOR).headers["Location"])
    response = client.get(f"{DOOR}callback/?error=access_denied&state={provider.asked['state']}", follow=True)
    assert "ท่านยกเลิกการเข้าสู่ระบบ" in response.content.decode()


def test_a_provider_that_is_down_is_said(client: Client, provider: Provider, db: None) -> None:
    provider.is_down = True
    assert "ไม่สำเร็จ โปรดลองใหม่" in client.get(DOOR, follow=True).content.decode()


def test_a_provider_that_goes_down_on_the_way_is_said(
    client: Client, provider: Provider, known: User
) -> None:
    back = provider.visit(client.get(DOOR).headers["Location"])
    provider.is_down = True
    assert "ไม่สำเร็จ โปรดลองใหม่" in client.get(back, follow=True).content.decode()


def test_an_unknown_provider_does_not_exist(client: Client, provider: Provider, db: None) -> None:
    assert client.get("/accounts/openid/2/").status_code == 404


def test_a_closed_account_stays_closed(client: Client, provider: Provider, known: User) -> None:
    come_back(client, provider)
    client.logout()
    User.objects.update(is_active=False)
    assert "ถูกระงับ" in come_back(client, provider)[1]
    assert not is_signed_in(client)


def test_the_address_can_come_from_the_userinfo(client: Client, provider: Provider, known: User) -> None:
    provider.userinfo = {"sub": "person-1", "email": EMAIL, "email_verified": True}
    come_back(client, provider, email=None, email_verified=None)
    assert is_signed_in(client)


def test_a_userinfo_of_another_person_opens_nothing(client: Client, provider: Provider, known: User) -> None:
    provider.userinfo = {"sub": "person-2", "email": EMAIL, "email_verified": True}
    assert "คนละบัญชี" in come_back(client, provider, email=None, email_verified=None)[1]
    assert not is_signed_in(client)


# Linking from one's own account


def test_an_account_is_linked_and_unlinked_by_its_owner(
    client: Client, provider: Provider, head: User
) -> None:
    sign_in(client, "head")
    assert come_back(client, provider, start=f"{DOOR}?process=connect")[0] == reverse("accounts:mine")
    linked = SocialAccount.objects.get()
    assert linked.user == head
    assert EMAIL in client.get(reverse("socialaccount_connections")).content.decode()
    client.post(reverse("socialaccount_connections"), {"account": linked.pk})
    assert not SocialAccount.objects.exists()
    assert "account.unlinked" in verbs_of(head)


def test_what_is_linked_to_another_is_not_taken(
    client: Client, provider: Provider, known: User, supervisor: User
) -> None:
    come_back(Client(), provider)
    sign_in(client, "supervisor")
    assert "เชื่อมกับบัญชีผู้ใช้อื่นอยู่แล้ว" in come_back(client, provider, start=f"{DOOR}?process=connect")[1]
    assert SocialAccount.objects.get().user == known


def test_the_last_way_in_is_not_given_up(client: Client, provider: Provider, known: User) -> None:
    known.set_unusable_password()
    known.save()
    User.objects.filter(pk=known.pk).update(email=EMAIL)
    come_back(client, provider)
    linked = SocialAccount.objects.get()
    response = client.post(reverse("socialaccount_connections"), {"account": linked.pk})
    assert "ยังไม่มีรหัสผ่าน" in response.content.decode()
    assert SocialAccount.objects.exists()


# The domain of an office


@pytest.mark.parametrize(
    ("claims", "is_right"),
    [
        ({"email": "a@satit.example"}, True),
        ({"email": "A@SATIT.EXAMPLE"}, True),
        ({"email": "a@other.example"}, False),
        ({"email": "a@satit.example.evil.example"}, False),
        ({"iss": GOOGLE, "email": "a@satit.example", "hd": "satit.example"}, True),
        ({"iss": GOOGLE, "email": "a@satit.example"}, False),
        ({"iss": GOOGLE, "email": "a@satit.example", "hd": "other.example"}, False),
    ],
)
def test_only_accounts_of_the_asked_domain(claims: dict[str, str], is_right: bool) -> None:
    expected = nullcontext() if is_right else pytest.raises(RefusedError, match="@satit")
    with expected:
        check_address({"email_verified": True, **claims}, domain="satit.example")


def test_the_domain_is_told_to_the_provider(
    client: Client, provider: Provider, settings: Settings, known: User
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["domain"] = "other.example"
    assert "@other.example" in come_back(client, provider)[1]
    assert provider.asked["hd"] == "other.example"
    assert not is_signed_in(client)


def test_nothing_in_the_address_changes_what_is_asked(client: Client, provider: Provider, db: None) -> None:
    provider.visit(client.get(f"{DOOR}?auth_params=nonce%3Dmine&scope=everything").headers["Location"])
    assert provider.asked["nonce"] != "mine"
    assert set(provider.asked["scope"].split()) == {"openid", "email"}
