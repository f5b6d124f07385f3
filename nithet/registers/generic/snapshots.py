"""Plain data of an item, as documents print it and versions keep it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from nithet.offices.models import Office
from nithet.offices.services.changing import plain
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item


def snapshot_of(book: Book[Any], office: Office, pk: UUID) -> dict[str, Any]:
    """Raises the model's DoesNotExist for another office's."""
    item = book.items().select_related("unit", "owner").get(office=office, pk=pk)
    return book.snapshot(item)


def heading_of(item: Item) -> dict[str, Any]:
    """What the snapshot of every item begins with."""
    return {
        "title": item.title,
        "unit": item.unit.name,
        "owner": item.owner.name if item.owner else "",
        "fiscal_year_be": item.fiscal_year_be,
        "on": plain(item.on),
    }
