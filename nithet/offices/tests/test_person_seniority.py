"""The order in which people are listed, set by hand."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.offices.models import Office, Person, Role, School
from nithet.offices.services.people import place_person
from nithet.offices.tests.factories import as_member, make_appointment, make_person

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def staff(office: Office, school: School) -> list[Person]:
    """Three teachers, of whom nobody has said who comes first: by name."""
    people = [make_person(office, f"{name} สาธิต") for name in ("กานดา", "ขวัญใจ", "คำแก้ว")]
    for person in people:
        make_appointment(person, Role.TEACHER, school=school)
    return people


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def shown(client: Client, school: School | None, **filters: str) -> list[str]:
    asked = {"school": school.smis_code} if school else {}
    response = client.get(reverse("offices:person-seniority", args=["satit1"]), {**asked, **filters})
    assert response.status_code == 200
    return [line.person.first_name for line in response.context["lines"]]


def place(client: Client, person: Person, school: School | None, to: str) -> Any:
    told = {"to": to, **({"school": school.smis_code} if school else {})}
    return client.post(reverse("offices:person-place", args=["satit1", person.pk]), told)


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        (2, "up", ["กานดา", "คำแก้ว", "ขวัญใจ"]),
        (0, "down", ["ขวัญใจ", "กานดา", "คำแก้ว"]),
        (2, "1", ["คำแก้ว", "กานดา", "ขวัญใจ"]),
        (0, "๙๙", ["ขวัญใจ", "คำแก้ว", "กานดา"]),
        (0, "up", ["กานดา", "ขวัญใจ", "คำแก้ว"]),
    ],
)
def test_a_person_goes_up_down_or_to_a_number(
    page: Client, staff: list[Person], school: School, moved: int, to: str, order: list[str]
) -> None:
    response = place(page, staff[moved], school, to)
    assert response.headers["Location"].endswith(f"#person-{staff[moved].pk}")
    assert shown(page, school) == order
    told = Entry.objects.filter(verb="person.placed")
    assert told.exists() is (order != ["กานดา", "ขวัญใจ", "คำแก้ว"])


def test_who_was_moved_has_the_focus(page: Client, staff: list[Person], school: School) -> None:
    response = page.get(place(page, staff[2], school, "up").headers["Location"])
    assert f'id="person-{staff[2].pk}" tabindex="-1" data-focus' in response.content.decode()


def test_the_office_and_a_school_are_listed_apart(
    page: Client, staff: list[Person], school: School, head: User, cluster_chair: User
) -> None:
    assert head.person.first_name in shown(page, None)
    assert not {p.first_name for p in staff} & set(shown(page, None))
    assert cluster_chair.person.first_name not in shown(page, None)
    assert head.person.first_name not in shown(page, school)


def test_the_list_of_people_follows_the_order(page: Client, staff: list[Person], school: School) -> None:
    place(page, staff[2], school, "1")
    response = page.get(
        reverse("offices:person-list", args=["satit1"]), {"order": "seniority", "role": "teacher"}
    )
    assert [line.person.first_name for line in response.context["lines"]] == ["คำแก้ว", "กานดา", "ขวัญใจ"]


@pytest.mark.parametrize("to", ["", "สาม", "-1"])
def test_what_is_no_place_changes_nothing(page: Client, staff: list[Person], school: School, to: str) -> None:
    assert place(page, staff[2], school, to).status_code == 302
    assert shown(page, school) == ["กานดา", "ขวัญใจ", "คำแก้ว"]
    assert not Entry.objects.filter(verb="person.placed").exists()


def test_who_is_not_listed_there_has_no_place_there(page: Client, staff: list[Person], head: User) -> None:
    assert place(page, staff[0], None, "1").status_code == 409


def test_the_same_place_again_tells_nothing(
    administrator: User, office: Office, staff: list[Person], school: School
) -> None:
    by = as_member(administrator, office)
    for _ in range(2):
        assert place_person(staff[2], 1, school=school, by=by) == 1
    assert Entry.objects.filter(verb="person.placed").count() == 1


@pytest.mark.parametrize(
    ("who", "sees", "places"),
    [("head", 200, 403), ("school_director", 200, 403), ("teacher", 404, 404), ("outsider", 404, 404)],
)
def test_who_sees_and_who_sets_the_order(
    client: Client,
    staff: list[Person],
    school: School,
    who: str,
    sees: int,
    places: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    url = reverse("offices:person-seniority", args=["satit1"])
    assert client.get(url, {"school": school.smis_code}).status_code == sees
    assert place(client, staff[2], school, "1").status_code == places
    assert client.get(reverse("offices:person-place", args=["satit1", staff[2].pk])).status_code in {404, 405}
