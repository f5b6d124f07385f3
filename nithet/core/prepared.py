"""Queries whose statement is made once.

Django makes a statement anew for each call, which takes longer than the database takes to answer it. It is worth a name
of its own where every change of state passes; anywhere else a plain queryset is as good and easier to read.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

Row = TypeVar("Row")
Value = UUID | date | str


class Prepared(Generic[Row]):
    """A query that is asked with different values, each of which stands in a comparison as it is given.

    `build` makes the queryset of its values; the examples tell their types, and stand nowhere else in the statement.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *examples: Value) -> None:
        self._build, self._examples = build, examples
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: Value) -> list[Row]:
        made = self._made.get(connection.vendor) or self._make()
        return list(made.asked(values))

    def _make(self) -> _Made:
        queryset = self._build(*self._examples)
        compiler = queryset.query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
        kept = [_adapted(example) for example in self._examples]
        places = [kept.index(value) if value in kept else None for value in values]
        if not set(places) >= set(range(len(kept))):
            raise ValueError(f"{statement} does not have each of {self._examples} as it is given")
        made = _Made(queryset, compiler, statement, tuple(zip(places, values, strict=True)))
        self._made[connection.vendor] = made
        return made


@dataclass(frozen=True, slots=True)
class _Made:
    """What Django made of a queryset for one engine. `parts`: of which value a mark of the statement is, or its own."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    statement: str
    parts: tuple[tuple[int | None, Any], ...]

    def asked(self, values: tuple[Value, ...]) -> QuerySet[Any, Any]:
        given = [_adapted(value) for value in values]
        params = tuple(own if place is None else given[place] for place, own in self.parts)
        # A copy each time: the connection is the thread's own.
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.statement, params)
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return asked


def _adapted(value: Value) -> Any:
    """As Django gives it to the driver."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
