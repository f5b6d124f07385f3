"""What the worker does for history: seals it every minute, verifies the whole of it every night."""

from datetime import time
from typing import Any

from nithet.audit.models import Chain
from nithet.audit.sealing import WITHOUT_OFFICE, seal_all
from nithet.audit.verifying import verify
from nithet.core.jobs import MINUTELY, advance, job
from nithet.core.models import Job

MINUTELY.append(seal_all)


@job("audit.verify", "ตรวจความครบถ้วนของประวัติการดำเนินการ", daily_at=time(3, 0))
def verify_all(running: Job) -> None:
    """Chain by chain; after a break from the next one. What does not fit is told to those who read the history."""
    seal_all()
    last = running.cursor.get("after", "")
    waiting = [pk for pk in Chain.objects.order_by("pk").values_list("pk", flat=True) if str(pk) > last]
    for number, pk in enumerate(waiting, start=1):
        walk = verify(None if pk == WITHOUT_OFFICE else pk)
        running.result = _told(
            running.result.get("rows", 0) + walk.rows, running.result.get("findings", 0) + walk.found
        )
        advance(running, number, total=len(waiting), cursor={"after": str(pk)})


def _told(rows: int, findings: int) -> dict[str, Any]:
    outcome = f"พบสิ่งผิดปกติ {findings:,} แห่ง" if findings else "ต่อเนื่องครบถ้วน"
    return {"rows": rows, "findings": findings, "words": f"ตรวจแล้ว {rows:,} รายการ {outcome}"}
