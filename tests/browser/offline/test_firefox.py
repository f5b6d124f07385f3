"""The same in Firefox: filled without a signal, the battery out, and it arrives once. Skipped where there is no Firefox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.offline.firefox import Firefox, firefox
from tests.browser.offline.installation import Installation
from tests.browser.offline.work import HELD, attachments

PLACE = "/satit1/field"
SIGNAL = "document.querySelector('[data-field-bar]')?.dataset.signal"
WAITING = "document.querySelector('[data-field-bar]')?.dataset.waiting"
READY = "!!document.querySelector('[data-filling=form]:not([data-loading])')"


@pytest.fixture
def browser(served: Installation, tmp_path: Path) -> Iterator[Firefox]:
    path = firefox()
    if path is None:
        pytest.skip("ไม่พบ Firefox จึงข้ามการทดสอบนี้ (no Firefox found: its test is skipped)")
    made = Firefox(path, tmp_path / "firefox", served.proxy).open()
    made.carry(served.do("sign_in", username="supervisor"))
    yield made
    made.kill()


def test_filled_without_a_signal_it_arrives_once(
    browser: Firefox, served: Installation, tmp_path: Path
) -> None:
    prepare(browser)
    served.proxy.down()
    file = attachments("firefox", (0, 90_000))[1]
    paper = tmp_path / file.name
    paper.write_bytes(file.content)
    fill(browser, "กรอกในไฟร์ฟอกซ์", paper)
    browser.until(f"{WAITING} === '1'")
    browser.reopen()
    browser.go(f"{PLACE}/outbox/")
    browser.until(f"{WAITING} === '1' && {SIGNAL} === 'away'")
    assert served.do("tally", marks=["กรอกในไฟร์ฟอกซ์"])["came"] == []
    served.proxy.up()
    browser.carry(served.do("sign_in", username="supervisor"))
    browser.go(f"{PLACE}/outbox/")
    browser.until(f"{WAITING} === '0' && {SIGNAL} === 'in'")
    (came,) = served.do("tally", marks=["กรอกในไฟร์ฟอกซ์"])["came"]
    assert list(came["files"].values()) == [file.digest]
    assert (came["awaited"], came["told"]["submission.received"]) == (0, 1)
    assert [row["state"] for row in browser.run(f"return ({HELD})('outbox');")] == ["sent"]


def prepare(browser: Firefox) -> None:
    browser.go(f"{PLACE}/")
    browser.press("input[value=field_note]")
    browser.run(
        "[...document.querySelectorAll('[data-field-take]')].find((one) => one.offsetParent).click();"
    )
    browser.until("document.querySelector('[data-field-said]').textContent.includes('เตรียมแล้ว 1 แบบฟอร์ม')")


def fill(browser: Firefox, mark: str, paper: Path) -> None:
    browser.go(f"{PLACE}/fill/?form=field_note")
    browser.until(READY)
    browser.type("input[name$='/mark']", mark)
    browser.type("input[type=file][accept=''], .question input[type=file]:not([accept^=image])", str(paper))
    for act in ("review", "send"):
        browser.until(
            f"[...document.querySelectorAll('[data-field-act={act}]')].some((one) => one.offsetParent)"
        )
        browser.run(
            f"[...document.querySelectorAll('[data-field-act={act}]')].find((one) => one.offsetParent).click();"
        )
    browser.until("location.pathname.endsWith('/outbox/')")
