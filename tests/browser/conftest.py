"""A real browser against the real server. Where no Chromium is found these tests are skipped, and say so."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from tests.browser.acting import sit_down

SignIn = Callable[[User], Page]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No background talk with the outside: tests run on loopback only.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# What a browser notes of an answer that the page shows in words.
REFUSALS = ("404", "409", "422", "429")


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """A browser on a busy machine may come late once; what fails a second time fails."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("ไม่พบ Chromium จึงข้ามการทดสอบในเบราว์เซอร์ (no Chromium found: browser tests are skipped)")
    if not (settings.ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("the front end is not built: run make build")
    # Playwright runs an event loop in this thread; Django's ORM is used beside it, not inside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="th-TH")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which an error in a script or of the content security policy fails the test."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield made
    assert [text for text in wrong if not any(code in text for code in REFUSALS)] == []


@pytest.fixture
def signed_in(context: BrowserContext, live_server: LiveServer, page: Page) -> SignIn:
    """One browser, one person after the other. The form by which they come in has a test of its own."""

    def sign_in(user: User) -> Page:
        sit_down(context, user, live_server.url)
        page.goto(live_server.url)
        expect(page.get_by_role("heading", level=1)).to_have_text("งานของฉัน")
        return page

    return sign_in
