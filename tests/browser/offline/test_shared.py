"""One device, several people and several tabs: nobody sees, sends or gets back what is another's or was thrown away."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.offline.installation import Installation
from tests.browser.offline.proxy import Fault
from tests.browser.offline.steps import PIECEWISE, SESSION, SMALL
from tests.browser.offline.test_faults import anew, arrives_once, fill_in, put
from tests.browser.offline.work import Work

# What the page has shown at any moment, over all the times that it was drawn.
WATCHED = """(() => {
  const note = () => {
    const names = document.querySelector("[data-field=who]")?.textContent ?? "";
    const lines = document.querySelectorAll("li[data-instance]").length;
    const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
    sessionStorage.setItem("seen", JSON.stringify([...seen, names, `${lines} lines`]));
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
})()"""


def test_what_another_left_is_not_shown_while_it_is_asked_who_is_here(
    own_work: Work, served: Installation
) -> None:
    work = own_work
    served.proxy.down()
    put(work, anew("left by another"), SMALL)
    served.proxy.up()
    work.sign_in("supervisor2")
    served.proxy.next(Fault.SLOW, SESSION, times=9)
    page = work.device.context.new_page()
    page.add_init_script(WATCHED)
    work.go_to_outbox(page)
    expect(page.get_by_text("กำลังตรวจว่าใครใช้เครื่องนี้อยู่")).to_be_visible()
    expect(page.get_by_text("ไม่มีรายการรอส่ง")).to_be_visible()
    seen = set(page.evaluate("JSON.parse(sessionStorage.getItem('seen'))"))
    assert seen - {"", "0 lines"} == {page.locator("[data-field=who]").text_content()}
    assert work.who["name"] not in seen


def test_without_a_signal_it_is_shown_at_once(work: Work, served: Installation) -> None:
    served.proxy.down()
    put(work, anew("without a signal"), SMALL)
    for is_known in (True, False):
        work.device.set_offline(is_known)
        work.go_to_outbox()
        expect(work.page.locator("li[data-instance]")).to_have_count(1, timeout=2500)
        expect(work.page.locator("[data-field=who]")).to_have_text(work.who["name"])


def test_an_answer_to_an_ended_sign_in_takes_no_new_one_away(work: Work, served: Installation) -> None:
    """The page asks by itself; the person signs in while that answer is on its way."""
    mark = anew("signed in meanwhile")
    served.do("sign_out")
    asked = served.proxy.hold(SESSION, fault=None, method="GET")
    files = put(work, mark, SMALL)
    assert asked.met.wait(20)
    work.sign_in()
    served.proxy.drop(asked)
    work.until_quiet()
    arrives_once(work, mark, files, by="supervisor")


def test_another_who_signs_in_while_it_is_sent_sends_nothing(work: Work, served: Installation) -> None:
    mark = anew("another meanwhile")
    asked = served.proxy.hold(SESSION, fault=None, method="GET")
    files = put(work, mark, SMALL, PIECEWISE)
    assert asked.met.wait(20)
    work.sign_in("supervisor2")
    served.proxy.drop(asked)
    work.until_quiet()
    assert served.do("tally", marks=[mark])["came"] == []
    work.sign_in()
    work.is_here_again()
    arrives_once(work, mark, files, by="supervisor")


def test_what_is_wiped_at_sign_out_does_not_come_back_from_another_tab(own_work: Work) -> None:
    work = own_work
    filling = fill_in(work, anew("กรอกค้างในอีกหน้าต่าง"))
    # It goes on being filled, at each moment.
    filling.evaluate(
        """() => {
          const field = document.querySelector("form.or input[type=text]");
          setInterval(() => {
            field.value = `${Math.random()}`;
            field.dispatchEvent(new Event("change", { bubbles: true }));
          }, 10);
        }"""
    )
    sign_out_and_wipe(work)
    expect(filling.get_by_role("alert")).to_contain_text("งานในเครื่องนี้ถูกลบแล้ว")
    assert filling.locator("form.or").count() == 0
    # Longer than a draft waits to be kept.
    filling.wait_for_timeout(700)
    assert [work.held(store) for store in ("drafts", "draft_files", "outbox", "packages", "people")] == [
        []
    ] * 5


def sign_out_and_wipe(work: Work) -> Page:
    page = work.device.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{work.installation.address}/{work.installation.office}/")
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="ออกจากระบบ", exact=True).first.click()
    page.get_by_role("dialog", name="ออกจากระบบ").get_by_role("button", name="ลบทั้งหมดแล้วออกจากระบบ").click()
    expect(page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    return page
