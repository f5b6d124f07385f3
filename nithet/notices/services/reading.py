"""One's own notices, read."""

from __future__ import annotations

from uuid import UUID

from nithet.core.clock import now
from nithet.notices import access
from nithet.notices.models import Notice
from nithet.offices.members import Member


def mark_read(notice: Notice, *, by: Member) -> None:
    """Twice changes nothing."""
    access.visible_notices(by).filter(pk=notice.pk, read_at=None).update(read_at=now())


def mark_all_read(*, by: Member) -> int:
    return access.visible_notices(by).filter(read_at=None).update(read_at=now())


def mark_seen(object_id: UUID, *, by: Member) -> None:
    """Whoever looked at a thing has read what they were told of it."""
    access.visible_notices(by).filter(object_id=object_id, read_at=None).update(read_at=now())
