"""Moving the window of a task."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.models import Task


class MoveForm(forms.Form):
    starts_on = ThaiDateField(label="เริ่มวันที่", error_messages={"required": "โปรดระบุวันเริ่ม"})
    due_on = ThaiDateField(label="ครบกำหนดวันที่", error_messages={"required": "โปรดระบุวันครบกำหนด"})
    reason = CleanCharField(
        label="เหตุผลที่เลื่อนกำหนด",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )
    # The window that the page showed.
    shown_from = forms.DateField(widget=forms.HiddenInput, required=False)
    shown_until = forms.DateField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, task: Task, data: Any = None) -> MoveForm:
        window = {"starts_on": task.starts_on, "due_on": task.due_on}
        return cls(data, initial=window | shown_window(task), auto_id="move_%s")

    @property
    def shown(self) -> tuple[date, date] | None:
        first, last = (self.cleaned_data.get(name) for name in ("shown_from", "shown_until"))
        return (first, last) if first and last else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", "วันครบกำหนดต้องไม่ก่อนวันเริ่ม โปรดแก้ไขวันที่")
        return data


def shown_window(task: Task) -> dict[str, str]:
    return {"shown_from": task.starts_on.isoformat(), "shown_until": task.due_on.isoformat()}
