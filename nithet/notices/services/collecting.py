"""What is true on a day, asked of every app: one query a kind, for all people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from nithet.notices.kinds import KINDS, NoticeKind, Told
from nithet.notices.services.notifying import BATCH, notify_each

Fresh = dict[str, set[tuple[UUID, UUID, str]]]
"""Kind → what is true of whom, as the key of its notice."""


def collect(
    offices: Collection[UUID] | None, *, on: date, kinds: Iterable[NoticeKind] | None = None
) -> Fresh:
    """Tell what is not told yet; none for offices: of all. What is true is returned."""
    fresh: Fresh = {}
    for kind in KINDS.values() if kinds is None else kinds:
        if kind.collect is not None:
            told = list(kind.collect(offices, on))
            fresh[kind.code] = {one.key for one in told}
            _tell(kind, told)
    return fresh


def _tell(kind: NoticeKind, told: list[Told]) -> None:
    for first in range(0, len(told), BATCH):
        with transaction.atomic():
            notify_each(kind.code, told[first : first + BATCH])


def often() -> list[NoticeKind]:
    return [kind for kind in KINDS.values() if kind.often]
