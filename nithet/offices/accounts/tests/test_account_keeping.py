"""What an administrator does to one person's account."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import FirstSignIn, User
from nithet.audit.models import Entry
from nithet.offices.models import Office
from nithet.offices.tests.factories import PASSWORD, make_person

SIGN_IN = "/accounts/sign-in/"
ACTS = ["slip", "unlock", "sign-out", "clear-factor", "suspend", "restore"]


@pytest.fixture
def keeper(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def act(client: Client, name: str, user: User, office: str = "satit1", **fields: str) -> tuple[int, str]:
    address = reverse(f"offices:account-{name}", args=[office, user.person.pk])
    response = client.post(address, fields, follow=True)
    return response.status_code, response.content.decode()


def looked_at(client: Client, user: User) -> str:
    return client.get(reverse("offices:account-page", args=["satit1", user.person.pk])).content.decode()


def signed_in(username: str, password: str = PASSWORD) -> Client:
    visitor = Client()
    visitor.post(SIGN_IN, {"username": username, "password": password})
    return visitor


def is_in(visitor: Client) -> bool:
    return visitor.get(reverse("accounts:mine")).status_code == 200


def lock(username: str) -> None:
    for _ in range(5):
        signed_in(username, "wrong")


def told(verb: str, user: User) -> Entry:
    return Entry.objects.get(verb=verb, object_id=user.pk)


def test_a_reset_slip_is_made_and_told(
    keeper: Client, teacher: User, administrator: User, office: Office
) -> None:
    code, text = act(keeper, "slip", teacher)
    assert (code, "ใบแจ้งบัญชี" in text) == (200, True)
    assert FirstSignIn.objects.get().user == teacher
    entry = told("account.reset_slip_made", teacher)
    assert (entry.by_id, entry.office_id) == (administrator.pk, office.pk)
    assert is_in(signed_in("teacher"))


def test_a_locked_account_is_unlocked(keeper: Client, teacher: User) -> None:
    lock("teacher")
    assert not is_in(signed_in("teacher"))
    assert "พักการเข้าสู่ระบบชั่วคราว" in looked_at(keeper, teacher)
    assert "ปลดล็อกการเข้าสู่ระบบแล้ว" in act(keeper, "unlock", teacher)[1]
    assert is_in(signed_in("teacher"))
    assert told("account.unlocked", teacher)


def test_what_is_not_locked_is_not_unlocked(keeper: Client, teacher: User) -> None:
    assert act(keeper, "unlock", teacher)[0] == 409


def test_all_sessions_of_a_person_are_ended(keeper: Client, teacher: User, head: User) -> None:
    visitors = [signed_in("teacher"), signed_in("teacher")]
    other = signed_in("head")
    act(keeper, "sign-out", teacher)
    assert [is_in(visitor) for visitor in (*visitors, other)] == [False, False, True]
    assert told("account.sessions_ended", teacher)


def test_a_lost_second_factor_is_removed_with_a_reason(keeper: Client, teacher: User) -> None:
    visitor = signed_in("teacher")
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "A"})
    assert act(keeper, "clear-factor", teacher, reason="")[1].count("โปรดระบุเหตุผล") == 1
    assert Authenticator.objects.exists()
    act(keeper, "clear-factor", teacher, reason="โทรศัพท์หาย มาแสดงตนที่สำนักงาน")
    assert not Authenticator.objects.exists()
    assert told("account.second_factor_cleared", teacher).why == "โทรศัพท์หาย มาแสดงตนที่สำนักงาน"
    assert not is_in(visitor)
    assert act(keeper, "clear-factor", teacher, reason="อีกครั้ง")[0] == 409


def test_a_suspended_account_signs_in_when_restored(keeper: Client, teacher: User) -> None:
    visitor = signed_in("teacher")
    act(keeper, "suspend", teacher, reason="ใช้บัญชีร่วมกัน")
    assert not is_in(visitor)
    assert not is_in(signed_in("teacher"))
    assert act(keeper, "slip", teacher)[0] == 409
    assert act(keeper, "suspend", teacher, reason="อีกครั้ง")[0] == 409
    act(keeper, "restore", teacher)
    assert is_in(signed_in("teacher"))
    assert act(keeper, "restore", teacher)[0] == 409
    assert told("account.suspended", teacher).why == "ใช้บัญชีร่วมกัน"


def test_a_reason_is_needed_to_suspend(keeper: Client, teacher: User) -> None:
    act(keeper, "suspend", teacher)
    teacher.refresh_from_db()
    assert teacher.is_active


def test_nobody_suspends_themselves(keeper: Client, administrator: User) -> None:
    code, text = act(keeper, "suspend", administrator, reason="พลั้ง")
    assert (code, "ระงับบัญชีของตนเองไม่ได้" in text) == (409, True)
    administrator.refresh_from_db()
    assert administrator.is_active


def test_the_last_attempts_are_shown(keeper: Client, teacher: User) -> None:
    signed_in("teacher", "wrong")
    signed_in("teacher")
    text = looked_at(keeper, teacher)
    assert "รหัสผ่านไม่ถูกต้อง" in text
    assert "เข้าสู่ระบบ" in text


@pytest.mark.parametrize("name", ACTS)
def test_without_an_account_nothing_can_be_done(keeper: Client, office: Office, name: str) -> None:
    person = make_person(office)
    address = reverse(f"offices:account-{name}", args=["satit1", person.pk])
    assert keeper.post(address, {"reason": "ก"}).status_code == 409


@pytest.mark.parametrize("name", [*ACTS, "page"])
@pytest.mark.parametrize(("who", "code"), [("head", 403), ("teacher", 403), ("outsider", 404)])
def test_others_do_nothing_to_it(
    client: Client, school_clerk: User, name: str, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    address = reverse(f"offices:account-{name}", args=["satit1", school_clerk.person.pk])
    response = client.get(address) if name == "page" else client.post(address, {"reason": "ก"})
    assert response.status_code == code
    school_clerk.refresh_from_db()
    assert school_clerk.is_active
    assert not FirstSignIn.objects.exists()


@pytest.mark.parametrize("name", ACTS)
def test_another_offices_person_is_not_found(keeper: Client, outsider: User, name: str) -> None:
    assert act(keeper, name, outsider, reason="ก")[0] == 404
    assert act(keeper, name, outsider, office="satit2", reason="ก")[0] == 404


@pytest.mark.parametrize("name", ACTS)
def test_a_link_does_nothing(keeper: Client, teacher: User, name: str) -> None:
    address = reverse(f"offices:account-{name}", args=["satit1", teacher.person.pk])
    assert keeper.get(address).status_code == 405
