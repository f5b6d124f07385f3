from django import forms

from nithet.core.fields import CleanCharField
from nithet.offices.models import PrivacyRequest


class AskForm(forms.Form):
    """A copy needs no request: it can be had at once."""

    kind = forms.ChoiceField(
        label="เรื่องที่ขอ",
        choices=[choice for choice in PrivacyRequest.Kind.choices if choice[0] != PrivacyRequest.Kind.COPY],
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกเรื่องที่ขอ"},
    )
    text = CleanCharField(
        label="รายละเอียด",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เช่น ข้อมูลใดที่ไม่ถูกต้อง และที่ถูกต้องคืออะไร",
        error_messages={"required": "โปรดกรอกรายละเอียด"},
    )


class AnswerForm(forms.Form):
    granted = forms.ChoiceField(
        label="ผลการพิจารณา",
        choices=[("yes", "ดำเนินการตามคำขอ"), ("no", "ไม่สามารถดำเนินการได้")],
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกผลการพิจารณา"},
    )
    words = CleanCharField(
        label="คำตอบถึงผู้ขอ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "โปรดกรอกคำตอบ"},
    )
