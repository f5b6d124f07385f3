"""What takes effect on its day, a little after midnight."""

from datetime import time

from nithet.core.clock import today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.offices.services.clusters import bring_up_to_date
from nithet.offices.services.school_changes import apply_due


@job("offices.daily", "ปรับข้อมูลโรงเรียนตามวันที่มีผล", daily_at=time(0, 10))
def bring_registers_up_to_date(running: Job) -> None:
    renamed = apply_due(on=today())
    moved = bring_up_to_date(None, on=today())
    running.result = {"words": f"เปลี่ยนชื่อหรือที่ตั้ง {renamed} โรงเรียน ย้ายกลุ่มโรงเรียน {moved} โรงเรียน"}
    advance(running, 1, total=1)
