from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.offices.models import Cluster, Office, Role, School, SchoolChange
from nithet.offices.panels import SCHOOL_PANELS
from nithet.offices.tests.factories import make_member_user, make_school

FIXED_QUERIES = (
    12  # session, user, appointments, counts (2), clusters, districts, page (2), semesters, folder
)


@pytest.fixture
def page(client: Client, office: Office, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def listed(client: Client, **filters: str) -> list[str]:
    response = client.get(reverse("offices:school-list", args=["satit1"]), filters)
    assert response.status_code == 200
    return [school.name for school in response.context["page"]]


def test_schools_stand_in_thai_order(page: Client, school: School, small_school: School) -> None:
    make_school(school.office, "โรงเรียนเกาะสาธิต")
    assert listed(page) == ["โรงเรียนเกาะสาธิต", "โรงเรียนบ้านดอยสาธิต", "โรงเรียนบ้านทุ่งสาธิต"]


@pytest.mark.parametrize("typed", ["ทุ่ง", "ทุ่งสา", "สาธิต ทุ่ง", "เมือง", "บ้านทุ่งสาธิต", "บ้าน  ทุ่ง\u200b"])
def test_part_of_a_name_or_district_finds_a_school(
    page: Client, school: School, small_school: School, typed: str
) -> None:
    assert listed(page, q=typed) == [school.name]


def test_thai_digits_find_a_code(page: Client, school: School) -> None:
    digits = school.smis_code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert listed(page, q=digits) == [school.name]


def test_signs_of_patterns_mean_themselves(page: Client, school: School) -> None:
    assert listed(page, q="%ดอย_") == []


def test_filters_narrow_together(
    page: Client, school: School, small_school: School, cluster: Cluster
) -> None:
    assert listed(page, cluster=str(cluster.pk)) == [school.name]
    assert listed(page, small="on") == [small_school.name]
    assert listed(page, highland="on", small="on") == [small_school.name]
    assert listed(page, highland="on", cluster=str(cluster.pk)) == []


def test_a_filter_that_cannot_be_read_does_not_narrow(page: Client, school: School) -> None:
    assert listed(page, cluster="x", page="x") == [school.name]


def test_closed_schools_are_not_listed(page: Client, school: School) -> None:
    SchoolChange.objects.create(office=school.office, school=school, kind="closed", on=date(2024, 3, 31))
    assert listed(page) == []


def test_an_empty_list_says_what_to_do(page: Client, school: School) -> None:
    url = reverse("offices:school-list", args=["satit1"])
    assert "แสดงทุกโรงเรียน" in page.get(url, {"q": "ไม่มีชื่อนี้"}).content.decode()
    School.objects.all().delete()
    assert "โปรดแจ้งผู้ดูแลระบบ" in page.get(url).content.decode()


def test_fifty_schools_stand_on_a_page(page: Client, office: Office) -> None:
    for number in range(60):
        make_school(office, f"โรงเรียนสาธิต {number}")
    assert len(listed(page)) == 50
    assert len(listed(page, page="2")) == 10


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_for_any_number(
    page: Client,
    office: Office,
    cluster: Cluster,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_school(office, f"โรงเรียนสาธิต {number}", cluster=cluster)
    with django_assert_num_queries(FIXED_QUERIES):
        listed(page)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("director", {"school", "small_school"}),
        ("registry", {"school", "small_school"}),
        ("school_director", {"school"}),
        ("school_clerk", {"school"}),
        ("teacher", {"school"}),
        ("cluster_chair", {"school"}),
        ("auditor", {"school", "small_school"}),
        ("outsider", None),
    ],
)
def test_who_sees_which_schools(
    client: Client, who: str, seen: set[str] | None, request: pytest.FixtureRequest
) -> None:
    schools = {name: request.getfixturevalue(name) for name in ("school", "small_school")}
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse("offices:school-list", args=["satit1"]))
    assert response.status_code == (404 if seen is None else 200)
    if seen is not None:
        assert set(response.context["page"]) == {schools[name] for name in seen}
    for name, school in schools.items():
        page = client.get(reverse("offices:school-page", args=["satit1", school.pk]))
        assert page.status_code == (200 if name in (seen or ()) else 404)


def test_a_school_of_another_office_is_not_found(client: Client, clerk: User, other_office: Office) -> None:
    client.force_login(clerk)
    stranger = make_school(other_office, "โรงเรียนต่างเขต")
    assert client.get(reverse("offices:school-page", args=["satit1", stranger.pk])).status_code == 404


def test_a_school_page_tells_its_facts(page: Client, small_school: School) -> None:
    small_school.lowest_level, small_school.highest_level = "k2", "p6"
    small_school.pupils_on = "2026-06-10"
    small_school.save()
    text = page.get(reverse("offices:school-page", args=["satit1", small_school.pk])).content.decode()
    for fact in ("ข้อมูล ณ วันที่ 10 มิ.ย. 2569", "80 คน", "ขนาดเล็ก", "พื้นที่สูง", "แม่สาธิต", small_school.smis_code):
        assert fact in text


@pytest.mark.parametrize(("who", "seen"), [("clerk", True), ("school_director", True), ("teacher", False)])
def test_names_of_a_schools_people_are_not_for_its_teachers(
    client: Client, school: School, who: str, seen: bool, request: pytest.FixtureRequest
) -> None:
    colleague = request.getfixturevalue("school_clerk")
    client.force_login(request.getfixturevalue(who))
    text = client.get(reverse("offices:school-page", args=["satit1", school.pk])).content.decode()
    assert (colleague.name in text) is seen


def test_a_school_page_costs_the_same_for_any_number_of_people(
    page: Client, office: Office, school: School
) -> None:
    url = reverse("offices:school-page", args=["satit1", school.pk])
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            page.get(url)
        costs.append(len(made))
        for _ in range(10):
            make_member_user(office, Role.TEACHER, school=school)
    assert costs[0] == costs[1]
    # Parts of the page that other layers declare cost one each.
    assert costs[0] <= 11 + len(SCHOOL_PANELS)
