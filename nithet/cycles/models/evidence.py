"""What shows that a task was done."""

from __future__ import annotations

from django.db import models

from nithet.accounts.models import User
from nithet.core.links import host_of
from nithet.core.models import StoredFile
from nithet.cycles.models.year import Task
from nithet.offices.models import OfficeRecord, Unit


class Evidence(OfficeRecord):
    """Something that shows a task's work: a file, a link, an entry of the work log, any register's object."""

    class Kind(models.TextChoices):
        FILE = "file", "เอกสารแนบ"
        LINK = "link", "ลิงก์"
        WORK_LOG = "work_log", "บันทึกการปฏิบัติงาน"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    # Kind and id, no foreign key: the object may belong to any register above.
    object_id = models.UUIDField()
    # What it shows: the action, at or with whom (a school, a person), and how much of it. A file shows no action.
    action = models.CharField(max_length=20, blank=True)
    subject = models.UUIDField(null=True)
    value = models.PositiveIntegerField(default=1)
    on = models.DateField()
    title = models.CharField(max_length=300)
    # Came by matching with an offer, and goes and comes again by it; what a person has put in or out stays so.
    is_matched = models.BooleanField(default=False)
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
        indexes = [models.Index(fields=["office", "kind", "object_id"], name="evidence_object")]


class Offer(OfficeRecord):
    """A register's object that shows work: what it is, of which action, and when. Tasks find it here."""

    action = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    on = models.DateField()
    subject = models.UUIDField(null=True)
    value = models.PositiveIntegerField(default=1)
    # Whose work it shows; none: anybody's in the office.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "object_id", "action"], name="offer_once_an_action"
            )
        ]
        indexes = [models.Index(fields=["office", "action", "on"], name="offer_matched")]


class WorkLogEntry(OfficeRecord):
    """What was done, in a person's own words (บันทึกการปฏิบัติงาน)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="work_log")
    text = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class WebLink(OfficeRecord):
    """A page elsewhere that shows work, once an office however many tasks it serves."""

    address = models.TextField()
    # Of the address, which may be longer than a database indexes.
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "digest"], name="weblink_once_an_office")]

    @property
    def host(self) -> str:
        return host_of(self.address)


class Thumbnail(OfficeRecord):
    """A picture made small, once. `small` is empty where none could be made of it."""

    of = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
