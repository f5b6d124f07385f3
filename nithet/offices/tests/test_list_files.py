"""Every list of the registers as a file and on paper."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import User
from nithet.offices.models import Appointment, Leave, Office, Role, School
from nithet.offices.tests.factories import DAY, make_member_user, make_school

pytestmark = pytest.mark.usefixtures("friday")
LISTS = ("school-list", "cluster-list", "person-list", "person-seniority", "appointment-list", "leave-list")


@pytest.fixture
def page(client: Client, administrator: User, school: School, teacher: User, head: User) -> Client:
    Leave.objects.create(
        office=school.office, person=head.person, kind="sick", from_on=DAY, until_on=DAY, note="ปวดท้อง"
    )
    client.force_login(administrator)
    return client


def get(client: Client, name: str, **asked: str) -> Any:
    return client.get(reverse(f"offices:{name}", args=["satit1"]), asked)


def cells(response: Any) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_taken_out_with_the_offices_heading(page: Client, office: Office, name: str) -> None:
    response = get(page, name, format="xlsx")
    rows = cells(response)
    assert rows[0] == [office.name]
    assert rows[2] == ["ข้อมูล ณ วันที่ 20 พฤศจิกายน 2569"]
    assert len(rows) > 4
    assert (
        "2569-11-20.xlsx" in response.headers["Content-Disposition"]
        or "UTF-8" in response.headers["Content-Disposition"]
    )


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_text_between_commas_too(page: Client, name: str) -> None:
    text = b"".join(get(page, name, format="csv").streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) > 1


def test_a_school_is_told_whole(page: Client, school: School) -> None:
    row = cells(get(page, "school-list", format="xlsx"))[4]
    assert row[:2] == [school.smis_code, school.name]
    assert 240 in row


def test_a_file_holds_what_the_filters_chose(page: Client, school: School, small_school: School) -> None:
    rows = cells(get(page, "school-list", format="xlsx", small="on"))
    assert [row[1] for row in rows[4:]] == [small_school.name]


def test_telephone_numbers_and_notes_stay_where_they_are(page: Client, head: User) -> None:
    head.person.phone = "081 234 5678"
    head.person.save()
    told = "".join(str(cells(get(page, name, format="xlsx"))) for name in LISTS)
    assert "081" not in told
    assert "ปวดท้อง" not in told


@pytest.mark.parametrize(
    ("who", "code"), [("clerk", 200), ("teacher", 403), ("auditor", 403), ("outsider", 404)]
)
def test_who_takes_lists_out(page: Client, who: str, code: int, request: pytest.FixtureRequest) -> None:
    page.force_login(request.getfixturevalue(who))
    response = get(page, "school-list", format="xlsx")
    b"".join(response)
    assert response.status_code == code
    if code != 404:
        assert ("Excel" in get(page, "school-list").content.decode()) is (code == 200)


def test_the_kind_of_leave_is_not_for_all(page: Client, clerk: User) -> None:
    assert "ลาป่วย" in str(cells(get(page, "leave-list", format="xlsx")))
    page.force_login(clerk)
    assert "ลาป่วย" not in str(cells(get(page, "leave-list", format="xlsx")))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_printed_whole_under_the_offices_name(page: Client, office: Office, name: str) -> None:
    for number in range(60):
        make_school(office, f"โรงเรียนสาธิต {number}")
    text = get(page, name, format="print").content.decode()
    assert f'<p class="print-office">{office.name}</p>' in text
    assert "ข้อมูล ณ วันที่ 20 พฤศจิกายน 2569" in text
    assert "data-print-now" in text
    assert "data-print-now" not in get(page, name).content.decode()
    if name == "school-list":
        assert "โรงเรียนสาธิต 59" in text
        assert 'class="pager"' not in text


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("name", LISTS)
def test_a_file_costs_the_same_for_any_number(
    page: Client, office: Office, name: str, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        place = make_school(office, f"โรงเรียนสาธิต {number}")
        user = make_member_user(office, Role.TEACHER, school=place)
        Leave.objects.create(office=office, person=user.person, kind="sick", from_on=DAY, until_on=DAY)
    with django_assert_max_num_queries(12):
        b"".join(get(page, name, format="xlsx").streaming_content)
    assert Appointment.objects.active(on=date(2026, 11, 20)).count() > count
