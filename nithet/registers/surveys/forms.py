"""What a need and a suggestion ask, and what is chosen of a result."""

from __future__ import annotations

from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.members import Member
from nithet.registers.generic.forms import ItemForm, PersonField, lines
from nithet.registers.surveys.models import Need, Suggestion


class NeedForm(ItemForm):
    """Its figures are those of the result, and are not typed."""

    title = CleanCharField(label="ความต้องการ", max_length=300)
    aspect = CleanCharField(label="ด้าน", max_length=500, required=False)
    for_whom = CleanCharField(label="ความต้องการของ", max_length=300, required=False)
    progress = forms.ChoiceField(label="การตอบสนอง", choices=Need.Progress, initial=Need.Progress.WAITING)
    answer = CleanCharField(
        label="ตอบสนองโดย",
        max_length=500,
        required=False,
        help_text="เช่น ชื่อโครงการ สื่อ หรือหลักสูตรอบรมที่ตอบสนองความต้องการนี้",
    )

    def facts(self) -> dict[str, Any]:
        """Other words than those of the plan that answers it are no longer that plan."""
        typed = super().facts()
        return {**typed, "answer_kind": ""} if "answer" in self.changed_data else typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("progress") != Need.Progress.WAITING and not given.get("answer"):
            self.add_error("answer", "โปรดระบุโครงการ สื่อ หรือหลักสูตรอบรมที่ตอบสนองความต้องการนี้")
        return given


class SuggestionForm(ItemForm):
    title = CleanCharField(label="ข้อเสนอแนะ", max_length=300)
    theme = CleanCharField(label="หมวด", max_length=200, required=False)
    text = CleanCharField(label="รายละเอียด", max_length=4000, required=False, widget=lines())
    progress = forms.ChoiceField(
        label="การดำเนินการ", choices=Suggestion.Progress, initial=Suggestion.Progress.TAKEN
    )
    due_on = ThaiDateField(label="กำหนดแล้วเสร็จ", required=False)
    outcome = CleanCharField(
        label="ผลหรือเหตุผล",
        max_length=4000,
        required=False,
        widget=lines(2),
        help_text="ผลที่ได้ หรือเหตุผลที่ไม่ดำเนินการ",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("progress") in Suggestion.ENDED and not given.get("outcome"):
            self.add_error("outcome", "โปรดระบุผลที่ได้ หรือเหตุผลที่ไม่ดำเนินการ")
        return given


class CollectForm(forms.Form):
    """A suggestion made of chosen answers."""

    title = CleanCharField(label="ข้อเสนอแนะ", max_length=300, help_text="สรุปใจความของข้อความที่เลือก")
    theme = CleanCharField(label="หมวด", max_length=200, required=False)
    owner = PersonField(label="ผู้รับผิดชอบ", required=False)
    due_on = ThaiDateField(label="กำหนดแล้วเสร็จ", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        super().__init__(*args, **facts)
        owner = self.fields["owner"]
        assert isinstance(owner, PersonField)  # noqa: S101  for the type checker
        owner.offer(member)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
