"""What is pasted into a chat of LINE: a short text, the way to the page, and a picture of that way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from nithet.core.qr import in_browser, picture_of


class LineText(NamedTuple):
    text: str
    # The address of the QR code's picture.
    picture: str


def line_text(
    title: str, lines: Iterable[str], url: str, *, after: Iterable[str] = (), way: str = "เปิดดูที่"
) -> LineText:
    """`url` is absolute, of a page of ours; `after` stands below it, like who is still missing. Empty lines are left out."""
    told = (title, *lines, f"{way} {in_browser(url)}", *after)
    path = urlunsplit(("", "", *urlsplit(url)[2:]))
    return LineText("\n".join(line for line in told if line), picture_of(path))
