"""The result of a round in a browser: pictures are drawn without eval, walked through by keys, shown or not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from nithet.forms.models import Round
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.forms.tests.results_kit import SURVEY
from nithet.forms.tests.rounds_kit import make_round
from nithet.forms.tests.test_result_page import TOLD, fill
from nithet.offices.models import Cluster, Office, Unit
from nithet.offices.tests.factories import make_school
from tests.browser.acting import DESK, PHONE
from tests.browser.conftest import SignIn


@pytest.fixture
def round_(office: Office, supervision: Unit, cluster: Cluster) -> Round:
    form = make_form(office, name="survey", unit=supervision, title="แบบสอบถาม")
    made = make_round(publish(form, tables_of(SURVEY)))
    schools = [make_school(office, f"โรงเรียนที่ {number}", cluster=cluster) for number in range(8)]
    fill(made, schools, TOLD)
    return made


@pytest.fixture
def results(signed_in: SignIn, head: User, round_: Round) -> Page:
    """Signed in, before the page is opened."""
    page = signed_in(head)
    page.set_default_timeout(10_000)
    return page


def open_results(page: Page, round_: Round, end: str = "") -> None:
    page.goto(page.url.replace("my-work/", f"rounds/{round_.pk}/results/{end}"))


@pytest.mark.parametrize(("size", "width"), [(DESK, "680"), (PHONE, "320")], ids=["desk", "phone"])
def test_each_picture_is_drawn_as_wide_as_there_is_room(
    results: Page, round_: Round, size: dict[str, int], width: str
) -> None:
    results.set_viewport_size({"width": size["width"], "height": size["height"]})
    open_results(results, round_)
    figures = results.locator("[data-chart]")
    assert figures.count() >= 6
    for figure in figures.all():
        block = figure.locator("xpath=ancestor::details[1]")
        if block.get_attribute("open") is None:
            block.locator("> summary").click()
        figure.scroll_into_view_if_needed()
        drawn = figure.locator("svg.marks")
        expect(drawn).to_have_attribute("viewBox", re.compile(rf"^0 0 {width} "))
        expect(figure.locator("[data-chart-paper]")).to_have_attribute("aria-label", re.compile("."))
        assert drawn.locator("path, line, text").count() > 3
    assert results.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_arrows_walk_through_a_picture_and_enter_opens_the_answers(results: Page, round_: Round) -> None:
    open_results(results, round_)
    figure = results.locator("[data-chart='chart-item:internet']")
    figure.scroll_into_view_if_needed()
    marks = figure.locator("[data-chart-mark]")
    expect(marks).to_have_count(2)
    expect(figure.locator("[data-chart-mark][tabindex='0']")).to_have_count(1)
    marks.first.focus()
    first = marks.first.get_attribute("aria-label")
    results.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    assert marks.nth(1).get_attribute("aria-label") != first
    results.keyboard.press("Home")
    expect(marks.first).to_be_focused()
    results.keyboard.press("Enter")
    expect(results).to_have_url(
        re.compile(rf"forms/survey/submissions/\?round={round_.pk}&path=internet&value=")
    )
    expect(results.locator("tbody tr")).to_have_count(4)


def test_picture_or_table_and_one_always_stays(results: Page, round_: Round) -> None:
    open_results(results, round_)
    figure = results.locator("[data-chart='chart-needs:need']")
    picture, table = figure.locator("[data-chart-paper]"), figure.locator("[data-chart-table]")
    expect(figure.locator("svg.marks")).to_be_visible()
    figure.get_by_role("button", name="ตาราง").click()
    expect(table).to_be_hidden()
    expect(picture).to_be_visible()
    figure.get_by_role("button", name="รูป").click()
    expect(picture).to_be_hidden()
    expect(table).to_be_visible()


def test_a_phone_shows_a_long_instrument_folded_and_a_named_block_open(results: Page, round_: Round) -> None:
    results.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    open_results(results, round_)
    folded = results.locator("details.result-block:not([open])")
    assert folded.count() > 2
    open_results_at = f"{results.url}#item:internet"
    results.goto(open_results_at)
    expect(results.locator("details[id='item:internet']")).to_have_attribute("open", "")
    expect(results.locator("details[id='item:internet'] svg.marks")).to_be_visible()


def test_a_browser_without_scripts_shows_the_pictures_of_the_server(results: Page, round_: Round) -> None:
    open_results(results, round_)
    context = results.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, storage_state=results.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(results.url)
    picture = plain.locator("[data-chart='chart-needs:need'] img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    context.close()
