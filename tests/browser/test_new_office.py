"""A new office, from the set-up code to a started year, with three lists out of other systems (`docs/new-office.th.md`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from nithet.core import jobs
from nithet.cycles.models import Run, Task
from nithet.offices.imports.tests.layouts import csv_text, xlsx
from nithet.offices.models import Appointment, Office, Person, Role, School
from nithet.offices.settings import setup_code

CODE = "spp-lomlom"
PASSWORD = "ทุ่งนา-ป่าเขา-69"

SCHOOLS = (
    ("99010001", "บ้านลมหวน", "เครือข่ายเหนือลม", 42, 40),
    ("99010002", "บ้านลมพัด", "เครือข่ายเหนือลม", 110, 98),
    ("99010003", "อนุบาลลมเย็น", "เครือข่ายใต้ลม", 240, 260),
)
OFFICE = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาลมหวน เขต 1"
SUPERVISION = "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา"
DLICT = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
PEOPLE = (
    # whole name, position, standing, position number, place
    ("นายเอกชัย ลมพัดผ่าน", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "เชี่ยวชาญ", "1", OFFICE),
    ("นางรองรัตน์ ลมอ่อน", "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "ชำนาญการพิเศษ", "2", SUPERVISION),
    ("นางสาวกลุ่มแก้ว ลมแรง", "ผู้อำนวยการกลุ่ม", "เชี่ยวชาญ", "3", SUPERVISION),
    ("นายหัวหน้าเมฆ ลมวน", "หัวหน้ากลุ่มงาน", "ชำนาญการพิเศษ", "4", SUPERVISION),
    ("นางนิเทศดาว ลมเย็น", "ศึกษานิเทศก์", "ชำนาญการพิเศษ", "5", SUPERVISION),
    ("นายคอมพิวเตอร์ ลมแล้ง", "นักวิชาการคอมพิวเตอร์", "ชำนาญการ", "6", DLICT),
    ("นางสาวธุรการ ลมโชย", "เจ้าพนักงานธุรการ", "ชำนาญงาน", "7", SUPERVISION),
    ("นายแผนงาน ลมบน", "นักวิเคราะห์นโยบายและแผน", "ชำนาญการ", "8", "กลุ่มนโยบายและแผน"),
    ("นางการเงิน ลมล่าง", "นักวิชาการเงินและบัญชี", "ชำนาญการ", "9", "กลุ่มบริหารงานการเงินและสินทรัพย์"),
    ("นายตรวจสอบ ลมตรง", "นักวิชาการตรวจสอบภายใน", "ชำนาญการ", "10", "หน่วยตรวจสอบภายใน"),
    ("นางครูใหญ่ ลมหวน", "ผู้อำนวยการโรงเรียน", "ชำนาญการพิเศษ", "101", "บ้านลมหวน"),
    ("นายครูน้อย ลมไหว", "ครู", "คศ.2", "102", "บ้านลมหวน"),
    ("นางสาวประจำโรงเรียน ลมริน", "เจ้าหน้าที่ธุรการโรงเรียน", "-", "", "บ้านลมพัด"),
    ("นางเลขา ลมเรื่อย", "เจ้าพนักงานธุรการ", "ปฏิบัติงาน", "12", "กลุ่มอำนวยการ"),
    ("นายหนังสือ ลมส่ง", "เจ้าพนักงานธุรการ", "ชำนาญงาน", "13", "กลุ่มอำนวยการ"),
    ("นายประธาน ลมรวม", "ผู้อำนวยการโรงเรียน", "ชำนาญการพิเศษ", "103", "อนุบาลลมเย็น"),
    ("นางกรรมการ ลมผ่าน", "ผู้อำนวยการโรงเรียน", "ชำนาญการพิเศษ", "104", "บ้านลมพัด"),
)
OTHER_DUTIES = (
    ("นางเลขา ลมเรื่อย", "หน้าห้องผู้อำนวยการ", "กลุ่มอำนวยการ", "21/2569"),
    ("นายหนังสือ ลมส่ง", "สารบรรณกลาง", "กลุ่มอำนวยการ", "21/2569"),
    ("นายประธาน ลมรวม", "ประธานกลุ่มโรงเรียน", "เครือข่ายใต้ลม", "22/2569"),
    ("นางกรรมการ ลมผ่าน", "ก.ต.ป.น.", "", "23/2569"),
)
DIRECTOR, HEAD, SUPERVISOR = "นายเอกชัย ลมพัดผ่าน", "นางสาวกลุ่มแก้ว ลมแรง", "นางนิเทศดาว ลมเย็น"
SIGNED_IN_ROLES = {role for role in Role if role != Role.MINISTRY}


def dmc() -> bytes:
    """Pupils by school: a title, two heading rows, boys and girls of the whole school."""
    upper = ("ที่", "รหัสโรงเรียน", "ชื่อโรงเรียน", "เครือข่ายโรงเรียน", "รวมทั้งสิ้น", None, None)
    lower = (None, None, None, None, "ชาย", "หญิง", "รวม")
    rows = [
        (n, smis, name, cluster, boys, girls, boys + girls)
        for n, (smis, name, cluster, boys, girls) in enumerate(SCHOOLS, start=1)
    ]
    return xlsx([("จำนวนนักเรียนรายโรงเรียน",), upper, lower, *rows], merged=("A1:G1", "E2:G2"))


def hrms() -> bytes:
    """A register of people in CP874 with whole names and national IDs."""
    head = ("ลำดับ", "เลขประจำตัวประชาชน", "ชื่อ - สกุล", "ตำแหน่ง", "วิทยฐานะ", "เลขที่ตำแหน่ง", "หน่วยงาน")
    rows = [(n, f"{1100000000000 + n}", *person) for n, person in enumerate(PEOPLE, start=1)]
    return csv_text([head, *rows]).encode("cp874")


def amss() -> bytes:
    """Other duties out of an order, with columns that nobody knows."""
    head = ("ที่", "ชื่อ-สกุล", "มอบหมายให้ปฏิบัติหน้าที่", "สังกัด", "คำสั่งที่", "รหัสผู้ใช้ในระบบเดิม")
    rows = [(n, *duty, f"u{n}") for n, duty in enumerate(OTHER_DUTIES, start=1)]
    return xlsx([head, *rows])


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A browser of its own for each person."""
    contexts = []

    def open_page(**options: Any) -> Page:
        contexts.append(browser.new_context(locale="th-TH", base_url=live_server.url, **options))
        contexts[-1].set_default_timeout(10_000)
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_a_new_office_is_set_up_to_a_started_year(opened: Open) -> None:
    page = opened(viewport={"width": 1280, "height": 900})
    found(page)
    describe(page)
    for kind, name, content in (
        ("schools", "dmc.xlsx", dmc()),
        ("people", "hrms.csv", hrms()),
        ("appointments", "amss.xlsx", amss()),
    ):
        bring(page, kind, name, content)
    assert School.objects.get(smis_code="99010003").pupils == 500
    assert Person.objects.count() == len(PEOPLE) + 1
    codes = make_accounts(page)
    assert len(codes) == len(PEOPLE)
    pages = come_in(opened, codes)
    assert roles_of(codes) | {Role.ADMINISTRATOR} == SIGNED_IN_ROLES
    bring_manual(pages[HEAD])
    adopt_and_start(pages[DIRECTOR])
    supervisor = Person.objects.get(last_name="ลมเย็น")
    duty_order(page, supervisor)
    mine = Task.objects.filter(assignee=supervisor)
    assert mine.exists()
    work = pages[SUPERVISOR]
    work.goto(f"/{CODE}/my-work/")
    expect(work.get_by_text(mine.order_by("due_on")[0].title).first).to_be_visible()
    page.goto(f"/{CODE}/setup/")
    expect(page.get_by_text("ตั้งค่าครบแล้ว")).to_be_visible()


def found(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/setup/$"))
    page.get_by_label("รหัสตั้งค่าเริ่มต้น").fill(setup_code.current())
    page.get_by_label("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", exact=True).check()
    page.get_by_label("ชื่อสำนักงาน").fill(OFFICE)
    page.get_by_label("ชื่อย่อ").fill("สพป.ลมหวน เขต 1")
    page.get_by_label("จังหวัด").fill("ลมหวน")
    page.get_by_label("รหัสในที่อยู่เว็บ").fill(CODE)
    page.get_by_label("คำนำหน้า").fill("นาย")
    page.get_by_label("ชื่อ", exact=True).fill("ดูแล")
    page.get_by_label("นามสกุล").fill("ลมระบบ")
    page.get_by_role("button", name="ตั้งสำนักงาน").click()
    choose_password(page)
    set_second_factor(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("ตั้งค่าสำนักงาน")


def choose_password(page: Page) -> None:
    page.get_by_label("รหัสผ่านใหม่", exact=True).fill(PASSWORD)
    page.get_by_label("รหัสผ่านใหม่อีกครั้ง").fill(PASSWORD)
    page.get_by_role("button", name="ตั้งรหัสผ่านและเข้าสู่ระบบ").click()


def set_second_factor(page: Page) -> None:
    page.get_by_text("สแกนไม่ได้").click()
    secret = page.locator("#secret").inner_text()
    counter = page.evaluate("Math.floor(Date.now() / 30000)")
    page.get_by_label("รหัสยืนยัน").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button", name="เปิดใช้").click()
    page.get_by_role("link", name="เก็บรหัสแล้ว ไปต่อ").click()


def step(page: Page, name: str) -> None:
    page.goto(f"/{CODE}/setup/")
    page.locator("main").get_by_role("link", name=name, exact=True).click()


def look_again(page: Page) -> None:
    """When the worker has done its part."""
    expect(page).to_have_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))
    jobs.run_queued()
    page.reload()


def describe(page: Page) -> None:
    step(page, "กรอกข้อมูลสำนักงาน")
    page.get_by_label("ที่ตั้ง").fill("1 ถนนลมหวน")
    page.get_by_role("button", name="บันทึก").first.click()
    step(page, "เลือกกลุ่มและกลุ่มงาน")
    page.get_by_role("button", name="เพิ่มที่เลือก").click()
    step(page, "ตรวจภาคเรียนและวันหยุด")
    page.get_by_role("button", name="ใช้ตารางที่เลือก").click()
    expect(page.locator("#notices")).to_contain_text("เพิ่มแล้ว")


def bring(page: Page, kind: str, name: str, content: bytes, **options: str) -> None:
    """File, columns as the system matched them, preview, import."""
    page.goto(f"/{CODE}/imports/new/?kind={kind}")
    page.locator("#id_file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("#upload-form").get_by_role("button", name="อ่านไฟล์").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("คอลัมน์ใดคือข้อมูลใด")
    for label, value in {
        "ตั้งแต่วันที่": "1 ต.ค. 2569",
        "ข้อมูล ณ วันที่": "10 พ.ย. 2569",
        "ที่มา": "DMC",
        **options,
    }.items():
        field = page.locator("aside").get_by_label(label)
        if field.count():
            field.first.fill(value)
    page.get_by_role("button", name="ตรวจสอบไฟล์").first.click()
    look_again(page)
    expect(page.locator(".word-bad dd")).to_have_text("0")
    expect(page.locator(".word-doubt dd")).to_have_text("0")
    page.get_by_role("button", name=re.compile(r"^นำเข้า \d+ รายการ")).first.click()
    look_again(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ผลการนำเข้า")


def bring_manual(page: Page) -> None:
    """The head of supervision begins from the catalogue and proposes it."""
    page.goto(f"/{CODE}/manuals/catalogue/")
    page.locator('input[value="media-promotion"]').check()
    page.get_by_role("button", name="สร้างฉบับร่าง").first.click()
    page.get_by_role("button", name="เสนอขอความเห็นชอบคู่มือ").first.click()
    expect(page.locator("#notices")).to_contain_text("เสนอ")


def adopt_and_start(page: Page) -> None:
    """The director, on the phone."""
    page.goto(f"/{CODE}/my-work/")
    page.get_by_role("link", name="พิจารณาคู่มือ").click()
    page.get_by_role("button", name="เห็นชอบและประกาศใช้").first.click()
    page.goto(f"/{CODE}/year/start/")
    page.get_by_role("button", name="เริ่มปีงบประมาณ").locator("visible=true").first.click()
    expect(page).to_have_url(re.compile(r"/year/(\?year=\d+)?$"))


def duty_order(page: Page, person: Person) -> None:
    """The table of the yearly order gives the procedure to a person."""
    title = Run.objects.get().title
    rows = [
        ("ที่", "ชื่อ-สกุล", "งานที่รับผิดชอบ", "โรงเรียน", "ลักษณะความรับผิดชอบ"),
        (1, person.name, title, "ทุกโรงเรียน", "ผู้รับผิดชอบหลัก"),
    ]
    bring(page, "duties", "order.xlsx", xlsx(rows), **{"คำสั่งที่": "30/2569", "สั่ง ณ วันที่": "1 ต.ค. 2569"})


def make_accounts(page: Page) -> dict[str, str]:
    """All people get their account and a slip: names with what is printed as their code."""
    page.goto(f"/{CODE}/setup/")
    page.goto(f"/{CODE}/accounts/")
    page.get_by_label("ทุกคนในหน้านี้").check()
    page.get_by_role("button", name="สร้างบัญชี").click()
    page.get_by_label("ทุกคนในหน้านี้").check()
    page.get_by_role("button", name="พิมพ์ใบแจ้งบัญชี").click()
    slips = page.locator(".slip")
    expect(slips).to_have_count(len(PEOPLE))
    return {
        slips.nth(n).locator("h2").inner_text(): slips.nth(n).locator(".slip-code").inner_text()
        for n in range(slips.count())
    }


def come_in(opened: Open, codes: dict[str, str]) -> dict[str, Page]:
    """Who goes on working does so on a phone of their own; the others use one after each other."""
    phone = {"viewport": {"width": 390, "height": 844}}
    pages, shared = {name: opened(**phone) for name in (HEAD, DIRECTOR, SUPERVISOR)}, opened(**phone)
    for name, code in codes.items():
        shared.context.clear_cookies()
        first_sign_in(pages.get(name, shared), name, code)
    return pages


def first_sign_in(page: Page, name: str, code: str) -> None:
    """The code on the slip, an own password, a second factor where it is asked for."""
    page.goto("/accounts/first/")
    page.get_by_label("รหัสบนใบแจ้งบัญชี").fill(code)
    page.get_by_role("button", name="ไปต่อ").click()
    expect(page.get_by_text(name)).to_be_visible()
    choose_password(page)
    if "second" in page.url or page.get_by_text("สแกนไม่ได้").count():
        set_second_factor(page)
    expect(page).to_have_url(re.compile("/(my-work|asked)/"))


def roles_of(names: Collection[str]) -> set[Role]:
    found = Appointment.objects.filter(office=Office.objects.get(), person__user__last_login__isnull=False)
    return {Role(one.role) for one in found.select_related("person") if one.person.name in names}
