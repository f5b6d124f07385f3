"""What is done for accounts every day."""

from datetime import time

from nithet.accounts.services.sessions import purge_sessions
from nithet.accounts.services.sign_ins import purge_sign_ins
from nithet.core.clock import now
from nithet.core.jobs import job
from nithet.core.models import Job


@job("accounts.purge", "ลบบันทึกการเข้าสู่ระบบที่เก่ากว่า 90 วัน และการเข้าสู่ระบบที่หมดอายุ", daily_at=time(2, 0))
def forget_old_sign_ins(running: Job) -> None:
    running.result = {"sign_ins": purge_sign_ins(at=now()), "sessions": purge_sessions(at=now())}
