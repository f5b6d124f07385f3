"""A device of a person in an office: a browser, or a phone with ODK Collect."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.forms.models import Form, FormVersion
from nithet.offices.models import OfficeRecord, Person


class Device(OfficeRecord):
    """A browser that carries forms along, or a phone that sends by a token. Of a token only the digest is kept."""

    class Kind(models.TextChoices):
        BROWSER = "browser", "เบราว์เซอร์"
        COLLECT = "collect", "แอป ODK Collect"

    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # What its owner calls it by.
    name = models.CharField("ชื่ออุปกรณ์", max_length=80)
    # The name that a browser made for itself; one of a phone is of no use to anybody else.
    key = models.UUIDField(default=new_id)
    # Of a phone's token: its first letters, by which the owner knows it again, and the digest.
    prefix = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # About when it was heard of last: within some minutes.
    seen_at = models.DateTimeField(null=True)
    # What it told then of what it holds and nobody else does.
    drafts = models.PositiveIntegerField(default=0)
    # It sends and fetches nothing any more.
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    # Lost, as its owner or the administrator says.
    lost_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lost_at = models.DateTimeField(null=True)
    lost_how = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="device_key_once_a_person"),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="device_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def within(self) -> UUID:
        """Its history stands beside that of whose it is."""
        return self.person_id


class Carried(OfficeRecord):
    """A form, or the list that goes with it, that a device took along; a phone takes what it downloads."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="carried")
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="+")
    # The same edition taken again is fresher, and the same row.
    taken_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)  # bytes, its lists and pictures too
    put_back_at = models.DateTimeField(null=True)  # taken off the device again

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["device", "form"], name="carried_once_a_device")]

    def __str__(self) -> str:
        return str(self.version)


class Waiting(OfficeRecord):
    """One filled form that a device told it holds, as of when it was last heard of. It goes once the form has come."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="waiting")
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    instance_id = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)  # what it is of, as the device shows it
    filled_at = models.DateTimeField()
    files = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)  # why it could not be sent, as the device was told
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["filled_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["device", "instance_id"], name="waiting_once_a_device")
        ]
        # Asked by everything that comes.
        indexes = [models.Index(fields=["office", "instance_id"], name="waiting_of_office")]

    def __str__(self) -> str:
        return self.title or self.instance_id
