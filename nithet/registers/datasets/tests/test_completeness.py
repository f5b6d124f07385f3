"""How complete the registers are, and where what is missing is filled in."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_person, make_school
from nithet.registers.datasets.register import DATASETS
from nithet.registers.datasets.tests.factories import dataset_of
from nithet.registers.generic import services
from nithet.registers.generic.book import book_of, books
from nithet.registers.generic.services import Typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def overview(office: Office) -> str:
    return reverse("datasets:completeness", args=[office.code])


def of(office: Office, subject: str) -> str:
    return reverse("datasets:completeness-of", args=[office.code, subject])


def test_every_book_is_counted_by_what_it_wants(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    dataset_of(supervisor, office, supervision, columns=[], keeper="สพป.", source="")
    client.force_login(supervisor)
    told = {one.subject.code: one for one in client.get(overview(office)).context["told"]}
    assert [*told] == ["schools", "people", *(book.code for book in books())]
    gaps = {gap.field: gap.missing for gap in told["dataset"].gaps}
    assert gaps == {"owner": 1, "holds": 0, "source": 1, "keeper": 0, "period": 1, "place": 1, "columns": 1}
    assert told["dataset"].bar.said == "28.6"
    assert told["study"].bar.percent is None


def test_what_is_missing_leads_to_where_it_is_filled_in(
    client: Client, office: Office, supervision: Unit, supervisor: User, director: User
) -> None:
    lacking = dataset_of(supervisor, office, supervision, source="")
    dataset_of(supervisor, office, supervision, title="มีแหล่งที่มา")
    client.force_login(supervisor)
    page = client.get(of(office, "dataset"), {"field": "source"})
    assert [(thing.pk, "แหล่งที่มา" in labels, url) for thing, labels, url in page.context["rows"]] == [
        (lacking.pk, True, DATASETS.address("edit", office.code, lacking.pk)),
    ]
    # Who only reads is led to the page.
    client.force_login(director)
    page = client.get(of(office, "dataset"), {"field": "source"})
    assert page.context["rows"][0][2] == DATASETS.address("page", office.code, lacking.pk)


def test_schools_lack_their_telephone(client: Client, office: Office, supervisor: User) -> None:
    make_school(office, "บ้านไร้โทร", smis_code="30019999")
    client.force_login(supervisor)
    page = client.get(of(office, "schools"), {"field": "phone"}).content.decode()
    assert "บ้านไร้โทร" in page
    assert client.get(of(office, "nothing")).status_code == 404


def test_who_has_left_or_never_served_lacks_nothing(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)

    def counted() -> dict[str, int]:
        return {one.subject.code: one.count for one in client.get(overview(office)).context["told"]}

    before = counted()
    make_appointment(make_person(office, "อดีต ผู้รู้"), Role.CLERK, unit=supervision, until_on=date(2024, 9, 30))
    make_person(office, "ไม่มี ตำแหน่ง")
    assert counted()["people"] == before["people"]


def test_what_a_book_leaves_out_is_not_counted(
    client: Client, office: Office, supervision: Unit, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("นับ", "ไม่นับ"):
        dataset_of(supervisor, office, supervision, title=title, source="")
    monkeypatch.setattr(DATASETS, "counted", lambda items: items.exclude(title="ไม่นับ"))
    client.force_login(supervisor)
    told = {one.subject.code: one.count for one in client.get(overview(office)).context["told"]}
    assert told["dataset"] == 1


def test_it_costs_the_same_for_one_thing_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    pages = [
        overview(office),
        of(office, "schools"),
        of(office, "people"),
        *(of(office, one.code) for one in books()),
    ]
    told = []
    for count in (1, 6):
        for place in range(count):
            add_one_of_each(f"{count} {place}", supervisor, supervision, smis_code=f"3{count:03}{place:04}")
        costs = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            costs.append(len(queries))
        told.append(costs)
    assert told[0] == told[1]


def add_one_of_each(title: str, user: User, unit: Unit, *, smis_code: str) -> None:
    """A school, somebody who serves, a dataset and a plan, of which nearly nothing is filled in."""
    dataset_of(user, unit.office, unit, title=title, source="")
    make_school(unit.office, f"บ้าน {title}", smis_code=smis_code)
    make_appointment(make_person(unit.office, f"คนที่ {title}"), Role.CLERK, unit=unit)
    plan = book_of("plan")
    assert plan
    facts = {"title": title, "fiscal_year_be": 2570, "unit": unit, "owner": None}
    services.make_item(plan, Typed(facts), by=as_member(user, unit.office), key=new_id())


def test_other_divisions_items_do_not_count(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    dataset_of(supervisor, office, supervision)
    client.force_login(computer_officer)
    told = {one.subject.code: one.count for one in client.get(overview(office)).context["told"]}
    assert told["dataset"] == 0


@pytest.mark.parametrize(
    ("who", "reads", "sends"),
    [("supervisor", 200, 405), ("director", 200, 405), ("teacher", 403, 405), ("outsider", 404, 404)],
)
def test_who_sees_it(
    client: Client, office: Office, who: str, reads: int, sends: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert (client.get(overview(office)).status_code, client.post(overview(office)).status_code) == (
        reads,
        sends,
    )
