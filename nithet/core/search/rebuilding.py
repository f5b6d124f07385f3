"""An office's entries made anew, in short transactions; again it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from nithet.core.models import SearchEntry
from nithet.core.search.kinds import Entry, SearchKind, kinds
from nithet.core.search.writing import BATCH, forget, index

Tell = Callable[[], object]


def rebuild(office_id: UUID, *, tell: Tell = lambda: None) -> int:
    """Every kind's entries as they should be. Returns how many there are."""
    _forget_unknown(office_id)
    return sum(_rebuild_kind(kind, office_id, tell) for kind in kinds())


def _rebuild_kind(kind: SearchKind, office_id: UUID, tell: Tell) -> int:
    # What comes while this runs is not among the old ones, so that it stays.
    old = set(_rows(office_id).filter(kind=kind.code).values_list("object_id", flat=True))
    count = 0
    for batch in _batches(iter(kind.entries(office_id))):
        index(office_id, batch)
        old.difference_update(entry.object_id for entry in batch)
        count += len(batch)
        tell()
    with transaction.atomic():
        forget(office_id, kind.code, old)
    return count


def _forget_unknown(office_id: UUID) -> None:
    """Of a register that is not there any more."""
    _rows(office_id).exclude(kind__in=[kind.code for kind in kinds()]).delete()


def _rows(office_id: UUID) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(office_id=office_id)


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, BATCH)):
        yield batch
