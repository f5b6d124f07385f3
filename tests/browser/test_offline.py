"""Field work without a network: taken along, filled, signed, kept, and sent exactly once when there is a signal again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.field.models import Carried, Device
from nithet.field.offline import built
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.tests.filling_kit import make_form, publish, xml_of
from nithet.offices.models import Office, School, Unit
from nithet.thai.dates import bangkok_day, format_date
from tests.browser.conftest import SignIn
from tests.browser.test_fill_form import check_files, fill, large_photo, question, rate, ready

FILL = "/satit1/field/fill/?form=visit_note"
OUTBOX = "/satit1/field/outbox/"
WAITS = 20_000
# As a browser does that has no room: what is written is taken back with the whole transaction.
TAKEN_OVER = """() => navigator.serviceWorker.getRegistration("/").then(({ active, waiting }) =>
  !waiting && active?.state === "activated" && navigator.serviceWorker.controller === active)"""
FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  const request = put.apply(this, given);
  if (window.isFull) queueMicrotask(() => this.transaction.abort());
  return request;
};
Object.defineProperty(IDBTransaction.prototype, "error", { get: () => (window.isFull ? new DOMException("", "QuotaExceededError") : null) });
"""


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The browser notes each lost request as an error; only errors of the scripts count."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    assert wrong == []


@pytest.fixture
def prepared(
    signed_in: SignIn,
    supervisor: User,
    school: School,
    small_school: School,
    version: FormVersion,
    live_server: LiveServer,
) -> Page:
    page = signed_in(supervisor)
    prepare(page, live_server)
    return page


def prepare(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/satit1/field/")
    page.get_by_label(re.compile("แบบบันทึกการเยี่ยม")).check()
    page.locator("[data-field-take]:visible").click()
    expect(page.locator("[data-field-said]")).to_contain_text("เตรียมแล้ว 1 แบบฟอร์ม", timeout=WAITS)


def leave_it(page: Page, photo: Path | None, school: School) -> str:
    """Filled, signed and put into the outbox; its name."""
    if photo:
        fill(page, school, photo)
    page.locator("[data-field-act=review]:visible").click()
    expect(page.get_by_role("heading", name="ตรวจทานและลงชื่อ")).to_be_visible()
    page.locator("[data-field-act=send]:visible").click()
    page.wait_for_url("**/field/outbox/?item=*", timeout=WAITS)
    name = unquote(page.url.partition("item=")[2])
    expect(page.locator(f'li[data-instance="{name}"]')).to_be_visible()
    return name


def test_filled_twice_without_a_network_arrives_once_each(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    photo = large_photo(tmp_path)
    context.set_offline(True)
    page = prepared
    names = []
    for count in (1, 2):
        page.goto(f"{live_server.url}{FILL}")
        ready(page)
        expect(page.locator("[data-field-bar]")).to_contain_text("ไม่มีสัญญาณ")
        names.append(leave_it(page, photo, school))
        expect(page.locator("[data-field-bar]")).to_contain_text(f"รอส่ง {count} รายการ")
    page.close()
    assert not Submission.objects.exists()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{live_server.url}{OUTBOX}")
    expect(page.get_by_text("ส่งเข้าระบบแล้ว")).to_have_count(2, timeout=WAITS)
    assert sorted(Submission.objects.values_list("instance_id", flat=True)) == sorted(names)
    for kept in Submission.objects.all():
        check_files(kept)
        assert kept.problems == []
        expect(page.locator(f'[data-instance="{kept.instance_id}"]')).to_contain_text(kept.reference)
    device = Device.objects.get()
    assert Carried.objects.get(device=device).form.name == "visit_note"


def test_the_pieces_of_large_files_are_not_left_lying(
    prepared: Page, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    prepared.goto(f"{live_server.url}{FILL}")
    ready(prepared)
    leave_it(prepared, large_photo(tmp_path), school)
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    check_files(Submission.objects.get())
    assert list((settings.VAR / "pieces").glob("*/*")) == []


def begun(page: Page, live_server: LiveServer, school: School) -> None:
    """What is asked for at least, without a file."""
    page.goto(f"{live_server.url}{FILL}")
    ready(page)
    page.get_by_label("โรงเรียน", exact=True).fill(school.name)
    page.get_by_label("เรื่องที่นิเทศ").fill("การใช้สื่อ")
    page.get_by_label("จำนวนนักเรียน").fill("12")
    question(page, "ใช้สื่อหรือไม่").get_by_text("ไม่ใช่", exact=True).click()
    rate(page, "มีสื่อเพียงพอกับผู้เรียน", "น้อย", "มากที่สุด")
    rate(page, "ครูใช้สื่อได้คล่อง", "ปานกลาง", "มาก")
    page.get_by_label("สิ่งที่จะทำ").first.fill("จัดทำสื่อร่วมกัน")
    page.get_by_label("สิ่งที่จะทำ").first.blur()


def put_away(page: Page, context: BrowserContext, live_server: LiveServer, school: School) -> str:
    """Filled and signed without a network."""
    context.set_offline(True)
    begun(page, live_server, school)
    return leave_it(page, None, school)


def bar(page: Page) -> Locator:
    return page.locator("[data-field-bar]")


def test_who_is_signed_out_on_return_loses_nothing(
    prepared: Page,
    context: BrowserContext,
    live_server: LiveServer,
    school: School,
    signed_in: SignIn,
    supervisor: User,
) -> None:
    put_away(prepared, context, live_server, school)
    context.clear_cookies()
    context.set_offline(False)
    prepared.get_by_role("button", name="ส่งตอนนี้").click()
    expect(bar(prepared)).to_contain_text("ยังไม่ได้เข้าสู่ระบบ · รอส่ง 1 รายการ", timeout=WAITS)
    expect(prepared.get_by_text("การเยี่ยม", exact=False).first).to_be_visible()
    assert not Submission.objects.exists()
    signed_in(supervisor)
    prepared.goto(f"{live_server.url}{OUTBOX}")
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    assert Submission.objects.get().sent_by == supervisor


def test_another_person_neither_sees_nor_sends_it(
    prepared: Page,
    context: BrowserContext,
    live_server: LiveServer,
    school: School,
    signed_in: SignIn,
    supervisor: User,
    head: User,
) -> None:
    name = put_away(prepared, context, live_server, school)
    prepared.goto("about:blank")
    context.set_offline(False)
    page = signed_in(head)
    page.goto(f"{live_server.url}{OUTBOX}")
    expect(page.get_by_text("ไม่มีรายการรอส่ง")).to_be_visible()
    expect(page.locator("[data-field=who]")).to_have_text(head.person.name)
    expect(page.locator(f'[data-instance="{name}"]')).to_have_count(0)
    context.set_offline(True)
    page.goto(f"{live_server.url}/satit1/field/fill/")
    expect(page.get_by_text("ยังไม่ได้เตรียมแบบฟอร์มไว้ในเครื่องนี้")).to_be_visible()
    context.set_offline(False)
    page.goto("about:blank")
    signed_in(supervisor)
    page.goto(f"{live_server.url}{OUTBOX}")
    expect(page.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    assert Submission.objects.get().sent_by == supervisor


def test_what_is_refused_is_kept_with_the_reason(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School, version: FormVersion
) -> None:
    put_away(prepared, context, live_server, school)
    Form.objects.update(retired_at=now() - timedelta(days=1))
    context.set_offline(False)
    prepared.get_by_role("button", name="ส่งตอนนี้").click()
    expect(prepared.locator("[data-field=refusal]")).to_contain_text("แบบฟอร์มนี้เลิกใช้แล้ว", timeout=WAITS)
    expect(bar(prepared)).to_contain_text("ต้องตรวจสอบ 1 รายการ")
    prepared.reload()
    expect(prepared.locator("[data-field=refusal]")).to_be_visible()
    Form.objects.update(retired_at=None)
    prepared.get_by_role("button", name="ลองส่งอีกครั้ง").click()
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    assert Submission.objects.count() == 1


def test_a_file_of_the_outbox_is_sent_from_another_device_and_doubles_nothing(
    browser: Browser,
    prepared: Page,
    context: BrowserContext,
    live_server: LiveServer,
    school: School,
    supervisor: User,
    tmp_path: Path,
) -> None:
    context.set_offline(True)
    prepared.goto(f"{live_server.url}{FILL}")
    ready(prepared)
    leave_it(prepared, large_photo(tmp_path), school)
    with prepared.expect_download() as given:
        prepared.get_by_role("button", name="บันทึกรายการรอส่งเป็นไฟล์").click()
    saved = tmp_path / given.value.suggested_filename
    given.value.save_as(saved)
    other = browser.new_context(locale="th-TH")
    sessions = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
    other.add_cookies(sessions)  # type: ignore[arg-type]
    page = other.new_page()
    page.goto(f"{live_server.url}/satit1/field/")
    page.goto(f"{live_server.url}{OUTBOX}")
    damaged = tmp_path / "damaged.nithet"
    damaged.write_bytes(saved.read_bytes()[:-100])
    page.locator("input[type=file]").set_input_files(damaged)
    expect(page.get_by_text("ไฟล์นี้ไม่ครบถ้วน")).to_be_visible()
    assert not Submission.objects.exists()
    page.locator("input[type=file]").set_input_files(saved)
    expect(page.get_by_text("นำเข้า 1 รายการ")).to_be_visible()
    expect(page.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    other.close()
    context.set_offline(False)
    prepared.get_by_role("button", name="ส่งตอนนี้").click()
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    check_files(Submission.objects.get())


def test_who_signs_out_is_asked_what_becomes_of_it(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School, version: FormVersion
) -> None:
    Form.objects.update(retired_at=now() - timedelta(days=1))
    put_away(prepared, context, live_server, school)
    context.set_offline(False)
    prepared.goto(f"{live_server.url}/satit1/")
    expect(bar(prepared)).to_contain_text("ต้องตรวจสอบ 1 รายการ", timeout=WAITS)
    prepared.locator("details.me > summary").click()
    prepared.get_by_role("button", name="ออกจากระบบ", exact=True).first.click()
    dialog = prepared.get_by_role("dialog", name="ออกจากระบบ")
    expect(dialog).to_contain_text("รอส่ง 1 ฉบับ และแบบฟอร์มที่เตรียมไปภาคสนาม 1 แบบ")
    dialog.get_by_role("button", name="ลบทั้งหมดแล้วออกจากระบบ").click()
    expect(prepared.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    prepared.goto(f"{live_server.url}{OUTBOX}")
    expect(prepared.get_by_text("เครื่องนี้ยังไม่มีงานภาคสนาม")).to_be_visible()


def test_a_draft_of_an_older_app_is_there_after_an_update(
    signed_in: SignIn, supervisor: User, school: School, version: FormVersion, live_server: LiveServer
) -> None:
    """The first edition had a database with drafts alone."""
    page = signed_in(supervisor)
    page.goto(f"{live_server.url}/offline/else/")
    key = f"{supervisor.pk}:satit1:{version.form_id}:fill"
    xml = xml_of(school.smis_code, topic="จากรุ่นก่อน")
    page.evaluate(
        """([key, version, xml]) => new Promise((resolve, reject) => {
          const gone = indexedDB.deleteDatabase("nithet-drafts");
          gone.onsuccess = () => {
            const asked = indexedDB.open("nithet-drafts", 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" });
            asked.onsuccess = () => {
              const written = asked.result.transaction("drafts", "readwrite");
              written.objectStore("drafts").put({ key, version, xml, files: [], at: Date.now(), isAside: false });
              written.oncomplete = () => { asked.result.close(); resolve(); };
            };
          };
          gone.onerror = asked => reject(asked);
        })""",
        [key, str(version.pk), xml],
    )
    prepare(page, live_server)
    page.goto(f"{live_server.url}/satit1/field/fill/")
    page.get_by_role("link", name="กรอกต่อ").click()
    ready(page)
    expect(page.get_by_label("เรื่องที่นิเทศ")).to_have_value("จากรุ่นก่อน")


def test_a_new_app_takes_over_when_nobody_fills(
    prepared: Page,
    context: BrowserContext,
    live_server: LiveServer,
    school: School,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = prepared
    begun(page, live_server, school)
    found = built.built()
    assert found
    newer = replace(found, version="newer")
    monkeypatch.setattr("nithet.field.views.offline.built", lambda: newer)
    page.evaluate("navigator.serviceWorker.getRegistration('/').then((one) => one.update())")
    page.wait_for_function("navigator.serviceWorker.getRegistration('/').then((one) => Boolean(one.waiting))")
    names = "caches.keys().then((names) => names.sort().join())"
    assert page.evaluate(names) == ",".join(sorted(["nithet-newer", f"nithet-{found.version}"]))
    # Another page of the app does not make it take over either.
    other = context.new_page()
    other.goto(f"{live_server.url}{OUTBOX}")
    expect(bar(other)).to_contain_text("มีสัญญาณ")
    assert found.version in page.evaluate(names)
    leave_it(page, None, school)
    expect(page.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    page.wait_for_function("caches.keys().then((names) => names.join() === 'nithet-newer')")
    # It has cleared up after the old one; it answers for the page a moment later.
    page.wait_for_function(TAKEN_OVER)
    context.set_offline(True)
    page.goto(f"{live_server.url}{FILL}")
    ready(page)


def test_any_other_page_says_honestly_that_there_is_no_signal(
    prepared: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    context.set_offline(True)
    prepared.goto(f"{live_server.url}/satit1/forms/")
    expect(prepared.get_by_role("heading", level=1)).to_have_text("เปิดหน้านี้ไม่ได้ เพราะไม่มีสัญญาณ")
    # Said also of a network that leads nowhere; who goes elsewhere is not called back.
    prepared.evaluate("dispatchEvent(new Event('online'))")
    prepared.get_by_role("link", name="งานภาคสนามในเครื่องนี้").click()
    expect(prepared.get_by_role("link", name="กรอก", exact=True)).to_be_visible(timeout=WAITS)
    prepared.goto(f"{live_server.url}/satit1/forms/")
    context.set_offline(False)
    expect(prepared.get_by_role("heading", level=1)).to_have_text("แบบฟอร์ม")


def test_on_a_phone_by_keyboard_and_screen_reader(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School
) -> None:
    prepared.set_viewport_size({"width": 390, "height": 844})
    context.set_offline(True)
    begun(prepared, live_server, school)
    assert prepared.evaluate("document.documentElement.scrollWidth") <= 390
    expect(bar(prepared).get_by_role("status")).to_contain_text("บันทึกไว้ในเครื่องนี้แล้ว")
    pressed = prepared.locator("[data-field-act=review]:visible")
    pressed.focus()
    prepared.keyboard.press("Enter")
    expect(prepared.locator("[data-filling=review] > .note")).to_be_focused()
    # What is changed has to be read over again.
    prepared.locator("[data-field-act=edit]:visible").click()
    prepared.get_by_label("จำนวนนักเรียน").fill("13")
    expect(prepared.locator("[data-field-act=send]:visible")).to_have_count(0)
    assert leave_it(prepared, None, school)
    assert prepared.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_form_taken_along_days_ago_says_the_day_on_which_it_is_filled(
    prepared: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    later = now() + timedelta(days=3)
    prepared.clock.set_fixed_time(later)
    context.set_offline(True)
    prepared.goto(f"{live_server.url}{FILL}")
    ready(prepared)
    expect(prepared.locator(".heading-line")).to_contain_text(format_date(bangkok_day(later), "short"))


def test_a_clock_that_is_a_year_off_is_told_and_holds_nothing_back(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School
) -> None:
    prepared.clock.set_fixed_time(now() + timedelta(days=365))
    put_away(prepared, context, live_server, school)
    context.set_offline(False)
    prepared.get_by_role("button", name="ส่งตอนนี้").click()
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    expect(bar(prepared)).to_contain_text("นาฬิกาของเครื่องนี้ไม่ตรง")
    assert "clock-off" in [problem["code"] for problem in Submission.objects.get().problems]


def test_a_full_device_is_told_and_nothing_leaves_the_page(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    prepared.add_init_script(FULL)
    context.set_offline(True)
    begun(prepared, live_server, school)
    prepared.evaluate("window.isFull = true")
    question(prepared, "ภาพถ่าย").locator("input[type=file]").set_input_files(large_photo(tmp_path))
    # A photo that is made smaller is another answer once more, and what changes is read over again.
    expect(question(prepared, "ภาพถ่าย").locator("img")).to_be_visible()
    expect(bar(prepared)).to_contain_text("เครื่องนี้เต็ม ยังไม่ได้บันทึก")
    prepared.locator("[data-field-act=review]:visible").click()
    prepared.locator("[data-field-act=send]:visible").click()
    expect(prepared.get_by_text("พื้นที่ในเครื่องนี้เต็ม จึงยังเก็บแบบฟอร์มนี้เข้ารายการรอส่งไม่ได้")).to_be_visible()
    prepared.evaluate("window.isFull = false")
    prepared.locator("[data-field-act=send]:visible").click()
    expect(prepared.locator("[data-field=queued]")).to_be_visible(timeout=WAITS)
    context.set_offline(False)
    prepared.get_by_role("button", name="ส่งตอนนี้").click()
    expect(prepared.get_by_text("ส่งเข้าระบบแล้ว")).to_be_visible(timeout=WAITS)
    assert Submission.objects.get().files.count() == 1


def test_a_second_window_does_not_fill_the_same_draft(
    prepared: Page, context: BrowserContext, live_server: LiveServer, school: School
) -> None:
    begun(prepared, live_server, school)
    other = context.new_page()
    other.goto(prepared.url)
    expect(other.get_by_text("ร่างนี้เปิดอยู่ในอีกหน้าต่างหนึ่ง")).to_be_visible()
    expect(other.locator("[data-field-act=review]:visible")).to_have_count(0)
    prepared.close()
    other.reload()
    ready(other)
    expect(other.get_by_label("เรื่องที่นิเทศ")).to_have_value("การใช้สื่อ")
