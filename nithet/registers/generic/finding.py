"""Items in search: one entry each, with what its book is found by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, prefetch_related_objects

from nithet.core.search import Entry, SearchKind, forget, index
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item

AT_ONCE = 500


def find_again(book: Book[Any], items: Sequence[Item]) -> None:
    """Bring the entries of items of one office up to date, in the transaction of their change."""
    prefetch_related_objects(items, *book.found_by)
    for office_id in {item.office_id for item in items}:
        mine = [item for item in items if item.office_id == office_id]
        index(office_id, [entry_of(book, item) for item in mine if not item.is_void])
        if voided := [item.pk for item in mine if item.is_void]:
            forget(office_id, book.code, voided)


def find_named(book: Book[Any], people: Collection[Person]) -> None:
    """Once people are called otherwise: all items whose entries say their names, which `found_by` leads to."""
    ways = [way for way in book.found_by if _leads_to_person(book.model, way)]
    if not ways:
        return
    named = reduce(or_, (Q(**{f"{way}__in": people}) for way in ways))
    standing = book.items().filter(named).exclude(state=Item.State.VOID)
    keys = list(standing.order_by().values_list("pk", flat=True).distinct())
    for first in range(0, len(keys), AT_ONCE):
        find_again(book, list(book.items().filter(pk__in=keys[first : first + AT_ONCE])))


def _leads_to_person(model: type[Model], way: str) -> bool:
    found: Any = model
    for name in way.split("__"):
        found = found._meta.get_field(name).related_model  # noqa: SLF001  the documented way
    return found is Person


def entry_of(book: Book[Any], item: Item) -> Entry:
    return Entry(
        book.code, item.pk, item.title, book.text(item), 0 if book.is_living else item.fiscal_year_be
    )


def search_kind(book: Book[Any]) -> SearchKind:
    return SearchKind(
        book.code,
        book.name,
        book.icon,
        partial(_visible, book),
        partial(_addresses, book),
        partial(_entries, book),
    )


def _visible(book: Book[Any], member: Member) -> Any:
    # What was voided while the night's rebuild ran is not found either.
    return access.visible_items(member, book).exclude(state=Item.State.VOID)


def _addresses(book: Book[Any], member: Member, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {pk: book.address("page", member.office.code, pk) for pk in ids}


def _entries(book: Book[Any], office_id: UUID) -> Iterable[Entry]:
    standing = book.items().filter(office=office_id).exclude(state=Item.State.VOID)
    for item in standing.prefetch_related(*book.found_by).iterator(chunk_size=AT_ONCE):
        yield entry_of(book, item)
