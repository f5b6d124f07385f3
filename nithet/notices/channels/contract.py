"""What every channel takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one sort. `left` are those that had no room."""

    name: str
    items: tuple[Item, ...]
    left: int = 0

    @property
    def count(self) -> int:
        return len(self.items) + self.left


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name it goes, with whole addresses of where to see all and to choose otherwise."""

    office: str
    all_address: str
    choices_address: str


@dataclass(frozen=True, slots=True)
class Message:
    """`key` names it for the receiving side, however often it is sent; `to` is an address of the channel's own sort."""

    key: UUID
    to: str
    name: str
    subject: str
    sections: tuple[Section, ...]
    sender: Sender
    opening: str = ""


FAULTY = "จัดทำข้อความนี้ไม่ได้เพราะข้อผิดพลาดของระบบ"
"""Of a message that our own code fails at. It is tried again, as each is."""


class Outcome(StrEnum):
    SENT = "sent"
    RETRY = "retry"  # this one, later
    DOWN = "down"  # the channel itself: nothing after it was tried
    REFUSED = "refused"  # for good


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message. `why` is a Thai sentence; `for_all`: this address will take no other message either."""

    key: UUID
    outcome: Outcome
    why: str = ""
    after: timedelta | None = None
    for_all: bool = field(default=False)


class Channel(Protocol):
    """Sends one after the other and tells of each as soon as it is known; ends after the first DOWN."""

    code: str

    def reaches_people(self) -> bool: ...

    def send(self, messages: Iterable[Message]) -> Iterator[Result]: ...
