"""So many submissions as a country sends in a year, with their sealed history: put in at once, not sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction

from nithet.audit.models import Entry
from nithet.core.bulk import insert_rows
from nithet.core.ids import new_id
from nithet.forms.models import FormVersion, Submission

AT_ONCE = 5000
_TYPES = {
    "integer": "int4", "smallint": "int2", "bigint": "int8", "boolean": "bool", "timestamp with time zone": "timestamptz",
}  # fmt: skip


def seed(version: FormVersion, count: int) -> None:
    """As many as were sent, over and over, each with a name of its own."""
    alike = list(Submission.objects.filter(version=version).order_by("-pk")[:200])
    with transaction.atomic():
        rows = submissions(alike, count)
        for number, some in enumerate(chunks(rows)):
            put(some)
            put([entry(one, -number * AT_ONCE - place - 1) for place, one in enumerate(some)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")


def chunks(rows: Iterator[Submission]) -> Iterator[list[Submission]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def submissions(alike: Sequence[Submission], count: int) -> Iterator[Submission]:
    for number in range(count):
        one = alike[number % len(alike)]
        facts = {field.attname: getattr(one, field.attname) for field in fields_of(Submission)}
        key = new_id()
        digest = hashlib.sha256(key.bytes).hexdigest()
        own = {
            "id": key, "instance_id": f"uuid:{uuid4()}", "sha256": digest, "subject": digest,
            "received_at": one.received_at - timedelta(seconds=number + 1),
        }  # fmt: skip
        yield Submission(**(facts | own))


def entry(one: Submission, sequence: int) -> Entry:
    """Sealed before all that is there: only its place matters here, not its digests."""
    return Entry(
        id=new_id(), office_id=one.office_id, at=one.received_at, by_id=one.sent_by_id, by_name="head ทดสอบ",
        verb="submission.received", kind="submission", object_id=one.pk, within_id=one.form_id, title=one.reference,
        sequence=sequence, digest=one.sha256, name_salt="0" * 32, name_digest=one.sha256, text_salt="0" * 32,
        text_digest=one.sha256,
    )  # fmt: skip


def fields_of(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return model._meta.concrete_fields  # noqa: SLF001  the documented way to a model's fields


def put(rows: Sequence[models.Model]) -> None:
    """By COPY where there is one."""
    if connection.vendor != "postgresql":
        insert_rows(rows)
        return
    fields = fields_of(type(rows[0]))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        statement = f"COPY {rows[0]._meta.db_table} ({columns}) FROM STDIN (FORMAT BINARY)"  # noqa: SLF001
        with cursor.copy(statement) as copy:
            copy.set_types([type_of(field) for field in fields])
            for row in rows:
                copy.write_row([given(field, getattr(row, field.attname)) for field in fields])


def type_of(field: models.Field[Any, Any]) -> str:
    told = str(field.db_type(connection)).partition("(")[0]
    return _TYPES.get(told, told)


def given(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        from psycopg.types.json import Jsonb  # noqa: PLC0415  not every office has it

        return Jsonb(value, dumps=lambda told: json.dumps(told, ensure_ascii=False, default=str))
    return value
