"""What people say to each other about a task."""

from __future__ import annotations

from django.db import models

from nithet.accounts.models import User
from nithet.cycles.models.year import Task
from nithet.offices.models import OfficeRecord, Person


class Comment(OfficeRecord):
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["task", "at"], name="comment_of_task")]


class Mention(OfficeRecord):
    """Somebody is spoken to in a comment, and has seen it or not."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once")]
        indexes = [models.Index(fields=["person", "seen_at"], name="mention_unseen")]
