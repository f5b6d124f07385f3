"""What takes long with accounts, and what is done for them every night."""

from datetime import time
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from nithet.core.clock import today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.offices.accounts import services
from nithet.offices.models import Office
from nithet.offices.starters import Starter


@job("accounts.make", "สร้างบัญชีผู้ใช้")
def make(running: Job) -> None:
    """Batch by batch; how far it is stands in the transaction of what was made."""
    office = Office.objects.get(pk=running.payload["office"])
    ids = [UUID(pk) for pk in running.payload["people"]]
    begun, made = running.cursor.get("batches", 0), running.cursor.get("made", 0)
    for number, batch in enumerate(services.batches(ids)[begun:], start=begun + 1):
        with transaction.atomic():
            made += services.make_batch(batch, office, by=Starter.of(running))
            done = running.done + len(batch)
            cursor = {"batches": number, "made": made}
            advance(running, done, total=len(ids), doing=f"สร้างแล้ว {made:,} บัญชี", cursor=cursor)
    url = f"{reverse('offices:account-list', args=[office.code])}?state=new"
    running.result = {"words": f"สร้างบัญชีผู้ใช้แล้ว {made:,} บัญชี ต่อไปให้พิมพ์ใบแจ้งบัญชี", "url": url}


@job("accounts.leave", "ปิดการเข้าใช้ของผู้ที่พ้นจากตำแหน่ง", daily_at=time(1, 30))
def close_after_leaving(running: Job) -> None:
    running.result = {"left": services.accounts_leave(on=today())}
