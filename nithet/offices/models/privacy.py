"""What the law on personal data asks for: consents, and requests with their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.core.models import Job
from nithet.offices.models.office import OfficeRecord
from nithet.offices.models.people import Person


class Consent(OfficeRecord):
    """A person agreed to a use of their data that needs it (a photograph on a public page)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)  # a code of the catalogue's list of purposes
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=200, blank=True)  # "ให้ในระบบ", "แบบยินยอมลงนามวันที่ …"
    recorded_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_one_in_force"
            ),
        ]


class PrivacyRequest(OfficeRecord):
    """A person asked about their own data; kept with its date and its answer."""

    class Kind(models.TextChoices):
        COPY = "copy", "ขอสำเนาข้อมูล"
        CORRECTION = "correction", "ขอแก้ไขข้อมูล"
        REMOVAL = "removal", "ขอลบข้อมูล"

    class State(models.TextChoices):
        OPEN = "open", "รอดำเนินการ"
        REMOVING = "removing", "กำลังลบข้อมูล"
        ANSWERED = "answered", "ดำเนินการแล้ว"
        REFUSED = "refused", "ไม่สามารถดำเนินการได้"
        WITHDRAWN = "withdrawn", "ผู้ขอถอนคำขอ"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="privacy_requests")
    kind = models.CharField("เรื่องที่ขอ", max_length=20, choices=Kind)
    text = models.TextField("รายละเอียด", blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    answer = models.TextField("คำตอบ", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    # What removes the person, once that is granted.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="open"), name="privacyrequest_one_open_a_kind"
            ),
        ]
