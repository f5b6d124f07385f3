"""What the night does of itself: what devices told they hold and what has come since waits no longer; what was recorded
twice and was broken off before anybody was asked is found.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from nithet.core.clock import now
from nithet.core.jobs import job
from nithet.core.models import Job
from nithet.field.arrival.apart import keep_same_subject
from nithet.field.models import Apart, Waiting
from nithet.field.offline import pieces
from nithet.field.queries.come import rows_of_come
from nithet.forms.models import Submission

LATELY = timedelta(days=3)


@job("field.waiting", "ปรับปรุงรายการที่ค้างอยู่ในอุปกรณ์", daily_at=time(1, 40))
def drop_arrived(running: Job) -> None:
    """Also what came by another way: from a file of the outbox, or by somebody else's device."""
    come = rows_of_come()
    dropped, _ = Waiting.objects.filter(pk__in=come).delete()
    running.result = {"words": f"ได้รับแล้ว {dropped:,} รายการ"}


@job("field.same", "ค้นหาข้อมูลเรื่องเดียวกันที่บันทึกสองครั้ง", daily_at=time(1, 45))
def find_same(running: Job) -> None:
    """Of what came lately: the server may have been killed after it was stored, and its device need not send it again."""
    lately = _of_subjects().filter(received_at__gte=now() - LATELY).defer("xml", "answers", "problems")
    # The later one looks for the first, as when it came.
    before = Q(received_at__lt=OuterRef("received_at")) | Q(
        received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")
    )
    first = _of_subjects().filter(before, form=OuterRef("form"), subject=OuterRef("subject"))
    first = first.exclude(on_device=OuterRef("on_device"))
    pairs = Apart.objects.filter(
        Q(submission=OuterRef("pk")) | Q(other=OuterRef("pk")), kind=Apart.Kind.SUBJECT
    )
    unseen = lately.filter(Exists(first), ~Exists(pairs)).order_by("received_at", "pk")
    kept = [one for one in unseen if keep_same_subject(one, by=None, at=now())]
    running.result = {"words": f"พบ {len(kept):,} คู่"}


def _of_subjects() -> QuerySet[Any]:
    """With `on_device`, which is the same for all that came from none."""
    standing = (
        Submission.objects.filter(is_trial=False).exclude(subject="").exclude(state=Submission.State.VOID)
    )
    return standing.annotate(on_device=Coalesce("device_id", Value(UUID(int=0))))


@job("field.pieces", "ลบไฟล์ที่ส่งมาไม่ครบและไม่มีผู้ส่งต่อ", daily_at=time(1, 50))
def sweep_pieces(running: Job) -> None:
    running.result = {"words": f"ลบ {pieces.sweep(now()):,} ไฟล์"}
