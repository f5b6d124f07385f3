"""Policies and focus points of a year by hand, and many of them pasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiIntegerField
from nithet.core.ids import new_id
from nithet.cycles.models import PolicyFocus
from nithet.cycles.policy_lines import PolicyLine, read_policies

MOST_LINES = 200


class _OfYear(forms.Form):
    fiscal_year_be = forms.TypedChoiceField(label="ปีงบประมาณ พ.ศ.", coerce=int)
    source = forms.ChoiceField(label="เจ้าของนโยบาย", choices=PolicyFocus.Source)

    def __init__(self, *args: Any, years: Sequence[int], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["fiscal_year_be"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]


class PolicyForm(_OfYear):
    number = CleanCharField(
        label="ข้อที่", max_length=20, required=False, help_text="ตามเอกสารของเจ้าของนโยบาย เช่น 3 หรือ 2.1"
    )
    title = CleanCharField(label="นโยบายหรือจุดเน้น", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    text = CleanCharField(
        label="รายละเอียด", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    position = ThaiIntegerField(
        label="ลำดับที่แสดง", required=False, min_value=1, max_value=999, help_text="เว้นว่างไว้ หากให้อยู่ท้ายสุด"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **facts: Any) -> None:
        facts["initial"] = {"key": new_id(), **(facts.get("initial") or {})}
        super().__init__(*args, **facts)

    def clean_title(self) -> str:
        """One line, though a long one is typed in a high field."""
        return " ".join(self.cleaned_data["title"].split())

    @property
    def policy_facts(self) -> dict[str, Any]:
        names = ("fiscal_year_be", "source", "number", "title", "text")
        return {name: self.cleaned_data[name] for name in names} | {
            "position": self.cleaned_data["position"] or 0
        }


class PasteForm(_OfYear):
    lines = CleanCharField(
        label="รายการนโยบายและจุดเน้น",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": "1. …\n2. …"}),
        help_text="วางจากหนังสือหรือประกาศได้ทั้งชุด ขึ้นต้นแต่ละข้อด้วยเลขข้อหรือขีด บรรทัดที่ไม่มีเลขข้อเป็นรายละเอียดของข้อก่อนหน้า",
    )

    def clean_lines(self) -> list[PolicyLine]:
        found = read_policies(self.cleaned_data["lines"])
        if not found:
            raise forms.ValidationError("ไม่พบรายการ โปรดวางข้อความบรรทัดละหนึ่งข้อ")
        if len(found) > MOST_LINES:
            raise forms.ValidationError(f"พบ {len(found)} ข้อ วางได้ครั้งละไม่เกิน {MOST_LINES} ข้อ โปรดแบ่งวาง")
        return found
