"""What becomes of the work that is open when a year is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.services.closing import End

CARRY, KEEP = "carry", "keep"
_ENDS = [(End.SKIP.value, "ยุติ: งดดำเนินการ"), (End.VOID.value, "ยุติ: ยกเลิก (คงประวัติไว้)")]
LEFT = [(CARRY, "ยกไปปีงบประมาณถัดไป"), *_ENDS]
CARRIED = [(CARRY, "เปลี่ยนวันครบกำหนดใหม่"), (KEEP, "ไม่ยกไป กลับเป็นงานที่ยังไม่กำหนด"), *_ENDS]


class DecideForm(forms.Form):
    """One for each division: the chosen tasks, what becomes of them, until when or why."""

    act = forms.ChoiceField(label="สิ่งที่กำหนด", choices=LEFT, initial=CARRY, widget=forms.RadioSelect)
    due_on = ThaiDateField(label="วันครบกำหนดใหม่ (เมื่อยกไป)", required=False)
    reason = CleanCharField(label="เหตุผล (เมื่อยุติ)", required=False, max_length=4000)

    def __init__(
        self, *args: Any, tasks: Sequence[UUID], is_carried: bool, due_on: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"act": CARRY, "due_on": due_on}
        super().__init__(*args, **kwargs)
        self.offered = {str(pk) for pk in tasks}
        for name in ("due_on", "reason"):
            self.fields[name].widget.attrs["class"] = "in"
        if is_carried:
            self.fields["act"].choices = CARRIED  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[str]:
        """Which boxes are ticked; none before anything was sent."""
        data: Any = self.data
        return set(data.getlist("tasks")) if self.is_bound else set()

    @property
    def needed(self) -> list[BoundField]:
        """One of both, after what was chosen: so neither is said to be free to leave out."""
        return [self["due_on"], self["reason"]]

    @property
    def ticked(self) -> set[UUID]:
        """The same, as the page asks it of each row."""
        return set(self.ids)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = self.chosen & self.offered
        # What is not offered any more stands otherwise by now, and the page that comes back shows how.
        if not self.chosen:
            raise forms.ValidationError("โปรดเลือกงานอย่างน้อย 1 งาน")
        if not chosen:
            raise forms.ValidationError("งานที่เลือกมีผู้แก้ไขก่อนหน้าท่าน โปรดตรวจสอบรายการล่าสุด")
        if data.get("act") == CARRY and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "โปรดระบุวันครบกำหนดใหม่")
        if data.get("act") in list(End) and not data.get("reason"):
            self.add_error("reason", "โปรดระบุเหตุผลที่ยุติงาน")
        return data

    @property
    def ids(self) -> list[UUID]:
        """All that was chosen and can be read; what is not offered any more counts as missed."""
        return [UUID(pk) for pk in sorted(self.chosen) if _is_uuid(pk)]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
