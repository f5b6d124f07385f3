"""What people do on the pages of a year, so that a test reads like the year itself.

Signing in has tests of its own: here a person sits down with a session, on any day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.cycles.models import Task
from nithet.cycles.tests.factories import PDF
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member
from nithet.registers.generic.doing import Work, doers
from nithet.thai.dates import BANGKOK

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SCAN = {"name": "หนังสือที่ลงนามแล้ว.pdf", "mimeType": "application/pdf", "buffer": PDF}


def sit_down(context: BrowserContext, user: User, base: str) -> None:
    """With a session of this person, and of nobody before them."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


class Stage:
    """One browser before which one person sits after the other, and the day that it is for them and the server."""

    def __init__(self, page: Page, base: str, office: Office) -> None:
        self.page, self.base, self.office = page, base, office
        self._travel: time_machine.travel | None = None
        page.set_default_timeout(10_000)

    def on(self, day: date) -> None:
        """From here on it is half past nine of that day."""
        self.leave()
        self._travel = time_machine.travel(datetime.combine(day, time(9, 30), tzinfo=BANGKOK))
        self._travel.start()

    def leave(self) -> None:
        if self._travel:
            self._travel.stop()
            self._travel = None

    def seat(self, user: User, *, phone: bool = False) -> Page:
        sit_down(self.page.context, user, self.base)
        self.page.set_viewport_size(PHONE if phone else DESK)  # type: ignore[arg-type]
        return self.page

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.base}/{self.office.code}/{path}")
        return self.page

    def open_task(self, user: User, task: Task, *, phone: bool = False) -> Page:
        self.seat(user, phone=phone)
        return self.go(f"tasks/{task.pk}/")


def press(page: Page | Locator, name: str) -> None:
    """The button of that name that is seen: some stand in the head on a desk, at the foot on a phone."""
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def spelt(words: str) -> re.Pattern[str]:
    """These words, whatever joints keep them together."""
    return re.compile("[\u2060\u200b]?".join(map(re.escape, words)))


def reads(place: Locator, words: str) -> None:
    """Says so."""
    expect(place.first).to_contain_text(spelt(words))


def said(page: Page, words: str) -> None:
    reads(page.locator("#notices"), words)


# Beginning a year


def bring_from_catalogue(stage: Stage, codes: tuple[str, ...], *, head: User, director: User) -> None:
    """The head makes a manual out of the catalogue, the director adopts it."""
    stage.seat(head)
    page = stage.go("manuals/catalogue/")
    for code in codes:
        page.locator(f'input[value="{code}"]').check()
    press(page, "สร้างฉบับร่าง")
    press(page, "เสนอขอความเห็นชอบคู่มือ")
    said(page, "เสนอ")
    stage.seat(director)
    page = stage.go("folder/")
    page.get_by_role("link", name="พิจารณาคู่มือ").click()
    press(page, "เห็นชอบและประกาศใช้")


def start_year(stage: Stage, by: User) -> Page:
    """As the pages suggest it."""
    stage.seat(by)
    page = stage.go("year/start/")
    press(page, "เริ่มปีงบประมาณ")
    expect(page.get_by_role("heading", level=1)).to_have_text("แผนภาพรายปี")
    return page


# Doing work


def take_up(page: Page) -> None:
    press(page, "รับเรื่อง")
    said(page, "รับเรื่องแล้ว")


def write_log(page: Page, text: str) -> None:
    page.get_by_label("สิ่งที่ได้ดำเนินการ").fill(text)
    press(page, "บันทึก")
    said(page, "บันทึกแล้ว")


def attach(page: Page, folder: Path, name: str) -> None:
    file = folder / name
    # Each a file of its own: the same content is stored once.
    file.write_bytes(PDF + f"% {page.url} {name}".encode())
    page.get_by_label("แนบไฟล์").set_input_files(file)
    press(page, "แนบหลักฐาน")
    said(page, "แนบหลักฐานแล้ว")


def use_tools(stage: Stage, user: User, task: Task, *codes: str) -> None:
    """What registers do of the task's actions, of all or of these; their own pages have tests of their own."""
    by, known = as_member(user, stage.office, on=today()), doers()
    for code in codes or task.actions:
        if code in known:
            known[code](Work(task, by, today(), 0))


def submit(page: Page, note: str = "", *, money: str = "", source: str = "", again: bool = False) -> None:
    page.get_by_label("ข้อความถึงผู้พิจารณา").fill(note)
    if money:
        page.get_by_text("เรื่องนี้มีวงเงิน").click()
        page.get_by_label("วงเงิน (บาท)").fill(money)
        page.get_by_label("แหล่งงบประมาณ").fill(source)
    press(page, "เสนออีกครั้ง" if again else "เสนอ")
    said(page, "เสนอแล้ว")


def do(stage: Stage, user: User, task: Task, folder: Path, *, file: str = "ผลการดำเนินงาน.pdf") -> Page:
    """Take up, attach what shows that it was done, submit."""
    page = stage.open_task(user, task)
    take_up(page)
    use_tools(stage, user, task)
    # The page that comes back knows what was done.
    attach(page, folder, file)
    submit(page, "เสนอเพื่อโปรดพิจารณา")
    return page


# Deciding


def card_of(page: Page, task: Task) -> Locator:
    """The matter in the folder."""
    return page.locator("article.ask").filter(has=page.locator(f'h2 a[href*="{task.pk}"]'))


def give(stage: Stage, user: User, task: Task, words: str, *, opinion: str = "", phone: bool = False) -> Page:
    """In แฟ้มเสนอ, on the card."""
    stage.seat(user, phone=phone)
    page = stage.go("folder/")
    card = card_of(page, task)
    if opinion:
        card.get_by_label("ความเห็น").fill(opinion)
    press(card, words)
    decided(page, task, words)
    return page


def decided(page: Page, task: Task, words: str) -> None:
    """Gone from those that wait, told among those of today."""
    expect(card_of(page, task)).to_have_count(0)
    reads(page.locator("#folder-today li").filter(has=page.locator(f'a[href*="{task.pk}"]')), words)


def stands(stage: Stage, task: Task, words: str) -> None:
    """How the task stands, as its page says it to who looks at it now."""
    page = stage.go(f"tasks/{task.pk}/")
    reads(page.locator(".facts-line"), words)
