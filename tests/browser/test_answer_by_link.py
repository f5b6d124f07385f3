"""A round answered on a phone by its link: nobody signs in, and what was typed is never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.core.clock import today
from nithet.forms import guard
from nithet.forms.links import address_of
from nithet.forms.models import FormVersion, Round, RoundTarget, Submission
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.offices.models import Office, School, Unit

SHORT = """# แบบสั้น

## survey

| type | name | label | required |
|---|---|---|---|
| text | topic | เรื่องที่ต้องการ | yes |
| integer | students | จำนวนนักเรียน | yes |

## settings

| form_title | form_id |
|---|---|
| แบบสั้น | short |
"""


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision, name="short", title="แบบสั้น"), tables_of(SHORT))


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def round_now(version: FormVersion, **facts: Any) -> Round:
    opens, closes = today() - timedelta(days=1), today() + timedelta(days=5)
    return make_round(version, opens_on=opens, closes_on=closes, **facts)


def begun(page: Page, server: LiveServer, asked: Round | RoundTarget) -> None:
    page.goto(f"{server.url}{address_of(asked)}")
    if page.get_by_label("ตำแหน่ง").count():
        page.get_by_label("ชื่อและนามสกุลผู้ตอบ").fill("นางสาวสมมุติ ตัวอย่าง")
        page.get_by_label("ตำแหน่ง").fill("ครู")
    page.locator(".bt-go", has_text="เริ่มตอบ").click()
    ready(page)


def ready(page: Page) -> None:
    expect(page.locator("[data-filling=form]:not([data-loading])")).to_be_visible(timeout=20_000)


def test_a_school_answers_comes_back_and_corrects(
    phone: Page, live_server: LiveServer, version: FormVersion, school: School
) -> None:
    (target,) = open_round(round_now(version), [school])
    begun(phone, live_server, target)
    phone.get_by_label("เรื่องที่ต้องการ").fill("สื่อดิจิทัล")
    phone.get_by_label("จำนวนนักเรียน").fill("๒๔")
    phone.get_by_label("จำนวนนักเรียน").blur()
    expect(phone.get_by_text("บันทึกร่างแล้ว")).to_be_visible()
    begun(phone, live_server, target)
    expect(phone.get_by_label("เรื่องที่ต้องการ")).to_have_value("สื่อดิจิทัล")
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.get_by_text("ได้รับคำตอบแล้ว ขอขอบคุณ")).to_be_visible(timeout=20_000)
    phone.get_by_role("link", name="แก้ไขคำตอบ").click()
    ready(phone)
    phone.get_by_label("จำนวนนักเรียน").fill("30")
    phone.get_by_role("button", name="ส่งคำตอบที่แก้ไข").click()
    expect(phone.get_by_text("1 ครั้ง")).to_be_visible(timeout=20_000)
    kept = Submission.objects.get()
    assert (kept.answers["students"], kept.school, kept.sender) == (30, school, "นางสาวสมมุติ ตัวอย่าง ครู")


def test_above_the_limit_a_question_is_asked_and_the_same_answers_go(
    phone: Page, live_server: LiveServer, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "FROM_ADDRESS", 0)
    monkeypatch.setattr(guard, "SOONEST_S", -1)
    monkeypatch.setattr(guard, "_numbers", lambda _token: (4, 3))
    round_ = round_now(version, audience=Round.Audience.PUBLIC, is_once=False)
    open_round(round_)
    begun(phone, live_server, round_)
    phone.get_by_label("เรื่องที่ต้องการ").fill("คำตอบที่พิมพ์ไว้")
    phone.get_by_label("จำนวนนักเรียน").fill("5")
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    field = phone.get_by_label("สี่บวกสามได้เท่าใด")
    field.fill("8")
    phone.get_by_role("button", name="ส่งอีกครั้ง").click()
    # A wrong answer is asked another one.
    expect(field).to_have_value("")
    field.fill("๗")
    phone.get_by_role("button", name="ส่งอีกครั้ง").click()
    expect(phone.get_by_text("ขอขอบคุณที่ให้ข้อมูล")).to_be_visible(timeout=20_000)
    assert Submission.objects.get().answers["topic"] == "คำตอบที่พิมพ์ไว้"
