"""A new user brings a badly read manual to the director by the review page alone, and two people do not overwrite each other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from nithet.accounts.models import User
from nithet.manuals.document import from_json
from nithet.manuals.draft import Fate, ManualDraft
from nithet.manuals.editing import perform
from nithet.manuals.models import ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import BADLY_READ, large_text, make_manual, make_version
from nithet.offices.models import Office, Unit
from tests.browser.conftest import SignIn

FORM, NOISE, REPORT = 22, 32, "p2s3"


@pytest.fixture
def version(office: Office, supervision: Unit, supervisor: User) -> ManualVersion:
    """Steps on one line, a number missing, months out of order, and two lines that nobody understood."""
    draft = perform(read_text(BADLY_READ), "take_back_lines", {"lines": [FORM, NOISE]})
    words = {"key": REPORT, "field": "title", "text": "รายงานผล กันยายน"}
    manual = make_manual(office, supervision)
    reading = perform(draft, "set_text", words)
    return make_version(manual, reading, source_text=BADLY_READ, made_by=supervisor)


def draft_now() -> ManualDraft:
    return from_json(ManualVersion.objects.latest("made_at").reading)


def bar(page: Page) -> Locator:
    return page.locator("#review-bar")


def drawn(words: str) -> re.Pattern[str]:
    """The words with what only draws between their letters."""
    return re.compile(
        "[\u2060\u200b]*".join("[ \u00a0]" if letter == " " else re.escape(letter) for letter in words)
    )


def said(page: Page, words: str) -> None:
    expect(page.locator("#saved-words")).to_contain_text(drawn(words))


def open_step(page: Page, key: str) -> Locator:
    page.locator(f"#view-{key} a", has_text="แก้ไข").click()
    editor = page.locator(f"#editor-{key}")
    expect(editor.locator("textarea").first).to_be_focused()
    return editor


def titles(procedure: int) -> list[str]:
    return [f"{one.number} {one.title}" for one in draft_now().procedures[procedure].steps]


def open_review(signed_in: SignIn, user: User, version: ManualVersion) -> Page:
    return signed_in(user, f"/satit1/manuals/{version.pk}/")


def test_a_badly_read_manual_is_brought_to_the_director(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    expect(bar(page)).to_contain_text("ยังไม่เข้าใจ 2 บรรทัด")
    split_what_stood_on_one_line(page)
    set_months_people_and_words(page)
    attach_and_skip_lines(page)
    settle_what_is_left(page)
    page.get_by_role("button", name="เสนอขอความเห็นชอบคู่มือ").first.click()
    page.get_by_role("button", name="เสนอทั้งที่ยังมีจุดค้าง").click()
    expect(page.locator(".note b", has_text="เสนอแล้ว รอผู้อำนวยการพิจารณา")).to_be_visible()
    assert ManualVersion.objects.get().state == "proposed"
    draft = draft_now()
    assert not draft.unread
    assert all(one.is_settled for one in draft.warnings)


def split_what_stood_on_one_line(page: Page) -> None:
    editor = open_step(page, "p1s3")
    words = editor.get_by_label("ข้อความของขั้นตอนที่ 3")
    at = words.input_value().index("นิเทศ")
    words.evaluate("(field, at) => field.setSelectionRange(at, at)", at)
    editor.get_by_role("button", name="แยกตรงเคอร์เซอร์").click()
    said(page, "แยก")
    assert titles(0)[2:4] == ["3 เสนอแผนงานต่อผู้อำนวยการ พฤศจิกายน", "4 นิเทศ กำกับ ติดตามการใช้ ธันวาคม – มีนาคม"]
    page.keyboard.press("Control+z")
    said(page, "เลิกทำแล้ว")
    page.keyboard.press("Control+y")
    said(page, "ทำซ้ำแล้ว")
    page.locator("#view-p1 a", has_text="แก้ไข").click()
    page.get_by_role("button", name="เรียงเลขขั้นตอนใหม่").last.click()
    said(page, "เรียงเลขขั้นตอนใหม่")
    assert [one[0] for one in titles(0)] == ["1", "2", "3", "4", "5", "6"]


def set_months_people_and_words(page: Page) -> None:
    editor = open_step(page, "p1s5")
    editor.locator(".months-edit label", has_text="ม.ค.").click()
    expect(page.locator("#view-p1s5")).to_contain_text("ไม่ระบุช่วงเวลา")
    editor.locator(".months-edit label", has_text="ก.ย.").click()
    expect(page.locator("#view-p1s5")).to_contain_text("ก.ย.")
    editor.get_by_label("ผู้รับผิดชอบ").fill("ศึกษานิเทศก์\nธุรการกลุ่ม")
    editor.get_by_label("มาตรฐานการปฏิบัติงาน").fill("รายงานปีงบประมาณละ 1 ครั้ง")
    said(page, "แก้ไขผู้รับผิดชอบ")
    words = editor.get_by_label("ข้อความของขั้นตอนที่ 6")
    words.fill("เสนอรายงานต่อผู้อำนวยการ")
    words.press("Enter")
    said(page, "แก้ไขชื่อ")
    editor.get_by_label("เรื่องที่เสนอ").select_option(label="เสนอเพื่อทราบ")
    editor.get_by_role("link", name="เสร็จแล้ว").click()
    expect(editor).to_be_hidden()
    step = draft_now().procedures[0].steps[-1]
    assert (step.title, step.months, step.responsible) == (
        "เสนอรายงานต่อผู้อำนวยการ", (9,), ("ศึกษานิเทศก์", "ธุรการกลุ่ม"),
    )  # fmt: skip
    assert step.measure is not None


def attach_and_skip_lines(page: Page) -> None:
    page.locator(f"#line-{FORM} a").click()
    tools = page.locator("#source-editor")
    tools.get_by_label("แนบเป็น").select_option(label="แบบฟอร์มที่ใช้")
    tools.get_by_role("button", name="แนบ", exact=True).click()
    said(page, f"แนบบรรทัด {FORM}")
    expect(page.locator(f"#line-{FORM} a")).to_have_count(0)
    page.get_by_role("button", name="ไม่ใช่เนื้อหา").first.click()
    said(page, f"ข้ามบรรทัด {NOISE}")
    expect(bar(page)).to_contain_text("เข้าใจทุกบรรทัด")
    fates = {note.line: note.fate for note in draft_now().notes}
    assert (fates[FORM], fates[NOISE]) == (Fate.USED, Fate.FURNITURE)
    assert draft_now().procedures[0].forms[-1].text == "แบบบันทึกการใช้งาน"


def settle_what_is_left(page: Page) -> None:
    """From one point to the next, by the button on top."""
    for _ in range(12):
        following = bar(page).get_by_role("link", name="ไปจุดถัดไปที่ต้องตรวจ")
        if not following.count():
            break
        following.click()
        check = page.locator("[data-check]:focus")
        expect(check).to_have_count(1)
        name = str(check.get_attribute("id"))
        remedy = check.locator(".bt-soft")
        (
            remedy
            if remedy.count() and "merged" not in name
            else check.get_by_role("button", name="ถูกต้องแล้ว")
        ).click()
        expect(page.locator(f"[id='{name}']")).to_have_count(0)
    expect(bar(page)).to_contain_text("ตรวจครบทุกจุดแล้ว")


def test_picking_an_item_marks_its_lines_and_the_reverse(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    page.locator("#view-p1s4 .step-head > span").first.click()
    expect(page.locator("#line-17.is-hand")).to_have_count(1)
    page.locator("#line-30").click()
    expect(page.locator("#item-p2s2.is-hand")).to_have_count(1)
    expect(page.locator("#item-p1s4.is-hand")).to_have_count(0)


def test_the_panes_of_a_long_manual_scroll_together(
    signed_in: SignIn,
    office: Office,
    supervision: Unit,
    supervisor: User,
) -> None:
    text = large_text(20, 8)
    manual = make_manual(office, supervision)
    version = make_version(manual, read_text(text), source_text=text, made_by=supervisor)
    page = open_review(signed_in, supervisor, version)
    line = draft_now().procedures[14].steps[0].lines[0]
    page.locator("#item-p15s1").evaluate("item => item.scrollIntoView({ block: 'center' })")
    expect(page.locator(f"#line-{line}")).to_be_in_viewport()
    page.locator(".source-lines").hover()
    page.locator("#line-9").evaluate("line => line.scrollIntoView()")
    expect(page.locator("#item-p1s2")).to_be_in_viewport()


def test_a_step_is_moved_by_its_number(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    page.locator("#item-p2s3").scroll_into_view_if_needed()
    page.locator("#view-p2s1 .step-no").drag_to(
        page.locator("#item-p2s3"), target_position={"x": 200, "y": 60}
    )
    said(page, "ย้าย")
    assert [one.key for one in draft_now().procedures[1].steps] == ["p2s2", "p2s3", "p2s1"]


def test_a_save_over_what_another_changed_shows_both(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    editor = open_step(page, "p2s1")
    reading = ManualVersion.objects.get().reading
    ManualVersion.objects.update(revision=7, reading=reading)
    words = editor.get_by_label("ข้อความของขั้นตอนที่ 1")
    words.fill("สำรวจใหม่")
    words.press("Enter")
    note = page.locator("#notices [role=alert]")
    expect(note).to_contain_text("มีผู้แก้ไขก่อนหน้าท่าน")
    expect(note).to_contain_text(drawn("สำรวจความต้องการใช้สื่อ ตุลาคม"))
    note.get_by_role("button", name="บันทึกสิ่งที่ข้าพเจ้าส่ง").click()
    expect(page.locator("#view-p2s1")).to_contain_text("สำรวจใหม่")


def test_on_a_phone_one_pane_stands_at_a_time(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#source")).to_be_hidden()
    page.locator("[data-panes] a", has_text="ต้นฉบับ").click()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#structure")).to_be_hidden()
    page.locator("#review-foot").get_by_role("link", name="ไปจุดถัดไปที่ต้องตรวจ").click()
    expect(page.locator("[data-check]:focus")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
