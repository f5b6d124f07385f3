"""A supervisor makes a survey in the browser, tries it as on a phone, publishes it, fills it, corrects it, gives it out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FrameLocator, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.forms.models import Form, FormDraft, FormVersion, Submission
from nithet.forms.tables import from_json
from nithet.offices.models import School, Unit
from tests.browser.acting import DESK, PHONE, press, reads, said
from tests.browser.conftest import SignIn
from tests.browser.test_fill_form import large_photo, question, rate, ready, sign_by_hand

FORMS = "/satit1/forms/"
DUALS = "ประเมินปัจจุบันและคาดหวัง"


@pytest.fixture
def maker(
    signed_in: SignIn,
    supervisor: User,
    supervision: Unit,
    school: School,
) -> Page:
    """A supervisor before a form that was just begun."""
    page = signed_in(supervisor, f"{FORMS}new/")
    page.get_by_label("ชื่อแบบฟอร์ม").fill("แบบสำรวจความต้องการสื่อ")
    press(page, "สร้างแบบฟอร์ม")
    expect(page.locator("#make")).to_be_visible()
    return page


def revision(page: Page) -> str:
    return page.locator("#make-bar").get_attribute("data-revision") or ""


def saved(page: Page, before: str) -> None:
    expect(page.locator("#make-bar")).not_to_have_attribute("data-revision", before)


def add(page: Page, kind: str, label: str = "") -> None:
    """At the end of the form; the new question is open, its text chosen to be written over."""
    before = revision(page)
    page.locator("#make-end").get_by_role("button", name=kind, exact=True).click()
    saved(page, before)
    expect(page.locator("#make-label")).to_be_focused()
    if label:
        write(page, "#make-label", label)


def write(page: Page, field: str, text: str) -> None:
    """A field is saved when it is left."""
    before = revision(page)
    page.locator(field).fill(text)
    page.locator(field).blur()
    saved(page, before)


def tick(page: Page, words: str) -> None:
    before = revision(page)
    page.locator(".make-editor label.tick", has_text=words).click()
    saved(page, before)


def show_if(page: Page, asked: str, answer: str) -> None:
    page.locator("summary", has_text="แสดงเมื่อ").click()
    page.locator("#make-show").select_option(label=asked)
    answers = page.locator("select#make-show-value")
    expect(answers).to_be_visible()
    answers.select_option(label=answer)
    expect(page.locator(".is-open .make-head")).to_contain_text(f"แสดงเมื่อ {asked} ตอบว่า {answer}")


def items(page: Page) -> Locator:
    return page.locator("[data-make-item] .make-label")


def make(page: Page) -> None:
    add(page, "เลือกหนึ่งข้อ", "ใช้สื่อหรือไม่")
    write(page, "#make-choices", "ใช้\nไม่ใช้")
    tick(page, "ต้องตอบ")
    add(page, "ข้อความสั้น", "สื่อที่ใช้")
    show_if(page, "ใช้สื่อหรือไม่", "ใช้")
    add(page, "จำนวนเต็ม", "จำนวนนักเรียน")
    write(page, "#make-least", "๐")
    write(page, "#make-most", "5000")
    add(page, DUALS, "ด้านสื่อการเรียนรู้")
    write(page, "#make-items", "สื่อเพียงพอกับผู้เรียน\nสื่อตรงหลักสูตร")
    add(page, "ภาพถ่าย")
    add(page, "ลายมือชื่อ")
    expect(page.locator("#make-bar")).to_contain_text("พร้อมเผยแพร่")


def phone(page: Page) -> FrameLocator:
    """The picture of a phone beside the questions."""
    return page.frame_locator("[data-make-preview]")


def try_it(page: Page) -> None:
    frame = phone(page)
    group = frame.locator(".dual", has_text="สื่อตรงหลักสูตร")
    expect(group).to_be_visible(timeout=20_000)
    # The last that was added: the picture is not drawn anew under the hand any more.
    last = frame.locator("[data-filling=form]:not([data-loading]) .question", has_text="ลายมือชื่อ")
    expect(last.first).to_be_visible(timeout=20_000)
    expect(frame.get_by_label("สื่อที่ใช้")).to_be_hidden()
    frame.get_by_text("ใช้", exact=True).click()
    expect(frame.get_by_label("สื่อที่ใช้")).to_be_visible()


def answer(page: Page, photo: Path) -> None:
    question(page, "ใช้สื่อหรือไม่").get_by_text("ใช้", exact=True).click()
    page.get_by_label("สื่อที่ใช้").fill("บอร์ดเกม")
    page.get_by_label("จำนวนนักเรียน").fill("120")
    rate(page, "สื่อเพียงพอกับผู้เรียน", "น้อย", "มากที่สุด")
    rate(page, "สื่อตรงหลักสูตร", "ปานกลาง", "มาก")
    question(page, "ภาพถ่าย").locator("input[type=file]").set_input_files(photo)
    expect(question(page, "ภาพถ่าย").locator("img")).to_be_visible()
    sign_by_hand(page)


def send(page: Page, name: str) -> None:
    press(page, name)
    expect(page.locator("h1")).to_contain_text("เข้าระบบแล้ว", timeout=20_000)


def fill_and_correct(page: Page, base: str, photo: Path) -> Submission:
    page.goto(f"{base}{FORMS}form/fill/")
    ready(page)
    answer(page, photo)
    send(page, "ส่ง")
    sent = Submission.objects.get()
    assert sent.problems == []
    assert sent.files.count() == 2
    page.goto(f"{base}/satit1/submissions/{sent.pk}/")
    page.get_by_role("link", name="แก้ไข").first.click()
    ready(page)
    expect(page.get_by_label("จำนวนนักเรียน")).to_have_value("120")
    page.get_by_label("จำนวนนักเรียน").fill("125")
    send(page, "ส่งข้อมูลที่แก้ไข")
    sent.refresh_from_db()
    return sent


def give_out(page: Page, base: str) -> list[tuple[object, ...]]:
    """The workbook of what was filled."""
    page.goto(f"{base}{FORMS}form/submissions/")
    page.get_by_role("link", name="ส่งออก").first.click()
    press(page, "จัดทำไฟล์")
    expect(page.locator("h1")).to_have_text("ไฟล์ส่งออก")
    jobs.run_queued()
    page.reload()
    with page.expect_download() as awaited:
        page.get_by_role("link", name=".xlsx").click()
    return list(load_workbook(BytesIO(awaited.value.path().read_bytes())).active.values)  # type: ignore[union-attr]


def upload_again(page: Page, base: str, folder: Path) -> None:
    """Opened in a spreadsheet, saved there, and brought back."""
    page.goto(f"{base}{FORMS}form/")
    with page.expect_download() as awaited:
        page.get_by_role("link", name="ส่งออก .xlsx").click()
    book = load_workbook(BytesIO(awaited.value.path().read_bytes()))
    path = folder / "form.xlsx"
    book.save(path)
    page.goto(f"{base}{FORMS}new/")
    page.locator("#workbook_workbook").set_input_files(path)
    press(page, "นำเข้า")
    said(page, "ตรงกับแบบฟอร์มที่มีอยู่ทุกประการ")


def test_a_survey_is_made_tried_published_filled_corrected_and_given_out(
    maker: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    make(maker)
    try_it(maker)
    press(maker, "เผยแพร่")
    said(maker, "เผยแพร่ฉบับที่ 1 แล้ว")
    sent = fill_and_correct(maker, live_server.url, large_photo(tmp_path))
    assert (sent.answers["q3"], sent.edits.count()) == (125, 1)
    rows = give_out(maker, live_server.url)
    assert any(125 in row for row in rows)
    assert any("มากที่สุด" in row for row in rows)
    upload_again(maker, live_server.url, tmp_path)
    assert FormVersion.objects.count() == 1
    assert not FormDraft.objects.exists()


def draw(page: Page, number: int, *, before: int) -> None:
    """An item by its grip, to the upper edge of another."""
    page.evaluate("scrollTo(0, 0)")
    grip = page.locator(".make-grip").nth(number).bounding_box()
    goal = page.locator("[data-make-item]").nth(before).bounding_box()
    assert grip
    assert goal
    page.mouse.move(grip["x"] + 10, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] + 30, steps=4)
    page.mouse.move(goal["x"] + 60, goal["y"] + 5, steps=4)
    page.mouse.up()


def test_order_is_changed_by_drawing_by_buttons_and_by_keys(maker: Page) -> None:
    for label in ("หนึ่ง", "สอง", "สาม"):
        add(maker, "ข้อความสั้น", label)
    expect(items(maker)).to_have_text(["1. หนึ่ง", "2. สอง", "3. สาม"])
    before = revision(maker)
    draw(maker, 2, before=0)
    saved(maker, before)
    expect(items(maker)).to_have_text(["1. สาม", "2. หนึ่ง", "3. สอง"])
    press(maker, "เลื่อนลง")
    expect(items(maker)).to_have_text(["1. หนึ่ง", "2. สาม", "3. สอง"])
    expect(maker.get_by_role("button", name="เลื่อนลง")).to_be_focused()
    maker.locator("#make-bar").click()
    maker.keyboard.press("Control+z")
    expect(items(maker)).to_have_text(["1. สาม", "2. หนึ่ง", "3. สอง"])
    maker.keyboard.press("Control+y")
    expect(items(maker)).to_have_text(["1. หนึ่ง", "2. สาม", "3. สอง"])
    press(maker, "ลบ")
    expect(items(maker)).to_have_count(2)
    press(maker, "เลิกทำ")
    expect(items(maker)).to_have_count(3)


def test_what_was_typed_in_haste_is_all_saved(maker: Page) -> None:
    add(maker, "จำนวนเต็ม")
    for field, text in (("#make-label", "จำนวนครู"), ("#make-least", "1"), ("#make-most", "300")):
        maker.locator(field).fill(text)
    maker.locator(".make-editor label.tick", has_text="ต้องตอบ").click()
    expect(maker.locator(".is-open .must")).to_be_visible()
    row = from_json(FormDraft.objects.get().tables).survey.rows[0]
    assert (row["label"], row["constraint"], row["required"]) == ("จำนวนครู", ". >= 1 and . <= 300", "yes")


def test_on_a_phone_one_part_at_a_time_and_nothing_too_small(maker: Page) -> None:
    add(maker, "เลือกหนึ่งข้อ", "ใช้สื่อหรือไม่")
    maker.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(maker.locator("#preview")).to_be_hidden()
    assert maker.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = maker.evaluate(
        """() => [...document.querySelectorAll("#make :is(button, input:not([type=checkbox], [type=hidden]), textarea, select, summary, .make-label, .tick)")]
          .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 43).map((part) => part.outerHTML.slice(0, 90))"""
    )
    assert small == []
    maker.get_by_role("link", name="ตัวอย่างบนโทรศัพท์").click()
    expect(maker.locator("#make")).to_be_hidden()
    expect(phone(maker).get_by_text("ใช้สื่อหรือไม่")).to_be_visible(timeout=20_000)
    maker.set_viewport_size(DESK)  # type: ignore[arg-type]


def test_two_who_make_the_same_form_lose_nothing(maker: Page) -> None:
    add(maker, "ข้อความสั้น", "ของเดิม")
    FormDraft.objects.filter(form=Form.objects.get()).update(revision=99)
    maker.locator("#make-label").fill("ของข้าพเจ้า")
    maker.locator("#make-label").blur()
    reads(maker.locator("#notices"), "มีผู้แก้ไขก่อนหน้าท่าน")
    reads(maker.locator("#notices"), "ของข้าพเจ้า")
    maker.get_by_role("button", name="บันทึกสิ่งที่ข้าพเจ้าส่ง").click()
    expect(items(maker)).to_have_text(["1. ของข้าพเจ้า"])
