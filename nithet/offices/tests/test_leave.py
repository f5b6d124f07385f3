"""Days on which people are away."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.offices.models import Leave, Office
from nithet.offices.queries import away
from nithet.offices.tests.factories import DAY

pytestmark = pytest.mark.usefixtures("friday")


def record(client: Client, user: User, **told: str) -> Any:
    sent = {"kind": "sick", "from_on": "20 พ.ย. 2569", "until_on": "24 พ.ย. 2569", "note": "ปวดท้อง", **told}
    return client.post(reverse("offices:person-leave", args=["satit1", user.person.pk]), sent)


def void(client: Client, leave: Leave, reason: str = "ไม่ได้ลา") -> Any:
    return client.post(reverse("offices:leave-void", args=["satit1", leave.pk]), {"reason": reason})


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def test_who_is_away_is_shown_on_the_list_and_the_page(
    page: Client, office: Office, supervisor: User
) -> None:
    for _ in range(2):
        assert record(page, supervisor).status_code == 302
    assert [leave.person for leave in away(office, on=DAY)] == [supervisor.person]
    assert not away(office, on=date(2026, 11, 25))
    listed = page.get(reverse("offices:person-list", args=["satit1"]), {"state": "away"}).content.decode()
    assert "ไม่อยู่ถึง 24 พ.ย." in listed
    shown = page.get(reverse("offices:person-page", args=["satit1", supervisor.person.pk])).content.decode()
    assert "ไม่อยู่ถึงวันที่ 24 พ.ย. 2569" in shown
    assert "ลาป่วย" in shown


def test_one_day_needs_no_second(page: Client, supervisor: User) -> None:
    record(page, supervisor, until_on="")
    leave = Leave.objects.get()
    assert leave.from_on == leave.until_on == DAY


@pytest.mark.parametrize(
    ("told", "said"),
    [({"kind": ""}, "kind"), ({"from_on": ""}, "from_on"), ({"until_on": "19/11/2569"}, "until_on")],
)
def test_what_is_missing_is_asked(page: Client, supervisor: User, told: dict[str, str], said: str) -> None:
    response = record(page, supervisor, **told)
    assert response.status_code == 422
    assert said in response.context["form"].errors


def test_days_are_not_told_twice(page: Client, supervisor: User) -> None:
    record(page, supervisor)
    response = record(page, supervisor, from_on="24/11/2569", until_on="30/11/2569")
    assert response.status_code == 422
    assert "20–24 พ.ย. 2569" in response.content.decode()
    assert record(page, supervisor, from_on="25/11/2569", until_on="30/11/2569").status_code == 302


def test_a_leave_is_taken_back_with_a_reason(page: Client, office: Office, supervisor: User) -> None:
    record(page, supervisor)
    leave = Leave.objects.get()
    assert void(page, leave, reason="").status_code == 422
    assert void(page, leave).status_code == 302
    assert void(page, leave).status_code == 409
    assert not away(office, on=DAY)
    assert record(page, supervisor).status_code == 302


def test_history_does_not_tell_of_which_kind(page: Client, supervisor: User) -> None:
    record(page, supervisor)
    void(page, Leave.objects.get())
    told = Entry.objects.filter(verb__startswith="leave.")
    assert told.count() == 2
    assert not any("sick" in str(entry.facts) or "ปวด" in str(entry.facts) for entry in told)
    assert told[0].facts == {"days": ["2026-11-20", "2026-11-24"]}


@pytest.mark.parametrize(
    ("who", "seen"), [("administrator", True), ("clerk", True), ("registry", False), ("ict_head", False)]
)
def test_others_see_days_only(
    client: Client,
    administrator: User,
    supervisor: User,
    who: str,
    seen: bool,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(administrator)
    record(client, supervisor)
    client.force_login(request.getfixturevalue(who))
    shown = client.get(reverse("offices:person-page", args=["satit1", supervisor.person.pk])).content.decode()
    assert "24 พ.ย. 2569" in shown
    assert ("ลาป่วย" in shown) is seen
    assert ("ปวดท้อง" in shown) is (who == "administrator")
    listed = client.get(reverse("offices:leave-list", args=["satit1"])).content.decode()
    assert supervisor.name in listed
    assert ("ลาป่วย" in listed) is (who == "administrator")


@pytest.mark.parametrize(
    ("who", "code"),
    [("director", 302), ("head", 302), ("clerk", 302), ("ict_head", 403), ("supervisor2", 403), ("school_director", 404),
     ("outsider", 404)],
)  # fmt: skip
def test_who_records_the_leave_of_a_division(
    client: Client, supervisor: User, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert record(client, supervisor).status_code == code
    leave, _ = Leave.objects.get_or_create(
        office=supervisor.person.office, person=supervisor.person, kind="sick", from_on=DAY,
        until_on=date(2026, 11, 24),
    )  # fmt: skip
    assert void(client, leave).status_code == code


def test_a_school_records_the_leave_of_its_people(
    client: Client, school_director: User, teacher: User
) -> None:
    client.force_login(school_director)
    assert record(client, teacher).status_code == 302


def test_a_leave_of_another_office_is_not_found(page: Client, outsider: User, supervisor: User) -> None:
    office = outsider.person.office
    stranger = Leave.objects.create(
        office=office, person=outsider.person, kind="sick", from_on=DAY, until_on=DAY
    )
    assert void(page, stranger).status_code == 404
    assert record(page, outsider).status_code == 404
    assert page.get(reverse("offices:leave-void", args=["satit1", stranger.pk])).status_code == 405


def test_the_list_shows_another_day_and_all(page: Client, supervisor: User, head: User) -> None:
    record(page, supervisor)
    record(page, head, from_on="1/12/2569", until_on="2/12/2569")
    url = reverse("offices:leave-list", args=["satit1"])

    def people(**filters: str) -> list[str]:
        return [leave.person.name for leave in page.get(url, filters).context["page"]]

    assert people() == [supervisor.name]
    assert people(on="2 ธ.ค. 2569") == [head.name]
    assert people(every="on") == [head.name, supervisor.name]
    assert people(every="on", q=head.person.first_name) == [head.name]
