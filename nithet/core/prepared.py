"""Queries and updates whose statement is made once.

Django makes a statement anew for each call, which takes longer than the database takes to answer it. It is worth a name
of its own where every change of state passes; anywhere else a plain queryset is as good and easier to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators

from nithet.core.bulk import Fit, fit_for
from nithet.core.cursors import prepared_cursor

Row = TypeVar("Row")
Value = UUID | date | str | int
Read = Callable[[Sequence[Any]], list[Any]]


class Prepared(Generic[Row]):
    """A query that is asked with different values, each of which stands in a comparison as it is given.

    `build` makes the queryset of its values; the examples tell their types, and stand nowhere else in the statement.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *examples: Value) -> None:
        self._build, self._examples = build, examples
        self._made: dict[str, tuple[_Statement, Read]] = {}

    def __call__(self, *values: Value) -> list[Row]:
        statement, read = self._made.get(connection.vendor) or self._make()
        with prepared_cursor() as cursor:
            cursor.execute(statement.text, statement.filled(values))
            return read(cursor.fetchall())

    def _make(self) -> tuple[_Statement, Read]:
        queryset = self._build(*self._examples)
        compiler = queryset.query.get_compiler(connection=connection)
        text, values = compiler.as_sql()
        made = _Statement.of(text, values, self._examples), _reader(queryset, compiler)
        self._made[connection.vendor] = made
        return made


class PreparedUpdate:
    """An update of the rows of one table, for which `build` makes the condition; values as for a query.

    Where `build` selects values, the update answers with them, as they are right after it: what would have to be asked
    next need not be asked.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *examples: Value) -> None:
        self._build, self._examples = build, examples
        self._made: dict[tuple[str, ...], tuple[_Statement, list[Fit | None], Read]] = {}

    def __call__(self, *values: Value, **facts: Any) -> int:
        """Set the fields, to values or objects and not to expressions. How many rows there were."""
        with prepared_cursor() as cursor:
            self._send(cursor, values, facts)
            return int(cursor.rowcount)

    def answered(self, *values: Value, **facts: Any) -> list[Any]:
        """As a call; what was selected, of each row that there was."""
        with prepared_cursor() as cursor:
            read = self._send(cursor, values, facts)
            return read(cursor.fetchall())

    def _send(self, cursor: Any, values: Sequence[Value], facts: dict[str, Any]) -> Read:
        key = (connection.vendor, *facts)
        statement, fits, read = self._made.get(key) or self._make(key, facts)
        plain = [fact.pk if isinstance(fact, models.Model) else fact for fact in facts.values()]
        set_to = [fact if fit is None else fit(fact) for fit, fact in zip(fits, plain, strict=True)]
        cursor.execute(statement.text, (*set_to, *statement.filled(values)))
        return read

    def _make(self, key: tuple[str, ...], facts: dict[str, Any]) -> tuple[_Statement, list[Fit | None], Read]:
        queryset = self._build(*self._examples)
        compiler = queryset.query.get_compiler(connection=connection)
        compiler.as_sql()  # only for what it finds out about what is selected
        condition, values = compiler.compile(queryset.query.where)
        if sum(map(bool, queryset.query.alias_refcount.values())) > 1:
            raise ValueError(f"{condition} asks more than one table")
        meta, quote = queryset.model._meta, connection.ops.quote_name  # noqa: SLF001  where a model's fields are
        fields: list[models.Field[Any, Any]] = [meta.get_field(name) for name in facts]
        columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
        if not _gives_objects(queryset):
            answers = [made for _, made, _ in compiler.select]
            condition += f" RETURNING {', '.join(sql for sql, _ in answers)}"
            values = [*values, *(value for _, given in answers for value in given)]
        start = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE "  # noqa: S608  our own names only
        statement = _Statement.of(condition, values, self._examples, start=start)
        made = statement, [fit_for(field) for field in fields], _reader(queryset, compiler)
        self._made[key] = made
        return made


@dataclass(frozen=True, slots=True)
class _Statement:
    """What Django made for one engine. `parts`: of which value each mark of the text is, or what it has of its own."""

    text: str
    parts: tuple[tuple[int | None, Any], ...]

    @classmethod
    def of(
        cls, text: str, values: Sequence[Any], examples: Sequence[Value], *, start: str = ""
    ) -> _Statement:
        """`start`: of the text, with marks of its own."""
        database = connections[DEFAULT_DB_ALIAS]
        kept = [_adapted(example, database) for example in examples]
        places = [kept.index(value) if value in kept else None for value in values]
        if not set(places) >= set(range(len(kept))):
            raise ValueError(f"{text} does not have each of {examples} as it is given")
        first, *rest = _MARK.split(text)
        made, parts = start + first, []
        for place, value, after in zip(places, values, rest, strict=True):
            written = _written(value) if place is None else None
            made += (written or "%s") + after
            if written is None:
                parts.append((place, value))
        return cls(made, tuple(parts))

    def filled(self, values: Sequence[Value]) -> tuple[Any, ...]:
        database = connections[DEFAULT_DB_ALIAS]
        given = [_adapted(value, database) for value in values]
        return tuple(own if place is None else given[place] for place, own in self.parts)


_MARK = re.compile(r"(?<!%)%s")


def _written(value: Any) -> str | None:
    """A constant as it stands in a text, if it can. An index of some rows only is of use to a plan that is made once
    where the text says which rows it is about; SQLite makes the plan anew each time where it cannot tell."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str) and "\0" not in value:
        return "'{}'".format(value.replace("'", "''").replace("%", "%%"))
    return None


def _adapted(value: Value, database: BaseDatabaseWrapper) -> Any:
    """As Django gives it to the driver."""
    if isinstance(value, UUID):
        return value if database.features.has_native_uuid_field else value.hex
    return database.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _reader(queryset: QuerySet[Any, Any], compiler: Any) -> Read:
    """What makes of a statement's rows what the queryset would give; looked up once, and not for each call."""
    converters = compiler.get_converters([column for column, *_ in compiler.select])

    def converted(rows: Sequence[Any]) -> list[Any]:
        return list(compiler.apply_converters(rows, converters)) if converters else list(rows)

    if not _gives_objects(queryset):
        is_flat = issubclass(queryset._iterable_class, FlatValuesListIterable)  # noqa: SLF001  as in _gives_objects
        return lambda rows: [row[0] if is_flat else tuple(row) for row in converted(rows)]
    make = _maker(compiler)
    return lambda rows: [make(row) for row in converted(rows)]


def _gives_objects(queryset: QuerySet[Any, Any]) -> bool:
    return issubclass(queryset._iterable_class, ModelIterable)  # noqa: SLF001  what tells values from objects


def _maker(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """As Django's ModelIterable makes an object of a row, with those that `select_related` brought."""
    kind, select, db = compiler.klass_info["model"], compiler.select, connection.alias
    places = compiler.klass_info["select_fields"]
    first, last = places[0], places[-1] + 1
    names = [column.target.attname for column, *_ in select[first:last]]
    populators: Any = get_related_populators  # the stubs tell of a later Django
    related = populators(compiler.klass_info, select, db)

    def make(row: Sequence[Any]) -> Any:
        made = kind.from_db(db, names, row[first:last])
        for populator in related:
            populator.populate(row, made)
        return made

    return make
