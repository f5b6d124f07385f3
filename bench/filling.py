"""A form of forty ratings opened on a slow phone: a processor four times slower, 1.5 Mbit/s, nothing kept from before."""

from __future__ import annotations

import gzip
import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, sync_playwright

from bench.measures import Measure
from nithet.forms.drawing import draw
from nithet.forms.publishing import make
from nithet.forms.shipped import shipped_tables
from nithet.forms.views.filling import as_facts
from tests.browser.conftest import ARGUMENTS, chromium

FORM = "media_need_survey"
DIST = settings.ROOT / "frontend" / "dist"
ROUNDS = 3
SLOWER = 4
BYTES_A_SECOND = 1_500_000 // 8
LATENCY_MS = 60
MOST_S = 4.0
MOST_KB = 350
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".html": "text/html; charset=utf-8",
}

READY = """() => new Promise((resolve) => {
  const look = () => document.querySelector("[data-filling=form]:not([data-loading])") ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})"""


def measures() -> list[Measure]:
    path = chromium()
    if path is None:
        print("no Chromium: the first render of a form is not measured")
        return []
    with served(page()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        seconds = [first_render(browser, address) for _ in range(ROUNDS)]
        browser.close()
    return [
        Measure("first render, slow phone", statistics.median(seconds), "s", at_most=MOST_S),
        Measure("JavaScript of the filling page", scripts_kb(), "kB gzipped", at_most=MOST_KB),
    ]


def page() -> bytes:
    """As the view renders it, without anybody signed in."""
    made = make(shipped_tables(FORM), FORM, 1)
    schools = [{"name": f"5701{number:04}", "label": f"โรงเรียนบ้านสาธิต {number}"} for number in range(150)]
    drawn = draw(made.html, made.model, known={"heading/school": "57010000"}, lists=lambda _name: schools)
    facts = {
        "model": drawn.model,
        "version": "1",
        "draft_key": "bench",
        "send_to": "/send/",
        "send_words": "ส่ง",
        "sign_in": "/",
    }
    office = SimpleNamespace(code="bench", short_name="สพป.สาธิต เขต 1", name="สพป.สาธิต เขต 1")
    form = SimpleNamespace(title=FORM, name=FORM)
    context = {"form_": form, "office": office, **as_facts(facts), "page": SimpleNamespace(html=drawn.html)}
    return render_to_string("forms/fill.html", context).encode()


class Handler(BaseHTTPRequestHandler):
    """The page, and the built front end, compressed as the server gives them out."""

    page = b""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        file = DIST / path.removeprefix("/static/")
        if path == "/":
            self._give(self.page, ".html")
        elif path.startswith("/static/") and file.is_file():
            self._give(file.read_bytes(), file.suffix)
        else:
            self.send_error(404)

    def _give(self, content: bytes, suffix: str) -> None:
        packed = gzip.compress(content, 6)
        self.send_response(200)
        self.send_header("Content-Type", KINDS.get(suffix, "application/octet-stream"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *_told: object) -> None:
        """Quiet."""


@contextmanager
def served(content: bytes) -> Iterator[str]:
    handler = type("Served", (Handler,), {"page": content})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def first_render(browser: Browser, address: str) -> float:
    """Seconds from the address being opened until the form takes answers."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND,
    })  # fmt: skip
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="commit")
    took = float(page.evaluate(READY)) / 1000
    context.close()
    return took


def scripts_kb() -> float:
    """All scripts that the page loads, with what they import."""
    manifest = json.loads((DIST / "manifest.json").read_text())
    wanted, files = ["src/main.js", "src/early.js", "src/filling/main.js"], set()
    while wanted:
        entry = manifest[wanted.pop()]
        files.add(entry["file"])
        wanted += entry.get("imports", [])
    return sum(len(gzip.compress(Path(DIST, file).read_bytes(), 9)) for file in files) / 1000
