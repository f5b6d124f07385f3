"""Who gives work to whom besides the head: the clerk for them, and a supervisor what is theirs."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.models import Task
from nithet.cycles.services.working import take_up
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user


@pytest.fixture
def task(office: Office, supervision: Unit, supervisor: User, friday: date) -> Task:
    """Taken up by the supervisor."""
    procedure = make_procedure(supervision)
    open_year(office)
    return take_up(task_of(procedure, "1"), by=as_member(supervisor, office))


def assign(client: Client, task: Task, by: User, to: User) -> tuple[int, str]:
    client.force_login(by)
    sent = client.post(reverse("cycles:task-assign", args=["satit1", task.pk]), {"person": to.person.pk})
    task.refresh_from_db()
    return sent.status_code, sent.headers.get("Location", "")


def test_a_supervisor_hands_over_their_own_work(
    client: Client, task: Task, supervisor: User, supervisor2: User
) -> None:
    page = reverse("cycles:task-page", args=["satit1", task.pk])
    client.force_login(supervisor)
    assert "ส่งมอบงานให้" in client.get(page).content.decode()
    # What is no longer theirs does not exist for them any more.
    assert assign(client, task, supervisor, supervisor2) == (302, "/")
    assert task.assignee_id == supervisor2.person.pk
    assert client.get(page).status_code == 404
    assert Entry.objects.get(verb="task.handed_over").facts["to"] == supervisor2.person.name


def test_but_not_the_work_of_another(client: Client, task: Task, supervisor: User, supervisor2: User) -> None:
    assert assign(client, task, supervisor2, supervisor2)[0] == 404
    assert task.assignee_id == supervisor.person.pk


def test_nor_to_somebody_of_another_division(
    client: Client, task: Task, supervisor: User, computer_officer: User
) -> None:
    assert assign(client, task, supervisor, computer_officer)[0] == 422
    assert task.assignee_id == supervisor.person.pk


def test_the_clerk_writes_down_whom_the_head_chose(
    client: Client, task: Task, clerk: User, supervisor2: User
) -> None:
    page = reverse("cycles:task-page", args=["satit1", task.pk])
    assert assign(client, task, clerk, supervisor2) == (302, page)
    assert task.assignee_id == supervisor2.person.pk
    assert Entry.objects.filter(verb="task.assigned", by_id=clerk.pk).exists()


def test_the_clerk_of_another_division_does_not(
    client: Client, task: Task, office: Office, ict: Unit, supervisor2: User, supervisor: User
) -> None:
    assert assign(client, task, make_member_user(office, Role.CLERK, ict), supervisor2)[0] == 404
    assert task.assignee_id == supervisor.person.pk


def test_who_only_proposes_is_refused(
    client: Client, task: Task, section_head: User, supervisor2: User, supervisor: User
) -> None:
    assert assign(client, task, section_head, supervisor2)[0] == 403
    assert task.assignee_id == supervisor.person.pk
