"""The box for all: a key opens it, what is found comes while one types, arrows walk through it, Enter opens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from nithet.accounts.models import User
from nithet.offices.models import Office, School
from nithet.offices.search import index_schools
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.usefixtures("school")


def test_a_key_opens_the_box_and_what_is_typed_is_found(
    signed_in: SignIn, head: User, office: Office, school: School
) -> None:
    index_schools([school])
    page = signed_in(head)
    page.keyboard.press("/")
    box = page.locator("#search")
    expect(box).to_be_visible()
    page.keyboard.type("ทุ่งสา")
    expect(box.locator("mark")).to_have_text("ทุ่งสา")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/schools/{school.pk}/$"))
    page.keyboard.press("/")
    expect(page.locator("#search-found")).to_contain_text("เปิดล่าสุด")


def test_on_a_phone_the_box_is_as_wide_as_the_page(signed_in: SignIn, head: User, school: School) -> None:
    index_schools([school])
    page = signed_in(head)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".search-open").click()
    page.keyboard.type("บ้านทุ่ง")
    expect(page.locator("#search-found a.what")).to_have_count(1)
    assert page.evaluate("document.querySelector('#search').getBoundingClientRect().width") == 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
