"""The job that makes an archive: every night, and when the computer officer asks for one."""

from __future__ import annotations

from datetime import time

from django.conf import settings

from nithet.core import jobs
from nithet.core.backup.checking import read_manifest
from nithet.core.backup.errors import size_words
from nithet.core.backup.keeping import forget_old
from nithet.core.backup.making import make
from nithet.core.clock import today
from nithet.core.models import Job

DAILY, NOW = "backup.daily", "backup.now"
HOUR = time(2, 0)


def back_up(job: Job) -> None:
    archive = make(settings.BACKUPS, tell=lambda doing, done, total: _tell(job, doing, done, total))
    gone = forget_old(settings.BACKUPS, on=today())
    manifest = read_manifest(archive)
    lost = len(manifest.files.missing) + len(manifest.files.changed)
    words = (
        f"สำรองข้อมูลและตรวจสอบแล้ว {manifest.rows:,} แถว ไฟล์แนบ {manifest.files.count:,} ไฟล์ "
        f"ขนาด {size_words(archive.stat().st_size)}"
    )
    if lost:
        words += f" โปรดตรวจสอบ: มีไฟล์แนบที่หายหรือเสียหายในเครื่องก่อนสำรอง {lost:,} ไฟล์"
    job.result = {"words": words, "archive": archive.name, "lost": lost, "removed": [p.name for p in gone]}


def _tell(job: Job, doing: str, done: int, total: int) -> None:
    jobs.advance(job, done, total=total, doing=doing)


jobs.job(DAILY, "สำรองข้อมูลประจำวัน", daily_at=HOUR)(back_up)
jobs.job(NOW, "สำรองข้อมูล")(back_up)
