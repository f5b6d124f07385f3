"""Who is in charge of which procedure (คำสั่งมอบหมายหน้าที่), and whose work goes to a successor."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from nithet.accounts.models import User
from nithet.core.models import StoredFile
from nithet.offices.models import Cluster, OfficeRecord, Person, School, Unit


class DutyOrder(OfficeRecord):
    """An order that gives duties for a fiscal year; a later one of the same year adds to it."""

    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    number = models.CharField("คำสั่งที่", max_length=80)  # "12/2570"
    on = models.DateField("สั่ง ณ วันที่")
    title = models.CharField("เรื่อง", max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("ถึงวันที่")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-fiscal_year_be", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "fiscal_year_be", "number"], name="dutyorder_number_a_year"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="dutyorder_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"คำสั่งที่ {self.number}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def standing(self) -> Self:
        """Without what was recorded by mistake."""
        return self.filter(voided_at=None)

    def active(self, *, on: date) -> Self:
        """In force on that day. The last day counts."""
        return self.standing().filter(from_on__lte=on, until_on__gte=on)


class Duty(OfficeRecord):
    """A person has a part in a procedure: at a school, in a cluster, or everywhere, from a day to a day."""

    class Part(models.TextChoices):
        LEAD = "lead", "หัวหน้า"
        MAIN = "main", "ผู้รับผิดชอบหลัก"
        JOINT = "joint", "ผู้ร่วมรับผิดชอบ"

    order = models.ForeignKey(DutyOrder, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    # The procedure over all its editions, and its name when the order was recorded.
    lineage = models.UUIDField()
    title = models.TextField()
    # The division whose procedure it is; none: of the whole office.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="duties")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="duties")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, null=True, related_name="duties")
    part = models.CharField("หน้าที่", max_length=10, choices=Part, default=Part.MAIN)
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("ถึงวันที่")
    ended_reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    # Recorded by mistake: it never was. What really ended has its last day instead.
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "part", "pk"]
        # NULL equals nothing: one rule for each kind of place.
        constraints = [
            models.UniqueConstraint(
                fields=["order", "person", "lineage", "from_on"],
                condition=Q(school=None, cluster=None, voided_at=None),
                name="duty_once_everywhere",
            ),
            models.UniqueConstraint(
                fields=["order", "person", "lineage", "from_on", "school"],
                condition=Q(school__isnull=False, voided_at=None),
                name="duty_once_a_school",
            ),
            models.UniqueConstraint(
                fields=["order", "person", "lineage", "from_on", "cluster"],
                condition=Q(cluster__isnull=False, voided_at=None),
                name="duty_once_a_cluster",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(cluster__isnull=True), name="duty_one_place"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="duty_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["office", "lineage", "from_on"], name="duty_procedure"),
            models.Index(fields=["person", "from_on"], name="duty_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_part_display()} {self.title}"

    @property
    def place(self) -> str:
        """Where: a school, a cluster, or everywhere."""
        found = self.school or self.cluster
        return found.name if found else "ทุกโรงเรียน"

    @property
    def place_key(self) -> tuple[UUID | None, UUID | None]:
        return self.school_id, self.cluster_id


class HandOver(OfficeRecord):
    """ส่งมอบงาน: what a person has in hand goes to a successor on a day."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "เสนอแล้ว รอผู้อำนวยการกลุ่มพิจารณา"
        PLANNED = "planned", "รอวันส่งมอบ"
        DONE = "done", "ส่งมอบแล้ว"
        CANCELLED = "cancelled", "ยกเลิก"

    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_over")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_over")
    on = models.DateField("วันที่ส่งมอบ")
    reason = models.TextField("เหตุผล")
    # {"tasks": [ids], or None for all that is open on the day; "duties": true, "answers": true;
    #  "units": [ids of the divisions whose work it may be], or None for all}
    wanted = models.JSONField(default=dict)
    # What was moved, with how it stood before, so that it can be taken back.
    moved = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="handover_to_another"),
        ]
        indexes = [
            models.Index(fields=["on"], name="handover_planned", condition=Q(state="planned")),
            models.Index(fields=["giver", "made_at"], name="handover_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"
