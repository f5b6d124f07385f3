"""A page elsewhere given as evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.links import UnfitLinkError, clean_link, host_of


class LinkForm(forms.Form):
    address = forms.CharField(
        label="ที่อยู่เว็บ (ลิงก์)",
        max_length=4000,
        # Not type=url: browsers refuse an address without https:// before it can be mended.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://…"}),
        error_messages={"required": "โปรดวางที่อยู่เว็บ"},
    )
    title = CleanCharField(
        label="ชื่อเรื่อง", max_length=300, required=False, help_text="เช่น โฟลเดอร์ภาพกิจกรรม ถ้าไม่ระบุจะใช้ชื่อเว็บไซต์"
    )
    on = ThaiDateField(label="ลงวันที่", error_messages={"required": "โปรดระบุวันที่"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "link_%s"} | kwargs))
        self.today = today

    def clean_address(self) -> str:
        try:
            return clean_link(self.cleaned_data["address"])
        except UnfitLinkError as unfit:
            raise forms.ValidationError(str(unfit)) from unfit

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("วันที่ต้องไม่เกินวันนี้ โปรดแก้ไขวันที่")
        return day

    @property
    def name(self) -> str:
        return self.cleaned_data["title"] or host_of(self.cleaned_data["address"])
