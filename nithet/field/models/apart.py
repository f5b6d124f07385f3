"""What came twice and does not agree: both are kept, and a person chooses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.encoding import ReadableEncoder
from nithet.core.models import StoredFile
from nithet.field.models.devices import Device
from nithet.forms.models import FormVersion, Submission
from nithet.offices.models import OfficeRecord, Person


class Apart(OfficeRecord):
    """Beside a submission that stands: another content under its name, or another record of its subject."""

    class Kind(models.TextChoices):
        CONTENT = "content", "ชุดเดียวกัน คำตอบต่างกัน"
        SUBJECT = "subject", "เรื่องเดียวกัน บันทึกสองครั้ง"

    class Choice(models.TextChoices):
        STANDING = "standing", "ใช้ชุดที่มาก่อน"
        OTHER = "other", "ใช้ชุดที่มาภายหลัง"
        BOTH = "both", "ใช้ทั้งสองชุด"

    kind = models.CharField(max_length=20, choices=Kind)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="apart")
    # Of the same subject: the one that came later.
    other = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="apart_of")
    # Of the same name: what came, which is a submission of its own only if somebody says so.
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    xml = models.BinaryField(default=bytes)
    sha256 = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(encoder=ReadableEncoder, default=dict)
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    came_at = models.DateTimeField()
    choice = models.CharField(max_length=20, choices=Choice, blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)
    # The submission that the other content became, where both were wanted.
    became = models.ForeignKey(Submission, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-came_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "sha256"], condition=~Q(sha256=""), name="apart_content_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "other"], condition=Q(other__isnull=False), name="apart_subject_once"
            ),
        ]
        indexes = [models.Index(fields=["office", "came_at"], name="apart_waiting", condition=Q(choice=""))]

    def __str__(self) -> str:
        return str(self.submission)


class ApartFile(OfficeRecord):
    """A file that came with the other content."""

    apart = models.ForeignKey(Apart, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["apart", "name"], name="apartfile_name_once")]
