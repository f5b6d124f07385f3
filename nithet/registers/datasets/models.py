"""The office's data: what they are, field by field, and how good they were on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from nithet.core.models import Job
from nithet.registers.datasets.cadence import Cadence, due_on
from nithet.registers.datasets.shares import share
from nithet.registers.generic.models import Item, Part


class Dataset(Item):
    class Sharing(models.TextChoices):
        INSIDE = "inside", "ใช้ภายในสำนักงาน"
        ASKED = "asked", "ให้เมื่อร้องขอ"
        OPEN = "open", "เผยแพร่แก่สาธารณะ"

    holds = models.TextField("เก็บข้อมูลอะไร", blank=True)
    keeper = models.CharField("หน่วยงานเจ้าของข้อมูล", max_length=300, blank=True)
    source = models.CharField("แหล่งที่มา", max_length=300, blank=True)
    period = models.CharField("ช่วงเวลาของข้อมูล", max_length=200, blank=True)
    place = models.CharField("จัดเก็บไว้ที่", max_length=300, blank=True)
    cadence = models.CharField("ปรับปรุงข้อมูล", max_length=10, choices=Cadence, default=Cadence.YEAR)
    as_of = models.DateField("ข้อมูลล่าสุด ณ วันที่", null=True)
    sharing = models.CharField("การเผยแพร่", max_length=10, choices=Sharing, default=Sharing.INSIDE)

    class Meta(Item.Meta):
        pass

    def newest(self, checked: date | None = None) -> date | None:
        """Of which day its data are: as typed, or as of the newest round."""
        return max(filter(None, (self.as_of, checked)), default=None)

    def due_on(self, checked: date | None = None) -> date | None:
        return due_on(self.cadence, self.newest(checked))


class DataField(Part):
    """A column of a dataset: one line of its dictionary."""

    class Kind(models.TextChoices):
        TEXT = "text", "ข้อความ"
        WHOLE = "whole", "จำนวนเต็ม"
        NUMBER = "number", "ตัวเลข"
        DATE = "date", "วันที่"
        YES_NO = "yes_no", "ใช่หรือไม่ใช่"
        CHOICE = "choice", "ค่าตามรายการ"
        SCHOOL = "school", "รหัสโรงเรียน"

    item = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField("ชื่อคอลัมน์", max_length=200)
    meaning = models.CharField("ความหมาย", max_length=500, blank=True)
    kind = models.CharField("ชนิดข้อมูล", max_length=10, choices=Kind, default=Kind.TEXT)
    # Divided by commas.
    codes = models.CharField("ค่าที่ใช้ได้", max_length=2000, blank=True)
    is_required = models.BooleanField("ต้องมีค่า", default=True)
    is_key = models.BooleanField("ใช้ตรวจข้อมูลซ้ำ", default=False)
    is_personal = models.BooleanField("ข้อมูลส่วนบุคคล", default=False)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(codes=""), name="datafield_choice_has_codes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    @property
    def code_list(self) -> list[str]:
        return [word for one in self.codes.split(",") if (word := one.strip())]


class DataRound(Item):
    """A dataset as a table of a day, with what a check found in it. All figures are counted, none is typed."""

    dataset = models.ForeignKey(
        Dataset, on_delete=models.PROTECT, null=True, related_name="rounds", verbose_name="ชุดข้อมูล"
    )
    as_of = models.DateField("ข้อมูล ณ วันที่", null=True)
    # The check that runs or was the last.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)
    # Of the fields that must hold something: how many cells there should be, and how many are filled.
    cells_wanted = models.PositiveBigIntegerField(default=0)
    cells_filled = models.PositiveBigIntegerField(default=0)
    wrong_rows = models.PositiveIntegerField(default=0)
    twice_rows = models.PositiveIntegerField(default=0)
    # What it was checked for, columns with their counts, and the first rows of each sort that are to be mended.
    report = models.JSONField(default=dict)
    # All of those rows, as a stored file.
    flaws = models.UUIDField(null=True)

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="done") | Q(dataset__isnull=False, as_of__isnull=False),
                name="dataround_done_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(cells_filled__lte=F("cells_wanted")), name="dataround_no_more_than_wanted"
            ),
        ]
        indexes = [
            *Item.Meta.indexes,
            models.Index(fields=["dataset", "as_of"], name="dataround_of_dataset"),
        ]

    @property
    def table(self) -> dict[str, str] | None:
        """The file that is checked: the last that was attached."""
        return self.files[-1] if self.files else None

    @property
    def checked_for(self) -> list[str]:
        """What a check is good for: the file, the dataset and the day."""
        return [self.table["file"] if self.table else "", str(self.dataset_id), str(self.as_of)]

    @property
    def is_checked(self) -> bool:
        """Whether the figures are those of the file that it has now."""
        return self.table is not None and self.report.get("for") == self.checked_for

    @property
    def is_being_checked(self) -> bool:
        """Whether a check of the file that it has now is under way: one of an earlier file tells nothing of it."""
        if self.job is None or self.job.has_ended:
            return False
        return bool(self.job.payload.get("checked_for") == self.checked_for)

    @property
    def complete(self) -> Decimal | None:
        return share(self.cells_filled, self.cells_wanted)

    @property
    def right(self) -> Decimal | None:
        """Rows without a wrong value and not there twice."""
        return share(self.row_count - self.wrong_rows, self.row_count)

    @property
    def columns(self) -> list[dict[str, Any]]:
        return list(self.report.get("columns", ()))
