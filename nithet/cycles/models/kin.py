"""Steps of different procedures that are the same work: evidence of one is offered to the other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nithet.accounts.models import User
from nithet.cycles.models.year import Task
from nithet.offices.models import OfficeRecord


class TaskLink(OfficeRecord):
    """Two tasks of kin steps. What is accepted as evidence of either can be used for the other as it is."""

    first = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_on")
    second = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_back")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="tasklink_once_a_pair"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="tasklink_of_two"),
        ]
