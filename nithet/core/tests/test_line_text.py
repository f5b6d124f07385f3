"""What is pasted into a chat of LINE, and the picture that leads to the page."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from nithet.accounts.models import User
from nithet.core.line_text import line_text
from nithet.core.qr import in_browser

PAGE = "https://nithet.example/satit1/tasks/1/"


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("/a/", "/a/?openExternalBrowser=1"),
        ("/a/?b=1", "/a/?b=1&openExternalBrowser=1"),
        ("/a/#c", "/a/?openExternalBrowser=1#c"),
        ("/a/#c?d", "/a/?openExternalBrowser=1#c?d"),
    ],
)
def test_a_link_of_a_chat_opens_in_the_phones_browser(address: str, opened: str) -> None:
    assert in_browser(address) == opened


def test_the_text_is_short_and_has_no_empty_lines() -> None:
    line = line_text("สำรวจห้องเรียน", ["ครบกำหนด 30 พ.ย. 2569", ""], PAGE, after=["ยังไม่ส่ง 2 ราย"])
    assert line.text == (
        f"สำรวจห้องเรียน\nครบกำหนด 30 พ.ย. 2569\nเปิดดูที่ {PAGE}?openExternalBrowser=1\nยังไม่ส่ง 2 ราย"
    )


def test_its_picture_can_be_kept_and_sent(client: Client, head: User) -> None:
    client.force_login(head)
    response = client.get(line_text("เรื่อง", [], PAGE).picture)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "private" in response["Cache-Control"]
    picture = Image.open(BytesIO(response.content))
    assert picture.width == picture.height > 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "javascript:1",
        "/\\elsewhere",
        "/" + "a" * 500,
        "/\n",
    ],
)
def test_there_are_pictures_of_our_own_pages_only(client: Client, head: User, path: str) -> None:
    client.force_login(head)
    assert client.get("/qr/", {"to": path}).status_code == 404


def test_who_is_not_signed_in_gets_no_picture(client: Client, db: None) -> None:
    assert client.get("/qr/", {"to": "/"}).status_code == 302
    assert client.post("/qr/").status_code in (302, 405)
