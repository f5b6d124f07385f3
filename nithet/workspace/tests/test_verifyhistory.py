"""`manage.py verifyhistory` tells a person whether history was tampered with, and where."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.sealing import chain_of, seal, seal_all
from nithet.audit.services import record
from nithet.offices.models import Office, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(friday: None, school: School, other_office: Office, head: User) -> None:
    """Three rows of one office, one of another, one of none; all sealed."""
    for _ in range(3):
        record("task.submitted", by=head, on=school)
    record("office.described", by=None, on=other_office)
    record("account.signed_in", by=None, on=head)
    seal_all()


def told(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("verifyhistory", *arguments, stdout=out)
    return out.getvalue().splitlines()


def told_of_damage(*arguments: str) -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("verifyhistory", *arguments, stdout=out)
    assert refused.value.returncode == 1
    return [*out.getvalue().splitlines(), str(refused.value)]


def test_a_whole_history_is_told_office_by_office(story: None) -> None:
    assert told() == [
        "satit1: ตรวจแล้ว 3 รายการ ต่อเนื่องครบถ้วน",
        "satit2: ตรวจแล้ว 1 รายการ ต่อเนื่องครบถ้วน",
        "-: ตรวจแล้ว 1 รายการ ต่อเนื่องครบถ้วน",
    ]


def test_one_office_can_be_chosen(story: None) -> None:
    assert told("--office", "satit2") == ["satit2: ตรวจแล้ว 1 รายการ ต่อเนื่องครบถ้วน"]
    assert told("--office", "-") == ["-: ตรวจแล้ว 1 รายการ ต่อเนื่องครบถ้วน"]


def test_rows_from_before_sealing_are_sealed_first(office: Office, school: School) -> None:
    record("task.submitted", by=None, on=school)
    assert told("--office", "satit1") == ["satit1: ตรวจแล้ว 1 รายการ ต่อเนื่องครบถ้วน"]
    assert Entry.objects.get().sequence == 1


def test_each_finding_is_a_line_and_the_command_fails(story: None, office: Office) -> None:
    Entry.objects.filter(office_id=office.pk, sequence=2).update(title="เรื่องอื่น")
    assert told_of_damage("--office", "satit1") == [
        "satit1: ลำดับที่ 2 · 20 พ.ย. 2569 09.30 น. · เรื่องอื่น · ชื่อเรื่อง เหตุผล หรือรายละเอียดถูกแก้ไข",
        "พบสิ่งผิดปกติ 1 แห่ง โปรดเก็บฐานข้อมูลนี้ไว้ตามสภาพและแจ้งผู้อำนวยการสำนักงานเขต",
    ]


def test_what_it_found_is_kept_for_the_page(story: None, office: Office) -> None:
    Entry.objects.filter(office_id=office.pk, sequence=3).delete()
    told_of_damage()
    chain = chain_of(office.pk)
    assert chain
    assert (chain.findings, chain.verified_to) == (1, 2)


def test_the_end_can_be_kept_elsewhere_and_compared(story: None, office: Office, school: School) -> None:
    (line,) = told("--office", "satit1", "--head")
    code, end = line.split()
    assert code == "satit1"
    assert end.startswith("3:")
    record("task.approved", by=None, on=school)
    assert told("--office", "satit1", "--expect", end) == ["satit1: ตรวจแล้ว 4 รายการ ต่อเนื่องครบถ้วน"]
    foreign = f"3:{'0' * 64}"
    assert "รหัสผนึกไม่ตรงกับที่เก็บไว้ภายนอก" in told_of_damage("--office", "satit1", "--expect", foreign)[0]


def test_all_ends_are_told_at_once(story: None) -> None:
    assert [line.split(":")[0] for line in told("--head")] == ["satit1 3", "satit2 1", "- 1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--office", "nowhere"], "ไม่พบสำนักงานรหัส “nowhere”"),
        (["--expect", f"3:{'0' * 64}"], "โปรดระบุสำนักงานด้วย --office"),
        (["--office", "satit1", "--expect", "3:short"], "ลำดับที่:รหัสผนึก"),
        (["--office", "satit1", "--expect", "all"], "ลำดับที่:รหัสผนึก"),
    ],
)
def test_what_was_typed_wrongly_is_explained(office: Office, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("verifyhistory", *arguments)


def test_verifying_costs_as_many_queries_for_any_length(office: Office, school: School) -> None:
    asked = set()
    for count in (1, 30):
        for _ in range(count):
            record("task.submitted", by=None, on=school)
        seal(office.pk)
        with CaptureQueriesContext(connection) as queries:
            told("--office", "satit1")
        asked.add(len(queries))
    assert len(asked) == 1
