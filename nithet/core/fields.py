"""Form fields that every page shares: the one date field, text as people type it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from nithet.thai import dates
from nithet.thai.text import clean, clean_multiline


class ThaiDateField(forms.Field):
    """A day in the Buddhist era, in any usual form; asks when 2026 is typed. Value: a date."""

    widget = forms.TextInput(
        attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "เช่น 20 พ.ย. 2569"}
    )

    def prepare_value(self, value: Any) -> Any:
        return dates.format_date(value, "short") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        try:
            return dates.parse_date(str(value))
        except dates.ThaiDateError as error:
            raise forms.ValidationError(str(error)) from error


class CleanCharField(forms.CharField):
    """Text without what cannot be seen: no-break spaces, zero width, decomposed ำ, double spaces."""

    default_error_messages = {"max_length": "ข้อความยาวเกิน %(limit_value)d ตัวอักษร โปรดย่อให้สั้นลง"}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return clean_multiline(text) if isinstance(self.widget, forms.Textarea) else clean(text)
