"""The office's semesters and holidays: tables per year, never constants."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nithet.offices.models.office import OfficeRecord


class Semester(OfficeRecord):
    """A semester of an academic year, as this office keeps it. A day may lie in none."""

    academic_year_be = models.PositiveSmallIntegerField("ปีการศึกษา")
    number = models.PositiveSmallIntegerField("ภาคเรียนที่")
    starts_on = models.DateField("เปิดภาคเรียน")
    ends_on = models.DateField("ปิดภาคเรียน (วันสุดท้ายที่เรียน)")
    source = models.CharField("ที่มา", max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "academic_year_be", "number"], name="semester_once_an_office"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="semester_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"ภาคเรียนที่ {self.number}/{self.academic_year_be}"


class Holiday(OfficeRecord):
    on = models.DateField("วันที่")
    name = models.CharField("ชื่อวันหยุด", max_length=200)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="holiday_once_an_office")]
