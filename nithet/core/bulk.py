"""Inserting many new rows of one kind: one prepared statement for all of them.

Django's bulk_create asks every field of every row how to write itself, which takes four times as long as the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from nithet.core.cursors import prepared_cursor

# Fields whose values a driver takes as they stand in Python.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
Fit = Callable[[Any], Any]
Columns = list[tuple[str, Fit | None]]

MOST_AT_ONCE = 16
"""Rows in one statement."""


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows that have their keys. Like bulk_create it calls neither `save` nor signals."""
    if not rows:
        return
    statement, columns = _insert_of(type(rows[0]), connection.vendor)
    values = [[row.__dict__[name] if fit is None else fit(row.__dict__[name]) for name, fit in columns]
              for row in rows]  # fmt: skip
    if len(values) == 1:
        # One by itself goes to PostgreSQL without the pipeline that many are sent through.
        with prepared_cursor() as cursor:
            cursor.execute(statement, values[0])
        return
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def insert_new(rows: Sequence[models.Model], *, once: Sequence[str]) -> set[UUID]:
    """Insert those that are not there yet by the fields of the unique constraint `once`; the keys of those.

    Some at a time go in one statement. Sorted by what makes them unique, so that two who insert the same wait for each
    other in one order only.
    """
    made: set[UUID] = set()
    rows = sorted(rows, key=attrgetter(*once))
    first = 0
    for count in _sizes(len(rows)):
        made |= _insert_few(rows[first : first + count], tuple(once))
        first += count
    return made


def insert_new_with(
    rows: Sequence[models.Model], beside: Sequence[models.Model], *, once: Sequence[str], by: str
) -> set[UUID]:
    """As `insert_new`; and of `beside`, one of each row, which names its key in `by`, those of the new rows.

    All or nothing, or within the caller's transaction. On PostgreSQL one statement does it, which needs none around it.
    """
    if connection.vendor == "postgresql" and len(rows) <= MOST_AT_ONCE:
        pairs = sorted(zip(rows, beside, strict=True), key=lambda pair: attrgetter(*once)(pair[0]))
        made: set[UUID] = set()
        first, sizes = 0, list(_sizes(len(rows)))
        is_whole = len(sizes) == 1 or connection.in_atomic_block
        with nullcontext() if is_whole else transaction.atomic():
            for count in sizes:
                made |= _insert_pairs(pairs[first : first + count], tuple(once), by)
                first += count
        return made
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        made = insert_new(rows, once=once)
        insert_few([one for one in beside if getattr(one, by) in made])
    return made


def _insert_pairs(
    pairs: Sequence[tuple[models.Model, models.Model]], once: tuple[str, ...], by: str
) -> set[UUID]:
    kinds = type(pairs[0][0]), type(pairs[0][1])
    statement, of_rows, of_beside = _insert_pairs_of(*kinds, len(pairs), once, by)
    values = [_value(row, name, fit) for row, _ in pairs for name, fit in of_rows]
    values += [_value(row, name, fit) for _, row in pairs for name, fit in of_beside]
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return {key for (key,) in cursor.fetchall()}


def _value(row: models.Model, name: str, fit: Fit | None) -> Any:
    return row.__dict__[name] if fit is None else fit(row.__dict__[name])


@cache
def _insert_pairs_of(
    model: type[models.Model], beside: type[models.Model], count: int, once: tuple[str, ...], by: str
) -> tuple[str, Columns, Columns]:
    insert, of_rows = _insert_many_of(model, "postgresql", count, once)
    fields, quote = beside._meta.concrete_fields, connection.ops.quote_name  # noqa: SLF001  as below
    names = ", ".join(quote(str(field.column)) for field in fields)
    # The first row tells of which types all of them are.
    typed = ", ".join(
        f"%s::{field.rel_db_type(connection) if field.is_relation else field.db_type(connection)}"
        for field in fields
    )
    more = f", ({', '.join(['%s'] * len(fields))})" * (count - 1)
    statement = (
        f"WITH new AS ({insert}) INSERT INTO {quote(beside._meta.db_table)} ({names}) "  # noqa: S608, SLF001  our own names only
        f"SELECT told.* FROM (VALUES ({typed}){more}) AS told ({names}) JOIN new ON new.id = told.{quote(by)} RETURNING {quote(by)}"
    )
    return statement, of_rows, [(field.attname, fit_for(field)) for field in fields]


def insert_few(rows: Sequence[models.Model]) -> None:
    """As `insert_rows`, for some that come again and again: so many in one statement."""
    first = 0
    for count in _sizes(len(rows)):
        _insert_few(rows[first : first + count], ())
        first += count


def _sizes(count: int) -> Iterator[int]:
    """Powers of two: each is a statement that is prepared once."""
    size = MOST_AT_ONCE
    while count:
        while size > count:
            size //= 2
        yield size
        count -= size


def _insert_few(rows: Sequence[models.Model], once: tuple[str, ...]) -> set[UUID]:
    statement, columns = _insert_many_of(type(rows[0]), connection.vendor, len(rows), once)
    values = [
        row.__dict__[name] if fit is None else fit(row.__dict__[name])
        for row in rows
        for name, fit in columns
    ]
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return (
            {key if isinstance(key, UUID) else UUID(key) for (key,) in cursor.fetchall()} if once else set()
        )


@cache
def _insert_many_of(
    model: type[models.Model], vendor: str, count: int, once: tuple[str, ...]
) -> tuple[str, Columns]:
    statement, columns = _insert_of(model, vendor)
    marks = ", ".join(["%s"] * len(columns))
    statement += f", ({marks})" * (count - 1)
    if once:
        statement += f" ON CONFLICT ({', '.join(once)}) DO NOTHING RETURNING id"
    return statement, columns


@cache
def _insert_of(model: type[models.Model], vendor: str) -> tuple[str, Columns]:
    """The statement, and for each column its attribute with what makes a value fit for the database."""
    fields = model._meta.concrete_fields  # noqa: SLF001  the documented way to a model's fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)  # noqa: SLF001
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names of our own tables only
    return statement, [(field.attname, fit_for(field)) for field in fields]


def fit_for(field: models.Field[Any, Any]) -> Fit | None:
    """What makes a field's value fit for the driver; None: nothing is needed."""
    if isinstance(field, models.ForeignKey):
        # A reference is written as the key it points to.
        return fit_for(field.target_field)
    if isinstance(field, _PLAIN):
        return None
    if isinstance(field, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex

    def fit(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])

    return fit


def _hex(key: UUID | None) -> str | None:
    return None if key is None else key.hex
