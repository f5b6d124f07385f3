"""Evidence that people give a task: files, links and the work log. What registers know comes by `offering`."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from nithet.audit.services import record
from nithet.core import files
from nithet.core.clock import now
from nithet.core.errors import told_when_full
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.errors import AnswerEvidenceError, FileRefusedError, ReasonMissingError, TaskStateError
from nithet.cycles.models import Evidence, Task, WebLink, WorkLogEntry
from nithet.cycles.models.letters import ANSWER_KIND
from nithet.cycles.search import index_evidence
from nithet.cycles.services.counting import recount
from nithet.cycles.services.thumbnails import make_thumbnail
from nithet.cycles.services.working import open_to
from nithet.offices.members import Member


@told_when_full()
def attach_file(task: Task, upload: files.Upload, *, by: Member) -> Evidence:
    """Keep the file and count it. The same file twice on a task is one evidence."""
    access.can_work(by, task).or_refuse()
    # Before the file is kept: a refused one leaves nothing behind.
    if not open_to(task, by).exists():
        raise _closed(task)
    try:
        stored = files.store(task.office_id, upload, max_bytes=settings.EVIDENCE_MAX_BYTES)
    except files.UnfitFileError as unfit:
        raise FileRefusedError(why=unfit.why) from unfit
    make_thumbnail(stored)
    name = files.plain_name(upload.name or stored.name)
    return add_evidence(task, Evidence.Kind.FILE, stored.pk, name, "task.file_attached", on=by.on, by=by)


@told_when_full()
@transaction.atomic
def attach_link(task: Task, address: str, title: str, *, on: date, by: Member) -> Evidence:
    """A page elsewhere (already cleaned, `core/links.py`). The same twice on a task is one evidence."""
    access.can_work(by, task).or_refuse()
    link, _ = WebLink.objects.get_or_create(
        office_id=task.office_id,
        digest=hashlib.sha256(address.encode()).hexdigest(),
        defaults={"address": address, "made_by": by.user, "made_at": now()},
    )
    return add_evidence(task, Evidence.Kind.LINK, link.pk, title[:300], "task.link_attached", on=on, by=by)


@told_when_full()
@transaction.atomic
def write_log(task: Task, text: str, *, on: date, by: Member, key: UUID | None = None) -> Evidence:
    """An entry of the work log (บันทึกการปฏิบัติงาน). Sent again with the same `key` it is the same entry."""
    access.can_work(by, task).or_refuse()
    facts = {"office_id": task.office_id, "task": task, "text": text, "on": on, "by": by.user, "at": now()}
    logged, _ = WorkLogEntry.objects.get_or_create(pk=key or new_id(), defaults=facts)
    if logged.task_id != task.pk:  # the key of another task's note, out of a copied page
        logged = WorkLogEntry.objects.create(**facts)
    return add_evidence(task, Evidence.Kind.WORK_LOG, logged.pk, text[:300], "task.noted", on=on, by=by)


@transaction.atomic
def void_evidence(evidence: Evidence, *, why: str, by: Member) -> None:
    """Take back with a reason; the row stays for the history."""
    task = evidence.task
    access.can_work(by, task).or_refuse()
    if not why:
        raise ReasonMissingError(act="ยกเลิกหลักฐาน")
    if evidence.kind == ANSWER_KIND:
        # It stands as long as the answer does.
        raise AnswerEvidenceError(evidence=evidence.title)
    _claim(task, by)
    # Not matched any more: what a person took out stays out.
    voided = Evidence.objects.filter(pk=evidence.pk, voided_at=None).update(
        voided_at=now(), void_reason=why, is_matched=False
    )
    if voided:
        recount([task.pk])
        index_evidence(task.office_id, Q(pk=evidence.pk))
        record("evidence.voided", by=by, on=task, within=task.run_id, why=why, evidence=evidence.title)


@transaction.atomic
def add_evidence(
    task: Task,
    kind: str,
    object_id: UUID,
    title: str,
    verb: str,
    *,
    on: date,
    by: Member,
    action: str = "",
    subject: UUID | None = None,
    value: int = 1,
) -> Evidence:
    """Count an object once for a task that is open to the member."""
    _claim(task, by)
    evidence, is_new = Evidence.objects.get_or_create(
        task=task,
        kind=kind,
        object_id=object_id,
        defaults={
            "office_id": task.office_id, "on": on, "title": title, "round": task.round,
            "action": action, "subject": subject, "value": value, "added_by": by.user, "added_at": now(),
        },
    )  # fmt: skip
    revived = not is_new and bool(
        Evidence.objects.filter(pk=evidence.pk, voided_at__isnull=False).update(
            voided_at=None, void_reason="", is_matched=False
        )
    )
    if is_new or revived:
        recount([task.pk])
        index_evidence(task.office_id, Q(pk=evidence.pk))
        record(verb, by=by, on=task, within=task.run_id, evidence=title)
    return evidence


def _claim(task: Task, by: Member) -> None:
    """Only an open task takes evidence; the first piece takes the task up."""
    if open_to(task, by).filter(taken_up_at=None).update(taken_up_at=now(), assignee=by.person):
        record("task.taken_up", by=by, on=task, within=task.run_id)
    elif not open_to(task, by).update(assignee=by.person):
        raise _closed(task)


def _closed(task: Task) -> TaskStateError:
    task.refresh_from_db()
    return TaskStateError(task=task.title, state=task.get_state_display(), act="เพิ่มหรือยกเลิกหลักฐาน")
