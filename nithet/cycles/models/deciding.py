"""A task's submissions and the decisions on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.models import StoredFile
from nithet.cycles.models.year import Task
from nithet.offices.models import OfficeRecord, Role, Unit


class Route(OfficeRecord):
    """The stations that an office has for a kind of matter, in place of the usual ones (`cycles/routes.py`)."""

    # What is asked: a value of Step.Ask.
    matter = models.CharField(max_length=20)
    # [{"role": "head", "ask": "pass_on", "if_money": false}, …]
    stations = models.JSONField(default=list)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "matter"], name="route_once_a_matter")]


class TaskRound(OfficeRecord):
    """One submission of a task and what became of it."""

    class Outcome(models.TextChoices):
        PENDING = "pending", "รอพิจารณา"
        ACCEPTED = "accepted", "ผ่านการพิจารณา"
        RETURNED = "returned", "ส่งคืนแก้ไข"
        REFUSED = "refused", "ไม่อนุมัติ"
        WITHDRAWN = "withdrawn", "ถอนเรื่องคืน"

    # Here and below: what a constraint begins with needs no second index, which each change would have to write too.
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="rounds", db_index=False)
    number = models.PositiveSmallIntegerField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    note = models.TextField(blank=True)
    # What the task's actions ask for and it did not have, in words; the note then says why.
    lacking = models.JSONField(default=list)
    # The memo (บันทึกข้อความ): composed from task and evidence, and as the doer left it.
    memo_subject = models.CharField(max_length=300, blank=True)
    memo_text = models.TextField(blank=True)
    money = models.DecimalField(
        max_digits=14, decimal_places=2, null=True
    )  # baht; none: no money is asked for
    money_source = models.CharField(max_length=200, blank=True)
    # How it lies in the folder: urgent ones first, then as the secretary ordered them.
    is_urgent = models.BooleanField(default=False)
    folder_place = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.PENDING)
    reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="taskround_number")]
        indexes = [
            # Planning and finance see what asks for money.
            models.Index(fields=["office"], name="taskround_money", condition=Q(money__isnull=False)),
        ]


class Decision(OfficeRecord):
    """One station of a round's route: who is asked for what, and what they said."""

    class Ask(models.TextChoices):
        PASS_ON = "pass_on", "เสนอความเห็น"
        CERTIFY = "certify", "รับรองผลการดำเนินงาน"
        ENDORSE = "endorse", "เห็นชอบ"
        APPROVE = "approve", "อนุมัติ"
        PERMIT = "permit", "อนุญาต"
        ACKNOWLEDGE = "acknowledge", "ทราบ"
        SIGN = "sign", "ลงนาม"

    class State(models.TextChoices):
        QUEUED = "queued", "ยังไม่ถึง"
        CURRENT = "current", "อยู่ระหว่างพิจารณา"
        GIVEN = "given", "พิจารณาแล้ว"
        RETURNED = "returned", "ส่งคืนแก้ไข"
        REFUSED = "refused", "ไม่อนุมัติ"
        DROPPED = "dropped", "ไม่ต้องพิจารณา"

    round = models.ForeignKey(TaskRound, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    position = models.PositiveSmallIntegerField()
    ask = models.CharField(max_length=20, choices=Ask)
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_as = models.CharField(
        max_length=300, blank=True
    )  # position and capacity, as a signature prints it
    decided_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True)
    conditions = models.TextField(blank=True)  # "อนุมัติ โดยให้…"
    # What to mend, of what was sent back: [{"field": "memo_text", "words": "…"}, …]
    marked = models.JSONField(default=list)
    # On paper: who wrote down what was signed, and the scan of it; `decided_by` signed.
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(null=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="decision_position"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="current"), name="decision_one_current_a_round"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "role", "unit"], name="decision_current", condition=Q(state="current")
            ),
            # Of the few that came on paper.
            models.Index(
                fields=["recorded_by"], name="decision_recorded", condition=Q(recorded_by__isnull=False)
            ),
            models.Index(fields=["scan"], name="decision_scan", condition=Q(scan__isnull=False)),
        ]
