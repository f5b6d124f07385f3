"""What was filled in: submissions, their files, edits and comments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.encoding import ReadableEncoder
from nithet.core.models import StoredFile
from nithet.forms.models.forms import Form, FormVersion
from nithet.offices.models import OfficeRecord, Person, School


class Submission(OfficeRecord):
    """One filled form: the XML as it was received, and its answers as they stand now (`answers.py`)."""

    class State(models.TextChoices):
        RECEIVED = "received", "ได้รับแล้ว"
        ATTENTION = "attention", "โปรดตรวจสอบ"
        APPROVED = "approved", "ตรวจรับแล้ว"
        RETURNED = "returned", "ส่งคืนแก้ไข"
        VOID = "void", "ยกเลิก (คงประวัติไว้)"

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    # Who filled it gave it this name (uuid:…); sent twice, it is one submission.
    instance_id = models.CharField(max_length=80)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    answers = models.JSONField(encoder=ReadableEncoder)
    # What the check found ([{"path", "place", "code", "words"}]); it is marked, never refused.
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    # Raised by each edit; `SubmissionEdit` keeps what stood before.
    revision = models.PositiveIntegerField(default=0)
    is_trial = models.BooleanField(default=False)
    # Files that the answers name and that have not come yet.
    awaited_files = models.PositiveSmallIntegerField(default=0)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sender = models.CharField(max_length=200, blank=True)  # as told, where no account sent it
    # What it is a record of, digested (`subject.py`), where two devices may have recorded the same.
    subject = models.CharField(max_length=64, blank=True)
    # The device that sent it, which a layer above knows.
    device_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    # Why it was returned or voided, and the answers that were marked (paths, lines as path[2]).
    reason = models.TextField(blank=True)
    marked = models.JSONField(default=list)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # The object that it became, by the landing of its version; or why it did not.
    landed_kind = models.CharField(max_length=60, blank=True)
    landed_id = models.UUIDField(null=True)
    # Its revision there as this submission left it: a further one is people's own work.
    landed_revision = models.PositiveIntegerField(null=True)
    landing_refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "instance_id"], name="submission_once_an_office"),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "void"]) | ~Q(reason=""), name="submission_says_why"
            ),
        ]
        indexes = [
            # Of what counts only: SQLite looks up no boolean in an index.
            models.Index(
                fields=["form", "received_at"], name="submission_newest", condition=Q(is_trial=False)
            ),
            models.Index(
                fields=["form", "state", "received_at"],
                name="submission_waiting",
                condition=Q(is_trial=False),
            ),
            models.Index(
                fields=["landed_id"], name="submission_landed", condition=Q(landed_id__isnull=False)
            ),
            models.Index(fields=["form", "subject"], name="submission_subject", condition=~Q(subject="")),
            models.Index(
                fields=["device_id"], name="submission_device", condition=Q(device_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people call it by: the end of its key, in capitals."""
        return str(self.pk).replace("-", "")[-8:].upper()


class SubmissionFile(OfficeRecord):
    """A file of an answer, by the name that the answer says."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="submissionfile_name_once"),
        ]


class SubmissionEdit(OfficeRecord):
    """One change of the answers: what stood before, and which answers differ."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()  # the revision that it made
    xml = models.BinaryField()  # as it stood before
    answers = models.JSONField(encoder=ReadableEncoder)  # as they stood before
    differences = models.JSONField(encoder=ReadableEncoder)  # [{"path", "before", "after"}]
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="submissionedit_number")]

    def __str__(self) -> str:
        return f"{self.submission} #{self.number}"


class SubmissionComment(OfficeRecord):
    """What somebody of the office says about a submission, or about one answer of it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    path = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text
