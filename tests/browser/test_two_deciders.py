"""Two who may decide have the same matter before them: one decides, the other is told who decided what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.cycles.models import Decision
from nithet.cycles.tests.folder_factories import lay
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user
from tests.browser.acting import Stage, press, reads

DAY = date(2026, 11, 20)


@pytest.fixture
def stages(browser: Browser, live_server: LiveServer, office: Office) -> Iterator[list[Stage]]:
    """Two people, each before a browser of their own."""
    made = [Stage(browser.new_context(locale="th-TH").new_page(), live_server.url, office) for _ in range(2)]
    made[0].on(DAY)
    yield made
    made[0].leave()
    for stage in made:
        stage.page.context.close()


@pytest.fixture
def waiting(office: Office, supervision: Unit, supervisor: User, head: User, stages: list[Stage]) -> Decision:
    return lay(supervision, as_member(supervisor, office), "certify")[0]


def at_the_card(stages: list[Stage], users: list[User]) -> list[Page]:
    """Both see it waiting."""
    for stage, user in zip(stages, users, strict=True):
        stage.seat(user, phone=True)
        expect(stage.go("folder/").locator("article.ask")).to_have_count(1)
    return [stage.page for stage in stages]


def test_the_second_is_told_who_decided_what(
    stages: list[Stage], waiting: Decision, office: Office, supervision: Unit, head: User
) -> None:
    other = make_member_user(office, Role.HEAD, supervision)
    first, second = at_the_card(stages, [head, other])
    press(first, "รับรองผลการดำเนินงาน")
    expect(first.locator("article.ask")).to_have_count(0)

    card = second.locator("article.ask")
    card.locator("summary", has_text="ส่งคืนแก้ไข").click()
    card.get_by_label("เหตุผลที่ส่งคืน").fill("แก้ยอดรวม")
    card.locator(".ask-form").get_by_role("button", name="ส่งคืนแก้ไข").click()

    told = second.get_by_role("alert")
    reads(told, head.person.name)
    reads(told, "รับรองผลการดำเนินงานแล้ว")
    reads(told, "แก้ยอดรวม")
    expect(second.locator("article.ask")).to_have_count(0)
    made = Decision.objects.get(pk=waiting.pk)
    assert (made.state, made.decided_by) == (Decision.State.GIVEN, head)


def test_without_scripts_it_is_told_too(
    browser: Browser,
    live_server: LiveServer,
    stages: list[Stage],
    waiting: Decision,
    office: Office,
    supervision: Unit,
    head: User,
) -> None:
    other = make_member_user(office, Role.HEAD, supervision)
    plain = browser.new_context(java_script_enabled=False)
    first, second = at_the_card([stages[0], Stage(plain.new_page(), live_server.url, office)], [head, other])
    press(first, "รับรองผลการดำเนินงาน")
    expect(first.locator("article.ask")).to_have_count(0)
    press(second, "รับรองผลการดำเนินงาน")
    reads(second.get_by_role("alert"), head.person.name)
    plain.close()
