"""Schools and their clusters, and what became of them over time."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from nithet.offices.models.office import OfficeRecord
from nithet.thai import words
from nithet.thai.likeness import school_key


class Cluster(OfficeRecord):
    """A group of schools (กลุ่มโรงเรียน; an office may call it otherwise)."""

    name = models.CharField("ชื่อ", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField("ยุบเลิกเมื่อ", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="cluster_name_an_office")]


class Level(models.TextChoices):
    """Levels that a school teaches, in their order."""

    K1 = "k1", "อนุบาล 1"
    K2 = "k2", "อนุบาล 2"
    K3 = "k3", "อนุบาล 3"
    P1 = "p1", "ประถมศึกษาปีที่ 1"
    P2 = "p2", "ประถมศึกษาปีที่ 2"
    P3 = "p3", "ประถมศึกษาปีที่ 3"
    P4 = "p4", "ประถมศึกษาปีที่ 4"
    P5 = "p5", "ประถมศึกษาปีที่ 5"
    P6 = "p6", "ประถมศึกษาปีที่ 6"
    M1 = "m1", "มัธยมศึกษาปีที่ 1"
    M2 = "m2", "มัธยมศึกษาปีที่ 2"
    M3 = "m3", "มัธยมศึกษาปีที่ 3"
    M4 = "m4", "มัธยมศึกษาปีที่ 4"
    M5 = "m5", "มัธยมศึกษาปีที่ 5"
    M6 = "m6", "มัธยมศึกษาปีที่ 6"


class SchoolQuerySet(models.QuerySet["School"]):
    def active(self, *, on: date) -> Self:
        """Schools that are open on that day: neither closed and not reopened, nor to be opened later."""
        unopened = _changes().filter(kind=SchoolChange.Kind.OPENED, on__gt=on)
        return self.filter(~Exists(_closed(on)), ~Exists(unopened))

    def closed(self, *, on: date) -> Self:
        """Schools that are closed or merged on that day, and not reopened."""
        return self.filter(Exists(_closed(on)))


def _changes() -> SchoolChangeQuerySet:
    return SchoolChange.objects.standing().filter(school=OuterRef("pk"))


def _closed(on: date) -> SchoolChangeQuerySet:
    """The closing of the school in the outer query that holds on that day."""
    later = SchoolChange.objects.standing().filter(
        school=OuterRef("school"), kind=SchoolChange.Kind.REOPENED, on__gte=OuterRef("on"), on__lte=on
    )
    return _changes().filter(~Exists(later), kind__in=SchoolChange.CLOSING, on__lte=on)


class School(OfficeRecord):
    smis_code = models.CharField("รหัส SMIS", max_length=8)
    ministry_code = models.CharField("รหัสกระทรวง", max_length=10, blank=True)
    name = models.CharField("ชื่อ", max_length=200)
    # What it was called before, a name a line: search finds it by them.
    former_names = models.TextField("ชื่อเดิม", blank=True, editable=False)
    # As of today; `ClusterStay` tells of other days.
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    subdistrict = models.CharField("ตำบล", max_length=80, blank=True)
    district = models.CharField("อำเภอ", max_length=80, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=40, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    lowest_level = models.CharField("ระดับชั้นต่ำสุด", max_length=2, choices=Level, blank=True)
    highest_level = models.CharField("ระดับชั้นสูงสุด", max_length=2, choices=Level, blank=True)
    # Of the newest PupilCount.
    pupils = models.PositiveIntegerField("จำนวนนักเรียน", null=True, blank=True)
    pupils_on = models.DateField("ข้อมูล ณ วันที่", null=True, blank=True)
    latitude = models.DecimalField("ละติจูด", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("ลองจิจูด", max_digits=9, decimal_places=6, null=True, blank=True)
    elevation_m = models.PositiveSmallIntegerField("ความสูงจากระดับน้ำทะเล (เมตร)", null=True, blank=True)
    is_listed_highland = models.BooleanField("อยู่ในประกาศโรงเรียนพื้นที่สูง", default=False)
    is_highland = models.BooleanField("พื้นที่สูง", default=False, editable=False)
    sort_key = models.CharField(max_length=255, editable=False)
    search_key = models.TextField(editable=False)
    likeness_key = models.CharField(max_length=120, blank=True, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "smis_code"], name="school_smis_an_office"),
            models.UniqueConstraint(
                fields=["office", "ministry_code"],
                condition=~Q(ministry_code=""),
                name="school_ministry_code",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "sort_key"], name="school_sorted"),
            models.Index(fields=["office", "likeness_key"], name="school_likeness"),
        ]

    SMALL_AT_MOST = 120

    @property
    def is_small(self) -> bool:
        """At most 120 pupils on the day of the last count (โรงเรียนขนาดเล็ก)."""
        return self.pupils is not None and self.pupils <= self.SMALL_AT_MOST

    @property
    def levels(self) -> str:
        """“อนุบาล 2 – ประถมศึกษาปีที่ 6”; empty where it is not known."""
        first, last = self.get_lowest_level_display(), self.get_highest_level_display()
        return first if first == last else " – ".join(filter(None, (first, last)))

    def set_keys(self) -> None:
        """Derive what is never typed: keys to sort, search and compare by, and whether it lies in the highlands."""
        self.sort_key = words.sort_key(self.name.removeprefix("โรงเรียน"))[:255]
        self.search_key = words.search_key(
            f"{self.name} {self.former_names} {self.smis_code} {self.ministry_code} {self.subdistrict} {self.district}"
        )
        self.likeness_key = school_key(self.name)[:120]
        height = self.elevation_m
        self.is_highland = self.is_listed_highland or (
            height is not None and height >= self.office.highland_from_m
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class SchoolChangeQuerySet(models.QuerySet["SchoolChange"]):
    def standing(self) -> Self:
        """Those that were not recorded by mistake."""
        return self.filter(voided_at=None)


class SchoolChange(OfficeRecord):
    """Something that befell a school: from that day it is so."""

    class Kind(models.TextChoices):
        OPENED = "opened", "จัดตั้ง"
        RENAMED = "renamed", "เปลี่ยนชื่อ"
        MOVED = "moved", "ย้ายที่ตั้ง"
        MERGED = "merged", "รวมกับโรงเรียนอื่น"
        CLOSED = "closed", "เลิกสถานศึกษา"
        REOPENED = "reopened", "เปิดดำเนินการอีกครั้ง"

    CLOSING = (Kind.MERGED, Kind.CLOSED)

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("การเปลี่ยนแปลง", max_length=20, choices=Kind)
    on = models.DateField("ตั้งแต่วันที่")
    into = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here"
    )
    order_number = models.CharField("ประกาศหรือคำสั่งที่", max_length=80, blank=True)
    note = models.CharField("หมายเหตุ", max_length=300, blank=True)
    facts = models.JSONField(default=dict)  # what it was before and is after: {"name": ["…", "…"]}
    # A new name or place that was told in advance reaches the school's own row on its day.
    is_applied = models.BooleanField(default=True, editable=False)
    voided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(blank=True)

    objects = SchoolChangeQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "on"], condition=Q(voided_at=None), name="schoolchange_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(into__isnull=True) | ~Q(into=F("school")), name="schoolchange_into_another"
            ),
        ]


class ClusterStay(OfficeRecord):
    """A school belongs to a cluster from a day to a day; the last day counts."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cluster_stays")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="stays")
    from_on = models.DateField(null=True, blank=True)  # none: since before records began
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(until_on=None), name="clusterstay_one_now_a_school"
            ),
        ]


class PupilCountQuerySet(models.QuerySet["PupilCount"]):
    def standing(self) -> Self:
        """Those that were not recorded by mistake."""
        return self.filter(voided_at=None)


class PupilCount(OfficeRecord):
    """How many pupils a school had on a day, and who says so (DMC counts on 10 June, 10 November, 31 March)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupil_counts")
    on = models.DateField("ข้อมูล ณ วันที่")
    total = models.PositiveIntegerField("จำนวนนักเรียน")
    by_level = models.JSONField(default=dict, blank=True)  # {"p1": 12, …} where it is known
    source = models.CharField("ที่มา", max_length=200)
    # Recording the day again makes it count again.
    voided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(blank=True)

    objects = PupilCountQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["school", "on"], name="pupilcount_once_a_day")]
