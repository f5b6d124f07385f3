"""History: who did what, to what, when and why. Rows are only ever added."""

from django.db import models

from nithet.core.models import Record


class Entry(Record):
    """One change of state. Plain ids and no foreign keys: history outlives what it tells of."""

    office_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    # The thing this one belongs to (a task's run), so that one query tells the whole story.
    within_id = models.UUIDField(null=True)
    title = models.CharField(max_length=500)
    why = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["office_id", "object_id", "at"], name="entry_object"),
            models.Index(fields=["office_id", "within_id", "at"], name="entry_within"),
            models.Index(fields=["office_id", "at"], name="entry_day"),
        ]
