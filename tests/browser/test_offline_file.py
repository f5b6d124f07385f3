"""A file of the outbox that somebody has made up: what it says of whose it is and where it goes is not believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from nithet.forms.tests.filling_kit import make_form, publish, xml_of
from nithet.offices.models import Office, School, Unit
from tests.browser.conftest import SignIn

KEYS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nithet-drafts");
  asked.onsuccess = () => {
    const found = asked.result.transaction("outbox").objectStore("outbox").getAll();
    found.onsuccess = () => { asked.result.close(); resolve(found.result); };
  };
})"""


@pytest.fixture
def outbox(signed_in: SignIn, supervisor: User) -> Page:
    page = signed_in(supervisor, "/satit1/field/outbox/")
    expect(page.get_by_text("ไม่มีรายการรอส่ง")).to_be_visible()
    return page


def bring(page: Page, person: User, *, head: User | None = None, **other: object) -> None:
    item = {
        "person": str(person.pk), "name": "ก", "office": "satit1", "form": "visit_note", "title": "แบบบันทึก",
        "xml": xml_of("10010001", instance="uuid:made-up"), "filled_at": 1, "files": [], **other,
    }  # fmt: skip
    facts = {"format": "nithet-outbox", "edition": 1, "person": str((head or person).pk), "name": "ข"}
    content = json.dumps({**facts, "items": [item]}) + "\n"
    file = {"name": "a.nithet", "mimeType": "application/octet-stream", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["/evil.example", "../evil", "another"])
def test_it_goes_only_where_one_has_been_signed_in_here(outbox: Page, supervisor: User, place: str) -> None:
    bring(outbox, supervisor, office=place)
    expect(outbox.get_by_text("จึงไม่ได้นำเข้ารายการใด")).to_be_visible()
    assert outbox.evaluate(KEYS) == []


def test_another_persons_items_come_in_under_nobodys_name(outbox: Page, supervisor: User, head: User) -> None:
    for owner, told in ((head, supervisor), (head, head)):
        bring(outbox, owner, head=told)
        expect(outbox.get_by_text("นำเข้าได้เมื่อเจ้าของเข้าสู่ระบบ")).to_be_visible()
    assert outbox.evaluate(KEYS) == []


@pytest.mark.parametrize("odd", [{"xml": "<a/>"}, {"xml": None}, {"files": [{"size": -1}]}, {"files": None}])
def test_what_is_no_filled_form_is_told_so(outbox: Page, supervisor: User, odd: dict[str, Any]) -> None:
    bring(outbox, supervisor, **odd)
    expect(outbox.get_by_text("ไฟล์นี้ไม่ใช่รายการรอส่ง")).to_be_visible()
    assert outbox.evaluate(KEYS) == []


def test_ones_own_comes_in_with_nothing_but_what_an_item_has(
    outbox: Page, supervisor: User, office: Office, supervision: Unit, school: School
) -> None:
    publish(make_form(office, unit=supervision))
    outbox.context.set_offline(True)
    bring(outbox, supervisor, key="x", instance="x", address="javascript:alert(1)", state="sent")
    expect(outbox.get_by_text("นำเข้า 1 รายการ")).to_be_visible()
    (kept,) = outbox.evaluate(KEYS)
    assert (kept["key"], kept["state"]) == (f"{supervisor.pk}:uuid:made-up", "waiting")
    assert "address" not in kept
