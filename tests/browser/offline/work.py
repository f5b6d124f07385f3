"""What a person does on a device in the field, and what lies on it, read from under the pages."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import unquote

from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.offline.device import Device
from tests.browser.offline.installation import Installation
from tests.browser.offline.modules import script

NOTE = "field_note"
# On a machine that does ten other things.
PATIENCE_S = 60.0
PATIENCE_MS = PATIENCE_S * 1000
PUT = """async ({ who, form, mark, files }) => {
  const taken = await field.packageNamed(who.person, who.office, form);
  const blobs = files.map(({ name, type, content }) => ({ name, blob: new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type }) }));
  const named = (kind) => files.find((file) => file.kind === kind)?.name;
  const node = (kind) => (named(kind) ? `<${kind} type="file">${named(kind)}</${kind}>` : `<${kind}/>`);
  const xml = `<data id="${form}" version="${taken.number}"><mark>${mark}</mark><pupils>12</pupils>${node("photo")}${node("paper")}<meta><instanceID>uuid:${crypto.randomUUID()}</instanceID></meta></data>`;
  const filled = { ...who, form, title: taken.title, words: "", version: taken.version, xml, files: blobs };
  return (await field.putInOutbox(filled, null)).instance;
}"""
# Read with nothing of the page's own code.
HELD = """async (store) => {
  const base = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("nithet-drafts");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    const rows = await new Promise((resolve, reject) => {
      const asking = base.transaction(store).objectStore(store).getAll();
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
    const digest = async (blob) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const told = [];
    for (const { html, media, facts, ...row } of rows) {
      const files = {};
      for (const { name, blob } of row.files ?? []) files[name] = await digest(blob);
      told.push({ ...row, files });
    }
    return told;
  } finally {
    base.close();
  }
}"""
FORGET = """async (person) => {
  for (const store of ["outbox", "drafts", "draft_files"]) await field.within(store, "readwrite", (rows) => rows.delete(field.ofPerson(person)));
}"""


@dataclass(frozen=True)
class Attached:
    kind: str
    name: str
    type: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def picked(self) -> FilePayload:
        return {"name": self.name, "mimeType": self.type, "buffer": self.content}

    def for_page(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "name": self.name,
            "type": self.type,
            "content": base64.b64encode(self.content).decode(),
        }


def photo(random: Random, size: int) -> bytes:
    """A small picture that no other is like, made as heavy as is asked by what a camera writes behind it."""
    out = BytesIO()
    Image.new("RGB", (24, 16), tuple(random.randbytes(3))).save(out, "JPEG")
    return out.getvalue() + random.randbytes(max(0, size - out.tell()))


def paper(random: Random, size: int) -> bytes:
    return b"%PDF-1.4\n" + random.randbytes(size)


def attachments(mark: str, sizes: Sequence[int]) -> list[Attached]:
    """The first is a photo, the second a document."""
    random = Random(mark)  # noqa: S311  no secret
    stem = mark.replace(" ", "-")
    made = []
    for kind, size in zip(("photo", "paper"), sizes, strict=False):
        is_photo = kind == "photo"
        content = photo(random, size) if is_photo else paper(random, size)
        ending, type_ = ("jpg", "image/jpeg") if is_photo else ("pdf", "application/pdf")
        made.append(Attached(kind, f"{stem}.{ending}", type_, content))
    return made


@dataclass
class Work:
    """One person with one device, in one office."""

    device: Device
    installation: Installation
    who: dict[str, str] = field(default_factory=dict)
    # Whether a device that was killed still knows it; what Chromium has just been told it has not written down yet.
    is_signed_in: bool = True

    @property
    def page(self) -> Page:
        return self.device.page

    @property
    def place(self) -> str:
        return f"{self.device.proxy.address}/{self.installation.office}/field"

    # Before going, and coming back to the device

    def prepare(self, *forms: str) -> None:
        """With a network: the worker is there, and these forms are taken along."""
        self.page.goto(f"{self.place}/")
        told = self.page.evaluate(
            "async () => (await fetch('session', { headers: { Accept: 'application/json' } })).json()"
        )
        self.who = {name: told[name] for name in ("person", "name", "office")}
        self.page.evaluate(
            "async () => { await navigator.serviceWorker.register('/sw.js', { scope: '/' }); await navigator.serviceWorker.ready; }"
        )
        for form in forms:
            self.do(
                "([who, name]) => field.takeAlong(who.person, who.office, name).then(() => true)",
                [self.who, form],
            )

    def prepare_by_hand(self, *titles: str) -> None:
        """As the page “เตรียมไปภาคสนาม” has it."""
        self.page.goto(f"{self.place}/")
        for title in titles:
            self.page.get_by_label(re.compile(title)).check()
        self.page.locator("[data-field-take]:visible").click()
        expect(self.page.locator("[data-field-said]")).to_contain_text(
            f"เตรียมแล้ว {len(titles)} แบบฟอร์ม", timeout=PATIENCE_MS
        )

    def do(self, act: str, given: Any = None, *, page: Page | None = None) -> Any:
        """A function of `field`, the page's own modules. Lent anew each time: pages are replaced as they like."""
        return (page or self.page).evaluate(
            f"async (given) => {{ const field = {script()}; return ({act})(given); }}", given
        )

    def go_to_outbox(self, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(f"{self.place}/outbox/")
        return page

    def reopen(self) -> None:
        self.device.reopen()
        if self.is_signed_in:
            self.sign_in()
        self.go_to_outbox()

    def sign_in(self, username: str = "supervisor") -> None:
        self.device.carry(self.installation.do("sign_in", username=username))

    def begin_anew(self) -> None:
        """Nothing of a test before is on it but the forms that were taken along."""
        for other in self.device.context.pages[1:]:
            other.close()
        self.device.set_offline(False)
        self.is_signed_in = True
        self.sign_in()
        # Whose device it is now, whoever was signed in.
        self.page.goto(f"{self.place}/")
        self.forget()
        self.go_to_outbox()

    def is_here_again(self) -> None:
        """As a page of the site tells it, with a network or without: whose work this device shows now."""
        self.go_to_outbox()
        self.do("(who) => field.signedIn({ ...who, office_name: '' }).then(() => true)", self.who)
        # What was told to the page makes it begin anew.
        self.go_to_outbox()

    # Filling

    def put(self, mark: str, files: Sequence[Attached], *, is_torn: bool = False, form: str = NOTE) -> str:
        """Into the outbox, as the page does it: the filled form's own name. Torn: the battery dies meanwhile."""
        given = {"who": self.who, "form": form, "mark": mark, "files": [file.for_page() for file in files]}
        if is_torn:
            self.do(f"(given) => {{ ({PUT})(given).catch(() => {{}}); }}", given)
            self.reopen()
            return ""
        return str(self.do(PUT, given))

    def fill(self, mark: str, files: Sequence[Attached], *, form: str = NOTE) -> str:
        """By hand: answered, read over, signed and left to be sent. The filled form's own name."""
        page = self.page
        page.goto(f"{self.place}/fill/?form={form}")
        expect(page.locator("[data-filling=form]:not([data-loading])")).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_label("เครื่องหมาย").fill(mark)
        page.get_by_label("จำนวนนักเรียน").fill("12")
        for file in files:
            question = page.locator(".question", has_text={"photo": "ภาพถ่าย", "paper": "เอกสาร"}[file.kind])
            question.locator("input[type=file]").set_input_files(file.picked())
            expect(question.locator(".attach-file, img, a").first).to_be_attached(timeout=PATIENCE_MS)
        return self.leave()

    def leave(self) -> str:
        """Read over and left to be sent."""
        press(self.page, "review")
        press(self.page, "send")
        self.page.wait_for_url(re.compile("/field/outbox/[?]item="))
        return unquote(self.page.url.partition("item=")[2])

    # What lies on the device

    def held(self, store: str = "outbox") -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.page.evaluate(HELD, store)
        return rows

    def waiting(self) -> list[dict[str, Any]]:
        return [row for row in self.held() if row["state"] == "waiting"]

    def forget(self) -> None:
        """What was sent and what is a draft, so that the next run begins with nothing."""
        self.do(FORGET, self.who["person"])

    # Sending

    def begin_flush(self, page: Page | None = None) -> None:
        """As the button does it, without waiting for what comes of it."""
        self.do(
            "(person) => { field.flush(person, { all: true }).catch(() => {}); }",
            self.who["person"],
            page=page,
        )

    def flush(self) -> Work:
        self.begin_flush()
        self.until_quiet()
        return self

    def until_quiet(self) -> None:
        """No tab of this device sends."""
        quiet = (
            "async () => !(await navigator.locks.query()).held.some(({ name }) => name === 'nithet-flush')"
        )
        until(lambda: bool(self.page.evaluate(quiet)), "it goes on sending")

    def bar_is_true(self) -> None:
        """The fixed bar says how many wait, also where the page is just sending them."""
        bar = self.page.locator("[data-field-bar]")
        until(
            lambda: bar.get_attribute("data-waiting") == str(len(self.waiting())),
            "the bar says another number",
        )


def press(page: Page, act: str) -> None:
    """The button that is seen: some stand in the head on a desk, at the foot on a phone."""
    page.locator(f"[data-field-act={act}]:visible").first.click()


def until(holds: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            if holds():
                return
        except PlaywrightError:
            # The page was just being replaced.
            pass
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)
