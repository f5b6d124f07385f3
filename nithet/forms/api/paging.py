"""A page begins after the last row of the one before, so that what comes in meanwhile moves nothing."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.forms.api.refusing import UnfitRequestError
from nithet.forms.models import Submission

UNFIT = "cursor ไม่ถูกต้อง โปรดใช้ค่า next ของหน้าก่อน หรือไม่ส่ง cursor เพื่อเริ่มใหม่"


def page_of(rows: QuerySet[Submission], *, cursor: str, limit: int) -> tuple[list[Submission], str | None]:
    """Oldest first; and the cursor of the next page, None where there is none."""
    if cursor:
        at, pk = _read(cursor)
        # The first half is what the index is asked for.
        rows = rows.filter(Q(received_at__gte=at) & (Q(received_at__gt=at) | Q(pk__gt=pk)))
    found = list(rows.order_by("received_at", "pk")[: limit + 1])
    return found[:limit], _written(found[limit - 1]) if len(found) > limit else None


def _written(row: Submission) -> str:
    return urlsafe_b64encode(f"{row.received_at.isoformat()} {row.pk}".encode()).decode()


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, pk = urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(pk)
    except (ValueError, OverflowError) as error:
        raise UnfitRequestError(why=UNFIT) from error
