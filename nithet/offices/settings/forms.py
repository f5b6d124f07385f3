from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.models import Office, Semester
from nithet.offices.terms import TERMS, USUAL
from nithet.thai.numerals import to_arabic


class WholeNumberField(forms.IntegerField):
    """A whole number, Thai digits too."""

    default_error_messages = {"invalid": "โปรดกรอกเป็นจำนวนเต็ม"}
    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(to_arabic(str(value)).replace(",", "") if value else value)


class ProvinceField(CleanCharField):
    """A province by its name alone: addresses and letters put จังหวัด before it."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"^(?:จังหวัด|จ\.)\s*", "", super().to_python(value))


class OfficeForm(forms.Form):
    """The office's own facts, as they stand at the head of its letters."""

    name = CleanCharField(label="ชื่อสำนักงาน", max_length=200, error_messages={"required": "โปรดกรอกชื่อสำนักงาน"})
    short_name = CleanCharField(
        label="ชื่อย่อ",
        max_length=80,
        help_text="แสดงที่หัวทุกหน้า เช่น สพป.เชียงใหม่ เขต 1",
        error_messages={"required": "โปรดกรอกชื่อย่อ"},
    )
    province = ProvinceField(label="จังหวัด", max_length=80, required=False)
    address = CleanCharField(
        label="ที่ตั้ง", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = CleanCharField(label="โทรศัพท์", max_length=40, required=False)
    email = forms.EmailField(
        label="อีเมล", required=False, error_messages={"invalid": "อีเมลไม่ถูกต้อง โปรดตรวจสอบ"}
    )
    letter_code = CleanCharField(
        label="รหัสหนังสือออก", max_length=20, required=False, help_text="รหัสของสำนักงานในเลขที่หนังสือ เช่น ศธ 04001"
    )
    highland_from_m = WholeNumberField(
        label="นับเป็นโรงเรียนพื้นที่สูงตั้งแต่ (เมตรจากระดับน้ำทะเล)",
        min_value=0,
        max_value=2600,
        help_text="ค่าที่ตั้งไว้ 500 เมตร โรงเรียนที่อยู่ในประกาศนับเป็นพื้นที่สูงเสมอ",
        error_messages={
            "required": "โปรดกรอกความสูง",
            "min_value": "โปรดกรอกตั้งแต่ 0 เมตร",
            "max_value": "โปรดกรอกไม่เกิน 2,600 เมตร",
        },
    )
    week_limit = WholeNumberField(
        label="งานที่ครบกำหนดในสัปดาห์เดียวกันไม่ควรเกิน (งานต่อคน)",
        min_value=1,
        max_value=99,
        help_text="ค่าที่ตั้งไว้ 5 งาน ผู้อำนวยการกลุ่มจะเห็นสัปดาห์ที่ผู้รับผิดชอบมีงานเกินจำนวนนี้",
        error_messages={
            "required": "โปรดกรอกจำนวนงาน",
            "min_value": "โปรดกรอกตั้งแต่ 1 งาน",
            "max_value": "โปรดกรอกไม่เกิน 99 งาน",
        },
    )
    asks_second_factor = forms.BooleanField(
        label="ผู้อำนวยการและผู้ดูแลระบบต้องยืนยันตัวตนขั้นที่สองเมื่อเข้าสู่ระบบ", required=False
    )

    @classmethod
    def of(cls, office: Office, data: Any = None) -> OfficeForm:
        return cls(data, initial={name: getattr(office, name) for name in cls.base_fields})


class TermsForm(forms.Form):
    """A field for each word that an office may call otherwise."""

    def __init__(self, data: Any, *, office: Office) -> None:
        super().__init__(data, initial=USUAL | office.words)
        for term in TERMS:
            self.fields[term.key] = CleanCharField(
                label=f"คำว่า “{term.usual}”",
                max_length=40,
                required=False,
                help_text=f"{term.used_for} บางสำนักงานใช้ว่า {' '.join(term.others)}",
            )


class UnitForm(forms.Form):
    name = CleanCharField(label="ชื่อ", max_length=200, error_messages={"required": "โปรดกรอกชื่อกลุ่มหรือกลุ่มงาน"})
    short_name = CleanCharField(
        label="ชื่อย่อ", max_length=80, required=False, help_text="ใช้ในที่แคบ เว้นว่างได้ถ้าใช้ชื่อเต็ม"
    )


class SemesterForm(forms.Form):
    academic_year_be = WholeNumberField(
        label="ปีการศึกษา",
        min_value=2500,
        max_value=2700,
        error_messages={
            "required": "โปรดกรอกปีการศึกษา",
            "min_value": "โปรดกรอกปีการศึกษาเป็น พ.ศ.",
            "max_value": "โปรดกรอกปีการศึกษาเป็น พ.ศ.",
        },
    )
    number = forms.TypedChoiceField(
        label="ภาคเรียนที่",
        choices=[(1, "1"), (2, "2"), (3, "3 (ภาคฤดูร้อน)")],
        coerce=int,
    )
    starts_on = ThaiDateField(label="เปิดภาคเรียน", error_messages={"required": "โปรดกรอกวันเปิดภาคเรียน"})
    ends_on = ThaiDateField(
        label="วันสุดท้ายที่เรียน",
        help_text="วันก่อนวันแรกของการปิดภาคเรียน",
        error_messages={"required": "โปรดกรอกวันสุดท้ายที่เรียน"},
    )
    source = CleanCharField(
        label="ที่มา", max_length=200, required=False, help_text="ประกาศหรือระเบียบที่กำหนดวันเหล่านี้"
    )

    @classmethod
    def of(cls, semester: Semester | None, data: Any = None) -> SemesterForm:
        names = ("academic_year_be", "number", "starts_on", "ends_on", "source")
        form = cls(data, initial={name: getattr(semester, name) for name in names} if semester else None)
        if semester:
            # Which semester it is stays; its days may change.
            form.fields["academic_year_be"].disabled = form.fields["number"].disabled = True
        return form

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            raise forms.ValidationError({"ends_on": "วันสุดท้ายที่เรียนต้องอยู่หลังวันเปิดภาคเรียน โปรดแก้ไขวันที่"})
        return data


class HolidayForm(forms.Form):
    on = ThaiDateField(label="วันที่", error_messages={"required": "โปรดกรอกวันที่"})
    name = CleanCharField(
        label="ชื่อวันหยุด",
        max_length=200,
        error_messages={"required": "โปรดกรอกชื่อวันหยุด"},
    )


# First segments of addresses that belong to no office.
RESERVED_CODES = frozenset(
    {
        "accounts",
        "setup",
        "line",
        "static",
        "healthz",
        "media",
        "api",
        "admin",
        "files",
        "public",
        "offline",
        "www",
        "calendar",
        "qr",
        "odk",
    }
)


class FoundingForm(forms.Form):
    """A new office and its first administrator, on one page."""

    setup_code = CleanCharField(
        label="รหัสตั้งค่าเริ่มต้น",
        max_length=40,
        help_text="แสดงที่หน้าต่างของเครื่องแม่ข่ายเมื่อเปิดระบบ หรือด้วยคำสั่ง manage.py setupcode",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "โปรดกรอกรหัสตั้งค่าเริ่มต้น"},
    )
    kind = forms.ChoiceField(
        label="ประเภทสำนักงาน",
        choices=[choice for choice in Office.Kind.choices if choice[0] != Office.Kind.MINISTRY],
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกประเภทสำนักงาน"},
    )
    name = CleanCharField(
        label="ชื่อสำนักงาน",
        max_length=200,
        help_text="ชื่อเต็ม เช่น สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1",
        error_messages={"required": "โปรดกรอกชื่อสำนักงาน"},
    )
    short_name = CleanCharField(
        label="ชื่อย่อ",
        max_length=80,
        help_text="แสดงที่หัวทุกหน้า เช่น สพป.สาธิต เขต 1",
        error_messages={"required": "โปรดกรอกชื่อย่อ"},
    )
    province = ProvinceField(label="จังหวัด", max_length=80, error_messages={"required": "โปรดกรอกจังหวัด"})
    code = CleanCharField(
        label="รหัสในที่อยู่เว็บ",
        max_length=40,
        help_text="อักษรอังกฤษตัวเล็กและตัวเลข เช่น satit1 ใช้ขึ้นต้นที่อยู่ทุกหน้าของสำนักงาน",
        validators=[
            RegexValidator(r"^[a-z][a-z0-9-]{1,39}$", "โปรดใช้อักษรอังกฤษตัวเล็ก ตัวเลข หรือ - และขึ้นต้นด้วยอักษร")
        ],
        error_messages={"required": "โปรดกรอกรหัสในที่อยู่เว็บ"},
    )
    title = CleanCharField(label="คำนำหน้า", max_length=40, required=False)
    first_name = CleanCharField(label="ชื่อ", max_length=100, error_messages={"required": "โปรดกรอกชื่อ"})
    last_name = CleanCharField(label="นามสกุล", max_length=100, error_messages={"required": "โปรดกรอกนามสกุล"})

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED_CODES:
            raise forms.ValidationError(f"รหัส “{code}” สงวนไว้ โปรดใช้รหัสอื่น")
        return code
