"""The bad network does what it is told, seen from a browser with the real server behind it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.offline.device import Device
from tests.browser.offline.installation import Installation
from tests.browser.offline.proxy import Fault

FILL = "/satit1/forms/field_note/fill/"
SEND = "/satit1/forms/field_note/send/"
POST = """async ([address, mark, name, paper]) => {
  const body = new FormData();
  const file = paper ? `<paper type="file">${mark}.txt</paper>` : "<paper/>";
  const xml = `<data id="field_note" version="1"><mark>${mark}</mark><pupils/><photo/>${file}<meta><instanceID>${name}</instanceID></meta></data>`;
  body.append("csrfmiddlewaretoken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
  body.append("xml_submission_file", new Blob([xml], { type: "text/xml" }), "submission.xml");
  if (paper) body.append(`${mark}.txt`, new Blob([paper]), `${mark}.txt`);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    return [answer.status, await answer.text()];
  } catch (error) {
    return [0, error.name];
  }
}"""


@pytest.fixture
def page(device: Device, served: Installation) -> Page:
    """A page of the site, whose scripts may send."""
    device.page.goto(served.address + FILL)
    expect(device.page.locator("[data-filling=form]:not([data-loading])")).to_be_visible()
    return device.page


def post(page: Page, mark: str, *, paper: str = "") -> int:
    status, _ = page.evaluate(POST, [SEND, mark, f"uuid:{mark}", paper])
    return int(status)


def came(served: Installation, mark: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = served.do("tally", marks=[mark])["came"]
    return told


@pytest.mark.parametrize(
    ("fault", "status", "arrives"),
    [
        (Fault.CUT_UP, 0, 0),
        (Fault.LOST, 0, 1),
        (Fault.CUT_DOWN, 0, 1),
        (Fault.BAD_GATEWAY, 502, 1),
        (Fault.BUSY, 503, 0),
        (Fault.PORTAL, 200, 0),
        (Fault.MOVED, 0, 0),
        (Fault.SLOW, 201, 1),
    ],
)
def test_a_fault_meets_one_request(
    page: Page, served: Installation, fault: Fault, status: int, arrives: int
) -> None:
    mark = fault.name
    served.proxy.next(fault, SEND)
    assert post(page, mark, paper="x" * 500_000) == status
    assert len(came(served, mark)) == arrives
    assert post(page, mark, paper="x" * 500_000) == 201
    (kept,) = came(served, mark)
    assert kept["files"] == {f"{mark}.txt": hashlib.sha256(b"x" * 500_000).hexdigest()}
    assert kept["told"]["submission.received"] == 1


def test_refused_and_back_again(page: Page, served: Installation) -> None:
    served.proxy.down()
    assert post(page, "refused") == 0
    served.proxy.up()
    assert post(page, "refused") == 201


def test_an_expired_certificate_lets_nothing_through(page: Page, served: Installation) -> None:
    served.proxy.show_expired()
    assert post(page, "certificate") == 0
    assert came(served, "certificate") == []
    served.proxy.heal()
    assert post(page, "certificate") == 201


def test_the_server_dies_and_comes_back(page: Page, served: Installation) -> None:
    served.kill()
    assert post(page, "dead") == 502
    served.start()
    assert post(page, "dead") == 201


def test_the_profile_outlives_the_battery(page: Page, device: Device, served: Installation) -> None:
    page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("held", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("held");
          opening.onsuccess = () => {
            const writing = opening.result.transaction("held", "readwrite");
            writing.objectStore("held").put("here", 1);
            writing.oncomplete = resolve;
          };
        })"""
    )
    device.reopen()
    device.page.goto(served.address + "/accounts/sign-in/")
    kept = """() => new Promise((resolve) => {
      indexedDB.open("held", 1).onsuccess = ({ target }) => {
        target.result.transaction("held").objectStore("held").get(1).onsuccess = (got) => resolve(got.target.result);
      };
    })"""
    assert device.page.evaluate(kept) == "here"


def test_a_clock_that_is_a_year_off(make_device: Any, served: Installation) -> None:
    off = 365 * 86_400_000
    page = make_device(clock_off_ms=off).page
    page.goto(served.address + "/accounts/sign-in/")
    told = page.evaluate(
        "[Date.now(), new Date().getTime(), new Date(0).getTime(), new Date() instanceof Date]"
    )
    right = page.evaluate("performance.timeOrigin + performance.now()")
    assert abs(told[0] - right - off) < 5000
    assert abs(told[1] - right - off) < 5000
    assert told[2:] == [0, True]
