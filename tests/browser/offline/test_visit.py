"""A visit to a school without a signal: filled twice, the tab closed, the battery out, and each arrives once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.offline.conftest import MakeDevice
from tests.browser.offline.inside import SCHOOL
from tests.browser.offline.installation import Installation
from tests.browser.offline.work import Work
from tests.browser.test_fill_form import large_photo, question, rate, ready, sign_by_hand

VISIT = "แบบบันทึกการเยี่ยม"
HERE = {"latitude": 18.7961, "longitude": 98.9793, "accuracy": 12.0}
ANSWERS = {
    "students": 120,
    "enough/actual": "2",
    "enough/desired": "5",
    "ready/actual": "3",
    "ready/desired": "4",
}


def test_filled_twice_without_a_signal_it_arrives_once_each(
    make_device: MakeDevice, served: Installation, tmp_path: Path
) -> None:
    work = Work(make_device(), served)
    work.prepare_by_hand(VISIT)
    gone(work)
    photo = large_photo(tmp_path)

    fill(begun(work), "การใช้สื่อชั้น ป.1", photo)
    work.leave()
    expect(work.page.locator("[data-field-bar]")).to_contain_text("ไม่มีสัญญาณ")
    expect(work.page.locator("[data-field-bar]")).to_contain_text("รอส่ง 1 รายการ")

    page = begun(work)
    fill(page, "การใช้สื่อชั้น ป.2", photo)
    page.get_by_label("เรื่องที่นิเทศ").press("Tab")
    expect(page.locator("[data-field-bar]")).to_contain_text("บันทึกไว้ในเครื่องนี้แล้ว")
    work.device.context.new_page()
    page.close()
    go_on_with_the_draft(work)
    work.leave()
    expect(work.page.locator("[data-field-bar]")).to_contain_text("รอส่ง 2 รายการ")

    work.page.close()
    work.reopen()
    gone(work)
    kept = work.waiting()
    assert [len(row["files"]) for row in kept] == [2, 2]
    assert served.do("count")["submissions"] == before(served)

    back(work)
    expect(work.page.locator("li[data-state=sent]")).to_have_count(2)
    work.bar_is_true()
    count(served, kept)


def before(served: Installation) -> int:
    """Other tests have sent forms of another kind; of visits there is none before."""
    return int(served.do("count")["submissions"]) - len(visits(served))


def visits(served: Installation) -> list[dict[str, Any]]:
    came: list[dict[str, Any]] = served.do("tally", marks=["การใช้สื่อชั้น ป.1", "การใช้สื่อชั้น ป.2"])["came"]
    return came


def gone(work: Work) -> None:
    work.installation.proxy.down()
    work.device.set_offline(True)
    work.device.context.grant_permissions(["geolocation"], origin=work.device.proxy.address)
    work.device.context.set_geolocation(HERE)  # type: ignore[arg-type]


def back(work: Work) -> None:
    """There is a signal, the person signs in anew, and nobody presses anything."""
    work.installation.proxy.heal()
    work.sign_in()
    work.device.set_offline(False)
    work.go_to_outbox()


def begun(work: Work) -> Page:
    work.page.goto(f"{work.place}/fill/")
    work.page.locator("li", has_text=VISIT).get_by_role("link", name="กรอก", exact=True).click()
    ready(work.page)
    return work.page


def go_on_with_the_draft(work: Work) -> None:
    page = work.page
    page.goto(f"{work.place}/fill/")
    page.get_by_role("link", name="กรอกต่อ").click()
    ready(page)
    expect(page.get_by_label("เรื่องที่นิเทศ")).to_have_value("การใช้สื่อชั้น ป.2")
    expect(question(page, "ภาพถ่าย").locator("img")).to_be_visible()


def fill(page: Page, topic: str, photo: Path) -> None:
    page.get_by_label("โรงเรียน", exact=True).fill(SCHOOL)
    page.get_by_label("เรื่องที่นิเทศ").fill(topic)
    page.get_by_label("จำนวนนักเรียน").fill("120")
    question(page, "ใช้สื่อหรือไม่").get_by_text("ไม่ใช่", exact=True).click()
    rate(page, "มีสื่อเพียงพอกับผู้เรียน", "น้อย", "มากที่สุด")
    rate(page, "ครูใช้สื่อได้คล่อง", "ปานกลาง", "มาก")
    question(page, "ภาพถ่าย").locator("input[type=file]").set_input_files(photo)
    expect(question(page, "ภาพถ่าย").locator("img")).to_be_visible()
    sign_by_hand(page)
    question(page, "พิกัด").get_by_role("button", name="ใช้ตำแหน่งขณะนี้").click()
    expect(question(page, "พิกัด").get_by_label("ละติจูด")).to_have_value("18.7961")
    page.get_by_label("สิ่งที่จะทำ").first.fill("จัดทำสื่อร่วมกัน")


def count(served: Installation, kept: list[dict[str, Any]]) -> None:
    """One each, with its files byte for byte as they lay on the device."""
    came = visits(served)
    assert sorted(one["instance"] for one in came) == sorted(row["instance"] for row in kept)
    for one in came:
        (row,) = (row for row in kept if row["instance"] == one["instance"])
        assert one["files"] == row["files"]
        assert (one["awaited"], one["problems"], one["told"]["submission.received"]) == (0, [], 1)
        answers = one["answers"]
        assert {name: answers[name] for name in ANSWERS} == ANSWERS
        assert (answers["place"]["latitude"], answers["place"]["longitude"]) == (18.7961, 98.9793)
        assert set(one["files"]) == {answers["photo"], answers["signature"]}
