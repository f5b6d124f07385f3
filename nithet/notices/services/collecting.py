"""What is true on a day, asked of every app: one query a kind, for all people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nithet.notices.kinds import KINDS, NoticeKind, Told
from nithet.notices.services.notifying import BATCH, notify_each

Fresh = dict[str, set[tuple[UUID, UUID, str]]]
"""Kind → what is true of whom, as the key of its notice."""


def collect(offices: Collection[UUID] | None, *, on: date) -> Fresh:
    """Tell what is not told yet; none for offices: of all. What is true is returned."""
    fresh: Fresh = {}
    for kind in KINDS.values():
        if kind.collect is not None:
            told = list(kind.collect(offices, on))
            fresh[kind.code] = {one.key for one in told}
            _tell(kind, told)
    return fresh


def collect_lately(offices: Collection[UUID], *, on: date, since: datetime) -> None:
    """Tell what became true since that moment."""
    for kind in KINDS.values():
        if kind.lately is not None:
            _tell(kind, list(kind.lately(offices, on, since)))


def _tell(kind: NoticeKind, told: list[Told]) -> None:
    for first in range(0, len(told), BATCH):
        with transaction.atomic():
            notify_each(kind.code, told[first : first + BATCH])
