"""What items keep about a person: who is responsible, and free text that may name somebody."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q

from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import ItemVersion

_NO_WORDS = {"state"}


def declare_book(book: Book[Any]) -> None:
    declare(Source("work", book.name, ("เรื่อง", "กลุ่ม", "ปีงบประมาณ", "สถานะ"), partial(_items, book)))
    declare_texts(
        Texts(
            book.name,
            book.model,
            (*text_fields(book.model), *_json_fields(book.model)),
            partial(_pages, book, "pk"),
        )
    )
    kept = Q(kind=book.code)
    declare_texts(
        Texts(
            f"{book.name}: ฉบับที่เสร็จสิ้น",
            ItemVersion,
            ("snapshot",),
            partial(_pages, book, "object_id"),
            among=kept,
        )
    )
    for kind in book.parts:
        if texts := text_fields(kind.model):
            declare_texts(
                Texts(f"{book.name}: {kind.label}", kind.model, texts, partial(_pages, book, "item_id"))
            )


def text_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Where people typed freely."""
    free = (models.CharField, models.TextField)
    fields = model._meta.concrete_fields  # noqa: SLF001  the documented way
    return tuple(f.name for f in fields if isinstance(f, free) and not f.choices and f.name not in _NO_WORDS)


def _json_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Names of files, and what was read out of them."""
    fields = model._meta.concrete_fields  # noqa: SLF001  the documented way
    return tuple(f.name for f in fields if isinstance(f, models.JSONField))


def _items(book: Book[Any], person: Person) -> list[Row]:
    mine = Q(made_by=person.user_id) if person.user_id else Q(pk__in=())
    concerns = book.of_person(person) or Q(owner=person)
    inner = book.items().filter(mine | Q(owner=person) | concerns)
    found = book.items().filter(pk__in=inner.values("pk")).select_related("unit").order_by("made_at", "pk")
    return [(one.title, one.unit.name, str(one.fiscal_year_be), book.words_of(one.state)) for one in found]


def _pages(book: Book[Any], key: str, member: Member, rows: Rows) -> list[Place]:
    found = (
        access.visible_items(member, book)
        .filter(pk__in=rows.values(key))
        .order_by("made_at", "pk")[:MOST_SHOWN]
    )
    return [Place(one.title, book.address("page", member.office.code, one.pk)) for one in found]
