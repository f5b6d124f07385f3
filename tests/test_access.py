"""Every address for every role, against the written table of rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nithet.accounts.models import User
from nithet.cycles.models import Decision, Evidence, Task
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.services.deciding import propose
from nithet.manuals.services.drafting import draft_from_catalogue
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from tests.access_table import PUBLIC, ROLES, TABLE

World = dict[str, Any]
FIXTURES = {"stranger": "outsider"}
ROWS = [line.split() for line in TABLE.strip().splitlines() if line and not line.startswith("#")]


def addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses of the project."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"


def test_every_address_has_its_row() -> None:
    listed = {row[1] for row in ROWS} | PUBLIC
    assert set(addresses()) == listed


def test_every_row_has_a_sign_for_every_role() -> None:
    assert {row[1]: len(row) - 2 for row in ROWS if len(row) - 2 != len(ROLES)} == {}


@pytest.fixture
def world(
    office: Office,
    supervision: Unit,
    school: School,
    supervisor: User,
    director: User,
    head: User,
    deputy: User,
) -> World:
    """A running year of the supervision division: one task open with evidence, one submitted to the head.

    Both are shared by the division's supervisors; a manual is proposed by the head.
    """
    procedure = make_procedure(supervision)
    open_year(office)
    doer = as_member(supervisor, office)
    shared, given = task_of(procedure, "1"), task_of(procedure, "2")
    evidence = attach_file(shared, a_pdf(), by=doer)
    submit(given, "เสนอแผน", by=doer)
    version = draft_from_catalogue(["media-centre"], unit=supervision, by=as_member(head, office))
    propose(version, by=as_member(head, office))
    return {
        "office": office, "school": school, "person": supervisor.person, "procedure": procedure,
        "version": version, "run": shared.run, "task": shared, "evidence": evidence,
        "decision": Decision.objects.get(round__task=given, state="current"),
    }  # fmt: skip


THING: dict[str, Callable[[World], Any]] = {
    "cycles:run": lambda w: w["run"],
    "cycles:task": lambda w: w["task"],
    "cycles:evidence": lambda w: w["evidence"],
    "cycles:decision": lambda w: w["decision"],
    "manuals:version": lambda w: w["version"],
    "manuals:procedure": lambda w: w["procedure"],
    "offices:school-page": lambda w: w["school"],
    "offices:person-page": lambda w: w["person"],
}


def address(name: str, world: World) -> str:
    thing = next((find(world) for start, find in THING.items() if name.startswith(start)), None)
    return reverse(name, args=[world["office"].code, thing.pk] if thing else [world["office"].code])


def sign_of(status: int, location: str) -> str:
    if status == 302 and "/accounts/sign-in/" in location:
        return "L"
    return {403: "3", 404: "4"}.get(status, "." if status in (200, 302, 409, 422) else f"?{status}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
@pytest.mark.django_db
def test_rights(row: list[str], world: World, request: pytest.FixtureRequest, client: Client) -> None:
    method, name, *signs = row
    url = address(name, world)
    users = {role: request.getfixturevalue(FIXTURES.get(role, role)) for role in ROLES if role != "nobody"}
    found = {}
    for role in ROLES:
        # What one role does is undone before the next one comes.
        with transaction.atomic():
            found[role] = _asked(client, method, url, users.get(role))
            transaction.set_rollback(True)
    assert found == dict(zip(ROLES, signs, strict=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
@pytest.mark.django_db
def test_another_office_does_not_exist(
    row: list[str], world: World, other_office: Office, request: pytest.FixtureRequest, client: Client
) -> None:
    """Neither the other office's pages, nor its things under one's own office's address."""
    method, name, *_ = row
    theirs = {**world, "office": other_office}
    for role in ROLES[2:]:
        assert _asked(client, method, address(name, theirs), request.getfixturevalue(role)) == "4", role
    if any(name.startswith(start) for start in THING):
        assert _asked(client, method, address(name, theirs), request.getfixturevalue("outsider")) == "4"


def _asked(client: Client, method: str, url: str, user: User | None) -> str:
    client.logout()
    if user:
        client.force_login(user)
    before = _counts()
    response = client.get(url) if method == "GET" else client.post(url)
    sign = sign_of(response.status_code, response.headers.get("Location", ""))
    if sign != ".":
        assert _counts() == before
    return sign


def _counts() -> tuple[object, ...]:
    """What a refused request must leave as it was."""
    tasks = Task.objects.order_by("pk").values_list("state", "round", "assignee", "taken_up_at")
    decisions = Decision.objects.order_by("pk").values_list("state", flat=True)
    versions = ManualVersion.objects.order_by("pk").values_list("state", flat=True)
    counts = Evidence.objects.filter(voided_at=None).count(), Procedure.objects.count()
    return list(tasks), list(decisions), list(versions), counts
