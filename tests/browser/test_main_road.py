"""The main road in a real browser: a written manual becomes a running year, and a task goes to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.cycles.tests.factories import PDF
from nithet.offices.models import Office, Unit
from tests.browser.conftest import SignIn
from tests.soaking import A_LONG_ONE

SOURCES = Path(settings.ROOT).parent / "shared" / "manuals"
PROCEDURES = {"000": 2, "001": 9, "002": 3, "003": 11, "004": 2}
# How each is read is proven without a browser, too.
BROUGHT = [
    pytest.param(number, count, marks=[] if number == "001" else A_LONG_ONE)
    for number, count in PROCEDURES.items()
]


def source(number: str) -> Path:
    found = sorted(SOURCES.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the source manuals are not there")
    return found[0]


def upload(page: Page, office: Office, file: Path, base: str) -> None:
    page.goto(f"{base}/{office.code}/manuals/upload/")
    page.get_by_label("ไฟล์คู่มือ").set_input_files(file)
    page.locator("#upload-form").get_by_role("button", name="อ่านคู่มือ").click()


@pytest.mark.parametrize(("number", "count"), BROUGHT)
def test_each_source_is_read(
    signed_in: SignIn,
    office: Office,
    supervision: Unit,
    supervisor: User,
    live_server: LiveServer,
    number: str,
    count: int,
) -> None:
    page = signed_in(supervisor)
    upload(page, office, source(number), live_server.url)
    expect(page.get_by_text(f"{count} กระบวนงาน").first).to_be_visible()


def test_from_a_file_to_a_finished_task(
    signed_in: SignIn,
    office: Office,
    ict: Unit,
    computer_officer: User,
    ict_head: User,
    director: User,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    base = live_server.url
    bring_and_start(signed_in, office, computer_officer, director, base)
    first, gate = (Task.objects.get(run__position=0, number=number) for number in ("1", "3"))
    page = signed_in(computer_officer)
    open_task(page, base, office, first)
    page.get_by_role("button", name="รับเรื่อง").click()
    said(page, "รับเรื่องแล้ว")
    attach(page, tmp_path, "คำสั่งแต่งตั้งคณะทำงาน.pdf")
    submit(page, "แนบคำสั่งแล้ว")

    decide(signed_in(ict_head), first, send_back="ขอรายชื่อคณะทำงานให้ครบ")
    mend(signed_in(computer_officer), base, office, first)
    decide(signed_in(ict_head), first, give="รับรองผลการดำเนินงาน")
    expect(page.get_by_text("เสร็จสิ้น").first).to_be_visible()

    page = signed_in(computer_officer)
    open_task(page, base, office, gate)
    submit(page, "เสนอแผนงานเพื่อโปรดอนุมัติ", first_touch=True)
    decide(signed_in(ict_head), gate, give="ผ่านเรื่อง")
    decide(signed_in(director), gate, give="อนุมัติ")
    see_how_it_stands(page, base, office, first)


def bring_and_start(signed_in: SignIn, office: Office, bringer: User, director: User, base: str) -> None:
    """From a file to a running year."""
    page = signed_in(bringer)
    upload(page, office, source("003"), base)
    page.get_by_role("button", name="เสนอขอความเห็นชอบคู่มือ").first.click()
    page.get_by_role("button", name="เสนอทั้งที่ยังมีจุดค้าง").click()
    page = signed_in(director)
    page.get_by_role("link", name="พิจารณาคู่มือ").click()
    page.get_by_role("button", name="เห็นชอบและประกาศใช้").first.click()
    page.get_by_role("button", name="ประกาศใช้ทั้งที่ยังมีจุดค้าง").click()
    page.goto(f"{base}/{office.code}/year/start/")
    page.get_by_role("button", name="เริ่มปีงบประมาณ").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("แผนภาพรายปี")
    assert Task.objects.filter(is_container=False).count() > 60


def mend(page: Page, base: str, office: Office, task: Task) -> None:
    """What was sent back is found with its reason, and submitted again."""
    expect(page.locator(".task-row .reason").first).to_contain_text("ขอรายชื่อ")
    open_task(page, base, office, task)
    page.get_by_label("สิ่งที่ได้ดำเนินการ").fill("เพิ่มรายชื่อคณะทำงานครบ 9 คน")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    said(page, "บันทึกแล้ว")
    submit(page, "แก้ไขตามที่ขอ")


def open_task(page: Page, base: str, office: Office, task: Task) -> None:
    page.goto(f"{base}/{office.code}/tasks/{task.pk}/")


def said(page: Page, words: str) -> None:
    expect(page.locator("#notices").get_by_text(words)).to_be_visible()


def attach(page: Page, folder: Path, name: str) -> None:
    file = folder / name
    file.write_bytes(PDF)
    page.get_by_label("แนบไฟล์").set_input_files(file)
    page.get_by_role("button", name="แนบหลักฐาน").click()
    said(page, "แนบหลักฐานแล้ว")
    # On the page words are tied together by signs that nobody sees.
    expect(page.get_by_role("link", name=re.compile("[\u2060\u200b]?".join(name)))).to_be_visible()


def submit(page: Page, note: str, *, first_touch: bool = False) -> None:
    if first_touch:
        page.get_by_role("button", name="รับเรื่อง").click()
    page.get_by_label("ข้อความถึงผู้พิจารณา").fill(note)
    page.get_by_role("button", name="เสนอ").first.click()
    said(page, "เสนอแล้ว")


def decide(page: Page, task: Task, *, give: str = "", send_back: str = "") -> None:
    """Found through the own list, as a decider would."""
    page.locator(f'.task-row a[href*="{task.pk}"]').first.click()
    if send_back:
        page.get_by_role("link", name="ส่งคืนแก้ไข").click()
        page.get_by_label("เหตุผลที่ส่งคืน").fill(send_back)
        page.get_by_role("button", name="ส่งคืนแก้ไข").click()
        said(page, "ส่งคืนแก้ไขแล้ว")
        return
    page.locator("#give-form").get_by_role("button", name=give).click()
    said(page, f"{give}แล้ว")


def see_how_it_stands(page: Page, base: str, office: Office, task: Task) -> None:
    page.goto(f"{base}/{office.code}/year/")
    expect(page.get_by_text("ดำเนินการแล้ว 2 จาก")).to_be_visible()
    page.goto(f"{base}/{office.code}/runs/{task.run_id}/?tab=history")
    for words in ("รับรองผลการดำเนินงาน", "ส่งคืนแก้ไข (ครั้งที่ 1)", "อนุมัติ", "เสนอ (รอบที่ 2)"):
        expect(page.get_by_text(words).first).to_be_visible()
