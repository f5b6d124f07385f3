"""What every row shares, and the files of all offices."""

from django.db import models

from nithet.core.ids import new_id


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
