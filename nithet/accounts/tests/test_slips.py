"""A printed slip opens an account once: by its QR code, or by typing its code."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from nithet.accounts import codes
from nithet.accounts.errors import SlipUsedError
from nithet.accounts.models import FirstSignIn, SignIn, User
from nithet.accounts.services.slips import SLIP_LASTS, find_slip, make_slips, use_slip
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member

OWN = "ทุ่งนา-ป่าเขา-69"


@pytest.fixture
def newcomer(teacher: User) -> User:
    """A teacher who has an account and no password yet."""
    teacher.set_unusable_password()
    teacher.save()
    return teacher


def a_slip(user: User, by: User, office: Office) -> str:
    return make_slips([user], by=as_member(by, office), office_id=office.pk)[0].code


@pytest.fixture
def code(newcomer: User, administrator: User, office: Office) -> str:
    return a_slip(newcomer, administrator, office)


def choose(client: Client, code: str, first: str = OWN, again: str = OWN) -> tuple[int, str, str]:
    response = client.post(reverse("accounts:slip", args=[code]), {"password1": first, "password2": again})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_a_slip_shows_whose_account_it_is(client: Client, code: str, newcomer: User) -> None:
    text = client.get(reverse("accounts:slip", args=[code])).content.decode()
    assert newcomer.name in text
    assert newcomer.username in text


def test_looking_at_a_slip_uses_nothing_up(client: Client, code: str) -> None:
    for _ in range(3):
        assert client.get(reverse("accounts:slip", args=[code])).status_code == 200
    assert choose(client, code)[0] == 302


def test_choosing_a_password_signs_in(client: Client, code: str, newcomer: User) -> None:
    assert choose(client, code)[:2] == (302, "/")
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/satit1/asked/"
    newcomer.refresh_from_db()
    assert newcomer.check_password(OWN)
    assert SignIn.objects.get().way == SignIn.Way.SLIP


def test_history_tells_of_the_slip_and_not_of_its_code(client: Client, code: str) -> None:
    choose(client, code)
    entries = list(Entry.objects.filter(verb__startswith="account.").order_by("pk").values())
    assert [row["verb"] for row in entries] == ["account.slip_made", "account.slip_used", "account.signed_in"]
    assert code not in str(entries)


@pytest.mark.parametrize(("comes_in", "days"), [("", 60), ("password", 7), ("office sign-in", 7)])
def test_a_slip_for_an_account_in_use_is_good_for_a_week_only(
    newcomer: User, administrator: User, office: Office, comes_in: str, days: int
) -> None:
    if comes_in == "password":
        newcomer.set_password(OWN)
    elif comes_in:
        newcomer.last_login = now()
    newcomer.save()
    a_slip(newcomer, administrator, office)
    slip = FirstSignIn.objects.get()
    assert slip.expires_at - slip.made_at == timedelta(days=days)


@pytest.mark.parametrize("typed", ["{}", "{}-", " {} ", "lower"])
def test_the_code_can_be_typed_in_any_usual_way(client: Client, code: str, typed: str) -> None:
    shown = codes.shown(code)
    text = shown.lower() if typed == "lower" else typed.format(shown)
    response = client.post(reverse("accounts:slip-code"), {"code": text})
    assert response.headers["Location"] == reverse("accounts:slip", args=[code])


@pytest.mark.parametrize("typed", ["", "ABCDE-FGHJK", "ไม่มี", "x" * 41])
def test_a_code_that_opens_nothing_is_told_at_the_field(client: Client, code: str, typed: str) -> None:
    response = client.post(reverse("accounts:slip-code"), {"code": typed})
    assert response.status_code == 422
    assert "ยังไปต่อไม่ได้" in response.content.decode()


@pytest.mark.parametrize(
    ("first", "again", "words"),
    [
        ("short", "short", "รหัสผ่านสั้นเกินไป"),
        (OWN, "another-one", "รหัสผ่านสองช่องไม่ตรงกัน"),
        ("password", "password", "เดาได้ง่าย"),
        ("teacher1", "teacher1", "คล้ายชื่อ"),
        ("nithet-demo", "nithet-demo", "ของบัญชีสาธิต"),
        ("", "", "โปรดกรอกรหัสผ่านใหม่"),
    ],
)
def test_a_bad_password_is_refused_in_words_and_the_slip_stays(
    client: Client, code: str, first: str, again: str, words: str
) -> None:
    status, _, text = choose(client, code, first, again)
    assert (status, words in text) == (422, True)
    assert FirstSignIn.objects.get().used_at is None


def test_a_slip_is_used_once(client: Client, code: str) -> None:
    choose(client, code)
    status, _, text = choose(Client(), code, "another-password-1", "another-password-1")
    assert (status, "ใช้ไปแล้ว" in text) == (410, True)
    assert "ใช้ไปแล้ว" in Client().get(reverse("accounts:slip", args=[code])).content.decode()


def test_one_press_that_is_sent_twice_signs_in_both_times(client: Client, code: str) -> None:
    choose(client, code)
    again = Client()
    assert choose(again, code)[:2] == (302, "/")
    assert again.get("/").status_code == 302


def test_later_the_same_password_is_no_way_in_by_the_slip(client: Client, code: str, friday: date) -> None:
    choose(client, code)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert choose(Client(), code)[0] == 410


def test_a_slip_expires(client: Client, code: str) -> None:
    with time_machine.travel(now() + SLIP_LASTS + timedelta(seconds=1), tick=False):
        status, _, text = choose(client, code)
        assert (status, "หมดอายุแล้ว" in text) == (410, True)


def test_a_new_slip_withdraws_the_older(
    client: Client, code: str, newcomer: User, administrator: User, office: Office
) -> None:
    newer = a_slip(newcomer, administrator, office)
    status, _, text = choose(client, code)
    assert (status, "ออกใบใหม่แล้ว" in text) == (410, True)
    assert choose(client, newer)[0] == 302


def test_only_the_digest_is_kept(code: str) -> None:
    kept = FirstSignIn.objects.values().get()
    assert code not in str(kept)
    assert kept["digest"] == codes.digest(code)


def test_using_a_slip_ends_older_sessions(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    """With a reset slip a forgotten or stolen sign-in is out."""
    client.force_login(teacher)
    slip = a_slip(teacher, administrator, office)
    assert client.get("/").status_code == 302
    assert "/sign-in/" not in client.get("/").headers["Location"]
    choose(Client(), slip)
    assert "/sign-in/" in client.get("/").headers["Location"]


def test_making_a_slip_changes_nothing_yet(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    a_slip(teacher, administrator, office)
    assert client.login(username="teacher", password="nithet-test")


def test_a_slip_opens_a_name_that_was_locked(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    for _ in range(6):
        client.post(reverse("accounts:sign-in"), {"username": "teacher", "password": "wrong"})
    choose(client, a_slip(teacher, administrator, office))
    client.logout()
    client.post(reverse("accounts:sign-in"), {"username": "teacher", "password": OWN})
    assert client.session.get("_auth_user_id") == str(teacher.pk)


def test_who_is_signed_in_as_another_becomes_the_slips_owner(
    client: Client, code: str, newcomer: User, head: User
) -> None:
    client.force_login(head)
    assert head.name in client.get(reverse("accounts:slip", args=[code])).content.decode()
    choose(client, code)
    assert client.session["_auth_user_id"] == str(newcomer.pk)


def test_guessing_codes_is_slowed_down(client: Client, code: str) -> None:
    for _ in range(30):
        assert client.get(reverse("accounts:slip", args=[codes.new_code()])).status_code == 404
    assert client.get(reverse("accounts:slip", args=[codes.new_code()])).status_code == 429
    assert client.get(reverse("accounts:slip", args=[code])).status_code == 429


def test_right_codes_are_not_counted(client: Client, code: str) -> None:
    """A hundred teachers of one training come from one address."""
    for _ in range(40):
        assert client.get(reverse("accounts:slip", args=[code])).status_code == 200


def test_a_slip_needs_no_script_and_survives_an_in_app_browser(client: Client, code: str) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) AppleWebKit Safari Line/14.2.0"}
    address = reverse("accounts:slip", args=[code])
    strict = Client(enforce_csrf_checks=True, headers=agent)
    text = strict.get(f"{address}?openExternalBrowser=1").content.decode()
    token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    response = strict.post(address, {"password1": OWN, "password2": OWN, "csrfmiddlewaretoken": token})
    assert response.status_code == 302
    assert strict.get("/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_slip_at_once_one_wins(
    newcomer: User, administrator: User, office: Office
) -> None:
    slip = find_slip(a_slip(newcomer, administrator, office), at=now())
    start, told = Barrier(2), ["", ""]

    def press(place: int) -> None:
        try:
            start.wait(10)
            use_slip(slip, f"password-of-{place}", at=now())
            told[place] = "done"
        except SlipUsedError:
            told[place] = "used"
        finally:
            connection.close()

    threads = [Thread(target=press, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["done", "used"]
    newcomer.refresh_from_db()
    assert newcomer.check_password(f"password-of-{told.index('done')}")


def test_guessing_the_password_by_a_used_slip_is_slowed_down(client: Client, code: str) -> None:
    choose(client, code)
    statuses = [choose(Client(), code, f"เดารหัสผ่าน-{n}", f"เดารหัสผ่าน-{n}")[0] for n in range(31)]
    assert (statuses[0], statuses[-1]) == (410, 429)
    assert choose(Client(), code)[0] == 429
