"""A round of a dataset: sent, checked, mended, confirmed, and compared with the one before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.ids import new_id
from nithet.core.models import Job, StoredFile
from nithet.cycles.models import Evidence, Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Office, School, SchoolChange, Unit
from nithet.offices.privacy.mentions import mentions_of
from nithet.offices.tests.factories import DAY, as_member, make_school
from nithet.registers.datasets import checking
from nithet.registers.datasets.models import DataRound, Dataset
from nithet.registers.datasets.quality import MOST_SHOWN, NOT_TOLD
from nithet.registers.datasets.register import DATASETS, ROUNDS
from nithet.registers.datasets.tests.factories import COLUMNS, a_csv, dataset_of, round_of
from nithet.registers.generic import access, services
from nithet.registers.generic.models import ItemVersion
from nithet.thai.dates import BANGKOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HEADING = "รหัสโรงเรียน,จำนวนนักเรียน,ไฟฟ้า"


@pytest.fixture
def dataset(office: Office, supervision: Unit, supervisor: User) -> Dataset:
    return dataset_of(supervisor, office, supervision)


def address(office: Office, name: str, *args: object) -> str:
    return ROUNDS.address(name, office.code, *args)


def sent(unit: Unit, dataset: Dataset, *lines: str, **facts: Any) -> dict[str, Any]:
    file = {"attached": a_csv(*lines)} if lines else {}
    given = {"dataset": dataset.pk, "as_of": "10 พ.ย. 2569", "unit": unit.pk, "fiscal_year_be": 2570}
    return {**given, "key": new_id(), "revision": 0, **file, **facts}


def lines_of(school: School, *rest: str) -> tuple[str, ...]:
    return HEADING, f"{school.smis_code},120,1", *rest


def test_a_file_is_checked_as_it_is_sent(
    client: Client, office: Office, supervision: Unit, supervisor: User, dataset: Dataset, school: School
) -> None:
    client.force_login(supervisor)
    begun = client.get(f"{address(office, 'new')}?dataset={dataset.pk}").content.decode()
    assert f'value="{dataset.pk}" selected' in begun
    lines = lines_of(school, "99999999,สิบ,3", f"{school.smis_code},,1")
    answer = client.post(address(office, "new"), sent(supervision, dataset, *lines), follow=True)
    item = DataRound.objects.get()
    assert (item.title, item.is_checked) == ("นักเรียนรายโรงเรียน ณ วันที่ 10 พ.ย. 2569", True)
    assert (item.row_count, item.cells_wanted, item.cells_filled, item.wrong_rows) == (3, 6, 5, 2)
    page = answer.content.decode()
    for words in ("ไม่พบโรงเรียนรหัส “99999999” ในสำนักงาน", "ซ้ำกับแถว 2", "83.3", "ยังไม่มีรอบก่อนหน้าให้เปรียบเทียบ"):
        assert words in page
    flaws = client.get(address(office, "flaws", item.pk))
    told = b"".join(flaws.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert told[0] == "สิ่งที่พบ,แถว,คอลัมน์,ค่าที่พบ,เหตุผล"
    assert len(told) == 1 + 3 + 1 + 1


def test_confirmed_it_is_evidence_that_says_how_complete_it_is(
    client: Client, office: Office, supervision: Unit, supervisor: User, dataset: Dataset, school: School
) -> None:
    procedure = make_procedure(supervision, [{"title": "นำเข้า DMC", "months": [11], "actions": ["register"]}])
    open_year(office)
    task: Task = task_of(procedure, "1")
    item = round_of(supervisor, dataset, *lines_of(school, "99999999,,1"))
    client.force_login(supervisor)
    for _ in range(2):
        client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"})
    evidence = Evidence.objects.get(task=task)
    assert (evidence.kind, evidence.value) == ("snapshot", 1)
    page = client.get(reverse("cycles:task-page", args=[office.code, task.pk])).content.decode()
    assert "ครบถ้วนร้อยละ 75" in page
    assert ItemVersion.objects.get(object_id=item.pk).snapshot["wrong_rows"] == 1
    client.post(address(office, "reopen", item.pk), {"reason": "ส่งไฟล์ผิด"})
    task.refresh_from_db()
    assert task.done == 0


def test_a_round_without_a_check_is_not_confirmed(
    client: Client, office: Office, supervisor: User, dataset: Dataset
) -> None:
    item = round_of(supervisor, dataset)
    client.force_login(supervisor)
    answer = client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"})
    assert "ยังไม่แนบไฟล์ตาราง" in answer.content.decode()
    assert client.post(address(office, "check", item.pk)).status_code == 409
    item.refresh_from_db()
    assert item.is_draft


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (None, "โปรดเลือกไฟล์ตารางที่จะตรวจ"),
        (a_csv("1,1", "2,2"), "ไม่พบแถวหัวตาราง"),
        (a_csv("ข้อความ", name="นักเรียน.xlsx"), "นักเรียน.xlsx"),
    ],
)
def test_what_is_no_table_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, dataset: Dataset, upload: Any, words: str
) -> None:  # fmt: skip
    client.force_login(supervisor)
    data = sent(supervision, dataset, **({"attached": upload} if upload else {}))
    answer = client.post(address(office, "new"), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DataRound.objects.exists()


def test_a_new_file_is_checked_again_and_the_dictionary_asked_anew(
    client: Client, office: Office, supervision: Unit, supervisor: User, dataset: Dataset, school: School
) -> None:
    item = round_of(supervisor, dataset, *lines_of(school, "99999999,1,1"))
    client.force_login(supervisor)
    data = sent(supervision, dataset, *lines_of(school), revision=item.revision)
    client.post(address(office, "edit", item.pk), data)
    item.refresh_from_db()
    assert (item.is_checked, item.row_count, item.wrong_rows, len(item.files)) == (True, 1, 0, 2)
    make_school(office, "บ้านใหม่", smis_code="99999999")
    dataset.columns.filter(name="จำนวนนักเรียน").update(kind="date")
    client.post(address(office, "check", item.pk))
    item.refresh_from_db()
    assert item.wrong_rows == 1


def test_it_stands_beside_the_round_before(
    client: Client, office: Office, supervisor: User, dataset: Dataset, school: School
) -> None:
    round_of(supervisor, dataset, *lines_of(school, "99999999,,1"), as_of=date(2026, 6, 10))
    later = round_of(supervisor, dataset, *lines_of(school), as_of=date(2026, 11, 10))
    client.force_login(supervisor)
    answer = client.get(address(office, "page", later.pk))
    told = {one.words: (one.now, one.change) for one in answer.context["figures"]}
    assert told["ครบถ้วน"] == (100, 25)
    assert told["จำนวนแถว"] == (1, -1)
    assert "เส้นตั้งคือรอบ 10 มิ.ย. 2569" in answer.content.decode()


def test_a_large_table_is_checked_by_a_job(
    client: Client, office: Office, supervisor: User, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE_ROWS", 0)
    item = round_of(supervisor, dataset, HEADING, *(f"{place:08},{place},1" for place in range(1300)))
    client.force_login(supervisor)
    assert "กำลังตรวจคุณภาพข้อมูล" in client.get(address(office, "page", item.pk)).content.decode()
    assert client.post(address(office, "check", item.pk)).status_code == 409
    jobs.run_queued()
    item.refresh_from_db()
    job = Job.objects.get()
    assert (job.state, job.done, item.row_count, item.wrong_rows) == ("done", 1300, 1300, 1300)
    page = client.get(address(office, "page", item.pk)).content.decode()
    assert "แสดง 100 แห่งแรก" in page
    assert len(item.report["first"]["wrong"]) == 100


def test_a_file_that_is_replaced_during_its_check_is_checked_too(
    client: Client, office: Office, supervision: Unit, supervisor: User, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(checking, "AT_ONCE_ROWS", 0)
    item = round_of(supervisor, dataset, HEADING, "00000001,1,1")
    first = DataRound.objects.select_related("office", "dataset").get(pk=item.pk)
    client.force_login(supervisor)
    data = sent(supervision, dataset, HEADING, "00000001,1,1", "00000002,2,1", revision=item.revision)
    assert client.post(address(office, "edit", item.pk), data).status_code == 302
    # The check of the first file ends after the second was sent.
    checking.examine(first, lambda done, total: None)
    item.refresh_from_db()
    assert (item.is_checked, item.row_count) == (False, 0)
    assert "ยังไม่ได้ตรวจคุณภาพ" in client.get(address(office, "list")).content.decode()
    jobs.run_queued()
    item.refresh_from_db()
    assert (item.is_checked, item.row_count) == (True, 2)


def test_figures_of_an_earlier_file_are_shown_nowhere(
    client: Client, office: Office, supervisor: User, dataset: Dataset, school: School
) -> None:
    item = round_of(supervisor, dataset, *lines_of(school, "99999999,x,1"))
    DataRound.objects.filter(pk=item.pk).update(as_of=date(2026, 11, 9))
    client.force_login(supervisor)
    listed = client.get(address(office, "list")).content.decode()
    assert "ยังไม่ได้ตรวจคุณภาพ" in listed
    assert "2 แถว" not in listed
    page = client.get(DATASETS.address("page", office.code, dataset.pk))
    assert "ยังไม่ได้ตรวจคุณภาพ" in page.content.decode()
    assert page.context["trend"] == []
    later = round_of(supervisor, dataset, *lines_of(school), as_of=date(2026, 11, 10))
    assert client.get(address(office, "page", later.pk)).context["earlier"] is None
    assert client.get(address(office, "flaws", item.pk)).status_code == 302


def test_of_a_day_that_is_not_told_the_schools_of_today_count(office: Office, dataset: Dataset) -> None:
    """Just after midnight in Thailand it is still the day before elsewhere."""
    new = make_school(office, "บ้านเปิดใหม่", smis_code="30019997")
    SchoolChange.objects.create(office=office, school=new, kind="opened", on=date(2026, 11, 21))
    item = DataRound(office=office, dataset=dataset)
    with time_machine.travel(datetime(2026, 11, 21, 1, 0, tzinfo=BANGKOK), tick=False):
        assert "30019997" in checking.schools_of(item)


def test_a_dataset_that_may_not_be_opened_is_named_without_a_link(
    client: Client, office: Office, supervisor: User, dataset: Dataset, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    item = round_of(supervisor, dataset, *lines_of(school))
    client.force_login(supervisor)
    way = DATASETS.address("page", office.code, dataset.pk)
    assert f'href="{way}"' in client.get(address(office, "page", item.pk)).content.decode()
    seen = access.visible_items
    monkeypatch.setattr(
        access, "visible_items", lambda who, book: seen(who, book).none() if book is DATASETS else seen(who, book)
    )  # fmt: skip
    page = client.get(address(office, "page", item.pk)).content.decode()
    assert f'href="{way}"' not in page
    assert dataset.title in page


def test_that_values_are_left_out_is_said_only_where_they_are(
    client: Client, office: Office, supervisor: User, dataset: Dataset, school: School
) -> None:
    client.force_login(supervisor)

    def page_of(number: str, day: int) -> str:
        item = round_of(
            supervisor, dataset, *lines_of(school, f"99999999,{number},1"), as_of=date(2026, 11, day)
        )
        return client.get(address(office, "page", item.pk)).content.decode()

    said = "ค่าของข้อมูลส่วนบุคคลไม่แสดงในผลตรวจ"
    assert said not in page_of("สิบ", 9)
    hidden = page_of("1-1017-00203-45-1", 10)
    assert said in hidden
    assert "00203" not in hidden


def test_what_was_read_out_of_a_file_is_searched_for_names(
    office: Office, supervisor: User, director: User, dataset: Dataset
) -> None:
    person = supervisor.person
    round_of(supervisor, dataset, HEADING, f"99999999,{person.name},1")
    found = mentions_of(person, as_member(director, office))
    assert ROUNDS.name in {one.title for one in found}


def test_what_stands_in_the_file_of_flaws_alone_is_searched_too(
    office: Office, supervisor: User, director: User, dataset: Dataset
) -> None:
    person = supervisor.person
    others = [f"{place:08},ไม่ทราบ{place},1" for place in range(MOST_SHOWN)]
    item = round_of(supervisor, dataset, HEADING, *others, f"99999999,{person.name},1")
    assert person.name in flaws_of(item)
    assert person.name not in str(item.report["first"])
    found = mentions_of(person, as_member(director, office))
    assert ROUNDS.name in {one.title for one in found}


def test_a_value_that_cannot_be_searched_is_not_told(
    supervisor: User, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_VALUES", 1)
    item = round_of(
        supervisor, dataset, HEADING, "00000001,ห้า,1", "00000002,หก,1", "00000003,7.5,1", "00000004,ห้า,1"
    )
    told = flaws_of(item)
    assert [value in told for value in ("ห้า", "หก", "7.5")] == [True, False, True]
    assert told.count(NOT_TOLD) == 1


def flaws_of(item: DataRound) -> str:
    assert item.flaws
    content: bytes = StoredFile.objects.get(pk=item.flaws).content.read()
    return content.decode("utf-8-sig")


def test_a_file_that_cannot_be_read_to_its_end_says_so(
    client: Client, office: Office, supervisor: User, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE_ROWS", 0)
    item = round_of(supervisor, dataset, HEADING, *["00000001,1,1"] * 600, '"ไม่ปิด,1,1', "00000001,1,1")
    jobs.run_queued()
    item = DataRound.objects.select_related("job").get(pk=item.pk)
    client.force_login(supervisor)
    page = client.get(address(office, "page", item.pk)).content.decode()
    assert item.job is not None
    assert (item.job.state, item.is_checked) == ("failed", False)
    assert "ตรวจไม่สำเร็จ" in page


def test_what_was_confirmed_keeps_its_figures(
    office: Office, supervisor: User, dataset: Dataset, school: School
) -> None:
    item = round_of(supervisor, dataset, *lines_of(school))
    services.finish_item(ROUNDS, item, on=DAY, by=as_member(supervisor, office))
    checking.examine(
        DataRound.objects.select_related("office", "dataset").get(pk=item.pk), lambda done, total: None
    )
    dataset.columns.update(kind="date")
    checking.examine(
        DataRound.objects.select_related("office", "dataset").get(pk=item.pk), lambda done, total: None
    )
    item.refresh_from_db()
    assert item.wrong_rows == 0


@pytest.mark.parametrize(("who", "code"), [("supervisor", 302), ("director", 403), ("outsider", 404)])
def test_who_may_check(
    client: Client, office: Office, supervisor: User, dataset: Dataset, who: str, code: int, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    item = round_of(supervisor, dataset, HEADING, "00000001,1,1")
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(office, "check", item.pk)).status_code == code
    assert client.get(address(office, "check", item.pk)).status_code in {405, 404}


def test_the_page_costs_the_same_for_few_rows_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = []
    for columns, rows in ((1, 1), (3, 60)):
        dataset = dataset_of(supervisor, office, supervision, columns=COLUMNS[:columns], title=f"{rows}")
        round_of(supervisor, dataset, HEADING, "1,1,1", as_of=date(2026, 6, 10))
        item = round_of(supervisor, dataset, HEADING, *["1,x,9"] * rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(office, "page", item.pk)).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]


def test_a_list_of_rounds_cannot_be_brought_in_as_a_file(
    client: Client, office: Office, supervisor: User
) -> None:
    client.force_login(supervisor)
    assert "นำเข้าจากไฟล์" not in client.get(address(office, "list")).content.decode()
    assert client.get(reverse("offices:import-form", args=[office.code, "snapshot"])).status_code == 404
