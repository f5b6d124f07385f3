"""What becomes of the work that is open when a year is closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.services.closing import End

CARRY, KEEP = "carry", "keep"
ACTS = [
    (CARRY, "ยกไปปีงบประมาณถัดไป"),
    (KEEP, "ไม่ยกไป"),
    (End.SKIP.value, "งดดำเนินการ"),
    (End.VOID.value, "ยกเลิก (คงประวัติไว้)"),
]


class DecideForm(forms.Form):
    """The chosen tasks and what becomes of them, said by the button that was pressed; until when or why."""

    act = forms.ChoiceField(label="สิ่งที่กำหนด", choices=ACTS, error_messages={"required": "โปรดกดว่ายกไปหรือยุติ"})
    # One of both is needed, after what is pressed: so neither is said to be free to leave out.
    due_on = ThaiDateField(label="วันครบกำหนดใหม่", required=False)
    reason = CleanCharField(
        label="เหตุผลที่ยุติ", required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, left: Collection[UUID], carried: Collection[UUID], due_on: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"due_on": due_on}
        super().__init__(*args, **kwargs)
        self.left, self.carried = set(left), set(carried)
        for name in ("due_on", "reason"):
            self.fields[name].widget.attrs["class"] = "in"

    @property
    def ticked(self) -> set[UUID]:
        """All that was chosen and can be read; none before anything was sent."""
        data: Any = self.data
        return {UUID(pk) for pk in data.getlist("tasks") if _is_uuid(pk)} if self.is_bound else set()

    @property
    def ids(self) -> list[UUID]:
        """What is not offered any more is among them and counts as missed; what is not carried over cannot be kept."""
        is_kept = self.cleaned_data.get("act") == KEEP
        return sorted(self.ticked - self.left if is_kept else self.ticked)

    @property
    def wants_day(self) -> bool:
        return "due_on" in self.errors

    @property
    def wants_reason(self) -> bool:
        return "reason" in self.errors

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.ticked:
            raise forms.ValidationError("โปรดเลือกงานอย่างน้อย 1 งาน")
        # What is not offered any more stands otherwise by now, and the page that comes back shows how.
        if not self.ticked & (self.left | self.carried):
            raise forms.ValidationError("งานที่เลือกมีผู้แก้ไขก่อนหน้าท่าน โปรดตรวจสอบรายการล่าสุด")
        if data.get("act") == KEEP and not self.ticked & self.carried:
            raise forms.ValidationError("งานที่เลือกยังไม่ได้ยกไปปีงบประมาณถัดไป")
        if data.get("act") == CARRY and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "โปรดระบุวันครบกำหนดใหม่")
        if data.get("act") in list(End) and not data.get("reason"):
            self.add_error("reason", "โปรดระบุเหตุผลที่ยุติงาน")
        return data


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
