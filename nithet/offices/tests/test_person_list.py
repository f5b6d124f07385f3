from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.offices.models import Appointment, Office, Role, School, Unit
from nithet.offices.tests.factories import make_appointment, make_member_user, make_person


@pytest.fixture
def page(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def listed(client: Client, **filters: str) -> set[str]:
    response = client.get(reverse("offices:person-list", args=["satit1"]), filters)
    assert response.status_code == 200
    return {line.person.plain_name for line in response.context["lines"]}


@pytest.mark.parametrize("typed", ["อรทัย", "อรท", "แสนสาธิต", "แสน อร", "สาธิต"])
def test_part_of_a_name_finds_a_person(page: Client, office: Office, typed: str) -> None:
    make_person(office, "อรทัย แสนสาธิต")
    make_person(office, "วิชัย ใจดี")
    assert "อรทัย แสนสาธิต" in listed(page, q=typed)
    assert "วิชัย ใจดี" not in listed(page, q=typed)


def test_people_of_a_division_include_its_sections(
    page: Client, supervision: Unit, media_section: Unit, request: pytest.FixtureRequest
) -> None:
    def names(*people: str) -> set[str]:
        return {request.getfixturevalue(who).person.plain_name for who in people}

    names("ict_head", "computer_officer")
    staff = names("clerk", "head", "section_head")
    assert listed(page, unit=str(supervision.pk)) == staff
    assert listed(page, unit=str(media_section.pk)) == names("section_head")
    assert listed(page, unit=str(supervision.pk), role="head") == names("head")
    assert listed(page, unit=str(media_section.pk), role="head") == set()


def test_an_appointment_that_ended_no_longer_counts(page: Client, office: Office, supervision: Unit) -> None:
    person = make_person(office, "อดีต หัวหน้า")
    make_appointment(person, Role.HEAD, unit=supervision, until_on=date(2024, 9, 30))
    assert listed(page, role="head") == set()
    assert "อดีต หัวหน้า" not in listed(page)
    assert listed(page, state="former") == {"อดีต หัวหน้า"}


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_for_any_number(
    page: Client,
    office: Office,
    school: School,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        make_member_user(office, Role.TEACHER, school=school)
    with django_assert_num_queries(13):
        listed(page)


def test_an_empty_search_offers_all(page: Client) -> None:
    response = page.get(reverse("offices:person-list", args=["satit1"]), {"q": "ไม่มีชื่อนี้"})
    assert "แสดงบุคลากรทั้งหมด" in response.content.decode()


def code_of(client: Client, user: User) -> int:
    return client.get(reverse("offices:person-page", args=["satit1", user.person.pk])).status_code


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("head", [200, 200]),
        ("school_director", [200, 404]),
        ("school_clerk", [200, 404]),
        ("teacher", [200, 404]),
        ("cluster_chair", [404, 404]),
        ("outsider", [404, 404]),
    ],
)
def test_who_sees_a_teacher_and_a_clerk_of_the_office(
    client: Client, who: str, codes: list[int], request: pytest.FixtureRequest
) -> None:
    seen = [request.getfixturevalue(name) for name in ("teacher", "clerk")]
    client.force_login(request.getfixturevalue(who))
    assert [code_of(client, user) for user in seen] == codes


def test_a_teacher_does_not_see_another(
    client: Client, office: Office, school: School, teacher: User
) -> None:
    client.force_login(make_member_user(office, Role.TEACHER, school=school))
    assert code_of(client, teacher) == 404


def test_a_teacher_lists_only_the_own_name(client: Client, teacher: User, school_director: User) -> None:
    client.force_login(teacher)
    assert listed(client) == {teacher.person.plain_name}


@pytest.mark.parametrize(
    ("who", "seen"), [("administrator", True), ("director", True), ("supervisor", True), ("head", False)]
)
def test_account_names_are_for_those_who_hand_them_out_and_for_oneself(
    client: Client, supervisor: User, who: str, seen: bool, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    text = client.get(reverse("offices:person-page", args=["satit1", supervisor.person.pk])).content.decode()
    assert ("บัญชีผู้ใช้" in text) is seen


def test_a_person_page_tells_position_capacity_and_dates(
    page: Client, office: Office, supervision: Unit
) -> None:
    person = make_person(office, "มาลี สาธิต", standing="ชำนาญการพิเศษ")
    make_appointment(person, Role.SUPERVISOR, unit=supervision, from_on=date(2020, 10, 1))
    make_appointment(
        person, Role.HEAD, unit=supervision, from_on=date(2026, 10, 1), position_title="ศึกษานิเทศก์",
        capacity=Appointment.Capacity.ACTING_FOR, order_number="คำสั่งที่ 99/2569",
    )  # fmt: skip
    make_appointment(
        person, Role.CLERK, unit=supervision, from_on=date(2018, 1, 1), until_on=date(2019, 1, 1)
    )
    text = page.get(reverse("offices:person-page", args=["satit1", person.pk])).content.decode()
    for fact in ("รักษาราชการแทน", "99/2569", "ชำนาญการพิเศษ", "ไม่มีผลในวันนี้"):
        assert fact in text.replace("⁠", "").replace(" ", " ")
