"""What the night does of itself: rounds past their last day are closed, those that begin are told, and schools that were
closed are not asked any more."""

from __future__ import annotations

from datetime import time

from nithet.core.clock import today
from nithet.core.jobs import job
from nithet.core.models import Job
from nithet.forms.models import Round, RoundTarget
from nithet.forms.services.rounds.closing import close_over
from nithet.forms.services.rounds.reminding import tell_begun
from nithet.forms.services.rounds.targets import excuse_closed_schools


@job("forms.rounds", "ปิดรอบการเก็บข้อมูลที่ครบกำหนด", daily_at=time(0, 10))
def end_rounds(running: Job) -> None:
    """Each in a transaction of its own; done twice it changes nothing."""
    on = today()
    waiting = RoundTarget.objects.filter(round__state=Round.State.OPEN)
    excused = excuse_closed_schools(waiting, on=on)
    closed = close_over(on=on)
    tell_begun(on=on)
    running.result = {"words": f"ปิดรับ {closed:,} รอบ ยกเว้นโรงเรียนที่ยุบหรือเลิก {excused:,} แห่ง"}
