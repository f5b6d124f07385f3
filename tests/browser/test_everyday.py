"""What a procedure begins and ends with, kept by its real roles; found, told and dated alike wherever it is seen."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.notices.jobs import watch
from nithet.notices.tests.conftest import mail, run_jobs, with_mail
from nithet.notices.tests.servers import Mail
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import make_member_user
from nithet.thai.dates import BANGKOK
from tests.browser.acting import (
    SCAN,
    Stage,
    attach,
    bring_from_catalogue,
    give,
    press,
    reads,
    spelt,
    start_year,
    submit,
    take_up,
    use_tools,
)
from tests.browser.test_year_at_work import dlict, people, stage, step

__all__ = ["dlict", "mail", "people", "stage"]

GROUP = "แต่งตั้งคณะทำงานขับเคลื่อนการศึกษาทางไกล"
PLAN = "โครงการพัฒนาห้องเรียนปลายทาง"
AGENCY = "เทศบาลตำบลทุ่งสมมติ"
REQUEST = "ขอใช้อินเทอร์เน็ตของเทศบาลในโรงเรียนขนาดเล็ก"
REMEDY = "ลดเวลารอซ่อมเครื่องรับสัญญาณ"
MORNING = datetime(2026, 12, 28, 7, 1, tzinfo=BANGKOK)
DUE, DUE_ON = "31 ธันวาคม 2569", date(2026, 12, 31)


@pytest.fixture
def stranger(office: Office, supervision: Unit) -> User:
    """Of another division, in which nothing of this is kept."""
    return make_member_user(office, Role.SUPERVISOR, supervision, username="stranger")


def test_one_procedure_with_all_that_belongs_to_it(
    stage: Stage, people: dict[str, User], stranger: User, teacher: User, mail: Mail,
    tmp_path: Path,
) -> None:  # fmt: skip
    head, deputy, officer, director = (people[who] for who in ("head", "deputy", "officer", "director"))
    bring_from_catalogue(stage, ("satellite-learning",), head=head, director=director)
    start_year(stage, director)
    stage.on(date(2026, 10, 8))
    appoint(stage, head)
    decided(stage, head, step("1"), deputy)
    stage.on(date(2026, 10, 12))
    plan(stage, officer)
    use_tools(stage, officer, step("2"), "study")
    decided(stage, officer, step("2"), head)
    stage.on(date(2026, 11, 5))
    decided(stage, head, step("3"), deputy, director, file=tmp_path)
    stage.on(date(2026, 12, 8))
    take_up(stage.open_task(officer, step("4")))
    coordinate(stage, officer)
    improve(stage, officer)

    found_by_the_right_people_only(stage, officer, stranger, teacher)
    the_same_day_everywhere(stage, officer, mail)


def begin(stage: Stage, user: User, task: Task, what: str) -> Page:
    """The tool that the task opens for what it asks."""
    page = stage.open_task(user, task)
    asked = page.locator(".checks li").filter(has_text=what)
    asked.get_by_role("link", name="เปิดเครื่องมือ").click()
    expect(page.locator("#main-form")).to_be_visible()
    return page


def save(page: Page) -> None:
    press(page, "บันทึก")
    expect(page.locator("#main-form")).to_have_count(0)


def decided(stage: Stage, user: User, task: Task, *deciders: User, file: Path | None = None) -> None:
    """Taken up, submitted, and through the hands of all who decide."""
    page = stage.open_task(user, task)
    take_up(page)
    if file:
        attach(page, file, "แผนงาน.pdf")
    submit(page, "เสนอเพื่อโปรดพิจารณา")
    for place, who in enumerate(deciders, start=1):
        words = "รับรองผลการดำเนินงาน" if not file else "อนุมัติ" if place == len(deciders) else "ผ่านเรื่อง"
        give(stage, who, task, words)


def serves(page: Page, task: Task) -> None:
    """The page of the item names the task of which it is evidence."""
    expect(page.locator(f'aside a[href*="{task.pk}"]').first).to_be_visible()


def row(page: Page, word: str) -> Locator:
    """A row to type in: the one that stands open, or one opened by its button."""
    part = page.locator(f"[data-row-word='{word}']")
    rows = part.locator("[data-row-item]").locator("visible=true")
    if not rows.count():
        part.get_by_role("button", name=f"เพิ่ม{word}", exact=True).click()
    return rows.last


def appoint(stage: Stage, user: User) -> None:
    page = begin(stage, user, step("1"), "คณะทำงาน")
    page.get_by_label("เรื่อง", exact=True).fill(GROUP)
    page.get_by_label("หน้าที่ของคณะทำงาน").fill("1. วางแผน\n2. สรุปผล")
    member = row(page, "รายชื่อ")
    member.get_by_label("บุคลากรของสำนักงาน").select_option(label=user.person.name)
    member.get_by_label("หน้าที่", exact=True).select_option(value="chair")
    save(page)
    sign = "บันทึกว่าลงนามคำสั่งแล้ว"
    page.get_by_role("link", name=sign, exact=True).locator("visible=true").first.click()
    signing = page.locator("#finish")
    signing.locator("[name=order_number]").fill("145/2569")
    signing.get_by_label("คำสั่งที่ลงนามแล้ว").set_input_files(SCAN)  # type: ignore[arg-type]
    press(signing, sign)
    serves(page, step("1"))


def plan(stage: Stage, user: User) -> None:
    page = begin(stage, user, step("2"), "แผน")
    page.get_by_label("ชื่อโครงการหรือแผน").fill(PLAN)
    page.get_by_label("หลักการและเหตุผล").fill("โรงเรียนขนาดเล็กมีครูไม่ครบชั้น")
    page.get_by_label("วัตถุประสงค์").fill("1. ปรับห้องเรียนปลายทาง")
    activity = row(page, "กิจกรรม")
    activity.get_by_label("กิจกรรม", exact=True).fill("จัดหาจอภาพ")
    activity.get_by_role("checkbox", name="ธ.ค.").check()
    line = row(page, "รายการ")
    for part in ("หมวดรายจ่าย", "แหล่งงบประมาณ"):
        line.get_by_label(part).select_option(index=1)
    line.get_by_label("จำนวนเงินตามแผน (บาท)").fill("๑,๒๓๔.๕๐")
    target = row(page, "เป้าหมาย")
    target.get_by_label("เป้าหมาย", exact=True).fill("โรงเรียนปลายทางที่ปรับห้องเรียนแล้ว")
    target.get_by_label("จำนวน", exact=True).fill("๑๒")
    target.get_by_label("หน่วยนับ").fill("โรงเรียน")
    save(page)
    reads(page.locator("main"), "1,234.50")
    words = "บันทึกว่าได้รับอนุมัติ"
    page.get_by_role("link", name=words, exact=True).locator("visible=true").first.click()
    page.locator("#finish").get_by_label("ผู้อนุมัติ").fill("ผู้อำนวยการสำนักงานเขต")
    press(page.locator("#finish"), words)
    serves(page, step("2"))


def coordinate(stage: Stage, user: User) -> None:
    stage.seat(user)
    page = stage.go(reverse("partners:agency-new", args=[stage.office.code]).split("/", 2)[2])
    page.get_by_label("ชื่อหน่วยงาน").fill(AGENCY)
    save(page)
    page = begin(stage, user, step("4"), "ประสาน")
    page.get_by_label("เรื่อง", exact=True).fill(REQUEST)
    page.get_by_label("หน่วยงาน", exact=True).select_option(label=AGENCY)
    contact = row(page, "การติดต่อ")
    contact.get_by_label("วันที่ติดต่อ").fill("7 ธ.ค. 2569")
    contact.get_by_label("เรื่องและผล").fill("เทศบาลยินดีให้ใช้")
    save(page)
    words = "สรุปผลความร่วมมือ"
    page.get_by_role("link", name=words, exact=True).locator("visible=true").first.click()
    page.locator("#finish").get_by_label("ผลที่ได้").fill("สามโรงเรียนใช้อินเทอร์เน็ตของเทศบาล")
    press(page.locator("#finish"), words)
    serves(page, step("4"))


def improve(stage: Stage, user: User) -> None:
    """No step asks for it: it is kept all the same."""
    stage.seat(user)
    page = stage.go(reverse("improvements:improvement-new", args=[stage.office.code]).split("/", 2)[2])
    page.get_by_label("ชื่อเรื่อง").fill(REMEDY)
    page.get_by_label("ปัญหาที่พบ").fill("โรงเรียนรอช่างนานสามสัปดาห์")
    page.get_by_label("วิธีแก้ไขปรับปรุง").fill("รับแจ้งทางระบบและนัดวันซ่อม")
    page.get_by_label("ความก้าวหน้า").select_option(label="นำไปใช้แล้ว")
    page.get_by_label("ผลที่ได้").fill("รอไม่เกินห้าวัน")
    figure = row(page, "ตัวเลข")
    figure.get_by_label("สิ่งที่วัด").fill("วันที่รอซ่อม")
    figure.get_by_label("ก่อนปรับปรุง").fill("๒๑")
    figure.get_by_label("หลังปรับปรุง").fill("5")
    save(page)
    page.get_by_role("link", name="ปิดเรื่องการปรับปรุง", exact=True).locator("visible=true").first.click()
    press(page.locator("#finish"), "ปิดเรื่องการปรับปรุง")
    expect(page.locator("#finish")).to_have_count(0)


def found_by_the_right_people_only(stage: Stage, officer: User, stranger: User, teacher: User) -> None:
    """The directory of agencies is the whole office's; what a division works on is its own."""
    titles = {GROUP, PLAN, AGENCY, REQUEST, REMEDY}
    for user, seen in ((officer, titles), (stranger, {AGENCY}), (teacher, set())):
        stage.seat(user)
        assert {title for title in titles if finds(stage, title)} == seen


def finds(stage: Stage, title: str) -> bool:
    page = stage.go(f"search/?{urlencode({'q': title})}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.locator("main a", has_text=spelt(title)).count() > 0


def the_same_day_everywhere(stage: Stage, officer: User, mail: Mail) -> None:
    """The morning's mail, the text for LINE, the calendar and its feed."""
    task = step("4")
    stage.leave()
    with_mail(officer)
    for minute in (1, 2):  # made in the one, sent in the next
        with time_machine.travel(MORNING.replace(minute=minute), tick=False):
            watch()
            run_jobs()
    letter = next(letter for to, letter in mail.letters if to.startswith("officer@"))
    assert task.title in letter
    assert f"ครบกำหนด {DUE}" in letter
    stage.on(MORNING.date())
    page = stage.open_task(officer, task)
    expect(page.get_by_label("ข้อความสำหรับ LINE")).to_have_value(re.compile(f"ครบกำหนด.*{DUE}"))
    page = stage.go("calendar/?month=2569-12")
    day = page.locator("td", has=page.locator(f'time[datetime="{DUE_ON.isoformat()}"]'))
    reads(day, task.title)
    reads(day, "ครบกำหนด")
    in_the_feed(stage, task)


def in_the_feed(stage: Stage, task: Task) -> None:
    page = stage.go("calendar/feed/")
    press(page, "สร้างที่อยู่ปฏิทิน")
    address = urlsplit(page.locator("#feed-address").inner_text())
    read = Calendar.from_ical(page.request.get(f"{stage.base}{address.path}").text())
    days = [one.decoded("DTSTART") for one in read.walk("VEVENT") if task.title in str(one["SUMMARY"])]
    assert DUE_ON in days
