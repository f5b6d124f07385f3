"""What was improved, and by how much."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from nithet.registers.generic.models import Item, Part
from nithet.thai.numerals import plain_number
from nithet.thai.rounding import round_half_up


class Improvement(Item):
    class Sort(models.TextChoices):
        SERVICE = "service", "ปรับปรุงการให้บริการ"
        WORK = "work", "ปรับปรุงวิธีปฏิบัติงาน"
        ICT = "ict", "พัฒนาและประยุกต์ใช้ ICT"

    class Progress(models.TextChoices):
        PLANNED = "planned", "วางแผนแล้ว"
        DOING = "doing", "กำลังปรับปรุง"
        USED = "used", "นำไปใช้แล้ว"
        STOPPED = "stopped", "ยุติการปรับปรุง"

    sort = models.CharField("ประเภท", max_length=10, choices=Sort, default=Sort.SERVICE)
    problem = models.TextField("ปัญหาที่พบ")
    seen_in = models.CharField("พบปัญหาจาก", max_length=300, blank=True)
    cause = models.TextField("สาเหตุ", blank=True)
    remedy = models.TextField("วิธีแก้ไขปรับปรุง", blank=True)
    began_on = models.DateField("เริ่มปรับปรุง", null=True)
    progress = models.CharField("สถานะการปรับปรุง", max_length=10, choices=Progress, default=Progress.PLANNED)
    result = models.TextField("ผลที่ได้", blank=True)
    # Of ICT only (แบบ T1).
    old_process = models.TextField("กระบวนงานเดิม", blank=True)
    tool = models.CharField("เครื่องมือ ICT ที่ใช้", max_length=300, blank=True)
    joined_with = models.CharField("ระบบที่เชื่อมโยง", max_length=300, blank=True)
    developer = models.CharField("ผู้พัฒนา", max_length=200, blank=True)
    budget = models.DecimalField("งบประมาณ (บาท)", max_digits=14, decimal_places=2, null=True)

    class Meta(Item.Meta):
        pass


class Figure(Part):
    """A figure before and after."""

    class Unit(models.TextChoices):
        MINUTES = "minutes", "นาที"
        STEPS = "steps", "ขั้นตอน"
        ERRORS = "errors", "ข้อผิดพลาด"
        BAHT = "baht", "บาท"
        TIMES = "times", "ครั้ง"
        PEOPLE = "people", "คน"

    item = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField("สิ่งที่วัด", max_length=200)
    unit = models.CharField("หน่วย", max_length=10, choices=Unit)
    before = models.DecimalField("ก่อนปรับปรุง", max_digits=14, decimal_places=2)
    after = models.DecimalField("หลังปรับปรุง", max_digits=14, decimal_places=2, null=True)

    def __str__(self) -> str:
        after = plain_number(self.after) or "ยังไม่วัด"
        return f"{self.name}: {plain_number(self.before)} → {after} {self.get_unit_display()}"

    @property
    def change(self) -> Decimal | None:
        """After less before; None where it was not measured yet."""
        return None if self.after is None else self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """The change in per cent of before, half up to one decimal; None where there was nothing before."""
        if self.change is None or not self.before:
            return None
        return round_half_up(self.change * 100 / self.before, 1)
