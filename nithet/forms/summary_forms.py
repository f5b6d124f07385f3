"""The words of a summary, with marks for its figures."""

from __future__ import annotations

from typing import Any

from django import forms

from nithet.core.fields import CleanCharField
from nithet.forms.results.telling.marks import Marks, unknown_marks

MOST_NAMED = 5


class SummaryForm(forms.Form):
    text = CleanCharField(
        label="ข้อความสรุปผล",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="วงเล็บ [[…]] คือค่าจากข้อมูล ซึ่งปรับเองเมื่อข้อมูลเปลี่ยน ขึ้นย่อหน้าใหม่ด้วยการขึ้นบรรทัดใหม่",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, marks: Marks, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.marks = marks

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if unknown := unknown_marks(text, self.marks):
            named = ", ".join(f"[[{name}]]" for name in unknown[:MOST_NAMED])
            raise forms.ValidationError(f"ไม่พบค่า {named} โปรดตรวจตัวสะกด หรือคัดลอกจาก “ค่าที่แทรกได้”")
        return text


class RestoreForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
