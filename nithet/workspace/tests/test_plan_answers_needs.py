"""A plan says which needs it answers, chosen from those that nothing answers; the need says which plan; and it is taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member, page_text
from nithet.registers.generic import services as items
from nithet.registers.generic.book import book_of
from nithet.registers.generic.services import Typed
from nithet.registers.plans.models import Plan
from nithet.registers.plans.tests.factories import BOOK as PLANS
from nithet.registers.plans.tests.factories import FACTS
from nithet.registers.surveys.models import Need
from nithet.registers.surveys.needs import NEEDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
Progress = Need.Progress


@pytest.fixture
def plan(office: Office, supervision: Unit, supervisor: User) -> Plan:
    known = {**FACTS, "unit": supervision}
    made = items.make_item(PLANS, Typed(known), by=as_member(supervisor, office), key=new_id())
    assert isinstance(made, Plan)
    return made


def need_of(office: Office, unit: Unit, by: User, title: str, **facts: Any) -> Need:
    known = {
        "title": title,
        "unit": unit,
        "owner": None,
        "fiscal_year_be": 2570,
        "pni": Decimal("1.250"),
        "rank": 1,
        **facts,
    }
    made = items.make_item(NEEDS, Typed(known), by=as_member(by, office), key=new_id())
    assert isinstance(made, Need)
    return made


@pytest.fixture
def needs(office: Office, supervision: Unit, supervisor: User) -> list[Need]:
    return [need_of(office, supervision, supervisor, title) for title in ("มีสื่อเพียงพอ", "ครูใช้สื่อได้คล่อง")]


def at(plan: Plan) -> str:
    return reverse("plans:needs", args=[plan.office.code, plan.pk])


def choose(client: Client, plan: Plan, *needs: Need, code: int = 302) -> None:
    assert client.post(at(plan), {"need": [str(one.pk) for one in needs]}).status_code == code


def test_a_plan_answers_needs_chosen_from_a_list(
    client: Client, office: Office, plan: Plan, needs: list[Need], supervisor: User
) -> None:
    client.force_login(supervisor)
    offered = page_text(client.get(at(plan)))
    assert all(one.title in offered for one in needs)
    assert "PNI 1.250" in offered
    for _ in range(2):
        choose(client, plan, needs[0])
    need = Need.objects.get(pk=needs[0].pk)
    assert (need.answer, need.answer_kind, need.answer_id, need.progress) == (
        plan.title,
        "plan",
        plan.pk,
        Progress.PLANNED,
    )
    assert Entry.objects.filter(verb="item.changed", object_id=need.pk).count() == 1
    page = client.get(NEEDS.address("page", office.code, need.pk)).content.decode()
    assert PLANS.address("page", office.code, plan.pk) in page
    assert (
        NEEDS.address("page", office.code, need.pk)
        in client.get(PLANS.address("page", office.code, plan.pk)).content.decode()
    )


def test_it_is_taken_back_by_choosing_otherwise(
    client: Client, plan: Plan, needs: list[Need], supervisor: User
) -> None:
    client.force_login(supervisor)
    choose(client, plan, *needs)
    choose(client, plan, needs[1])
    first, second = (Need.objects.get(pk=one.pk) for one in needs)
    assert (first.answer, first.answer_kind, first.answer_id, first.progress) == (
        "",
        "",
        None,
        Progress.WAITING,
    )
    assert second.answer_id == plan.pk


def test_what_another_plan_answers_is_not_taken_from_it(
    client: Client, office: Office, supervision: Unit, plan: Plan, needs: list[Need], supervisor: User
) -> None:
    by = as_member(supervisor, office)
    other = items.make_item(
        PLANS, Typed({**FACTS, "unit": supervision, "title": "แผนอื่น"}), by=by, key=new_id()
    )
    assert isinstance(other, Plan)
    client.force_login(supervisor)
    choose(client, other, needs[0])
    assert needs[0].title not in page_text(client.get(at(plan)))
    choose(client, plan, *needs)
    assert Need.objects.get(pk=needs[0].pk).answer_id == other.pk
    choose(client, plan)
    assert Need.objects.get(pk=needs[0].pk).answer_id == other.pk


def test_other_words_on_the_need_are_no_longer_the_plan(
    client: Client, office: Office, plan: Plan, needs: list[Need], supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    choose(client, plan, needs[0])
    need = Need.objects.get(pk=needs[0].pk)
    typed = {
        "title": need.title,
        "unit": supervision.pk,
        "fiscal_year_be": "2570",
        "progress": "planned",
        "revision": need.revision,
    }
    edit = NEEDS.address("edit", office.code, need.pk)
    client.post(edit, {**typed, "answer": need.answer, "for_whom": "ครู"})
    need.refresh_from_db()
    assert (need.for_whom, need.answer_id) == ("ครู", plan.pk)
    client.post(edit, {**typed, "answer": "อบรมออนไลน์", "revision": need.revision})
    need.refresh_from_db()
    assert (need.answer, need.answer_kind) == ("อบรมออนไลน์", "")
    assert (
        NEEDS.address("page", office.code, need.pk)
        not in client.get(PLANS.address("page", office.code, plan.pk)).content.decode()
    )


def test_a_voided_plan_is_named_as_voided(
    client: Client, office: Office, plan: Plan, needs: list[Need], supervisor: User
) -> None:
    client.force_login(supervisor)
    choose(client, plan, needs[0])
    items.void_item(PLANS, plan, why="ยกเลิกโครงการ", by=as_member(supervisor, office))
    assert "แผนนี้ยกเลิกแล้ว" in page_text(client.get(NEEDS.address("page", office.code, needs[0].pk)))
    choose(client, plan, needs[1], code=409)


def test_who_keeps_neither_chooses_nothing(
    client: Client, plan: Plan, needs: list[Need], outsider: User
) -> None:
    client.force_login(outsider)
    assert client.get(at(plan)).status_code == 404
    client.post(at(plan), {"need": [str(needs[0].pk), "no-key"]})
    assert not Need.objects.exclude(answer_id=None).exists()


def test_list_and_page_cost_the_same_for_many_needs(
    client: Client, office: Office, plan: Plan, needs: list[Need], supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    choose(client, plan, *needs)
    assert book_of("need") is NEEDS
    page = PLANS.address("page", office.code, plan.pk)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
            client.get(at(plan))
        costs.append(len(seen))
        more = [need_of(office, supervision, supervisor, f"เรื่องที่ {number}") for number in range(5)]
        choose(client, plan, *needs, *more)
    assert costs[0] == costs[1]
