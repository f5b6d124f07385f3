"""Which tasks a round serves and how far it was when they were last told; ranked needs; suggestions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.cycles.models import Task
from nithet.forms.models import Round
from nithet.offices.models import OfficeRecord
from nithet.registers.generic.models import Item
from nithet.thai.dates import format_date


class RoundTask(OfficeRecord):
    """A task that a person has said a round is for, whatever its division and window."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="served_tasks")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="served_by_rounds")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "task"], name="roundtask_once")]

    def __str__(self) -> str:
        return str(self.task_id)


class RoundProgress(OfficeRecord):
    """How far a round was when its tasks were last told, so that their counters follow from what is kept."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="progress")
    asked = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    # Closed: its result does not change any more.
    is_over = models.BooleanField(default=False)

    class Meta:
        verbose_name = "ความก้าวหน้าของรอบ"

    def __str__(self) -> str:
        return str(self.round_id)


class Need(Item):
    """A ranked need as a round showed it, and what was done about it since. Its title is the matter that was rated."""

    class Progress(models.TextChoices):
        WAITING = "waiting", "ยังไม่ดำเนินการ"
        PLANNED = "planned", "มีแผนรองรับ"
        MET = "met", "ตอบสนองแล้ว"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="needs")
    # Of the question in the round's form.
    path = models.CharField(max_length=500, blank=True)
    aspect = models.CharField("ด้าน", max_length=500, blank=True)
    for_whom = models.CharField("ความต้องการของ", max_length=300, blank=True)
    # As the result page rounds them. Aspects have ranks of their own.
    desired = models.DecimalField("สภาพที่คาดหวัง", max_digits=8, decimal_places=2, null=True)
    actual = models.DecimalField("สภาพปัจจุบัน", max_digits=8, decimal_places=2, null=True)
    pni = models.DecimalField("PNI modified", max_digits=10, decimal_places=3, null=True)
    rank = models.PositiveIntegerField("ลำดับ", null=True)
    n = models.PositiveIntegerField("ผู้ตอบ", null=True)
    progress = models.CharField("การตอบสนอง", max_length=10, choices=Progress, default=Progress.WAITING)
    # In words, and the object of another register where it is one: without a kind it is none.
    answer = models.CharField("ตอบสนองโดย", max_length=500, blank=True)
    answer_kind = models.CharField(max_length=60, blank=True)
    answer_id = models.UUIDField(null=True)

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "path"], condition=~Q(path=""), name="need_once_a_round_and_item"
            ),
        ]

    @property
    def is_untouched(self) -> bool:
        """Nobody has changed it since it was taken from the result: it follows the figures."""
        return self.is_draft and self.revision == 1


class Suggestion(Item):
    """Something to be improved that answers have named, followed to its end."""

    class Progress(models.TextChoices):
        TAKEN = "taken", "รับไว้พิจารณา"
        DOING = "doing", "ดำเนินการ"
        ACHIEVED = "achieved", "เสร็จสิ้น"
        DECLINED = "declined", "ไม่ดำเนินการ"

    ENDED = (Progress.ACHIEVED, Progress.DECLINED)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="suggestions")
    # Of the question whose answers they are.
    path = models.CharField(max_length=500, blank=True)
    theme = models.CharField("หมวด", max_length=200, blank=True)
    text = models.TextField("รายละเอียด", blank=True)
    # As they were written, several of one meaning together.
    quotes = models.JSONField(default=list)
    progress = models.CharField("การดำเนินการ", max_length=10, choices=Progress, default=Progress.TAKEN)
    due_on = models.DateField("กำหนดแล้วเสร็จ", null=True)
    outcome = models.TextField("ผลหรือเหตุผล", blank=True)

    class Meta(Item.Meta):
        indexes = [*Item.Meta.indexes, models.Index(fields=["office", "due_on"], name="suggestion_due")]

    def is_late(self, *, on: date) -> bool:
        return (
            self.is_draft and self.progress not in self.ENDED and self.due_on is not None and self.due_on < on
        )

    @property
    def due_words(self) -> str:
        return format_date(self.due_on) if self.due_on else ""
