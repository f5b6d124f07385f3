"""Fields of a form that are not the browser's own: several out of a long list, a moment, what is only shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from nithet.forms.models import Submission
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.offices.models import Office, School, Unit
from tests.browser.conftest import SignIn
from tests.browser.test_fill_form import ready

FIELDS = """# แบบบันทึกการประชุม

## survey

| type | name | label | required | readonly | default | appearance |
|---|---|---|---|---|---|---|
| select_multiple_from_file schools.csv | schools | โรงเรียนที่เข้าร่วม | yes | | | minimal |
| dateTime | begins_at | เริ่มประชุม | yes | | | |
| select_one yes_no | is_joint | ประชุมร่วม | | yes | no | minimal |

## settings

| form_title | form_id |
|---|---|
| แบบบันทึกการประชุม | meeting |
"""


@pytest.fixture
def filling(
    signed_in: SignIn,
    office: Office,
    supervision: Unit,
    supervisor: User,
    school: School,
    small_school: School,
) -> Page:
    publish(make_form(office, name="meeting", unit=supervision), tables_of(FIELDS))
    page = signed_in(supervisor, "/satit1/forms/meeting/fill/")
    ready(page)
    return page


def test_several_of_a_long_list_are_found_by_typing(
    filling: Page, school: School, small_school: School
) -> None:
    chosen = filling.locator(".several")
    chosen.get_by_label(school.name, exact=True).check()
    chosen.get_by_label("ค้นหาในรายการ").fill("ไม่มีโรงเรียนนี้")
    expect(chosen.get_by_label(small_school.name, exact=True)).to_be_hidden()
    expect(chosen.get_by_label(school.name, exact=True)).to_be_checked()
    chosen.get_by_label("ค้นหาในรายการ").fill(small_school.name)
    chosen.get_by_label(small_school.name, exact=True).check()
    expect(chosen.get_by_role("status")).to_have_text("เลือกแล้ว 2 รายการ")
    filling.get_by_role("button", name="เลือกวันที่").click()
    filling.locator(".month [tabindex='0']").click()
    filling.get_by_label("เวลา", exact=True).fill("09:30")
    filling.get_by_label("เวลา", exact=True).press("Tab")
    filling.get_by_role("button", name="ส่ง", exact=True).click()
    expect(filling.get_by_role("heading", level=1)).to_have_text("ส่งเข้าระบบแล้ว", timeout=20_000)
    kept = Submission.objects.get()
    assert (set(kept.answers["schools"]), kept.problems) == ({school.smis_code, small_school.smis_code}, [])
    assert kept.answers["is_joint"] == "no"


def test_what_is_only_shown_is_not_changed(filling: Page) -> None:
    shown = filling.locator("select[readonly]")
    expect(shown).to_have_value("no")
    shown.focus()
    filling.keyboard.press("ArrowUp")
    filling.keyboard.press("Home")
    expect(shown).to_have_value("no")
