"""More files than go at once: they go in rounds, and what finds no room keeps nothing else back."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.offline.installation import Installation
from tests.browser.offline.modules import script
from tests.browser.offline.proxy import Fault
from tests.browser.offline.steps import LARGE, PIECES, PIECEWISE, SENDING, SMALL
from tests.browser.offline.test_faults import anew, arrives_once, put
from tests.browser.offline.work import Work, until

AT_ONCE = "const MOST_AT_ONCE = 100 * 1024 * 1024;"
FULL = {"code": "pieces-too-many", "message": "ไฟล์ที่รอส่งของท่านรวมกันเกิน 300 MB"}


def flush_little_at_once(work: Work) -> None:
    assert script().count(AT_ONCE) == 1
    modules = script().replace(AT_ONCE, "const MOST_AT_ONCE = 100_000;")
    work.page.evaluate(
        f"async (person) => {{ await ({modules}).flush(person, {{ all: true }}); }}", work.who["person"]
    )


def test_files_go_in_rounds_and_each_once(work: Work, served: Installation) -> None:
    mark, proxy = anew("in rounds"), served.proxy
    # An address of the site on which no page sends by itself, all at once.
    work.page.goto(f"{proxy.address}/sw.js")
    files = put(work, mark, PIECEWISE, LARGE)
    proxy.seen.clear()
    # The answers come with the first file; with the second they do not come back.
    proxy.next(Fault.SLOW, SENDING)
    proxy.next(Fault.LOST, SENDING)
    flush_little_at_once(work)
    (row,) = work.waiting()
    assert row["there"] == [files[0].name]
    (came,) = served.do("tally", marks=[mark])["came"]
    assert came["awaited"] == 0
    work.go_to_outbox()
    arrives_once(work, mark, files)
    sent = sum(seen.length for seen in proxy.passed("PATCH", PIECES))
    assert sent <= len(files[0].content) + 2 * len(files[1].content)


def test_what_finds_no_room_says_so_and_lets_others_pass(work: Work, served: Installation) -> None:
    large, small = anew("no room"), anew("with room")
    served.proxy.down()
    files = {large: put(work, large, PIECEWISE), small: put(work, small, SMALL)}
    work.page.route("**/field/files/*", no_room)
    served.proxy.up()
    work.flush()
    until(lambda: len(work.waiting()) == 1, "nothing passed")
    expect(work.page.locator("[data-field=hindrance]")).to_contain_text(FULL["message"])
    assert [one["mark"] for one in served.do("tally", marks=[large, small])["came"]] == [small]
    work.page.unroute("**/field/files/*")
    for mark in (small, large):
        arrives_once(work, mark, files[mark])
    expect(work.page.locator("[data-field=hindrance]")).to_have_count(0)


def no_room(route: Route) -> Any:
    return route.fulfill(status=429, json=FULL)
