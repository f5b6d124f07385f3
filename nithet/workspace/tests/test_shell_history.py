from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit import queries
from nithet.audit.services import record
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import make_school
from nithet.thai.dates import BANGKOK

URL = "workspace:history"


def written(
    by: User, on: Office | School, verb: str = "task.submitted", day: date = date(2026, 11, 20), hour: int = 9
) -> None:
    record(verb, by=by, on=on, at=datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK))


def told(client: Client, **filters: str) -> list[str]:
    response = client.get(reverse(URL, args=["satit1"]), filters)
    assert response.status_code == 200
    return [line.entry.by_name for line in response.context["lines"]]


ALL = {"deputy", "head", "section_head", "computer_officer", "teacher", "school_director"}


@pytest.fixture
def story(
    school: School, other_office: Office, outsider: User, request: pytest.FixtureRequest
) -> dict[str, User]:
    """One entry by each of several people, and one in another office."""
    people: dict[str, User] = {name: request.getfixturevalue(name) for name in sorted(ALL)}
    for user in people.values():
        written(user, school)
    written(outsider, make_school(other_office, "โรงเรียนต่างเขต"))
    return people


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("director", ALL),
        ("auditor", ALL),
        ("administrator", set()),
        ("deputy", {"deputy", "head", "section_head"}),
        ("head", {"head", "section_head"}),
        ("ict_head", {"computer_officer"}),
        ("section_head", {"section_head"}),
        ("supervisor", set()),
        ("school_director", {"school_director"}),
        ("teacher", {"teacher"}),
    ],
)
def test_who_sees_whose_history(
    client: Client, story: dict[str, User], who: str, seen: set[str], request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert sorted(told(client)) == sorted(story[name].name for name in seen)


def test_history_of_another_office_is_not_found(client: Client, office: Office, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get(reverse(URL, args=["satit1"])).status_code == 404


@pytest.fixture
def reader(client: Client, director: User) -> Client:
    client.force_login(director)
    return client


def test_history_is_found_by_name(reader: Client, story: dict[str, User]) -> None:
    head = story["head"]
    assert told(reader, who=head.name.split()[0]) == [head.name]


def test_history_is_found_by_kind(reader: Client, office: Office, head: User, deputy: User) -> None:
    written(head, office, "manual.adopted")
    written(deputy, office, "task.approved")
    assert told(reader, about="manual") == [head.name]
    assert told(reader, about="task") == [deputy.name]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"from_on": "20 พ.ย. 69"}, 2),
        ({"until_on": "20/11/2569"}, 2),
        ({"from_on": "๒๐ พฤศจิกายน ๒๕๖๙", "until_on": "20-11-2569"}, 1),
        ({"from_on": "22 พ.ย. 2569"}, 0),
    ],
)
def test_a_day_is_the_day_in_thailand(
    reader: Client, office: Office, head: User, filters: dict[str, str], count: int
) -> None:
    written(head, office, day=date(2026, 11, 19), hour=23)
    written(head, office, day=date(2026, 11, 20), hour=0)
    written(head, office, day=date(2026, 11, 21), hour=0)
    assert len(told(reader, **filters)) == count


def test_a_date_that_cannot_be_read_says_so_and_does_not_narrow(
    reader: Client, office: Office, head: User
) -> None:
    written(head, office)
    response = reader.get(reverse(URL, args=["satit1"]), {"from_on": "20/11/2026"})
    assert len(response.context["lines"]) == 1
    assert "หมายถึง พ.ศ. 2569 ใช่หรือไม่" in response.content.decode()


def test_the_last_day_must_not_come_first(reader: Client, office: Office) -> None:
    response = reader.get(reverse(URL, args=["satit1"]), {"from_on": "20 พ.ย. 69", "until_on": "19 พ.ย. 69"})
    assert "วันสิ้นสุดต้องไม่มาก่อนวันเริ่มต้น" in response.content.decode()


def test_fifty_entries_stand_on_a_page(reader: Client, office: Office, head: User) -> None:
    for _ in range(60):
        written(head, office)
    assert len(told(reader)) == 50
    assert len(told(reader, page="2")) == 10


def test_without_entries_the_page_says_when_they_come(reader: Client) -> None:
    assert "ยังไม่มีประวัติการดำเนินการ" in reader.get(reverse(URL, args=["satit1"])).content.decode()


def test_the_history_of_a_thing_and_of_what_belongs_to_it(
    office: Office, school: School, supervision: Unit
) -> None:
    about = record("run.opened", by=None, on=school)
    below = record("task.opened", by=None, on=supervision, within=school.pk)
    assert list(queries.of_object(office.pk, school.pk)) == [about]
    assert list(queries.within(office.pk, school.pk)) == [below, about]
