"""What is chosen on the result of a round: schemes, what is crossed with what, which texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDecimalField, ThaiIntegerField
from nithet.forms.models import Round
from nithet.forms.results.shapes import InstrumentItem, Property
from nithet.forms.round_forms import CUTOFFS
from nithet.statistics.ratings import SCHEMES

_NO_SUCH = {"invalid_choice": "โปรดเลือกจากรายการที่กำหนด"}


class SchemeForm(forms.Form):
    """By which words means are told, and from where on a need is one."""

    scheme = forms.ChoiceField(
        label="เกณฑ์แปลความหมายค่าเฉลี่ย", required=False, error_messages=_NO_SUCH,
        choices=[("", "ตามมาตรของแต่ละข้อ"), *((one.key, str(one)) for one in SCHEMES.values())],
    )  # fmt: skip
    cutoff = forms.ChoiceField(
        label="จุดตัดของความต้องการจำเป็น", choices=list(CUTOFFS.items()), error_messages=_NO_SUCH
    )
    cutoff_top = ThaiIntegerField(label="จำนวนลำดับ", required=False, min_value=1, max_value=50)
    cutoff_value = ThaiDecimalField(label="ค่า PNI ที่กำหนด", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, round_: Round) -> SchemeForm:
        cutoff = round_.cutoff
        return cls(
            initial={
                "scheme": round_.scheme, "cutoff": cutoff.get("kind", "group"), "cutoff_top": cutoff.get("count"),
                "cutoff_value": cutoff.get("value"), "revision": round_.revision,
            }
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cutoff") == "top" and not data.get("cutoff_top"):
            self.add_error("cutoff_top", "โปรดระบุจำนวนลำดับ")
        if data.get("cutoff") == "value" and data.get("cutoff_value") is None:
            self.add_error("cutoff_value", "โปรดระบุค่า PNI ที่เป็นจุดตัด")
        return data

    def chosen_cutoff(self) -> dict[str, Any]:
        data, kind = self.cleaned_data, self.cleaned_data["cutoff"]
        if kind == "top":
            return {"kind": kind, "count": data["cutoff_top"]}
        return {"kind": kind, "value": str(data["cutoff_value"])} if kind == "value" else {"kind": "group"}


class CrossForm(forms.Form):
    """Which question, by which property."""

    of = forms.ChoiceField(label="ข้อคำถาม", error_messages=_NO_SUCH)
    by = forms.ChoiceField(label="จำแนกตาม", error_messages=_NO_SUCH)

    def __init__(
        self, *args: Any, items: Sequence[InstrumentItem], properties: Sequence[Property], **facts: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "cross_%s", **facts})
        self.fields["of"].choices = [(item.path, item.label) for item in items]  # type: ignore[attr-defined]
        self.fields["by"].choices = [(one.code, one.label) for one in properties]  # type: ignore[attr-defined]


class TextFilter(forms.Form):
    q = CleanCharField(
        label="ค้นหาในคำตอบ", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""
