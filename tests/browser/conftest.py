"""A real browser against the real server. Where no Chromium is found these tests are skipped, and say so."""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from tests.browser.acting import sit_down

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No background talk with the outside: tests run on loopback only.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# A page on a busy machine comes late; what is waited for is mostly there at once.
expect.set_options(timeout=20_000)

# What a browser notes of an answer that the page shows in words.
REFUSALS = ("404", "409", "422", "429", "ERR_INTERNET_DISCONNECTED")


class SignIn(Protocol):
    """The person's page, or the one at an address of the server: on the way there they need not see their own."""

    def __call__(self, user: User, at: str = "") -> Page: ...


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """A browser on a busy machine may come late once; what fails a second time fails. Why it was late is told either way."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports) and "NITHET_SOAK" not in os.environ:
        first = _told(reports)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        _tell(item, reports, first)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _told(reports: list[pytest.TestReport]) -> str:
    """What failed, and what was printed until then."""
    failed = [report for report in reports if report.failed]
    printed = [f"{title}\n{text}" for title, text in failed[-1].sections]
    return "\n".join([*(report.longreprtext for report in failed), *printed])


def _tell(item: pytest.Item, reports: list[pytest.TestReport], first: str) -> None:
    for report in reports:
        report.sections.append(("The first attempt", first))
    if not any(report.failed for report in reports):
        with warnings.catch_warnings():
            # Told, and no error as other warnings are.
            warnings.simplefilter("always", pytest.PytestWarning)
            item.warn(pytest.PytestWarning(f"{item.nodeid} passed when it was run again. Before:\n{first}"))


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

    def sign_in(user: User, at: str = "") -> Page:
        sit_down(context, user, live_server.url)
        page.goto(f"{live_server.url}{at}")
        if not at:
            expect(page.get_by_role("heading", level=1)).to_have_text("งานของฉัน")
        return page

    return sign_in
