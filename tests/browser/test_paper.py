"""What comes out on paper, in a real browser."""

from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from tests.browser.conftest import SignIn


def test_what_is_folded_on_the_screen_is_read_on_paper(signed_in: SignIn, director: User) -> None:
    page: Page = signed_in(director, "/satit1/privacy/")
    reader = page.locator("details.print-open li").first
    expect(reader).to_be_hidden()
    page.emulate_media(media="print")
    expect(reader).to_be_visible()
