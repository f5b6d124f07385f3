"""Ways through a manual that are seldom gone: what stands now instead of one's own, lines attached, another office's manual."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from nithet.manuals.document import from_json
from nithet.manuals.models import ManualVersion
from nithet.manuals.services import editing, publishing
from nithet.manuals.tests.factories import adopted, make_manual, make_version
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user, make_unit
from tests.browser.conftest import SignIn
from tests.browser.test_review import FORM, NOISE, draft_now, drawn, open_review, open_step, said, version

__all__ = ["version"]


# A stale draft


@pytest.fixture
def stale(
    signed_in: SignIn,
    version: ManualVersion,
    office: Office,
    head: User,
    supervisor: User,
) -> Page:
    """The head changed the step while the supervisor typed into it."""
    page = open_review(signed_in, supervisor, version)
    words = open_step(page, "p2s1").get_by_label("ข้อความของขั้นตอนที่ 1")
    facts = {"key": "p2s1", "title": "สำรวจตามที่ผู้อำนวยการกลุ่มแก้ไข"}
    editing.edit(version, "set_step", facts, revision=version.revision, by=as_member(head, office))
    words.fill("สำรวจตามที่ศึกษานิเทศก์พิมพ์")
    words.press("Enter")
    expect(page.locator("#notices [role=alert]")).to_contain_text("มีผู้แก้ไขก่อนหน้าท่าน")
    return page


def title_now() -> str:
    return draft_now().procedures[1].steps[0].title


def test_what_stands_now_is_kept_and_edited_on(stale: Page) -> None:
    stale.get_by_role("link", name="ใช้ที่เป็นอยู่ขณะนี้").click()
    expect(stale.locator("#notices [role=alert]")).to_have_count(0)
    expect(stale.locator("#view-p2s1")).to_contain_text(drawn("ผู้อำนวยการกลุ่มแก้ไข"))
    expect(stale.locator("#item-p2s1")).to_be_in_viewport()
    assert title_now() == "สำรวจตามที่ผู้อำนวยการกลุ่มแก้ไข"
    words = open_step(stale, "p2s1").get_by_label("ข้อความของขั้นตอนที่ 1")
    words.fill("สำรวจครั้งที่สอง")
    words.press("Enter")
    said(stale, "แก้ไขชื่อ")
    assert title_now() == "สำรวจครั้งที่สอง"


# Lines that nobody understood


def test_unread_lines_are_attached_from_the_list(
    signed_in: SignIn,
    version: ManualVersion,
    supervisor: User,
) -> None:
    page = open_review(signed_in, supervisor, version)
    page.set_viewport_size({"width": 390, "height": 844})
    lost = page.locator("#lost .lost-list > li")
    expect(lost).to_have_count(2)
    lost.first.get_by_role("link", name="แนบเป็น…").click()
    tools = lost.first.locator(".lines-editor")
    expect(tools.get_by_label("แนบเป็น")).to_be_focused()
    tools.get_by_label("แนบเป็น").select_option(label="แบบฟอร์มที่ใช้")
    tools.get_by_role("button", name="แนบ", exact=True).click()
    said(page, f"แนบบรรทัด {FORM}")
    expect(lost).to_have_count(1)
    lost.first.get_by_role("button", name="ไม่ใช่เนื้อหา").click()
    said(page, f"ข้ามบรรทัด {NOISE}")
    expect(lost).to_have_count(0)
    assert draft_now().procedures[0].forms[-1].text == "แบบบันทึกการใช้งาน"
    assert not draft_now().unread
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# Another office's manual


def test_a_manual_is_begun_from_what_another_office_published(
    signed_in: SignIn,
    office: Office,
    supervision: Unit,
    other_office: Office,
    head: User,
    supervisor: User,
    director: User,
) -> None:
    edition = adopted(make_version(make_manual(office, supervision)), by=director, proposer=supervisor)
    publishing.publish(edition, by=as_member(head, office))
    unit = make_unit(other_office, "supervision", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา")
    page = signed_in(make_member_user(other_office, Role.HEAD, unit), "/satit2/manuals/")
    page.get_by_role("link", name="ของสำนักงานอื่น").first.click()
    page.locator(f"#version-{edition.pk} a").click()
    page.get_by_role("button", name="เริ่มจากฉบับนี้").first.click()
    expect(page.locator("#review")).to_be_visible()
    begun = ManualVersion.objects.get(office=other_office)
    assert (begun.state, begun.begun_from) == (ManualVersion.State.DRAFT, edition.pk)
    theirs, ours = (from_json(one.reading) for one in (edition, begun))
    assert [s.title for s in ours.procedures[0].steps] == [s.title for s in theirs.procedures[0].steps]
