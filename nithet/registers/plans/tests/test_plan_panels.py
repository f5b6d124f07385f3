"""A person's page leads on to the plans that concern them, and to no others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.offices.models import Office
from nithet.offices.tests.factories import page_text
from nithet.registers.plans.tests.conftest import Maker
from nithet.registers.plans.tests.factories import address

pytestmark = pytest.mark.usefixtures("friday")


def test_of_many_plans_the_way_leads_to_all_of_this_persons(
    client: Client, make: Maker, office: Office, supervisor: User, supervisor2: User, head: User
) -> None:
    for number in range(7):
        make(title=f"โครงการที่ {number}", owner=supervisor2.person)
    make(title="โครงการของผู้อื่น", owner=supervisor.person)
    client.force_login(head)
    text = page_text(client.get(reverse("offices:person-page", args=[office.code, supervisor2.person.pk])))
    way = f"{address(office, 'list')}?of_person={supervisor2.person.pk}"
    assert way in text
    assert "ดูทั้งหมด 7 แผน" in text
    response = client.get(way)
    assert response.context["page"].paginator.count == 7
    told = page_text(response)
    assert "โครงการของผู้อื่น" not in told
    assert f"เกี่ยวกับ <b>{supervisor2.person.name}</b>" in told


def test_a_list_of_somebody_whom_one_does_not_see_is_not_narrowed(
    client: Client, make: Maker, office: Office, supervisor: User, school_director: User, head: User
) -> None:
    make(owner=supervisor.person)
    client.force_login(school_director)
    response = client.get(f"{address(office, 'list')}?of_person={head.person.pk}")
    assert response.status_code == 200
    assert head.person.name not in page_text(response).partition("<main")[2]
