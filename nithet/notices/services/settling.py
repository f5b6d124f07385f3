"""What is done meanwhile is nothing to be told of any more."""

from __future__ import annotations

from collections.abc import Iterable

from nithet.core.clock import now
from nithet.notices.kinds import KINDS
from nithet.notices.models import Notice
from nithet.offices.models import Office


def settle(offices: Iterable[Office]) -> int:
    """Notices of these offices whose matter is over count as read; how many. One statement a kind."""
    unread = Notice.objects.filter(office__in=list(offices), read_at=None)
    moment, count = now(), 0
    for kind in KINDS.values():
        if kind.stands is not None:
            count += unread.filter(kind=kind.code).exclude(kind.stands).update(read_at=moment)
    return count
