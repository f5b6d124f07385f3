"""A study: its question, what was read, what was found, and what became of what it recommends."""

from __future__ import annotations

from django.db import models

from nithet.catalogue.laws import Law, law_named
from nithet.cycles.models import PolicyFocus
from nithet.registers.generic.models import Item, Part


class Study(Item):
    question = models.TextField("คำถามของการศึกษา", blank=True)
    background = models.TextField("ความเป็นมา", blank=True)
    users = models.TextField("ผู้นำผลไปใช้", blank=True)

    class Meta(Item.Meta):
        verbose_name_plural = "studies"


class Source(Part):
    """What was read, or who was asked."""

    class Kind(models.TextChoices):
        LAW = "law", "กฎหมายและระเบียบ"
        POLICY = "policy", "นโยบายและประกาศ"
        DOCUMENT = "document", "เอกสารและรายงาน"
        DATASET = "dataset", "ข้อมูลสถิติ"
        WEBSITE = "website", "เว็บไซต์"
        INTERVIEW = "interview", "สัมภาษณ์หรือสอบถาม"

    item = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField("ประเภท", max_length=10, choices=Kind, default=Kind.DOCUMENT)
    title = models.CharField("ชื่อแหล่งข้อมูล", max_length=500)
    where = models.CharField("ที่มา", max_length=500, blank=True)
    on = models.DateField("วันที่", null=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def law(self) -> Law | None:
        """As the registry of laws knows it, with what became of it."""
        return law_named(self.title) if self.kind == self.Kind.LAW else None

    @property
    def is_linked(self) -> bool:
        return self.where.startswith(("https://", "http://"))


class StudyPolicy(Part):
    """A policy of the year that the study is about."""

    item = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="policies")
    policy = models.ForeignKey(
        PolicyFocus, on_delete=models.PROTECT, related_name="+", verbose_name="นโยบายหรือจุดเน้น"
    )
    note = models.CharField("เกี่ยวข้องอย่างไร", max_length=500, blank=True)

    class Meta(Part.Meta):
        indexes = [models.Index(fields=["policy", "item"], name="studypolicy_policy")]

    def __str__(self) -> str:
        return str(self.policy)


class Finding(Part):
    item = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="findings")
    text = models.TextField("ข้อค้นพบ")

    def __str__(self) -> str:
        return self.text


class Recommendation(Part):
    class Uptake(models.TextChoices):
        WAITING = "waiting", "ยังไม่นำไปใช้"
        TAKEN = "taken", "นำไปใช้แล้ว"
        DECLINED = "declined", "พิจารณาแล้วไม่นำไปใช้"

    item = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="recommendations")
    to_whom = models.CharField("เสนอต่อ", max_length=200)
    text = models.TextField("ข้อเสนอแนะ")
    uptake = models.CharField("การนำไปใช้", max_length=10, choices=Uptake, default=Uptake.WAITING)
    # What took it up, in words or as a link.
    taken_by = models.CharField("นำไปใช้ใน", max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.to_whom}: {self.text}"

    @property
    def code(self) -> str:
        """Of the pill that says how far."""
        return {"waiting": "open", "taken": "done", "declined": "void"}[self.uptake]
