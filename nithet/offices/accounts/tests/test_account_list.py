"""Accounts are made for the people of an office in bulk."""

from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.accounts.services.slips import make_slips
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.errors import RefusedError
from nithet.core.models import Job
from nithet.offices.accounts import services
from nithet.offices.accounts.services import make_accounts
from nithet.offices.models import Appointment, Office, Person, Role, School
from nithet.offices.tests.factories import (
    as_member,
    make_appointment,
    make_member_user,
    make_person,
    page_text,
)

LIST = "/satit1/accounts/"


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def a_teacher(office: Office, school: School, name: str = "", **facts: str) -> Person:
    person = make_person(office, name, **facts)
    make_appointment(person, Role.TEACHER, school=school)
    return person


@pytest.fixture
def newcomers(office: Office, school: School) -> list[Person]:
    return [a_teacher(office, school, f"ครู{letter} สาธิต") for letter in "กขค"]


def shown(client: Client, **filters: str) -> list[str]:
    response = client.get(LIST, filters)
    assert response.status_code == 200
    return [line.person.first_name for line in response.context["lines"]]


def counts(client: Client, **filters: str) -> dict[str, int]:
    return {tab.state.value: tab.count for tab in client.get(LIST, filters).context["tabs"]}


def make(client: Client, *people: Person, query: str = "", **fields: str) -> int:
    chosen = {"person": [str(person.pk) for person in people], **fields}
    return client.post(f"{LIST}make/{query}", chosen).status_code


def usernames() -> list[str]:
    return sorted(
        Person.objects.filter(user__username__contains="satit1").values_list("user__username", flat=True)
    )


def test_people_go_from_no_account_to_having_signed_in(
    page: Client, newcomers: list[Person], office: Office, administrator: User
) -> None:
    assert counts(page) == {"none": 3, "new": 0, "printed": 0, "used": 1}
    make(page, *newcomers[:2])
    first = Person.objects.get(pk=newcomers[0].pk).user
    assert first
    assert counts(page)["new"] == 2
    make_slips([first], by=as_member(administrator, office), office_id=office.pk)
    assert counts(page) == {"none": 1, "new": 1, "printed": 1, "used": 1}
    first.set_password("ทุ่งนา-ป่าเขา-69")
    first.save()
    assert counts(page) == {"none": 1, "new": 1, "printed": 0, "used": 2}


def test_who_signs_in_with_an_office_account_has_used_it(
    page: Client, newcomers: list[Person], friday: date
) -> None:
    make(page, newcomers[0])
    User.objects.filter(person=newcomers[0]).update(last_login="2026-11-20T02:00:00Z")
    assert shown(page, state="used", q="ครูก") == ["ครูก"]


def test_only_those_chosen_get_an_account(page: Client, newcomers: list[Person]) -> None:
    assert make(page, *newcomers[:2]) == 302
    assert usernames() == ["satit1-0001", "satit1-0002"]
    user = User.objects.get(username="satit1-0001")
    assert (user.name, user.has_usable_password(), user.is_active) == (newcomers[0].name, False, True)


def test_all_on_the_filter_are_chosen_at_once(
    page: Client, newcomers: list[Person], office: Office, small_school: School
) -> None:
    a_teacher(office, small_school, "ครูง ดอย")
    assert make(page, query=f"?school={small_school.pk}", all="1") == 302
    assert Person.objects.get(user__username="satit1-0001").first_name == "ครูง"
    assert usernames() == ["satit1-0001"]


def test_making_accounts_twice_makes_none_twice(
    page: Client, newcomers: list[Person], administrator: User, office: Office
) -> None:
    by = as_member(administrator, office)
    assert make_accounts(newcomers, by=by) == 3
    assert make_accounts(newcomers, by=by) == 0
    assert usernames() == ["satit1-0001", "satit1-0002", "satit1-0003"]
    assert Entry.objects.filter(verb="account.made", office_id=office.pk, by_id=administrator.pk).count() == 3


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two accounts are many, and one is a batch."""
    monkeypatch.setattr(services, "AT_ONCE", 2)
    monkeypatch.setattr(services, "A_BATCH", 1)


def the_job() -> Job:
    return Job.objects.get(kind="accounts.make")


@pytest.mark.usefixtures("two_at_once")
def test_few_accounts_are_made_at_once(page: Client, newcomers: list[Person]) -> None:
    assert make(page, *newcomers[:2]) == 302
    assert len(usernames()) == 2
    assert not Job.objects.exists()


@pytest.mark.usefixtures("two_at_once")
def test_many_accounts_are_made_by_a_job_that_says_how_far_it_is(
    page: Client, newcomers: list[Person], office: Office, administrator: User
) -> None:
    response = page.post(f"{LIST}make/", {"all": "1"})
    assert response.headers["Location"] == f"/satit1/jobs/{the_job().pk}/"
    assert usernames() == []
    assert "สร้างบัญชีผู้ใช้ 3 คน" in page_text(page.get(response.headers["Location"]))
    jobs.run_queued()
    assert usernames() == ["satit1-0001", "satit1-0002", "satit1-0003"]
    done = the_job()
    assert (done.done, done.total, done.result["url"]) == (3, 3, f"{LIST}?state=new")
    told = Entry.objects.filter(verb="account.made", office_id=office.pk, by_id=administrator.pk)
    assert {entry.by_name for entry in told} == {administrator.person.name}


@pytest.mark.usefixtures("two_at_once")
def test_many_asked_for_twice_are_one_job(page: Client, newcomers: list[Person]) -> None:
    for _ in range(2):
        make(page, all="1")
    jobs.run_queued()
    assert the_job().state == Job.State.DONE
    assert len(usernames()) == 3


@pytest.mark.usefixtures("two_at_once")
def test_the_job_goes_on_where_it_was_broken_off(
    page: Client, newcomers: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(page, all="1")
    made = services.make_batch

    def broken(*given: Any, **facts: Any) -> int:
        if usernames():
            raise ZeroDivisionError
        return made(*given, **facts)

    monkeypatch.setattr(services, "make_batch", broken)
    jobs.run_queued()
    assert (the_job().state, the_job().done, len(usernames())) == (Job.State.FAILED, 1, 1)
    monkeypatch.setattr(services, "make_batch", made)
    jobs.retry(the_job())
    jobs.run_queued()
    assert (the_job().state, the_job().done) == (Job.State.DONE, 3)
    assert "3 บัญชี" in the_job().result["words"]


def test_who_has_no_right_starts_no_job(newcomers: list[Person], head: User, office: Office) -> None:
    with pytest.raises(RefusedError):
        services.start_making(Person.objects.all(), by=as_member(head, office))
    assert not Job.objects.exists()


@pytest.mark.parametrize("state", ["none", "new", "used"])
def test_the_page_says_whom_it_leaves_out_and_where_they_are(
    page: Client, office: Office, state: str
) -> None:
    make_person(office, "พนักงาน ขับรถ")
    text = page_text(page.get(LIST, {"state": state}))
    assert "ตำแหน่งไม่ให้สิทธิใช้ระบบ" in text
    assert 'href="/satit1/people/">ทะเบียนบุคลากร' in text
    assert "ขับรถ" not in shown(page)


def test_numbers_run_on(page: Client, newcomers: list[Person], office: Office, school: School) -> None:
    make(page, *newcomers)
    make(page, a_teacher(office, school, "ครูจ สาธิต"))
    assert usernames()[-1] == "satit1-0004"


def test_the_first_part_of_an_address_becomes_the_user_name(
    page: Client, office: Office, school: School, head: User
) -> None:
    named = a_teacher(office, school, "สมชาย ใจดี", email="Somchai.J@satit.example")
    taken = a_teacher(office, school, "หัวหน้า ใหม่", email="head@satit.example")
    odd = a_teacher(office, school, "ชื่อ แปลก", email="1+2@satit.example")
    make(page, named, taken, odd)
    users = {
        p.pk: p.user
        for p in Person.objects.filter(pk__in=[named.pk, taken.pk, odd.pk]).select_related("user")
    }
    assert [users[p.pk].username for p in (named, odd, taken)] == ["somchai.j", "satit1-0001", "satit1-0002"]  # type: ignore[union-attr]
    assert users[named.pk].email == "somchai.j@satit.example"  # type: ignore[union-attr]


def test_an_address_of_two_people_is_nobodys(page: Client, office: Office, school: School) -> None:
    pair = [a_teacher(office, school, f"ครู{x} คู่", email="school@satit.example") for x in "กข"]
    make(page, *pair)
    assert set(User.objects.filter(person__in=pair).values_list("email", flat=True)) == {""}


def test_who_has_left_and_who_is_removed_is_not_offered(
    page: Client, newcomers: list[Person], office: Office
) -> None:
    Appointment.objects.filter(person=newcomers[0]).update(until_on=date(2025, 9, 30))
    Person.objects.filter(pk=newcomers[1].pk).update(pseudonymised_at="2026-01-01T00:00:00Z")
    assert shown(page) == ["ครูค"]


def test_who_will_come_is_offered(page: Client, office: Office, school: School) -> None:
    person = make_person(office, "ครูใหม่ สาธิต")
    make_appointment(person, Role.TEACHER, school=school, from_on=date(2099, 10, 1))
    assert shown(page) == ["ครูใหม่"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [({}, ["ครูก", "ครูข", "ครูค", "ธุรการ"]), ({"q": "ครูข"}, ["ครูข"]), ({"role": "clerk"}, ["ธุรการ"])],
)
def test_filters_narrow_the_list(
    page: Client,
    newcomers: list[Person],
    office: Office,
    filters: dict[str, str],
    names: list[str],
) -> None:
    make_appointment(make_person(office, "ธุรการ สาธิต"), Role.CLERK)
    assert shown(page, **filters) == names


@pytest.mark.parametrize(
    "fields", [{}, {"person": "not-an-id"}, {"person": "00000000-0000-0000-0000-000000000000"}]
)
def test_choosing_nobody_is_said(page: Client, newcomers: list[Person], fields: dict[str, str]) -> None:
    response = page.post(f"{LIST}make/", fields)
    assert response.status_code == 409
    assert "โปรดเลือกบุคลากรอย่างน้อยหนึ่งคน" in response.content.decode()


def test_another_offices_people_are_not_reached(
    page: Client, newcomers: list[Person], other_office: Office
) -> None:
    stranger = make_person(other_office)
    make_appointment(stranger, Role.HEAD)
    assert make(page, stranger) == 409
    assert page.get("/satit2/accounts/").status_code == 404
    stranger.refresh_from_db()
    assert stranger.user is None


@pytest.mark.parametrize(
    ("who", "code"), [("director", 200), ("administrator", 200), ("head", 403), ("outsider", 404)]
)
def test_who_hands_accounts_out(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(LIST).status_code == code


def test_the_service_asks_too(newcomers: list[Person], head: User, office: Office) -> None:
    with pytest.raises(RefusedError):
        make_accounts(newcomers, by=as_member(head, office))


def test_a_link_makes_nothing(page: Client) -> None:
    assert page.get(f"{LIST}make/").status_code == 405


@pytest.mark.parametrize("state", ["none", "used"])
def test_the_list_costs_the_same_for_any_number(
    page: Client, office: Office, school: School, state: str
) -> None:
    cost = []
    a_teacher(office, school)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page.get(LIST, {"state": state})
        cost.append(len(queries))
        for _ in range(5):
            make_member_user(office, Role.TEACHER, school=school)
            a_teacher(office, school)
    assert cost[0] == cost[1]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_make_one_account_each(
    newcomers: list[Person], administrator: User, director: User, office: Office
) -> None:
    start, made = Barrier(2), [0, 0]

    def press(place: int, user: User) -> None:
        try:
            start.wait(10)
            made[place] = make_accounts(newcomers, by=as_member(user, office))
        finally:
            connection.close()

    threads = [Thread(target=press, args=pair) for pair in enumerate((administrator, director))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(made) == [0, 3]
    assert usernames() == ["satit1-0001", "satit1-0002", "satit1-0003"]
