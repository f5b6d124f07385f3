"""What is done meanwhile is nothing to be told of any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from nithet.core.clock import now
from nithet.notices.kinds import KINDS
from nithet.notices.models import Notice
from nithet.offices.models import Office


def settle(offices: Iterable[Office]) -> int:
    """Notices of these offices whose matter is over count as read; how many. One statement a kind."""
    unread = Notice.objects.filter(office__in=list(offices), read_at=None)
    moment = now()
    return sum(
        _read(unread.filter(kind=kind.code).exclude(kind.stands), moment)
        for kind in KINDS.values()
        if kind.stands is not None
    )


@transaction.atomic
def _read(over: QuerySet[Notice], moment: datetime) -> int:
    """What another job settles in the same minute is left to it, so that neither waits for the other."""
    free = over.select_for_update(skip_locked=True, no_key=True).order_by().values("pk")
    return Notice.objects.filter(pk__in=free).update(read_at=moment)
