"""Filters narrow a list in place; the address can be kept and shared."""

import re

from playwright.sync_api import expect

from nithet.accounts.models import User
from nithet.offices.models import Office, School
from tests.browser.conftest import SignIn


def test_a_list_is_narrowed_without_a_new_page(
    signed_in: SignIn, office: Office, supervisor: User, school: School, small_school: School
) -> None:
    page = signed_in(supervisor)
    page.goto(page.url.replace("my-work", "schools"))
    page.evaluate("window.sameDocument = true")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("ขนาดเล็ก").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.evaluate("window.sameDocument") is True
    expect(page).to_have_url(re.compile("small="))
    page.get_by_role("searchbox").fill("ไม่มีโรงเรียนชื่อนี้")
    page.get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_text("ไม่พบโรงเรียนที่ตรงกับเงื่อนไข")).to_be_visible()
