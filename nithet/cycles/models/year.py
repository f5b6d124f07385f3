"""An office's fiscal year, the procedures that run in it, and their steps as tasks."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from nithet.manuals.models import ManualVersion, Procedure, Step
from nithet.offices.models import OfficeRecord, Person, Role, Unit


class Cycle(OfficeRecord):
    class State(models.TextChoices):
        OPEN = "open", "เปิดใช้งาน"
        CLOSED = "closed", "ปิดปีงบประมาณแล้ว"

    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # The year pins the versions that it follows; a newer version never changes it.
    versions = models.ManyToManyField(ManualVersion, related_name="cycles")

    class Meta:
        ordering = ["-fiscal_year_be"]
        constraints = [
            models.UniqueConstraint(fields=["office", "fiscal_year_be"], name="cycle_year_an_office"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"ปีงบประมาณ พ.ศ. {self.fiscal_year_be}"


class Run(OfficeRecord):
    """A procedure in a year (การดำเนินงานประจำปี), or work that no manual foresaw (งานแทรก)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs")
    # None: work that no manual foresaw.
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="runs")
    # Copied: a year knows a procedure once, whatever version it follows.
    lineage = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="runs")
    title = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    # Given up in mid-year, with what was unfinished of it.
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)
    # What its giving up changed, as it was before (`services/cancelling.py`).
    void_undo = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "lineage"], name="run_once_a_cycle")]

    @property
    def is_ad_hoc(self) -> bool:
        """งานแทรก: came by a letter or a direction, not from a manual."""
        return self.procedure_id is None


class Task(OfficeRecord):
    """A step in a year: one row for life. What happened in each round stands in TaskRound."""

    class State(models.TextChoices):
        WAITING = "waiting", "รอผลพิจารณาขั้นก่อนหน้า"
        OPEN = "open", "รอดำเนินการ"
        SUBMITTED = "submitted", "เสนอแล้ว รอพิจารณา"
        DONE = "done", "เสร็จสิ้น"
        SKIPPED = "skipped", "งดดำเนินการ"
        VOID = "void", "ยกเลิก"

    UNFINISHED = (State.WAITING, State.OPEN, State.SUBMITTED)

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="tasks")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    is_container = models.BooleanField(default=False)
    # The task of a kin step in an earlier run that is done for both.
    served_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="serves")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    title = models.TextField()
    # "ภาคเรียนที่ 1/2569", "ไตรมาสที่ 2", "" where the step has one window.
    occurrence = models.CharField(max_length=60, blank=True)
    actions = models.JSONField(default=list)
    ask = models.CharField(max_length=20, choices=Step.Ask)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="tasks")

    starts_on = models.DateField()
    due_on = models.DateField()
    # The day it was first due, where it was moved since.
    first_due_on = models.DateField(null=True)
    # Still to be done after its year was closed.
    is_carried_over = models.BooleanField(default=False)
    # When it was due in its own year, where it was carried over since.
    due_in_year = models.DateField(null=True)
    # Ended by ไม่อนุมัติ: void, and it still holds back what it held; may be proposed anew.
    is_refused = models.BooleanField(default=False)
    # Waits behind what was refused: nobody can be late with it.
    is_stopped = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    times_returned = models.PositiveSmallIntegerField(default=0)
    taken_up_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why skipped, cancelled or refused, or why sent back the last time
    # How often the window asks for the work ("ทุกเดือน": 12); a part of what `target` is made of.
    planned = models.PositiveIntegerField(default=1)
    # Kept on write, so that lists never count evidence.
    done = models.PositiveIntegerField(default=0)
    target = models.PositiveIntegerField(default=1)
    is_met = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "step", "occurrence", "starts_on"], name="task_once_a_window"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="task_due_after_start"),
            models.CheckConstraint(
                condition=Q(served_by__isnull=True) | ~Q(served_by=F("id")), name="task_served_by_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_on"],
                name="task_unfinished_due",
                condition=Q(state__in=("waiting", "open", "submitted")),
            ),
            models.Index(fields=["run", "position"], name="task_run_position"),
            models.Index(fields=["office", "unit", "state"], name="task_unit_state"),
        ]

    @property
    def label(self) -> str:
        """Where in its run: “ขั้นที่ 3”, or that no manual has it."""
        return f"ขั้นที่ {self.number}" if self.number else "งานแทรก"

    @property
    def is_gate(self) -> bool:
        return self.ask in Step.GATES

    @property
    def is_returned(self) -> bool:
        return self.state == self.State.OPEN and self.times_returned > 0

    def days_late(self, *, on: date) -> int:
        """Days past due; 0 when not late. What waits for others is not: submitted, or held by what was refused."""
        if self.is_stopped or self.state not in (self.State.WAITING, self.State.OPEN):
            return 0
        return max(0, (on - self.due_on).days)
