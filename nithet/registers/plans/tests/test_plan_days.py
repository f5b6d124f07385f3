"""Activities of approved plans in the calendar and its feed: whose they are, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member, page_text
from nithet.registers.plans.models import Activity
from nithet.registers.plans.tests.conftest import Maker
from nithet.workspace.happenings import Kind, my_happenings, unit_happenings

pytestmark = pytest.mark.usefixtures("friday")

AUTUMN = (date(2026, 10, 1), date(2026, 12, 31))


def days(user: User, office: Office, look: Any = my_happenings) -> list[tuple[str, str, date, date]]:
    found = look(as_member(user, office), AUTUMN)
    return [(one.label, one.title, one.day, one.until) for one in found if one.kind == Kind.REGISTER]


def test_an_activity_begins_with_each_run_of_its_months_and_is_due_at_the_end_of_the_last(
    make: Maker, office: Office, supervisor: User
) -> None:
    plan = make(owner=supervisor.person, approved=True)
    Activity.objects.filter(item=plan).update(months=[10, 12])
    assert days(supervisor, office) == [
        ("เริ่มกิจกรรมตามแผน", "อบรมครู", date(2026, 10, 1), date(2026, 10, 31)),
        ("เริ่มกิจกรรมตามแผน", "อบรมครู", date(2026, 12, 1), date(2026, 12, 31)),
        ("กิจกรรมตามแผนครบกำหนด", "อบรมครู", date(2026, 12, 31), date(2026, 12, 31)),
    ]
    keys = [one.key for one in my_happenings(as_member(supervisor, office), AUTUMN)]
    assert len(keys) == len(set(keys))


def test_months_that_go_on_into_the_next_fiscal_year_are_there_too(
    make: Maker, office: Office, supervisor: User
) -> None:
    plan = make(owner=supervisor.person, approved=True, fiscal_year_be=2569)
    Activity.objects.filter(item=plan).update(months=[9, 10, 11])
    assert [(label, day) for label, _, day, _ in days(supervisor, office)] == [
        ("เริ่มกิจกรรมตามแผน", date(2026, 9, 1)),
        ("กิจกรรมตามแผนครบกำหนด", date(2026, 11, 30)),
    ]


def test_a_draft_has_no_days(make: Maker, office: Office, supervisor: User) -> None:
    make(owner=supervisor.person)
    assert not days(supervisor, office)


def test_an_activity_of_anothers_is_only_theirs_and_the_plans_owners(
    make: Maker, office: Office, supervisor: User, supervisor2: User, head: User
) -> None:
    plan = make(owner=supervisor.person, approved=True, doer=supervisor2.person)
    Activity.objects.create(
        office=office, item=plan, name="สรุปผล", months=[12], owner=supervisor.person, position=1
    )
    assert {title for _, title, _, _ in days(supervisor2, office)} == {"อบรมครู"}
    assert {title for _, title, _, _ in days(supervisor, office)} == {"อบรมครู", "สรุปผล"}
    assert not days(head, office)


def test_who_oversees_the_division_sees_what_falls_due_and_whose_it_is(
    make: Maker,
    office: Office,
    head: User,
    ict_head: User,
    director: User,
    supervisor: User,
    supervisor2: User,
) -> None:
    make(owner=supervisor.person, approved=True, doer=supervisor2.person)
    for user in (head, director):
        assert days(user, office, unit_happenings) == [
            ("กิจกรรมตามแผนครบกำหนด", "อบรมครู", date(2026, 10, 31), date(2026, 10, 31))
        ]
    assert not days(ict_head, office, unit_happenings)
    one = next(one for one in unit_happenings(as_member(head, office), AUTUMN) if one.kind == Kind.REGISTER)
    assert supervisor2.person.name in one.why


def test_what_is_done_says_so_and_leaves_the_divisions_days(
    make: Maker, office: Office, supervisor: User, head: User
) -> None:
    plan = make(owner=supervisor.person, approved=True)
    Activity.objects.filter(item=plan).update(percent=100, done_on=date(2026, 11, 2))
    due = [one for one in my_happenings(as_member(supervisor, office), AUTUMN) if one.kind == Kind.REGISTER]
    assert due
    assert all(one.is_over for one in due)
    assert not days(head, office, unit_happenings)


def test_the_page_shows_it_with_its_words_and_the_way_to_the_plan(
    client: Client, make: Maker, office: Office, supervisor: User
) -> None:
    plan = make(owner=supervisor.person, approved=True)
    client.force_login(supervisor)
    address = reverse("workspace:calendar", args=[office.code])
    response = client.get(address, {"month": "2569-10"})
    text = page_text(response)
    assert "กิจกรรมตามแผนครบกำหนด" in text
    assert "เกินกำหนด" in text
    assert reverse("plans:plan-page", args=[office.code, plan.pk]) in response.content.decode()


def test_many_plans_cost_no_more_than_one(make: Maker, office: Office, supervisor: User) -> None:
    make(owner=supervisor.person, approved=True)
    member = as_member(supervisor, office)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            my_happenings(member, AUTUMN)
        return len(made)

    one = cost()
    for number in range(4):
        make(owner=supervisor.person, approved=True, title=f"โครงการที่ {number}")
    assert cost() == one
