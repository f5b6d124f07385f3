"""Agencies with their people, cooperations with what was talked about, and joint work with the time that it took."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from nithet.core.money import BahtColumn
from nithet.offices.models import Person, School
from nithet.registers.generic.models import Item, Part

EXPIRES_SOON = timedelta(days=90)


class Agency(Item):
    """A list that lives on: an agency is there until it is voided."""

    class Side(models.TextChoices):
        INSIDE = "inside", "ภายในสำนักงาน"
        OUTSIDE = "outside", "ภายนอกสำนักงาน"

    class Sector(models.TextChoices):
        STATE = "state", "หน่วยงานของรัฐ"
        LOCAL = "local", "องค์กรปกครองส่วนท้องถิ่น"
        PRIVATE = "private", "ภาคเอกชน"
        COMMUNITY = "community", "ชุมชนและองค์กรชุมชน"
        TEMPLE = "temple", "วัดและศาสนสถาน"
        UNIVERSITY = "university", "สถาบันอุดมศึกษา"
        SCHOOL = "school", "สถานศึกษา"
        OTHER = "other", "อื่น ๆ"

    side = models.CharField("สังกัด", max_length=10, choices=Side, default=Side.OUTSIDE)
    sector = models.CharField("ภาคส่วน", max_length=12, choices=Sector, default=Sector.STATE)
    # What it is for by law or charter, and so what it can be asked for.
    mandate = models.TextField("ภารกิจและอำนาจหน้าที่", blank=True)
    address = models.TextField("ที่อยู่", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=100, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    website = models.CharField("เว็บไซต์", max_length=300, blank=True)

    class Meta(Item.Meta):
        verbose_name_plural = "agencies"


class ContactPerson(Part):
    """Whom to call at an agency."""

    item = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="people")
    name = models.CharField("ชื่อ", max_length=200)
    post = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=100, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    line_id = models.CharField("LINE ID", max_length=100, blank=True)
    matter = models.CharField("เรื่องที่ติดต่อได้", max_length=300, blank=True)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.post, self.phone, self.email, self.line_id)))


class Cooperation(Item):
    class Direction(models.TextChoices):
        OUT = "out", "สำนักงานขอความร่วมมือ"
        IN = "in", "หน่วยงานขอความร่วมมือมา"
        BOTH = "both", "ร่วมกันริเริ่ม"

    class Kind(models.TextChoices):
        MONEY = "money", "งบประมาณ"
        SPEAKER = "speaker", "วิทยากร"
        EQUIPMENT = "equipment", "อุปกรณ์และวัสดุ"
        RIGHTS = "rights", "ลิขสิทธิ์และสื่อ"
        PLACE = "place", "สถานที่"
        PEOPLE = "people", "บุคลากรและอาสาสมัคร"
        ADVICE = "advice", "วิชาการและคำปรึกษา"
        OTHER = "other", "อื่น ๆ"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="cooperations", verbose_name="หน่วยงาน"
    )
    direction = models.CharField("ทิศทาง", max_length=5, choices=Direction, default=Direction.OUT)
    # Codes of kinds between spaces, so that one is found in them on every engine: “ money speaker ”.
    kinds = models.CharField("รูปแบบความร่วมมือ", max_length=120, blank=True)
    detail = models.TextField("สาระของความร่วมมือ", blank=True)
    from_on = models.DateField("ตั้งแต่วันที่", null=True)
    until_on = models.DateField("ถึงวันที่", null=True)
    has_mou = models.BooleanField("มีบันทึกข้อตกลง (MOU)", default=False)
    mou_number = models.CharField("เลขที่บันทึกข้อตกลง", max_length=80, blank=True)
    value = BahtColumn("มูลค่า (บาท)", null=True)
    result = models.TextField("ผลที่ได้", blank=True)

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="cooperation_ends_after_start",
            ),
        ]
        indexes = [
            *Item.Meta.indexes,
            models.Index(fields=["until_on"], condition=Q(has_mou=True), name="cooperation_mou_until"),
        ]

    @property
    def kind_words(self) -> list[str]:
        codes = self.kinds.split()
        return [str(kind.label) for kind in self.Kind if kind in codes]

    def mou_days_left(self, on: date) -> int | None:
        """Days until it expires, 0 on its last; below 0 it has expired; None: no agreement, or one without end."""
        return (self.until_on - on).days if self.has_mou and self.until_on else None


class Contact(Part):
    """Once that somebody talked with the agency."""

    class How(models.TextChoices):
        PHONE = "phone", "โทรศัพท์"
        LETTER = "letter", "หนังสือราชการ"
        MEETING = "meeting", "ประชุมหรือพบ"
        ONLINE = "online", "ประชุมออนไลน์"
        LINE = "line", "LINE"
        EMAIL = "email", "อีเมล"
        VISIT = "visit", "ลงพื้นที่"
        OTHER = "other", "อื่น ๆ"

    item = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField("วันที่")
    how = models.CharField("วิธีติดต่อ", max_length=10, choices=How, default=How.PHONE)
    with_whom = models.CharField("ติดต่อกับ", max_length=200, blank=True)
    what = models.TextField("เรื่องและผล")

    class Meta(Part.Meta):
        ordering = ["on", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_how_display()} {self.with_whom}: {self.what}"


class Gain(Part):
    """A school that gained by the cooperation."""

    item = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="gains")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", verbose_name="โรงเรียน")
    what = models.CharField("สิ่งที่ได้รับ", max_length=300, blank=True)

    class Meta(Part.Meta):
        indexes = [models.Index(fields=["school", "item"], name="gain_school")]

    def __str__(self) -> str:
        return f"{self.school.name}: {self.what}" if self.what else self.school.name


class JointWork(Item):
    """Work of another agency in which people of the office take part (แบบ N1 and N3)."""

    class Decided(models.TextChoices):
        WAITING = "waiting", "รอผลการพิจารณา"
        APPROVED = "approved", "อนุมัติ"
        RETURNED = "returned", "ส่งคืนแก้ไข"
        REFUSED = "refused", "ไม่อนุมัติ"

    # Whether the agency is one of the office itself says which of the two tracks it is.
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="joint_works", verbose_name="หน่วยงานเจ้าของเรื่อง"
    )
    letter_number = models.CharField("หนังสือหรือคำสั่งที่", max_length=80, blank=True)
    asked_on = models.DateField("รับเรื่องเมื่อวันที่", null=True)
    reason = models.TextField("ภารกิจและเหตุผล", blank=True)
    from_on = models.DateField("ตั้งแต่วันที่", null=True)
    until_on = models.DateField("ถึงวันที่", null=True)
    budget = BahtColumn("งบประมาณ (บาท)", null=True)
    vehicle = models.CharField("ยานพาหนะ", max_length=200, blank=True)
    decided = models.CharField("ผลการพิจารณา", max_length=10, choices=Decided, default=Decided.WAITING)
    decided_on = models.DateField("พิจารณาเมื่อวันที่", null=True)
    decided_by = models.CharField("ผู้พิจารณา", max_length=300, blank=True)
    decided_why = models.TextField("ความเห็นหรือเหตุผล", blank=True)
    order_number = models.CharField("คำสั่งมอบหมายที่", max_length=80, blank=True)
    output = models.TextField("ผลผลิต", blank=True)
    outcome = models.TextField("ผลลัพธ์", blank=True)
    problems = models.TextField("ปัญหาและอุปสรรค", blank=True)
    benefit = models.TextField("ประโยชน์ต่อสำนักงาน", blank=True)
    publicity = models.TextField("การเผยแพร่", blank=True)

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="jointwork_ends_after_start",
            ),
        ]

    @property
    def is_refused(self) -> bool:
        return self.decided == self.Decided.REFUSED

    @property
    def is_approved(self) -> bool:
        return self.decided == self.Decided.APPROVED


class Stint(Part):
    """Time that a person of the office gave to joint work."""

    item = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="stints")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="บุคลากร")
    on = models.DateField("วันที่", null=True)
    hours = models.DecimalField("ชั่วโมง", max_digits=6, decimal_places=2)
    days = models.DecimalField("วัน", max_digits=5, decimal_places=2, null=True)
    what = models.CharField("หน้าที่หรือสิ่งที่ทำ", max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="stint_takes_time")]
        indexes = [models.Index(fields=["person", "item"], name="stint_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.hours:,.2f} ชั่วโมง"
