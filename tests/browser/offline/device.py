"""A device of a person: Chromium with a profile of its own, that the test may take the battery out of."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.offline.proxy import Proxy

PHONE = "390,844"
PATIENCE_S = 60.0
# Work begins at once: nothing of what a first start asks, no crash report, no keyring of the desktop.
OWN_ARGUMENTS = (
    "--headless", f"--window-size={PHONE}", "--remote-debugging-port=0", "--lang=th", "--no-default-browser-check",
    "--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage", "--password-store=basic",
    "--use-mock-keychain", "--disable-extensions", "--disable-default-apps", "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows", "--disable-hang-monitor",
    "--mute-audio",
    # What it says of the room left is the room left.
    "--disable-features=StaticStorageQuota",
)  # fmt: skip
# Before any script of a page: the clock of this device is so many milliseconds off.
CLOCK = """(() => {
  const off = %d, Real = Date;
  const Wrong = function (...given) {
    if (!new.target) return new Wrong().toString();
    return Reflect.construct(Real, given.length ? given : [Real.now() + off], new.target);
  };
  Wrong.prototype = Real.prototype;
  Object.setPrototypeOf(Wrong, Real);
  Wrong.now = () => Real.now() + off;
  globalThis.Date = Wrong;
})()"""


class Device:
    """Its profile outlives it: killed and opened again it is the same device."""

    def __init__(self, kind: BrowserType, folder: Path, proxy: Proxy, *, clock_off_ms: int = 0) -> None:
        self.kind, self.profile, self.proxy, self.clock_off_ms = kind, folder, proxy, clock_off_ms
        self.profile.mkdir(parents=True, exist_ok=True)
        self.kills = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    # On and off

    def open(self) -> Device:
        path = chromium()
        assert path, "no Chromium"
        told = self.profile / "DevToolsActivePort"
        for left in (
            told,
            self.profile / "SingletonLock",
            self.profile / "SingletonCookie",
            self.profile / "SingletonSocket",
        ):
            left.unlink(missing_ok=True)
        pinned = f"--ignore-certificate-errors-spki-list={self.proxy.pin}"
        command = [path, *ARGUMENTS, *OWN_ARGUMENTS, pinned, f"--user-data-dir={self.profile}", "about:blank"]
        with (self.profile / "chromium.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self._browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{self._port(told)}")
        self.context.set_default_timeout(PATIENCE_S * 1000)
        if self.clock_off_ms:
            self.context.add_init_script(CLOCK % self.clock_off_ms)
        return self

    def _port(self, told: Path) -> int:
        until = time.monotonic() + PATIENCE_S
        while not (told.exists() and (lines := told.read_text().splitlines())):
            assert self._process, "it was not started"
            assert self._process.poll() is None, (self.profile / "chromium.log").read_text()[-2000:]
            assert time.monotonic() < until, "it did not start"
            time.sleep(0.01)
        return int(lines[0])

    def kill(self) -> None:
        """kill -9 of this browser and its children only: the battery is empty."""
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
            self.kills += 1
        if self._browser:
            with suppress(PlaywrightError):
                self._browser.close()
            self._browser = None

    def reopen(self) -> Device:
        self.kill()
        return self.open()

    @property
    def context(self) -> BrowserContext:
        assert self._browser, "it is off"
        return self._browser.contexts[0]

    @property
    def page(self) -> Page:
        """The first tab."""
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    # What the person or the place does

    def carry(self, cookie: dict[str, str]) -> None:
        """Signed in, by the session that the server made."""
        self.context.add_cookies([
            {
                "name": cookie["name"], "value": cookie["value"], "url": self.proxy.address, "secure": True,
                "httpOnly": True, "expires": time.time() + 7 * 86_400,
            }
        ])  # fmt: skip

    def set_offline(self, is_offline: bool) -> None:
        """As the browser itself knows it: `navigator.onLine` and its events tell."""
        self.context.set_offline(is_offline)

    def limit_storage(self, more: int) -> CDPSession:
        """So many bytes more than are used now; the session by which it is lifted again.

        Before a page of the site is open: what a browser has once found to be free it grants for a while.
        """
        used = self.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
        self.reopen()
        session = self.context.new_cdp_session(self.page)
        session.send(
            "Storage.overrideQuotaForOrigin", {"origin": self.proxy.address, "quotaSize": used + more}
        )
        return session
