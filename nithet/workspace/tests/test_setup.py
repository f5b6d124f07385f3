"""Setting up an office: steps that are done when their data are there, left for later, taken up again."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import page_text
from nithet.workspace.setup import STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
URL = "/satit1/setup/"


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def test_a_new_office_has_nothing_done_and_one_next_step(admin: Client) -> None:
    page = page_text(admin.get(URL))
    assert f"0 จาก {len(STEPS)} ขั้น" in page
    assert "ร้อยละ 0<" in page
    assert page.count("bt-go") == 1


def test_a_step_is_done_when_its_data_are_there(
    admin: Client, office: Office, supervision: Unit, school: School, director: User
) -> None:
    Office.objects.update(address="1 ถนนสมมุติ")
    page = page_text(admin.get(URL))
    for so_far in ("1 กลุ่มและหน่วย", "1 โรงเรียน", "1 คน", "2 บัญชี"):
        assert so_far in page
    assert f"5 จาก {len(STEPS)} ขั้น" in page
    assert "ร้อยละ 62.5<" in page


def test_a_step_is_left_for_later_and_taken_up_again(admin: Client, office: Office) -> None:
    url = reverse("workspace:setup-later", args=["satit1", "office"])
    admin.post(url, {"later": "1"})
    office.refresh_from_db()
    assert office.setup == {"left": ["office"]}
    assert "พักไว้ก่อน" in page_text(admin.get(URL))
    admin.post(url, {"later": "0"})
    office.refresh_from_db()
    assert office.setup == {"left": []}


def test_a_step_that_is_none_does_not_exist(admin: Client) -> None:
    assert admin.post(reverse("workspace:setup-later", args=["satit1", "nothing"])).status_code == 404


def test_the_front_page_leads_to_setting_up_until_a_year_has_begun(
    admin: Client, office: Office, supervision: Unit
) -> None:
    front = reverse("workspace:front", args=["satit1"])
    assert admin.get(front).headers["Location"] == URL
    make_procedure(supervision)
    open_year(office)
    assert admin.get(front).headers["Location"] == reverse("workspace:my-work", args=["satit1"])


@pytest.mark.parametrize(("who", "code"), [("director", 200), ("head", 403), ("outsider", 404)])
@pytest.mark.parametrize("page", ["setup", "settings"])
def test_only_those_who_look_after_the_office_set_it_up(
    client: Client, page: str, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"workspace:{page}", args=["satit1"])).status_code == code


def test_the_settings_show_the_pages_that_one_may_open(client: Client, planning: User) -> None:
    client.force_login(planning)
    page = page_text(client.get(reverse("workspace:settings", args=["satit1"])))
    assert "นำเข้ารายการ" in page
    assert "บัญชีผู้ใช้" not in page


@pytest.mark.parametrize("page", ["setup", "settings"])
def test_every_way_from_setting_up_is_open_to_the_administrator(admin: Client, page: str) -> None:
    text = admin.get(reverse(f"workspace:{page}", args=["satit1"])).content.decode()
    ways = set(re.findall(r'href="(/satit1/[^"#]+)"', text))
    assert reverse("offices:settings-units", args=["satit1"]) in ways
    assert {way: code for way in ways if (code := admin.get(way).status_code) != 200} == {}
