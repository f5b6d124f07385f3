"""Writing history, in the transaction of the change it tells of; and taking a person out of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max, QuerySet

from nithet.audit.erasures import PSEUDONYMISED, erasure_facts
from nithet.audit.models import Entry
from nithet.audit.sealing import seal, seal_soon, sealed
from nithet.core.bulk import insert_rows
from nithet.core.clock import now

ROWS_A_STATEMENT = 500
ROWS_NAMED_AN_ENTRY = 1000


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
    made.save(force_insert=True)
    _seal_after_commit({made.office_id})
    return made


def record_many(entries: list[Entry]) -> None:
    insert_rows(entries)
    _seal_after_commit({made.office_id for made in entries})


def _seal_after_commit(offices: Iterable[UUID | None]) -> None:
    for office_id in offices:
        transaction.on_commit(partial(seal_soon, office_id))


# Taking a person out of history


@dataclass(frozen=True)
class Seen:
    """Rows that hold one of the names, up to a place in the chain."""

    names: frozenset[str] = frozenset()
    rows: frozenset[UUID] = frozenset()
    up_to: int = 0


def look_for(office_id: UUID | None, names: Sequence[str]) -> Seen:
    """The long part of an erasure: all history is read. Before the transaction that erases, so that nobody waits."""
    seal(office_id)
    last = sealed(office_id).aggregate(last=Max("sequence"))["last"] or 0
    return Seen(frozenset(names), frozenset(_holding(office_id, names, Seen())), last)


def erase_person(
    office_id: UUID | None,
    user_id: UUID | None,
    object_ids: Iterable[UUID],
    alias: str,
    by: Actor | None,
    *,
    names: Sequence[str] = (),
    seen: Seen | None = None,
) -> int:
    """Put the alias where the user acted; blank what was told about these objects, and texts that hold one of the names.

    `seen` is what was found of these names before; only what came since is read then.
    The rows stay and the chain holds. Sent again, it changes what is left. Returns how many rows changed.
    """
    seal(office_id)
    alias = alias[:200]
    about = {*object_ids, *({user_id} if user_id else ())}
    acted = _ids(_signed(office_id).filter(by_id=user_id).exclude(by_name=alias)) if user_id else []
    told = _ids(_with_texts(office_id).filter(object_id__in=about))
    known = seen if seen and seen.names.issuperset(names) else Seen()
    named = sorted(_holding(office_id, names, known) - set(told))
    if not (acted or told or named):
        return 0
    # First: a break after it leaves names that the next call finds, never a blank that nothing explains.
    for rows in _parts(named, ROWS_NAMED_AN_ENTRY) or [[]]:
        _record_erasure(office_id, user_id, about, rows, alias, by)
    at = now()
    _change(acted, by_name=alias, name_salt="", erased_at=at)
    _change([*told, *named], title="", why="", facts={}, text_salt="", erased_at=at)
    return len({*acted, *told, *named})


def _signed(office_id: UUID | None) -> QuerySet[Entry]:
    return sealed(office_id).exclude(name_salt="")


def _with_texts(office_id: UUID | None) -> QuerySet[Entry]:
    return sealed(office_id).exclude(text_salt="").exclude(verb=PSEUDONYMISED)


def _ids(entries: QuerySet[Entry]) -> list[UUID]:
    return list(entries.values_list("pk", flat=True))


def _holding(office_id: UUID | None, names: Sequence[str], known: Seen) -> set[UUID]:
    """Rows that hold a name somewhere in their texts. Read one by one, for no index finds them."""
    if not names:
        return set()
    later = _with_texts(office_id).filter(sequence__gt=known.up_to)
    rows = later.values_list("pk", "title", "why", "facts").iterator(2000)
    return {*known.rows, *(pk for pk, *texts in rows if _holds(texts, names))}


def _holds(texts: list[Any], names: Sequence[str]) -> bool:
    text = json.dumps(texts, ensure_ascii=False)
    return any(name in text for name in names)


def _record_erasure(
    office_id: UUID | None,
    user_id: UUID | None,
    about: set[UUID],
    rows: list[UUID],
    alias: str,
    by: Actor | None,
) -> None:
    """The entry that verification looks for. It names nobody, also where people erase themselves."""
    person = min(about) if about else min(rows)
    by_name = "ระบบ" if by is None else alias if by.pk == user_id else by.name
    Entry.objects.create(
        office_id=office_id, at=now(), by_id=by.pk if by else None, by_name=by_name[:200], verb=PSEUDONYMISED,
        kind="person", object_id=person, title=alias,
        facts=erasure_facts(alias, user_id, about, rows),
    )  # fmt: skip
    _seal_after_commit({office_id})


def _change(ids: list[UUID], **values: Any) -> None:
    for part in _parts(ids, ROWS_A_STATEMENT):
        Entry.objects.filter(pk__in=part).update(**values)


def _parts(ids: list[UUID], size: int) -> list[list[UUID]]:
    return [ids[begin : begin + size] for begin in range(0, len(ids), size)]
