"""What of the database is kept, and a row as a line of text that is the same on every engine."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Model, QuerySet, Value
from django.utils.duration import duration_iso_string

# Made anew by Django (types, permissions) or by the worker (search), of the moment only (sessions), or of the machine
# (queue, heartbeat). Whoever works signs in again after a restore; jobs go on from their own rows.
NOT_KEPT_APPS = frozenset({"auth", "contenttypes", "sessions", "usersessions", "django_tasks_database"})
NOT_KEPT = frozenset({"core.heartbeat", "core.searchentry"})
CHUNK = 2000

AnyField = Field[Any, Any]


def kept_models(registry: Apps) -> list[type[Model]]:
    """All tables of an archive, those between many and many too, in a fixed order."""
    every = registry.get_models(include_auto_created=True)
    return sorted((model for model in every if is_kept(model)), key=label)


def is_kept(model: type[Model]) -> bool:
    about = model._meta  # noqa: SLF001  the documented way to what a model is
    if about.app_label in NOT_KEPT_APPS or about.label_lower in NOT_KEPT:
        return False
    return about.managed and not about.proxy and not about.swapped


def columns(model: type[Model]) -> dict[str, AnyField]:
    """What is stored, by name; what the database computes itself is not."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001
    return {field.attname: field for field in fields if not field.generated}


def label(model: type[Model]) -> str:
    """ "cycles.task": what a table is called in archives."""
    return model._meta.label_lower  # noqa: SLF001


def quoted_table(model: type[Model], connection: BaseDatabaseWrapper) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def rows_of(model: type[Model], alias: str) -> QuerySet[Model]:
    return model._base_manager.using(alias)  # noqa: SLF001  no manager may leave rows out


def lines(model: type[Model], alias: str, names: Sequence[str]) -> Iterator[bytes]:
    """All rows, with the columns in that order."""
    rows = rows_of(model, alias).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield line(row)


def line(row: Sequence[object]) -> bytes:
    """Keys in order, since PostgreSQL does not keep the order of an object's keys."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return f"{text}\n".encode()


def _plain(value: object) -> str:
    match value:
        case UUID() | Decimal():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return b64encode(value).decode()
        case _:
            raise TypeError(f"A backup cannot hold {type(value)}")


def reader(fields: Sequence[AnyField], connection: BaseDatabaseWrapper) -> Callable[[bytes], list[Any]]:
    """Turns a line into what the database driver takes. Nothing is changed on the way: no default, no "now"."""
    ways = [_way(field, connection) for field in fields]

    def read(text: bytes) -> list[Any]:
        return [way(value) for way, value in zip(ways, json.loads(text), strict=True)]

    return read


def _way(field: AnyField, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    def way(value: Any) -> Any:
        return field.get_db_prep_save(field.to_python(value), connection)

    def json_way(value: Any) -> Any:
        # An empty value of a column that takes no NULL was JSON's own null.
        given = Value(None, JSONField()) if value is None and not field.null else value
        return field.get_db_prep_save(given, connection)

    return json_way if isinstance(field, JSONField) else way


class Digest:
    """Of lines in any order: engines sort texts differently, and a digest of a sum does not mind."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, text: bytes) -> None:
        self.count += 1
        self._sum += int.from_bytes(sha256(text).digest(), "big")

    def hexdigest(self) -> str:
        return f"{self._sum % 2**256:064x}"


def digest_of(model: type[Model], alias: str, names: Sequence[str]) -> Digest:
    digest = Digest()
    for text in lines(model, alias, names):
        digest.add(text)
    return digest
