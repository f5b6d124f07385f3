"""An auditor reads everything, after saying why; it is written down and holds for half an hour."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.cycles.models import Evidence, Run, Task
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.offices import confidential
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_member_user

REASON = "ตรวจสอบภายในตามแผนประจำปี 2570"


@pytest.fixture
def task(office: Office, supervision: Unit, friday: date) -> Task:
    procedure = make_procedure(supervision)
    open_year(office)
    return task_of(procedure, "1")


@pytest.fixture
def evidence(task: Task, office: Office, supervisor: User) -> Evidence:
    return attach_file(task, a_pdf(), by=as_member(supervisor, office))


@pytest.fixture
def reader(client: Client, auditor: User) -> Client:
    client.force_login(auditor)
    return client


def address(thing: Run | Task | Evidence) -> str:
    name = {Run: "run-page", Task: "task-page", Evidence: "evidence-file"}[type(thing)]
    return reverse(f"cycles:{name}", args=["satit1", thing.pk])


def is_asked(response: Any) -> bool:
    return response.status_code == 403 and b'name="what"' in response.content


def answer(client: Client, url: str, reason: str = REASON) -> Any:
    """Opens the address, and sends what the page asks for."""
    what = client.get(url).context["token"]
    return client.post(reverse("offices:reading-ask", args=["satit1"]), {"what": what, "reason": reason})


def readings() -> list[Entry]:
    return list(Entry.objects.filter(verb="confidential.read"))


def test_before_a_reason_nothing_is_shown(reader: Client, task: Task, evidence: Evidence) -> None:
    for thing in (task.run, task, evidence):
        response = reader.get(address(thing))
        assert is_asked(response), thing
        assert task.title not in response.content.decode()
    assert readings() == []


def test_one_reason_opens_the_run_its_tasks_and_their_evidence(
    reader: Client, task: Task, evidence: Evidence
) -> None:
    response = answer(reader, address(task))
    assert (response.status_code, response.headers["Location"]) == (302, address(task))
    assert [reader.get(address(thing)).status_code for thing in (task.run, task, evidence)] == [200, 200, 200]


def test_it_is_written_down_who_read_what_and_why(
    reader: Client, task: Task, office: Office, auditor: User
) -> None:
    answer(reader, address(task))
    [read] = readings()
    assert (read.by_id, read.by_name) == (auditor.pk, auditor.person.name)
    assert (read.kind, read.object_id, read.title, read.why) == ("run", task.run_id, task.run.title, REASON)
    assert read.facts == {"until": (now() + timedelta(minutes=30)).isoformat()}
    assert list(confidential.readings_of(office.pk, [task.run_id])) == [read]
    assert list(confidential.readings_of(office.pk, [task.pk])) == []


def test_the_reason_holds_for_half_an_hour(reader: Client, task: Task) -> None:
    answer(reader, address(task))
    given = now()
    with time_machine.travel(given + timedelta(minutes=29)):
        assert reader.get(address(task)).status_code == 200
    with time_machine.travel(given + timedelta(minutes=31)):
        assert is_asked(reader.get(address(task)))


def test_the_same_answer_twice_is_written_once(reader: Client, task: Task) -> None:
    what = reader.get(address(task)).context["token"]
    for _ in range(2):
        sent = reader.post(reverse("offices:reading-ask", args=["satit1"]), {"what": what, "reason": REASON})
        assert sent.status_code == 302
    assert len(readings()) == 1


def test_without_a_reason_the_page_asks_again(reader: Client, task: Task) -> None:
    response = answer(reader, address(task), reason="  ")
    assert response.status_code == 422
    assert "โปรดระบุเหตุผลที่ขอเข้าดู" in response.content.decode()
    assert readings() == []


def test_a_reason_is_the_readers_own(reader: Client, task: Task, office: Office) -> None:
    answer(reader, address(task))
    other = Client()
    other.force_login(make_member_user(office, Role.AUDITOR))
    assert is_asked(other.get(address(task)))


def test_a_question_cannot_be_answered_for_another_or_made_up(
    reader: Client, task: Task, office: Office
) -> None:
    what = reader.get(address(task)).context["token"]
    other = Client()
    other.force_login(make_member_user(office, Role.AUDITOR))
    for client, token in ((other, what), (reader, what[:-1]), (reader, "")):
        sent = client.post(reverse("offices:reading-ask", args=["satit1"]), {"what": token, "reason": REASON})
        assert sent.status_code == 409
    assert readings() == []


def test_a_question_left_open_overnight_is_asked_again(reader: Client, task: Task) -> None:
    what = reader.get(address(task)).context["token"]
    with time_machine.travel(now() + timedelta(hours=13)):
        sent = reader.post(reverse("offices:reading-ask", args=["satit1"]), {"what": what, "reason": REASON})
    assert sent.status_code == 409
    assert "เปิดรายการที่ต้องการดูอีกครั้ง" in sent.content.decode()


def test_a_part_asked_for_alone_opens_the_whole_question(reader: Client, task: Task) -> None:
    response = reader.get(address(task), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == address(task)


def test_who_sees_it_by_another_duty_gives_no_reason(
    client: Client, task: Task, office: Office, supervision: Unit, head: User, director: User
) -> None:
    make_appointment(head.person, Role.AUDITOR)
    for user in (head, director):
        client.force_login(user)
        assert client.get(address(task)).status_code == 200
    assert readings() == []


def test_the_committee_reads_reports_and_no_tasks(client: Client, task: Task, committee: User) -> None:
    client.force_login(committee)
    assert [client.get(address(thing)).status_code for thing in (task.run, task)] == [404, 404]
    assert client.get(reverse("cycles:year-chart", args=["satit1"])).status_code == 404


def test_the_reading_is_told_in_the_history_of_the_run(reader: Client, task: Task, director: User) -> None:
    answer(reader, address(task))
    reader.force_login(director)
    told = reader.get(address(task.run), {"tab": "history"}).content.decode()
    assert "เข้าดูข้อมูลที่จำกัดการเข้าถึง" in told


def test_a_reason_costs_one_question_to_the_database(
    task: Task, office: Office, auditor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    member = as_member(auditor, office)
    with django_assert_num_queries(1):
        assert not confidential.is_granted(member, task.run_id)


def test_a_stranger_has_nothing_to_answer(client: Client, task: Task, auditor: User, outsider: User) -> None:
    client.force_login(auditor)
    what = client.get(address(task)).context["token"]
    client.force_login(outsider)
    sent = client.post(reverse("offices:reading-ask", args=["satit1"]), {"what": what, "reason": REASON})
    assert sent.status_code == 404


def test_the_question_is_answered_by_sending_only(reader: Client, office: Office) -> None:
    assert reader.get(reverse("offices:reading-ask", args=["satit1"])).status_code == 405
