"""Taking a person out of history in short transactions, which may be broken off after any of them.

The entry that says whom history no longer names always comes before the blanks that it explains, so that the chain
verifies at every moment. What a break leaves is found by the next call.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nithet.audit.erasures import PSEUDONYMISED, erasure_facts
from nithet.audit.models import Entry
from nithet.audit.sealing import chain_of, seal, sealed
from nithet.audit.services import Actor
from nithet.core.clock import now

ROWS_READ = 2000
ROWS_A_TRANSACTION = 200
ROWS_NAMED_AN_ENTRY = 1000


@dataclass(frozen=True)
class Whom:
    """Whose acts get the alias, which objects nothing more is told of, and which names no text may hold."""

    alias: str
    user_id: UUID | None = None
    objects: frozenset[UUID] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def about(self) -> set[UUID]:
        return {*self.objects, *({self.user_id} if self.user_id else ())}


@dataclass(frozen=True)
class Step:
    """How far it is: rows read of those to read, or rows changed of those to change."""

    doing: str
    done: int
    total: int


@dataclass
class _Found:
    """Rows to change: signed by the person, told about them, and naming them besides."""

    acted: list[UUID]
    told: list[UUID]
    named: list[UUID]

    def __len__(self) -> int:
        return len({*self.acted, *self.told, *self.named})


def erase_person(office_id: UUID | None, whom: Whom, *, by: Actor | None) -> int:
    """All of it at once. Returns how many rows changed; sent again, it changes what is left."""
    steps = erasing(office_id, whom, by=by)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # what `erasing` returns


def erasing(office_id: UUID | None, whom: Whom, *, by: Actor | None) -> Generator[Step, None, int]:
    """Put the alias where the user acted; blank what was told about the objects, and texts that hold a name.

    Each step is a transaction of its own, or none. What others write meanwhile is looked through too. Returns how
    many rows changed.
    """
    changed = after = 0
    while (last := _last(office_id)) > after:
        named = yield from _naming(office_id, whom.names, after, last)
        found = _found(office_id, whom, named)
        if found.acted or found.told or found.named:
            yield from _erase(office_id, whom, found, by)
        changed += len(found)
        after = last
    return changed


def _last(office_id: UUID | None) -> int:
    """The end of what is sealed: only that is blanked, for an erasure must stand behind what it explains."""
    seal(office_id)
    chain = chain_of(office_id)
    return chain.sequence if chain else 0


def _naming(
    office_id: UUID | None, names: Sequence[str], after: int, last: int
) -> Generator[Step, None, list[UUID]]:
    """Rows whose texts hold a name. Read one by one, for no index finds them."""
    found: list[UUID] = []
    begin = after
    while names and begin < last:
        texts = _with_texts(office_id).filter(sequence__gt=begin, sequence__lte=last)
        rows = list(texts.values_list("sequence", "pk", "title", "why", "facts")[:ROWS_READ])
        found += [pk for _, pk, *words in rows if _holds(words, names)]
        begin = (rows[-1][0] if rows else None) or last
        yield Step("read", begin, last)
    return found


def _found(office_id: UUID | None, whom: Whom, named: list[UUID]) -> _Found:
    signed = sealed(office_id).filter(by_id=whom.user_id).exclude(name_salt="").exclude(by_name=whom.alias)
    told = _ids(_with_texts(office_id).filter(object_id__in=whom.about))
    known = set(told)
    return _Found(_ids(signed) if whom.user_id else [], told, [pk for pk in named if pk not in known])


def _erase(
    office_id: UUID | None, whom: Whom, found: _Found, by: Actor | None
) -> Generator[Step, None, None]:
    for rows in _parts(found.named, ROWS_NAMED_AN_ENTRY) or [[]]:
        _record_erasure(office_id, whom, rows, by)
        yield Step("tell", 0, len(found))
    at = now()
    named = {"by_name": whom.alias, "name_salt": "", "erased_at": at}
    texts = {"title": "", "why": "", "facts": {}, "text_salt": "", "erased_at": at}
    blanked = [*found.told, *found.named]
    changes = [(found.acted, named), (blanked, texts)]
    done, total = 0, len(found.acted) + len(blanked)
    for ids, values in changes:
        for part in _parts(ids, ROWS_A_TRANSACTION):
            Entry.objects.filter(pk__in=part).update(**values)
            done += len(part)
            yield Step("erase", done, total)


def _with_texts(office_id: UUID | None) -> QuerySet[Entry]:
    return sealed(office_id).exclude(text_salt="").exclude(verb=PSEUDONYMISED)


def _ids(entries: QuerySet[Entry]) -> list[UUID]:
    return list(entries.values_list("pk", flat=True))


def _holds(texts: list[Any], names: Sequence[str]) -> bool:
    text = json.dumps(texts, ensure_ascii=False)
    return any(name in text for name in names)


def _record_erasure(office_id: UUID | None, whom: Whom, rows: list[UUID], by: Actor | None) -> None:
    """The entry that verification looks for. It names nobody, also where people erase themselves."""
    about = whom.about
    by_name = "ระบบ" if by is None else whom.alias if by.pk == whom.user_id else by.name
    Entry.objects.create(
        office_id=office_id, at=now(), by_id=by.pk if by else None, by_name=by_name[:200], verb=PSEUDONYMISED,
        kind="person", object_id=min(about) if about else min(rows), title=whom.alias,
        facts=erasure_facts(whom.alias, whom.user_id, about, rows),
    )  # fmt: skip


def _parts(ids: list[UUID], size: int) -> list[list[UUID]]:
    return [ids[begin : begin + size] for begin in range(0, len(ids), size)]
