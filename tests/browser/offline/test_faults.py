"""Each fault alone: what was filled stays on the device, says where it stands, and arrives once when the fault is gone."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.offline.conftest import MakeDevice, ready
from tests.browser.offline.installation import Installation
from tests.browser.offline.proxy import Fault
from tests.browser.offline.steps import LARGE, PIECES, PIECEWISE, SENDING, SESSION, SMALL, YEAR_MS
from tests.browser.offline.work import NOTE, Attached, Work, attachments, press, until

BAR = "[data-field-bar]"


def anew(mark: str) -> str:
    """What is run again does not find what it left before."""
    return f"{mark} {secrets.token_hex(3)}"


def put(work: Work, mark: str, *sizes: int) -> list[Attached]:
    """Where there is a way the page sends it at once: what is to meet it stands ready before."""
    files = attachments(mark, sizes)
    work.put(mark, files)
    return files


def arrives_once(work: Work, mark: str, files: list[Attached], **facts: Any) -> dict[str, Any]:
    """All that waits is sent; that one is there, once, with its files as they were attached."""
    until(lambda: not work.flush().waiting(), "it still waits")
    (came,) = work.installation.do("tally", marks=[mark])["came"]
    assert sorted(came["files"].values()) == sorted(file.digest for file in files)
    assert (came["awaited"], came["told"]["submission.received"]) == (0, 1)
    assert {name: came[name] for name in facts} == facts
    assert [row["state"] for row in work.held() if row["instance"] == came["instance"]] == ["sent"]
    work.bar_is_true()
    return dict(came)


# The battery


def test_the_battery_dies_while_a_form_is_filled(work: Work) -> None:
    page, mark = work.page, anew("กรอกค้างไว้")
    page.goto(f"{work.place}/fill/?form={NOTE}")
    page.get_by_label("เครื่องหมาย").fill(mark)
    page.get_by_label("เครื่องหมาย").press("Tab")
    expect(page.locator(BAR)).to_contain_text("บันทึกไว้ในเครื่องนี้แล้ว")
    work.installation.proxy.down()
    work.reopen()
    work.page.goto(f"{work.place}/fill/")
    work.page.get_by_role("link", name="กรอกต่อ").click()
    expect(work.page.get_by_label("เครื่องหมาย")).to_have_value(mark)
    work.leave()
    work.installation.proxy.up()
    work.sign_in()
    arrives_once(work, mark, [])


@pytest.mark.parametrize(
    ("path", "fault"),
    [(SENDING, Fault.LOST), (SENDING, Fault.CUT_UP), (PIECES, Fault.LOST), (PIECES, Fault.CUT_UP)],
)
def test_the_battery_dies_while_it_is_sent(work: Work, path: str, fault: Fault) -> None:
    mark = anew(f"battery {path} {fault.name}".replace("/", ""))
    rule = work.installation.proxy.hold(path, fault=fault, method="" if path == SENDING else "PATCH")
    files = put(work, mark, SMALL, LARGE)
    work.begin_flush()
    assert rule.met.wait(20)
    work.device.kill()
    work.installation.proxy.drop(rule)
    work.device.open()
    work.go_to_outbox()
    assert len(work.waiting()) == 1
    work.sign_in()
    arrives_once(work, mark, files)


# The server and the way to it


def test_a_large_file_goes_on_where_it_was_cut(work: Work) -> None:
    proxy, mark = work.installation.proxy, anew("cut in the middle of a file")
    proxy.seen.clear()
    # The first piece passes, the second is cut.
    proxy.next(Fault.SLOW, PIECES, method="PATCH")
    cut = proxy.hold(PIECES, fault=Fault.CUT_UP, method="PATCH")
    files = put(work, mark, SMALL, LARGE)
    work.begin_flush()
    assert cut.met.wait(20)
    proxy.down()
    proxy.drop(cut)
    work.until_quiet()
    assert len(work.waiting()) == 1
    proxy.up()
    arrives_once(work, mark, files)
    # No byte that the server has is sent again.
    assert sum(seen.length for seen in proxy.passed("PATCH", PIECES)) == len(files[1].content)


def test_the_server_restarts_during_a_flush(work: Work) -> None:
    marks = [anew(f"restart {number}") for number in range(3)]
    rule = work.installation.proxy.hold(SENDING)
    files = {mark: put(work, mark, SMALL) for mark in marks}
    work.begin_flush()
    assert rule.met.wait(20)
    work.installation.kill()
    work.installation.proxy.drop(rule)
    work.until_quiet()
    expect(work.page.locator(BAR)).to_contain_text("รอส่ง 3 รายการ")
    work.installation.start()
    for mark in marks:
        arrives_once(work, mark, files[mark])


@pytest.mark.parametrize(
    "fault", [Fault.BAD_GATEWAY, Fault.LOST, Fault.CUT_DOWN, Fault.BUSY, Fault.PORTAL, Fault.MOVED]
)
@pytest.mark.parametrize("path", [SESSION, SENDING])
def test_an_answer_that_is_not_ours_is_no_answer(work: Work, fault: Fault, path: str) -> None:
    mark = anew(f"{fault.name} {path}".replace("/", ""))
    # Also for those that the page sends by itself meanwhile.
    rule = work.installation.proxy.next(fault, path, times=99)
    files = put(work, mark, SMALL)
    work.flush()
    assert [row["state"] for row in work.held()] == ["waiting"]
    work.installation.proxy.drop(rule)
    arrives_once(work, mark, files)


def test_an_expired_certificate(work: Work) -> None:
    mark = anew("expired")
    work.installation.proxy.show_expired()
    files = put(work, mark, SMALL)
    work.flush()
    expect(work.page.locator(BAR)).to_contain_text("ไม่มีสัญญาณ")
    expect(work.page.locator(BAR)).to_contain_text("รอส่ง 1 รายการ")
    work.installation.proxy.heal()
    arrives_once(work, mark, files)


# Who sends


def test_the_sign_in_has_expired(work: Work) -> None:
    mark = anew("signed out")
    work.installation.do("sign_out")
    files = put(work, mark, SMALL)
    work.flush()
    expect(work.page.locator(BAR)).to_have_attribute("data-signal", "out")
    expect(work.page.locator(BAR).get_by_role("link", name="เข้าสู่ระบบ")).to_be_visible()
    work.bar_is_true()
    work.sign_in()
    arrives_once(work, mark, files)


def test_what_another_left_is_neither_shown_nor_sent(work: Work, served: Installation) -> None:
    mark = anew("left by another")
    served.proxy.down()
    files = put(work, mark, SMALL)
    served.proxy.up()
    work.sign_in("supervisor2")
    # A page of the site tells the device who is here now: somebody for whom nothing waits.
    work.page.goto(f"{work.place}/")
    expect(work.page.locator(BAR)).to_have_attribute("data-waiting", "0")
    work.go_to_outbox()
    expect(work.page.locator(BAR)).to_have_attribute("data-signal", "in")
    expect(work.page.locator("li[data-instance]")).to_have_count(0)
    work.flush()
    assert served.do("tally", marks=[mark])["came"] == []
    work.sign_in()
    work.page.goto(f"{work.place}/")
    work.go_to_outbox()
    arrives_once(work, mark, files, by="supervisor")


def test_two_tabs_send_each_form_once(work: Work) -> None:
    marks = [anew(f"tab {number}") for number in range(4)]
    other = work.go_to_outbox(work.device.context.new_page())
    work.installation.proxy.seen.clear()
    files = {mark: put(work, mark, SMALL) for mark in marks}
    for _ in range(3):
        work.begin_flush(other)
        work.begin_flush()
    work.until_quiet()
    for mark in marks:
        arrives_once(work, mark, files[mark])
    assert len(work.installation.proxy.passed("POST", SENDING)) == len(marks)
    expect(other.locator(BAR)).to_have_attribute("data-waiting", "0")


def test_two_devices_of_one_account(make_device: MakeDevice, served: Installation) -> None:
    works = [ready(Work(make_device(), served)) for _ in range(2)]
    marks = [anew(f"device {number}") for number in range(2)]
    files = [put(work, mark, SMALL, PIECEWISE) for mark, work in zip(marks, works, strict=True)]
    for work in works:
        work.begin_flush()
    for number, work in enumerate(works):
        arrives_once(work, marks[number], files[number])


def test_the_outbox_goes_to_another_device_as_a_file(
    make_device: MakeDevice, served: Installation, tmp_path: Path
) -> None:
    one, other = (ready(Work(make_device(), served)) for _ in range(2))
    mark = anew("as a file")
    served.proxy.down()
    files = put(one, mark, SMALL, PIECEWISE)
    with one.page.expect_download() as saving:
        one.page.get_by_role("button", name="บันทึกรายการรอส่งเป็นไฟล์").click()
    saving.value.save_as(tmp_path / "outbox.nithet")
    with other.page.expect_file_chooser() as choosing:
        other.page.get_by_role("button", name="นำเข้าจากไฟล์").click()
    choosing.value.set_files(tmp_path / "outbox.nithet")
    expect(other.page.locator(BAR)).to_contain_text("รอส่ง 1 รายการ")
    served.proxy.up()
    for work in (other, one):
        arrives_once(work, mark, files)


# The device


@pytest.mark.parametrize("off_ms", [-YEAR_MS, YEAR_MS])
def test_a_clock_that_is_a_year_off(make_device: MakeDevice, served: Installation, off_ms: int) -> None:
    work = ready(Work(make_device(clock_off_ms=off_ms), served))
    mark = anew(f"clock {off_ms}")
    files = put(work, mark, SMALL)
    work.flush()
    expect(work.page.locator(BAR)).to_contain_text("นาฬิกาของเครื่องนี้ไม่ตรง")
    assert "clock-off" in arrives_once(work, mark, files)["problems"]


def test_a_pause_noted_by_a_wrong_clock_is_not_a_year(make_device: MakeDevice, served: Installation) -> None:
    work = ready(Work(make_device(clock_off_ms=YEAR_MS), served))
    mark = anew("pause")
    busy = served.proxy.next(Fault.BUSY, SENDING)
    files = put(work, mark, SMALL)
    assert busy.met.wait(20)
    work.until_quiet()
    assert len(work.waiting()) == 1
    work.device.clock_off_ms = 0
    # Nobody presses anything: the page sends by itself when it is opened.
    work.reopen()
    work.sign_in()
    work.go_to_outbox()
    until(lambda: not work.waiting(), "it waits for a year")
    arrives_once(work, mark, files)


def test_a_draft_of_a_wrong_clock_is_kept(make_device: MakeDevice, served: Installation) -> None:
    work = ready(Work(make_device(clock_off_ms=-YEAR_MS), served))
    fill_in(work, "นาฬิกาช้าไปหนึ่งปี")
    work.device.clock_off_ms = 0
    work.reopen()
    for _ in range(2):
        work.page.goto(f"{work.place}/fill/?form={NOTE}")
        expect(work.page.locator("[data-filling=form]:not([data-loading])")).to_be_visible()
    work.page.goto(f"{work.place}/fill/")
    expect(work.page.get_by_role("link", name="กรอกต่อ")).to_have_count(1)


def fill_in(work: Work, mark: str) -> Page:
    page = work.page
    page.goto(f"{work.place}/fill/?form={NOTE}")
    page.get_by_label("เครื่องหมาย").fill(mark)
    page.get_by_label("เครื่องหมาย").press("Tab")
    expect(page.locator(BAR)).to_contain_text("บันทึกไว้ในเครื่องนี้แล้ว")
    return page


def test_a_full_phone_says_so_and_takes_nothing_away(own_work: Work) -> None:
    work = own_work
    before, mark = anew("before it was full"), anew("เครื่องเต็ม")
    work.installation.proxy.down()
    kept = put(work, before, SMALL)
    limiting = work.device.limit_storage(200_000)
    page = fill_in(work, mark)
    large = attachments(mark, (0, 300_000))[1]
    page.locator(".question", has_text="เอกสาร").locator("input[type=file]").set_input_files(large.picked())
    expect(page.locator(BAR)).to_contain_text("เครื่องนี้เต็ม ยังไม่ได้บันทึก")
    press(page, "review")
    press(page, "send")
    expect(page.get_by_role("alert")).to_contain_text("พื้นที่ในเครื่องนี้เต็ม")
    assert len(work.held()) == 1
    limiting.send("Storage.overrideQuotaForOrigin", {"origin": work.device.proxy.address})
    press(page, "send")
    page.wait_for_url(re.compile("/field/outbox/"))
    work.installation.proxy.up()
    work.sign_in()
    arrives_once(work, mark, [large])
    arrives_once(work, before, kept)


# What changes meanwhile


def test_another_edition_meanwhile(work: Work) -> None:
    before, mark = work.held("packages")[0], anew("edition")
    work.installation.proxy.down()
    files = put(work, mark, SMALL)
    work.installation.proxy.up()
    work.installation.do("publish_next")
    arrives_once(work, mark, files, edition=before["number"], problems=[])
    # What is filled next is filled on the new one.
    until(lambda: bool(work.held("packages")[0]["number"] == before["number"] + 1), "the old edition stays")


def test_another_build_waits_until_nobody_fills(own_work: Work) -> None:
    work = own_work
    rule = work.installation.proxy.next(Fault.BUSY, SENDING, times=99)
    before, mark = anew("before the update"), anew("ระหว่างปรับรุ่น")
    files = put(work, before, SMALL)
    page = fill_in(work, mark)
    renew(work)
    assert states(page) == ["active", "waiting"]
    work.installation.proxy.down()
    page.reload()
    expect(page.get_by_label("เครื่องหมาย")).to_have_value(mark)
    work.leave()
    # As soon as the page that was filled is gone; people go from page to page.
    until(lambda: opened_again(work) == ["active"], "the new build never takes over")
    work.reopen()
    assert work.page.evaluate("caches.keys()") == ["nithet-newer"]
    expect(work.page.locator(BAR)).to_contain_text("รอส่ง 2 รายการ")
    work.installation.proxy.drop(rule)
    work.installation.proxy.up()
    work.sign_in()
    arrives_once(work, before, files)
    arrives_once(work, mark, [])


@pytest.mark.parametrize("fault", [Fault.CUT_DOWN, Fault.PORTAL, Fault.BUSY])
def test_half_a_build_changes_nothing(own_work: Work, fault: Fault) -> None:
    work = own_work
    work.installation.proxy.next(fault, r"^/static/.*\.js$")
    renew(work)
    until(lambda: states(work.page) == ["active"], "half a build waits")
    work.installation.proxy.down()
    work.page.goto(f"{work.place}/fill/?form={NOTE}")
    expect(work.page.get_by_label("เครื่องหมาย")).to_be_visible()


def opened_again(work: Work) -> list[str]:
    page = work.go_to_outbox()
    expect(page.locator(BAR)).to_have_attribute("data-signal", "away")
    return states(page)


def renew(work: Work) -> None:
    """The server has another build; the browser finds out."""
    newer = re.compile(rb'"version": "[^"]+"')
    work.installation.proxy.rewrites["/sw.js"] = lambda body: newer.sub(b'"version": "newer"', body, count=1)
    work.page.evaluate(
        """async () => {
          const found = await navigator.serviceWorker.getRegistration("/");
          const settled = new Promise((resolve) => found.addEventListener("updatefound", () =>
            found.installing.addEventListener("statechange", ({ target }) => target.state !== "installing" && resolve())));
          await found.update().catch(() => {});
          if (found.installing) await settled;
        }"""
    )


def states(page: Page) -> list[str]:
    told: list[str] = page.evaluate(
        "async () => { const found = await navigator.serviceWorker.getRegistration('/'); return ['installing', 'active', 'waiting'].filter((state) => found[state]); }"
    )
    return told
