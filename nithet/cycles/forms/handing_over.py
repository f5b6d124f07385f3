"""To whom work goes, when, why, and which of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.models import Task
from nithet.cycles.services.handing_over import Wanted
from nithet.offices.models import Person


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="ผู้รับมอบ",
        empty_label="เลือกผู้รับมอบ",
        error_messages={"required": "โปรดเลือกผู้รับมอบ", "invalid_choice": "โปรดเลือกบุคลากรในรายการ"},
    )
    on = ThaiDateField(
        label="วันที่ส่งมอบ",
        help_text="วันนี้มีผลทันที วันข้างหน้าระบบส่งมอบให้เมื่อถึงวัน",
        error_messages={"required": "โปรดระบุวันที่ส่งมอบ"},
    )
    reason = CleanCharField(
        label="เหตุผล",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "เช่น ย้ายไปดำรงตำแหน่งใหม่ตามคำสั่งที่ 45/2570"}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )
    tasks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    duties = forms.BooleanField(label="หน้าที่ตามคำสั่งมอบหมายหน้าที่", required=False)
    answers = forms.BooleanField(label="คำตอบที่จำไว้ซึ่งระบุชื่อผู้ส่งมอบ", required=False)

    def __init__(self, *args: Any, people: Any, tasks: Sequence[Task], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.fields["tasks"].choices = [(str(t.pk), t.title) for t in tasks]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError("วันที่ส่งมอบต้องไม่ก่อนวันนี้ โปรดแก้ไขวันที่")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("tasks") or data.get("duties") or data.get("answers") or self.errors):
            raise forms.ValidationError("โปรดเลือกสิ่งที่จะส่งมอบอย่างน้อย 1 รายการ")
        return data

    @property
    def wanted(self) -> Wanted:
        """All tasks ticked mean all that is open on the day: more may come until then."""
        data = self.cleaned_data
        chosen = data["tasks"]
        is_all = bool(chosen) and len(chosen) == len(self.fields["tasks"].choices)  # type: ignore[attr-defined]
        tasks = None if is_all else frozenset(map(UUID, chosen))
        return Wanted(tasks, duties=data["duties"], answers=data["answers"])
