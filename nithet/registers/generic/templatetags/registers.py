"""What the templates of registers draw alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from nithet.core.templatetags.nithet import state
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item, ItemVersion
from nithet.thai.dates import format_date
from nithet.thai.numerals import plain_number

register = template.Library()

_CODES = {Item.State.DRAFT: "open", Item.State.DONE: "done", Item.State.VOID: "void"}


@register.simple_tag(takes_context=True)
def item_url(context: Context, book: Book[Any], item: Item) -> str:
    return book.address("page", context["office"].code, item.pk)


@register.simple_tag(takes_context=True)
def version_url(context: Context, book: Book[Any], item: Item, version: ItemVersion) -> str:
    return book.address("version", context["office"].code, item.pk, version.number)


@register.simple_tag
def item_state(item: Item, words: str) -> SafeString:
    return state(_CODES[Item.State(item.state)], words)


@register.filter
def shown(value: Any) -> str:
    """A value beside another one: words for what is empty, days as people write them."""
    if isinstance(value, date):
        return format_date(value, "short")
    return str(value) if value not in (None, "") else "ว่าง"


@register.inclusion_tag("generic/snapshot.html")
def snapshot_table(book: Book[Any], snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """What a version holds: facts, then its rows as tables."""
    labels = book.snapshot_labels
    facts = [
        (labels[name], value)
        for name, value in snapshot.items()
        if name in labels and not isinstance(value, list)
    ]
    return {"facts": facts, "tables": list(_tables(labels, snapshot))}


def _tables(
    labels: Mapping[str, str], snapshot: Mapping[str, Any]
) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    for name, rows in snapshot.items():
        if name in labels and isinstance(rows, list) and rows:
            columns = [column for column in rows[0] if column in labels]
            yield labels[name], [labels[c] for c in columns], [[row.get(c) for c in columns] for row in rows]


@register.filter
def baht(amount: Decimal | None) -> str:
    """“1,234.50”; nothing where there is none."""
    return "" if amount is None else f"{amount:,.2f}"


register.filter("plain_number", plain_number)


@register.filter
def signed(value: Decimal | None) -> str:
    """With its sign: “+3”, “−12.5”."""
    if value is None:
        return ""
    return f"{'−' if value < 0 else '+' if value else ''}{plain_number(abs(value))}"
