"""Answerables of one register that items of another answer, such as needs that plans answer. Neither register knows the other.

Who has such things declares them when Django starts; who answers them offers them on the pages of its items.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from nithet.offices.members import Member
from nithet.registers.generic.book import book_of
from nithet.registers.generic.models import Item
from nithet.registers.generic.queries import resolve


@dataclass(frozen=True, slots=True)
class Answerable:
    """As it is offered and shown; without an address where the member may not open it."""

    pk: UUID
    title: str
    about: str = ""
    address: str = ""


class Answerables(Protocol):
    def offered(self, member: Member, kind: str, key: UUID) -> Sequence[Answerable]:
        """What nothing answers yet, and what this item answers; only what the member sees."""

    def answered(self, member: Member, kind: str, key: UUID) -> Sequence[Answerable]:
        """What this item answers."""

    def answer(self, kind: str, item: Item, chosen: Collection[UUID], *, by: Member) -> None:
        """This item answers the chosen ones, and none of the others that are offered. The caller has asked whether `by` may."""


ANSWERABLES: list[Answerables] = []


def offered_to(member: Member, kind: str, key: UUID) -> list[Answerable]:
    return [one for kept in ANSWERABLES for one in kept.offered(member, kind, key)]


def answered_by(member: Member, kind: str, key: UUID) -> list[Answerable]:
    return [one for kept in ANSWERABLES for one in kept.answered(member, kind, key)]


def answer(kind: str, item: Item, chosen: Collection[UUID], *, by: Member) -> None:
    for kept in ANSWERABLES:
        kept.answer(kind, item, chosen, by=by)


@dataclass(frozen=True, slots=True)
class Answering:
    """The item that answers it, as it is called now."""

    title: str
    word: str
    address: str
    is_void: bool


def answering(member: Member, kind: str, key: UUID | None) -> Answering | None:
    """None where its register is not there any more."""
    book = book_of(kind)
    found = resolve(book, member, [key]).get(key) if book and key else None
    if book is None or key is None or found is None:
        return None
    is_void = book.items().filter(pk=key, state=Item.State.VOID).exists()
    return Answering(found.title, book.item_word, found.address, is_void)
