"""Form fields that every page shares: the one date field, text as people type it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from nithet.thai import dates
from nithet.thai.numerals import plain_number, to_arabic
from nithet.thai.text import clean, clean_multiline


class ThaiDateField(forms.Field):
    """A day in the Buddhist era, in any usual form; asks when 2026 is typed. Value: a date."""

    widget = forms.TextInput(
        attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "เช่น 20 พ.ย. 2569"}
    )

    def prepare_value(self, value: Any) -> Any:
        return dates.format_date(value, "short") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        # A field that cannot be changed is asked for the day that it was given.
        if not value or isinstance(value, date):
            return value or None
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


_UNITS_OF_NUMBERS = re.compile(r"[\s,]|บาท(?:ถ้วน)?$|฿")
_SATANG = Decimal("0.01")
MOST_BAHT = Decimal("999999999999.99")


class BahtField(forms.Field):
    """An amount in baht and satang as people write it: “1,234.50 บาท”, “๑,๒๓๔.๕๐”. Value: a Decimal with two places."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "เช่น 1,234.50"}
    )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in (None, ""):
            return None
        return parse_baht(str(value))


def parse_baht(text: str) -> Decimal:
    """Raises ValidationError with what to do. Never a float, never rounded without a word."""
    plain = _UNITS_OF_NUMBERS.sub("", to_arabic(clean(text)))
    if not re.fullmatch(r"\d{1,15}(?:\.\d+)?", plain):
        raise forms.ValidationError(f"“{text[:40]}” ไม่ใช่จำนวนเงิน โปรดพิมพ์เป็นตัวเลข เช่น 1,234.50")
    amount = Decimal(plain)
    if amount != amount.quantize(_SATANG):
        raise forms.ValidationError("จำนวนเงินมีเศษเกินสองตำแหน่ง โปรดระบุถึงสตางค์ เช่น 1,234.50")
    if amount > MOST_BAHT:
        raise forms.ValidationError("จำนวนเงินมากเกินกว่าที่บันทึกได้ โปรดตรวจสอบ")
    return amount.quantize(_SATANG)


class ThaiDecimalField(forms.Field):
    """A quantity that may be typed in Thai digits and with commas: “1,250”, “๘๐.๕”. Value: a Decimal with two places."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in (None, ""):
            return None
        plain = re.sub(r"[\s,]", "", to_arabic(clean(str(value))))
        if not re.fullmatch(r"\d{1,10}(?:\.\d{1,2})?", plain):
            raise forms.ValidationError(
                f"“{str(value)[:40]}” ไม่ใช่จำนวนที่บันทึกได้ โปรดพิมพ์เป็นตัวเลข ทศนิยมไม่เกินสองตำแหน่ง เช่น 80.5"
            )
        return Decimal(plain).quantize(_SATANG)


class ThaiIntegerField(forms.IntegerField):
    """A whole number that may be typed in Thai digits and with commas."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = to_arabic(clean(str(value))).replace(",", "") if value not in (None, "") else value
        return super().to_python(text)
