"""History goes out as a file and on paper, as it is filtered."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.offices.models import Office, School
from nithet.workspace import history_file

URL = reverse("workspace:history", args=["satit1"])


@pytest.fixture
def story(friday: None, office: Office, school: School, head: User, deputy: User) -> None:
    record("task.returned", by=head, on=school, why="ขาดภาพถ่าย", times=2)
    record("manual.adopted", by=deputy, on=office, number=1)


@pytest.fixture
def reader(client: Client, director: User) -> Client:
    client.force_login(director)
    return client


def content(client: Client, **filters: str) -> bytes:
    response: Any = client.get(URL, filters)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client: Client, **filters: str) -> list[list[str]]:
    """The rows of a CSV file without its heading."""
    text = content(client, format="csv", **filters).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]


def test_a_file_tells_what_the_page_tells(reader: Client, story: None, head: User, school: School) -> None:
    row = rows(reader)[1]
    assert row[:6] == [
        "20 พ.ย. 2569 09.30 น.", head.name, "ส่งคืนแก้ไข", school.name, "ครั้งที่ 2", "เหตุผล: ขาดภาพถ่าย",
    ]  # fmt: skip


def test_every_row_of_a_file_is_sealed(reader: Client, story: None) -> None:
    found = {(row[6], row[7]) for row in rows(reader)}
    assert found == {(str(entry.sequence), entry.digest) for entry in Entry.objects.all()}
    assert {place for place, _ in found} == {"1", "2"}


def test_a_file_holds_only_what_is_filtered(reader: Client, story: None, head: User) -> None:
    assert [row[2] for row in rows(reader, about="manual")] == ["เห็นชอบและประกาศใช้คู่มือ"]
    assert [row[1] for row in rows(reader, by=str(head.pk))] == [head.name]
    assert rows(reader, by="damaged") == []


def test_a_file_holds_only_what_one_sees(client: Client, story: None, head: User) -> None:
    client.force_login(head)
    assert {row[1] for row in rows(client)} == {head.name}


def test_an_excel_file_opens_with_the_offices_heading(reader: Client, story: None, office: Office) -> None:
    sheet = load_workbook(BytesIO(content(reader, format="xlsx"))).active
    assert sheet is not None
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[0][0] == office.name
    assert told[1][0] == "ประวัติการดำเนินการ"
    assert "ส่งคืนแก้ไข" in {row[2] for row in told}


def test_who_may_not_take_lists_out_is_refused_and_offered_none(
    client: Client, story: None, teacher: User, school: School
) -> None:
    record("task.noted", by=teacher, on=school)
    client.force_login(teacher)
    assert client.get(URL, {"format": "csv"}).status_code == 403
    assert "format=xlsx" not in client.get(URL).content.decode()


def test_too_long_a_history_is_taken_out_in_parts(
    reader: Client, story: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_file, "ROWS_A_FILE", 1)
    response = reader.get(URL, {"format": "xlsx"})
    assert response.status_code == 409
    assert "โปรดกำหนดช่วงวันที่ให้แคบลง" in response.content.decode().replace("\u2060", "")
    assert len(rows(reader, about="manual")) == 1


def test_on_paper_stand_the_office_and_all_rows(
    reader: Client, story: None, office: Office, school: School, head: User
) -> None:
    for _ in range(60):
        record("task.noted", by=head, on=school)
    response = reader.get(URL, {"format": "print", "about": "task"})
    told = response.content.decode()
    assert len(response.context["lines"]) == 61
    assert f'<p class="print-office">{office.name}</p>' in told
    assert "เรื่อง: งาน" in told
