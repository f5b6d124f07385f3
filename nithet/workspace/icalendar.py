"""Whole days as an iCalendar file (RFC 5545), which the calendars of phones and offices read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

CONTENT_TYPE = "text/calendar; charset=utf-8"
_EVERY = timedelta(hours=6)


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
    made = icalendar.Calendar()
    facts = {
        "prodid": "-//Nithet//Nithet//TH", "version": "2.0", "calscale": "GREGORIAN", "method": "PUBLISH",
        "x-wr-calname": _seen(name), "x-wr-timezone": "Asia/Bangkok", "x-published-ttl": "PT6H",
    }  # fmt: skip
    for fact, value in facts.items():
        made.add(fact, value)
    made.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(_event(event, at))
    content: bytes = made.to_ical()
    return content.decode()


def _event(event: Event, at: datetime) -> icalendar.Event:
    """The day after the last is where a whole-day event ends."""
    made = icalendar.Event()
    facts = {
        "uid": event.uid, "dtstamp": at.astimezone(UTC), "dtstart": event.day, "dtend": event.until + timedelta(days=1),
        "summary": _seen(event.summary), "description": _seen(event.description), "url": event.url,
        "categories": event.categories and [_seen(event.categories)], "transp": "TRANSPARENT",
    }  # fmt: skip
    for fact, value in facts.items():
        if value:
            made.add(fact, value)
    return made


def _seen(words: str) -> str:
    """Without what no text of a calendar may hold."""
    return "".join(letter for letter in words if (letter >= " " and letter != "\x7f") or letter in "\n\t")
