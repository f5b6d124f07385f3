"""Firefox, asked through Marionette, its own protocol: Debian has no driver for it, and Playwright none for Debian's."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from tests.browser.offline.proxy import Proxy

NAMES = ("firefox-esr", "firefox")
PATIENCE_S = 40.0
PREFERENCES = {
    "marionette.port": 0,
    # No background talk with the outside: tests run on loopback only.
    "app.normandy.enabled": False, "app.update.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "browser.region.update.enabled": False,
    "browser.search.update": False, "captivedetect.canonicalURL": "", "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False, "extensions.getAddons.cache.enabled": False, "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "network.dns.disablePrefetch": True, "network.prefetch-next": False,
    "network.trr.mode": 5, "services.settings.server": "data:,", "toolkit.telemetry.enabled": False,
    "browser.startup.page": 0, "browser.startup.homepage": "about:blank", "browser.shell.checkDefaultBrowser": False,
    "browser.sessionstore.resume_from_crash": False, "toolkit.startup.max_resumed_crashes": -1,
    "intl.accept_languages": "th,en",
}  # fmt: skip


def firefox() -> str | None:
    return os.environ.get("FIREFOX") or next((path for name in NAMES if (path := shutil.which(name))), None)


class FirefoxError(Exception):
    """What Firefox refused, in its words."""


class Firefox:
    """A device with a profile of its own, like `Device`, as far as Firefox can be asked."""

    def __init__(self, path: str, profile: Path, proxy: Proxy) -> None:
        self.path, self.profile, self.proxy = path, profile, proxy
        self.profile.mkdir(parents=True, exist_ok=True)
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        ]
        (self.profile / "user.js").write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._numbers = count(1)

    def open(self) -> Firefox:
        told = self.profile / "MarionetteActivePort"
        for left in (told, self.profile / "lock", self.profile / ".parentlock"):
            left.unlink(missing_ok=True)
        command = [
            self.path,
            "--headless",
            "--marionette",
            "--no-remote",
            "--profile",
            str(self.profile),
            "about:blank",
        ]
        quiet = os.environ | {
            "MOZ_CRASHREPORTER_DISABLE": "1",
            "MOZ_DISABLE_CONTENT_SANDBOX": "1",
            "HOME": str(self.profile),
        }
        with (self.profile / "firefox.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, env=quiet, start_new_session=True
            )
        self._line = self._connected(told)
        self._read()  # its greeting
        self.ask("WebDriver:NewSession", {"acceptInsecureCerts": True})
        self.ask("WebDriver:SetTimeouts", {"script": PATIENCE_S * 1000, "pageLoad": PATIENCE_S * 1000})
        return self

    def _connected(self, told: Path) -> socket.socket:
        until = time.monotonic() + PATIENCE_S
        while True:
            assert self._process, "it was not started"
            assert self._process.poll() is None, (self.profile / "firefox.log").read_text()[-2000:]
            assert time.monotonic() < until, "it did not start"
            with suppress(OSError, ValueError):
                return socket.create_connection(("127.0.0.1", int(told.read_text())), PATIENCE_S)
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9 of this browser and its children only."""
        if self._line:
            self._line.close()
            self._line = None
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def reopen(self) -> Firefox:
        self.kill()
        return self.open()

    # The protocol: "length:json", [0, number, command, parameters] there, [1, number, error, result] back

    def ask(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        assert self._line, "it is off"
        number = next(self._numbers)
        told = json.dumps([0, number, command, parameters or {}]).encode()
        self._line.sendall(b"%d:%s" % (len(told), told))
        _, answered, error, result = self._read()
        assert answered == number, (answered, number)
        if error:
            raise FirefoxError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def _read(self) -> Any:
        length = b""
        while (letter := self._bytes(1)) != b":":
            length += letter
        return json.loads(self._bytes(int(length)))

    def _bytes(self, wanted: int) -> bytes:
        assert self._line, "it is off"
        got = b""
        while len(got) < wanted:
            more = self._line.recv(wanted - len(got))
            assert more, "Firefox hung up"
            got += more
        return got

    # What a test does with it

    def go(self, path: str) -> None:
        self.ask("WebDriver:Navigate", {"url": self.proxy.address + path})

    def run(self, script: str, *arguments: Any) -> Any:
        """The body of an async function of these arguments, in the page."""
        body = (
            "const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);"
            f"(async (...given) => {{ {script} }})(...given).then((value) => done([value]), (error) => done([null, String(error)]));"
        )
        told = self.ask(
            "WebDriver:ExecuteAsyncScript", {"script": body, "args": list(arguments), "newSandbox": False}
        )
        assert len(told) == 1, told[1]
        return told[0]

    def until(self, condition: str) -> Any:
        """Waits for an expression of the page to hold, over as many pages as come, and says what it is."""
        end = time.monotonic() + PATIENCE_S
        while True:
            with suppress(FirefoxError):  # the page was just being replaced
                if found := self.run(f"return {condition};"):
                    return found
            assert time.monotonic() < end, f"{condition}: {self.run('return document.body.innerText')}"
            time.sleep(0.05)

    def type(self, selector: str, text: str) -> None:
        self.ask("WebDriver:ElementSendKeys", {"id": self._element(selector), "text": text})

    def press(self, selector: str) -> None:
        self.ask("WebDriver:ElementClick", {"id": self._element(selector)})

    def _element(self, selector: str) -> str:
        found = self.ask("WebDriver:FindElement", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))

    def carry(self, cookie: dict[str, str]) -> None:
        self.go("/accounts/sign-in/")
        told = {
            **cookie,
            "path": "/",
            "secure": True,
            "httpOnly": True,
            "expiry": int(time.time()) + 7 * 86_400,
        }
        self.ask("WebDriver:AddCookie", {"cookie": told})
