"""Rounds: an edition of a form asked of somebody in a window of time, who has answered, and what was counted of it."""

from __future__ import annotations

from datetime import date
from math import ceil

from django.db import models
from django.db.models import F, Q

from nithet.accounts.models import User
from nithet.forms.models.forms import Form, FormVersion
from nithet.forms.models.submissions import Submission
from nithet.offices.models import OfficeRecord, Person, School, Unit


class Round(OfficeRecord):
    """An edition of a form, asked of a target in a window (รอบการเก็บข้อมูล)."""

    class Use(models.TextChoices):
        """The action that it does where a register ties it to tasks."""

        SURVEY = "survey", "สำรวจ"
        EVALUATE = "evaluate", "ประเมินผล"

    class Audience(models.TextChoices):
        SCHOOLS = "schools", "โรงเรียน"
        PEOPLE = "people", "บุคลากร"
        NAMED = "named", "รายชื่อที่ระบุ"
        PUBLIC = "public", "ประชาชนทั่วไป"

    class State(models.TextChoices):
        DRAFT = "draft", "เตรียมการ"
        OPEN = "open", "เปิดรับข้อมูล"
        CLOSED = "closed", "ปิดรับข้อมูลแล้ว"
        VOID = "void", "ยกเลิก (คงประวัติไว้)"

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField("ชื่อรอบการเก็บข้อมูล", max_length=300)
    # What those who are asked read before they answer.
    purpose = models.TextField("คำชี้แจงถึงผู้ตอบ", blank=True)
    use = models.CharField("ใช้เพื่อ", max_length=20, choices=Use, default=Use.SURVEY)
    audience = models.CharField("กลุ่มเป้าหมาย", max_length=20, choices=Audience, default=Audience.SCHOOLS)
    # How the target was chosen, for people to read and to choose alike again: {"clusters": [...], "sizes": [...], "roles": [...]}.
    chosen = models.JSONField(default=dict)
    opens_on = models.DateField("เปิดรับวันที่")
    closes_on = models.DateField("ปิดรับวันที่")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    is_anonymous = models.BooleanField("ไม่ระบุตัวผู้ตอบ", default=False)
    # One answer from each who is asked; otherwise as often as they like.
    is_once = models.BooleanField("ตอบได้คนละหนึ่งครั้ง", default=True)
    # Asked for of the target; of the public, how many answers.
    wanted_percent = models.PositiveSmallIntegerField("ร้อยละการตอบกลับที่ต้องการ", default=80)
    wanted_count = models.PositiveIntegerField("จำนวนคำตอบที่ต้องการ", null=True, blank=True)
    # Code of a scheme of `statistics.ratings` that means are worded by, and of the cut-off of needs: {"kind": "group"}.
    scheme = models.CharField("เกณฑ์แปลความหมาย", max_length=40, blank=True)
    cutoff = models.JSONField(default=dict)
    # An earlier round that this one is compared with.
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    # Raised to make the links of the whole round worthless.
    link_number = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Why it was voided, closed early or opened again.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=~Q(state="void") | ~Q(reason=""), name="round_says_why"),
        ]
        indexes = [
            models.Index(fields=["office", "state", "closes_on"], name="round_by_state"),
            models.Index(fields=["form", "-opens_on"], name="round_of_form"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_taking(self, *, on: date) -> bool:
        """Whether an answer of that day counts: open, and within the window, whether or not a job has closed it since."""
        return self.state == self.State.OPEN and self.opens_on <= on <= self.closes_on

    def is_over(self, *, on: date) -> bool:
        """Closed, or past its last day."""
        is_past = self.state == self.State.OPEN and on > self.closes_on
        return self.state == self.State.CLOSED or is_past

    def wanted_of(self, asked: int) -> int:
        """How many answers are enough, of so many who are asked."""
        if self.audience == self.Audience.PUBLIC:
            return self.wanted_count or 1
        return ceil(asked * self.wanted_percent / 100)


class RoundTarget(OfficeRecord):
    """One who is asked: a school, a person, or a name without an account.

    Of an anonymous round it says that somebody has answered, never when, nor which answer is theirs.
    """

    class Standing(models.TextChoices):
        ASKED = "asked", "ขอข้อมูล"
        EXCUSED = "excused", "ยกเว้น"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="targets")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # As told, where neither a school nor a person of the office is asked.
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    # What answers are told apart by, as it stood when the round opened: cluster, size, role …
    properties = models.JSONField(default=dict)
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.ASKED)
    reason = models.CharField(max_length=300, blank=True)
    has_answered = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    # "ตอบแทนโรงเรียนโดย…"
    answered_by = models.CharField(max_length=200, blank=True)
    # Raised to make a link worthless that went astray.
    link_number = models.PositiveIntegerField(default=0)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="roundtarget_school_once"),
            models.UniqueConstraint(fields=["round", "person"], name="roundtarget_person_once"),
            models.CheckConstraint(
                condition=~Q(standing="excused") | ~Q(reason=""), name="roundtarget_excused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["round", "has_answered"], name="roundtarget_waiting")]

    def __str__(self) -> str:
        """The school, the person, or the name as told."""
        if self.school:
            return self.school.name
        return self.person.name if self.person else self.name

    @property
    def phone(self) -> str:
        if self.school:
            return self.school.phone
        return self.person.phone if self.person else ""


class RoundAnswer(OfficeRecord):
    """A submission as an answer to a round. `block` and `change` say which part of the tally is to be counted anew."""

    class Standing(models.TextChoices):
        COUNTED = "counted", "นับในรอบนี้"
        # Came after closing: kept apart until somebody takes it in.
        LATE = "late", "ส่งหลังปิดรับ"
        # A second one where one was wanted.
        AGAIN = "again", "ส่งซ้ำ"
        # Of somebody who is not asked any more, or voided.
        OUT = "out", "ไม่นับ"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="round_answer")
    # None of an anonymous round, and of the public.
    target = models.ForeignKey(RoundTarget, on_delete=models.PROTECT, null=True, related_name="answers")
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.COUNTED)
    reason = models.CharField(max_length=300, blank=True)
    properties = models.JSONField(default=dict)
    # Which part of the round's tally it belongs to, by its key; and how often it has changed.
    block = models.PositiveSmallIntegerField()
    change = models.PositiveIntegerField(default=1)
    # The target, where one answer each is wanted: the database itself lets only one count.
    single = models.UUIDField(null=True)
    # Its standing before the submission was voided, to come back to.
    stood = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "single"], condition=Q(standing="counted"), name="roundanswer_one_counts"
            ),
        ]
        indexes = [
            # Of all standings: the sum of changes then only ever rises, and says whether a block was touched.
            models.Index(fields=["round", "block", "change"], name="roundanswer_blocks"),
        ]

    def __str__(self) -> str:
        return str(self.submission_id)


class RoundTally(OfficeRecord):
    """What was counted of one block of a round's answers, as of the state that `seen` names."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tallies")
    block = models.PositiveSmallIntegerField()
    # Number of answers of any standing and sum of their changes, and what counted them.
    seen = models.CharField(max_length=80)
    tally = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "block"], name="roundtally_block")]


class RoundSummary(OfficeRecord):
    """What the office says of a round in words; its figures stay marks that are filled from the tally."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="summary")
    text = models.TextField()
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:80]
