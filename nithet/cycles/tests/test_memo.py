"""The memo that goes with a submission: composed, edited, shown as it was."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.memos import Money, money_words, subject, with_money
from nithet.cycles.models import Task, TaskRound
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import composed, submit
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def procedure(office: Office, supervision: Unit, doer: Member, boss: Member, chief: Member) -> Procedure:
    made = make_procedure(supervision)
    open_year(office)
    return made


@pytest.mark.parametrize(
    ("ask", "title", "words"),
    [
        ("approve", "เสนอแผนต่อผู้อำนวยการ", "ขออนุมัติแผน"),
        ("approve", "เสนอขออนุมัติโครงการอบรมครู", "ขออนุมัติโครงการอบรมครู"),
        ("endorse", "ขอความเห็นชอบแผนนิเทศ", "ขอความเห็นชอบแผนนิเทศ"),
        ("permit", "เดินทางไปราชการ", "ขออนุญาตเดินทางไปราชการ"),
        ("acknowledge", "เสนอรายงานผลการนิเทศต่อผู้อำนวยการสำนักงานเขต", "รายงานผลการนิเทศ"),
        ("certify", "ออกนิเทศโรงเรียน", "รายงานผลออกนิเทศโรงเรียน"),
        ("acknowledge", "ขอให้รายงานการใช้ห้องเรียน", "รายงานการใช้ห้องเรียน"),
        ("acknowledge", "ขอความร่วมมือรายงานผลการประชุม", "รายงานผลการประชุม"),
        ("sign", "เสนอลงนามคำสั่ง", "เสนอลงนามคำสั่ง"),
        ("approve", "เสนอผู้อำนวยการ", "ขออนุมัติผู้อำนวยการ"),
        ("approve", "เสนอความเห็นว่าควรเข้าร่วมต่อผู้อำนวยการเพื่ออนุมัติ", "เสนอความเห็นว่าควรเข้าร่วม"),
    ],
)
def test_a_subject_says_what_is_asked_once(ask: str, title: str, words: str) -> None:
    assert subject(Task(ask=ask, title=title)) == words


def test_it_is_composed_from_the_task_and_its_evidence(procedure: Procedure, doer: Member) -> None:
    task = task_of(procedure, "2")
    procedure.steps.filter(number="2").update(standard="มีแผนที่ได้รับอนุมัติ")
    attach_file(task, a_pdf("แผนนิเทศ.pdf"), by=doer)
    memo = composed(Task.objects.get(pk=task.pk), money=Money(Decimal("96400.50"), "งบประจำ"))
    background, evidence, standard, money, end = memo.text.split("\n\n")
    assert background == (
        "ตามที่กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา ดำเนินงานห้องเรียนปลายทาง ประจำปีงบประมาณ พ.ศ. 2570 "
        "ซึ่งกำหนดให้ดำเนินการขั้นที่ 2 เสนอแผนต่อผู้อำนวยการ ระหว่างวันที่ 1 ตุลาคม – 30 พฤศจิกายน 2569 นั้น"
    )
    assert evidence == "ในการนี้ ได้จัดเตรียมเรื่องที่เสนอเรียบร้อยแล้ว รายละเอียดตามเอกสารประกอบ ดังนี้\n1. แผนนิเทศ.pdf"
    assert standard == "มาตรฐานการปฏิบัติงานกำหนดไว้ว่า มีแผนที่ได้รับอนุมัติ"
    assert money == "ทั้งนี้ ใช้งบประมาณจำนวน 96,400.50 บาท จากงบประจำ"
    assert end == "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"


def test_what_is_for_notice_asks_for_nothing(procedure: Procedure) -> None:
    text = composed(task_of(procedure, "4")).text
    assert text.endswith("จึงเรียนมาเพื่อโปรดทราบ")
    assert "ขอแสดงความนับถือ" not in text


def test_money_is_told_before_the_end() -> None:
    text = with_money("ตามที่…\n\nจึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ", "approve", Money(Decimal(500), "งบประจำ"))
    assert text.split("\n\n")[1:] == ["ทั้งนี้ ใช้งบประมาณจำนวน 500 บาท จากงบประจำ", "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"]
    assert money_words(Decimal("1234.5")) == "1,234.50 บาท"


def test_left_empty_it_is_composed_on_submitting(procedure: Procedure, doer: Member) -> None:
    submit(task_of(procedure, "1"), "แล้ว", by=doer)
    made = TaskRound.objects.get()
    assert (made.memo_subject, made.memo_text[:7]) == ("รายงานผลจัดตั้งคณะทำงาน", "ตามที่ก")


# On the page


def typed_on(client: Client, office: Office, task: Task) -> dict[str, str]:
    """What the page would send as it was opened."""
    form = client.get(reverse("cycles:task-page", args=[office.code, task.pk])).context["submit_form"]
    return {name: form[name].value() or "" for name in form.fields}


def send(client: Client, office: Office, task: Task, data: dict[str, str]) -> tuple[int, str]:
    response = client.post(reverse("cycles:task-submit", args=[office.code, task.pk]), data)
    return response.status_code, page_text(response)


def test_as_edited_it_is_shown_to_the_decider(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    task = task_of(procedure, "2")
    data = typed_on(client, office, task) | {
        "note": "เสนอ",
        "memo_subject": "ขออนุมัติแผน",
        "memo_text": "ข้อความ\nของข้าพเจ้า",
    }
    assert send(client, office, task, data)[0] == 302
    client.force_login(head)
    text = page_text(client.get(reverse("cycles:task-page", args=[office.code, task.pk])))
    assert "ข้อความ<br>ของข้าพเจ้า" in text
    assert "</b> ขออนุมัติแผน" in text


def test_money_typed_beside_an_untouched_memo_stands_in_it(
    client: Client, office: Office, procedure: Procedure, supervisor: User, planning: User
) -> None:
    client.force_login(supervisor)
    task = task_of(procedure, "2")
    data = typed_on(client, office, task) | {"note": "เสนอ", "money": "๙๖,๔๐๐ บาท", "money_source": "งบประจำ"}
    data["memo_text"] = data["memo_text"].replace("\n", "\r\n")
    assert send(client, office, task, data)[0] == 302
    made = TaskRound.objects.get()
    assert (made.money, made.money_source) == (Decimal(96400), "งบประจำ")
    assert "จำนวน 96,400 บาท จากงบประจำ" in made.memo_text
    assert list(made.decisions.values_list("role", flat=True)) == ["head", "planning", "director"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"money": "96400"},
        {"money_source": "งบประจำ"},
        {"money": "หลายบาท", "money_source": "งบประจำ"},
        {"money": "-5", "money_source": "งบประจำ"},
        {"money": "0.001", "money_source": "งบประจำ"},
        {"money": "9999999999999", "money_source": "งบประจำ"},
    ],
)
def test_an_amount_is_a_sum_with_its_source(
    client: Client, office: Office, procedure: Procedure, supervisor: User, wrong: dict[str, str]
) -> None:
    client.force_login(supervisor)
    code, text = send(client, office, task_of(procedure, "2"), {"note": "เสนอ", **wrong})
    assert code == 422
    assert all(f'value="{value}"' in text for value in wrong.values())
    assert not TaskRound.objects.exists()


def test_a_memo_made_from_older_facts_is_told_and_both_are_shown(
    client: Client, office: Office, procedure: Procedure, supervisor: User, doer: Member
) -> None:
    client.force_login(supervisor)
    task = task_of(procedure, "2")
    data = typed_on(client, office, task) | {"memo_text": "ข้อความที่พิมพ์ไว้"}
    attach_file(task, a_pdf("มาใหม่.pdf"), by=doer)
    code, text = send(client, office, task, data)
    assert (code, TaskRound.objects.count()) == (409, 0)
    for words in ("ข้อความที่พิมพ์ไว้", "1. มาใหม่.pdf", "หลังจากท่านเปิดหน้านี้"):
        assert words in text
    (mark,) = re.findall(r'name="memo_mark" value="(\w+)"', text)
    assert send(client, office, task, {**data, "memo_mark": mark})[0] == 302
    assert TaskRound.objects.get().memo_text == "ข้อความที่พิมพ์ไว้"
