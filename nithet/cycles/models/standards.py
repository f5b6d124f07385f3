"""What a person says of a standard that evidence alone cannot judge."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.cycles.models.year import Run
from nithet.manuals.models import Step
from nithet.offices.models import OfficeRecord


class StandardJudgement(OfficeRecord):
    """ผลการพิจารณามาตรฐาน: one stands at a time for a step of a run; the earlier ones are voided and stay."""

    class Outcome(models.TextChoices):
        MET = "met", "เป็นไปตามมาตรฐาน"
        NOT_MET = "not_met", "ไม่เป็นไปตามมาตรฐาน"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="judgements")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField()
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    judged_as = models.CharField(max_length=300)  # position and capacity, as a signature prints it
    judged_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-judged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "step"], condition=Q(voided_at=None), name="judgement_one_a_standard"
            ),
        ]
