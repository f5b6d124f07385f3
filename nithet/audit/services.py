"""Writing history, in the transaction of the change it tells of. `erasing` takes a person out of it."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction

from nithet.audit.models import Entry
from nithet.audit.sealing import seal_soon
from nithet.core.bulk import insert_rows
from nithet.core.clock import now


class Actor(Protocol):
    """Whoever acts: a user, or the system under its own name."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> str: ...


def entry(
    verb: str,
    *,
    by: Actor | None,
    on: models.Model,
    within: UUID | None = None,
    why: str = "",
    at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """An unsaved row of history about `on`. Without `by` the system itself acted."""
    kind = type(on).__name__.lower()
    return Entry(
        # An office's own changes belong to it too.
        office_id=on.pk if kind == "office" else getattr(on, "office_id", None),
        at=at or now(),
        by_id=by.pk if by else None,
        by_name=by.name[:200] if by else "ระบบ",
        verb=verb,
        kind=kind,
        object_id=on.pk,
        within_id=within,
        title=str(on)[:500],
        why=why,
        facts=facts,
    )


def record(
    verb: str,
    *,
    by: Actor | None,
    on: models.Model,
    within: UUID | None = None,
    why: str = "",
    at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """Write one row of history. `verb` is a code like "task.submitted"; `facts` are plain data."""
    made = entry(verb, by=by, on=on, within=within, why=why, at=at, **facts)
    insert_rows([made])
    _seal_after_commit({made.office_id})
    return made


def record_many(entries: list[Entry]) -> None:
    insert_rows(entries)
    _seal_after_commit({made.office_id for made in entries})


def _seal_after_commit(offices: Iterable[UUID | None]) -> None:
    for office_id in offices:
        transaction.on_commit(partial(seal_soon, office_id))
