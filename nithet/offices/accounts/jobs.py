"""What is done for accounts every night."""

from datetime import time

from nithet.core.clock import today
from nithet.core.jobs import job
from nithet.core.models import Job
from nithet.offices.accounts.services import accounts_leave


@job("accounts.leave", "ปิดการเข้าใช้ของผู้ที่พ้นจากตำแหน่ง", daily_at=time(1, 30))
def close_after_leaving(running: Job) -> None:
    running.result = {"left": accounts_leave(on=today())}
