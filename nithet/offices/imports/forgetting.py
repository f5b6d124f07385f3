"""A file that held what the system does not keep goes when its import ends; an import that nobody ends, ends by itself."""

from __future__ import annotations

from datetime import time, timedelta

from django.db import transaction
from django.db.models import ProtectedError

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.commits import after_commit
from nithet.core.jobs import advance, job
from nithet.core.models import Job, StoredFile
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.registry import kind_of
from nithet.offices.models import Import, ImportProblem

KEPT_FOR = timedelta(days=30)
"""So long an import waits for a decision."""
SHOWN_FOR = timedelta(days=90)
"""So long an ended import shows its rows, which hold personal data; then only its counts."""
_WAITING = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)


def forget_file(source: Import, kind: ImportKind) -> None:
    """Called in a transaction. A file that something else keeps too (evidence) stays for that."""
    file = source.file
    if file is None or not set(kind.left_out) & set(source.columns.values()):
        return
    Import.objects.filter(pk=source.pk).update(file=None)
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:
        return
    after_commit(file.content.storage.delete, str(file.content.name))


@job("imports.daily", "ยกเลิกรายการนำเข้าที่ค้างไว้นาน", daily_at=time(0, 40))
def discard_forgotten(running: Job) -> None:
    forgotten = Import.objects.filter(state__in=_WAITING, made_at__lt=now() - KEPT_FOR).select_related("file")
    count = 0
    for count, source in enumerate(forgotten, start=1):
        discard_waiting(source)
        advance(running, count)
    ImportProblem.objects.filter(source__finished_at__lt=now() - SHOWN_FOR).delete()
    running.result = {"words": f"ยกเลิกรายการนำเข้าที่ค้างเกิน {KEPT_FOR.days} วัน {count:,} รายการ"}


@transaction.atomic
def discard_waiting(source: Import) -> None:
    """Nobody decided: its file goes, and what was found in it."""
    waiting = Import.objects.filter(pk=source.pk, state__in=_WAITING)
    if waiting.update(state=Import.State.DISCARDED, finished_at=now()):
        ImportProblem.objects.filter(source=source).delete()
        forget_file(source, kind_of(source.kind))
        record("import.discarded", by=None, on=source, why=f"ไม่มีผู้ดำเนินการต่อภายใน {KEPT_FOR.days} วัน")
