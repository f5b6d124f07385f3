"""A new user takes a badly scanned manual from its file to the director's endorsement, all in the browser."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.models import ManualVersion, Step
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import adopted, make_manual, make_version
from nithet.offices.models import Office, Unit
from tests.browser.conftest import SignIn
from tests.browser.test_review import bar, draft_now, drawn, open_step, said

SCANNED = """คู่มือการปฏิบัติงาน
กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา

๑. ชื่องาน
งานจัดการศึกษาทางไกล
~~ || ~~
๒. วัตถุประสงค์
๒.๑ เพื่อพัฒนาคุณภาพการศึกษา
๓. ขอบเขตของงาน
ครอบคลุมโรงเรียนขนาดเล็กในสังกัดทุกแห่ง
๔. ขั้นตอนการปฏิบัติงาน
@@ ;; @@
๑. แต่งตั้งคณะทำงาน ตุลาคม
๒. ศึกษา วิเคราะห์ วางแผนการดำเนินงาน ๓. เสนอแผนงานต่อผู้อำนวยการ พฤศจิกายน
๕. นิเทศ กำกับ ติดตามการใช้ ธันวาคม – มีนาคม
๖. สรุปผลการดำเนินงาน กันยายน
๕. เอกสารอ้างอิง
แนวทางการจัดการศึกษาทางไกลของโรงเรียนขนาดเล็ก

๑. ชื่องาน
งานพัฒนาสื่อการเรียนรู้
๒. ขั้นตอนการปฏิบัติงาน
๑. สำรวจความต้องกา5รใช้สื่อ ตุลาคม
๒. ผลิตสิ่อการเรียนรู้ พฤศจิกายน – มกราคม
๓. ผลิตสิ่อการเรียนรู้ พฤศจิกายน – มกราคม
๔. รายงานผล
@@ ข้อความที่อ่านไม่ออก @@
"""
"""Steps on one line, a number left out, a title twice, misread letters, a time lost, lines that say nothing."""


@pytest.fixture
def before(office: Office, supervision: Unit, director: User, head: User) -> ManualVersion:
    """Last year's edition of the same manual."""
    text = "\n".join(SCANNED.splitlines()[:16]).replace(" ๓. เสนอ", "\n๓. เสนอ").replace("๕. นิเทศ", "๔. นิเทศ")
    manual = make_manual(office, supervision, "คู่มือการศึกษาทางไกล")
    return adopted(make_version(manual, read_text(text)), by=director, proposer=head)


def test_a_badly_scanned_manual_is_adopted_without_touching_its_file(
    signed_in: SignIn,
    before: ManualVersion,
    supervisor: User,
    director: User,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    page = signed_in(supervisor)
    bring_in(page, live_server.url, tmp_path)
    say_that_it_is_the_next_edition(page, before)
    propose_too_soon(page)
    settle_from_one_to_the_next(page)
    mend_what_nobody_warned_of(page)
    expect(bar(page)).to_contain_text("ตรวจครบทุกจุดแล้ว")
    page.get_by_role("button", name="เสนอขอความเห็นชอบคู่มือ").first.click()
    confirm_what_stays_open(page, "เสนอทั้งที่ยังมีจุดค้าง")
    expect(page.locator(".note b", has_text="เสนอแล้ว รอผู้อำนวยการพิจารณา")).to_be_visible()
    address = page.url
    page = signed_in(director)
    page.goto(address)
    page.get_by_role("button", name="เห็นชอบและประกาศใช้").first.click()
    confirm_what_stays_open(page, "ประกาศใช้ทั้งที่ยังมีจุดค้าง")
    expect(page.locator(".notices")).to_contain_text("เห็นชอบและประกาศใช้")
    it_is_the_next_edition(before)


def bring_in(page: Page, base: str, folder: Path) -> None:
    file = folder / "คู่มือสแกน.txt"
    file.write_text(SCANNED, encoding="utf-8")
    page.goto(f"{base}/satit1/manuals/upload/")
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="อ่านคู่มือ").first.click()
    expect(page.locator("#review-bar")).to_contain_text("ต้องตรวจ")


def say_that_it_is_the_next_edition(page: Page, before: ManualVersion) -> None:
    question = page.locator("#placing")
    expect(question.get_by_role("radio").first).to_be_visible()
    question.locator(f"input[value='{before.manual_id}']").check()
    question.get_by_role("button", name="บันทึกว่าเป็นเล่มนี้").click()
    expect(question).to_have_count(0)
    assert ManualVersion.objects.latest("made_at").manual_id == before.manual_id


def propose_too_soon(page: Page) -> None:
    """The question tells what is left, and leads back to the first of it."""
    page.get_by_role("button", name="เสนอขอความเห็นชอบคู่มือ").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ทั้งที่ยังมีจุดค้างหรือไม่")
    page.get_by_role("link", name="กลับไปตรวจจุดแรก").click()
    expect(bar(page)).to_contain_text("ต้องตรวจ")
    assert ManualVersion.objects.latest("made_at").state == "draft"


def step_of(title: str) -> str:
    return next(
        step.key for one in draft_now().procedures for step in one.steps if step.title.startswith(title)
    )


def mend_what_nobody_warned_of(page: Page) -> None:
    retype(page, open_step(page, step_of("ผลิตสิ่อ")), "ผลิตสื่อการเรียนรู้")
    retype(page, open_step(page, step_of("สำรวจ")), "สำรวจความต้องการใช้สื่อ")
    retype(page, open_step(page, step_of("รายงานผล")), "รายงานผล")
    editor = open_step(page, step_of("รายงานผล"))
    editor.locator(".months-edit label", has_text="ก.ย.").click()
    said(page, "แก้ไข")
    editor.get_by_role("link", name="เสร็จแล้ว").click()


def retype(page: Page, editor: Locator, words: str) -> None:
    field = editor.locator("textarea").first
    field.fill(words)
    field.press("Enter")
    said(page, "แก้ไขชื่อ")
    editor.get_by_role("link", name="เสร็จแล้ว").click()


def settle_from_one_to_the_next(page: Page) -> None:
    """From one point to the next by the button on top: the remedy where there is one, else it is let stand."""
    # Before its script has come the link only leads to the place.
    page.wait_for_load_state()
    for _ in range(20):
        following = bar(page).get_by_role("link", name="ไปจุดถัดไปที่ต้องตรวจ")
        if not following.count():
            break
        check = go_on(page, following)
        name = str(check.get_attribute("id"))
        press_one(check, name)
        expect(page.locator(f"[id='{name}']")).to_have_count(0)
    expect(bar(page)).to_contain_text("ตรวจครบทุกจุดแล้ว")
    expect(bar(page)).not_to_contain_text("ยังไม่เข้าใจ")


def go_on(page: Page, following: Locator) -> Locator:
    """The point that the focus went to; pressed once more where the page was still taking in the last act."""
    check = page.locator("[data-check]:focus")
    for _ in range(3):
        following.click()
        with contextlib.suppress(AssertionError):
            expect(check).to_have_count(1)
            return check
    where = page.evaluate("[document.hasFocus(), document.activeElement.outerHTML.slice(0, 200), scrollY]")
    pytest.fail(f"the focus went to no point: {where}")


def press_one(check: Locator, name: str) -> None:
    if name.startswith("lines-"):
        check.get_by_role("button", name="ไม่ใช่เนื้อหา").click()
    elif (remedy := check.locator(".bt-soft")).count() and "merged" not in name:
        remedy.click()
    else:
        check.get_by_role("button", name="ถูกต้องแล้ว").click()


def confirm_what_stays_open(page: Page, button: str) -> None:
    """A step without months is no fault: it is told, and asked again when the year starts."""
    expect(page.locator("main")).to_contain_text(drawn("ไม่ระบุช่วงเวลา"))
    page.get_by_role("button", name=button).click()


def it_is_the_next_edition(before: ManualVersion) -> None:
    version = ManualVersion.objects.latest("made_at")
    assert (version.state, version.number, version.manual_id) == ("adopted", 2, before.manual_id)
    before.refresh_from_db()
    assert before.state == "replaced"
    assert "@@ ข้อความที่อ่านไม่ออก @@" in version.source_text
    rows = Step.objects.filter(procedure__version=version)
    assert [row.number for row in rows.filter(procedure__position=1)] == ["1", "2", "3", "4", "5"]
    assert not rows.filter(title__contains="สิ่อ").exists()
    old = Step.objects.get(procedure__version=before, title__startswith="แต่งตั้ง")
    assert rows.get(procedure__position=1, number="1").lineage == old.lineage
    assert Entry.objects.get(verb="manual.adopted", object_id=version.pk).facts["counts"]["doubts"] == 0
