"""Items' own days in the calendar, by the rights of who looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from nithet.cycles.access import overseen_divisions
from nithet.cycles.register import RegisterDay
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.book import Book, ItemDay
from nithet.registers.generic.models import Item
from nithet.thai.calendar import Span


def days_of(book: Book[Any], member: Member, span: Span, *, units: bool) -> Iterator[RegisterDay]:
    """A query, and those of what the book loads with it; in an item of others one has the days that are nobody's alone, or one's own."""
    items = access.visible_items(member, book).exclude(state=Item.State.VOID)
    narrowed = _overseen(items, member) if units else _of_mine(items, book, member)
    for one in book.days(narrowed.select_related("unit", "owner"), span):
        if units or one.person in (None, member.person) or one.item.owner_id == member.person.pk:
            yield _day(book, member, one)


def _overseen(items: QuerySet[Any], member: Member) -> QuerySet[Any]:
    divisions = overseen_divisions(member)
    return items if divisions is None else items.filter(Q(unit__in=divisions) | Q(unit__parent__in=divisions))


def _of_mine(items: QuerySet[Any], book: Book[Any], member: Member) -> QuerySet[Any]:
    mine = book.items().filter(Q(owner=member.person) | book.named(member), office=member.office)
    return items.filter(pk__in=mine.values("pk"))


def _day(book: Book[Any], member: Member, one: ItemDay) -> RegisterDay:
    item = one.item
    who = one.person or item.owner
    title = one.title or item.title
    return RegisterDay(
        key="-".join(filter(None, (book.code, str(one.row or item.pk), one.mark))),
        day=one.day,
        until=one.until or one.day,
        what=one.what,
        title=title,
        why=item.title if one.title else book.item_word,
        address=book.address("page", member.office.code, item.pk),
        icon=book.icon,
        who=who.name if who else item.unit.short_name,
        standing=one.standing,
    )
