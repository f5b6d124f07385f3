"""Changing what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from nithet.cycles import access
from nithet.cycles.forms.year import MONTHS, indented, span_of
from nithet.offices.models import Person, Unit


class ResponsibleForm(forms.Form):
    unit = forms.ChoiceField(label="กลุ่มหรือกลุ่มงาน")
    role = forms.ChoiceField(label="ตำแหน่ง", required=False)
    person = forms.ChoiceField(label="บุคคล", required=False)
    applies = forms.BooleanField(
        label="ใช้กับงานของปีนี้ที่ยังไม่มีผู้รับผิดชอบด้วย",
        required=False,
        help_text="งานที่มีผู้รับผิดชอบแล้วไม่เปลี่ยนแปลง",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "unit": [(str(u.pk), indented(u)) for u in units],
            "role": [("", "ทุกคนในกลุ่ม"), *((r.value, r.label) for r in access.WORKS)],
            "person": [("", "ไม่ระบุบุคคล"), *((str(p.pk), p.name) for p in people)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def value(self) -> dict[str, Any]:
        return {part: self.cleaned_data[part] for part in ("unit", "role", "person")}


class WindowForm(forms.Form):
    first = forms.ChoiceField(label="ตั้งแต่เดือน", choices=MONTHS)
    last = forms.ChoiceField(label="ถึงเดือน", choices=MONTHS)

    @staticmethod
    def initial_of(value: Mapping[str, Any]) -> dict[str, str]:
        months = value.get("months") or [10]
        return {"first": str(months[0]), "last": str(months[-1])}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not span_of(data["first"], data["last"]):
            self.add_error("last", "เดือนสิ้นสุดต้องไม่มาก่อนเดือนเริ่มต้นในปีงบประมาณ (ต.ค.–ก.ย.) โปรดเลือกเดือนใหม่")
        return data

    @property
    def value(self) -> dict[str, Any]:
        return {"months": span_of(self.cleaned_data["first"], self.cleaned_data["last"])}
