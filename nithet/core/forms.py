"""Forms that every app shares."""

from django import forms

from nithet.core.fields import CleanCharField


class ReasonForm(forms.Form):
    """Why something is sent back, skipped or taken back. It is asked where a thing cannot be undone lightly."""

    reason = CleanCharField(
        label="เหตุผล",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )
