"""A working group from the task's page to the signed order."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.cycles.models import Evidence, Task
from nithet.cycles.register import registers
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.cycles.tests.test_two_at_once import at_once
from nithet.offices.models import Office, Unit
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import DAY, as_member, make_person
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemNotCompleteError
from nithet.registers.generic.models import Item, ItemVersion
from nithet.registers.workgroups.errors import OrderNumberTakenError
from nithet.registers.workgroups.forms import number_of
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.tests.factories import (
    BOOK,
    FACTS,
    SIGNED,
    address,
    form_data,
    made,
    said,
    seat,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(
        supervision, [{"title": "แต่งตั้งคณะทำงาน", "months": [11], "actions": ["appoint"]}]
    )
    open_year(office)
    return task_of(procedure, "1")


def test_from_the_task_to_the_signed_order(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, task: Task
) -> None:
    client.force_login(supervisor)
    assert "แต่งตั้งคณะทำงานห้องเรียนปลายทาง" in said(client.get(address(office, "of-task", task.pk), follow=True))
    data = form_data(
        supervision,
        {"person": supervisor.person.pk, "ORDER": 2, "duty": "secretary", "sub_group": "คณะดำเนินงาน"},
        {"person": head.person.pk, "ORDER": 1, "duty": "chair", "sub_group": "คณะอำนวยการ"},
        {"outside_name": "นายภายนอก ใจดี", "ORDER": 3, "post": "อาจารย์", "agency": "มหาวิทยาลัยสาธิต", "sub_group": "คณะดำเนินงาน"},
    )  # fmt: skip
    client.post(f"{address(office, 'new')}?task={task.pk}", data)
    group = WorkingGroup.objects.get()
    assert [(one.name, one.duty, one.position) for one in group.seats.select_related("person")] == [
        (head.person.name, "chair", 0), (supervisor.person.name, "secretary", 1), ("นายภายนอก ใจดี", "member", 2),
    ]  # fmt: skip
    assert group.seats.get(duty="chair").post
    client.post(
        address(office, "finish", group.pk),
        {"on": "20 พ.ย. 2569", "order_number": "คำสั่งที่ ๑๔๕/๒๕๖๙", "attached": a_pdf("คำสั่ง.pdf")},
    )
    group.refresh_from_db()
    task.refresh_from_db()
    assert (group.order_words, group.files[0]["name"], task.is_met) == ("145/2569", "คำสั่ง.pdf", True)
    assert Evidence.objects.get(task=task).action == "appoint"
    page = said(client.get(address(office, "page", group.pk)))
    assert page.index("คณะอำนวยการ") < page.index("คณะดำเนินงาน") < page.index("นายภายนอก ใจดี")
    assert "145/2569" in page


def test_without_the_signed_order_it_is_not_finished(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    group = made(supervisor, office, supervision)
    client.force_login(supervisor)
    page = client.post(address(office, "finish", group.pk), {"on": "20 พ.ย. 2569"})
    assert (page.status_code, "โปรดแนบคำสั่งที่ลงนามแล้ว" in said(page)) == (422, True)
    with pytest.raises(ItemNotCompleteError, match="ยังไม่แนบคำสั่ง"):
        services.finish_item(BOOK, group, on=DAY, by=as_member(supervisor, office))
    assert client.post(address(office, "finish", group.pk), SIGNED).status_code == 302
    group.refresh_from_db()
    assert (group.state, group.signed_elsewhere) == (Item.State.DONE, "ระบบสารบรรณ")


def test_what_is_lacking_is_said(office: Office, supervision: Unit, supervisor: User) -> None:
    group = made(supervisor, office, supervision, seat(supervisor.person), duties="")
    assert BOOK.lacking(group) == ["ยังไม่มีประธาน", "ยังไม่ระบุหน้าที่ของคณะทำงาน"]
    group.seats.all().delete()
    assert BOOK.lacking(group) == ["ยังไม่มีรายชื่อคณะทำงาน"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("145/2569", ("145", 2569)),
        ("ที่ ๑๔๕ / ๒๕๖๙", ("145", 2569)),
        ("145", ("145", None)),
        ("พ 12/2569", ("พ 12", 2569)),
        ("", ("", None)),
    ],
)
def test_the_number_is_read(typed: str, read: tuple[str, int | None]) -> None:
    assert number_of(typed) == read


def test_a_number_is_given_once_a_calendar_year(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    by = as_member(supervisor, office)
    first, second = (
        made(supervisor, office, supervision),
        made(supervisor, office, supervision, title="อีกคณะ"),
    )
    given = {"order_number": "145", "signed_elsewhere": "ระบบสารบรรณ"}
    services.finish_item(BOOK, first, on=DAY, by=by, facts=given)
    with pytest.raises(OrderNumberTakenError):
        services.finish_item(BOOK, second, on=DAY, by=by, facts=given)
    client.force_login(supervisor)
    page = client.post(address(office, "finish", second.pk), {**SIGNED, "order_number": "145/2569"})
    assert (page.status_code, "ใช้กับ “แต่งตั้งคณะทำงานศูนย์สื่อ” แล้ว" in said(page)) == (422, True)
    services.finish_item(BOOK, second, on=date(2025, 11, 20), by=by, facts=given)
    assert set(WorkingGroup.objects.values_list("order_year_be", flat=True)) == {2568, 2569}


def test_a_number_of_another_year_than_the_day_is_told(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    group = made(supervisor, office, supervision)
    client.force_login(supervisor)
    page = client.post(address(office, "finish", group.pk), {**SIGNED, "order_number": "145/2570"})
    assert (page.status_code, "เลขที่คำสั่งเป็นของ พ.ศ. 2570" in said(page)) == (422, True)


def test_a_number_without_one_may_be_many(office: Office, supervision: Unit, supervisor: User) -> None:
    by = as_member(supervisor, office)
    for title in ("หนึ่ง", "สอง"):
        group = made(supervisor, office, supervision, title=title)
        services.finish_item(BOOK, group, on=DAY, by=by, facts={"signed_elsewhere": "ระบบสารบรรณ"})
    assert WorkingGroup.objects.filter(state="done").count() == 2


def test_opened_again_it_is_no_evidence_and_its_version_keeps_the_names(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    group = made(supervisor, office, supervision)
    client.force_login(supervisor)
    client.post(address(office, "finish", group.pk), {**SIGNED, "order_number": "145"})
    client.post(address(office, "reopen", group.pk), {"reason": "ชื่อผิด"})
    task.refresh_from_db()
    assert task.done == 0
    shown = said(client.get(address(office, "version", group.pk, 1)))
    assert supervisor.person.name in shown
    assert "145/2569" in shown
    client.post(address(office, "finish", group.pk), {**SIGNED, "order_number": "145"})
    assert ItemVersion.objects.count() == 2
    client.post(address(office, "void", group.pk), {"reason": "ยกเลิกคำสั่ง"})
    task.refresh_from_db()
    assert task.done == 0


def test_the_snapshot_is_the_data_of_an_order(office: Office, supervision: Unit, supervisor: User) -> None:
    rows = (
        seat(supervisor.person, duty="chair", part="ก"),
        seat(name="ข", part="ข"),
        seat(name="ค", part="ก", duty="other", duty_note="พิธีกร"),
    )
    group = made(supervisor, office, supervision, *rows)
    services.finish_item(
        BOOK,
        group,
        on=DAY,
        by=as_member(supervisor, office),
        facts={"order_number": "145", "signed_elsewhere": "อื่น"},
    )
    own = next(one for one in registers() if one.code == "workgroups")
    assert own.snapshots
    told = own.snapshots["workgroup"](office, group.pk)
    assert (told["order"], told["ordered_on"], told["title"]) == (
        "145/2569",
        "20 พฤศจิกายน 2569",
        FACTS["title"],
    )
    assert [(one["sub_group"], one["duty"]) for one in told["seats"]] == [
        ("ก", "ประธาน"),
        ("ก", "พิธีกร"),
        ("ข", "กรรมการ"),
    ]


def test_the_signed_order_is_not_asked_for_again_when_the_number_is_taken(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    first, second = (
        made(supervisor, office, supervision),
        made(supervisor, office, supervision, title="อีกคณะ"),
    )
    client.force_login(supervisor)
    signed = {"on": "20 พ.ย. 2569", "order_number": "145"}
    client.post(address(office, "finish", first.pk), signed | {"signed_elsewhere": "ระบบสารบรรณ"})
    page = client.post(address(office, "finish", second.pk), signed | {"attached": a_pdf("คำสั่ง.pdf")})
    assert (page.status_code, "ไฟล์ที่เลือกแล้ว: คำสั่ง.pdf" in said(page)) == (422, True)
    kept = re.search(r'name="kept" value="([^"]+)"', page.content.decode())
    assert kept
    again = signed | {"order_number": "146", "kept": kept[1]}
    assert client.post(address(office, "finish", second.pk), again).status_code == 302
    second.refresh_from_db()
    assert ([one["name"] for one in second.files], second.order_words) == (["คำสั่ง.pdf"], "146/2569")


def test_the_office_is_locked_before_the_group(office: Office, supervision: Unit, supervisor: User) -> None:
    """As two records of a person are merged: the other way round the two would wait for each other for ever."""
    group = made(supervisor, office, supervision)
    given = {"order_number": "145", "signed_elsewhere": "ระบบสารบรรณ"}
    with CaptureQueriesContext(connection) as asked:
        services.finish_item(BOOK, group, on=DAY, by=as_member(supervisor, office), facts=given)
    asks = [str(one["sql"]) for one in asked if str(one["sql"]).startswith("SELECT")]
    places = [
        next(place for place, sql in enumerate(asks) if f'FROM "{model._meta.db_table}"' in sql)
        for model in (Office, WorkingGroup)
    ]
    assert places == sorted(places)


@pytest.mark.django_db(transaction=True)
def test_signing_and_merging_at_once_both_come_through(
    office: Office, supervision: Unit, supervisor: User, head: User, administrator: User
) -> None:
    signing, merging = as_member(supervisor, office), as_member(administrator, office)
    for number in range(3):
        gone = make_person(office, f"สมชาย ซ้ำ{number}")
        group = made(supervisor, office, supervision, seat(gone, duty="chair"), seat(head.person))
        WorkingGroup.objects.filter(pk=group.pk).update(owner=gone)
        given = {"order_number": str(number), "signed_elsewhere": "ระบบสารบรรณ"}
        told = at_once(
            partial(services.finish_item, BOOK, group, on=DAY, by=signing, facts=given),
            partial(merge_people, gone, head.person, why="บันทึกซ้ำ", by=merging),
        )
        assert told == ["done", "done"]
