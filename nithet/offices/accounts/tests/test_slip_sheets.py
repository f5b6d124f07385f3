"""Slips on paper: printed once, eight a sheet, in the order in which they are handed out."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.codes import digest
from nithet.accounts.models import FirstSignIn, User
from nithet.offices.accounts import services
from nithet.offices.accounts.tests.test_account_list import LIST, a_teacher
from nithet.offices.models import Office, Person, Role, School, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_person, page_text

CODE = re.compile(r'slip-code">([A-Z0-9]{5}-[A-Z0-9]{5})<')


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def people_with_accounts(people: list[Person], administrator: User, office: Office) -> list[Person]:
    services.make_accounts(people, by=as_member(administrator, office))
    return list(Person.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key"))


def sheets(client: Client, query: str = "?state=new", **fields: object) -> str:
    response = client.post(f"{LIST}slips/{query}", fields)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_slip_says_all_that_its_owner_needs(
    page: Client, office: Office, school: School, administrator: User
) -> None:
    (person,) = people_with_accounts([a_teacher(office, school, "สมหญิง ตั้งใจ")], administrator, office)
    text = sheets(page, person=str(person.pk))
    (code,) = CODE.findall(text)
    assert FirstSignIn.objects.get().digest == digest(code.replace("-", ""))
    assert person.user
    for words in (
        person.name,
        person.user.username,
        "testserver/accounts/first/",
        school.name[:12],
        "ใช้ได้ครั้งเดียว",
    ):
        assert words in text
    assert 'class="qr"' in text


@pytest.mark.parametrize(("has_password", "day"), [(False, "19 ม.ค. 2570"), (True, "27 พ.ย. 2569")])
def test_a_slip_says_until_when_it_is_good(
    page: Client,
    office: Office,
    school: School,
    administrator: User,
    friday: date,
    has_password: bool,
    day: str,
) -> None:
    (person,) = people_with_accounts([a_teacher(office, school)], administrator, office)
    assert person.user
    if has_password:
        person.user.set_password("ทุ่งนา-ป่าเขา-69")
        person.user.save()
    account = f"{LIST}{person.pk}/"
    assert f"ใช้ได้ {7 if has_password else 60} วัน" in page_text(page.get(account))
    text = page_text(page.post(f"{account}slip/"))
    assert f'ถึง <span class="nw">{day}</span>' in text


def test_the_code_on_paper_opens_the_account(
    page: Client, office: Office, school: School, administrator: User
) -> None:
    (person,) = people_with_accounts([a_teacher(office, school)], administrator, office)
    (code,) = CODE.findall(sheets(page, all="1"))
    visitor = Client()
    where = visitor.post(reverse("accounts:slip-code"), {"code": code}).headers["Location"]
    visitor.post(where, {"password1": "ทุ่งนา-ป่าเขา-69", "password2": "ทุ่งนา-ป่าเขา-69"})
    assert person.user
    assert visitor.session["_auth_user_id"] == str(person.user.pk)


def test_slips_of_a_school_lie_together_after_those_of_the_office(
    page: Client,
    office: Office,
    school: School,
    small_school: School,
    supervision: Unit,
    administrator: User,
) -> None:
    people = [
        a_teacher(office, school, "ครูข ทุ่ง"), a_teacher(office, small_school, "ครูก ดอย"),
        a_teacher(office, school, "ครูก ทุ่ง"), make_person(office, "ศน สาธิต"),
    ]  # fmt: skip
    make_appointment(people[3], Role.SUPERVISOR, unit=supervision)
    people_with_accounts(people, administrator, office)
    names = re.findall(r"<h2>(.*?)</h2>", sheets(page, all="1"))
    assert [name for name in names if "สาธิต" in name or "ทุ่ง" in name or "ดอย" in name] == [
        "ศน สาธิต", "ครูก ดอย", "ครูก ทุ่ง", "ครูข ทุ่ง",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "expected"), [(8, 1), (9, 2)])
def test_eight_stand_on_a_sheet(
    page: Client, office: Office, school: School, administrator: User, count: int, expected: int
) -> None:
    people_with_accounts([a_teacher(office, school) for _ in range(count)], administrator, office)
    assert sheets(page, all="1").count('class="slip-sheet"') == expected


def test_printing_again_withdraws_the_first_paper(
    page: Client, office: Office, school: School, administrator: User
) -> None:
    people_with_accounts([a_teacher(office, school)], administrator, office)
    (first,) = CODE.findall(sheets(page, all="1"))
    (second,) = CODE.findall(sheets(page, "?state=printed", all="1"))
    opened = [Client().get(reverse("accounts:slip", args=[code])).status_code for code in (first, second)]
    assert opened == [410, 200]


def test_too_many_at_once_are_printed_part_by_part(
    page: Client, office: Office, school: School, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SLIPS_AT_ONCE", 2)
    people_with_accounts([a_teacher(office, school) for _ in range(3)], administrator, office)
    response = page.post(f"{LIST}slips/?state=new", {"all": "1"})
    plain = response.content.decode().replace("\u2060", "").replace("\u00a0", " ")
    assert (response.status_code, "ครั้งละไม่เกิน 2 ใบ" in plain) == (409, True)
    assert not FirstSignIn.objects.exists()


def test_the_page_with_codes_is_kept_nowhere(
    page: Client, office: Office, school: School, administrator: User
) -> None:
    people_with_accounts([a_teacher(office, school)], administrator, office)
    response = page.post(f"{LIST}slips/?state=new", {"all": "1"})
    assert "no-store" in response.headers["Cache-Control"]


def test_printing_costs_the_same_for_any_number(
    page: Client, office: Office, school: School, administrator: User, settings: Settings
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cost = []
    for count in (1, 6):
        people_with_accounts([a_teacher(office, school) for _ in range(count)], administrator, office)
        with CaptureQueriesContext(connection) as queries:
            sheets(page, all="1")
        cost.append(len(queries))
    assert cost[0] == cost[1]
