import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.demo import PASSWORD as DEMO_PASSWORD
from nithet.accounts.models import User

PASSWORD = "nithet-test"  # of every user that conftest.py makes


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    response = client.post(reverse("accounts:sign-in"), {"username": username, "password": password, **more})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_signing_in_leads_to_ones_work(client: Client, head: User) -> None:
    code, where, _ = sign_in(client, "head")
    assert code == 302
    assert client.get(where, follow=True).redirect_chain[-1] == ("/satit1/my-work/", 302)


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, head: User) -> None:
    address = reverse("offices:school-list", args=["satit1"])
    assert sign_in(client, "head", next=address)[:2] == (302, address)


def test_signing_in_never_leads_to_another_site(client: Client, head: User) -> None:
    assert "evil" not in sign_in(client, "head", next="https://evil.example/")[1]


@pytest.mark.parametrize(("username", "password"), [("head", "wrong"), ("nobody", PASSWORD)])
def test_which_of_the_two_was_wrong_is_not_told(
    client: Client, head: User, username: str, password: str
) -> None:
    code, _, text = sign_in(client, username, password)
    assert code == 200
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in text


def test_an_account_out_of_use_does_not_sign_in(client: Client, head: User) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client, "head")[0] == 200


def test_capitals_in_a_user_name_do_not_matter(client: Client, head: User) -> None:
    assert sign_in(client, "HEAD")[0] == 302


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_address_given_or_confirmed_signs_in_too(client: Client, head: User, is_confirmed: bool) -> None:
    if is_confirmed:
        EmailAddress.objects.create(user=head, email="head@satit.example", verified=True, primary=True)
    else:
        User.objects.filter(pk=head.pk).update(email="head@satit.example")
    assert sign_in(client, "Head@satit.example")[0] == 302


def test_staying_signed_in_is_asked_for(client: Client, head: User) -> None:
    sign_in(client, "head")
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, "head", remember="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_demos_password_opens_nothing_where_the_demo_is_off(
    client: Client, head: User, settings: Settings, is_demo: bool
) -> None:
    head.set_password(DEMO_PASSWORD)
    head.save()
    settings.DEMO = is_demo
    code, _, text = sign_in(client, "head", DEMO_PASSWORD)
    assert (code, "บัญชีสาธิตใช้กับระบบนี้ไม่ได้" in text) == ((302, False) if is_demo else (200, True))


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/login/").status_code == 404


def test_empty_fields_are_told_at_the_fields(client: Client, db: None) -> None:
    text = sign_in(client, "", "")[2]
    assert "โปรดกรอกชื่อผู้ใช้" in text
    assert "โปรดกรอกรหัสผ่าน" in text


def test_who_is_signed_in_does_not_sign_in_again(client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("accounts:sign-in")).status_code == 302


def test_signing_out_ends_the_session(client: Client, head: User) -> None:
    client.force_login(head)
    response = client.post(reverse("accounts:sign-out"))
    assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign-in"))
    assert client.get("/").headers["Location"].startswith(reverse("accounts:sign-in"))


def test_a_link_does_not_sign_out(client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("accounts:sign-out")).status_code == 405


@pytest.mark.parametrize("is_demo", [True, False])
def test_accounts_are_shown_in_the_demo_only(
    client: Client, db: None, settings: Settings, is_demo: bool
) -> None:
    settings.DEMO = is_demo
    assert ("nithet-demo" in client.get(reverse("accounts:sign-in")).content.decode()) is is_demo
