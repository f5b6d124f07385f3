"""People, and who serves where, since when and in what capacity."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from nithet.accounts.models import User
from nithet.offices.models.office import OfficeRecord, Unit
from nithet.offices.models.schools import Cluster, School
from nithet.thai import words
from nithet.thai.likeness import likeness_key


class Person(OfficeRecord):
    class Kind(models.TextChoices):
        TEACHER = "teacher", "ข้าราชการครู"
        SUPERVISOR = "supervisor", "ศึกษานิเทศก์"
        ADMINISTRATOR = "administrator", "ผู้บริหารการศึกษา"
        SCHOOL_DIRECTOR = "school_director", "ผู้บริหารสถานศึกษา"
        OFFICIAL = "official", "บุคลากรทางการศึกษาอื่นตามมาตรา 38 ค. (2)"
        EMPLOYEE = "employee", "พนักงานราชการหรือลูกจ้าง"

    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")
    title = models.CharField("คำนำหน้า", max_length=40, blank=True)
    degree = models.CharField("คำนำหน้าทางวิชาการ", max_length=40, blank=True)  # "ดร.", apart from the title
    first_name = models.CharField("ชื่อ", max_length=100)
    last_name = models.CharField("นามสกุล", max_length=100)
    kind = models.CharField("ประเภท", max_length=20, choices=Kind)
    standing = models.CharField("วิทยฐานะหรือระดับ", max_length=80, blank=True)
    position_number = models.CharField("เลขที่ตำแหน่ง", max_length=40, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=40, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    seniority = models.PositiveIntegerField("ลำดับอาวุโส", default=0)
    sort_key = models.CharField(max_length=255, editable=False)
    search_key = models.TextField(editable=False)
    # Where two spellings of one name meet (`nithet.thai.likeness`).
    likeness_key = models.CharField(max_length=120, blank=True, editable=False)
    pseudonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["office", "sort_key"], name="person_sorted"),
            models.Index(fields=["office", "position_number"], name="person_position_number"),
            models.Index(fields=["office", "likeness_key"], name="person_likeness"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Title, first and last name as written in documents: the title joined to the name."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @property
    def plain_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def set_keys(self) -> None:
        self.sort_key = words.sort_key(self.plain_name)[:255]
        self.search_key = words.search_key(self.plain_name)
        self.likeness_key = likeness_key(self.first_name, self.last_name)[:120]

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Role(models.TextChoices):
    """What rights follow from; `practice.md` §3 has a line for each."""

    DIRECTOR = "director", "ผู้อำนวยการสำนักงานเขต"
    DEPUTY = "deputy", "รองผู้อำนวยการสำนักงานเขต"
    HEAD = "head", "ผู้อำนวยการกลุ่ม"
    SECTION_HEAD = "section_head", "หัวหน้ากลุ่มงาน"
    SUPERVISOR = "supervisor", "ศึกษานิเทศก์"
    COMPUTER_OFFICER = "computer_officer", "นักวิชาการคอมพิวเตอร์"
    CLERK = "clerk", "ธุรการกลุ่ม"
    SECRETARY = "secretary", "หน้าห้องผู้อำนวยการ"
    REGISTRY = "registry", "สารบรรณกลาง"
    PLANNING = "planning", "เจ้าหน้าที่นโยบายและแผน"
    FINANCE = "finance", "เจ้าหน้าที่การเงิน"
    SCHOOL_DIRECTOR = "school_director", "ผู้อำนวยการโรงเรียน"
    SCHOOL_CLERK = "school_clerk", "ธุรการโรงเรียน"
    TEACHER = "teacher", "ครู"
    CLUSTER_CHAIR = "cluster_chair", "ประธานกลุ่มโรงเรียน"
    COMMITTEE = "committee", "ก.ต.ป.น."
    AUDITOR = "auditor", "ผู้ตรวจสอบภายใน"
    MINISTRY = "ministry", "ส่วนกลาง"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบ"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def active(self, *, on: date) -> Self:
        """In force on that day. The last day counts."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on, voided_at=None)


class Appointment(OfficeRecord):
    """A person serves in a role, for a unit, school or cluster, from a day to a day."""

    class Capacity(models.TextChoices):
        SUBSTANTIVE = "substantive", ""
        ACTING_FOR = "acting_for", "รักษาราชการแทน"
        ON_BEHALF = "on_behalf", "ปฏิบัติราชการแทน"
        ACTING_IN = "acting_in", "รักษาการในตำแหน่ง"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.SUBSTANTIVE)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    position_title = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    order_number = models.CharField("คำสั่งที่", max_length=80, blank=True)
    # What an acting one may do, as the order says; empty where it says nothing.
    scope = models.TextField("ขอบเขต", blank=True)
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("ถึงวันที่", null=True, blank=True)
    # Recorded by mistake: it never was. What really ended has its last day instead.
    voided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        indexes = [
            models.Index(fields=["person", "from_on"], name="appointment_person"),
            models.Index(fields=["office", "role"], name="appointment_role"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    @property
    def role_words(self) -> str:
        """The role as the office calls it. Load `office` with a list."""
        return self.office.say(self.get_role_display())

    def is_active(self, *, on: date) -> bool:
        """What `AppointmentQuerySet.active` asks, of a row that is here."""
        return self.voided_at is None and self.from_on <= on <= (self.until_on or on)


class LeaveQuerySet(models.QuerySet["Leave"]):
    def active(self, *, on: date) -> Self:
        """In force on that day. The last day counts."""
        return self.filter(from_on__lte=on, until_on__gte=on, voided_at=None)


class Leave(OfficeRecord):
    """Days on which a person is away, so that work can be given to somebody else in time."""

    class Kind(models.TextChoices):
        SICK = "sick", "ลาป่วย"
        PERSONAL = "personal", "ลากิจส่วนตัว"
        HOLIDAY = "holiday", "ลาพักผ่อน"
        MATERNITY = "maternity", "ลาคลอดบุตร"
        ORDINATION = "ordination", "ลาอุปสมบทหรือประกอบพิธีฮัจญ์"
        STUDY = "study", "ลาไปศึกษา ฝึกอบรม ดูงาน หรือวิจัย"
        DUTY_TRAVEL = "duty_travel", "ไปราชการ"
        OTHER = "other", "ลาอื่น ๆ"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField("ประเภท", max_length=20, choices=Kind)
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("ถึงวันที่")
    note = models.CharField("หมายเหตุ", max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="leave_ends_after_start"),
        ]
        indexes = [models.Index(fields=["person", "from_on"], name="leave_person")]
