"""What shows that a task was done."""

from __future__ import annotations

from django.db import models

from nithet.accounts.models import User
from nithet.cycles.models.year import Task
from nithet.offices.models import OfficeRecord


class Evidence(OfficeRecord):
    """Something that shows a task's work: a file, an entry of the work log, later any register's object."""

    class Kind(models.TextChoices):
        FILE = "file", "เอกสารแนบ"
        WORK_LOG = "work_log", "บันทึกการปฏิบัติงาน"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    # Kind and id, no foreign key: the object may belong to any register above.
    object_id = models.UUIDField()
    on = models.DateField()
    title = models.CharField(max_length=300)
    round = models.PositiveSmallIntegerField(default=1)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["task", "kind", "object_id"], name="evidence_once_a_task")
        ]


class WorkLogEntry(OfficeRecord):
    """What was done, in a person's own words (บันทึกการปฏิบัติงาน)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="work_log")
    text = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
