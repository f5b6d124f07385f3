"""Plans in lists: brought in out of tables, found by the right people, on a person's page, at the same cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.core.models import SearchEntry
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member, make_person, page_text
from nithet.registers.generic import services as items
from nithet.registers.plans.models import Activity, Plan
from nithet.registers.plans.tests.conftest import Maker
from nithet.registers.plans.tests.factories import BOOK, address, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
LAYOUTS = (
    "โครงการ,กลยุทธ์,งบประมาณ,แหล่งงบประมาณ,ปีงบประมาณ\nโครงการอ่านออกเขียนได้,พัฒนาผู้เรียน,\"1,234.50 บาท\",งบ สพฐ.,2570\n",
    "ที่,ชื่อโครงการ,สนองกลยุทธ์,จำนวนเงิน,หลักการและเหตุผล,ปี\n1,โครงการอ่านออกเขียนได้,พัฒนาผู้เรียน,\"๑,๒๓๔.๕๐\",ครูไม่ครบชั้น,๒๕๗๐\n",
)  # fmt: skip


def bring_in(client: Client, office: Office, text: str) -> str:
    """Through all pages of an import; returns what the page of its check says."""
    upload = SimpleUploadedFile("plans.csv", text.encode(), content_type="text/csv")
    begun = client.post(reverse("offices:import-new", args=[office.code]), {"kind": "plan", "file": upload})
    page = begun["Location"].removesuffix("columns/")
    matched = client.get(f"{page}columns/").context["form"]
    client.post(f"{page}columns/", {bound.html_name: bound.value() or "" for bound in matched})
    told = page_text(client.get(page))
    client.post(f"{page}store/")
    return told


@pytest.mark.parametrize("text", LAYOUTS)
def test_a_table_comes_in_with_its_amounts(
    client: Client, office: Office, supervisor: User, text: str
) -> None:
    client.force_login(supervisor)
    bring_in(client, office, text)
    plan = Plan.objects.get()
    assert (plan.title, plan.strategy, plan.fiscal_year_be) == ("โครงการอ่านออกเขียนได้", "พัฒนาผู้เรียน", 2570)
    assert plan.lines.get().planned == Decimal("1234.50")
    bring_in(client, office, text.replace("พัฒนาผู้เรียน", "พัฒนาครู"))
    plan.refresh_from_db()
    assert (plan.strategy, plan.lines.count(), Plan.objects.count()) == ("พัฒนาครู", 1, 1)


def test_a_wrong_amount_in_a_table_is_told(client: Client, office: Office, supervisor: User) -> None:
    client.force_login(supervisor)
    told = bring_in(client, office, LAYOUTS[0].replace("1,234.50 บาท", "-500"))
    assert "ไม่ใช่จำนวนเงิน" in told
    assert not Plan.objects.exists()


def test_what_waits_for_its_deciders_is_not_changed_by_a_table(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    plan = make(title="โครงการอ่านออกเขียนได้", strategy="เดิม")
    client.force_login(supervisor)
    client.post(reverse("plans:ready", args=[office.code, plan.pk]))
    bring_in(client, office, LAYOUTS[0])
    plan.refresh_from_db()
    assert (plan.strategy, Plan.objects.count()) == ("เดิม", 1)


@pytest.mark.parametrize(
    ("who", "is_found"),
    [("supervisor", True), ("planning", True), ("computer_officer", False), ("teacher", False)],
)
def test_found_by_those_who_see_it(
    client: Client, office: Office, make: Maker, who: str, is_found: bool, request: pytest.FixtureRequest
) -> None:
    make()
    client.force_login(request.getfixturevalue(who))
    page = page_text(client.get(reverse("workspace:search", args=[office.code]), {"q": "การศึกษาทางไกล"}))
    assert (BOOK.name in page) is is_found


def test_entries_of_search_are_what_services_wrote(office: Office, make: Maker) -> None:
    make(strategy="พัฒนาครู")
    fields = ("kind", "object_id", "title", "text", "year_be")
    written = set(SearchEntry.objects.filter(kind="plan").values_list(*fields))
    call_command("reindex", verbosity=0)
    assert set(SearchEntry.objects.filter(kind="plan").values_list(*fields)) == written


def test_on_the_page_of_who_does_an_activity(
    client: Client, office: Office, supervisor: User, computer_officer: User, make: Maker
) -> None:
    plan = make(doer=computer_officer.person)
    client.force_login(supervisor)
    where = reverse("offices:person-page", args=[office.code, computer_officer.person.pk])
    assert plan.title in page_text(client.get(where))
    client.force_login(computer_officer)
    assert client.get(address(office, "page", plan.pk)).status_code == 200
    assert client.get(address(office, "edit", plan.pk)).status_code == 403


def test_lists_and_pages_cost_the_same_for_few_and_many(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 6):
        plan = make(lines=rows(*["100"] * count), approved=True)
        ways = (("list", ()), ("page", (plan.pk,)))
        with CaptureQueriesContext(connection) as queries:
            for name, words in ways:
                assert client.get(address(office, name, *words)).status_code == 200
            assert client.get(reverse("plans:progress", args=[office.code, plan.pk])).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]


def test_activities_with_their_own_people_cost_the_same_for_few_and_many(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 12):
        plan = make()
        people = [make_person(office, f"สมชาย ใจดี{place}") for place in range(count)]
        plan.activities.all().delete()
        for one in people:
            Activity.objects.create(office=office, item=plan, name="อบรม", months=[10], owner=one)
        for act in (
            lambda plan=plan: client.get(address(office, "edit", plan.pk)).status_code == 200,
            lambda plan=plan: items.copy_item(
                BOOK, plan, year=2571, by=as_member(supervisor, office), key=new_id()
            ),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert act()
            told.append(len(queries))
    assert told[:2] == told[2:]


def test_the_list_goes_out_as_a_file(client: Client, office: Office, supervisor: User, make: Maker) -> None:
    make(lines=rows("100.10", "0.05"))
    client.force_login(supervisor)
    file = client.get(address(office, "list"), {"format": "csv"})
    line = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[1]  # type: ignore[attr-defined]
    assert "100.15,0.00,0.00,,1,0" in line
