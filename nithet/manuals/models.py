"""The manual as data: what should happen. Adopted versions never change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import OfficeRecord, Unit


class Manual(OfficeRecord):
    """A work manual of a division; its text lives in its versions."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="manuals")
    title = models.CharField("ชื่อคู่มือ", max_length=300)

    class Meta:
        ordering = ["-pk"]


class ManualVersion(OfficeRecord):
    """One edition: read from a source or the catalogue, proposed, endorsed by the director, replaced."""

    class State(models.TextChoices):
        DRAFT = "draft", "ฉบับร่าง"
        PROPOSED = "proposed", "เสนอแล้ว รอผู้อำนวยการพิจารณา"
        ADOPTED = "adopted", "ประกาศใช้"
        REPLACED = "replaced", "ยกเลิก ใช้ฉบับใหม่แทน"

    manual = models.ForeignKey(Manual, on_delete=models.PROTECT, related_name="versions")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField("ฉบับปรับปรุงครั้งที่", null=True, blank=True)
    source_name = models.CharField(max_length=255, blank=True)
    source_text = models.TextField(blank=True)
    # What the reader understood (nithet.manuals.draft), until adoption turns it into procedures and steps.
    reading = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["office", "state"], name="manualversion_state")]
        constraints = [
            models.UniqueConstraint(fields=["manual", "number"], name="manualversion_number"),
            models.UniqueConstraint(
                fields=["manual"], condition=Q(state="adopted"), name="manualversion_one_adopted_a_manual"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(adopted_at__isnull=False),
                name="manualversion_number_when_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manual.title} {self.label}"

    @property
    def label(self) -> str:
        return f"ฉบับปรับปรุงครั้งที่ {self.number}" if self.number else self.get_state_display()


class Procedure(OfficeRecord):
    """A procedure (กระบวนงาน) of one version. `lineage` stays the same over versions."""

    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, related_name="procedures")
    lineage = models.UUIDField(default=new_id)
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    also_called = models.JSONField(default=list)
    objectives = models.JSONField(default=list)
    scope = models.TextField(blank=True)
    definitions = models.JSONField(default=list)  # [{"term", "meaning"}]
    forms = models.JSONField(default=list)
    references = models.JSONField(default=list)
    lines = models.JSONField(default=list)  # [first, last] of the source, or [] from the catalogue

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="procedure_position")]


class Step(OfficeRecord):
    """A step of a procedure, or a sub-step of a step."""

    class Ask(models.TextChoices):
        """What is asked of the decider when the step's work is submitted."""

        CERTIFY = "certify", "รับรองผลการดำเนินงาน"
        ENDORSE = "endorse", "เห็นชอบ"
        APPROVE = "approve", "อนุมัติ"
        PERMIT = "permit", "อนุญาต"
        ACKNOWLEDGE = "acknowledge", "ทราบ"
        SIGN = "sign", "ลงนาม"

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="substeps")
    lineage = models.UUIDField(default=new_id)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    title = models.TextField()
    also_called = models.JSONField(default=list)
    months = models.JSONField(null=True)  # [10, 11] or None where the manual states none
    cadence = models.CharField(max_length=40, blank=True)
    responsible = models.JSONField(default=list)
    standard = models.TextField(blank=True)
    measure = models.JSONField(null=True)  # {"at_least": 2, "per": "semester"}
    actions = models.JSONField(default=list)
    ask = models.CharField(max_length=20, choices=Ask, default=Ask.CERTIFY)
    lines = models.JSONField(default=list)

    GATES = frozenset({Ask.ENDORSE, Ask.APPROVE, Ask.PERMIT, Ask.SIGN})

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["procedure", "position"], name="step_position")]

    @property
    def is_gate(self) -> bool:
        """What follows waits for this decision. "เสนอเพื่อทราบ" never gates."""
        return self.ask in self.GATES
