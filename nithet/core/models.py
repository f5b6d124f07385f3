"""What every row shares, and the files of all offices."""

from django.db import models

from nithet.core.ids import new_id
from nithet.core.tokens import TokensField


class Record(models.Model):
    """A row with a UUIDv7 key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "title", None) or getattr(self, "name", None) or self.pk)


class StoredFile(Record):
    """A file as it came, stored once an office however often it is used.

    `office_id` is a plain id: core knows no offices.
    """

    office_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.FileField(upload_to="stored/", max_length=200)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_id", "sha256"], name="storedfile_once_an_office"),
        ]


class Job(Record):
    """Long work: what it is, how far it is, and where to go on after a break. `core/jobs.py` runs it."""

    class State(models.TextChoices):
        QUEUED = "queued", "รอเริ่ม"
        RUNNING = "running", "กำลังทำงาน"
        DONE = "done", "เสร็จสิ้น"
        FAILED = "failed", "ไม่สำเร็จ"
        CANCELLED = "cancelled", "ยกเลิก"

    ENDED = (State.DONE, State.FAILED, State.CANCELLED)

    office_id = models.UUIDField(null=True)  # none: work of the whole system
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    # What makes it the only one of its sort ("backup.daily 2026-11-20"); sent twice, it is one job.
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001  many rows have none
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)  # 0: not known
    doing = models.CharField(max_length=300, blank=True)
    cursor = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)  # for the person who started it
    detail = models.TextField(blank=True)  # for the computer officer
    attempts = models.PositiveSmallIntegerField(default=0)
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["office_id", "made_at"], name="job_office"),
            models.Index(
                fields=["beat_at"], name="job_unfinished", condition=models.Q(state__in=("queued", "running"))
            ),
        ]

    @property
    def percent(self) -> int:
        """How far it is, 0–100."""
        if self.state == self.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED


class Heartbeat(models.Model):
    """When a part of the system last said that it lives."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SearchEntry(models.Model):
    """What can be found: one row an object of any kind. `core/search` writes and asks it.

    The key is a number, since FTS5 knows rows by numbers only; nothing points at it.
    """

    id = models.BigAutoField(primary_key=True)
    office_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    # The fiscal year it belongs to; 0: any.
    year_be = models.PositiveSmallIntegerField(default=0)
    title = models.TextField()
    # Letters and digits only, as questions are compared with them.
    title_letters = models.TextField(blank=True)
    text = models.TextField(blank=True)
    text_letters = models.TextField(blank=True)
    tokens = TokensField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office_id", "kind", "object_id"], name="searchentry_once_an_office"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Recent(Record):
    """What somebody opened last out of the search. Plain ids: core knows neither offices nor users."""

    office_id = models.UUIDField()
    user_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office_id", "user_id", "kind", "object_id"], name="recent_once_a_user"
            ),
        ]
        indexes = [models.Index(fields=["office_id", "user_id", "opened_at"], name="recent_newest")]
