"""What people are told, where they want it, and its way to them.

Persons are named by hidden relations: two records of one person become one by `merging.py`, which keeps what is unique.
"""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from nithet.core.ids import new_id
from nithet.offices.models import OfficeRecord, Person


class ChannelCode(models.TextChoices):
    """Where a notice can go besides the product."""

    MAIL = "mail", "อีเมล"
    LINE = "line", "LINE"


class Notice(OfficeRecord):
    """Something is told to somebody, once: about an object, on an occasion."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    occasion = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    detail = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # When it was put on its way to where the person wants it at once; none: not looked at yet.
    routed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "person", "kind", "object_id", "occasion"], name="notice_once_an_occasion"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "made_at"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["made_at"], name="notice_unrouted", condition=Q(routed_at=None)),
            models.Index(fields=["read_at"], name="notice_read"),
        ]


class Preference(OfficeRecord):
    """What a person chose; without a row, or where a row says nothing, what is usual."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    # Of a kind, by channel, when.
    choices = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(6))
    rests_on_holidays = models.BooleanField(default=True)
    # The address that was refused for good, and why; another address is tried again.
    refused_mail = models.EmailField(blank=True)
    refused_why = models.CharField(max_length=300, blank=True)


class LineAccount(OfficeRecord):
    """The LINE account that a person linked."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    # LINE's own name of the account for this office's channel: no name, no telephone number.
    line_id = models.CharField(max_length=80, unique=True)
    linked_at = models.DateTimeField()
    # Blocked by its owner, or gone.
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, blank=True)


class LineCode(OfficeRecord):
    """What a person types to the office's LINE account to link theirs. Only the digest is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class CalendarFeed(OfficeRecord):
    """The secret address under which a person's calendar is read by others' programs. Only the digest is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # About when a program asked last: within the hour.
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Delivery(OfficeRecord):
    """One message on its way by a channel: a notice at once, or a digest of several.

    Its key is what the receiving side knows it by (`X-Line-Retry-Key`, `Message-ID`).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "รอส่ง"
        SENDING = "sending", "กำลังส่ง"
        SENT = "sent", "ส่งแล้ว"
        FAILED = "failed", "ส่งไม่สำเร็จ"
        REFUSED = "refused", "ปลายทางไม่รับ"
        DROPPED = "dropped", "ไม่ต้องส่งแล้ว"

    UNFINISHED = (State.WAITING, State.SENDING)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=ChannelCode)
    # “digest 2026-11-20”, “notice <key>”: twice the same is once.
    key = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    # When it is to be tried; of one that is being sent, when whoever sends it must have died.
    next_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["next_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "person", "channel", "key"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="delivery_due", condition=Q(state__in=("waiting", "sending"))
            ),
            models.Index(fields=["office", "state", "ended_at"], name="delivery_of_office"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_digest(self) -> bool:
        return self.key.startswith("digest ")


class DeliveryLine(models.Model):
    """A notice in a delivery: by each channel once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="lines")
    channel = models.CharField(max_length=10, choices=ChannelCode)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_once_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.channel}"
