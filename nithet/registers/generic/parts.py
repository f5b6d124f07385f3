"""Rows inside an item: stored as they were ordered, those that are gone taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from nithet.core.bulk import insert_rows
from nithet.offices.services.changing import Differences, plain, take_over
from nithet.registers.generic.book import Book, PartKind
from nithet.registers.generic.models import Item, Part

Row = dict[str, Any]
"""The fields of one row; with `id` where it is known already."""


def put_parts(book: Book[Any], item: Item, given: Mapping[str, Sequence[Row]]) -> Differences:
    """Make the rows of an item what was given; kinds that were not given stay. Returns what differs, for history."""
    changed: Differences = {}
    for kind in book.parts:
        if kind.code in given:
            changed |= _put(kind, item, given[kind.code])
    return changed


def make_parts(book: Book[Any], item: Item, given: Mapping[str, Sequence[Row]]) -> None:
    """The rows of a new item, which has none yet."""
    for kind in book.parts:
        rows = enumerate(given.get(kind.code, ()))
        insert_rows([part_of(kind, item, _without_key(row), position) for position, row in rows])


def _without_key(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def _put(kind: PartKind, item: Item, rows: Sequence[Row]) -> Differences:
    known = {part.pk: part for part in kind.rows(item)}
    before = [said(part) for part in known.values()]
    new, after = [], []
    for position, row in enumerate(rows):
        facts = _without_key(row) | {"position": position}
        if (part := _taken(known, row.get("id"))) is None:
            new.append(part := part_of(kind, item, facts, position))
        elif differs := take_over(part, facts):
            # What others record in a row beside this form stays.
            part.save(update_fields=[*differs])
        after.append(said(part))
    kind.rows(item).filter(pk__in=known).delete()
    insert_rows(new)
    return {kind.code: [before, after]} if before != after else {}


def part_of(kind: PartKind, item: Item, facts: Row, position: int) -> Part:
    """A new row of an item, not stored yet."""
    part = kind.model(office_id=item.office_id, item=item)  # type: ignore[misc]  # all parts have their item
    put_on(part, {**facts, "position": position})
    return part


def rows_beside(kind: PartKind, item: Item, rows: Sequence[Row]) -> tuple[str, str]:
    """The rows that are stored and those that were typed, a line each."""
    made = [part_of(kind, item, _without_key(row), position) for position, row in enumerate(rows)]
    return "\n".join(map(said, kind.rows(item))), "\n".join(map(said, made))


def put_on(thing: models.Model, facts: Row | Mapping[str, Any]) -> None:
    """Facts of something new, which has nothing to compare with."""
    for name, value in facts.items():
        setattr(thing, name, value)


def _taken(known: dict[UUID, Part], pk: UUID | None) -> Part | None:
    """A row once; the others that are left were taken away."""
    return known.pop(pk, None) if pk else None


def said(part: Part) -> str:
    """A row as history keeps it."""
    return str(plain(str(part)))
