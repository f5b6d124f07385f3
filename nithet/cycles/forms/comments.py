"""Saying something about a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from nithet.core.fields import CleanCharField
from nithet.core.ids import new_id
from nithet.offices.models import Person


class CommentForm(forms.Form):
    # Made with the page, so that a comment sent twice is one comment.
    comment_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)
    text = CleanCharField(
        label="ข้อความ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "โปรดเขียนข้อความ"},
    )
    to = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="กล่าวถึง",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "กล่าวถึงได้เฉพาะผู้ที่เปิดดูงานนี้ได้ โปรดเลือกบุคคลจากรายชื่อ"},
    )

    def __init__(
        self, data: Any = None, *, people: QuerySet[Person], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="comment_%s", initial=initial)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
