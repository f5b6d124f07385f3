"""What the night does of itself: what devices told they hold and what has come since waits no longer."""

from __future__ import annotations

from datetime import time

from django.db.models import Exists, OuterRef

from nithet.core.clock import now
from nithet.core.jobs import job
from nithet.core.models import Job
from nithet.field.models import Waiting
from nithet.field.offline import pieces
from nithet.forms.models import Submission


@job("field.waiting", "ปรับปรุงรายการที่ค้างอยู่ในอุปกรณ์", daily_at=time(1, 40))
def drop_arrived(running: Job) -> None:
    """Also what came by another way: from a file of the outbox, or by somebody else's device."""
    same = Submission.objects.filter(
        office=OuterRef("office"), instance_id=OuterRef("instance_id"), awaited_files=0
    )
    dropped, _ = Waiting.objects.filter(Exists(same)).delete()
    running.result = {"words": f"ได้รับแล้ว {dropped:,} รายการ"}


@job("field.pieces", "ลบไฟล์ที่ส่งมาไม่ครบและไม่มีผู้ส่งต่อ", daily_at=time(1, 50))
def sweep_pieces(running: Job) -> None:
    running.result = {"words": f"ลบ {pieces.sweep(now()):,} ไฟล์"}
