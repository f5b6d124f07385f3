"""A cooperation from which many schools gain: its form stays light, and can be saved again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.tests.factories import make_school
from nithet.registers.generic import forms
from nithet.registers.partners.cooperations import COOPERATIONS as BOOK
from nithet.registers.partners.models import Agency, Cooperation, Gain
from nithet.registers.partners.tests.factories import address, make_agency, make_cooperation, said
from nithet.registers.partners.tests.test_cooperating import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
MANY = 40


@pytest.fixture
def schools(office: Office, cluster: Cluster) -> list[School]:
    return [make_school(office, f"โรงเรียนบ้านที่ {number}", cluster=cluster) for number in range(MANY)]


@pytest.fixture
def agency(supervisor: User, supervision: Unit) -> Agency:
    return make_agency(supervisor, supervision)


def gained(user: User, unit: Unit, agency: Agency, schools: list[School]) -> Cooperation:
    return make_cooperation(user, unit, agency, gains=[{"school": one, "what": ""} for one in schools])


def sent(unit: Unit, item: Cooperation, *schools: School, **facts: Any) -> dict[str, Any]:
    """The form of an item with its stored rows, in which these schools are chosen now."""
    rows = [
        {"id": row.pk, "school": school.pk} for row, school in zip(item.gains.all(), schools, strict=True)
    ]
    data = typed(unit, item.agency, gains=rows, revision=item.revision, **facts)
    return {**data, "gains-INITIAL_FORMS": len(rows)}


def test_a_stored_row_holds_its_school_and_not_the_list_of_all(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, schools: list[School]
) -> None:
    client.force_login(supervisor)

    def weight(count: int) -> int:
        item = gained(supervisor, supervision, agency, schools[:count])
        return len(client.get(address(BOOK, office, "edit", item.pk)).content)

    assert (weight(MANY) - weight(1)) / (MANY - 1) < 3500


def test_another_school_may_be_chosen_in_it_and_stays_chosen_where_the_form_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, schools: list[School]
) -> None:
    first, other, *_ = schools
    item = gained(supervisor, supervision, agency, [first])
    client.force_login(supervisor)
    path = address(BOOK, office, "edit", item.pk)
    page = client.post(path, sent(supervision, item, other, title=""))
    assert page.status_code == 422
    assert f'<option value="{other.pk}" selected>' in said(page)
    assert client.post(path, sent(supervision, item, other)).status_code == 302
    assert item.gains.get().school == other


def test_a_school_of_another_office_cannot_be_put_in(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, schools: list[School], other_office: Office
) -> None:  # fmt: skip
    item = gained(supervisor, supervision, agency, schools[:1])
    client.force_login(supervisor)
    elsewhere = make_school(other_office, "โรงเรียนที่อื่น")
    path = address(BOOK, office, "edit", item.pk)
    assert client.post(path, sent(supervision, item, elsewhere)).status_code == 422
    assert item.gains.get().school == schools[0]


def test_schools_of_a_cluster_count_as_rows(
    client: Client, office: Office, supervision: Unit, supervisor: User, agency: Agency, schools: list[School], cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What could not be opened and saved again is not stored."""
    client.force_login(supervisor)
    data = typed(supervision, agency, gains=[{"cluster": cluster.pk}])
    monkeypatch.setattr(forms, "MOST_ROWS", MANY - 1)
    page = client.post(address(BOOK, office, "new"), data)
    assert page.status_code == 422
    assert f"รวมแล้วมี {MANY} แถว" in said(page)
    monkeypatch.setattr(forms, "MOST_ROWS", MANY)
    assert client.post(address(BOOK, office, "new"), data).status_code == 302
    assert Gain.objects.count() == MANY
