"""A year at work in a real browser: procedures to their end by their real roles, a letter answered, the year closed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.cycles.models import LetterAsk, Task, TaskRound
from nithet.cycles.services.asking import Typed, answer
from nithet.cycles.tests.factories import make_procedure
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user, make_school, make_unit
from tests.browser.acting import (
    SCAN,
    Stage,
    attach,
    bring_from_catalogue,
    card_of,
    decided,
    do,
    give,
    press,
    reads,
    said,
    stands,
    start_year,
    submit,
    take_up,
    use_tools,
    write_log,
)

FIRST = date(2026, 10, 1)
SUPERVISION = "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา"
# A year with nothing to ask.
QUIET: list[dict[str, Any]] = [{"title": "ออกนิเทศโรงเรียน", "months": [2], "actions": ["visit"]}]


@pytest.fixture
def stage(page: Page, live_server: LiveServer, office: Office) -> Iterator[Stage]:
    made = Stage(page, live_server.url, office)
    made.on(FIRST)
    yield made
    made.leave()


# The satellite lessons


@pytest.fixture
def dlict(office: Office) -> Unit:
    name = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
    made = make_unit(office, "dlict", name, position=2)
    make_unit(office, "distance_learning", "กลุ่มงานส่งเสริมการศึกษาทางไกล", parent=made)
    return made


@pytest.fixture
def people(office: Office, dlict: Unit, director: User, planning: User, finance: User) -> dict[str, User]:
    """Of the division that brings the satellite lessons to schools, and those above it."""
    roles = {"head": Role.HEAD, "deputy": Role.DEPUTY, "officer": Role.COMPUTER_OFFICER, "clerk": Role.CLERK}
    made = {name: make_member_user(office, role, dlict, username=name) for name, role in roles.items()}
    return {**made, "director": director, "planning": planning, "finance": finance}


def step(number: str, *, nth: int = 0) -> Task:
    return Task.objects.filter(number=number).order_by("starts_on")[nth]


def test_the_satellite_lessons_run_to_their_end(
    stage: Stage, people: dict[str, User], administrator: User, tmp_path: Path
) -> None:
    head, deputy, director = people["head"], people["deputy"], people["director"]
    bring_from_catalogue(stage, ("satellite-learning",), head=head, director=director)
    start_year(stage, director)

    stage.on(date(2026, 10, 8))
    do(stage, head, step("1"), tmp_path, file="คำสั่งแต่งตั้งคณะทำงาน.pdf")
    give(stage, deputy, step("1"), "รับรองผลการดำเนินงาน")
    study_is_sent_back_and_mended(stage, people, tmp_path)
    plan_is_approved(stage, people, tmp_path)
    skip(stage, head, step("5"), "สพฐ. จัดสรรเครื่องรับและดูแลการซ่อมเองทั้งปี")
    network_is_late(stage, people, tmp_path)
    visits_are_certified_on_paper(stage, people, tmp_path)

    stage.on(date(2027, 8, 20))
    do(stage, people["officer"], step("7"), tmp_path)
    give(stage, head, step("7"), "รับรองผลการดำเนินงาน")
    report_is_acknowledged_by_who_acts(stage, people, administrator, tmp_path)

    page = stage.go(f"runs/{step('1').run_id}/")
    expect(page.get_by_text("งดดำเนินการ").first).to_be_visible()
    ended = Task.objects.filter(state__in=(Task.State.DONE, Task.State.SKIPPED)).count()
    assert ended == Task.objects.count() == 9
    assert Task.objects.get(state=Task.State.SKIPPED) == step("5")
    assert not TaskRound.objects.exclude(lacking=[]).exists()


def study_is_sent_back_and_mended(stage: Stage, people: dict[str, User], folder: Path) -> None:
    """The head says what is to be mended in which part; the second submission is certified."""
    task = step("2")
    stage.on(date(2026, 10, 12))
    do(stage, people["officer"], task, folder)
    page = stage.open_task(people["head"], task)
    page.get_by_role("link", name="ส่งคืนแก้ไข").click()
    dialog = page.locator("#return")
    dialog.get_by_label("เหตุผลที่ส่งคืน").fill("ขอข้อมูลสัญญาณของโรงเรียนบนพื้นที่สูง")
    dialog.get_by_text("ระบุจุดที่ต้องแก้ไข").click()
    dialog.get_by_label("ข้อความในบันทึก").fill("เพิ่มวงเงินของแต่ละรายการ")
    press(dialog, "ส่งคืนแก้ไข")
    said(page, "ส่งคืนแก้ไขแล้ว")

    stage.on(date(2026, 10, 14))
    page = stage.open_task(people["officer"], task, phone=True)
    reads(page.locator(".note-back"), "ขอข้อมูลสัญญาณ")
    reads(page.locator(".note-back"), "เพิ่มวงเงินของแต่ละรายการ")
    write_log(page, "เพิ่มผลสำรวจสัญญาณ 12 โรงเรียนและวงเงินรายรายการ")
    submit(page, "แก้ไขตามที่ขอ", again=True)
    give(stage, people["head"], task, "รับรองผลการดำเนินงาน")


def plan_is_approved(stage: Stage, people: dict[str, User], folder: Path) -> None:
    """Past everybody who is heard about money, to the director on the phone, who approves with a condition."""
    task = step("3")
    stage.on(date(2026, 11, 5))
    page = stage.open_task(people["head"], task)
    take_up(page)
    use_tools(stage, people["head"], task)
    attach(page, folder, "แผนงานการศึกษาทางไกล.pdf")
    submit(page, "เสนอแผนงานทั้งปีเพื่อโปรดอนุมัติ", money="120,000", source="งบประจำ")
    for who in ("deputy", "planning", "finance"):
        give(stage, people[who], task, "ผ่านเรื่อง", opinion="เห็นควรอนุมัติ")
    stage.seat(people["director"], phone=True)
    page = stage.go("folder/")
    card = card_of(page, task)
    reads(card, "120,000")
    reads(card, "เห็นควรอนุมัติ")
    card.get_by_text("อนุมัติ โดยให้…").click()
    card.get_by_label("อนุมัติ โดยให้").fill("รายงานความคืบหน้าทุกเดือน")
    press(card, "อนุมัติ โดยมีเงื่อนไข")
    decided(page, task, "อนุมัติ โดยให้รายงานความคืบหน้าทุกเดือน")
    stage.seat(people["head"])
    stands(stage, task, "เสร็จสิ้น")
    reads(page.locator("#decide"), "รายงานความคืบหน้าทุกเดือน")


def skip(stage: Stage, user: User, task: Task, why: str) -> None:
    page = stage.open_task(user, task)
    page.get_by_role("link", name="งดดำเนินการขั้นตอนนี้").click()
    dialog = page.locator("#skip")
    dialog.get_by_label("เหตุผลที่งดดำเนินการ").fill(why)
    press(dialog, "งดดำเนินการ")
    reads(page.locator(".facts-line"), "งดดำเนินการ")


def network_is_late(stage: Stage, people: dict[str, User], folder: Path) -> None:
    """Eight days past its due day it is told wherever it stands, and can be done all the same."""
    task = step("4")
    stage.on(date(2027, 1, 8))
    stage.seat(people["officer"])
    page = stage.go("my-work/")
    reads(page.locator(f"#task-{task.pk}"), "เกินกำหนด 8 วัน")
    do(stage, people["officer"], task, folder)
    give(stage, people["head"], task, "รับรองผลการดำเนินงาน")


def visits_are_certified_on_paper(stage: Stage, people: dict[str, User], folder: Path) -> None:
    """The head signs the first semester's by hand, the clerk records it with the scan; the second is as always."""
    task = step("6")
    stage.on(date(2027, 3, 22))
    do(stage, people["officer"], task, folder)
    stage.seat(people["clerk"])
    page = stage.go("folder/")
    card_of(page, task).get_by_role("link", name="บันทึกผลตามหนังสือที่ลงนามแล้ว").click()
    page.get_by_label("ภาพสแกนของหนังสือที่ลงนามแล้ว").set_input_files(SCAN)  # type: ignore[arg-type]
    page.get_by_label("ผลการพิจารณา").select_option(label="รับรองผลการดำเนินงาน")
    page.get_by_label("ผู้ลงนาม").select_option(label=f"{people['head'].person.name} · ผู้อำนวยการกลุ่ม")
    press(page, "บันทึกผล")
    said(page, "บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้ว 1 เรื่อง")
    stands(stage, task, "เสร็จสิ้น")
    reads(page.locator("#decide"), f"บันทึกจากหนังสือที่ลงนามแล้ว โดย{people['clerk'].name}")
    stage.on(date(2027, 7, 20))
    do(stage, people["officer"], step("6", nth=1), folder)
    give(stage, people["head"], step("6", nth=1), "รับรองผลการดำเนินงาน")


def report_is_acknowledged_by_who_acts(
    stage: Stage, people: dict[str, User], administrator: User, folder: Path
) -> None:
    """For one day the deputy acts for the director: one station, and the decision prints the capacity."""
    task, deputy = step("8"), people["deputy"]
    stage.on(date(2027, 9, 17))
    stage.seat(administrator)
    page = stage.go(f"people/{deputy.person.pk}/")
    page.get_by_role("link", name="บันทึกตำแหน่งหรือหน้าที่").click()
    page.get_by_label("หน้าที่").select_option(value=Role.DIRECTOR)
    press(page, "ต่อไป")
    page.get_by_label("ลักษณะการปฏิบัติหน้าที่").select_option(label="รักษาราชการแทน")
    page.get_by_label("คำสั่งที่").fill("118/2570")
    page.get_by_label("ขอบเขตตามคำสั่ง").fill("ทุกเรื่องของสำนักงาน")
    page.get_by_label("ตั้งแต่วันที่").fill("20 ก.ย. 2570")
    page.get_by_label("ถึงวันที่").fill("20 ก.ย. 2570")
    press(page, "บันทึก")
    said(page, "บันทึกการปฏิบัติหน้าที่")

    stage.on(date(2027, 9, 20))
    do(stage, people["head"], task, folder)
    give(stage, deputy, task, "ทราบ", phone=True)
    stands(stage, task, "เสร็จสิ้น")
    reads(page.locator("#decide"), "รองผู้อำนวยการสำนักงานเขต รักษาราชการแทนผู้อำนวยการสำนักงานเขต")
    stage.on(date(2027, 9, 21))
    stage.seat(deputy)
    stage.go("folder/")
    expect(page.get_by_text("พิจารณาในฐานะ")).not_to_contain_text("รักษาราชการแทน")


# Work together with others: two tracks, decided in their sub-steps

TRACKS = [("1", date(2026, 12, 1)), ("2", date(2027, 2, 1))][: 2 if "NITHET_SOAK" in os.environ else 1]


def test_joint_work_runs_to_its_end(
    stage: Stage, head: User, deputy: User, director: User, supervisor: User, tmp_path: Path
) -> None:
    """In the ordinary run the first track: the second one goes the same way."""
    bring_from_catalogue(stage, ("joint-work",), head=head, director=director)
    start_year(stage, director)
    for track, day in TRACKS:
        stage.on(day)
        for part in ("1", "2", "3", "4"):
            task = step(f"{track}.{part}")
            do(stage, supervisor, task, tmp_path)
            if part == "2":
                give(stage, head, task, "ผ่านเรื่อง")
                give(stage, deputy, task, "ผ่านเรื่อง")
                give(stage, director, task, "อนุมัติ", phone=True)
            else:
                give(stage, head, task, "รับรองผลการดำเนินงาน")
        stands(stage, step(track), "เสร็จสิ้น")
    page = stage.go("year/")
    expect(page.get_by_text(f"ดำเนินการแล้ว {4 * len(TRACKS)} จาก 8 ขั้นตอน")).to_be_visible()


# A letter from above

LETTER = """ด่วนที่สุด
ที่ ศธ 04009/ว 1234
สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน
15 พฤศจิกายน 2569
เรื่อง ขอให้รายงานการใช้ห้องเรียนปลายทาง
เรียน ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา
ขอให้โรงเรียนในสังกัดทุกแห่งรายงานจำนวนห้องเรียนที่ใช้ ภายในวันที่ 30 พฤศจิกายน 2569"""


@pytest.fixture
def school_directors(office: Office) -> list[User]:
    schools = [make_school(office, f"โรงเรียนบ้านสาธิต {n}") for n in range(1, 11)]
    return [
        make_member_user(office, Role.SCHOOL_DIRECTOR, school=school, username=f"school-{n}")
        for n, school in enumerate(schools, start=1)
    ]


def test_a_letter_from_above_is_answered_by_ten_schools_and_summed_up(
    stage: Stage,
    head: User,
    deputy: User,
    director: User,
    supervisor: User,
    school_directors: list[User],
    supervision: Unit,
) -> None:
    make_procedure(supervision, QUIET)
    start_year(stage, director)
    stage.on(date(2026, 11, 16))
    page = paste(stage, head, supervisor)
    reads(page.locator(".facts-line"), "ตอบแล้ว 0 จาก 10 ราย")
    task = Task.objects.get(run__letter__isnull=False)

    stage.on(date(2026, 11, 24))
    answer_on_the_phone(stage, school_directors[0], "ใช้งานได้ 1 ห้อง")
    for place, user in enumerate(school_directors[1:7], start=2):
        answered_by(user, task, f"ใช้งานได้ {place} ห้อง")
    answer_on_the_phone(stage, school_directors[7], "ใช้งานได้ 8 ห้อง")
    stage.seat(supervisor)
    page = stage.go(f"letters/{task.run.letter.pk}/?show=missing")
    expect(page.locator("tr[id^=ask-]")).to_have_count(2)
    press(page, "แจ้งติดตาม 2 ราย")
    for ask in task.run.letter.asks.filter(answered_at=None):
        page.goto(f"{stage.base}/{stage.office.code}/letters/{task.run.letter.pk}/?show=missing")
        told_by_telephone(page, ask)

    reads(page.locator(".facts-line"), "ตอบแล้ว 10 จาก 10 ราย")
    summary = page.get_by_label("ข้อความสรุปเสนอ")
    for words in ("ใช้งานได้ 1 ห้อง", "ใช้งานได้ 8 ห้อง", "ใช้งานได้ 3 ห้อง"):
        expect(summary).to_have_value(re.compile(words))
    summary.fill(f"{summary.input_value()}\nรวมใช้งานได้ 42 ห้อง")
    press(page, "บันทึกข้อความสรุป")
    page.get_by_role("link", name="เปิดงานเพื่อเสนอ").locator("visible=true").click()
    take_up(page)
    submit(page, "ครบทุกโรงเรียน")
    for who in (head, deputy):
        give(stage, who, task, "ผ่านเรื่อง")
    stage.seat(director, phone=True)
    page = stage.go("folder/")
    card = card_of(page, task)
    card.locator("details.papers summary").click()
    reads(card, "รวมใช้งานได้ 42 ห้อง")
    give(stage, director, task, "ทราบ", phone=True)
    stands(stage, task, "เสร็จสิ้น")


def paste(stage: Stage, user: User, doer: User) -> Page:
    """What the letter says is read, the head only says who does it."""
    stage.seat(user)
    page = stage.go("my-work/")
    page.get_by_role("link", name="รับงานแทรก").first.click()
    page.get_by_label("ข้อความในหนังสือ").fill(LETTER)
    press(page, "อ่านหนังสือ")
    expect(page.get_by_label("เรื่อง", exact=True)).to_have_value("ขอให้รายงานการใช้ห้องเรียนปลายทาง")
    expect(page.get_by_label("ครบกำหนดวันที่")).to_have_value("30 พ.ย. 2569")
    expect(page.get_by_label("ทุกโรงเรียน")).to_be_checked()
    page.get_by_label("ผู้รับผิดชอบ").select_option(label=f"{doer.person.name} · {SUPERVISION}")
    page.get_by_label("เมื่อดำเนินการแล้ว").select_option(value="acknowledge")
    press(page, "รับงานแทรก")
    said(page, "รับงานแทรกแล้ว")
    return page


def answer_on_the_phone(stage: Stage, user: User, text: str) -> None:
    """From the school director's own list, on the phone."""
    stage.seat(user, phone=True)
    page = stage.go("my-work/")
    page.locator(".task-row a.what").click()
    page.get_by_label(re.compile("^คำตอบ")).fill(text)
    press(page, "ส่งคำตอบ")
    said(page, "ส่งคำตอบแล้ว")


def answered_by(user: User, task: Task, text: str) -> None:
    """As from its page, of which two have shown that it works."""
    by = as_member(user, task.office, on=today())
    answer(LetterAsk.objects.get(letter__run=task.run, school__in=by.schools_as()), Typed(text), by=by)


def told_by_telephone(page: Page, ask: LetterAsk) -> None:
    page.locator(f"#ask-{ask.pk}").get_by_role("link", name="บันทึกแทนหรือยกเลิก").click()
    page.get_by_label("ตอบแทนโดย").fill("ผู้อำนวยการโรงเรียน แจ้งทางโทรศัพท์")
    page.get_by_label(re.compile("^คำตอบ")).fill("ใช้งานได้ 3 ห้อง")
    press(page, "บันทึกคำตอบแทน")
    said(page, "บันทึกคำตอบแทน")


# The end of a year, and the next


UNSAID: list[dict[str, Any]] = [
    {"title": "รวบรวมข้อมูลสื่อ", "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"], "actions": ["study"]},
    {"title": "สรุปผลการใช้สื่อ", "months": [8], "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"], "actions": ["study"]},
    {"title": "เผยแพร่ผล", "months": [9], "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"], "actions": ["study"]},
]


def test_the_year_is_closed_and_its_successor_asks_nothing_that_was_answered(
    stage: Stage, head: User, director: User, supervisor: User, supervision: Unit, tmp_path: Path
) -> None:
    make_procedure(supervision, UNSAID)
    stage.seat(director)
    page = stage.go("year/start/")
    for label, value in (("ตั้งแต่เดือน", "11"), ("ถึงเดือน", "12")):
        page.get_by_label(label).select_option(value=value)
    page.get_by_label("บุคคล").select_option(label=supervisor.person.name)
    press(page, "เริ่มปีงบประมาณ")
    stage.on(date(2026, 12, 7))
    do(stage, supervisor, step("1"), tmp_path)
    give(stage, head, step("1"), "รับรองผลการดำเนินงาน")

    stage.on(date(2027, 9, 28))
    close_year(stage, director)
    stage.on(date(2027, 10, 4))
    stage.seat(supervisor)
    expect(stage.go("my-work/").get_by_text("เผยแพร่ผล").first).to_be_visible()
    stage.seat(director)
    page = stage.go("year/start/")
    expect(page.get_by_text("ใช้คำตอบที่จำไว้จากครั้งก่อน 2 ข้อ")).to_be_visible()
    expect(page.get_by_text("สิ่งที่คู่มือไม่ได้ระบุ")).to_have_count(0)
    press(page, "เริ่มปีงบประมาณ")
    expect(page.get_by_text("มีงานที่ยกมาจากปีงบประมาณก่อน 1 งาน")).to_be_visible()
    begun = Task.objects.get(number="1", run__cycle__fiscal_year_be=2571)
    assert (begun.assignee, begun.starts_on, begun.due_on) == (
        supervisor.person, date(2027, 11, 1), date(2027, 12, 31)
    )  # fmt: skip


def close_year(stage: Stage, by: User) -> None:
    """Of what is open one is carried over, one ended with a reason; then the year takes no more."""
    stage.seat(by)
    page = stage.go("years/")
    page.get_by_role("link", name="ปิดปีงบประมาณ พ.ศ. 2570").click()
    left = page.locator(".decide-run")
    left.locator("summary").click()
    left.get_by_label(re.compile("^เผยแพร่ผล")).check()
    page.get_by_role("link", name="ยกไป…").click()
    page.get_by_label("วันครบกำหนดใหม่").fill("30 พ.ย. 2570")
    press(page, "ยกไป")
    page.get_by_label("เลือกทุกงานของ").first.check()
    page.get_by_role("link", name="ยุติ…").click()
    press(page, "งดดำเนินการ")
    expect(page.get_by_text("โปรดระบุเหตุผลที่ยุติงาน").first).to_be_visible()
    page.get_by_label("เหตุผลที่ยุติ").fill("รวมไว้ในรายงานของปีถัดไป")
    press(page, "งดดำเนินการ")
    expect(page.get_by_text("กำหนดครบทุกงานแล้ว")).to_be_visible()
    press(page, "ปิดปีงบประมาณ พ.ศ. 2570")
    said(page, "ปิดปีงบประมาณ พ.ศ. 2570 แล้ว")
