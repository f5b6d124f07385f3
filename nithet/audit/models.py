"""History: who did what, to what, when and why. Rows are only ever added, and sealed one after another."""

from django.db import models
from django.db.models import Q

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

    # What sealing adds (`sealing.py`). Names and texts are sealed through digests of their own, each with its
    # salt: blanking one with its salt takes a person out of history and leaves the chain whole.
    sequence = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    name_salt = models.CharField(max_length=32, blank=True)
    name_digest = models.CharField(max_length=64, blank=True)
    text_salt = models.CharField(max_length=32, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["office_id", "object_id", "at"], name="entry_object"),
            models.Index(fields=["office_id", "within_id", "at"], name="entry_within"),
            models.Index(fields=["office_id", "by_id", "at"], name="entry_actor"),
            models.Index(fields=["office_id", "at"], name="entry_day"),
            models.Index(fields=["office_id", "id"], name="entry_unsealed", condition=Q(sequence=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office_id", "sequence"],
                condition=Q(sequence__isnull=False),
                name="entry_sequence_an_office",
            ),
            # Rows without an office are a chain too, and NULL equals nothing.
            models.UniqueConstraint(
                fields=["sequence"],
                condition=Q(office_id=None, sequence__isnull=False),
                name="entry_sequence_without_office",
            ),
        ]

    @property
    def place(self) -> int:
        """Where it stands in its chain; 0 until it is sealed."""
        return self.sequence or 0


class Chain(Record):
    """The end of an office's sealed history, and when the whole of it was last verified.

    The key is the office's id; zero for what belongs to no office.
    """

    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    verified_to = models.BigIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
