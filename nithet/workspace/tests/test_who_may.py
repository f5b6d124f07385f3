"""The page ใครทำอะไรได้ says what the table says."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.offices import rights
from nithet.offices.models import Office, Role
from nithet.offices.rights import Cell, Level, Matter
from nithet.offices.tests.factories import make_appointment
from nithet.thai.text import clean

CELL = re.compile(r'<td data-right="(\w+):(\w+)" data-level="(\w+)"[^>]*>(.*?)</td>', re.DOTALL)


def page(client: Client, user: User, query: str = "") -> str:
    client.force_login(user)
    response = client.get(reverse("workspace:who-may", args=["satit1"]) + query)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What a screen reader reads: without what only draws."""
    spoken = re.sub(r'<span aria-hidden="true">.*?</span>', "", html)
    return clean(unescape(strip_tags(spoken)))


def cells(html: str) -> dict[tuple[str, str], tuple[str, str]]:
    return {(role, matter): (level, words(text)) for role, matter, level, text in CELL.findall(html)}


def written() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (code, matter.value): (cell.level.name.lower(), rights.cell_words(code, matter))
        for code, line in rights.TABLE.items()
        for matter, cell in line.items()
    }


def test_every_cell_of_the_page_is_the_tables(client: Client, head: User) -> None:
    assert cells(page(client, head)) == written()


def test_a_changed_table_changes_the_page(
    client: Client, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()
    monkeypatch.setitem(rights.TABLE["clerk"], Matter.SYSTEM, Cell(Level.NAMED, "ดูสถานะ"))
    shown = cells(page(client, head))
    assert {key for key, cell in shown.items() if cell != before[key]} == {("clerk", "system")}
    assert shown["clerk", "system"] == ("named", "ดูสถานะ")


@pytest.mark.parametrize("role", Role.values)
def test_every_member_reads_it(
    client: Client, office: Office, role: str, request: pytest.FixtureRequest
) -> None:
    html = page(client, request.getfixturevalue(role))
    assert html.count('<tr class="is-mine">') == len(rights.block_matters())


def test_ones_own_roles_are_marked_and_their_rights_told(
    client: Client, teacher: User, office: Office
) -> None:
    make_appointment(teacher.person, Role.ADMINISTRATOR)
    client.force_login(teacher)
    response = client.get(reverse("workspace:who-may", args=["satit1"]))
    assert response.context["my_roles"] == ["ครู", "ผู้ดูแลระบบ"]
    told = {cell.matter: cell.words for cell in response.context["my_rights"]}
    assert told[Matter.TASKS] == "เรื่องที่ขอจากตน"
    assert told[Matter.SYSTEM] == "ทั้งสำนักงาน"
    assert Matter.DECIDE not in told


def test_by_matter_it_names_all_who_hold_it_and_nobody_else(client: Client, head: User) -> None:
    client.force_login(head)
    response = client.get(reverse("workspace:who-may", args=["satit1"]), {"by": "matter"})
    shown = {
        (cell.code.split(":")[0], card.matter.value): (cell.style, cell.words)
        for card in response.context["cards"]
        for cell in card.cells
    }
    assert shown == {key: cell for key, cell in written().items() if cell[0] != "none"}
    html = response.content.decode()
    assert all(f"ใคร{matter.label}ได้" in words(html) for matter in Matter)


def test_one_role_or_one_matter_can_be_chosen(client: Client, head: User) -> None:
    assert {code for code, _ in cells(page(client, head, "?role=expert"))} == {"expert"}
    client.force_login(head)
    one = client.get(reverse("workspace:who-may", args=["satit1"]), {"by": "matter", "matter": "year"})
    assert [card.matter for card in one.context["cards"]] == [Matter.YEAR]


def test_a_role_that_does_not_exist_narrows_nothing(client: Client, head: User) -> None:
    assert cells(page(client, head, "?role=king")) == written()


def test_it_asks_only_who_is_reading(
    client: Client, head: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, head)
    # The session, the user, the member, the semesters of the day's line, how much lies in the folder.
    with django_assert_num_queries(6):
        client.get(reverse("workspace:who-may", args=["satit1"]))


def test_the_menu_of_a_person_leads_there(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    html = client.get(reverse("workspace:my-work", args=["satit1"])).content.decode()
    assert reverse("workspace:who-may", args=["satit1"]) in html


def test_a_stranger_finds_nothing(client: Client, office: Office, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get(reverse("workspace:who-may", args=["satit1"])).status_code == 404


def test_it_is_only_read(client: Client, head: User) -> None:
    client.force_login(head)
    assert client.post(reverse("workspace:who-may", args=["satit1"])).status_code == 405
