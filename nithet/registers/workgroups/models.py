"""A working group, and who sits in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nithet.offices.models import Person
from nithet.registers.generic.models import Item, Part


class WorkingGroup(Item):
    legal_ground = models.TextField("อ้างอำนาจ", blank=True)
    reason = models.TextField("เหตุผลที่แต่งตั้ง", blank=True)
    duties = models.TextField("หน้าที่ของคณะทำงาน", blank=True)
    from_on = models.DateField("ตั้งแต่วันที่", null=True)
    until_on = models.DateField("ถึงวันที่", null=True)
    # Of the signed order: “145”. Orders are numbered anew each calendar year; the year is that of `on`.
    order_number = models.CharField("คำสั่งที่", max_length=40, blank=True)
    order_year_be = models.PositiveSmallIntegerField(null=True)
    # Why no signed file is attached: “ลงนามในระบบอื่น”.
    signed_elsewhere = models.CharField("ลงนามในระบบอื่น", max_length=300, blank=True)

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="workinggroup_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["office", "order_year_be", "order_number"],
                condition=Q(state="done") & ~Q(order_number=""),
                name="workinggroup_order_once_a_year",
            ),
        ]

    @property
    def order_words(self) -> str:
        """“145/2569”; nothing where the order has no number here."""
        if not self.order_number:
            return ""
        return f"{self.order_number}/{self.order_year_be}" if self.order_year_be else self.order_number


class Seat(Part):
    """A person of the office, or somebody from outside by name, with a duty in the group or in a part of it."""

    class Duty(models.TextChoices):
        ADVISER = "adviser", "ที่ปรึกษา"
        CHAIR = "chair", "ประธาน"
        VICE_CHAIR = "vice_chair", "รองประธาน"
        MEMBER = "member", "กรรมการ"
        SECRETARY = "secretary", "กรรมการและเลขานุการ"
        ASSISTANT_SECRETARY = "assistant_secretary", "กรรมการและผู้ช่วยเลขานุการ"
        ASSISTANT = "assistant", "ผู้ช่วยเลขานุการ"
        OTHER = "other", "อื่น ๆ"

    item = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="seats")
    sub_group = models.CharField("ชุด", max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="บุคลากร"
    )
    outside_name = models.CharField("ชื่อ", max_length=200, blank=True)
    # As the order prints it, so that it stays when the person's post changes.
    post = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    agency = models.CharField("หน่วยงาน", max_length=200, blank=True)
    duty = models.CharField("หน้าที่", max_length=20, choices=Duty, default=Duty.MEMBER)
    # What “อื่น ๆ” is, or what this one does besides.
    duty_note = models.CharField("หน้าที่เฉพาะ", max_length=200, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(outside_name=""), name="seat_of_somebody"
            )
        ]
        indexes = [models.Index(fields=["person", "item"], name="seat_person")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.duty_words, self.sub_group)))

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.outside_name

    @property
    def duty_words(self) -> str:
        """What the order prints: the duty, in own words where it is another one."""
        if self.duty == self.Duty.OTHER:
            return self.duty_note or str(self.Duty.OTHER.label)
        return str(self.Duty(self.duty).label)
