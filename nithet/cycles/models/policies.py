"""Policies and focus points of a year: what plans, studies, visits and rounds refer to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.offices.models import OfficeRecord


class PolicyFocus(OfficeRecord):
    class Source(models.TextChoices):
        MINISTRY = "ministry", "กระทรวงศึกษาธิการ"
        OBEC = "obec", "สพฐ."
        AREA = "area", "เขตพื้นที่การศึกษา"

    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    source = models.CharField("เจ้าของนโยบาย", max_length=10, choices=Source)
    number = models.CharField("ข้อที่", max_length=20, blank=True)  # as its paper says: "3", "2.1"
    title = models.CharField("นโยบายหรือจุดเน้น", max_length=500)
    text = models.TextField("รายละเอียด", blank=True)
    position = models.PositiveSmallIntegerField("ลำดับที่แสดง", default=0)
    revision = models.PositiveIntegerField(default=1)
    # No more referred to; what refers to it already stays.
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-fiscal_year_be", "source", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "fiscal_year_be", "source", "title"],
                condition=Q(voided_at=None),
                name="policyfocus_once_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        """Whose, and by which number: “สพฐ. ข้อ 3”."""
        return f"{self.get_source_display()} ข้อ {self.number}" if self.number else self.get_source_display()

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None
