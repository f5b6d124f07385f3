"""Offices, their units, schools and people, and who serves where since when."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from nithet.accounts.models import User
from nithet.core.models import Record
from nithet.thai import words


class Office(Record):
    class Kind(models.TextChoices):
        PRIMARY = "primary", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"
        SECONDARY = "secondary", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"
        MINISTRY = "ministry", "ส่วนกลาง"

    code = models.SlugField("รหัส", max_length=40)
    name = models.CharField("ชื่อ", max_length=200)
    short_name = models.CharField("ชื่อย่อ", max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    province = models.CharField("จังหวัด", max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="office_code")]


class OfficeRecord(Record):
    """A row of one office."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Unit(OfficeRecord):
    """A division (กลุ่ม), the audit unit (หน่วย), or a section (กลุ่มงาน) below a division."""

    class Kind(models.TextChoices):
        DIVISION = "division", "กลุ่ม"
        SECTION = "section", "กลุ่มงาน"
        UNIT = "unit", "หน่วย"

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sections"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.SlugField(max_length=40)
    name = models.CharField("ชื่อ", max_length=200)
    short_name = models.CharField("ชื่อย่อ", max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="unit_code_an_office")]

    @property
    def division_id(self) -> UUID:
        """The division this unit is or belongs to."""
        return self.parent_id or self.pk


class Cluster(OfficeRecord):
    """A group of schools (กลุ่มโรงเรียน; an office may call it otherwise)."""

    name = models.CharField("ชื่อ", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="cluster_name_an_office")]


class SchoolQuerySet(models.QuerySet["School"]):
    def active(self, *, on: date) -> Self:
        """Schools that are open on that day."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gt=on)
        )


class School(OfficeRecord):
    smis_code = models.CharField("รหัส SMIS", max_length=8)
    name = models.CharField("ชื่อ", max_length=200)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    district = models.CharField("อำเภอ", max_length=80, blank=True)
    levels = models.CharField("ระดับชั้นที่เปิดสอน", max_length=80, blank=True)
    pupils = models.PositiveIntegerField("จำนวนนักเรียน", null=True, blank=True)
    pupils_on = models.DateField("ข้อมูล ณ วันที่", null=True, blank=True)
    is_highland = models.BooleanField("พื้นที่สูง", default=False)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=255, editable=False)
    search_key = models.TextField(editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "smis_code"], name="school_smis_an_office")]
        indexes = [models.Index(fields=["office", "sort_key"], name="school_sorted")]

    SMALL_AT_MOST = 120

    @property
    def is_small(self) -> bool:
        """At most 120 pupils on the day of the last count (โรงเรียนขนาดเล็ก)."""
        return self.pupils is not None and self.pupils <= self.SMALL_AT_MOST

    def set_keys(self) -> None:
        self.sort_key = words.sort_key(self.name.removeprefix("โรงเรียน"))[:255]
        self.search_key = words.search_key(f"{self.name} {self.smis_code} {self.district}")

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


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
    first_name = models.CharField("ชื่อ", max_length=100)
    last_name = models.CharField("นามสกุล", max_length=100)
    kind = models.CharField("ประเภท", max_length=20, choices=Kind)
    standing = models.CharField("วิทยฐานะหรือระดับ", max_length=80, blank=True)
    seniority = models.PositiveIntegerField("ลำดับอาวุโส", default=0)
    sort_key = models.CharField(max_length=255, editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["office", "sort_key"], name="person_sorted")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Title, first and last name as written in documents: the title joined to the name."""
        return f"{self.title}{self.first_name} {self.last_name}"

    @property
    def plain_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def set_keys(self) -> None:
        self.sort_key = words.sort_key(self.plain_name)[:255]
        self.search_key = words.search_key(self.plain_name)

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
    AUDITOR = "auditor", "ก.ต.ป.น./ผู้ตรวจสอบ"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบ"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def active(self, *, on: date) -> Self:
        """In force on that day. The last day counts."""
        return self.filter(Q(from_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on))


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
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("ถึงวันที่", null=True, blank=True)

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


class Semester(OfficeRecord):
    """A semester of an academic year, as this office keeps it. A day may lie in none."""

    academic_year_be = models.PositiveSmallIntegerField("ปีการศึกษา")
    number = models.PositiveSmallIntegerField("ภาคเรียนที่")
    starts_on = models.DateField("เปิดภาคเรียน")
    ends_on = models.DateField("ปิดภาคเรียน (วันสุดท้ายที่เรียน)")
    source = models.CharField("ที่มา", max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "academic_year_be", "number"], name="semester_once_an_office"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="semester_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"ภาคเรียนที่ {self.number}/{self.academic_year_be}"


class Holiday(OfficeRecord):
    on = models.DateField("วันที่")
    name = models.CharField("ชื่อวันหยุด", max_length=200)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="holiday_once_an_office")]
