"""Search is made anew: every night, and once where it is empty, as after a restore or the first upgrade to it."""

from __future__ import annotations

from datetime import time
from functools import partial

from nithet.core import jobs
from nithet.core.jobs import advance, job
from nithet.core.models import Job, SearchEntry
from nithet.core.search.rebuilding import rebuild
from nithet.offices.models import Office, Person


@job("search.daily", "ปรับข้อมูลค้นหาให้เป็นปัจจุบัน", daily_at=time(3, 30))
def rebuild_all(running: Job) -> None:
    """Office by office; what is as it should be is not written. Goes on with the next office after a break."""
    offices = list(Office.objects.order_by("pk"))
    count, done = running.cursor.get("count", 0), running.cursor.get("done", 0)
    for place, office in enumerate(offices[done:], start=done):
        doing = f"กำลังปรับข้อมูลค้นหาของ{office.short_name}"
        count += rebuild(office.pk, tell=partial(advance, running, place, total=len(offices), doing=doing))
        cursor = {"done": place + 1, "count": count}
        advance(running, place + 1, total=len(offices), doing=doing, cursor=cursor)
    running.result = {"words": f"ข้อมูลค้นหา {count:,} รายการของ {len(offices):,} สำนักงาน"}


def fill_when_empty() -> None:
    if not SearchEntry.objects.exists() and Person.objects.exists():
        unfinished = Job.objects.filter(kind="search.daily").exclude(state__in=Job.ENDED)
        if not unfinished.exists():
            jobs.start("search.daily")


jobs.MINUTELY.append(fill_when_empty)
