"""Evidence of a task: files and the work log. `done` and `is_met` are kept on write."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, UUIDField, Value
from django.db.models.functions import Coalesce

from nithet.audit.services import record
from nithet.core import files
from nithet.core.clock import now
from nithet.cycles import access
from nithet.cycles.errors import FileRefusedError, ReasonMissingError, TaskStateError
from nithet.cycles.models import Evidence, Task, WorkLogEntry
from nithet.offices.members import Member


def attach_file(task: Task, upload: files.Upload, *, by: Member) -> Evidence:
    """Keep the file and count it. The same file twice on a task is one evidence."""
    access.can_work(by, task).or_refuse()
    try:
        stored = files.store(task.office_id, upload, max_bytes=settings.EVIDENCE_MAX_BYTES)
    except files.UnfitFileError as unfit:
        raise FileRefusedError(why=unfit.why) from unfit
    name = files.plain_name(upload.name or stored.name)
    return _add(task, Evidence.Kind.FILE, stored.pk, name, "task.file_attached", on=by.on, by=by)


@transaction.atomic
def write_log(task: Task, text: str, *, on: date, by: Member) -> Evidence:
    """An entry of the work log (บันทึกการปฏิบัติงาน)."""
    access.can_work(by, task).or_refuse()
    logged = WorkLogEntry.objects.create(
        office_id=task.office_id, task=task, text=text, on=on, by=by.user, at=now()
    )
    return _add(task, Evidence.Kind.WORK_LOG, logged.pk, text[:300], "task.noted", on=on, by=by)


@transaction.atomic
def void_evidence(evidence: Evidence, *, why: str, by: Member) -> None:
    """Take back with a reason; the row stays for the history."""
    access.can_work(by, evidence.task).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยกเลิกหลักฐาน")
    _claim(evidence.task, by)
    voided = Evidence.objects.filter(pk=evidence.pk, voided_at=None).update(voided_at=now(), void_reason=why)
    if voided:
        recount(evidence.task_id)
        record(
            "evidence.voided",
            by=by,
            on=evidence,
            within=evidence.task.run_id,
            why=why,
            task=str(evidence.task_id),
        )


@transaction.atomic
def _add(task: Task, kind: str, object_id: UUID, title: str, verb: str, *, on: date, by: Member) -> Evidence:
    _claim(task, by)
    evidence, is_new = Evidence.objects.get_or_create(
        task=task,
        kind=kind,
        object_id=object_id,
        defaults={
            "office_id": task.office_id, "on": on, "title": title, "round": task.round,
            "added_by": by.user, "added_at": now(),
        },
    )  # fmt: skip
    revived = not is_new and bool(
        Evidence.objects.filter(pk=evidence.pk, voided_at__isnull=False).update(
            voided_at=None, void_reason=""
        )
    )
    if is_new or revived:
        recount(task.pk)
        record(verb, by=by, on=task, within=task.run_id, evidence=title)
    return evidence


def _claim(task: Task, by: Member) -> None:
    """Only an open task takes evidence; the first piece takes the task up."""
    open_task = Task.objects.filter(pk=task.pk, state__in=(Task.State.OPEN, Task.State.WAITING))
    changed = open_task.update(
        taken_up_at=Coalesce("taken_up_at", Value(now(), output_field=DateTimeField())),
        assignee=Coalesce("assignee", Value(by.person.pk, output_field=UUIDField())),
    )
    if not changed:
        task.refresh_from_db()
        raise TaskStateError(task=task, state=task.get_state_display(), act="เพิ่มหรือยกเลิกหลักฐาน")


def recount(task_id: UUID) -> None:
    """Rebuild `done` and `is_met` of a task from its evidence."""
    done = Evidence.objects.filter(task=task_id, voided_at=None).count()
    target = Task.objects.values_list("target", flat=True).get(pk=task_id)
    Task.objects.filter(pk=task_id).update(done=done, is_met=done >= target)
