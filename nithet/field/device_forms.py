"""What is typed and chosen on the pages of devices."""

from __future__ import annotations

from django import forms

from nithet.core.fields import CleanCharField
from nithet.offices.forms import Filter, choice_field, search_field


class PhoneForm(forms.Form):
    name = CleanCharField(
        label="ชื่อโทรศัพท์", max_length=80, help_text="ตั้งชื่อที่จำได้ เช่น ซัมซุงเครื่องกลุ่มนิเทศ",
        error_messages={"required": "โปรดตั้งชื่อโทรศัพท์ เพื่อให้รู้ว่าเป็นเครื่องใด"},
    )  # fmt: skip


class RevokeForm(forms.Form):
    why = CleanCharField(
        label="เหตุผล", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="เช่น เปลี่ยนเครื่องใหม่",
    )  # fmt: skip


class LostForm(forms.Form):
    how = CleanCharField(
        label="หายเมื่อใด ที่ไหน อย่างไร", max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "โปรดเล่าว่าหายเมื่อใด ที่ไหน อย่างไร"},
    )  # fmt: skip


class BackForm(forms.Form):
    why = CleanCharField(
        label="หมายเหตุ", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="เช่น พบเครื่องแล้วที่โรงเรียน หรือกดยกเลิกผิดเครื่อง",
    )  # fmt: skip


class OwnerFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")


STATES = (("lost", "แจ้งหาย"), ("off", "ยกเลิกแล้ว"))


class DeviceFilter(Filter):
    q = search_field("ค้นหา", "ชื่อบุคคลหรือชื่ออุปกรณ์")
    kind = choice_field("ชนิด", "ทุกชนิด")
    state = choice_field("สถานะ", "ใช้งานอยู่")
