"""Whole days as an iCalendar file (RFC 5545), which the calendars of phones and offices read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets, without the line's end."""
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """From `day` to `until`, both included. It is to be known of, and takes nobody's time."""

    uid: str
    day: date
    until: date
    summary: str
    description: str = ""
    url: str = ""
    categories: str = ""


def calendar_text(name: str, events: Iterable[Event], *, at: datetime) -> str:
    """`at` is when all of it was true."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nithet//Nithet//TH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}", "X-WR-TIMEZONE:Asia/Bangkok", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]  # fmt: skip
    for event in events:
        lines += _event(event, at)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Event, at: datetime) -> Iterator[str]:
    """The day after the last is where a whole-day event ends."""
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.until + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{text(event.summary)}"
    for name, value in (("DESCRIPTION", text(event.description)), ("URL", event.url)):
        if value:
            yield f"{name}:{value}"
    if event.categories:
        yield f"CATEGORIES:{text(event.categories)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def text(words: str) -> str:
    """As a value: marks that mean something are escaped, what no text holds is left out."""
    kept = "".join(letter for letter in words.replace("\r\n", "\n") if letter >= " " or letter in "\n\t")
    return kept.replace("\x7f", "").translate(_TEXT)


def folded(line: str) -> str:
    """In pieces of at most 75 octets, no character cut, each further one after a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece]) + "\r\n"
