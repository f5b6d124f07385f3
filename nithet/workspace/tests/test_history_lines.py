"""A line of history leads on: to what it tells of, to the story of that thing, to what else the person did."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.erasing import Whom, erase_person
from nithet.audit.models import Chain
from nithet.audit.sealing import seal
from nithet.audit.services import entry, record, record_many
from nithet.audit.verifying import verify
from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.cycles.services.working import take_up
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.manuals.services.drafting import draft_from_catalogue
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from nithet.workspace.history_lines import Line

URL = reverse("workspace:history", args=["satit1"])


@pytest.fixture
def reader(friday: None, client: Client, director: User) -> Client:
    client.force_login(director)
    return client


@pytest.fixture
def task(friday: None, supervision: Unit, supervisor: User) -> Task:
    """Taken up by the supervisor, so that a year, a run and tasks have a history."""
    procedure = make_procedure(supervision)
    open_year(supervision.office)
    made = task_of(procedure, "1")
    take_up(made, by=as_member(supervisor, supervision.office))
    return made


def lines(client: Client, **filters: str | UUID) -> list[Line]:
    response = client.get(URL, {name: str(value) for name, value in filters.items()})
    assert response.status_code == 200
    found: list[Line] = response.context["lines"]
    return found


def page(client: Client, **filters: str | UUID) -> str:
    return client.get(URL, {name: str(value) for name, value in filters.items()}).content.decode()


def address(view: str, *parts: UUID) -> str:
    return reverse(view, args=["satit1", *parts])


# To what it tells of


def test_a_line_leads_to_what_it_tells_of(
    reader: Client, task: Task, school: School, head: User, supervision: Unit
) -> None:
    version = draft_from_catalogue(["media-centre"], unit=supervision, by=as_member(head, school.office))
    record("school.changed", by=head, on=school)
    record("person.changed", by=head, on=head.person)
    suspended = entry("account.suspended", by=head, on=head)
    suspended.office_id = school.office_id
    record_many([suspended])
    assert school.cluster
    record("cluster.edited", by=head, on=school.cluster)
    appointment = head.person.appointments.get()
    record("appointment.made", by=head, on=appointment)
    assert {line.entry.kind: line.url for line in lines(reader)} == {
        "task": address("cycles:task-page", task.pk),
        "run": address("cycles:run-page", task.run_id),
        "cycle": address("cycles:year-chart"),
        "manualversion": address("manuals:version-page", version.pk),
        "school": address("offices:school-page", school.pk),
        "person": address("offices:person-page", head.person.pk),
        "user": address("offices:person-page", head.person.pk),
        "cluster": address("offices:cluster-page", school.cluster.pk),
        "appointment": address("offices:appointment-page", appointment.pk),
    }


def test_the_way_is_open(reader: Client, task: Task) -> None:
    for url in {line.url for line in lines(reader)}:
        assert reader.get(url).status_code == 200


def test_no_way_leads_to_what_the_reader_may_not_open(client: Client, task: Task, teacher: User) -> None:
    record("task.noted", by=teacher, on=task)
    client.force_login(teacher)
    (line,) = lines(client)
    assert (line.title, line.url) == (task.title, "")


def test_what_is_no_longer_there_and_what_has_no_page_are_told_without_a_link(
    reader: Client, office: Office, school: School, head: User
) -> None:
    record("office.described", by=head, on=office)
    school.pk = new_id()
    record("school.changed", by=head, on=school)
    assert [line.url for line in lines(reader)] == ["", ""]


# In words


def test_a_line_tells_what_matters_in_words(reader: Client, school: School, head: User) -> None:
    record(
        "task.returned", by=head, on=school, why="ขาดภาพถ่าย", times=2, as_="ผู้อำนวยการกลุ่ม", secret={"a": 1},
        until="2026-12-01",
    )  # fmt: skip
    record("task.assigned", by=head, on=school, to="นางสาวสอง สาธิต")
    later, earlier = lines(reader)
    assert later.facts == ["ให้ นางสาวสอง สาธิต"]
    assert (earlier.words, earlier.facts) == ("ส่งคืนแก้ไข", ["ครั้งที่ 2", "ในตำแหน่งผู้อำนวยการกลุ่ม"])
    assert "เหตุผล: ขาดภาพถ่าย" in page(reader)


def test_who_was_taken_out_of_history_is_not_shown(reader: Client, office: Office, head: User) -> None:
    record("person.changed", by=head, on=head.person)
    erase_person(office.pk, Whom("บุคคลที่ 12", head.pk, frozenset([head.person.pk])), by=None)
    told = lines(reader)[1]
    assert (told.entry.by_name, told.title) == ("บุคคลที่ 12", "ลบข้อมูลส่วนบุคคลแล้ว")


# Only one person, only one thing


def test_one_persons_history(reader: Client, school: School, head: User, deputy: User) -> None:
    for user in (head, deputy):
        record("task.noted", by=user, on=school)
    (line,) = lines(reader, by=head.pk)
    assert line.entry.by_id == head.pk
    assert f"เฉพาะการดำเนินการของ{head.name}" in page(reader, by=head.pk).replace("\u2060", "")


def test_the_history_of_a_thing_holds_what_belongs_to_it(
    reader: Client, task: Task, school: School, head: User
) -> None:
    record("school.changed", by=head, on=school)
    told = lines(reader, object=task.run_id)
    assert {line.entry.kind for line in told} == {"run", "task"}
    assert {line.entry.kind for line in lines(reader, object=task.pk)} == {"task"}


def test_filters_from_links_and_fields_hold_together(
    reader: Client, school: School, small_school: School, head: User, deputy: User
) -> None:
    for user in (head, deputy):
        for place in (school, small_school):
            record("task.noted", by=user, on=place)
    assert len(lines(reader, by=head.pk)) == 2
    assert len(lines(reader, by=head.pk, object=school.pk)) == 1
    assert len(lines(reader, by=head.pk, object=school.pk, about="manual")) == 0
    kept = page(reader, by=head.pk, object=school.pk)
    assert f'name="by" value="{head.pk}"' in kept
    assert f'name="object" value="{school.pk}"' in kept


def test_anothers_history_stays_closed_to_who_sees_only_their_own(
    client: Client, school: School, teacher: User, head: User
) -> None:
    record("task.noted", by=head, on=school)
    client.force_login(teacher)
    assert lines(client, by=head.pk) == []
    assert lines(client, object=school.pk) == []


@pytest.mark.parametrize("name", ["by", "object"])
def test_a_damaged_link_finds_nothing(reader: Client, school: School, head: User, name: str) -> None:
    record("task.noted", by=head, on=school)
    told = page(reader, **{name: "12"})
    assert "ไม่พบรายการที่ตรงกับเงื่อนไข" in told
    assert head.name not in told


# The seal


def test_the_page_says_that_history_is_whole(
    reader: Client, office: Office, school: School, head: User
) -> None:
    record("task.noted", by=head, on=school)
    assert "ประวัติของสำนักงาน" not in page(reader)
    seal(office.pk)
    assert "ระบบผนึกประวัติทุกรายการต่อเนื่องกัน" in page(reader)
    verify(office.pk)
    told = page(reader)
    assert "ประวัติของสำนักงานต่อเนื่องครบถ้วน ตรวจล่าสุด" in told
    assert "20 พ.ย. 2569" in told


def test_the_page_says_that_history_was_changed(
    reader: Client, office: Office, school: School, head: User
) -> None:
    record("task.noted", by=head, on=school)
    seal(office.pk)
    Chain.objects.filter(pk=office.pk).update(digest="0" * 64)
    verify(office.pk)
    told = page(reader)
    assert "พบประวัติที่ไม่ตรงกับที่ระบบผนึกไว้" in told
    assert "ต่อเนื่องครบถ้วน" not in told


def test_history_costs_the_same_for_any_number(
    reader: Client, task: Task, school: School, head: User
) -> None:
    asked = []
    for count in (1, 40):
        for _ in range(count):
            record("school.changed", by=head, on=school)
        with CaptureQueriesContext(connection) as queries:
            lines(reader)
        asked.append(len(queries))
    assert asked[0] == asked[1]
