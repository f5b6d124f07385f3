"""From a person in the register to their first page: account, slip on paper, own password, second factor."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.offices.models import Office, Role, School
from nithet.offices.tests.factories import make_appointment, make_person
from tests.browser.conftest import SignIn

OWN = "ทุ่งนา-ป่าเขา-69"


def test_a_teacher_comes_in_with_a_slip(
    signed_in: SignIn,
    browser: Browser,
    office: Office,
    school: School,
    director: User,
    live_server: LiveServer,
) -> None:
    make_appointment(make_person(office, "สมหญิง ตั้งใจ"), Role.TEACHER, school=school)
    page = signed_in(director, f"/{office.code}/accounts/")
    page.get_by_label("เลือกสมหญิง ตั้งใจ").check()
    page.get_by_role("button", name="สร้างบัญชี").click()
    expect(page.locator("#notices")).to_contain_text("สร้างบัญชีผู้ใช้แล้ว 1 บัญชี")
    page.get_by_label("ทุกคนในหน้านี้").check()
    page.get_by_role("button", name="พิมพ์ใบแจ้งบัญชี").click()
    expect(page.locator(".slip svg.qr")).to_be_visible()
    code = page.locator(".slip-code").inner_text()

    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="th-TH", java_script_enabled=False
    )
    visitor = phone.new_page()
    visitor.goto(f"{live_server.url}/accounts/first/")
    visitor.get_by_label("รหัสบนใบแจ้งบัญชี").fill(code.lower())
    visitor.get_by_role("button", name="ไปต่อ").click()
    expect(visitor.get_by_text("สมหญิง ตั้งใจ")).to_be_visible()
    visitor.get_by_label("รหัสผ่านใหม่", exact=True).fill(OWN)
    visitor.get_by_label("รหัสผ่านใหม่อีกครั้ง").fill(OWN)
    visitor.get_by_role("button", name="ตั้งรหัสผ่านและเข้าสู่ระบบ").click()
    expect(visitor).to_have_url(re.compile("/asked/"))
    phone.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_director_sets_up_a_second_factor(
    page: Page, office: Office, director: User, live_server: LiveServer, width: int
) -> None:
    Office.objects.update(asks_second_factor=True)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/accounts/sign-in/")
    page.get_by_label("ชื่อผู้ใช้").fill(director.username)
    page.get_by_label("รหัสผ่าน").fill("nithet-test")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_text("จึงต้องเปิดการยืนยันตัวตนขั้นที่สอง")).to_be_visible()
    page.get_by_text("สแกนไม่ได้").click()
    secret = page.locator("#secret").inner_text()
    counter = page.evaluate("Math.floor(Date.now() / 30000)")
    page.get_by_label("รหัสยืนยัน").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button", name="เปิดใช้").click()
    expect(page.locator("#codes li")).to_have_count(10)
    page.get_by_role("link", name="เก็บรหัสแล้ว ไปต่อ").click()
    expect(page).to_have_url(re.compile("/my-work/"))
