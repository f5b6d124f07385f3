"""The first start: a code that the machine shows, an office, its first administrator."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import FirstSignIn, User
from nithet.audit.models import Entry
from nithet.offices.models import Office, Person
from nithet.offices.settings import setup_code
from nithet.offices.tests.factories import make_office, page_text

pytestmark = pytest.mark.django_db

GIVEN = {
    "kind": "secondary",
    "name": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสาธิต",
    "short_name": "สพม.สาธิต",
    "province": "สาธิต",
    "code": "spm-satit",
    "title": "นาง",
    "first_name": "ดวงใจ",
    "last_name": "สมมุติสุข",
}


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def found(client: Client, **changes: str) -> Any:
    given = GIVEN | {"setup_code": setup_code.current()} | changes
    return client.post(reverse("founding"), given)


def test_where_nothing_is_set_up_the_front_page_leads_to_the_first_step(client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("founding")


def test_where_an_office_is_the_front_page_asks_to_sign_in(client: Client) -> None:
    make_office("satit1")
    assert client.get("/").headers["Location"].startswith("/accounts/sign-in/")


def test_the_code_of_the_machine_founds_an_office_and_leads_to_an_own_password(client: Client) -> None:
    response = found(client)
    office, person = Office.objects.get(), Person.objects.get()
    assert (office.code, office.kind, office.asks_second_factor) == ("spm-satit", "secondary", True)
    assert person.name == "นางดวงใจ สมมุติสุข"
    assert person.user is not None
    assert not person.user.has_usable_password()
    page = client.get(response.headers["Location"], follow=True)
    assert "นางดวงใจ" in page_text(page)
    assert Entry.objects.filter(office_id=office.pk, verb="office.founded").count() == 1


def test_the_code_is_good_for_one_office(client: Client) -> None:
    code = setup_code.current()
    found(client)
    response = found(client, setup_code=code, code="another")
    assert response.status_code == 422
    assert Office.objects.count() == 1


def test_a_wrong_code_founds_nothing_and_loses_nothing_typed(client: Client) -> None:
    response = found(client, setup_code="AAAAA-AAAAA")
    assert response.status_code == 422
    assert "รหัสตั้งค่าเริ่มต้นไม่ถูกต้อง" in page_text(response)
    assert "สพม.สาธิต" in page_text(response)
    assert not Office.objects.exists()


def test_many_wrong_codes_close_the_door_for_a_while(client: Client) -> None:
    for _ in range(60):
        found(client, setup_code="AAAAA-AAAAA")
    assert "หลายครั้งเกินไป" in page_text(found(client))
    assert not Office.objects.exists()


@pytest.mark.parametrize("code", ["accounts", "setup", "static", "Satit", "1satit", "ส", "satit1"])
def test_an_address_that_is_taken_or_cannot_be_one_is_refused(client: Client, code: str) -> None:
    make_office("satit1")
    assert found(client, code=code).status_code == 422
    assert Office.objects.count() == 1


def test_the_code_may_be_typed_in_small_letters_and_without_its_hyphen(client: Client) -> None:
    assert found(client, setup_code=setup_code.current().lower().replace("-", " ")).status_code == 302


def test_a_command_shows_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("setupcode")
    assert capsys.readouterr().out.strip() == setup_code.current()


def test_the_file_of_the_code_is_for_its_owner_only(tmp_path: Path) -> None:
    setup_code.current()
    assert (tmp_path / "setup-code").stat().st_mode & 0o077 == 0


def test_the_administrator_of_a_new_office_is_led_to_its_setting_up(client: Client) -> None:
    found(client)
    client.force_login(User.objects.get())
    Office.objects.update(asks_second_factor=False)
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/spm-satit/setup/"


def test_sent_twice_both_answers_open_the_same_account(client: Client) -> None:
    """A double press must not lose the only way in."""
    code = setup_code.current()
    found(client, setup_code=code)
    again = found(client, setup_code=code)
    assert (again.status_code, Office.objects.count(), User.objects.count()) == (302, 1, 1)
    assert "นางดวงใจ" in page_text(client.get(again.headers["Location"], follow=True))


def test_a_user_name_that_is_taken_gets_a_number(client: Client) -> None:
    """Somebody of another office may be called so; sent twice it still is one account."""
    for taken in ("spm-satit-admin", "spm-satit-admin2"):
        User.objects.create_user(taken, name="ผู้อื่น สาธิต")
    code = setup_code.current()
    for _ in range(2):
        assert found(client, setup_code=code).status_code == 302
    assert Person.objects.get().user == User.objects.get(username="spm-satit-admin3")
    assert Office.objects.get().code == "spm-satit"


def test_the_used_code_opens_nothing_once_the_account_is_in_use(client: Client) -> None:
    code = setup_code.current()
    found(client, setup_code=code)
    user = User.objects.get()
    user.set_password("ทุ่งนา-ป่าเขา-69")
    user.save()
    assert found(client, setup_code=code).status_code == 422
    assert FirstSignIn.objects.count() == 1


def test_a_province_without_its_name_is_asked_again(client: Client) -> None:
    assert found(client, province="จังหวัด").status_code == 422
    found(client, province="จังหวัดสาธิต")
    assert Office.objects.get().province == "สาธิต"
