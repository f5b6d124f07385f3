"""Signing out of a machine that others use too: one's own drafts go where one says so, others' stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Office, Unit
from tests.browser.conftest import SignIn
from tests.browser.test_fill_form import ADDRESS, ready

KEYS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nithet-drafts");
  asked.onsuccess = () => {
    const found = asked.result.transaction("drafts").objectStore("drafts").getAllKeys();
    found.onsuccess = () => { asked.result.close(); resolve(found.result.map((key) => key.split(":")[0])); };
  };
})"""


@pytest.fixture(autouse=True)
def _form(office: Office, supervision: Unit) -> None:
    publish(make_form(office, unit=supervision))


def begin(page: Page, live_server: LiveServer, words: str) -> None:
    page.goto(f"{live_server.url}{ADDRESS}")
    ready(page)
    page.get_by_label("เรื่องที่นิเทศ").fill(words)
    page.get_by_label("เรื่องที่นิเทศ").blur()
    expect(page.locator("[data-filling=saved]")).to_contain_text("บันทึกร่างแล้ว")


def sign_out(page: Page) -> None:
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="ออกจากระบบ", exact=True).first.click()


def test_who_signs_out_is_asked_and_others_keep_theirs(
    signed_in: SignIn, supervisor: User, head: User, live_server: LiveServer
) -> None:
    page = signed_in(head)
    begin(page, live_server, "ของหัวหน้า")
    page = signed_in(supervisor)
    begin(page, live_server, "ของศึกษานิเทศก์")
    sign_out(page)
    dialog = page.get_by_role("dialog", name="ออกจากระบบ")
    expect(dialog).to_contain_text("ที่ยังไม่ได้ส่ง 1 ฉบับ")
    dialog.get_by_role("button", name="ยังไม่ออกจากระบบ").click()
    expect(dialog).to_have_count(0)
    assert sorted(page.evaluate(KEYS)) == sorted([str(head.pk), str(supervisor.pk)])
    sign_out(page)
    dialog.get_by_role("button", name="ลบร่างแล้วออกจากระบบ").click()
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    assert page.evaluate(KEYS) == [str(head.pk)]


def test_kept_drafts_are_there_when_one_comes_back(
    signed_in: SignIn, supervisor: User, live_server: LiveServer
) -> None:
    page = signed_in(supervisor)
    begin(page, live_server, "ทำต่อพรุ่งนี้")
    sign_out(page)
    page.get_by_role("button", name="เก็บร่างไว้แล้วออกจากระบบ").click()
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    page = signed_in(supervisor, ADDRESS)
    ready(page)
    expect(page.get_by_label("เรื่องที่นิเทศ")).to_have_value("ทำต่อพรุ่งนี้")


def test_who_has_no_draft_signs_out_at_once(signed_in: SignIn, supervisor: User) -> None:
    page = signed_in(supervisor)
    sign_out(page)
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()


FACTS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nithet-drafts");
  asked.onsuccess = () => {
    const found = asked.result.transaction("facts").objectStore("facts").getAllKeys();
    found.onsuccess = () => { asked.result.close(); resolve(found.result); };
  };
})"""
TELL = """(names) => new Promise((resolve) => {
  const asked = indexedDB.open("nithet-drafts");
  asked.onsuccess = () => {
    const going = asked.result.transaction("facts", "readwrite");
    for (const name of names) going.objectStore("facts").put({ name, body: "บ้านทุ่ง" });
    going.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""
FAILS = """() => {
  window.realDelete = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function () { this.transaction.abort(); throw new DOMException("", "UnknownError"); };
}"""
WORKS = "() => { IDBObjectStore.prototype.delete = window.realDelete; }"


def test_what_could_not_be_wiped_is_told_and_nobody_is_signed_out(
    signed_in: SignIn, supervisor: User, head: User, live_server: LiveServer
) -> None:
    page = signed_in(supervisor)
    begin(page, live_server, "ของศึกษานิเทศก์")
    told = [f"told:{person.pk}:satit1" for person in (head, supervisor)]
    page.evaluate(TELL, told)
    sign_out(page)
    dialog = page.get_by_role("dialog", name="ออกจากระบบ")
    page.evaluate(FAILS)
    dialog.get_by_role("button", name="ลบร่างแล้วออกจากระบบ").click()
    expect(dialog.get_by_role("alert")).to_contain_text("ลบไม่สำเร็จ")
    assert page.evaluate(KEYS) == [str(supervisor.pk)]
    page.evaluate(WORKS)
    dialog.get_by_role("button", name="ลบร่างแล้วออกจากระบบ").click()
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    assert page.evaluate(KEYS) == []
    # What was told of what waited here holds names of schools too.
    assert [name for name in page.evaluate(FACTS) if name.startswith("told:")] == told[:1]
