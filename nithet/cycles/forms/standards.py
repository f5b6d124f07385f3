"""What is said of a standard."""

from __future__ import annotations

from django import forms

from nithet.core.fields import CleanCharField
from nithet.cycles.models import StandardJudgement


class JudgeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="ผลการพิจารณา",
        choices=StandardJudgement.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกผลการพิจารณา", "invalid_choice": "โปรดเลือกผลการพิจารณา"},
    )
    words = CleanCharField(
        label="ความเห็นและหลักฐานที่ใช้พิจารณา",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "โปรดเขียนความเห็นประกอบผลการพิจารณา"},
    )
