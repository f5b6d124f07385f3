"""A letter that asks for something (งานแทรก), and those who are asked."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.cycles.models.year import Run, Task
from nithet.offices.models import OfficeRecord, Person, School, Unit

# The kind of evidence that an answer is (`letter_evidence.py`).
ANSWER_KIND = "letter_answer"


class Letter(OfficeRecord):
    """What came in: its work is the one run of no procedure that belongs to it."""

    class Urgency(models.TextChoices):
        URGENT = "urgent", "ด่วน"
        VERY = "very", "ด่วนมาก"
        MOST = "most", "ด่วนที่สุด"

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="letter")
    subject = models.TextField()
    from_whom = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)  # "ศธ 04009/ว 1234", as written
    dated_on = models.DateField(null=True)
    received_on = models.DateField()
    due_on = models.DateField()
    # Until when those asked are to answer; none: until the letter itself is due.
    answers_due_on = models.DateField(null=True)
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True)
    # The letter and what came with it: [{"file": id of a stored file, "name": "…"}, …]
    files = models.JSONField(default=list)
    text = models.TextField(blank=True)
    # What each of those asked is to send: words, a figure, a file.
    wants = models.CharField(max_length=500, blank=True)
    # The task of a decision by which somebody was told to do this (สั่งการ); none: it came by a letter.
    directed_from = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="directions")
    summary = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def source(self) -> str:
        """“สพฐ. · ที่ ศธ 04009/ว 1234”; empty where the letter does not say."""
        return " · ".join(filter(None, (self.from_whom, f"ที่ {self.number}" if self.number else "")))

    @property
    def asked_until(self) -> date:
        return self.answers_due_on or self.due_on


class LetterAsk(OfficeRecord):
    """A school, a unit or a person that is asked, and the answer."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="asks")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    files = models.JSONField(default=list)  # as those of the letter
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # Who told it by telephone or on paper, where the office wrote it down for them.
    told_by = models.CharField(max_length=200, blank=True)
    # Sent back to be completed: not answered until it is sent again, while what was sent stays to go on from.
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "school"], name="ask_once_a_school"),
            models.UniqueConstraint(fields=["letter", "unit"], name="ask_once_a_unit"),
            # Two records of one person can become one when one of their asks is voided.
            models.UniqueConstraint(
                fields=["letter", "person"], condition=Q(voided_at=None), name="ask_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False, unit=None, person=None)
                | Q(school=None, unit__isnull=False, person=None)
                | Q(school=None, unit=None, person__isnull=False),
                name="ask_of_one",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(answered_at=None), name="ask_returned_is_unanswered"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "school"], name="ask_unanswered", condition=Q(answered_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        asked = self.school or self.unit or self.person
        return asked.name if asked else ""

    @property
    def moment(self) -> datetime | None:
        """When it became what it says now: sent, or sent back. A page of another moment shows something else."""
        return self.answered_at or self.returned_at

    @property
    def state_words(self) -> str:
        if self.answered_at:
            return "ส่งแล้ว"
        return "ส่งคืนแก้ไข" if self.returned_at else "ยังไม่ส่งข้อมูล"

    @property
    def subject_id(self) -> UUID | None:
        return self.school_id or self.unit_id or self.person_id
