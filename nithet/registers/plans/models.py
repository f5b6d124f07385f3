"""A plan with its targets, activities, money, indicators and risks; and the words that an office plans with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nithet.core.money import NOTHING, BahtColumn
from nithet.cycles.models import PolicyFocus
from nithet.offices.models import OfficeRecord, Person
from nithet.registers.generic.models import Item, Part
from nithet.registers.plans.money import Money
from nithet.thai.months import month_name

MOST_CHANCE = 5


class Term(OfficeRecord):
    """A word of an office's own lists. Plans keep the word itself, so that what is no longer offered stays as it was."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", "กลยุทธ์"
        CATEGORY = "category", "หมวดรายจ่าย"
        SOURCE = "source", "แหล่งงบประมาณ"

    kind = models.CharField(max_length=10, choices=Kind)
    # Strategies are those of a year; the other lists hold for all: 0.
    fiscal_year_be = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("ข้อความ", max_length=300)

    class Meta:
        ordering = ["fiscal_year_be", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "fiscal_year_be", "name"], name="term_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Item):
    class Sort(models.TextChoices):
        PROJECT = "project", "โครงการ"
        PLAN = "plan", "แผนการดำเนินงาน"

    sort = models.CharField("ประเภท", max_length=10, choices=Sort, default=Sort.PROJECT)
    strategy = models.CharField("กลยุทธ์", max_length=300, blank=True)
    reason = models.TextField("หลักการและเหตุผล", blank=True)
    objectives = models.TextField("วัตถุประสงค์", blank=True)
    quality = models.TextField("เป้าหมายเชิงคุณภาพ", blank=True)
    place = models.CharField("สถานที่ดำเนินการ", max_length=300, blank=True)
    benefit = models.TextField("ผลที่คาดว่าจะได้รับ", blank=True)
    # Complete and before its deciders: nothing of it changes until they have decided or it is taken back.
    ready_on = models.DateField("จัดทำเสร็จเมื่อ", null=True)
    approved_by = models.CharField("ผู้อนุมัติ", max_length=300, blank=True)

    class Meta(Item.Meta):
        pass

    @property
    def is_ready(self) -> bool:
        return self.is_draft and self.ready_on is not None


class PlanPolicy(Part):
    """A policy or focus point of the year that the plan answers."""

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="policies")
    policy = models.ForeignKey(
        PolicyFocus, on_delete=models.PROTECT, related_name="+", verbose_name="นโยบายหรือจุดเน้น"
    )

    def __str__(self) -> str:
        return str(self.policy)


class Target(Part):
    """เป้าหมายเชิงปริมาณ."""

    not_copied: ClassVar = frozenset({"reached"})

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    name = models.CharField("เป้าหมาย", max_length=300)
    amount = models.DecimalField("จำนวน", max_digits=12, decimal_places=2)
    unit_word = models.CharField("หน่วยนับ", max_length=60)
    reached = models.DecimalField("ทำได้", max_digits=12, decimal_places=2, null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.amount:,.2f} {self.unit_word}"


class Activity(Part):
    """A piece of the work, in which months, by whom, and how far it is."""

    not_copied: ClassVar = frozenset({"percent", "done_on"})

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField("กิจกรรม", max_length=300)
    # Calendar months in the order of the fiscal year: [10, 11].
    months = models.JSONField("เดือน", default=list)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ผู้รับผิดชอบ"
    )
    percent = models.PositiveSmallIntegerField("ความก้าวหน้า (ร้อยละ)", default=0)
    done_on = models.DateField("เสร็จเมื่อ", null=True)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="activity_percent_to_100"),
            models.CheckConstraint(
                condition=Q(percent=100, done_on__isnull=False) | Q(percent__lt=100, done_on=None),
                name="activity_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.month_words})"

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def month_words(self) -> str:
        return ", ".join(month_name(month, short=True) for month in self.months)


class BudgetLine(Part):
    """Money of one category and source: planned; of it committed (ผูกพัน, owed but not paid yet) and spent."""

    not_copied: ClassVar = frozenset({"committed", "spent"})

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField("รายการ", max_length=300, blank=True)
    category = models.CharField("หมวดรายจ่าย", max_length=300)
    source = models.CharField("แหล่งงบประมาณ", max_length=300)
    planned = BahtColumn("ตามแผน")
    committed = BahtColumn("ผูกพัน", default=NOTHING)
    spent = BahtColumn("เบิกจ่าย", default=NOTHING)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gte=0, committed__gte=0, spent__gte=0), name="budgetline_no_debts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.name} {self.planned:,.2f} บาท ({self.source})".replace("  ", " ")

    @property
    def money(self) -> Money:
        return Money(self.planned, self.committed, self.spent)


class Indicator(Part):
    """ตัวชี้วัดความสำเร็จ."""

    not_copied: ClassVar = frozenset({"actual"})

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField("ตัวชี้วัด", max_length=300)
    goal = models.DecimalField("ค่าเป้าหมาย", max_digits=12, decimal_places=2)
    unit_word = models.CharField("หน่วยนับ", max_length=60)
    actual = models.DecimalField("ผล", max_digits=12, decimal_places=2, null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.goal:,.2f} {self.unit_word}"

    @property
    def is_met(self) -> bool:
        """More is better: what should sink is worded the other way round."""
        return self.actual is not None and self.actual >= self.goal


class Risk(Part):
    """What may go wrong: how likely, how harmful, and what is done about it."""

    item = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    name = models.CharField("ความเสี่ยง", max_length=300)
    chance = models.PositiveSmallIntegerField("โอกาสเกิด")
    harm = models.PositiveSmallIntegerField("ผลกระทบ")
    remedy = models.CharField("แนวทางแก้ไข", max_length=1000, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(chance__range=(1, MOST_CHANCE), harm__range=(1, MOST_CHANCE)),
                name="risk_of_five_by_five",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.chance} × {self.harm})"

    @property
    def score(self) -> int:
        return self.chance * self.harm

    @property
    def level(self) -> str:
        """The usual bands of five by five."""
        bands = ((3, "ต่ำ"), (9, "ปานกลาง"), (16, "สูง"), (25, "สูงมาก"))
        return next(words for most, words in bands if self.score <= most)
