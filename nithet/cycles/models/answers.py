"""What people said where the manuals say nothing."""

from __future__ import annotations

from django.db import models

from nithet.accounts.models import User
from nithet.offices.models import OfficeRecord


class Answer(OfficeRecord):
    """What a manual leaves unsaid, asked once for each distinct wording and remembered for the next year."""

    class Question(models.TextChoices):
        RESPONSIBLE = "responsible", "ผู้รับผิดชอบ"
        WINDOW = "window", "ช่วงเวลาดำเนินการ"

    question = models.CharField(max_length=20, choices=Question)
    wording = models.CharField(max_length=500)  # without white space, Arabic digits
    # A Responsible as plain data, or the months of a window.
    value = models.JSONField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "question", "wording"], name="answer_once_a_wording")
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()}: {self.wording}"
