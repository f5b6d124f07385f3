"""A form filled in the browser: kept on the device at each answer, sent once, what is wrong listed on top."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.forms.models import FormDraft, FormVersion, Submission
from nithet.forms.services.receiving import receive
from nithet.forms.tests.filling_kit import VISIT, make_form, publish, tables_of, xml_of
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from tests.browser.conftest import SignIn

ADDRESS = "/satit1/forms/visit_note/fill/"


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def filling(
    signed_in: SignIn,
    supervisor: User,
    school: School,
    small_school: School,
    version: FormVersion,
) -> Page:
    page = signed_in(supervisor, ADDRESS)
    ready(page)
    return page


def opened(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{ADDRESS}")
    ready(page)


def ready(page: Page) -> None:
    expect(page.locator("[data-filling=form]:not([data-loading])")).to_be_visible(timeout=20_000)


def question(page: Page, label: str) -> Locator:
    return page.locator(".question", has=page.locator(".question-label", has_text=re.compile(f"^{label}$")))


def rate(page: Page, item: str, actual: str, desired: str) -> None:
    group = page.locator(".dual", has_text=item)
    group.locator(".question", has_text="สภาพปัจจุบัน").get_by_text(actual, exact=True).click()
    group.locator(".question", has_text="สภาพที่คาดหวัง").get_by_text(desired, exact=True).click()


def sign_by_hand(page: Page) -> None:
    canvas = page.locator(".sign-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + step * 20, box["y"] + 60 + (step % 3) * 20)
    page.mouse.up()


def large_photo(folder: Path) -> Path:
    """As a phone takes it: 3000 points long, lying on its side, with where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    path = folder / "ภาพ ที่ 1.jpg"
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(path, "JPEG", exif=exif, quality=90)
    return path


def fill(page: Page, school: School, photo: Path) -> None:
    page.get_by_label("โรงเรียน", exact=True).fill(school.name)
    page.get_by_label("เรื่องที่นิเทศ").fill("การใช้สื่อในชั้นเรียน")
    page.get_by_label("จำนวนนักเรียน").fill("๑,๒๐๐")
    question(page, "ใช้สื่อหรือไม่").get_by_text("ใช่", exact=True).click()
    question(page, "สื่อที่ใช้").get_by_text("บอร์ดเกม").click()
    rate(page, "มีสื่อเพียงพอกับผู้เรียน", "น้อย", "มากที่สุด")
    rate(page, "ครูใช้สื่อได้คล่อง", "ปานกลาง", "มาก")
    page.get_by_label("นัดครั้งต่อไป").fill("๑ ธ.ค. ๖๙")
    question(page, "ภาพถ่าย").locator("input[type=file]").set_input_files(photo)
    expect(question(page, "ภาพถ่าย").locator("img")).to_be_visible()
    sign_by_hand(page)
    place = question(page, "พิกัด")
    place.get_by_label("ละติจูด").fill("18.790000")
    place.get_by_label("ลองจิจูด").fill("98.980000")
    page.get_by_label("สิ่งที่จะทำ").first.fill("จัดทำสื่อร่วมกัน")
    page.get_by_role("button", name="เพิ่ม ข้อตกลง").click()
    page.get_by_label("สิ่งที่จะทำ").nth(1).fill("นิเทศซ้ำ")
    page.get_by_label("ภายในวันที่").nth(1).fill("15/1/2570")
    page.get_by_label("ภายในวันที่").nth(1).blur()


def test_what_was_filled_arrives_once(filling: Page, school: School, tmp_path: Path) -> None:
    fill(filling, school, large_photo(tmp_path))
    filling.get_by_role("button", name="ส่ง").dblclick()
    expect(filling.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    kept = Submission.objects.get()
    assert kept.problems == []
    assert kept.school == school
    expect(filling.locator(".standing")).to_contain_text(kept.reference)
    answers = kept.answers
    assert answers["students"] == 1200
    assert answers["media"] == ["board_game"]
    assert (answers["enough/actual"], answers["enough/desired"]) == ("2", "5")
    assert (answers["ready/actual"], answers["ready/desired"]) == ("3", "4")
    assert answers["next_on"] == "2026-12-01"
    assert (answers["place"]["latitude"], answers["place"]["longitude"]) == (18.79, 98.98)
    assert [line["agreements/what"] for line in answers["agreements"]] == ["จัดทำสื่อร่วมกัน", "นิเทศซ้ำ"]
    assert answers["agreements"][1]["agreements/due_on"] == "2027-01-15"
    assert answers["agreement_count"] in (2, "2")
    check_files(kept)


def check_files(kept: Submission) -> None:
    files = {file.name: file.file for file in kept.files.select_related("file")}
    assert set(files) == {kept.answers["photo"], kept.answers["signature"]}
    assert kept.awaited_files == 0
    assert all(name.isascii() for name in files)
    with (
        files[kept.answers["photo"]].content.open("rb") as content,
        Image.open(BytesIO(content.read())) as picture,
    ):
        # Upright, small, and without what the camera wrote.
        assert picture.size == (1067, 1600)
        assert not dict(picture.getexif())


def test_the_draft_stays_on_the_device(filling: Page, school: School, tmp_path: Path) -> None:
    fill(filling, school, large_photo(tmp_path))
    expect(filling.locator("[data-filling=saved]")).to_contain_text("บันทึกร่างแล้ว")
    filling.wait_for_timeout(600)
    filling.reload()
    ready(filling)
    expect(filling.get_by_text("กรอกต่อจากร่างที่บันทึกไว้")).to_be_visible()
    expect(filling.get_by_label("เรื่องที่นิเทศ")).to_have_value("การใช้สื่อในชั้นเรียน")
    expect(filling.get_by_label("นัดครั้งต่อไป")).to_have_value("1 ธ.ค. 2569")
    expect(filling.get_by_label("สิ่งที่จะทำ").nth(1)).to_have_value("นิเทศซ้ำ")
    expect(question(filling, "ภาพถ่าย").locator("img")).to_be_visible()
    filling.get_by_role("button", name="ทิ้งร่าง เริ่มใหม่").click()
    expect(filling.get_by_role("button", name="เรียกคืน")).to_be_visible(timeout=20_000)
    expect(filling.get_by_label("เรื่องที่นิเทศ")).to_have_value("")
    filling.get_by_role("button", name="เรียกคืน").click()
    expect(filling.get_by_text("กรอกต่อจากร่างที่บันทึกไว้")).to_be_visible(timeout=20_000)
    filling.get_by_role("button", name="ส่ง").click()
    expect(filling.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    check_files(Submission.objects.get())
    filling.go_back()
    ready(filling)
    expect(filling.get_by_label("เรื่องที่นิเทศ")).to_have_value("")


def test_a_draft_of_an_older_edition_goes_on_in_the_new_one(
    filling: Page, version: FormVersion, school: School, tmp_path: Path
) -> None:
    fill(filling, school, large_photo(tmp_path))
    filling.wait_for_timeout(600)
    kept = [line for line in VISIT.splitlines() if not line.startswith("| integer | students |")]
    publish(version.form, tables_of("\n".join(kept).replace("เรื่องที่นิเทศ", "เรื่อง")), number=2)
    filling.reload()
    ready(filling)
    expect(filling.get_by_text("ร่างนี้กรอกในฉบับก่อน")).to_be_visible()
    expect(filling.get_by_label("เรื่อง", exact=True)).to_have_value("การใช้สื่อในชั้นเรียน")
    expect(filling.get_by_label("สิ่งที่จะทำ").nth(1)).to_have_value("นิเทศซ้ำ")
    filling.get_by_role("button", name="ส่ง").click()
    expect(filling.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    sent = Submission.objects.get()
    assert (sent.version.number, sent.problems) == (2, [])
    check_files(sent)


def test_what_is_wrong_is_listed_on_top_with_the_way_there(filling: Page) -> None:
    filling.get_by_label("จำนวนนักเรียน").fill("9000")
    filling.get_by_label("นัดครั้งต่อไป").fill("20/11/2026")
    filling.get_by_role("button", name="ส่ง").click()
    listed = filling.get_by_role("alert").filter(has_text="ยังส่งไม่ได้")
    expect(listed).to_be_focused()
    for part in ("โปรดตอบข้อนี้", "จำนวนนักเรียนต้องอยู่ระหว่าง 0 ถึง 5,000", "หมายถึง พ.ศ. 2569"):
        expect(listed).to_contain_text(part)
    listed.get_by_role("link", name="จำนวนนักเรียน").click()
    field = filling.get_by_label("จำนวนนักเรียน")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("90")
    field.blur()
    expect(listed.locator("li", has_text="จำนวนนักเรียน")).to_have_class("is-mended")
    assert not Submission.objects.exists()


def test_nothing_is_lost_without_a_signal(
    filling: Page, context: BrowserContext, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    # On a page of its own: the browser notes a lost answer as an error; and alone, since any page would send what waits.
    page = context.new_page()
    filling.close()
    opened(page, live_server)
    fill(page, school, large_photo(tmp_path))
    answered: list[str] = []
    looked_at: list[bool] = []

    def lose_the_answer(route: Route) -> None:
        """It arrives, and the answer does not come back."""
        if answered:
            return route.continue_()
        answered.append(route.fetch().text())
        return route.abort()

    context.route("**/visit_note/send/", lose_the_answer)
    # Until it has been looked at, nothing goes by itself.
    context.route("**/field/session", lambda route: route.abort() if not looked_at else route.continue_())
    page.get_by_role("button", name="ส่ง").click()
    expect(page.get_by_text("เก็บไว้ในรายการรอส่งของเครื่องนี้แล้ว")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-field-bar]")).to_contain_text("รอส่ง 1 รายการ")
    looked_at.append(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    assert Submission.objects.count() == 1


def test_a_draft_that_another_window_sent_is_sent_as_a_new_one(
    filling: Page, context: BrowserContext, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    # The browser notes a refusal as an error: on a page of its own.
    page = context.new_page()
    opened(page, live_server)
    fill(page, school, large_photo(tmp_path))
    page.get_by_label("เรื่องที่นิเทศ").press("Tab")
    expect(page.get_by_text("บันทึกร่างแล้ว")).to_be_visible()
    other = context.new_page()
    opened(other, live_server)
    other.get_by_label("เรื่องที่นิเทศ").fill("เรื่องจากอีกหน้าต่างหนึ่ง")
    for sender in (page, other):
        sender.get_by_role("button", name="ส่ง", exact=True).click()
        if sender is other:
            expect(other.get_by_text("ข้อมูลชุดนี้ส่งเข้าระบบแล้ว")).to_be_visible(timeout=20_000)
            other.get_by_role("button", name="ส่งเป็นชุดใหม่").click()
        expect(sender.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    topics = {answers["topic"] for answers in Submission.objects.values_list("answers", flat=True)}
    assert (len(topics), "เรื่องจากอีกหน้าต่างหนึ่ง" in topics) == (2, True)


def test_what_was_returned_is_mended_where_it_is_marked(
    signed_in: SignIn,
    office: Office,
    supervisor: User,
    school: School,
    version: FormVersion,
) -> None:
    body = "<agreements><what>หนึ่ง</what></agreements><agreements><what>สอง</what></agreements>"
    by = as_member(supervisor, office)
    kept = receive(
        version, xml=xml_of(school.smis_code, body=body).encode(), files={}, by=by, at=now()
    ).submission
    Submission.objects.update(state="returned", reason="โปรดแก้", marked=["topic", "agreements[2]/what"])
    page = signed_in(supervisor, f"/satit1/submissions/{kept.pk}/fill/")
    ready(page)
    expect(page.get_by_text("ผู้ตรวจขอให้แก้ไขข้อนี้")).to_have_count(2)
    expect(page.get_by_label("สิ่งที่จะทำ").nth(1)).to_have_value("สอง")
    expect(page.locator(".is-marked").nth(1).get_by_label("สิ่งที่จะทำ")).to_have_value("สอง")
    page.get_by_label("เรื่องที่นิเทศ").fill("เรื่องที่ชัดเจน")
    page.get_by_label("สิ่งที่จะทำ").nth(1).fill("สองที่แก้แล้ว")
    page.get_by_role("button", name="ส่งข้อมูลที่แก้ไข").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    kept.refresh_from_db()
    assert (kept.state, kept.problems) == (Submission.State.RECEIVED, [])
    assert [change["path"] for change in kept.edits.get().differences] == ["topic", "agreements[2]/what"]


def test_what_is_being_mended_goes_on_after_the_page_was_left(
    signed_in: SignIn,
    office: Office,
    supervisor: User,
    school: School,
    version: FormVersion,
) -> None:
    by = as_member(supervisor, office)
    kept = receive(version, xml=xml_of(school.smis_code).encode(), files={}, by=by, at=now()).submission
    page = signed_in(supervisor, f"/satit1/submissions/{kept.pk}/fill/")
    ready(page)
    page.get_by_label("เรื่องที่นิเทศ").fill("เรื่องที่ชัดเจน")
    page.get_by_label("เรื่องที่นิเทศ").press("Tab")
    expect(page.locator("[data-filling=saved]")).to_contain_text("บันทึกร่างแล้ว")
    page.reload()
    ready(page)
    expect(page.get_by_text("กรอกต่อจากร่างที่บันทึกไว้")).to_be_visible()
    page.get_by_role("button", name="ส่งข้อมูลที่แก้ไข").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    assert [change["path"] for change in kept.edits.get().differences] == ["topic"]


def test_a_draft_is_tried_and_says_what_the_server_would_say(
    signed_in: SignIn,
    supervisor: User,
    school: School,
    version: FormVersion,
    tmp_path: Path,
) -> None:
    FormDraft.objects.create(
        office=version.office, form=version.form, tables=version.tables, changed_at=now()
    )
    page = signed_in(supervisor, "/satit1/forms/visit_note/draft/try/?frame")
    ready(page)
    fill(page, school, large_photo(tmp_path))
    page.get_by_role("button", name="ตรวจคำตอบทดลอง").click()
    expect(page.get_by_text("ระบบตรวจแล้ว ไม่พบข้อที่ต้องแก้ไข")).to_be_visible(timeout=20_000)
    assert not Submission.objects.exists()


def test_by_keyboard_on_a_phone(filling: Page, live_server: LiveServer) -> None:
    filling.set_viewport_size({"width": 390, "height": 844})
    opened(filling, live_server)
    assert filling.evaluate("document.documentElement.scrollWidth") <= 390
    filling.get_by_label("เรื่องที่นิเทศ").focus()
    filling.keyboard.type("ทดสอบ")
    filling.keyboard.press("Tab")
    expect(filling.get_by_label("จำนวนนักเรียน")).to_be_focused()
    filling.keyboard.type("12")
    filling.keyboard.press("Tab")
    filling.keyboard.press("Space")
    filling.keyboard.press("ArrowDown")
    expect(question(filling, "ใช้สื่อหรือไม่").locator("input:checked")).to_have_value("no")
    day = filling.get_by_label("นัดครั้งต่อไป")
    day.focus()
    filling.keyboard.press("Alt+ArrowDown")
    expect(filling.get_by_role("dialog", name="เลือกวันที่")).to_be_visible()
    filling.keyboard.press("ArrowRight")
    filling.keyboard.press("Enter")
    expect(filling.get_by_role("dialog", name="เลือกวันที่")).to_have_count(0)
    expect(day).not_to_have_value("")
    expect(day).to_be_focused()
    small = filling.evaluate(
        """() => [...document.querySelectorAll("form.or button, form.or .option-wrapper > label:not(.itemset-template), form.or input.in")]
          .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 43).map((part) => part.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_every_field_has_a_name(filling: Page) -> None:
    """As a screen reader finds it."""
    nameless = filling.evaluate(
        """() => [...document.querySelectorAll("form.or :is(input, select, textarea, button)")]
          .filter((field) => field.offsetParent && field.type !== "hidden" && !field.classList.contains("attach-file"))
          .filter((field) => !(field.getAttribute("aria-label") || field.textContent.trim() || field.labels?.length
            || (field.getAttribute("aria-labelledby") && document.getElementById(field.getAttribute("aria-labelledby"))?.textContent.trim())))
          .map((field) => field.outerHTML)"""
    )
    assert nameless == []
