"""An item of a register and the rows inside it, as far as all registers have them alike; and the versions of items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.offices.models import OfficeRecord, Person, Unit


class Item(OfficeRecord):
    """Whose it is, of which year, and how far. What it is about is its register's own."""

    class State(models.TextChoices):
        DRAFT = "draft", "ฉบับร่าง"
        DONE = "done", "เสร็จสิ้น"
        VOID = "void", "ยกเลิก"

    title = models.CharField("ชื่อเรื่อง", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="กลุ่ม")
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ผู้รับผิดชอบ"
    )
    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    # From whose page it was begun; evidence finds its tasks without it.
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # The day of the work that it shows, once it is finished.
    on = models.DateField("วันที่", null=True)
    # [{"file": id of a stored file, "name": "…"}, …]
    files = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    void_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(on__isnull=False), name="%(class)s_done_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["office", "fiscal_year_be", "state"], name="%(class)s_of_year")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_void(self) -> bool:
        return self.state == self.State.VOID


class Part(OfficeRecord):
    """A row inside an item, in the order that people gave. The foreign key to its item is named `item`."""

    position = models.PositiveSmallIntegerField(default=0)

    # What a copy for another year begins without: progress, results.
    not_copied: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ItemVersion(OfficeRecord):
    """An item as it stood each time it was finished: plain data, never changed."""

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    snapshot = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "object_id", "number"], name="itemversion_number_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"ฉบับที่ {self.number}"


Rows = Sequence[dict[str, Any]]
Day = date
