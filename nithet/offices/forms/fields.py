"""Fields that only the registers have: codes, levels, a position, places to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField
from nithet.offices.models import Level
from nithet.thai.numerals import ThaiNumberError, parse_number, to_arabic
from nithet.thai.positions import EXAMPLE, Position, PositionError, parse_position


class CodeField(CleanCharField):
    """A code of so many digits, typed with spaces, dashes or Thai digits."""

    def __init__(self, *, digits: int, **options: Any) -> None:
        self.digits = digits
        super().__init__(widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> Any:
        text = to_arabic(super().to_python(value)).replace(" ", "").replace("-", "")
        if text and not (len(text) == self.digits and text.isascii() and text.isdigit()):
            raise forms.ValidationError(f"{self.label}ต้องเป็นตัวเลข {self.digits} หลัก โปรดตรวจสอบอีกครั้ง")
        return text


class WholeNumberField(forms.Field):
    """A count, with Thai digits and commas too. Value: an int, or None where nothing is typed."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, most: int, least: int = 0, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            number = parse_number(str(value))
        except ThaiNumberError as error:
            raise forms.ValidationError(str(error)) from error
        if number != int(number) or not self.least <= number <= self.most:
            raise forms.ValidationError(
                f"โปรดพิมพ์จำนวนเต็มตั้งแต่ {self.least:,} ถึง {self.most:,}", code="out-of-range"
            )
        return int(number)


class PositionField(CleanCharField):
    """Latitude and longitude, or the link of a map. Value: a Position, or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "พิกัด")
        options.setdefault("help_text", f"ละติจูด, ลองจิจูด เช่น {EXAMPLE} หรือวางลิงก์จาก Google Maps")
        super().__init__(widget=forms.TextInput({"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Position) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_position(text)
        except PositionError as error:
            raise forms.ValidationError(str(error)) from error


def position_of(latitude: Decimal | None, longitude: Decimal | None) -> Position | None:
    return Position(latitude, longitude) if latitude is not None and longitude is not None else None


def level_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", "ไม่ระบุ"), *Level.choices])


def suggestions(offered: Iterable[str], identifier: str) -> forms.TextInput:
    """A text field with a list to choose from; other words may be typed."""
    return _Suggesting(list(offered), identifier)


class _Suggesting(forms.TextInput):
    template_name = "offices/suggesting.html"

    def __init__(self, offered: list[str], identifier: str) -> None:
        super().__init__({"list": identifier, "autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "offered": self.offered}


class ManyPlaces(forms.CheckboxSelectMultiple):
    """Boxes to tick, in a part that scrolls; a field above narrows them where scripts run."""

    template_name = "offices/many_places.html"


def places_field(label: str, offered: Iterable[tuple[str, str]], **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(offered), widget=ManyPlaces,
        error_messages={"required": "โปรดเลือกอย่างน้อย 1 แห่ง"}, **options,
    )  # fmt: skip
