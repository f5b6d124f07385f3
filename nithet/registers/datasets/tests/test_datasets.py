"""A dataset from the task's page to evidence, its dictionary, and whether it is up to date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.core.tables.values import CellProblem
from nithet.cycles.models import Evidence, Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.datasets.models import DataField, Dataset
from nithet.registers.datasets.register import DATASETS, ROUNDS, as_cadence
from nithet.registers.datasets.tests.factories import FACTS, dataset_of, round_of
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemLivesOnError, ItemNotCompleteError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(
        supervision, [{"title": "ลงทะเบียนชุดข้อมูล", "months": [11], "actions": ["register"]}]
    )
    open_year(office)
    return task_of(procedure, "1")


def address(office: Office, name: str, *args: object) -> str:
    return DATASETS.address(name, office.code, *args)


def form_data(unit: Unit, *rows: dict[str, str], **facts: Any) -> dict[str, Any]:
    data = {**FACTS, "sharing": "inside", "unit": unit.pk, "key": new_id(), "revision": 0, **facts}
    data |= {"columns-TOTAL_FORMS": len(rows), "columns-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {
            f"columns-{place}-{name}": value
            for name, value in {"kind": "text", "ORDER": place, **row}.items()
        }
    return data


def finished(user: User, office: Office, item: Any, book: Any = DATASETS) -> Any:
    return services.finish_item(book, item, on=DAY, by=as_member(user, office))


def test_from_the_task_to_its_evidence(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    client.force_login(supervisor)
    page = client.get(reverse("cycles:task-page", args=[office.code, task.pk])).content.decode()
    assert address(office, "of-task", task.pk) in page
    rows = ({"name": "รหัสโรงเรียน", "kind": "school", "is_required": "on", "is_key": "on"}, {"name": "ไฟฟ้า", "kind": "choice", "codes": "1=มี, 2=ไม่มี"})  # fmt: skip
    client.post(f"{address(office, 'new')}?task={task.pk}", form_data(supervision, *rows))
    item = Dataset.objects.get()
    assert [(one.name, one.is_required, one.is_key) for one in item.columns.all()] == [
        ("รหัสโรงเรียน", True, True), ("ไฟฟ้า", False, False),
    ]  # fmt: skip
    client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"})
    task.refresh_from_db()
    assert (Evidence.objects.get(task=task).object_id, task.is_met) == (item.pk, True)
    # The list lives on: it is changed without being opened again, and stays evidence.
    assert client.get(address(office, "edit", item.pk)).status_code == 200


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (({"name": "ไฟฟ้า", "kind": "choice"},), "โปรดระบุค่าที่ใช้ได้"),
        (({"name": "ชาย"}, {"name": "ชาย"}), "คอลัมน์ “ชาย” ซ้ำ"),
    ],
)
def test_a_dictionary_that_cannot_be_used_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, rows: tuple[dict[str, str], ...], words: str
) -> None:  # fmt: skip
    client.force_login(supervisor)
    answer = client.post(address(office, "new"), form_data(supervision, *rows))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("said", "cadence"),
    [("-", None), ("–", None), ("", None), ("ตามรอบ DMC", "dmc"), ("รอบ dmc", "dmc"), ("ปีละ 1 ครั้ง", "year"),
     ("เมื่อมีการเปลี่ยนแปลง", "needed")],
)  # fmt: skip
def test_a_rhythm_is_read_by_its_words(said: str, cadence: str | None) -> None:
    """A dash is a blank: it changes nothing of what is known."""
    assert as_cadence(said) == cadence


@pytest.mark.parametrize("said", ["มี", "10", "ทุก", "ไม่ต่อเนื่อง", "ทุกเดือนมิถุนายนของทุกปี"])
def test_half_a_word_is_no_rhythm(said: str) -> None:
    with pytest.raises(CellProblem):
        as_cadence(said)


def test_what_is_lacking_is_said(office: Office, supervision: Unit, supervisor: User) -> None:
    item = dataset_of(supervisor, office, supervision, columns=[], source="")
    with pytest.raises(ItemNotCompleteError, match="แหล่งที่มา และยังไม่มีพจนานุกรม"):
        finished(supervisor, office, item)


def test_the_newest_confirmed_round_says_how_old_the_data_are(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    old = dataset_of(supervisor, office, supervision, title="เก่าแล้ว", as_of=date(2026, 6, 10))
    renewed = dataset_of(supervisor, office, supervision, title="มีรอบใหม่", as_of=date(2026, 6, 10))
    dataset_of(supervisor, office, supervision, title="ไม่รู้วันที่")
    item = round_of(supervisor, renewed, "รหัสโรงเรียน,จำนวนนักเรียน", "99999999,1", as_of=date(2026, 11, 10))
    client.force_login(supervisor)

    def titles(fresh: str) -> set[str]:
        page = client.get(address(office, "list"), {"fresh": fresh}).context["page"]
        return {one.title for one in page}

    assert titles("due") == {"เก่าแล้ว", "มีรอบใหม่"}
    finished(supervisor, office, item, ROUNDS)
    assert titles("due") == {"เก่าแล้ว"}
    assert titles("undated") == {"ไม่รู้วันที่"}
    page = client.get(address(office, "page", old.pk)).content.decode()
    assert "ถึงกำหนดปรับปรุงตั้งแต่ 10 พ.ย. 2569" in page
    page = client.get(address(office, "page", renewed.pk)).content.decode()
    assert "เป็นปัจจุบัน" in page


def test_a_register_that_lives_on_is_not_copied_for_another_year(
    office: Office, supervision: Unit, supervisor: User
) -> None:
    item = dataset_of(supervisor, office, supervision)
    with pytest.raises(ItemLivesOnError):
        services.copy_item(DATASETS, item, year=2571, by=as_member(supervisor, office), key=new_id())


def test_its_dictionary_is_found(client: Client, office: Office, supervision: Unit, supervisor: User) -> None:
    dataset_of(supervisor, office, supervision)
    client.force_login(supervisor)
    answer = client.get(reverse("workspace:search", args=[office.code]), {"q": "จำนวนนักเรียน"})
    assert "นักเรียนรายโรงเรียน" in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 5):
        for place in range(count):
            item = dataset_of(supervisor, office, supervision, title=f"ชุด {count} {place}")
            finished(supervisor, office, round_of(supervisor, item, "รหัสโรงเรียน", "1"), ROUNDS)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(office, "list")).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]


def test_a_stranger_finds_nothing_and_who_only_reads_changes_nothing(
    client: Client, office: Office, supervision: Unit, supervisor: User, director: User, outsider: User
) -> None:
    item = dataset_of(supervisor, office, supervision)
    client.force_login(outsider)
    assert client.get(address(office, "page", item.pk)).status_code == 404
    client.force_login(director)
    assert client.get(address(office, "page", item.pk)).status_code == 200
    assert client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"}).status_code == 403
    assert DataField.objects.filter(item=item).count() == 3
