"""An office, and the units it is made of."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from nithet.core.models import Record
from nithet.offices.terms import USUAL, reworded


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
    address = models.TextField("ที่ตั้ง", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=40, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    letter_code = models.CharField("รหัสหนังสือออก", max_length=20, blank=True)  # "ศธ 04001"
    # The words that this office uses instead of the usual ones, by key: {"cluster": "เครือข่ายโรงเรียน"}.
    words = models.JSONField(default=dict, blank=True)
    # Which steps of setting up were finished or left for later, by key.
    setup = models.JSONField(default=dict, blank=True)
    # Schools at this height or above lie in the highlands. (unverified: 500 m is the common definition)
    highland_from_m = models.PositiveSmallIntegerField("พื้นที่สูงตั้งแต่ (เมตร)", default=500)
    # A person with more tasks due in a week has too much.
    week_limit = models.PositiveSmallIntegerField("งานที่ครบกำหนดต่อคนต่อสัปดาห์", default=5)
    asks_second_factor = models.BooleanField("ผู้บริหารและผู้ดูแลระบบต้องยืนยันตัวตนสองชั้น", default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="office_code")]

    @property
    def terms(self) -> dict[str, str]:
        """The words that this office uses, by key (`offices/terms.py`). Who is named after another follows it."""
        return {key: reworded(usual, self.words) for key, usual in USUAL.items()}

    def say(self, text: str) -> str:
        """A text of the product in the words of this office. Not for what people typed: names stay as they are."""
        return reworded(text, self.words)


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
    closed_on = models.DateField("ยุบเลิกเมื่อ", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="unit_code_an_office")]

    @property
    def division_id(self) -> UUID:
        """The division this unit is or belongs to."""
        return self.parent_id or self.pk
